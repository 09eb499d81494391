//! The edge: what every request meets before its handler, and every answer on its way out.
//!
//! | module | what it holds |
//! |---|---|
//! | [`client`] | who asks: the peer, or what a trusted proxy says |
//! | [`size`] | how large address, headers and nesting may be |
//! | [`rates`] | how often somebody may ask |
//! | [`lockout`] | how long somebody waits who failed to log in |
//! | [`cors`] | which pages of other sites may read |
//! | [`headers`] | what browsers are told about every answer |
//!
//! Sizes and times of bodies stand with the routes ([`Takes`](super::routes::Takes)); connections, the time a head may
//! take and TLS are the program's (`app/`).

pub mod client;
pub mod cors;
pub mod headers;
pub mod lockout;
pub mod rates;
pub mod size;

use std::sync::Arc;

use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;

use super::problem::Problem;
use crate::domain::fault::Code;
use client::{ClientAddress, Peer, Proxies, Seen};
use cors::Cors;
use lockout::Lockout;
use rates::{Kind, PerMinute, Rates, Ticks, TooOften};

/// What the operator may set; the defaults are safe.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EdgeSettings {
    pub proxies: Proxies,
    pub cors: Cors,
    pub per_minute: PerMinute,
}

/// Settings and counters of the edge, one for the whole program.
pub struct Edge {
    settings: EdgeSettings,
    rates: Rates,
    pub lockout: Lockout,
}

impl Edge {
    pub fn new(settings: EdgeSettings, ticks: Ticks) -> Self {
        Self { rates: Rates::new(settings.per_minute, Arc::clone(&ticks)), lockout: Lockout::new(ticks), settings }
    }

    /// Finds out who asks, and notes it on the request as [`Seen`] and [`ClientAddress`].
    pub fn meet(&self, parts: &mut Parts) -> Seen {
        let peer = parts.extensions.get::<Peer>().copied();
        let seen = client::seen(&self.settings.proxies, peer, &parts.headers);
        parts.extensions.insert(seen.client);
        parts.extensions.insert(seen.clone());
        seen
    }

    /// Whether a request may go on; `methods` are those of its path. A browser that only asks whether a page may send it is answered here.
    ///
    /// # Errors
    /// 429 for who asks too often, 414, 431 and 400 for what is too large.
    pub fn admit(&self, parts: &Parts, methods: impl FnOnce() -> Option<String>) -> Result<Option<Response>, Problem> {
        if let Some(ClientAddress(address)) = parts.extensions.get() {
            self.rates.charge_address(*address, kind(&parts.method)).map_err(too_often)?;
        }
        size::admit(parts)?;
        Ok(self.settings.cors.preflight(parts, methods))
    }

    /// Counts a request against an account, once it is known whose it is.
    ///
    /// # Errors
    /// 429 with the time to wait.
    pub fn charge_account(&self, account: &str, method: &Method) -> Result<(), Problem> {
        self.rates.charge_account(account, kind(method)).map_err(too_often)
    }

    /// Puts on an answer what every answer has.
    pub fn dress(&self, seen: &Seen, response: &mut Response) {
        self.settings.cors.dress(seen.origin.as_ref(), response);
        headers::dress(response, seen.scheme);
    }
}

fn kind(method: &Method) -> Kind {
    if [Method::GET, Method::HEAD, Method::OPTIONS].contains(method) { Kind::Read } else { Kind::Write }
}

fn too_often(told: TooOften) -> Problem {
    let seconds = told.seconds();
    let mut problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, Code::TooOften).with(seconds.to_string());
    problem.retry_after = Some(seconds);
    problem
}
