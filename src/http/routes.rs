//! The route table: what there is, what it takes, what it answers. The OpenAPI document is made from it.

mod alerts;
mod attachments;
mod attention;
mod audit;
mod coverage;
pub mod editing;
mod exchange;
mod features;
mod field;
mod imports;
mod inspecting;
mod intake;
mod linear;
mod login;
mod ordered;
mod page;
pub mod params;
mod people;
mod reports;
mod rows;
mod rules;
mod tiles;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use axum::response::Response;

use super::ask::Ask;
use super::problem::Problem;
use super::{api, ogc, openapi};
use crate::domain::access::Permission::{self, Record};
use Rule::{Anyone, Needs};
pub use params::{AS_OF, LIMIT, LINE_VERSION, REVISION};
use params::{CURSOR, F, LINE, MAX_GAP, SENT_BEFORE};
use rows::{geo, read, write};

/// An answer that is being worked on.
pub type Answering = Pin<Box<dyn Future<Output = Result<Response, Problem>> + Send>>;

/// What answers a request. Reads await nothing: they come from the atlas.
#[derive(Clone, Copy)]
pub enum Handler {
    Read(fn(&Ask) -> Result<Response, Problem>),
    Write(fn(Ask) -> Answering),
    /// A read that goes to the database only where a parameter asks for the past.
    ReadOr(fn(&Ask) -> Result<Response, Problem>, &'static str, fn(Ask) -> Answering),
    /// A file that is sent while it is written.
    Download(fn(Ask) -> Answering),
}

/// A query parameter.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    pub name: &'static str,
    pub kind: Kind,
    pub about: &'static str,
}

/// What a parameter's value looks like.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Text,
    Integer {
        least: u64,
        most: u64,
        default: u64,
    },
    /// In metres, degrees or seconds, as the parameter's name says.
    Number {
        least: f64,
        most: f64,
        default: Option<f64>,
    },
    Bbox,
    /// URI of a reference system that features are served in.
    Crs,
    /// Names with commas between them.
    Names,
    Choice(&'static [&'static str]),
}

/// The body that a write takes.
#[derive(Debug, Clone, Copy)]
pub struct Takes {
    /// Its schema in the OpenAPI document.
    pub schema: &'static str,
    pub media: &'static [&'static str],
    /// Most bytes.
    pub most: usize,
    /// How long it may take to arrive.
    pub patience: Duration,
    /// Whether the handler takes it as a file; the others get it whole, in memory.
    pub spooled: bool,
}

/// Whom a route is for. What he sees of the answer is decided below it, by what he may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Everybody, known or not.
    Anyone,
    /// Whoever is known.
    Known,
    /// Whoever may do this.
    Needs(Permission),
}

#[derive(Clone, Copy)]
pub struct Route {
    /// No route without a rule: the compiler asks for it.
    pub rule: Rule,
    pub method: &'static str,
    /// As axum reads it.
    pub path: &'static str,
    pub summary: &'static str,
    pub params: &'static [Param],
    /// Names of parameters without which there is no answer.
    pub required: &'static [&'static str],
    /// Whether the layer's queryables are parameters too.
    pub filters: bool,
    /// Names of `f` that mean the JSON form.
    pub json_names: &'static [&'static str],
    /// Media type of the JSON form.
    pub media: &'static str,
    /// Schema of the answer in the OpenAPI document.
    pub answer: &'static str,
    /// Status of an answer that is no refusal.
    pub success: &'static str,
    pub takes: Option<Takes>,
    /// Statuses of refusals; 404 comes with every path that has a variable.
    pub refusals: &'static [&'static str],
    pub handler: Handler,
}

impl Route {
    /// The same, with another handler where a parameter is given.
    const fn or(mut self, name: &'static str, otherwise: fn(Ask) -> Answering) -> Self {
        if let Handler::Read(read) = self.handler {
            self.handler = Handler::ReadOr(read, name, otherwise);
            self.refusals = &["400", "401", "406", "500", "503"];
        }
        self
    }

    /// Names of all parameters, `f` included.
    pub fn names(&self) -> Vec<&'static str> {
        self.params.iter().map(|param| param.name).collect()
    }
}

/// An inspection or a patrol is some kilobytes.
const LARGEST_JSON: usize = 1024 * 1024;
const JSON_BODY: Takes = Takes {
    schema: "object",
    media: &[super::answer::JSON],
    most: LARGEST_JSON,
    patience: Duration::from_secs(30),
    spooled: false,
};
/// The track of a patrol that recorded a fix a second for days.
const GPX_BODY: Takes = Takes {
    schema: "gpx",
    media: &["application/gpx+xml", "application/xml", "text/xml", "application/octet-stream"],
    most: 64 * 1024 * 1024,
    patience: Duration::from_mins(10),
    spooled: false,
};
const REFUSED_READS: &[&str] = &["400", "401", "406", "500"];
const REFUSED_LOOKUPS: &[&str] = &["400", "401", "404", "406", "500"];
const REFUSED_BY_UNIT: &[&str] = &["400", "401", "406", "422", "500"];
const REFUSED_WRITES: &[&str] = &["400", "401", "403", "406", "408", "409", "410", "413", "415", "422", "500", "503"];
const REFUSED_FILES: &[&str] = &["400", "401", "403", "406", "408", "410", "413", "415", "422", "500", "503"];
const JSON_NAMES: &[&str] = &["json"];
const GEOJSON_NAMES: &[&str] = &["json", "geojson"];

