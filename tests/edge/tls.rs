//! The real program with certificates of its own, asked by curl, which has another TLS library, and by rustls.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use mocgioi::app::connections::{Door, Limits, answer};
use mocgioi::app::tls::{Tls, TlsFiles, install_provider};
use mocgioi::http::edge::client::Proxies;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::support::{Database, Engine, Program, block_on, free_port};

/// A folder with a certificate for this machine, and its key.
struct Pair {
    folder: tempfile::TempDir,
}

impl Pair {
    fn new() -> Self {
        let pair = Self { folder: tempfile::tempdir().unwrap() };
        pair.renew();
        pair
    }

    /// Writes a new certificate and its key over the old ones.
    fn renew(&self) {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        std::fs::write(self.path("certificate.pem"), made.cert.pem()).unwrap();
        std::fs::write(self.path("key.pem"), made.signing_key.serialize_pem()).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    fn files(&self) -> TlsFiles {
        TlsFiles { certificate: self.path("certificate.pem"), key: self.path("key.pem") }
    }

    fn arguments(&self) -> [String; 4] {
        ["--tls-certificate".into(), self.text("certificate.pem"), "--tls-key".into(), self.text("key.pem")]
    }

    fn start(&self, database: &Database) -> Program {
        let arguments = self.arguments();
        Program::start(&database.url, &arguments.each_ref().map(String::as_str))
    }

    fn curl(&self, url: &str, options: &[&str]) -> Output {
        let certificate = self.text("certificate.pem");
        let mut curl = Command::new("curl");
        curl.args(["-sS", "-i", "--noproxy", "*", "--max-time", "60", "--cacert", &certificate]);
        curl.args(options).arg(url).output().unwrap()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn curl_is_served_over_tls_and_told_to_stay_there() {
    let (pair, database) = (Pair::new(), Database::new(Engine::Sqlite));
    let program = pair.start(&database);
    let url = format!("{}/collections", program.base.replace("http://", "https://"));
    for version in [["--tlsv1.2", "--tls-max", "1.2"], ["--tlsv1.3", "--tls-max", "1.3"]] {
        let answer = pair.curl(&url, &version);
        let said = text(&answer.stdout);
        assert!(said.starts_with("HTTP/1.1 200 OK"), "{version:?}: {said}{}", text(&answer.stderr));
        assert!(said.contains("strict-transport-security: max-age=63072000; includeSubDomains"), "{said}");
        assert!(said.contains(&format!("\"{url}")) && !said.contains("\"http://127"), "links lead back here: {said}");
    }
    let old = pair.curl(&url, &["--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0"]);
    // Refused by the server, not by curl.
    assert!(!old.status.success() && text(&old.stderr).contains("alert"), "{}", text(&old.stderr));
    let stranger = Pair::new().curl(&url, &[]);
    assert!(text(&stranger.stderr).contains("certificate"), "{}", text(&stranger.stderr));
    let plain = pair.curl(&url.replace("https://", "http://"), &[]);
    assert!(!text(&plain.stdout).contains("200 OK"), "{}", text(&plain.stdout));
    assert!(text(&pair.curl(&url, &[]).stdout).starts_with("HTTP/1.1 200 OK"), "none of these did harm");
}

type Held = TlsStream<tokio::net::TcpStream>;

/// A connection that trusts this certificate alone.
async fn connect(at: &str, trusted: &CertificateDer<'static>) -> std::io::Result<Held> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let stream = tokio::net::TcpStream::connect(at).await?;
    let name = ServerName::try_from("127.0.0.1").unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, stream).await
}

/// Waits until this certificate is shown to newcomers.
async fn until_shown(at: &str, certificate: &CertificateDer<'static>) {
    let begun = Instant::now();
    while connect(at, certificate).await.is_err() {
        assert!(begun.elapsed() < Duration::from_mins(2), "the new certificate is never shown");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// One whole answer on a connection that stays open.
async fn asks(held: &mut Held) -> String {
    held.write_all(b"GET /conformance HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").await.unwrap();
    let mut said = String::new();
    loop {
        let length = said.lines().find_map(|line| line.strip_prefix("content-length: "));
        if let (Some(length), Some((_, body))) = (length, said.split_once("\r\n\r\n"))
            && length.parse::<usize>().unwrap() <= body.len()
        {
            return said;
        }
        let mut more = [0; 4_096];
        let n = held.read(&mut more).await.unwrap();
        assert!(n > 0, "the connection was closed: {said}");
        said += std::str::from_utf8(&more[..n]).unwrap();
    }
}

#[test]
fn a_renewed_certificate_holds_for_newcomers_and_nobody_is_thrown_out() {
    install_provider();
    let (pair, database) = (Pair::new(), Database::new(Engine::Sqlite));
    let program = pair.start(&database);
    let at = program.base.strip_prefix("http://").unwrap();
    let certificate = || CertificateDer::from_pem_file(pair.path("certificate.pem")).unwrap();
    let signal = || {
        let pid = program.child.id().to_string();
        assert!(Command::new("kill").args(["-HUP", &pid]).status().unwrap().success());
    };
    block_on(async {
        let first = certificate();
        let mut early = connect(at, &first).await.unwrap();
        assert!(asks(&mut early).await.starts_with("HTTP/1.1 200 OK"));
        pair.renew();
        let second = certificate();
        signal();
        until_shown(at, &second).await;
        assert!(connect(at, &first).await.is_err(), "the old one is not shown any more");
        assert!(asks(&mut early).await.starts_with("HTTP/1.1 200 OK"), "who was there before goes on");
        // A key that does not fit: the program goes on with what it has.
        std::fs::write(pair.path("key.pem"), rcgen::KeyPair::generate().unwrap().serialize_pem()).unwrap();
        signal();
        let mut late = connect(at, &second).await.unwrap();
        assert!(asks(&mut late).await.starts_with("HTTP/1.1 200 OK"));
        // Without a word to the program it looks for itself.
        pair.renew();
        let third = certificate();
        until_shown(at, &third).await;
    });
}

#[test]
fn a_handshake_that_never_comes_is_not_waited_for() {
    install_provider();
    let pair = Pair::new();
    let (ready, started) = std::sync::mpsc::channel();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let files = pair.files();
    let server = std::thread::spawn(move || {
        block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            ready.send(listener.local_addr().unwrap()).unwrap();
            let limits =
                Limits { connections: 2, each: 2, head: Duration::from_millis(300), stall: Duration::from_secs(5) };
            let door = Door { limits, tls: Some(Arc::new(Tls::open(files).unwrap())), proxies: Proxies::default() };
            let router = axum::Router::new().fallback(|| async { "here" });
            answer(listener, router, door, async { drop(stopped.await) }).await;
        });
    });
    let at = started.recv().unwrap();
    let mut silent: Vec<TcpStream> = (0..6).map(|_| TcpStream::connect(at).unwrap()).collect();
    let url = format!("https://{at}/");
    assert!(text(&pair.curl(&url, &[]).stdout).ends_with("here"), "it waits its turn");
    for stream in &mut silent {
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        assert_eq!(stream.read(&mut [0]).unwrap_or(0), 0, "hung up by the server");
    }
    let _late = TcpStream::connect(at).unwrap();
    drop(stop);
    server.join().unwrap();
}

/// What the program says before it is ready, or before it gives up.
fn says(arguments: &[&str]) -> String {
    let database = Database::new(Engine::Sqlite);
    let mut child = Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .args(["serve", "--database", &database.url])
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The welcome comes when everything else was said; who gives up closes both.
    let _ = BufReader::new(child.stdout.take().unwrap()).lines().next();
    let _ = child.kill();
    text(&child.wait_with_output().unwrap().stderr)
}

#[test]
fn files_that_cannot_be_used_end_the_start_with_the_reason_and_nothing_of_the_key() {
    let (pair, other) = (Pair::new(), Pair::new());
    let (certificate, key) = (pair.text("certificate.pem"), other.text("key.pem"));
    let secret = std::fs::read_to_string(&key).unwrap().lines().nth(1).unwrap().to_owned();
    for (certificate, key, told) in [
        (certificate.as_str(), key.as_str(), "is not the key of the certificate in"),
        (&certificate, "nowhere.pem", "tls_key: nowhere.pem: No such file"),
        ("nowhere.pem", &key, "tls_certificate: nowhere.pem: No such file"),
        (&key, &key, "there is no certificate"),
        (&certificate, &certificate, "there is no private key"),
    ] {
        let listen = format!("127.0.0.1:{}", free_port());
        let said = says(&["--listen", &listen, "--tls-certificate", certificate, "--tls-key", key]);
        assert!(said.contains(told) && !said.contains(&secret), "{told}: {said}");
    }
    let said = says(&["--tls-key", &key]);
    assert!(said.contains("tls_certificate and tls_key"), "{said}");
}

#[test]
fn unsafe_settings_are_warned_of_at_the_start() {
    let open = format!("0.0.0.0:{}", free_port());
    let own = format!("127.0.0.1:{}", free_port());
    for (arguments, told) in [
        (vec!["--listen", open.as_str()], "not encrypted"),
        (vec!["--listen", &own, "--cors-origins", "*"], "cors_origins=*"),
        (vec!["--listen", &own, "--trusted-proxies", "0.0.0.0/0"], "trusted_proxies believes everybody"),
        (vec!["--listen", &own, "--rate-limit-per-minute", "0"], "no limit of requests"),
    ] {
        let said = says(&arguments);
        assert!(said.contains("WARN") && said.contains(told), "{arguments:?}: {said}");
    }
}

#[test]
fn the_password_of_the_database_is_told_to_nobody() {
    let secret = "tuyet-mat-7f3a";
    let url = format!("postgres://moc:{secret}@127.0.0.1:{}/nowhere", free_port());
    let program = Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .args(["-vv", "serve", "--listen", "127.0.0.1:0", "--database", &url])
        .output()
        .unwrap();
    let said = text(&program.stdout) + &text(&program.stderr);
    assert!(!program.status.success() && said.contains("database"), "{said}");
    assert!(!said.contains(secret), "{said}");
}
