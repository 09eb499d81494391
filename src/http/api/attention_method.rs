//! `/api/v1/attention/method`: how attention levels are worked out, and whether anybody approved it.

use axum::response::Response;
use serde_json::{Value, json};

use super::imports::document_of;
use super::receipts::{body, said};
use super::rules::not_set;
use crate::actions::approve_method::approve;
use crate::domain::draft::head::Received;
use crate::domain::draft::rule;
use crate::domain::messages::Lang;
use crate::http::answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

/// The method as every answer names it.
pub fn named(ask: &Ask) -> Value {
    let method = &ask.app.context.method;
    let approved = ask.snapshot.is_approved(method);
    let [vi, en] = standing(approved);
    json!({ "version": method.version, "digest": method.digest.to_string(), "approved": approved,
        "standing": if ask.lang == Lang::Vi { vi } else { en } })
}

/// In words, Vietnamese and English.
pub const fn standing(approved: bool) -> [&'static str; 2] {
    if approved { ["đã được phê duyệt", "approved"] } else { ["chưa được phê duyệt", "not approved"] }
}

/// `GET`: all weights, what each term rests on, and the decision.
///
/// # Errors
/// None.
pub fn method(ask: &Ask) -> Result<Response, Problem> {
    answer::tagged(ask, || {
        let method = &ask.app.context.method;
        let mut document = named(ask);
        document["issued"] = json!(method.issued);
        document["decision"] = json!(ask.snapshot.decision(method));
        document["terms"] = json!(method.terms);
        document["sources"] = json!(method.sources);
        document["weights"] = json!(method.weights);
        let title =
            if ask.lang == Lang::Vi { "Cách tính mức cần quan tâm" } else { "How levels are worked out" };
        Ok(document_of(ask, title, &document))
    })
}

/// `POST …/approvals`.
pub fn decide(ask: Ask) -> Answering {
    Box::pin(async move {
        let received = Received::at((ask.app.context.clock)());
        let record = rule::method_approval(&body(&ask)?, received).map_err(Problem::invalid)?;
        let about = record.id;
        let taken = approve(&ask.app.context, &ask.identity, record).await;
        said(&ask, about, taken.map_err(|error| not_set(&ask, error))?)
    })
}
