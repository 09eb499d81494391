//! Rows of the route table about alerts that go out, and events for maps.

use super::params::{F, LIMIT};
use super::{Handler, Kind, Param, Route, Rule, read, write};
use crate::domain::access::Permission::ManageAlerts;
use crate::http::answer::EVENTS as STREAM;
use crate::http::api::{alert_targets, map_events, waiting};

/// Nothing that is sent here has an id of its maker.
const REFUSED: &[&str] = &["400", "401", "403", "406", "408", "413", "415", "422", "500", "503"];
const RULE: Rule = Rule::Needs(ManageAlerts);

pub const TARGETS: Route = Route {
    refusals: &["400", "401", "403", "406", "500", "503"],
    handler: Handler::Write(alert_targets::list),
    ..read(
        RULE,
        "/api/v1/alert-targets",
        "Where alerts are sent to, and what each may see",
        &[F],
        "alertTargets",
        waiting::waiting,
    )
};

pub const SET: Route = Route {
    answer: "alertTargetMade",
    refusals: REFUSED,
    ..write(
        RULE,
        "/api/v1/alert-targets",
        "Send alerts to a further address; the secret that signs them is shown once",
        "alertTarget",
        alert_targets::set,
    )
};

pub const END: Route = Route {
    method: "DELETE",
    answer: "done",
    success: "200",
    takes: None,
    refusals: &["400", "401", "403", "406", "500", "503"],
    ..write(RULE, "/api/v1/alert-targets/{id}", "Send nothing to an address any more", "", alert_targets::end)
};

pub const DELIVERIES: Route = Route {
    refusals: &["400", "401", "403", "406", "500", "503"],
    handler: Handler::Write(alert_targets::deliveries),
    ..read(
        RULE,
        "/api/v1/alert-targets/{id}/deliveries",
        "What was sent to an address, what waits and what failed, the latest first",
        &[F, LIMIT],
        "alertDeliveries",
        waiting::waiting,
    )
};

pub const REPLAY: Route = Route {
    answer: "alertReplayed",
    success: "202",
    takes: None,
    refusals: &["400", "401", "403", "406", "500", "503"],
    ..write(
        RULE,
        "/api/v1/alert-deliveries/{id}/replay",
        "Send an alert again, with the id and the words that it had",
        "",
        alert_targets::replay,
    )
};

pub const EVENTS: Route = Route {
    json_names: &[],
    media: STREAM,
    refusals: &["400", "401", "429", "500"],
    ..read(
        Rule::Known,
        "/api/v1/events",
        "What changes on the map, as server-sent events: layer, feature, number, kind of change",
        &[
            Param { name: "layers", kind: Kind::Text, about: "Only of these layers, with commas between them." },
            Param {
                name: "wait_s",
                kind: Kind::Number { least: 0.0, most: 3_600.0, default: Some(3_600.0) },
                about: "How long to listen; 0 gives what there is and ends.",
            },
            Param { name: "after", kind: Kind::Text, about: "The id of the last event; Last-Event-ID goes before." },
        ],
        "eventStream",
        map_events::events,
    )
};
