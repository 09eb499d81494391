//! Rows of the route table about objects, their inspections, and reports of inspections.

use super::params::{CURSOR, F, LIMIT};
use super::{Kind, Param, REFUSED_WRITES, Route, Rule, geo, read, write};
use crate::domain::access::Permission::{Plan, Record, Report};
use crate::domain::object::Subject;
use crate::http::answer::GEOJSON;
use crate::http::api::{inspection_report, objects, report_records, report_writing, reporting_deadlines, reports};

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

const UNIT: Param = Param {
    name: "unit",
    kind: Kind::Text,
    about: "Key of a unit: it and those below it, as one may see them; `*` for all that one sees. One's own unless given.",
};
const LEVEL: Param = Param {
    name: "level",
    kind: Kind::Choice(&["public", "internal", "restricted"]),
    about: "Records up to this label are counted; internal unless given, public for whoever reads no internal ones.",
};
const CUT_OFF: Param = Param {
    name: "cutoff",
    kind: Kind::Text,
    about: "`412@2026-11-14`: a number of the log and a day. With the same cut-off the report says the same. Now unless given.",
};
const F_REPORT: Param =
    Param { name: "f", kind: Kind::Choice(&["json", "html", "docx"]), about: "Form of the answer; overrides Accept." };

/// A read that looks into the log.
const fn ask_log(
    path: &'static str,
    summary: &'static str,
    params: &'static [Param],
    answer: &'static str,
    handler: fn(crate::http::ask::Ask) -> super::Answering,
) -> Route {
    Route {
        method: "GET",
        params,
        answer,
        success: "200",
        takes: None,
        refusals: &["400", "401", "403", "406", "500", "503"],
        ..write(Rule::Known, path, summary, "", handler)
    }
}

pub const REPORTS: Route =
    ask_log("/api/v1/reports", "Kinds of reports, and what was issued", &[F], "reports", reports::list);

/// What a report of a unit may be refused with.
const REFUSED_REPORTS: &[&str] = &["400", "401", "403", "406", "422", "500", "503"];

pub const REPORT: Route = Route {
    json_names: &["json", "docx"],
    refusals: REFUSED_REPORTS,
    ..ask_log(
        "/api/v1/reports/{kind}/{period}",
        "A report of a unit for a period: figures that open their records, and words",
        &[F_REPORT, UNIT, LEVEL, CUT_OFF],
        "report",
        reports::read,
    )
};

pub const ISSUE: Route = Route {
    answer: "reportIssued",
    refusals: &["400", "401", "403", "406", "408", "413", "415", "422", "500", "503"],
    ..write(
        Rule::Needs(Report),
        "/api/v1/reports/{kind}/{period}",
        "Issue a report: its cut-off and the digest of its content go into the log",
        "reportIssue",
        report_writing::issue,
    )
};

pub const OF_FIGURE: Route = Route {
    required: &["figure"],
    refusals: REFUSED_REPORTS,
    json_names: super::GEOJSON_NAMES,
    media: GEOJSON,
    ..ask_log(
        "/api/v1/reports/{kind}/{period}/records",
        "The records that a figure counts, as they stood at its cut-off",
        &[
            F,
            Param { name: "figure", kind: Kind::Text, about: "Key of a figure of the report." },
            UNIT,
            LEVEL,
            CUT_OFF,
            LIMIT,
            CURSOR,
        ],
        "featureCollection",
        report_records::records,
    )
};

pub const NARRATIVE: Route = Route {
    method: "PUT",
    answer: "narrativeWritten",
    success: "200",
    refusals: &["400", "401", "403", "406", "408", "412", "413", "415", "422", "500", "503"],
    ..write(
        Rule::Needs(Report),
        "/api/v1/reports/{kind}/{period}/narratives/{section}",
        "Write into a section; If-Match names what was there before",
        "narrative",
        report_writing::narrative,
    )
};

pub const SET_DEADLINE: Route = Route {
    refusals: REFUSED_WRITES,
    ..write(
        Rule::Needs(Plan),
        "/api/v1/reporting-deadlines",
        "Set until when reports of a kind must be sent, from the letter that says so",
        "sendingDeadline",
        reporting_deadlines::set,
    )
};
