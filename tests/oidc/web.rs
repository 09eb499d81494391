//! How an issuer is asked.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use mocgioi::app::web_client::fetcher;
use openidconnect::{HttpRequest, HttpResponse};

use crate::support::{Database, Engine, Program, block_on, free_port};

fn ask(ca_file: Option<&std::path::Path>, url: &str) -> Result<HttpResponse, String> {
    mocgioi::app::tls::install_provider();
    let fetch = fetcher(ca_file).unwrap();
    let request: HttpRequest = ureq::http::Request::builder().uri(url).body(Vec::new()).unwrap();
    block_on(fetch(request)).map_err(|error| error.to_string())
}

#[test]
fn the_issuer_is_asked_over_tls_alone_and_nobody_else_is_followed_to() {
    let folder = tempfile::tempdir().unwrap();
    let signed = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let [certificate, key] = ["certificate.pem", "key.pem"].map(|name| folder.path().join(name));
    std::fs::write(&certificate, signed.cert.pem()).unwrap();
    std::fs::write(&key, signed.signing_key.serialize_pem()).unwrap();
    let [certificate_at, key_at] = [&certificate, &key].map(|path| path.display().to_string());
    let database = Database::new(Engine::Sqlite);
    let server = Program::start(&database.url, &["--tls-certificate", &certificate_at, "--tls-key", &key_at]);
    let port = server.base.rsplit(':').next().unwrap();

    let url = format!("https://localhost:{port}/conformance");
    assert_eq!(ask(Some(&certificate), &url).unwrap().status(), 200);
    let unknown = ask(None, &url).unwrap_err();
    assert!(unknown.contains("certificate"), "signed by nobody of the Web: {unknown}");
    let other = ask(Some(&certificate), &format!("https://127.0.0.1:{port}/conformance")).unwrap_err();
    assert!(other.contains("certificate"), "of another name: {other}");
    let clear = ask(None, "http://id.example/").unwrap_err();
    assert!(clear.contains("not over TLS"), "{clear}");

    // A redirect is an answer like any other.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let answering = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4_096]);
        let away = free_port();
        write!(stream, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{away}/\r\nContent-Length: 0\r\n\r\n")
            .unwrap();
    });
    assert_eq!(ask(None, &format!("http://{at}/")).unwrap().status(), 302);
    answering.join().unwrap();
}
