//! Takes connections and answers on them: no more than the process can hold, and none that never asks anything.
//!
//! `axum::serve` knows no limits: a request head that is sent halfway is waited for without end, and some hundred of
//! these leave no file descriptor for anybody else. Here a head must arrive within [`Limits::head`] (an idle connection
//! is closed after as long), and beyond [`Limits::connections`] newcomers wait in the system's queue until one ends.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{Instant, timeout};

use super::crowd::Crowd;
use super::edge_options::EdgeConfig;
use super::stall::Patient;
use super::tls::Tls;
use crate::http::edge::client::{Peer, Proxies};

/// Most connections at once, where the system allows as many open files.
const CONNECTIONS: usize = 1_024;
/// Open files that are left for the database, the log and the standard streams.
const OTHER_FILES: usize = 64;
/// What is assumed where the system does not tell.
const FEW_FILES: usize = 256;
/// How long the head of a request may take to arrive.
const HEAD_PATIENCE: Duration = Duration::from_secs(15);
/// Most bytes of a head, and most that is held of a connection's input. What fits in here and is still too large is
/// refused in words (`http/edge/size`).
const LARGEST_HEAD: usize = 128 * 1024;
/// How long an answer may wait for its reader to take some more of it.
const STALL_PATIENCE: Duration = Duration::from_mins(1);
/// Pause after the system could not give a connection: at once it could not again.
const BREATH: Duration = Duration::from_secs(1);
/// Least time from one warning about full places to the next.
const SILENCE: Duration = Duration::from_mins(10);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub connections: usize,
    /// Most of one address.
    pub each: usize,
    /// For a head to arrive, and for the handshake before it.
    pub head: Duration,
    /// For a reader that takes nothing.
    pub stall: Duration,
}

/// How newcomers are met.
pub struct Door {
    pub limits: Limits,
    pub tls: Option<Arc<Tls>>,
    /// Trusted proxies may hold any number of connections.
    pub proxies: Proxies,
}

impl Door {
    pub fn new(edge: &EdgeConfig, tls: Option<Arc<Tls>>) -> Self {
        let limits = Limits::of_process();
        let each = edge.connections_per_address.unwrap_or(limits.each);
        Self { limits: Limits { each, ..limits }, tls, proxies: edge.settings.proxies.clone() }
    }
}

impl Limits {
    /// What this process can hold, by the limit of open files that it runs under.
    pub fn of_process() -> Self {
        let told = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
        let connections = connections(open_files(&told));
        Self { connections, each: (connections / 4).max(1), head: HEAD_PATIENCE, stall: STALL_PATIENCE }
    }
}

/// The limit in force (the soft one) in the words of the kernel; none when it is not told.
fn open_files(limits: &str) -> Option<usize> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    let soft = line.split_whitespace().next()?;
    if soft == "unlimited" { Some(usize::MAX) } else { soft.parse().ok() }
}

fn connections(open_files: Option<usize>) -> usize {
    open_files.unwrap_or(FEW_FILES).saturating_sub(OTHER_FILES).clamp(1, CONNECTIONS)
}

/// Answers until `stop`, then lets requests under way end.
pub async fn answer(listener: TcpListener, router: Router, door: Door, stop: impl Future<Output = ()>) {
    let Door { limits, tls, proxies } = door;
    let crowd = Crowd::new(limits.each, proxies);
    // Handshakes are given up when this is dropped.
    let (stopping, stopped) = watch::channel(());
    let places = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    let mut told = None;
    loop {
        let taken = async {
            let place = place(&places, limits.connections, &mut told).await?;
            Some((place, accept(&listener).await))
        };
        let (place, (stream, from)) = tokio::select! {
            () = &mut stop => break,
            taken = taken => match taken {
                Some(taken) => taken,
                None => break,
            },
        };
        let Some(counted) = crowd.enter(from.ip()) else {
            tracing::debug!(address = %from.ip(), most = limits.each, "an address holds as many connections as it may");
            continue;
        };
        let (router, tls, mut stopped, watcher) = (router.clone(), tls.clone(), stopped.clone(), graceful.watcher());
        tokio::spawn(async move {
            let stream = Patient::new(stream, limits.stall);
            let peer = Peer { address: from.ip(), tls: tls.is_some() };
            match tls {
                None => converse(stream, router, peer, limits, watcher).await,
                Some(tls) => {
                    let met = tokio::select! {
                        met = timeout(limits.head, tls.acceptor().accept(stream)) => met,
                        _ = stopped.changed() => return,
                    };
                    match met {
                        Ok(Ok(stream)) => converse(stream, router, peer, limits, watcher).await,
                        Ok(Err(error)) => tracing::debug!(%error, "no TLS came about"),
                        Err(_) => tracing::debug!("a TLS handshake took too long"),
                    }
                }
            }
            drop((place, counted));
        });
    }
    drop((listener, stopping));
    graceful.shutdown().await;
}

