//! `/api/v1/reviews/waiting`: how many records wait for a commander, by unit.
//!
//! A number alone, for those who would see the records if they were approved.

use std::collections::BTreeMap;

use axum::response::Response;
use serde_json::{Value, json};

use super::imports::document_of;
use crate::domain::access::{AccessClass, ReviewState};
use crate::domain::messages::Lang;
use crate::http::ask::Ask;
use crate::http::problem::Problem;

/// # Errors
/// None: the rule of the route was asked before.
pub fn waiting(ask: &Ask) -> Result<Response, Problem> {
    let mut by_unit: BTreeMap<Option<String>, BTreeMap<&'static str, u64>> = BTreeMap::new();
    for (layer, class, count) in ask.snapshot.counts() {
        if class.review != ReviewState::Submitted || count == 0 {
            continue;
        }
        let approved = AccessClass { review: ReviewState::Approved, ..class.clone() };
        if ask.identity.viewer.sees(&approved) {
            *by_unit.entry(class.unit.clone()).or_default().entry(layer.about().id).or_default() += count;
        }
    }
    let units: Vec<Value> = by_unit
        .into_iter()
        .map(|(unit, layers)| json!({ "unit": unit, "waiting": layers.values().sum::<u64>(), "layers": layers }))
        .collect();
    let all: u64 = units.iter().filter_map(|unit| unit["waiting"].as_u64()).sum();
    let title = if ask.lang == Lang::Vi { "Chờ duyệt" } else { "Waiting for approval" };
    Ok(document_of(ask, title, &json!({ "waiting": all, "units": units })))
}
