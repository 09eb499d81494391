//! Rows of the route table about signed files between two sides.

use std::time::Duration;

use super::{F, Kind, Param, Route, Rule, Takes, write};
use crate::domain::access::Permission::Exchange;
use crate::exchange::exchange_file::MEDIA;
use crate::http::api::exchange_files;

pub const WRITE: Route = Route {
    media: MEDIA,
    answer: "file",
    success: "200",
    params: &[],
    json_names: &[],
    refusals: &["400", "401", "403", "408", "409", "410", "413", "415", "422", "500", "503"],
    ..write(
        Rule::Needs(Exchange),
        "/api/v1/exchange-files",
        "Make a signed file of chosen records for the other side; who made it and what is in it goes into the chain",
        "exchangeOrder",
        exchange_files::write,
    )
};

/// Some hundred records with their pictures.
const FILE: Takes = Takes {
    schema: "file",
    media: &[MEDIA, "application/zip", "application/octet-stream"],
    most: 128 * 1024 * 1024,
    patience: Duration::from_mins(10),
    spooled: true,
};

pub const RECEIVED: Route = Route {
    params: &[
        F,
        Param {
            name: "dry_run",
            kind: Kind::Choice(&["true", "false"]),
            about: "Only say what it would do; false unless given.",
        },
        Param {
            name: "key",
            kind: Kind::Text,
            about: "A public key (64 hexadecimal digits) that is trusted for this file, beside those in `keys/trusted`.",
        },
        Param {
            name: "beside",
            kind: Kind::Text,
            about: "Which of our inspections their records stand beside, where the file does not say: `theirs:ours,…`.",
        },
    ],
    answer: "exchangeTaken",
    success: "200",
    takes: Some(FILE),
    refusals: &["400", "401", "403", "406", "408", "413", "415", "422", "500", "503", "507"],
    ..write(
        Rule::Needs(Exchange),
        "/api/v1/exchange-files/received",
        "Take a signed file of the other side in: their observations stand beside our inspections",
        "file",
        exchange_files::received,
    )
};
