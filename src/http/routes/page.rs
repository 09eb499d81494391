//! Rows of the route table about the page of the phone.

use super::{Route, Rule, read};
use crate::http::answer::BYTES;
use crate::http::field;

pub const PAGE: Route = Route {
    media: "text/html",
    json_names: &[],
    refusals: &["400", "401", "500"],
    ..read(
        Rule::Anyone,
        field::PAGE,
        "The page of the phone: what it needs to write without a network",
        &[],
        "page",
        field::page,
    )
};

pub const FILE: Route = Route {
    media: BYTES,
    answer: "file",
    ..Route { path: field::FILE, summary: "A file of that page", handler: super::Handler::Read(field::file), ..PAGE }
};
