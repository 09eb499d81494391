//! Start and graceful stop of the server.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;

use super::alert_client;
use super::bundle_keys::BundleKeys;
use super::command::ServeOptions;
use super::config::{Access, Config, ConfigError};
use super::connections::{self, Door};
use super::edge_options::EdgeConfig;
use super::keys::Keys;
use super::tls::{self, Tls, TlsError};
use super::{chance, follower, starter, user_command, welcome};
use crate::actions::alerts::{Alerts, Deliver};
use crate::actions::attachments::Files;
use crate::actions::exchange_file::NoKeys;
use crate::actions::keep_levels::Keeper;
use crate::actions::people::People;
use crate::actions::people::activity::Lifetimes;
use crate::actions::queue::bundle::NoKeyring;
use crate::actions::{Context, LoadError, load_reference::load_reference, load_seeds::load_seeds};
use crate::atlas::Atlas;
use crate::domain::people::Identity;
use crate::exchange::reference;
use crate::http::edge::{Edge, EdgeSettings};
use crate::http::{self, App};
use crate::store::read_log::ReadLog;
use crate::store::writer::Writer;
use crate::store::{Store, StoreError};

/// How long requests under way may take to end when the server is told to stop.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Load(#[from] LoadError),
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error("{0}")]
    Alerts(String),
    #[cfg(feature = "oidc")]
    #[error("{0}")]
    Issuer(String),
    #[error("cannot listen on {0}: {1}")]
    Listen(std::net::SocketAddr, std::io::Error),
    #[error("the {0} ended on its own; nothing more can be trusted to be stored or shown")]
    TaskEnded(&'static str),
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// Runs the server until it is told to stop.
///
/// # Errors
/// [`ServeError`], in words for the operator.
pub fn serve(options: ServeOptions) -> Result<(), ServeError> {
    tls::install_provider();
    let config = Config::read(options)?;
    starter::runtime()?.block_on(run(config))
}

async fn run(config: Config) -> Result<(), ServeError> {
    config.prepare_folder()?;
    for words in config.edge.warnings(config.listen) {
        tracing::warn!("{words}");
    }
    for words in config.alerts.warnings() {
        tracing::warn!("{words}");
    }
    let tls = config.edge.tls.clone().map(Tls::open).transpose()?.map(Arc::new);
    let listener = TcpListener::bind(config.listen).await.map_err(|error| ServeError::Listen(config.listen, error))?;
    let stop = stop_signal()?;
    let mut service =
        Service::start_with(&config.database, config.load_seeds, config.files(), config.people.lifetimes).await?;
    service.deliver = Some(alert_client::deliver(&config.alerts).map_err(ServeError::Alerts)?);
    let mut app = service.app(config.public_url.as_deref());
    app.alerts_inside = config.alerts.inside;
    app.context.signing = Keys::of(&config.data_dir).source();
    app.context.keyrings = BundleKeys::of(&config.data_dir).source(Arc::clone(&app.context.clock));
    app.edge = Arc::new(Edge::new(config.edge.settings.clone(), chance::ticks()));
    #[cfg(feature = "oidc")]
    if let Some(oidc) = &config.people.oidc {
        let url = config.public_url.as_deref().unwrap_or_default();
        let issuer = super::web_client::issuer(oidc, url, Arc::clone(&app.context.clock));
        app.issuer = Some(Arc::new(issuer.map_err(ServeError::Issuer)?));
    }
    let (people, clock) = (&app.context.people, &app.context.clock);
    let mut known = welcome::Known { tls: tls.is_some(), ..welcome::Known::default() };
    match config.access {
        Access::Open => app.open_as = Some(Arc::new(Identity::open())),
        Access::Accounts => {
            known.administrator = user_command::first_administrator(people, clock).await?;
            if config.demo {
                known.demo = Some(user_command::demo_token(people, clock).await?);
            }
        }
    }
    let renewing = tls.clone().map(Tls::keep_current).transpose()?.map(tokio::spawn);
    welcome::print(&app, listener.local_addr()?, &known);
    drop(known);
    let ended = service.run_behind(Door::new(&config.edge, tls), app, listener, stop).await;
    renewing.inspect(JoinHandle::abort);
    ended
}

/// A running store, writer and follower.
pub struct Service {
    store: Store,
    context: Context,
    writing: JoinHandle<()>,
    following: JoinHandle<()>,
    noting: JoinHandle<()>,
    keeping: JoinHandle<()>,
    /// How alerts go out; none do where nobody says how.
    deliver: Option<Deliver>,
}

impl Service {
    /// Opens the store, loads what is to be loaded, makes the first picture, starts writer and follower.
    ///
    /// # Errors
    /// When the store cannot be opened or read, or the data not loaded.
    pub async fn start(database: &str, load: bool, files: Files) -> Result<Self, ServeError> {
        Self::start_with(database, load, files, Lifetimes::default()).await
    }

    /// [`Self::start`], with other lifetimes of what people are given.
    ///
    /// # Errors
    /// As there.
    pub async fn start_with(
        database: &str,
        load: bool,
        files: Files,
        lifetimes: Lifetimes,
    ) -> Result<Self, ServeError> {
        let store = Store::open(database, &chance::new_id().to_string()).await?;
        let clock = chance::clock();
        // Before anything is changed: what an earlier version left is from now on held against the log.
        store.state_people(clock()).await?;
        let (writer, writing) = Writer::start(store.clone(), chance::salts());
        if load {
            let reference = load_reference(&writer, &clock).await?;
            let seeds = load_seeds(&writer, &clock).await?;
            tracing::info!(?reference, ?seeds, "loaded what the program carries");
            if reference.contended + seeds.contended > 0 {
                tracing::warn!(
                    records = reference.contended + seeds.contended,
                    "stored records differ from the data that this program carries; what is stored stays, the other is \
                     kept beside it"
                );
            }
        }
        let atlas = Arc::new(Atlas::new(follower::picture(&store).await?));
        let people = Arc::new(People::load(store.clone(), &clock).await?.with(lifetimes));
        let following = tokio::spawn(follower::follow(store.clone(), Arc::clone(&atlas), writer.written()));
        let method = Arc::new(reference::method().map_err(|error| LoadError::Data(error.to_string()))?);
        let keeper = Keeper::new(store.clone(), Arc::clone(&method), Arc::clone(&people));
        let keeping = follower::keep_levels(keeper, Arc::clone(&atlas), Arc::clone(&clock), writer.written());
        let keeping = tokio::spawn(keeping);
        tokio::spawn(follower::follow_people(Arc::downgrade(&people), Arc::clone(&clock)));
        let files = Arc::new(files);
        files.look(&store).await?;
        tokio::spawn(follower::follow_files(Arc::downgrade(&files), store.clone(), Arc::clone(&clock)));
        let (read_log, noting) = ReadLog::start(store.clone(), Arc::clone(&clock));
        let context = Context {
            store: store.clone(),
            writer,
            atlas,
            clock,
            salts: chance::salts,
            new_id: chance::new_id,
            jobs: Arc::default(),
            people: Arc::clone(&people),
            read_log,
            files,
            keyrings: Arc::new(|| Err(NoKeyring("no folder for keys was named".to_owned()))),
            signing: Arc::new(|| Err(NoKeys("no folder for keys was named".to_owned()))),
            method,
        };
        Ok(Self { store, context, writing, following, noting, keeping, deliver: None })
    }

    pub fn app(&self, public_url: Option<&str>) -> App {
        App {
            context: self.context.clone(),
            open_as: None,
            public_url: public_url.map(Arc::from),
            pictures: Arc::default(),
            edge: Arc::new(Edge::new(EdgeSettings::default(), chance::ticks())),
            alerts_inside: false,
            tickets: Arc::default(),
            #[cfg(feature = "oidc")]
            issuer: None,
        }
    }

    /// [`Self::run_behind`] a door without TLS and with the usual limits.
    ///
    /// # Errors
    /// When the writer or the follower ends on its own.
    pub async fn run(
        self,
        app: App,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), ServeError> {
        self.run_behind(Door::new(&EdgeConfig::default(), None), app, listener, stop).await
    }

    /// Answers requests until `stop`, lets those under way end, writes what was submitted, closes the store.
    ///
    /// # Errors
    /// When the writer or the follower ends on its own.
    pub async fn run_behind(
        mut self,
        door: Door,
        app: App,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), ServeError> {
        let (tell, told) = tokio::sync::oneshot::channel::<()>();
        let router = http::router(&app);
        let alerting = self.deliver.take().map(|deliver| {
            tokio::spawn(Alerts::new(&self.context, app.public_url.clone(), deliver, chance::any).run())
        });
        drop(app);
        let jobs = Arc::clone(&self.context.jobs);
        let serving = connections::answer(listener, router, door, async move {
            stop.await;
            // What runs in the background is cancelled, and whoever watches it is let go.
            jobs.stop();
            let _ = tell.send(());
        });
        let ended = tokio::select! {
            () = serving => Ok(()),
            // Better to stop, and be started again, than to answer from a picture that nobody keeps up.
            _ = &mut self.writing => Err(ServeError::TaskEnded("writer")),
            _ = &mut self.following => Err(ServeError::TaskEnded("follower")),
            () = async { let _ = told.await; tokio::time::sleep(PATIENCE).await } => {
                tracing::warn!("requests were still under way; stopping all the same");
                Ok(())
            }
        };
        // What it was about to send is sent when it starts again.
        alerting.inspect(JoinHandle::abort);
        ended?;
        self.end().await;
        Ok(())
    }

    /// Writes what was submitted and closes the store.
    pub async fn end(self) {
        // A cancelled import takes back what it had put in.
        let _ = tokio::time::timeout(PATIENCE, self.context.jobs.ended()).await;
        // The last handle of the writer goes with the context; its task then ends after what is queued.
        drop(self.context);
        for task in [self.writing, self.following, self.noting, self.keeping] {
            let _ = tokio::time::timeout(PATIENCE, task).await;
        }
        self.store.close().await;
    }
}

fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static, std::io::Error> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
