//! Rows of the route table about objects, their inspections, and reports of inspections.

use super::params::{CURSOR, F, LIMIT};
use super::{Kind, Param, Route, Rule, geo, read, write};
use crate::domain::access::Permission::Record;
use crate::domain::object::Subject;
use crate::http::api::{inspection_report, objects};

pub const ENTER: Route =
    write(Rule::Needs(Record), "/api/v1/objects", "Enter an object to look after", "objectEntry", objects::enter);

pub const INSPECT: Route = write(
    Rule::Needs(Record),
    "/api/v1/objects/{id}/inspections",
    "Log an inspection of an object that is neither marker nor stretch",
    "objectInspection",
    objects::inspect,
);

pub(super) const PERIOD: Param = Param {
    name: "period",
    kind: Kind::Text,
    about: "2026-11 (15 October to 14 November), 2026-Q4, 2026-H2 or 2026: the cut-offs of Decree 09/2019, in Vietnam's days.",
};

pub const INSPECTIONS: Route = Route {
    required: &["period"],
    ..read(
        Rule::Anyone,
        "/api/v1/reports/inspections",
        "How much was inspected in a period, by kind of thing, mode and condition",
        &[F, PERIOD],
        "inspectionReport",
        inspection_report::report,
    )
};

pub const RECORDS: Route = Route {
    required: &["period"],
    ..geo(&read(
        Rule::Anyone,
        "/api/v1/reports/inspections/records",
        "The inspections that a figure of the report counts",
        &[
            F,
            PERIOD,
            Param { name: "subject", kind: Kind::Choice(&Subject::WORDS), about: "Only of this kind of thing." },
            Param {
                name: "mode",
                kind: Kind::Choice(&["unilateral", "bilateral", "joint"]),
                about: "Only made in this way.",
            },
            Param {
                name: "condition",
                kind: Kind::Choice(&[
                    "good",
                    "damaged",
                    "tilted",
                    "displaced",
                    "buried",
                    "missing",
                    "not_found",
                    "at_risk_of_damage",
                    "unknown",
                ]),
                about: "Only that found this.",
            },
            LIMIT,
            CURSOR,
        ],
        "featureCollection",
        inspection_report::records,
    ))
};
