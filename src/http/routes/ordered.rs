//! Rows of the route table about tasks and works: how they stand, what is reported, who is urged and who is assigned.

use super::{F, Kind, Param, REFUSED_WRITES, Route, Rule, read, write};
use crate::domain::access::Permission::{Assign, Record, Urge};
use crate::domain::fulfilment::State;
use crate::http::api::{standing, urgings};

const AGENCY: Param = Param {
    name: "agency",
    kind: Kind::Text,
    about: "Only what this agency leads: a part of its name as the documents have it, or of who answers for it now.",
};
const STATE: Param = Param { name: "state", kind: Kind::Choice(State::WORDS), about: "Only what is in this state." };
const AS_OF: Param = Param {
    name: "as_of",
    kind: Kind::Text,
    about: "A day; today in Vietnam unless given. What was ordered and reported by then counts.",
};
const TOPIC: Param = Param { name: "topic", kind: Kind::Text, about: "Only tasks of this topic." };
const PASSED: Param = Param {
    name: "passed",
    kind: Kind::Choice(&["true"]),
    about: "Only what passed its last day without a report that it is done, also where it waits for others.",
};
const WITHIN: Param = Param {
    name: "within_days",
    kind: Kind::Number { least: 0.0, most: 3_650.0, default: None },
    about: "Reminders: only what is due within so many days.",
};

pub const TASKS: Route = read(
    Rule::Anyone,
    "/api/v1/tasks/standing",
    "Tasks by agency: clause, deadline as written and as read, how each stands on a day",
    &[F, AGENCY, STATE, AS_OF, TOPIC, PASSED, WITHIN],
    "orderedStanding",
    standing::tasks,
);

pub const WORKS: Route = read(
    Rule::Anyone,
    "/api/v1/works/standing",
    "Milestones of works by agency: clause, deadline as written and as read, how each stands on a day",
    &[F, AGENCY, STATE, AS_OF, PASSED, WITHIN],
    "orderedStanding",
    standing::works,
);

pub const REPORT_TASK: Route = write(
    Rule::Needs(Record),
    "/api/v1/tasks/{id}/reports",
    "Report on a task: how far it is, in the words of the report, and as of which day",
    "taskReport",
    urgings::of_task,
);

pub const REPORT_WORKS: Route = write(
    Rule::Needs(Record),
    "/api/v1/works/{id}/reports",
    "Report on works: site clearance, hand-over, start, completion, agencies, permits, talks, extent",
    "worksReport",
    urgings::of_works,
);

pub const VISIT: Route = write(
    Rule::Needs(Record),
    "/api/v1/works/{id}/visits",
    "Log a supervision visit where works are under way, alone or with the other side",
    "supervisionVisit",
    urgings::visit,
);

pub const URGE: Route = Route {
    refusals: REFUSED_WRITES,
    ..write(
        Rule::Needs(Urge),
        "/api/v1/urgings",
        "Urge an agency about a task, works or a reporting duty (đôn đốc); that orders nothing",
        "urging",
        urgings::urge,
    )
};

pub const ASSIGN: Route = Route {
    refusals: REFUSED_WRITES,
    ..write(
        Rule::Needs(Assign),
        "/api/v1/assignments",
        "Assign a task to a unit below the own one (giao)",
        "assignment",
        urgings::assign,
    )
};
