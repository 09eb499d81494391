//! `/api/v1/campaigns`: inspections of whole lines or parts of them, and how far each has come.

use axum::response::Response;
use serde_json::{Value, json};

use super::imports::document_of;
use super::inspection_rules::over;
use super::receipts::{body, said};
use super::records::{id, unknown};
use super::rules::not_set;
use crate::actions::inspection_rules::set_for_inspections;
use crate::atlas::LayerId;
use crate::atlas::campaigns::{Part, Progress, Shared, Tally};
use crate::atlas::orders::{Ended, Ordered};
use crate::domain::attention::Coverage;
use crate::domain::campaign::Campaign;
use crate::domain::draft::head::Received;
use crate::domain::draft::inspection_rule;
use crate::domain::location::Referent;
use crate::domain::messages::Lang;
use crate::domain::number::{MarkerKey, SegmentKey};
use crate::http::answer;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

/// Markers and stretches by their keys, as a rule or a campaign names them.
pub(super) fn written(places: &[Referent]) -> Vec<String> {
    let one = |place: &Referent| match place {
        Referent::Marker(key) => Some(key.to_string()),
        Referent::Segment(key) => Some(key.to_string()),
        Referent::NearMarker(_) | Referent::Area(_) | Referent::Along { .. } => None,
    };
    places.iter().filter_map(one).collect()
}

/// `GET`: campaigns that the asker may know of, each with how far it has come.
///
/// # Errors
/// None.
pub fn list(ask: &Ask) -> Result<Response, Problem> {
    answer::tagged(ask, || {
        let all = ask.snapshot.orders().campaigns(&ask.visible);
        let shown: Vec<Value> = all.map(|(one, ended)| about(ask, one, ended.map(AsRef::as_ref)).0).collect();
        let title = if ask.lang == Lang::Vi { "Đợt kiểm tra" } else { "Campaigns" };
        Ok(document_of(ask, title, &json!({ "day": ask.day, "campaigns": shown })))
    })
}

/// `GET …/{id}`: one, with what is missing, segment by segment and unit by unit.
///
/// # Errors
/// 404 for one that is not there, or not for the asker.
pub fn one(ask: &Ask) -> Result<Response, Problem> {
    let id = id(ask)?;
    let mut all = ask.snapshot.orders().campaigns(&ask.visible);
    let (campaign, ended) = all.find(|(one, _)| one.id == id).ok_or_else(|| unknown(ask))?;
    answer::tagged(ask, || {
        let (mut shown, progress) = about(ask, campaign, ended.map(AsRef::as_ref));
        let missing = |parts: &[Value]| -> Vec<Value> {
            parts.iter().filter(|part| part["covered"] != "whole").cloned().collect()
        };
        let markers: Vec<Value> = progress.markers.iter().map(|part| marker(ask, part)).collect();
        let segments: Vec<Value> = progress.segments.iter().map(|part| segment(ask, part)).collect();
        shown["missing"] =
            json!({ "markers": keys(&missing(&markers), "marker"), "segments": keys(&missing(&segments), "segment") });
        shown["by_marker"] = markers.into();
        shown["by_segment"] = segments.into();
        Ok(document_of(ask, &campaign.body.title, &shown))
    })
}

fn about(ask: &Ask, campaign: &Ordered<Campaign>, ended: Option<&Ended>) -> (Value, Progress) {
    let body = &campaign.body;
    let progress = ask.snapshot.progress(campaign, ended.map(|ended| ended.at.day()), ask.day, &ask.visible);
    let by_unit = progress.by_unit.iter().map(|(unit, count)| json!({ "unit": unit, "inspections": count }));
    let shown = json!({
        "id": campaign.id,
        "href": format!("{}/api/v1/campaigns/{}", ask.base(), campaign.id),
        "title": body.title,
        "mode": body.mode,
        "subjects": body.subjects,
        "line": body.reach.line,
        "places": written(&body.reach.places),
        "from": body.from,
        "to": body.to,
        "source": body.source,
        "clause": body.clause,
        "quote": body.quote,
        "notes": body.notes,
        "unit": campaign.unit,
        "set_by": campaign.set_by,
        "set_at": campaign.set_at,
        "ended": ended.map(over),
        "state": progress.state,
        "progress": {
            "all": tally(progress.of_markers.with(progress.of_segments)),
            "markers": tally(progress.of_markers),
            "segments": tally(progress.of_segments),
        },
        "shares": progress.shares.iter().map(share).collect::<Vec<_>>(),
        "by_unit": by_unit.collect::<Vec<_>>(),
    });
    (shown, progress)
}

fn tally(tally: Tally) -> Value {
    json!({ "done": tally.done, "of": tally.all, "percent": tally.percent() })
}

fn share(share: &Shared) -> Value {
    json!({ "unit": share.unit, "markers": tally(share.markers), "segments": tally(share.segments),
        "missing": { "markers": share.missing_markers, "segments": share.missing_segments } })
}

fn marker(ask: &Ask, part: &Part<MarkerKey>) -> Value {
    json!({ "marker": part.key, "covered": part.covered, "first": first(ask, part) })
}

fn segment(ask: &Ask, part: &Part<SegmentKey>) -> Value {
    json!({ "segment": part.key, "covered": part.covered, "first": first(ask, part) })
}

/// The inspection that was the first of it in the campaign.
fn first<K>(ask: &Ask, part: &Part<K>) -> Option<Value> {
    let look = part.first.filter(|_| part.covered != Coverage::None)?;
    let href = format!("{}/collections/{}/items/{}", ask.base(), LayerId::Inspections.about().id, look.record);
    Some(json!({ "record": look.record, "observed_at": look.at, "href": href }))
}

fn keys(parts: &[Value], name: &str) -> Vec<Value> {
    parts.iter().map(|part| part[name].clone()).collect()
}

/// `POST`.
pub fn plan(ask: Ask) -> Answering {
    Box::pin(async move {
        let received = Received::at((ask.app.context.clock)());
        let record = inspection_rule::campaign(&body(&ask)?, received).map_err(Problem::invalid)?;
        let about = record.id;
        let taken = set_for_inspections(&ask.app.context, &ask.identity, &ask.visible, record).await;
        said(&ask, about, taken.map_err(|error| not_set(&ask, error))?)
    })
}
