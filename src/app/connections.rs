//! Takes connections and answers on them: no more than the process can hold, and none that never asks anything.
//!
//! `axum::serve` knows no limits: a request head that is sent halfway is waited for without end, and some hundred of
//! these leave no file descriptor for anybody else. Here a head must arrive within [`Limits::head`] (an idle connection
//! is closed after as long), and beyond [`Limits::connections`] newcomers wait in the system's queue until one ends.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// Most connections at once, where the system allows as many open files.
const CONNECTIONS: usize = 1_024;
/// Open files that are left for the database, the log and the standard streams.
const OTHER_FILES: usize = 64;
/// What is assumed where the system does not tell.
const FEW_FILES: usize = 256;
/// How long the head of a request may take to arrive.
const HEAD_PATIENCE: Duration = Duration::from_secs(15);
/// Pause after the system could not give a connection: at once it could not again.
const BREATH: Duration = Duration::from_secs(1);
/// Least time from one warning about full places to the next.
const SILENCE: Duration = Duration::from_mins(10);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub connections: usize,
    pub head: Duration,
}

impl Limits {
    /// What this process can hold, by the limit of open files that it runs under.
    pub fn of_process() -> Self {
        let told = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
        Self { connections: connections(open_files(&told)), head: HEAD_PATIENCE }
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
pub async fn answer(listener: TcpListener, router: Router, limits: Limits, stop: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    let mut told = None;
    loop {
        let taken = async {
            let place = place(&places, limits.connections, &mut told).await?;
            Some((place, accept(&listener).await))
        };
        let (place, stream) = tokio::select! {
            () = &mut stop => break,
            taken = taken => match taken {
                Some(taken) => taken,
                None => break,
            },
        };
        let service = TowerToHyperService::new(router.clone());
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    graceful.shutdown().await;
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

async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
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
                let router = Router::new().route("/", get(|| async { "here" })).route("/slow", slow);
                answer(listener, router, limits, async { drop(stopped.await) }).await;
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
        let (at, _stop, _) = serving(Limits { connections: 10, head: Duration::from_millis(300) });
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
        let (at, _stop, _) = serving(Limits { connections: 3, head: Duration::from_millis(300) });
        let silent: Vec<TcpStream> = (0..12).map(|_| send(at, HALF)).collect();
        assert!(rest(send(at, WHOLE)).ends_with("here"), "it waits its turn");
        drop(silent);
    }

    #[test]
    fn requests_under_way_end_before_the_server_does() {
        let (at, stop, thread) = serving(Limits { connections: 3, head: Duration::from_secs(1) });
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
