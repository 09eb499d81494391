//! `GET /api/v1/reports/map-checks`: checks of the standard map set in a period, counted.
//!
//! Approved checks count, each once, by the time at which it was made. What waits for approval is a number of its own.

use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::imports::document_of;
use super::inspection_report::{about, period, waiting_in};
use crate::atlas::LayerId;
use crate::domain::access::ReviewState;
use crate::domain::inspection::TimeStanding;
use crate::domain::map_check::{MapFinding, MapUse};
use crate::domain::messages::Lang;
use crate::domain::period::Period;
use crate::http::answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;

/// A check as its feature tells of it.
#[derive(Deserialize)]
struct Told {
    used_for: MapUse,
    result: MapFinding,
    review_state: ReviewState,
    time_standing: TimeStanding,
    follow_up: Option<String>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Told,
}

/// # Errors
/// 400 for what is no period.
pub fn report(ask: &Ask) -> Result<Response, Problem> {
    let period = period(ask)?;
    let waiting = waiting_in(ask, LayerId::MapChecks, period);
    answer::tagged_with(ask, &waiting.map_or_else(String::new, |count| count.to_string()), || {
        let all = counted(ask, period);
        let figure = |of: &str, word: &str, count: usize| {
            let narrowed = if word.is_empty() { String::new() } else { format!("&{of}={word}") };
            let (from, to) = period.bounds();
            let href = format!(
                "{}/collections/map-checks/items?datetime={from}/{to}&review_state=approved{narrowed}",
                ask.base()
            );
            json!({ of: word, "count": count, "href": href })
        };
        let results = MapFinding::ALL
            .iter()
            .map(|word| figure("result", word.as_str(), all.iter().filter(|one| one.result == *word).count()));
        let uses = MapUse::ALL
            .iter()
            .map(|word| figure("used_for", word.as_str(), all.iter().filter(|one| one.used_for == *word).count()));
        let mut whole = figure("checks", "", all.len());
        if let Some(whole) = whole.as_object_mut() {
            whole.remove("checks");
        }
        let title = if ask.lang == Lang::Vi {
            "Kiểm tra dùng bộ bản đồ chuẩn"
        } else {
            "Checks of the standard map set"
        };
        let document = json!({
            "period": about(ask, period),
            "map_checks": whole,
            "by_result": results.collect::<Vec<Value>>(),
            "by_use": uses.collect::<Vec<Value>>(),
            "with_follow_up": all.iter().filter(|one| one.follow_up.is_some()).count(),
            "waiting": waiting,
            "seq": ask.snapshot.last_seen(&ask.visible),
        });
        Ok(document_of(ask, title, &document))
    })
}

/// A time that lies ahead of its receipt satisfies nothing until it is confirmed.
fn counted(ask: &Ask, period: Period) -> Vec<Told> {
    let (from, to) = period.bounds();
    let all = ask.snapshot.walk(LayerId::MapChecks, &ask.visible);
    let within = all.filter(|step| (from.millis()..=to.millis()).contains(&step.time.from));
    let told = within.filter_map(|step| serde_json::from_slice::<Feature>(step.json).ok());
    told.map(|feature| feature.properties)
        .filter(|told| told.review_state == ReviewState::Approved && told.time_standing == TimeStanding::Plausible)
        .collect()
}
