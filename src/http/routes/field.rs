//! Rows of the route table about the field record: what is said about records, and synchronisation.

use std::time::Duration;

use super::{F, Handler, LIMIT, Param, REFUSED_WRITES, Route, Rule, Takes, read, write};
use crate::domain::access::Permission::Record;
use crate::exchange::labels::OtherLang;
use crate::http::api::{bundles, forms, incidents, meetings, minutes, pull, push, readings, records, waiting};
use crate::http::routes::Kind;

const KNOWN: Rule = Rule::Known;
const REFUSED_STATEMENTS: &[&str] = REFUSED_WRITES;

/// A queue of some hundred records.
const QUEUE: Takes = Takes {
    schema: "push",
    media: &[crate::http::answer::JSON],
    most: 4 * 1024 * 1024,
    patience: Duration::from_mins(5),
    spooled: false,
};

pub const THREAD: Route = Route {
    refusals: &["400", "401", "404", "406", "500", "503"],
    handler: Handler::Write(records::thread),
    ..read(
        Rule::Anyone,
        "/api/v1/records/{id}",
        "Everything that is known of a record: contents, review, corrections",
        &[F],
        "recordThread",
        waiting::waiting,
    )
};

/// A page alone, in Vietnamese and the language of the other side.
pub const MINUTES: Route = Route {
    media: "text/html",
    json_names: &[],
    refusals: &["400", "401", "404", "409", "410", "500", "503"],
    handler: Handler::Write(minutes::minutes),
    ..read(
        Rule::Anyone,
        "/api/v1/records/{id}/minutes",
        "Minutes of an inspection to print and sign, in Vietnamese and the language of the other side",
        &[Param {
            name: "with",
            kind: Kind::Choice(OtherLang::WORDS),
            about: "Language beside Vietnamese; that of those across the record's line unless given.",
        }],
        "page",
        waiting::waiting,
    )
};

pub const REVIEW: Route = Route {
    refusals: REFUSED_STATEMENTS,
    ..write(KNOWN, "/api/v1/records/{id}/reviews", "Approve a record, return it, submit it", "review", records::review)
};

pub const WITHDRAW: Route = Route {
    refusals: REFUSED_STATEMENTS,
    ..write(
        KNOWN,
        "/api/v1/records/{id}/withdrawal",
        "Withdraw a record; the log keeps it",
        "withdrawal",
        records::withdraw,
    )
};

pub const RELABEL: Route = Route {
    refusals: REFUSED_STATEMENTS,
    ..write(KNOWN, "/api/v1/records/{id}/label", "Give a record another label", "relabel", records::relabel)
};

pub const STEP: Route = Route {
    refusals: REFUSED_STATEMENTS,
    ..write(
        KNOWN,
        "/api/v1/incidents/{id}/steps",
        "Bring an incident a step further: who, when and why",
        "progressStep",
        incidents::step,
    )
};

pub const TASK_OF_POINT: Route = write(
    Rule::Needs(Record),
    "/api/v1/meetings/{id}/tasks",
    "An agreed point of a meeting becomes a task: who, and until when in words",
    "task",
    meetings::task,
);

pub const READINGS: Route = Route {
    refusals: &["400", "401", "404", "406", "500"],
    ..read(
        Rule::Anyone,
        "/api/v1/hazards/{id}/readings",
        "The readings of a watch point, and how fast it moves",
        &[F],
        "readings",
        readings::readings,
    )
};

pub const FORMS: Route = read(
    Rule::Anyone,
    "/api/v1/forms",
    "The forms of the field record, and their newest versions",
    &[F],
    "forms",
    forms::forms,
);

pub const FORM: Route = Route {
    media: forms::SCHEMA,
    ..read(Rule::Anyone, "/api/v1/forms/{type}", "One form, as JSON Schema", &[F], "formSchema", forms::form)
};

pub const WAITING: Route = Route {
    refusals: &["400", "401", "403", "406", "500"],
    ..read(KNOWN, "/api/v1/reviews/waiting", "How many records wait for approval", &[F], "waiting", waiting::waiting)
};

pub const PUSH: Route = Route {
    answer: "pushed",
    success: "200",
    takes: Some(QUEUE),
    refusals: &["400", "401", "403", "406", "408", "413", "415", "422", "500", "503", "507"],
    ..write(
        Rule::Needs(Record),
        "/api/v1/sync/push",
        "Send the queue of a device; each record gets a receipt",
        "push",
        push::push,
    )
};

pub const PULL: Route = Route {
    refusals: &["400", "401", "403", "406", "500", "503"],
    handler: Handler::Write(pull::pull),
    ..read(
        KNOWN,
        "/api/v1/sync/pull",
        "What changed for a device since its last pull, and what it must drop",
        &[
            F,
            LIMIT,
            Param {
                name: "cursor",
                kind: Kind::Text,
                about: "Opaque: the `cursor` of the last answer. Without one everything is sent.",
            },
        ],
        "pulled",
        waiting::waiting,
    )
};

/// A queue with hundreds of photos; larger ones go in at the console.
const BUNDLE: Takes = Takes {
    schema: "file",
    media: &["application/vnd.mocgioi.bundle", "application/octet-stream"],
    most: 2 * 1024 * 1024 * 1024,
    patience: Duration::from_mins(10),
    spooled: true,
};

pub const BRING: Route = Route {
    params: &[
        F,
        Param {
            name: "decisions",
            kind: Kind::Choice(&["true", "false"]),
            about: "Take in approvals, returns and labels, too, as those of whoever brings the bundle; false unless given.",
        },
    ],
    answer: "brought",
    success: "200",
    takes: Some(BUNDLE),
    refusals: &["400", "401", "403", "406", "408", "413", "415", "422", "429", "500", "503", "507"],
    ..write(
        Rule::Needs(Record),
        "/api/v1/sync/bundles",
        "Bring the queue of a device with its photos, one encrypted file; each record gets a receipt",
        "file",
        bundles::import,
    )
};

pub const RECIPIENT: Route = Route {
    refusals: &["400", "401", "403", "406", "500"],
    ..read(
        KNOWN,
        "/api/v1/sync/recipient",
        "The public key (age, X25519) that bundles for this server are encrypted to",
        &[F],
        "recipient",
        bundles::recipient,
    )
};
