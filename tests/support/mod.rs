//! What the integration tests share: databases of both engines, a server in this process, a server of its own.
//!
//! Not every test program uses all of it.
#![allow(dead_code, reason = "each test program uses its part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

pub mod browser;
pub mod mvt;
pub mod phone;
pub mod province;

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use mocgioi::actions::attachments::{FileLimits, Files};
use mocgioi::app::bundle_keys::BundleKeys;
use mocgioi::app::chance;
use mocgioi::app::serve::Service;
use serde_json::Value;
use sqlx::Connection as _;

/// The two engines. A test that concerns the store runs on both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

pub const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

/// A database of its own for one test; gone when dropped.
pub struct Database {
    pub engine: Engine,
    pub url: String,
    folder: tempfile::TempDir,
}

impl Database {
    pub fn new(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = match engine {
            Engine::Sqlite => format!("sqlite:{}", folder.path().join("mocgioi.db").display()),
            Engine::Postgres => new_postgres_database(),
        };
        Self { engine, url, folder }
    }

    /// A folder for what belongs to the database.
    pub fn data_dir(&self) -> std::path::PathBuf {
        self.folder.path().to_owned()
    }
}

fn new_postgres_database() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("MOCGIOI_TEST_POSTGRES")
        .expect("no PostgreSQL to test on: run the tests with `make test` or `scripts/with-postgres cargo test`");
    let name = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let create = async {
        let mut connection = sqlx::PgConnection::connect(&server).await.unwrap();
        let sql = format!("CREATE DATABASE {name}");
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    };
    // A thread of its own: the caller may itself be on a runtime.
    std::thread::scope(|scope| scope.spawn(|| block_on(create)).join().unwrap());
    let (base, _) = server.rsplit_once('/').unwrap();
    format!("{base}/{name}")
}

pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(future)
}

/// A server in this process, on a free port, with the reference data and seed records loaded.
pub struct Server {
    pub base: String,
    pub app: mocgioi::http::App,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Server {
    pub fn start(database: &Database) -> Self {
        Self::start_with(database, |_| {})
    }

    /// Starts with the app changed first (another viewer, another clock).
    pub fn start_with(database: &Database, change: impl FnOnce(&mut mocgioi::http::App) + Send + 'static) -> Self {
        let (ready, started) = std::sync::mpsc::channel();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let (url, data_dir, keys) = (database.url.clone(), database.data_dir(), database.data_dir());
        let thread = std::thread::spawn(move || {
            block_on(async {
                let service = Service::start(&url, true, Files::new(data_dir, FileLimits::default())).await.unwrap();
                let mut app = service.app(None);
                app.context.signing = mocgioi::app::keys::Keys::of(&keys).source();
                app.context.keyrings = BundleKeys::of(&keys).source(chance::clock());
                // Without accounts, unless the test is about them.
                app.open_as = Some(std::sync::Arc::new(mocgioi::domain::people::Identity::open()));
                change(&mut app);
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                ready.send((listener.local_addr().unwrap(), app.clone())).unwrap();
                let stop = async {
                    let _ = stopped.await;
                };
                service.run(app, listener, stop).await.unwrap();
            });
        });
        let (at, app) = started.recv().expect("the server starts");
        Self { base: format!("http://{at}"), app, stop: Some(stop), thread: Some(thread) }
    }

    pub fn get(&self, path: &str) -> Answer {
        get(&format!("{}{path}", self.base), &[])
    }

    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        get(&format!("{}{path}", self.base), headers)
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        post(&format!("{}{path}", self.base), "application/json", body.to_string().as_bytes())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        // The app held here keeps a handle of the writer; the thread ends by its own patience, not by this one.
        drop(self.thread.take());
    }
}

/// The real program on a free port. Killed when dropped.
pub struct Program {
    pub base: String,
    pub child: Child,
}

impl Program {
    /// Starts `mocgioi serve` on this database and waits until it answers.
    pub fn start(database: &str, arguments: &[&str]) -> Self {
        Self::start_at(free_port(), database, arguments)
    }

    /// The same on a port that was chosen.
    pub fn start_at(port: u16, database: &str, arguments: &[&str]) -> Self {
        Self::spawn(port, database, arguments, Command::new(env!("CARGO_BIN_EXE_mocgioi")))
    }

    /// The same by another command, which is given the path of the program.
    pub fn start_by(database: &str, arguments: &[&str], by: impl Fn(&str) -> Command) -> Self {
        Self::spawn(free_port(), database, arguments, by(env!("CARGO_BIN_EXE_mocgioi")))
    }

    fn spawn(port: u16, database: &str, arguments: &[&str], mut command: Command) -> Self {
        let listen = format!("127.0.0.1:{port}");
        let mut child = command
            .args(["serve", "--listen", &listen, "--database", database])
            // Without accounts, unless the test is about them.
            .args(if arguments.contains(&"--access") { &[][..] } else { &["--access", "open"][..] })
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // The welcome is printed when the port is open.
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next();
        assert!(first.is_some(), "the program ended before it was ready");
        std::thread::spawn(move || lines.for_each(drop));
        Self { base: format!("http://{listen}"), child }
    }

    pub fn get(&self, path: &str) -> Answer {
        get(&format!("{}{path}", self.base), &[])
    }

