//! Rows of the route table about edits of the register (OGC API – Features, Part 4).

use super::{Handler, JSON_BODY, Route, Rule, Takes, read, write};
use crate::domain::access::Permission;
use crate::http::answer::{GEOJSON, JSON};
use crate::http::ogc::editing;

pub const ITEMS: &str = "/collections/{collectionId}/items";
pub const ITEM: &str = "/collections/{collectionId}/items/{featureId}";
/// Who brings the register in file by file also edits it: over all units.
const EDITORS: Rule = Rule::Needs(Permission::Import);

const FEATURE: Takes = Takes { schema: "feature", media: &[GEOJSON, JSON], ..JSON_BODY };
const PATCHES: Takes = Takes { schema: "featurePatch", media: &["application/merge-patch+json"], ..JSON_BODY };
const REFUSED: &[&str] =
    &["400", "401", "403", "404", "406", "408", "409", "410", "412", "413", "415", "422", "428", "500", "503"];

const fn options(path: &'static str) -> Route {
    Route {
        method: "OPTIONS",
        success: "204",
        refusals: &["400", "401", "500"],
        json_names: &[],
        ..read(Rule::Anyone, path, "What can be done with features of a layer", &[], "", editing::options)
    }
}

pub const OPTIONS_OF_ITEMS: Route = options(ITEMS);
pub const OPTIONS_OF_ITEM: Route = options(ITEM);

pub const ADD: Route = Route {
    answer: "edited",
    takes: Some(FEATURE),
    refusals: &["400", "401", "403", "406", "408", "409", "413", "415", "422", "500", "503"],
    ..write(EDITORS, ITEMS, "Add a feature", "feature", editing::add)
};

pub const REPLACE: Route = Route {
    method: "PUT",
    answer: "edited",
    success: "200",
    takes: Some(FEATURE),
    refusals: REFUSED,
    ..write(EDITORS, ITEM, "Replace a feature; If-Match says which revision", "feature", editing::replace)
};

pub const PATCH: Route = Route {
    method: "PATCH",
    takes: Some(PATCHES),
    handler: Handler::Write(editing::patch),
    summary: "Change a feature by a JSON Merge Patch; If-Match says which revision",
    ..REPLACE
};

pub const REMOVE: Route = Route {
    method: "DELETE",
    takes: None,
    handler: Handler::Write(editing::remove),
    summary: "Take a feature out of the register; If-Match says which revision",
    refusals: &["400", "401", "403", "404", "406", "409", "410", "412", "428", "500", "503"],
    ..REPLACE
};
