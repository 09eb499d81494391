//! Sends an alert to its target: resolved once, checked, and connected to what was checked, so that a name that means another
//! address a moment later leads nowhere else. No redirects are followed, and no proxy of the environment is asked.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::http::{HeaderName, HeaderValue, Method, Request, header};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::net::{TcpStream, lookup_host};
use tokio_rustls::TlsConnector;

use super::alert_options::AlertConfig;
use super::http_client;
use crate::actions::alerts::{Deliver, Outgoing};
use crate::domain::inner_address::is_inside;
use crate::domain::webhook_url::WebhookUrl;

/// What a receiver may answer; it is not read.
const LARGEST: usize = 64 * 1024;

/// The way out.
///
/// # Errors
/// When the certificates cannot be read.
pub fn deliver(config: &AlertConfig) -> Result<Deliver, String> {
    let tls = http_client::tls(config.ca_file.as_deref(), "alert_ca_file")?;
    let inside = config.inside;
    Ok(Arc::new(move |out| {
        let tls = Arc::clone(&tls);
        Box::pin(async move { send(tls, inside, out).await })
    }))
}

async fn send(tls: Arc<ClientConfig>, inside: bool, out: Outgoing) -> Result<u16, String> {
    let url =
        WebhookUrl::read(&out.url, inside).map_err(|code| format!("the address is refused: {}", code.as_str()))?;
    let at = resolved(&url, inside).await?;
    let stream = TcpStream::connect(at).await.map_err(|error| error.to_string())?;
    let mut request = Request::new(out.body);
    *request.method_mut() = Method::POST;
    let agent = concat!("mocgioi/", env!("CARGO_PKG_VERSION"));
    request.headers_mut().insert(header::USER_AGENT, HeaderValue::from_static(agent));
    for (name, value) in out.headers {
        let value = HeaderValue::from_str(&value).map_err(|error| error.to_string())?;
        request.headers_mut().insert(HeaderName::from_static(name), value);
    }
    let authority = url.authority();
    let to = (authority.as_str(), url.path.as_str());
    let answer = if url.secure {
        let name = ServerName::try_from(url.host.clone()).map_err(|error| error.to_string())?;
        let stream = TlsConnector::from(tls).connect(name, stream).await.map_err(|error| error.to_string())?;
        http_client::ask(stream, request, to, LARGEST).await?
    } else {
        http_client::ask(stream, request, to, LARGEST).await?
    };
    Ok(answer.status().as_u16())
}

/// The address to connect to. Where one of those that a name has lies inside, none is taken: who answers for the name may
/// give them in any order.
async fn resolved(url: &WebhookUrl, inside: bool) -> Result<SocketAddr, String> {
    let found = lookup_host((url.host.as_str(), url.port)).await.map_err(|error| error.to_string())?;
    let all: Vec<SocketAddr> = found.collect();
    if !inside && all.iter().any(|at| is_inside(at.ip())) {
        return Err("the name leads inside the network, where nothing is sent".to_owned());
    }
    all.first().copied().ok_or_else(|| "the name has no address".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_connected_to() {
        crate::app::tls::install_provider();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        listener.set_nonblocking(true).unwrap();
        let send = |url: String, inside| {
            let deliver = deliver(&AlertConfig { inside, ca_file: None }).unwrap();
            async move { deliver(Outgoing { url, headers: Vec::new(), body: Vec::new() }).await.unwrap_err() }
        };
        for host in ["127.0.0.1", "localhost", "[::1]", "2130706433", "127.1", "0x7f.1"] {
            let why = send(format!("https://{host}:{port}/"), false).await;
            assert!(!why.contains("refused (os error"), "{host}: {why}");
        }
        let why = send(format!("http://127.0.0.1:{port}/"), false).await;
        assert!(why.contains("not_an_address"), "{why}");
        assert!(listener.accept().is_err(), "nobody knocked");
    }
}