    /// kill −9: no chance to tidy up.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// What came back, whatever the status.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The stable code of a problem document.
    pub fn code(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        self.json()["code"].as_str().unwrap().to_owned()
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build().into()
}

fn answer(mut response: ureq::http::Response<ureq::Body>) -> Answer {
    let body = response.body_mut().with_config().limit(1 << 30).read_to_vec().unwrap();
    Answer { status: response.status().as_u16(), headers: response.headers().clone(), body }
}

pub fn get(url: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = agent().get(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    answer(request.call().unwrap_or_else(|error| panic!("GET {url}: {error}")))
}

pub fn post(url: &str, media: &str, body: &[u8]) -> Answer {
    try_post(url, media, body).unwrap_or_else(|error| panic!("POST {url}: {error}"))
}

/// A POST whose connection may break.
pub fn try_post(url: &str, media: &str, body: &[u8]) -> Result<Answer, ureq::Error> {
    Ok(answer(agent().post(url).header("content-type", media).send(body)?))
}

/// A write with headers and the word of its session.
pub fn send_with(method: &str, url: &str, headers: &[(&str, &str)], word: Option<&str>, body: &[u8]) -> Answer {
    let mut request = ureq::http::Request::builder().method(method).uri(url).header("content-type", "application/json");
    for (name, value) in headers.iter().copied().chain(word.map(|word| ("x-csrf-token", word))) {
        request = request.header(name, value);
    }
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .proxy(None)
        .build()
        .into();
    answer(agent.run(request.body(body).unwrap()).unwrap_or_else(|error| panic!("{method} {url}: {error}")))
}

/// A request of any method with any headers and any body.
pub fn ask(method: &str, url: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let mut request = ureq::http::Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .proxy(None)
        .build()
        .into();
    answer(agent.run(request.body(body).unwrap()).unwrap_or_else(|error| panic!("{method} {url}: {error}")))
}

/// A refusal with this status and code.
pub fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, answer.code().as_str()), (status, code), "{}", answer.text());
}

/// A request of any method, with a token or without.
pub fn send(method: &str, url: &str, token: Option<&str>, media: &str, body: &[u8]) -> Answer {
    let mut request = ureq::http::Request::builder().method(method).uri(url);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    if !matches!(method, "GET" | "HEAD") {
        request = request.header("content-type", media);
    }
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .proxy(None)
        .build()
        .into();
    let response = if matches!(method, "GET" | "HEAD") {
        agent.run(request.body(()).unwrap())
    } else {
        agent.run(request.body(body).unwrap())
    };
    answer(response.unwrap_or_else(|error| panic!("{method} {url}: {error}")))
}

/// A sound inspection with an id made from a number, so that runs repeat.
pub fn inspection(n: u64) -> Value {
    serde_json::json!({
        "id": id(n), "observed_at": "2026-11-20T08:30:00+07:00", "mode": "unilateral", "condition": "good",
        "notes": format!("kiểm tra số {n}")
    })
}

pub fn id(n: u64) -> String {
    format!("01932f5e-7c1a-7abc-8def-{n:012x}")
}

/// A sound patrol with an id made from a number.
pub fn patrol(n: u64) -> Value {
    serde_json::json!({
        "id": format!("01932f5e-7c1b-7abc-8def-{n:012x}"), "mode": "unilateral", "force": "border_guard",
        "started_at": "2026-11-20T06:00:00+07:00", "ended_at": "2026-11-20T17:00:00+07:00", "unit": "Đồn A"
    })
}

/// A fix of a made-up track: longitude, latitude, and seconds after six in the morning of 20 November 2026.
pub type Step = (f64, f64, i64);

/// Walks along a course at 1.3 m/s, a fix every 15 seconds or so, starting after so many seconds.
pub fn walk(course: &[[f64; 2]], start: i64) -> Vec<Step> {
    let mut steps = vec![(course[0][0], course[0][1], start)];
    let mut at = start;
    for pair in course.windows(2) {
        let ([lon, lat], [to_lon, to_lat]) = (pair[0], pair[1]);
        let metres = ((to_lon - lon) * 104_000.0).hypot((to_lat - lat) * 111_000.0);
        let parts = (metres / 20.0).ceil().max(1.0);
        let mut part = 0.0;
        while part < parts {
            part += 1.0;
            at += 15;
            steps.push((lon + (to_lon - lon) * part / parts, lat + (to_lat - lat) * part / parts, at));
        }
    }
    steps
}

/// These recorded segments as a GPX file.
pub fn gpx<S: AsRef<[Step]>>(segments: &[S]) -> String {
    use std::fmt::Write as _;
    let start: mocgioi::domain::time::Instant = "2026-11-20T06:00:00+07:00".parse().unwrap();
    let mut text = String::from(
        "<?xml version=\"1.0\"?>\n<gpx version=\"1.1\" creator=\"test\" xmlns=\"http://www.topografix.com/GPX/1/1\"><trk>\n",
    );
    for segment in segments {
        text.push_str("<trkseg>\n");
        for (lon, lat, at) in segment.as_ref() {
            let at = start.plus_millis(at * 1000);
            writeln!(text, "<trkpt lat=\"{lat}\" lon=\"{lon}\"><ele>800</ele><time>{at}</time></trkpt>").unwrap();
        }
        text.push_str("</trkseg>\n");
    }
    text.push_str("</trk></gpx>\n");
    text
}

/// The vertices of a line in GeoJSON.
pub fn course(feature: &Value) -> Vec<[f64; 2]> {
    serde_json::from_value(feature["geometry"]["coordinates"].clone()).unwrap()
}
