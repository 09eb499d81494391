//! Rows of the route table about parts of reports: sent by agencies, received by the department.

use super::params::F;
use super::{Kind, Param, Route, Rule, read, write};
use crate::domain::access::Permission::Report;
use crate::http::api::{report_intake, report_parts};

const PERIOD: Param = Param {
    name: "period",
    kind: Kind::Text,
    about: "2026-11 (15 October to 14 November), 2026-Q4, 2026-H2 or 2026: the cut-offs of Decree 09/2019, in Vietnam's days.",
};

const DUTY: Param = Param {
    name: "duty",
    kind: Kind::Text,
    about: "One reporting duty: its record's id, or document and key (000:periodic-report).",
};

pub const SEND: Route = write(
    Rule::Needs(Report),
    "/api/v1/reports/parts",
    "Send the part of the own unit for a period, or enter it from the letter of an agency that has no account",
    "reportPart",
    report_parts::send,
);

pub const INTAKE: Route = Route {
    required: &["period"],
    refusals: &["400", "401", "403", "404", "406", "500", "503"],
    handler: super::Handler::Write(report_intake::intake),
    ..read(
        Rule::Needs(Report),
        "/api/v1/reports/intake",
        "Who has sent its part of a report and who has not, by reporting duty",
        &[F, PERIOD, DUTY],
        "reportIntake",
        report_intake::merged,
    )
};

pub const MERGED: Route = Route {
    required: &["period", "duty"],
    ..Route {
        path: "/api/v1/reports/intake/merged",
        summary: "The parts that were sent, put together section by section, each paragraph with its source",
        answer: "mergedReport",
        handler: super::Handler::Read(report_intake::merged),
        ..INTAKE
    }
};
