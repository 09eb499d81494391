//! `GET /api/v1/patrol-plans`: patrols to be walked, and how each stands today.
//!
//! Worked out from what the asker sees: a patrol that waits for approval carries a plan out for its own unit, and not yet for
//! those above it.

use axum::response::Response;
use serde_json::{Value, json};

use super::imports::document_of;
use crate::actions::plans::carried_out;
use crate::atlas::LayerId;
use crate::atlas::query::Query;
use crate::domain::messages::Lang;
use crate::domain::patrol::PatrolPlan;
use crate::domain::time::CivilDay;
use crate::http::ask::Ask;
use crate::http::problem::Problem;

/// Most plans of one answer.
const MOST: usize = 10_000;

/// # Errors
/// When what the atlas holds is no feature.
pub fn plans(ask: &Ask) -> Result<Response, Problem> {
    let query = Query { limit: MOST, ..Query::default() };
    let page = ask.snapshot.query(LayerId::PatrolPlans, &query, &ask.visible);
    let page = page.features.as_list();
    let features: Vec<Value> = serde_json::from_slice(&page).map_err(|error| Problem::internal(&error))?;
    let mut plans: Vec<Value> = features.into_iter().filter_map(|feature| plan(ask, feature)).collect();
    plans.sort_by_key(|plan| (plan["due"].to_string(), plan["record"].to_string()));
    let title = if ask.lang == Lang::Vi { "Kế hoạch tuần tra" } else { "Patrol plans" };
    Ok(document_of(ask, title, &json!({ "day": ask.day, "plans": plans })))
}

fn plan(ask: &Ask, mut feature: Value) -> Option<Value> {
    let mut shown = feature["properties"].take();
    let day = |name: &str| shown[name].as_str()?.parse::<CivilDay>().ok();
    let (starts_on, due) = (day("starts_on")?, day("due")?);
    let directory = ask.app.context.people.directory();
    let (id, unit) = (shown["record"].as_str()?, shown["unit"].as_str());
    let walked = carried_out(&ask.snapshot, &ask.visible, &directory, id, unit);
    let first = walked.iter().map(|(_, started_at)| started_at.day()).min();
    shown["state"] = json!(PatrolPlan::state(starts_on, due, ask.day, first));
    shown["late"] = json!(first.map_or(ask.day > due, |first| first > due));
    shown["carried_out_by"] = walked.iter().map(|(patrol, _)| json!(patrol)).collect();
    Some(shown)
}