/// Answers what comes over a connection until it ends.
async fn converse<S>(stream: S, router: Router, peer: Peer, limits: Limits, watcher: Watcher)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        service.call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// A place for one more connection. Says so when there is none, but not over and over.
async fn place(places: &Arc<Semaphore>, most: usize, told: &mut Option<Instant>) -> Option<OwnedSemaphorePermit> {
    if let Ok(place) = Arc::clone(places).try_acquire_owned() {
        return Some(place);
    }
    if told.is_none_or(|last| last.elapsed() > SILENCE) {
        *told = Some(Instant::now());
        tracing::warn!(most, "as many connections as this process can hold; further ones wait until one ends");
    }
    Arc::clone(places).acquire_owned().await.ok()
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(taken) => return taken,
            // The other side gave up while it waited.
            Err(error) if is_theirs(&error) => {}
            Err(error) => {
                tracing::error!(%error, "cannot take a connection");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}

fn is_theirs(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use std::io::{Read as _, Write as _};
    use std::net::{SocketAddr, TcpStream};

    use super::*;

    fn limits(connections: usize, head_ms: u64) -> Limits {
        let head = Duration::from_millis(head_ms);
        Limits { connections, each: connections, head, stall: Duration::from_millis(500) }
    }

    /// A server with these limits, told to stop when the sender is dropped.
    fn serving(limits: Limits) -> (SocketAddr, tokio::sync::oneshot::Sender<()>, std::thread::JoinHandle<()>) {
        let (ready, started) = std::sync::mpsc::channel();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                ready.send(listener.local_addr().unwrap()).unwrap();
                let slow = get(|| async {
                    tokio::time::sleep(Duration::from_millis(400)).await;
                    "slow"
                });
                let large = get(|| async { vec![b' '; 64 * 1024 * 1024] });
                let router = Router::new().route("/", get(|| async { "here" }));
                let router = router.route("/slow", slow).route("/large", large);
                let door = Door { limits, tls: None, proxies: Proxies::default() };
                answer(listener, router, door, async { drop(stopped.await) }).await;
            });
        });
        (started.recv().unwrap(), stop, thread)
    }

    fn send(at: SocketAddr, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(at).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        stream
    }

    fn rest(mut stream: TcpStream) -> String {
        let mut text = String::new();
        // What was sent before a reset counts, too.
        let _ = stream.read_to_string(&mut text);
        text
    }

    const WHOLE: &str = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    const HALF: &str = "GET / HTTP/1.1\r\nHost: x\r\nX-Never";

    #[test]
    fn a_head_sent_halfway_is_not_waited_for_without_end() {
        let (at, _stop, _) = serving(limits(10, 300));
        let begun = Instant::now();
        for text in [HALF, "", "G"] {
            let answered = rest(send(at, text));
            assert!(!answered.contains("200 OK"), "{answered}");
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "closed by the server, not by the test's own patience");
        assert!(rest(send(at, WHOLE)).ends_with("here"));
    }

    #[test]
    fn with_every_place_taken_by_the_silent_others_are_still_served() {
        let (at, _stop, _) = serving(limits(3, 300));
        let silent: Vec<TcpStream> = (0..12).map(|_| send(at, HALF)).collect();
        assert!(rest(send(at, WHOLE)).ends_with("here"), "it waits its turn");
        drop(silent);
    }

    #[test]
    fn who_asks_and_never_reads_is_let_go() {
        let (at, _stop, _) = serving(limits(1, 300));
        let deaf = send(at, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
        assert!(rest(send(at, WHOLE)).ends_with("here"), "the only place is free again");
        drop(deaf);
    }

    #[test]
    fn requests_under_way_end_before_the_server_does() {
        let (at, stop, thread) = serving(limits(3, 1_000));
        let asked = send(at, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
        std::thread::sleep(Duration::from_millis(100));
        drop(stop);
        assert!(rest(asked).ends_with("slow"));
        thread.join().unwrap();
        assert!(TcpStream::connect(at).is_err(), "nobody listens any more");
    }

    #[test]
    fn the_cap_leaves_files_for_the_database() {
        let told = |soft: &str| {
            format!("Limit  Soft Limit  Hard Limit  Units\nMax open files            {soft}   4096   files\n")
        };
        for (text, most) in [(told("256"), 192), (told("65"), 1), (told("1"), 1), (told("1024"), 960)] {
            assert_eq!(connections(open_files(&text)), most, "{text}");
        }
        assert_eq!(connections(open_files(&told("unlimited"))), CONNECTIONS);
        assert_eq!(connections(open_files("")), FEW_FILES - OTHER_FILES);
        assert!(Limits::of_process().head < Duration::from_mins(1));
    }
}
