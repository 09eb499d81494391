//! Asks an issuer of OpenID Connect: over TLS with certificates that are checked, within bounds of time and size, and
//! following nobody elsewhere.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{Uri, uri::Scheme};
use openidconnect::{HttpRequest, HttpResponse};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::http_client;
use super::people_options::OidcConfig;
use crate::actions::Clock;
use crate::actions::people::issuer::{Agreed, Fetch, Issuer, NotFetched};
use crate::domain::secret::Secret;

const PATIENCE: Duration = Duration::from_secs(10);
/// Documents and keys are some kilobytes.
const LARGEST: usize = 1024 * 1024;

/// The issuer that the settings name.
///
/// # Errors
/// The setting, and what is wrong with it.
pub fn issuer(config: &OidcConfig, public_url: &str, clock: Clock) -> Result<Issuer, String> {
    let secret = config.secret_file.as_deref().map(|file| {
        let text = std::fs::read_to_string(file);
        let text = text.map_err(|error| format!("oidc_client_secret_file: {}: {error}", file.display()))?;
        Ok::<_, String>(Secret::new(text.trim()))
    });
    let agreed = Agreed {
        issuer: config.issuer.clone(),
        client_id: config.client_id.clone(),
        secret: secret.transpose()?,
        public_url: public_url.to_owned(),
        claim: config.claim.clone(),
    };
    Issuer::new(agreed, fetcher(config.ca_file.as_deref())?, clock)
}

/// The client; certificates are checked against those of the file, or of the Web.
///
/// # Errors
/// When the certificates cannot be read.
pub fn fetcher(ca_file: Option<&Path>) -> Result<Fetch, String> {
    let tls = http_client::tls(ca_file, "oidc_ca_file")?;
    Ok(Arc::new(move |request| {
        let tls = Arc::clone(&tls);
        Box::pin(async move {
            let fetched = timeout(PATIENCE, fetch(tls, request)).await;
            fetched.unwrap_or_else(|_| Err(NotFetched("no answer in time".to_owned())))
        })
    }))
}

async fn fetch(tls: Arc<ClientConfig>, request: HttpRequest) -> Result<HttpResponse, NotFetched> {
    let fault = |error: &dyn std::fmt::Display| NotFetched(error.to_string());
    let uri = request.uri().clone();
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let secure = uri.scheme() == Some(&Scheme::HTTPS);
    // What is secret goes in the clear within this machine alone.
    if !secure && !matches!(host.as_str(), "127.0.0.1" | "localhost" | "::1") {
        return Err(NotFetched(format!("{uri}: not over TLS")));
    }
    let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
    let stream = TcpStream::connect((host.as_str(), port)).await.map_err(|error| fault(&error))?;
    if !secure {
        return ask(stream, request, &uri).await;
    }
    let name = ServerName::try_from(host).map_err(|error| fault(&error))?;
    let stream = TlsConnector::from(tls).connect(name, stream).await.map_err(|error| fault(&error))?;
    ask(stream, request, &uri).await
}

async fn ask<S>(stream: S, request: HttpRequest, uri: &Uri) -> Result<HttpResponse, NotFetched>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let host = uri.authority().map_or("", |host| host.as_str());
    http_client::ask(stream, request, (host, path), LARGEST).await.map_err(NotFetched)
}
