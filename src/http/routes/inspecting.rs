//! Rows of the route table about rules of how often what is inspected, what is due, campaigns, and checks of maps.

use super::params::{F, LIMIT, LINE, OFFSET};
use super::reports::PERIOD;
use super::{Kind, Param, REFUSED_BY_UNIT, REFUSED_LOOKUPS, REFUSED_WRITES, Route, Rule, read, write};
use crate::domain::access::Permission::Plan;
use crate::domain::inspection_due::InspectionState;
use crate::domain::inspection_rule::InspectionSubject;
use crate::http::api::{campaigns, inspection_rules, inspections_due, map_checks};

pub const RULES: Route = read(
    Rule::Anyone,
    "/api/v1/inspection-rules",
    "How often what is inspected, by whom, and from which clause or order, as far as one may know",
    &[F],
    "inspectionRules",
    inspection_rules::list,
);

pub const SET_RULE: Route = Route {
    refusals: REFUSED_WRITES,
    ..write(
        Rule::Needs(Plan),
        "/api/v1/inspection-rules",
        "Set how often what is inspected, with the clause or order that it comes from",
        "inspectionRule",
        inspection_rules::set,
    )
};

pub const END_RULE: Route = Route {
    refusals: REFUSED_WRITES,
    ..write(
        Rule::Needs(Plan),
        "/api/v1/inspection-rules/{id}/end",
        "End an inspection rule",
        "ruleEnd",
        inspection_rules::end,
    )
};

pub const DUE: Route = Route {
    refusals: REFUSED_BY_UNIT,
    ..read(
        Rule::Anyone,
        "/api/v1/inspections/due",
        "What is due for inspection, due soon, overdue, never inspected or without a rule, and by which rule",
        &[
            F,
            LINE,
            Param {
                name: "state",
                kind: Kind::Choice(&InspectionState::WORDS),
                about: "Only what stands so. The counts are of all states.",
            },
            Param { name: "subject", kind: Kind::Choice(InspectionSubject::WORDS), about: "Only this kind of thing." },
            Param { name: "unit", kind: Kind::Text, about: "Only what this unit has in charge, by its key." },
            Param {
                name: "as_of",
                kind: Kind::Text,
                about: "The day to reckon for, such as 2026-11-22: with the rules that held then and what was inspected by then. Today unless given.",
            },
            LIMIT,
            OFFSET,
        ],
        "inspectionsDue",
        inspections_due::due,
    )
};

pub const CAMPAIGNS: Route = read(
    Rule::Anyone,
    "/api/v1/campaigns",
    "Campaigns of inspection, and how far each has come",
    &[F],
    "campaigns",
    campaigns::list,
);

pub const CAMPAIGN: Route = Route {
    refusals: REFUSED_LOOKUPS,
    ..read(
        Rule::Anyone,
        "/api/v1/campaigns/{id}",
        "One campaign: what was inspected and what is missing, by segment and by unit",
        &[F],
        "campaign",
        campaigns::one,
    )
};

pub const PLAN_CAMPAIGN: Route = Route {
    refusals: REFUSED_WRITES,
    ..write(Rule::Needs(Plan), "/api/v1/campaigns", "Plan a campaign of inspection", "campaignPlan", campaigns::plan)
};

pub const END_CAMPAIGN: Route = Route {
    refusals: REFUSED_WRITES,
    ..write(
        Rule::Needs(Plan),
        "/api/v1/campaigns/{id}/end",
        "End a campaign before its last day",
        "ruleEnd",
        inspection_rules::end,
    )
};

pub const MAP_CHECKS: Route = Route {
    required: &["period"],
    ..read(
        Rule::Anyone,
        "/api/v1/reports/map-checks",
        "Checks of the standard map set in a period, by finding and by use",
        &[F, PERIOD],
        "mapCheckReport",
        map_checks::report,
    )
};
