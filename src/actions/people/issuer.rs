//! Somebody else vouches for people: an issuer of OpenID Connect (authorization code with PKCE).
//!
//! One secret, drawn for each attempt and kept in one browser alone, gives state, nonce and the verifier of PKCE: what
//! comes back belongs to the browser that went, and nothing lies here in between. What the issuer says is believed when it is
//! signed with a key of the issuer, for this client, for this attempt, and is of now.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreJwsSigningAlgorithm};
use openidconnect::{
    AsyncHttpClient, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse, IssuerUrl, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, ProviderMetadataWithLogout, RedirectUrl, Scope, TokenResponse as _,
};

use crate::actions::Clock;
use crate::domain::chain::Digest;
use crate::domain::people::Link;
use crate::domain::secret::{Secret, same};
use crate::domain::time::Instant;

/// How far the issuer's clock may be from ours.
const SKEW_MS: i64 = 60_000;
/// How long what the issuer says of itself, its keys too, is believed.
const KNOWN_MS: i64 = 5 * 60_000;
/// An ID token is of the attempt that it ends.
const OLDEST_MS: i64 = 60 * 60_000;

/// Asks somebody on the Web; follows nobody elsewhere.
pub type Fetch =
    Arc<dyn Fn(HttpRequest) -> Pin<Box<dyn Future<Output = Result<HttpResponse, NotFetched>> + Send>> + Send + Sync>;

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotFetched(pub String);

struct Web(Fetch);

impl<'c> AsyncHttpClient<'c> for Web {
    type Error = NotFetched;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NotFetched>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        (self.0)(request)
    }
}

/// What the operator has agreed with the issuer.
pub struct Agreed {
    /// As it writes itself.
    pub issuer: String,
    pub client_id: String,
    pub secret: Option<Secret>,
    /// Where this server is; the issuer sends people back to a path below.
    pub public_url: String,
    /// The claim that is the name of an account, for those who come for the first time.
    pub claim: Option<String>,
}

/// Path that the issuer sends people back to.
pub const BACK: &str = "/login/oidc/callback";

/// Why nobody is vouched for.
#[derive(Debug, thiserror::Error)]
pub enum NotVouched {
    #[error("the issuer does not answer: {0}")]
    Unreachable(String),
    /// An error of the protocol, such as `access_denied` or `invalid_grant`.
    #[error("the issuer refuses: {0}")]
    Refused(String),
    #[error("what the issuer says cannot be believed: {0}")]
    Unbelievable(String),
}

/// Whom the issuer vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vouched {
    pub link: Link,
    /// What the claim says that the operator set.
    pub name: Option<String>,
}

pub struct Issuer {
    url: IssuerUrl,
    agreed: Agreed,
    redirect: RedirectUrl,
    web: Web,
    clock: Clock,
    said: Mutex<Option<(Instant, ProviderMetadataWithLogout)>>,
}

impl fmt::Debug for Issuer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Issuer({})", self.url.as_str())
    }
}

/// What belongs to one attempt.
struct Attempt {
    state: String,
    nonce: String,
    verifier: String,
}

impl Attempt {
    fn of(secret: &str) -> Self {
        let part = |name: &str| Digest::of(&[b"mocgioi oidc ", name.as_bytes(), secret.as_bytes()]).to_string();
        Self { state: part("state"), nonce: part("nonce"), verifier: part("verifier") }
    }
}

impl Issuer {
    /// # Errors
    /// For an address that is none.
    pub fn new(agreed: Agreed, fetch: Fetch, clock: Clock) -> Result<Self, String> {
        let url = IssuerUrl::new(agreed.issuer.clone()).map_err(|error| format!("oidc_issuer: {error}"))?;
        let redirect = RedirectUrl::new(format!("{}{BACK}", agreed.public_url.trim_end_matches('/')));
        let redirect = redirect.map_err(|error| format!("public_url: {error}"))?;
        Ok(Self { url, agreed, redirect, web: Web(fetch), clock, said: Mutex::default() })
    }

    /// How people call it: its host.
    pub fn name(&self) -> &str {
        self.url.url().host_str().unwrap_or_default()
    }

    /// As it writes itself.
    pub fn id(&self) -> &str {
        self.url.as_str()
    }

