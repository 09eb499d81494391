//! How a row of the table is written: a read, a read of features, a write.

use axum::response::Response;

use super::params::F;
use super::{
    Answering, GEOJSON_NAMES, Handler, JSON_BODY, JSON_NAMES, Param, REFUSED_READS, REFUSED_WRITES, Route, Rule, Takes,
};
use crate::http::answer::{GEOJSON, JSON};
use crate::http::ask::Ask;
use crate::http::problem::Problem;

pub(super) const fn read(
    rule: Rule,
    path: &'static str,
    summary: &'static str,
    params: &'static [Param],
    answer: &'static str,
    handler: fn(&Ask) -> Result<Response, Problem>,
) -> Route {
    Route {
        rule,
        method: "GET",
        path,
        summary,
        params,
        required: &[],
        filters: false,
        json_names: JSON_NAMES,
        media: JSON,
        answer,
        success: "200",
        takes: None,
        refusals: REFUSED_READS,
        handler: Handler::Read(handler),
    }
}

pub(super) const fn geo(route: &Route) -> Route {
    Route { json_names: GEOJSON_NAMES, media: GEOJSON, ..*route }
}

pub(super) const fn write(
    rule: Rule,
    path: &'static str,
    summary: &'static str,
    schema: &'static str,
    handler: fn(Ask) -> Answering,
) -> Route {
    Route {
        rule,
        method: "POST",
        path,
        summary,
        params: &[F],
        required: &[],
        filters: false,
        json_names: JSON_NAMES,
        media: JSON,
        answer: "receipt",
        success: "201",
        takes: Some(Takes { schema, ..JSON_BODY }),
        refusals: REFUSED_WRITES,
        handler: Handler::Write(handler),
    }
}
