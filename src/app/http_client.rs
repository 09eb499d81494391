//! One request over HTTP/1.1 on a connection of its own, with or without TLS; redirects are nobody's business here.

use std::path::Path;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderValue, Request, Response, header};
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};

/// TLS with certificates of a file, or of the Web. `setting` is what the file is called in faults.
///
/// # Errors
/// When the certificates cannot be read.
pub fn tls(ca_file: Option<&Path>, setting: &str) -> Result<Arc<ClientConfig>, String> {
    let mut roots = RootCertStore::empty();
    match ca_file {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(file) => {
            let fault = |error: &dyn std::fmt::Display| format!("{setting}: {}: {error}", file.display());
            for certificate in CertificateDer::pem_file_iter(file).map_err(|error| fault(&error))? {
                roots.add(certificate.map_err(|error| fault(&error))?).map_err(|error| fault(&error))?;
            }
            if roots.is_empty() {
                return Err(fault(&"no certificate in it"));
            }
        }
    }
    Ok(Arc::new(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth()))
}

/// Asks over a stream that is open: `path` with its query, of a host as the header has it. An answer of more bytes than `largest` is none.
///
/// # Errors
/// What went wrong, in words.
pub async fn ask<S>(
    stream: S,
    mut request: Request<Vec<u8>>,
    (host, path): (&str, &str),
    largest: usize,
) -> Result<Response<Vec<u8>>, String>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let fault = |error: &dyn std::fmt::Display| error.to_string();
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await.map_err(|error| fault(&error))?;
    // Ends with the sender, or when the other side does.
    let connection = tokio::spawn(connection);
    *request.uri_mut() = path.parse().map_err(|error| fault(&error))?;
    let host = host.parse::<HeaderValue>().map_err(|error| fault(&error))?;
    request.headers_mut().insert(header::HOST, host);
    let sent = sender.send_request(request.map(Body::from)).await;
    let (parts, body) = sent.map_err(|error| fault(&error))?.into_parts();
    let body = to_bytes(Body::new(body), largest).await.map_err(|error| fault(&error));
    connection.abort();
    Ok(Response::from_parts(parts, body?.to_vec()))
}