    /// Where an attempt begins.
    ///
    /// # Errors
    /// [`NotVouched::Unreachable`].
    pub async fn begin(&self, secret: &str) -> Result<String, NotVouched> {
        let attempt = Attempt::of(secret);
        let client = CoreClient::from_provider_metadata(self.said().await?, self.client_id(), self.client_secret())
            .set_redirect_uri(self.redirect.clone());
        let (url, ..) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(attempt.state.clone()),
                move || Nonce::new(attempt.nonce.clone()),
            )
            .add_scope(Scope::new("profile".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(attempt.verifier)))
            .url();
        Ok(url.into())
    }

    /// Whether what came back belongs to the attempt, and comes from this issuer where it says from whom.
    pub fn belongs(&self, secret: &str, state: &str, from: Option<&str>) -> bool {
        same(Attempt::of(secret).state.as_bytes(), state.as_bytes()) && from.is_none_or(|from| from == self.id())
    }

    /// Ends an attempt: the code becomes the person that it stands for.
    ///
    /// # Errors
    /// [`NotVouched`].
    pub async fn finish(&self, secret: &str, code: &str) -> Result<Vouched, NotVouched> {
        let attempt = Attempt::of(secret);
        let client = CoreClient::from_provider_metadata(self.said().await?, self.client_id(), self.client_secret())
            .set_redirect_uri(self.redirect.clone());
        let unbelievable = |error: &dyn fmt::Display| NotVouched::Unbelievable(error.to_string());
        let answer = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| unbelievable(&error))?
            .set_pkce_verifier(PkceCodeVerifier::new(attempt.verifier))
            .request_async(&self.web)
            .await
            .map_err(|error| match error {
                openidconnect::RequestTokenError::ServerResponse(said) => {
                    NotVouched::Refused(said.error().as_ref().to_owned())
                }
                openidconnect::RequestTokenError::Request(error) => NotVouched::Unreachable(error.to_string()),
                other => unbelievable(&other),
            })?;
        let token = answer.id_token().ok_or_else(|| unbelievable(&"it sent no ID token"))?;
        let now = (self.clock)().millis();
        let at = |millis: i64| chrono::DateTime::from_timestamp_millis(millis).unwrap_or_default();
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || at(now - SKEW_MS))
            .set_issue_time_verifier_fn(move |issued| {
                let issued = issued.timestamp_millis();
                let fits = (now - OLDEST_MS..=now + SKEW_MS).contains(&issued);
                if fits { Ok(()) } else { Err("it is not of now".to_owned()) }
            });
        let claims = token.claims(&verifier, &Nonce::new(attempt.nonce)).map_err(|error| unbelievable(&error))?;
        let link = Link { issuer: self.id().to_owned(), subject: claims.subject().as_str().to_owned() };
        let name = self.agreed.claim.as_deref().and_then(|claim| named_by(claim, &token.to_string()));
        Ok(Vouched { link, name })
    }

    /// Where somebody logs out there, if the issuer has told and offers it.
    pub fn way_out(&self) -> Option<String> {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, said) = said.as_ref()?;
        let end = said.additional_metadata().end_session_endpoint.as_ref()?;
        let back = format!("{}/login", self.agreed.public_url.trim_end_matches('/'));
        let mut url = end.url().clone();
        url.query_pairs_mut()
            .append_pair("client_id", &self.agreed.client_id)
            .append_pair("post_logout_redirect_uri", &back);
        Some(url.into())
    }

    /// What the issuer says of itself, with its keys.
    async fn said(&self) -> Result<ProviderMetadataWithLogout, NotVouched> {
        let now = (self.clock)();
        let held = self.said.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, said)) = held.filter(|(at, _)| at.plus_millis(KNOWN_MS) > now) {
            return Ok(said);
        }
        let said = ProviderMetadataWithLogout::discover_async(self.url.clone(), &self.web).await;
        let said = said.map_err(|error| NotVouched::Unreachable(error.to_string()))?;
        *self.said.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, said.clone()));
        Ok(said)
    }

    fn client_id(&self) -> ClientId {
        ClientId::new(self.agreed.client_id.clone())
    }

    fn client_secret(&self) -> Option<ClientSecret> {
        self.agreed.secret.as_ref().map(|secret| ClientSecret::new(secret.expose().to_owned()))
    }
}

/// Signatures with keys that the issuer publishes: none that a shared secret makes, and never none.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What a claim of a token says that was found to be the issuer's. An e-mail address counts when the issuer says that it
/// has been verified.
fn named_by(claim: &str, token: &str) -> Option<String> {
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    let claims: serde_json::Value = serde_json::from_slice(&claims).ok()?;
    let counts = claim != "email" || claims.get("email_verified") == Some(&true.into());
    claims.get(claim)?.as_str().filter(|_| counts).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_that_nobody_verified_names_nobody() {
        let token = |claims: &str| format!("x.{}.y", URL_SAFE_NO_PAD.encode(claims));
        assert_eq!(named_by("preferred_username", &token(r#"{"preferred_username":"an"}"#)), Some("an".to_owned()));
        assert_eq!(named_by("email", &token(r#"{"email":"an@x"}"#)), None);
        assert_eq!(named_by("email", &token(r#"{"email":"an@x","email_verified":false}"#)), None);
        assert_eq!(named_by("email", &token(r#"{"email":"an@x","email_verified":true}"#)), Some("an@x".to_owned()));
        assert_eq!(named_by("groups", &token(r#"{"groups":["an"]}"#)), None);
    }

    #[test]
    fn the_parts_of_an_attempt_differ_and_do_not_tell_of_one_another() {
        let (one, other) = (Attempt::of("a"), Attempt::of("b"));
        assert!(one.state != one.nonce && one.nonce != one.verifier && one.state != other.state);
        assert!((43..=128).contains(&one.verifier.len()), "RFC 7636, 4.1");
    }
}
