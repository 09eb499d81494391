//! `GET /api/v1/hazards/{id}/readings`: the series of a watch point and how fast it moves.

use axum::response::Response;
use serde_json::{Value, json};
use uuid::Uuid;

use super::alerts::of_hazard;
use super::imports::document_of;
use crate::atlas::LayerId;
use crate::atlas::query::Query;
use crate::atlas::watched::per_month;
use crate::domain::fault::Code;
use crate::domain::messages::Lang;
use crate::domain::time::Instant;
use crate::http::ask::Ask;
use crate::http::ogc::params::cut;
use crate::http::problem::Problem;

/// Most readings of one answer.
const MOST: usize = 10_000;
/// What is watched, by its property.
const WATCHED: [&str; 4] = ["width_mm", "volume_m3", "distance_to_line_m", "distance_to_marker_m"];

/// # Errors
/// 404 for a hazard that there is not, or that the viewer does not see.
pub fn readings(ask: &Ask) -> Result<Response, Problem> {
    let unknown = || Problem::not_found(Code::UnknownItem).with(cut(ask.variable(0)));
    let hazard = ask.snapshot.item(LayerId::Hazards, ask.variable(0), &ask.visible).ok_or_else(unknown)?;
    let hazard: Value = serde_json::from_slice(&hazard).map_err(|error| Problem::internal(&error))?;
    let column = LayerId::Readings.about().queryables.iter().position(|name| *name == "hazard").unwrap_or_default();
    let mut list: Vec<Value> = Vec::new();
    // Readings name the record: this one, and those that it takes the place of.
    for record in ask.snapshot.with_former(hazard["properties"]["record"].as_str().unwrap_or_default()) {
        let query = Query { filters: vec![(column, record)], limit: MOST, ..Query::default() };
        let page = ask.snapshot.query(LayerId::Readings, &query, &ask.visible);
        let page = page.features.as_list();
        list.extend(serde_json::from_slice::<Vec<Value>>(&page).map_err(|error| Problem::internal(&error))?);
    }
    // What another post measured there is kept, and moves nothing.
    let directory = ask.app.context.people.directory();
    let whose = hazard["properties"]["unit"].as_str();
    let counts = |reading: &Value| directory.units.counts_beside(reading["properties"]["unit"].as_str(), whose);
    let mut series: Vec<(Instant, Value)> = list
        .into_iter()
        .filter(counts)
        .filter_map(|mut feature| {
            let properties = feature["properties"].take();
            Some((properties["observed_at"].as_str()?.parse().ok()?, properties))
        })
        .collect();
    // By their own time: a reading that comes late stands where it belongs.
    series.sort_by(|(at, one), (other_at, other)| {
        at.cmp(other_at).then_with(|| one["record"].to_string().cmp(&other["record"].to_string()))
    });
    let rates: serde_json::Map<String, Value> =
        WATCHED.into_iter().filter_map(|name| Some((name.to_owned(), rate(&series, name)?))).collect();
    let shown: Vec<&Value> = series.iter().map(|(_, properties)| properties).collect();
    let record: Option<Uuid> = hazard["properties"]["record"].as_str().and_then(|id| id.parse().ok());
    let alerts = record.map(|record| of_hazard(ask, record)).unwrap_or_default();
    let title = if ask.lang == Lang::Vi { "Chuỗi số đo" } else { "Series of readings" };
    let document = json!({
        "hazard": hazard["properties"]["record"],
        "title": hazard["properties"]["title"],
        "readings": shown,
        "rates": rates,
        "alerts": alerts,
    });
    Ok(document_of(ask, title, &document))
}

/// How fast one of the watched values changes, in its unit per month; none with fewer than two readings.
fn rate(series: &[(Instant, Value)], name: &str) -> Option<Value> {
    // A time that lies ahead of receipt is shown, and counts for nothing.
    let plausible = |properties: &Value| properties["time_standing"] != "ahead_of_receipt";
    let of = |properties: &Value| properties[name].as_f64().filter(|_| plausible(properties));
    let points: Vec<(Instant, f64)> =
        series.iter().filter_map(|(at, properties)| Some((*at, of(properties)?))).collect();
    let last = points.last()?.1;
    let found = per_month(&points);
    let rounded = |value: f64| (value * 1_000.0).round() / 1_000.0;
    Some(json!({
        "last": last,
        "readings": points.len(),
        "per_month": found.map(|found| rounded(found.median)),
        "per_month_from": found.and_then(|found| found.interval).map(|(low, _)| rounded(low)),
        "per_month_to": found.and_then(|found| found.interval).map(|(_, high)| rounded(high)),
        "method": "theil_sen",
        "confidence": 0.95,
    }))
}
