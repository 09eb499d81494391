//! Rows of the route table about files that hang on records: uploads by the tus protocol (1.0), and reading.

use std::time::Duration;

use super::{F, Handler, Route, Rule, Takes, read, write};
use crate::domain::access::Permission;
use crate::domain::attachment::LARGEST_FILE;
use crate::http::answer::BYTES;
use crate::http::api::{attachments, uploads};

/// Who writes records sends what hangs on them.
const SENDERS: Rule = Rule::Needs(Permission::Record);
const UPLOADS: &str = "/api/v1/uploads";
const UPLOAD: &str = "/api/v1/uploads/{id}";

const PIECE: Takes = Takes {
    schema: "file",
    media: &["application/offset+octet-stream"],
    most: LARGEST_FILE as usize,
    patience: Duration::from_mins(10),
    spooled: true,
};

pub const TUS: Route = Route {
    method: "OPTIONS",
    success: "204",
    refusals: &["400", "401", "500"],
    json_names: &[],
    ..read(Rule::Anyone, UPLOADS, "What of the tus protocol is spoken here", &[], "", uploads::options)
};

pub const BEGIN: Route = Route {
    answer: "upload",
    takes: None,
    refusals: &["400", "401", "403", "406", "412", "413", "429", "500", "503", "507"],
    ..write(
        SENDERS,
        UPLOADS,
        "Begin to send a file: Upload-Length, and Upload-Metadata with sha256 and filetype",
        "",
        uploads::begin,
    )
};

pub const STAND: Route = Route {
    refusals: &["400", "401", "403", "404", "406", "500", "503"],
    handler: Handler::Write(uploads::stand),
    ..read(
        SENDERS,
        UPLOAD,
        "How far an upload has come (HEAD is what tus clients ask)",
        &[F],
        "upload",
        uploads::options,
    )
};

pub const GO_ON: Route = Route {
    method: "PATCH",
    params: &[],
    json_names: &[],
    success: "204",
    takes: Some(PIECE),
    refusals: &["400", "401", "403", "404", "408", "409", "412", "413", "415", "422", "423", "500", "503", "507"],
    ..write(SENDERS, UPLOAD, "Go on sending a file from Upload-Offset", "", uploads::go_on)
};

pub const END: Route = Route {
    method: "DELETE",
    params: &[],
    json_names: &[],
    success: "204",
    takes: None,
    refusals: &["400", "401", "403", "404", "412", "423", "500", "503"],
    ..write(SENDERS, UPLOAD, "End an upload; nothing of it stays", "", uploads::end)
};

pub const FILE: Route = Route {
    json_names: &[],
    media: BYTES,
    refusals: &["400", "401", "404", "500", "503"],
    handler: Handler::Write(attachments::file),
    ..read(
        Rule::Anyone,
        "/api/v1/attachments/{sha256}",
        "A file, to whoever sees a record that it hangs on; without notes of the camera for those who see public records alone",
        &[],
        "file",
        uploads::options,
    )
};

pub const SMALL: Route = Route {
    json_names: &[],
    media: "image/jpeg",
    refusals: &["400", "401", "404", "500", "503"],
    handler: Handler::Write(attachments::thumbnail),
    ..read(
        Rule::Anyone,
        "/api/v1/attachments/{sha256}/thumbnail",
        "A small copy of a picture: JPEG of at most 320 points",
        &[],
        "file",
        uploads::options,
    )
};

pub const OF_RECORD: Route = read(
    Rule::Anyone,
    "/api/v1/records/{id}/attachments",
    "The files of a record: which are there, and what they tell of place and time against the record",
    &[F],
    "attachments",
    attachments::of_record,
);