/// Routes of one path stand together.
pub static ROUTES: &[Route] = &[
    read(Anyone, "/", "Landing page", &[F], "landingPage", ogc::landing::landing),
    read(Anyone, "/conformance", "What the service conforms to", &[F], "confClasses", ogc::landing::conformance),
    Route {
        media: super::answer::OPENAPI,
        json_names: &["json", "openapi"],
        ..read(Anyone, "/api", "This API as an OpenAPI 3.0 document", &[F], "openapi", openapi::api)
    },
    read(Anyone, "/collections", "The layers", &[F], "collections", ogc::collections::collections),
    read(Anyone, "/collections/{collectionId}", "One layer", &[F], "collection", ogc::collections::collection),
    Route {
        media: super::answer::SCHEMA,
        ..read(
            Anyone,
            "/collections/{collectionId}/queryables",
            "What features can be filtered by",
            &[F],
            "jsonSchema",
            ogc::schemas::queryables,
        )
    },
    Route {
        media: super::answer::SCHEMA,
        ..read(
            Anyone,
            "/collections/{collectionId}/schema",
            "What features say",
            &[F],
            "jsonSchema",
            ogc::schemas::schema,
        )
    },
    features::OF_LAYER,
    editing::OPTIONS_OF_ITEMS,
    editing::ADD,
    features::ONE,
    editing::OPTIONS_OF_ITEM,
    editing::REPLACE,
    editing::PATCH,
    editing::REMOVE,
    tiles::SETS,
    tiles::SET,
    tiles::TILESETS,
    tiles::TILESET,
    tiles::TILEJSON,
    tiles::TILE,
    tiles::TILESETS_OF_LAYER,
    tiles::TILESET_OF_LAYER,
    tiles::TILEJSON_OF_LAYER,
    tiles::TILE_OF_LAYER,
    tiles::STYLE,
    tiles::GROUND,
    tiles::SIGNS,
    tiles::LETTERS,
    write(
        Needs(Record),
        "/api/v1/markers/{key}/inspections",
        "Log an inspection of a marker",
        "inspection",
        api::inspections::of_marker,
    ),
    write(
        Needs(Record),
        "/api/v1/segments/{key}/inspections",
        "Log an inspection of the course of the line between two markers",
        "inspection",
        api::inspections::of_segment,
    ),
    reports::ENTER,
    reports::INSPECT,
    reports::INSPECTIONS,
    reports::RECORDS,
    intake::SEND,
    intake::INTAKE,
    intake::MERGED,
    reports::REPORTS,
    reports::REPORT,
    reports::ISSUE,
    reports::OF_FIGURE,
    reports::NARRATIVE,
    reports::SET_DEADLINE,
    attention::AT_RISK,
    attention::RISK,
    attention::TREND,
    attention::WHAT_IF,
    attention::METHOD,
    attention::DECIDE,
    linear::PLACE,
    linear::LOCATE,
    linear::RANGE,
    write(Needs(Record), "/api/v1/patrols", "Report a patrol", "patrol", api::patrols::report),
    Route {
        params: &[F, MAX_GAP, SENT_BEFORE],
        answer: "trackReceipt",
        takes: Some(GPX_BODY),
        refusals: REFUSED_FILES,
        ..write(
            Needs(Record),
            "/api/v1/patrols/{id}/track",
            "Send the recorded track of a patrol as GPX",
            "gpx",
            api::patrols::track,
        )
    },
    coverage::COVERAGE,
    field::THREAD,
    field::MINUTES,
    field::REVIEW,
    field::WITHDRAW,
    field::RELABEL,
    field::STEP,
    field::TASK_OF_POINT,
    field::READINGS,
    field::FORMS,
    field::FORM,
    field::WAITING,
    rules::RULES,
    rules::SET_RULE,
    rules::END_RULE,
    ordered::TASKS,
    ordered::WORKS,
    ordered::REPORT_TASK,
    ordered::REPORT_WORKS,
    ordered::VISIT,
    ordered::URGE,
    ordered::ASSIGN,
    inspecting::RULES,
    inspecting::SET_RULE,
    inspecting::END_RULE,
    inspecting::DUE,
    inspecting::CAMPAIGNS,
    inspecting::PLAN_CAMPAIGN,
    inspecting::CAMPAIGN,
    inspecting::END_CAMPAIGN,
    inspecting::MAP_CHECKS,
    rules::PATROL_PLANS,
    rules::ALERTS,
    rules::THRESHOLDS,
    rules::SET_THRESHOLD,
    rules::END_THRESHOLD,
    alerts::TARGETS,
    alerts::SET,
    alerts::END,
    alerts::DELIVERIES,
    alerts::REPLAY,
    alerts::EVENTS,
    field::PUSH,
    field::PULL,
    field::BRING,
    field::RECIPIENT,
    exchange::WRITE,
    exchange::RECEIVED,
    imports::SEND,
    imports::LIST,
    imports::ONE,
    imports::MOVES,
    imports::UNDO,
    imports::JOB,
    imports::EVENTS_OF_JOB,
    imports::CANCEL,
    imports::VERSIONS,
    api::export::ROUTE,
    login::PAGE,
    login::ENTER,
    login::LEAVE,
    #[cfg(feature = "oidc")]
    login::ELSEWHERE,
    #[cfg(feature = "oidc")]
    login::BACK,
    people::LOG_IN,
    people::SESSIONS,
    people::END_OTHERS,
    people::LOG_OUT,
    people::END_SESSION,
    people::RESET_PASSWORD,
    people::ME,
    people::TOKENS,
    people::ISSUE,
    people::REVOKE_TOKEN,
    people::DEVICES,
    people::ENROL,
    people::REVOKE_DEVICE,
    audit::HISTORY,
    attachments::TUS,
    attachments::BEGIN,
    attachments::STAND,
    attachments::GO_ON,
    attachments::END,
    attachments::FILE,
    attachments::SMALL,
    attachments::OF_RECORD,
    page::PAGE,
    page::FILE,
];
