//! The row of the route table about the history of a record.

use super::{CURSOR, F, Handler, Kind, LIMIT, Param, Route, Rule};
use crate::domain::access::Permission;
use crate::http::answer::JSON;
use crate::http::api::audit;

pub const HISTORY: Route = Route {
    rule: Rule::Needs(Permission::Audit),
    method: "GET",
    path: "/api/v1/audit",
    summary: "What the log says of a record: who wrote it when, what contends with it, whether it was erased",
    params: &[
        F,
        Param { name: "record", kind: Kind::Text, about: "Id of the record, of whatever layer." },
        LIMIT,
        CURSOR,
    ],
    required: &["record"],
    filters: false,
    json_names: super::JSON_NAMES,
    media: JSON,
    answer: "auditHistory",
    success: "200",
    takes: None,
    refusals: &["400", "401", "403", "404", "406", "500", "503"],
    handler: Handler::Write(audit::history),
};
