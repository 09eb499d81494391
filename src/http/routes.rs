//! The route table: what there is, what it takes, what it answers. The OpenAPI document is made from it.

use std::future::Future;
use std::pin::Pin;

use axum::response::Response;

use super::ask::Ask;
use super::problem::Problem;
use super::{api, ogc, openapi};

/// An answer that is being worked on.
pub type Answering = Pin<Box<dyn Future<Output = Result<Response, Problem>> + Send>>;

/// What answers a request. Reads await nothing: they come from the atlas.
#[derive(Clone, Copy)]
pub enum Handler {
    Read(fn(&Ask) -> Result<Response, Problem>),
    Write(fn(Ask) -> Answering),
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
    Integer { least: u64, most: u64, default: u64 },
    Bbox,
    Choice(&'static [&'static str]),
}

#[derive(Clone, Copy)]
pub struct Route {
    pub method: &'static str,
    /// As axum reads it.
    pub path: &'static str,
    pub summary: &'static str,
    pub params: &'static [Param],
    /// Whether the layer's queryables are parameters too.
    pub filters: bool,
    /// Names of `f` that mean the JSON form.
    pub json_names: &'static [&'static str],
    /// Media type of the JSON form.
    pub media: &'static str,
    /// Schema of the answer in the OpenAPI document, and of the body that is taken.
    pub answer: &'static str,
    pub takes: Option<&'static str>,
    pub handler: Handler,
}

impl Route {
    /// Names of all parameters, `f` included.
    pub fn names(&self) -> Vec<&'static str> {
        self.params.iter().map(|param| param.name).collect()
    }
}

const F: Param =
    Param { name: "f", kind: Kind::Choice(&["json", "html"]), about: "Form of the answer; overrides Accept." };
pub const LIMIT: Param = Param {
    name: "limit",
    kind: Kind::Integer { least: 1, most: 10_000, default: 100 },
    about: "Most features on a page. A larger limit is capped; the walk by `next` links never is.",
};
const BBOX: Param = Param {
    name: "bbox",
    kind: Kind::Bbox,
    about: "west,south,east,north in degrees (WGS 84), or six numbers with heights, which are passed over. \
            West greater than east crosses the 180th meridian. Features without a place always match.",
};
const DATETIME: Param = Param {
    name: "datetime",
    kind: Kind::Text,
    about: "An RFC 3339 instant or day, or an interval a/b with `..` for an open end, over the time of the event. \
            Features without a time always match.",
};
const OFFSET: Param = Param {
    name: "offset",
    kind: Kind::Integer { least: 0, most: 1_000_000_000, default: 0 },
    about: "Features to pass over. Follow the `next` links instead: they stay right while records come and go.",
};
const CURSOR: Param = Param { name: "cursor", kind: Kind::Text, about: "Opaque place in a walk, from a `next` link." };

const JSON_NAMES: &[&str] = &["json"];
const GEOJSON_NAMES: &[&str] = &["json", "geojson"];

const fn read(
    path: &'static str,
    summary: &'static str,
    params: &'static [Param],
    answer: &'static str,
    handler: fn(&Ask) -> Result<Response, Problem>,
) -> Route {
    Route {
        method: "GET",
        path,
        summary,
        params,
        filters: false,
        json_names: JSON_NAMES,
        media: super::answer::JSON,
        answer,
        takes: None,
        handler: Handler::Read(handler),
    }
}

const fn geo(route: &Route) -> Route {
    Route { json_names: GEOJSON_NAMES, media: super::answer::GEOJSON, ..*route }
}

const fn write(path: &'static str, summary: &'static str, handler: fn(Ask) -> Answering) -> Route {
    Route {
        method: "POST",
        path,
        summary,
        params: &[F],
        filters: false,
        json_names: JSON_NAMES,
        media: super::answer::JSON,
        answer: "receipt",
        takes: Some("inspection"),
        handler: Handler::Write(handler),
    }
}

/// Routes of one path stand together.
pub static ROUTES: &[Route] = &[
    read("/", "Landing page", &[F], "landingPage", ogc::landing::landing),
    read("/conformance", "What the service conforms to", &[F], "confClasses", ogc::landing::conformance),
    Route {
        media: super::answer::OPENAPI,
        json_names: &["json", "openapi"],
        ..read("/api", "This API as an OpenAPI 3.0 document", &[F], "openapi", openapi::api)
    },
    read("/collections", "The layers", &[F], "collections", ogc::collections::collections),
    read("/collections/{collectionId}", "One layer", &[F], "collection", ogc::collections::collection),
    Route {
        filters: true,
        ..geo(&read(
            "/collections/{collectionId}/items",
            "Features of a layer",
            &[F, LIMIT, BBOX, DATETIME, OFFSET, CURSOR],
            "featureCollection",
            ogc::items::items,
        ))
    },
    geo(&read("/collections/{collectionId}/items/{featureId}", "One feature", &[F], "feature", ogc::item::item)),
    write("/api/v1/markers/{key}/inspections", "Log an inspection of a marker", api::inspections::of_marker),
    write(
        "/api/v1/segments/{key}/inspections",
        "Log an inspection of the course of the line between two markers",
        api::inspections::of_segment,
    ),
    geo(&read(
        "/api/v1/segments/at-risk",
        "Segments that need attention, and why",
        &[
            F,
            BBOX,
            Param { name: "line", kind: Kind::Text, about: "Only this line, such as VN-LA." },
            Param {
                name: "province",
                kind: Kind::Text,
                about: "Only segments that this province's documents speak of.",
            },
            Param {
                name: "min_class",
                kind: Kind::Choice(&["no_data", "very_low", "low", "moderate", "high", "very_high"]),
                about: "Lowest class to list; low unless given. no_data lists every segment.",
            },
            LIMIT,
        ],
        "featureCollection",
        api::at_risk::at_risk,
    )),
    geo(&read(
        "/api/v1/segments/{key}/risk",
        "Attention level of one segment, registered neighbours or not",
        &[F],
        "feature",
        api::at_risk::risk,
    )),
];
