//! Servers with settings of the edge, and an address for every route.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use mocgioi::http::App;
use mocgioi::http::edge::client::Proxies;
use mocgioi::http::edge::cors::Cors;
use mocgioi::http::edge::rates::PerMinute;
use mocgioi::http::edge::{Edge, EdgeSettings};
use mocgioi::http::routes::Route;

use crate::support::{Database, Engine, Server, id};

/// The page that the operator of these servers named.
pub(crate) const MAP: &str = "https://map.example";

/// A server that takes this machine for a proxy, so that tests can come from anywhere. Minutes pass when tests say so.
pub(crate) struct Edged {
    pub(crate) server: Server,
    minutes: Arc<AtomicU64>,
    _database: Database,
}

impl Edged {
    pub(crate) fn start(settings: EdgeSettings) -> Self {
        Self::start_with(settings, |_| {})
    }

    pub(crate) fn start_with(settings: EdgeSettings, change: impl FnOnce(&mut App) + Send + 'static) -> Self {
        let minutes = Arc::new(AtomicU64::new(1));
        let passing = Arc::clone(&minutes);
        let database = Database::new(Engine::Sqlite);
        let server = Server::start_with(&database, move |app| {
            let ticks = move || Duration::from_mins(passing.load(Ordering::SeqCst));
            app.edge = Arc::new(Edge::new(settings, Arc::new(ticks)));
            change(app);
        });
        Self { server, minutes, _database: database }
    }

    pub(crate) fn a_minute_passes(&self) {
        self.minutes.fetch_add(1, Ordering::SeqCst);
    }
}

/// Behind a proxy, one map may read, and no more than usual.
pub(crate) fn settings() -> EdgeSettings {
    EdgeSettings {
        proxies: Proxies::read(&["127.0.0.1", "10.0.0.0/8"]).unwrap(),
        cors: Cors::read(&[MAP]).unwrap(),
        per_minute: PerMinute::default(),
    }
}

/// A server that all tests share.
pub(crate) fn server() -> &'static Server {
    static SHARED: OnceLock<Edged> = OnceLock::new();
    &SHARED.get_or_init(|| Edged::start(settings())).server
}

/// An address of a route; it need not lead to anything.
pub(crate) fn sample(route: &Route) -> String {
    let key = if route.path.contains("segments") { "VN-LA:144..145" } else { "VN-LA:211" };
    // Else it would tell of changes for an hour.
    if route.path == "/api/v1/events" {
        return format!("{}?wait_s=0", route.path);
    }
    let path = route.path.replace("{collectionId}", "markers").replace("{featureId}", "VN-LA:211");
    let path =
        path.replace("{tileMatrixSetId}", "WebMercatorQuad").replace("{tileMatrix}/{tileRow}/{tileCol}", "6/28/50");
    path.replace("{key}", key).replace("{id}", &id(0xffff_ffff_ffff)).replace("{line}", "VN-LA")
}
