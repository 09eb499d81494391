//! A map's question is answered from memory: it runs no SQL.
//!
//! sqlx tells of every statement in an event; here they are counted. The count is of the whole process, so the test
//! runs itself again in a process of its own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use mocgioi::actions::attachments::{FileLimits, Files};
use mocgioi::actions::people::People;
use mocgioi::actions::{Context, load_reference::load_reference, load_seeds::load_seeds};
use mocgioi::app::bundle_keys::BundleKeys;
use mocgioi::app::connections::{Door, answer};
use mocgioi::app::edge_options::EdgeConfig;
use mocgioi::app::{chance, follower};
use mocgioi::atlas::Atlas;
use mocgioi::domain::people::Identity;
use mocgioi::http::edge::{Edge, EdgeSettings};
use mocgioi::http::{self, App};
use mocgioi::store::read_log::ReadLog;
use mocgioi::store::writer::Writer;
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context as Where, SubscriberExt as _};

use crate::make::{self, inspection, submission};
use crate::support::{self, Database, ENGINES, block_on};

static STATEMENTS: AtomicUsize = AtomicUsize::new(0);

struct Counter;

impl<S: tracing::Subscriber> Layer<S> for Counter {
    fn on_event(&self, event: &tracing::Event<'_>, _: Where<'_, S>) {
        if event.metadata().target().starts_with("sqlx") {
            STATEMENTS.fetch_add(1, Ordering::SeqCst);
        }
    }
}

fn statements() -> usize {
    STATEMENTS.load(Ordering::SeqCst)
}

const ALONE: &str = "MOCGIOI_TEST_COUNTS_STATEMENTS";

#[test]
fn a_hundred_boxes_cost_no_statement() {
    if std::env::var_os(ALONE).is_none() {
        let name = "statements::a_hundred_boxes_cost_no_statement";
        let mut again = Command::new(std::env::current_exe().unwrap());
        let ended = again.args([name, "--exact", "--nocapture"]).env(ALONE, "1").output().unwrap();
        let said = String::from_utf8_lossy(&ended.stdout);
        let errors = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success() && said.contains("1 passed"), "{said}{errors}");
        return;
    }
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(Counter)).unwrap();
    for engine in ENGINES {
        let database = Database::new(engine);
        block_on(async {
            let before = statements();
            let app = app_without_follower(&database).await;
            let loading = statements() - before;
            assert!(loading > 10, "{engine:?}: the counter counts: {loading} statements to load");

            // What a load does may be told a moment late, by another thread, but not in three rounds.
            let base = serve(&app).await;
            let mut rounds = Vec::new();
            for _ in 0..3 {
                let before = statements();
                let base = base.clone();
                tokio::task::spawn_blocking(move || hundred_boxes(&base)).await.unwrap();
                rounds.push(statements() - before);
            }
            assert_eq!(rounds.iter().min(), Some(&0), "{engine:?}: {rounds:?}");

            let before = statements();
            app.context.writer.submit(submission(inspection(9_999))).await.unwrap();
            assert!(statements() > before, "{engine:?}: it still counts");
        });
    }
}

async fn app_without_follower(database: &Database) -> App {
    let store = make::open(database).await;
    let (writer, _) = Writer::start(store.clone(), chance::salts());
    let clock = chance::clock();
    load_reference(&writer, &clock).await.unwrap();
    load_seeds(&writer, &clock).await.unwrap();
    for n in 1..=20 {
        writer.submit(submission(inspection(n))).await.unwrap();
    }
    let atlas = Arc::new(Atlas::new(follower::picture(&store).await.unwrap()));
    let people = Arc::new(People::load(store.clone(), &clock).await.unwrap());
    let (read_log, _) = ReadLog::start(store.clone(), Arc::clone(&clock));
    App {
        context: Context {
            store,
            writer,
            atlas,
            clock,
            salts: chance::salts,
            new_id: chance::new_id,
            jobs: Arc::default(),
            people,
            read_log,
            files: Arc::new(Files::new(PathBuf::from("never-made"), FileLimits::default())),
            keyrings: BundleKeys::of(Path::new("never-made")).source(chance::clock()),
            signing: mocgioi::app::keys::Keys::of(Path::new("never-made")).source(),
            method: Arc::new(mocgioi::exchange::reference::method().unwrap()),
        },
        open_as: Some(Arc::new(Identity::open())),
        public_url: None,
        pictures: Arc::default(),
        edge: Arc::new(Edge::new(EdgeSettings::default(), chance::ticks())),
        alerts_inside: false,
        tickets: Arc::default(),
        #[cfg(feature = "oidc")]
        issuer: None,
    }
}

/// Serves the app on a free port, for as long as the runtime lives.
async fn serve(app: &App) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let router = http::router(app);
    tokio::spawn(answer(listener, router, Door::new(&EdgeConfig::default(), None), std::future::pending()));
    base
}

fn hundred_boxes(base: &str) {
    let mut features = 0;
    for n in 0..100_u32 {
        let west = 102.0 + f64::from(n % 10) * 0.4;
        let south = 8.0 + f64::from(n / 10) * 1.5;
        let layer = ["markers", "segments", "hazards", "inspections", "boundary-lines"][n as usize % 5];
        let bbox = format!("{west},{south},{},{}", west + 4.0, south + 4.0);
        let answer = support::get(&format!("{base}/collections/{layer}/items?f=json&limit=500&bbox={bbox}"), &[]);
        assert_eq!(answer.status, 200, "{}", answer.text());
        features += answer.json()["features"].as_array().unwrap().len();
    }
    assert!(features > 200, "the boxes hold something: {features}");
}
