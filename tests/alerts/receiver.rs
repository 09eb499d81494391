//! Whoever alerts are sent to: an HTTP server of its own, which can be down, or answer with faults.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use hmac::{Hmac, KeyInit as _, Mac as _};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use sha2::Sha256;
use tokio::net::TcpListener;

/// One request that came.
#[derive(Debug, Clone)]
pub(crate) struct Came {
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Came {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn id(&self) -> String {
        self.headers["mocgioi-delivery"].clone()
    }

    pub(crate) fn record(&self) -> String {
        self.json()["record"].as_str().unwrap().to_owned()
    }

    /// Whether whoever knows the secret has sent this, as `docs/alerts.md` says to check it.
    pub(crate) fn is_signed_with(&self, secret: &str) -> bool {
        let header = &self.headers["mocgioi-signature"];
        let (time, signature) = header.strip_prefix("t=").unwrap().split_once(",v1=").unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(time.as_bytes());
        mac.update(b".");
        mac.update(&self.body);
        let bytes: Vec<u8> =
            (0..signature.len() / 2).map(|n| u8::from_str_radix(&signature[2 * n..2 * n + 2], 16).unwrap()).collect();
        // In constant time.
        mac.verify_slice(&bytes).is_ok()
    }
}

pub(crate) struct Receiver {
    pub(crate) at: SocketAddr,
    came: Arc<Mutex<Vec<Came>>>,
    status: Arc<AtomicU16>,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Receiver {
    pub(crate) fn up() -> Self {
        let mut receiver = Self {
            at: "127.0.0.1:0".parse().unwrap(),
            came: Arc::default(),
            status: Arc::new(AtomicU16::new(204)),
            stop: None,
            thread: None,
        };
        receiver.start();
        receiver
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/moc", self.at)
    }

    /// Answers from now on with this status.
    pub(crate) fn answers(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    /// Listens, where it listened before.
    pub(crate) fn start(&mut self) {
        let (ready, started) = std::sync::mpsc::channel();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let (at, came, status) = (self.at, Arc::clone(&self.came), Arc::clone(&self.status));
        self.thread = Some(std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = TcpListener::bind(at).await.unwrap();
                ready.send(listener.local_addr().unwrap()).unwrap();
                let serving = async {
                    loop {
                        let (stream, _) = listener.accept().await.unwrap();
                        let (came, status) = (Arc::clone(&came), Arc::clone(&status));
                        let answer = service_fn(move |request| answer(request, Arc::clone(&came), Arc::clone(&status)));
                        let http = hyper::server::conn::http1::Builder::new();
                        tokio::spawn(http.serve_connection(TokioIo::new(stream), answer));
                    }
                };
                tokio::select! { () = serving => {}, _ = stopped => {} }
            });
        }));
        self.at = started.recv().unwrap();
        self.stop = Some(stop);
    }

    pub(crate) fn down(&mut self) {
        drop(self.stop.take());
        self.thread.take().unwrap().join().unwrap();
    }

    pub(crate) fn came(&self) -> Vec<Came> {
        self.came.lock().unwrap().clone()
    }

    /// Waits until what came is enough.
    pub(crate) fn wait(&self, enough: impl Fn(&[Came]) -> bool) -> Vec<Came> {
        let began = Instant::now();
        loop {
            let came = self.came();
            if enough(&came) {
                return came;
            }
            assert!(began.elapsed() < Duration::from_mins(2), "{came:#?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        drop(self.stop.take());
    }
}

async fn answer(
    request: Request<hyper::body::Incoming>,
    came: Arc<Mutex<Vec<Came>>>,
    status: Arc<AtomicU16>,
) -> Result<Response<Body>, Infallible> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(Body::new(body), 1 << 20).await.unwrap().to_vec();
    let text = |value: &hyper::header::HeaderValue| value.to_str().unwrap_or_default().to_owned();
    let headers = parts.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    let status = status.load(Ordering::SeqCst);
    came.lock().unwrap().push(Came { headers, body });
    let mut response = Response::new(Body::empty());
    *response.status_mut() = hyper::StatusCode::from_u16(status).unwrap();
    // A receiver that sends its callers elsewhere finds nobody who goes there.
    if status == 302 {
        response.headers_mut().insert("location", format!("http://{}/elsewhere", "127.0.0.1:9").parse().unwrap());
    }
    Ok(response)
}
