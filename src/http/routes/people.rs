//! Rows of the route table about people, their tokens and devices.

use super::{Answering, F, Param, REFUSED_WRITES, Route, Rule, read, write};
use crate::domain::access::Permission;
use crate::http::api::{accounts, devices, sessions, tokens};
use crate::http::ask::Ask;

const REFUSED: &[&str] = &["400", "401", "403", "406", "500"];
/// Of taking something away.
const REFUSED_ENDS: &[&str] = &["400", "401", "403", "406", "500", "503"];
const KNOWN: Rule = Rule::Known;
const DEVICES_RULE: Rule = Rule::Needs(Permission::ManageDevices);
const ONLY_F: &[Param] = &[F];

pub const LOG_IN: Route = Route {
    answer: "session",
    refusals: &["400", "401", "403", "406", "408", "413", "415", "422", "429", "500", "503"],
    ..write(Rule::Anyone, "/api/v1/sessions", "Log in: a name and a password become a session", "logIn", sessions::open)
};

pub const SESSIONS: Route = Route {
    refusals: REFUSED,
    ..read(KNOWN, "/api/v1/sessions", "Where one is logged in", ONLY_F, "sessions", sessions::list)
};

pub const END_OTHERS: Route = end(KNOWN, "/api/v1/sessions", "Log out everywhere else", sessions::end_others);
pub const LOG_OUT: Route = end(KNOWN, "/api/v1/sessions/current", "Log out", sessions::close);
pub const END_SESSION: Route = end(KNOWN, "/api/v1/sessions/{id}", "End one of the own sessions", sessions::end);

pub const RESET_PASSWORD: Route = Route {
    answer: "oneTimePassword",
    takes: None,
    refusals: REFUSED_ENDS,
    ..write(
        Rule::Needs(Permission::ManagePeople),
        "/api/v1/accounts/{name}/one-time-password",
        "A new password for one use; the account's sessions and tokens end",
        "",
        accounts::reset,
    )
};

/// Takes something away.
const fn end(rule: Rule, path: &'static str, summary: &'static str, handler: fn(Ask) -> Answering) -> Route {
    Route {
        method: "DELETE",
        answer: "done",
        success: "200",
        takes: None,
        refusals: REFUSED_ENDS,
        ..write(rule, path, summary, "", handler)
    }
}

pub const ME: Route = read(Rule::Anyone, "/api/v1/me", "Who asks, and what he may do", ONLY_F, "me", sessions::me);

pub const TOKENS: Route =
    Route { refusals: REFUSED, ..read(KNOWN, "/api/v1/tokens", "Own tokens", ONLY_F, "tokens", tokens::list) };

pub const ISSUE: Route = Route {
    answer: "tokenMade",
    refusals: REFUSED_WRITES,
    ..write(KNOWN, "/api/v1/tokens", "Make a token for a program; it is shown once", "tokenAsked", tokens::issue)
};

pub const REVOKE_TOKEN: Route = end(KNOWN, "/api/v1/tokens/{id}", "Take a token back, at once", tokens::revoke);

pub const DEVICES: Route = Route {
    refusals: REFUSED,
    ..read(DEVICES_RULE, "/api/v1/devices", "Devices of the own units", ONLY_F, "devices", devices::list)
};

pub const ENROL: Route = Route {
    answer: "deviceEnrolled",
    refusals: REFUSED_WRITES,
    ..write(DEVICES_RULE, "/api/v1/devices", "Enrol a device; its token is shown once", "deviceAsked", devices::enrol)
};

pub const REVOKE_DEVICE: Route =
    end(DEVICES_RULE, "/api/v1/devices/{id}", "A lost device is worth nothing from now on", devices::revoke);
