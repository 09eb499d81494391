//! Rows of the route table about what units set for themselves: rules of approval, limits and what crosses them,
//! patrols to be walked.

use super::{F, Handler, REFUSED_WRITES, Route, Rule, read, write};
use crate::domain::access::Permission::Approve;
use crate::http::api::{alerts, patrol_plans, rules, waiting};

pub const RULES: Route = Route {
    refusals: &["400", "401", "403", "406", "500", "503"],
    handler: Handler::Write(rules::list),
    ..read(
        Rule::Known,
        "/api/v1/approval-rules",
        "What units let pass without their commander: which records, from when to when, by whom and why",
        &[F],
        "approvalRules",
        waiting::waiting,
    )
};

pub const SET_RULE: Route = Route {
    refusals: REFUSED_WRITES,
    ..write(
        Rule::Needs(Approve),
        "/api/v1/approval-rules",
        "Let records of the own unit pass that a rule describes",
        "approvalRule",
        rules::set,
    )
};

pub const END_RULE: Route = Route {
    refusals: REFUSED_WRITES,
    ..write(
        Rule::Needs(Approve),
        "/api/v1/approval-rules/{id}/end",
        "End a rule of approval; what passed by it stays",
        "ruleEnd",
        rules::end,
    )
};

pub const PATROL_PLANS: Route = read(
    Rule::Anyone,
    "/api/v1/patrol-plans",
    "Patrols to be walked: which were, and which are late, against their own last day",
    &[F],
    "patrolPlans",
    patrol_plans::plans,
);

pub const ALERTS: Route = read(
    Rule::Anyone,
    "/api/v1/alerts",
    "Readings and rates that cross a limit, for sure or possibly, as far as one may see them",
    &[F],
    "alerts",
    alerts::alerts,
);

pub const THRESHOLDS: Route = Route {
    refusals: &["400", "401", "403", "406", "500"],
    ..read(Rule::Known, "/api/v1/thresholds", "Limits that units set for hazards", &[F], "thresholds", alerts::list)
};

pub const SET_THRESHOLD: Route = Route {
    refusals: REFUSED_WRITES,
    ..write(
        Rule::Known,
        "/api/v1/thresholds",
        "Set a limit for a hazard, or for hazards of a kind (commanders and planners)",
        "threshold",
        alerts::set,
    )
};

pub const END_THRESHOLD: Route = Route {
    refusals: REFUSED_WRITES,
    ..write(Rule::Known, "/api/v1/thresholds/{id}/end", "End a limit", "thresholdEnd", alerts::end)
};
