//! Rows of the route table about attention levels: how they are worked out, what they were, what they would be.

use super::{F, Handler, REFUSED_WRITES, Route, Rule, read, write};
use crate::domain::access::Permission::{Plan, ReadInternal};
use crate::http::api::{attention_method, risk_then, what_if};

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
