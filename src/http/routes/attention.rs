//! Rows of the route table about attention levels: how they are worked out, what they were, what they would be.

use super::{F, REFUSED_WRITES, Route, Rule, read, write};
use crate::domain::access::Permission::Plan;
use crate::http::api::attention_method;

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
