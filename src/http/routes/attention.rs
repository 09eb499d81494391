//! Rows of the route table about attention levels: how they are worked out, what they were, what they would be.

use super::params::{AS_OF, BBOX, LIMIT, LINE};
use super::{F, Handler, Kind, Param, REFUSED_WRITES, Route, Rule, geo, read, write};
use crate::domain::access::Permission::{Plan, ReadInternal};
use crate::http::api::{at_risk, attention_method, risk_then, what_if};

pub const AT_RISK: Route = geo(&read(
    Rule::Anyone,
    "/api/v1/segments/at-risk",
    "Segments that need attention, and why",
    &[
        F,
        BBOX,
        LINE,
        Param { name: "province", kind: Kind::Text, about: "Only segments that this province's documents speak of." },
        Param {
            name: "min_class",
            kind: Kind::Choice(&["no_data", "very_low", "low", "moderate", "high", "very_high"]),
            about: "Lowest class to list; low unless given. no_data lists every segment.",
        },
        AS_OF,
        LIMIT,
    ],
    "featureCollection",
    at_risk::at_risk,
))
.or(AS_OF.name, risk_then::at_risk);

pub const RISK: Route = geo(&read(
    Rule::Anyone,
    "/api/v1/segments/{key}/risk",
    "Attention level of one segment, registered neighbours or not",
    &[F, AS_OF],
    "feature",
    at_risk::risk,
))
.or(AS_OF.name, risk_then::risk);

pub const TREND: Route = Route {
    refusals: &["400", "401", "406", "500", "503"],
    handler: Handler::Write(risk_then::trend),
    ..read(
        Rule::Anyone,
        "/api/v1/segments/{key}/risk/trend",
        "How the attention level of a segment came about: each level that was kept when it changed",
        &[F],
        "attentionTrend",
        attention_method::method,
    )
};

pub const WHAT_IF: Route = Route {
    answer: "whatIfAnswer",
    success: "200",
    refusals: &["400", "401", "403", "406", "408", "413", "415", "422", "500", "503"],
    ..write(
        Rule::Needs(ReadInternal),
        "/api/v1/segments/what-if",
        "What levels would be with other weights, or with one more hazard; nothing is stored",
        "whatIf",
        what_if::what_if,
    )
};

pub const METHOD: Route = read(
    Rule::Anyone,
    "/api/v1/attention/method",
    "How attention levels are worked out: weights, what each term rests on, and whether anybody approved it",
    &[F],
    "attentionMethod",
    attention_method::method,
);

pub const DECIDE: Route = Route {
    refusals: REFUSED_WRITES,
    ..write(
        Rule::Needs(Plan),
        "/api/v1/attention/method/approvals",
        "Record the decision that approves this very method, or that takes it back",
        "methodDecision",
        attention_method::decide,
    )
};
