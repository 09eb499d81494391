//! What attention levels were: `?as_of=` of `/api/v1/segments/at-risk` and `…/{key}/risk`, and `…/{key}/risk/trend`.

use std::cmp::Reverse;

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::at_risk::{self, Wanted, asked_for, of_register, shape, with_links};
use super::attention_method::named;
use super::imports::document_of;
use super::records::unavailable;
use crate::actions::levels_then::{Then, on, series};
use crate::atlas::encode::geometry;
use crate::atlas::register::Segment;
use crate::domain::attention::{Class, points};
use crate::domain::fault::Code;
use crate::domain::messages::Lang;
use crate::domain::time::CivilDay;
use crate::http::answer::{self, GEOJSON};
use crate::http::ask::{Ask, Form};
use crate::http::ogc::links::{FEATURES, own};
use crate::http::ogc::params::{bad, cut};
use crate::http::problem::Problem;
use crate::http::routes::{AS_OF, Answering};

/// The day that was asked for; none for today.
fn as_of(ask: &Ask) -> Result<Option<CivilDay>, Problem> {
    let text = ask.parameter(AS_OF.name).unwrap_or_default();
    let day: CivilDay = text.parse().map_err(|_| {
        let text = cut(text);
        bad(
            AS_OF.name,
            format!("“{text}” không phải ngày như 2026-11-22"),
            format!("\"{text}\" is not a day such as 2026-11-22"),
        )
    })?;
    if day > ask.day {
        return Err(bad(AS_OF.name, "là ngày chưa đến", "is a day to come"));
    }
    Ok((day < ask.day).then_some(day))
}

/// The list as it stood at the end of a day.
pub fn at_risk(ask: Ask) -> Answering {
    Box::pin(async move {
        let (Some(day), wanted) = (as_of(&ask)?, Wanted::read(&ask)?) else { return at_risk::at_risk(&ask) };
        let (snapshot, viewer) = (&ask.snapshot, &ask.identity.viewer);
        let then = on(&ask.app.context, snapshot, viewer, &ask.visible, day, None).await;
        let mut found: Vec<(Segment, Then)> = then
            .map_err(|error| unavailable(&error))?
            .into_iter()
            .filter(|then| Class::named(&then.kept.class) >= Some(wanted.least))
            // Places are today's; what has none today can be shown nowhere.
            .filter_map(|then| Some((snapshot.register().segment(&then.kept.segment.parse().ok()?)?, then)))
            .filter(|(segment, _)| wanted.takes(segment, &snapshot.provinces(&segment.key, &ask.visible)))
            .collect();
        found.sort_by_key(|(segment, then)| (Reverse(then.kept.tenths), segment.key));
        let matched = found.len();
        found.truncate(wanted.limit);
        let features: Vec<Value> = found.iter().map(|(segment, then)| feature(&ask, segment, then)).collect();
        let document = json!({
            "type": "FeatureCollection",
            "numberMatched": matched,
            "numberReturned": features.len(),
            "as_of": day,
            "features": features,
            "links": own(&ask, FEATURES),
        });
        Ok(shown(&ask, &document))
    })
}

/// One stretch as it stood at the end of a day.
pub fn risk(ask: Ask) -> Answering {
    Box::pin(async move {
        let (Some(day), segment) = (as_of(&ask)?, asked_for(&ask)?) else { return at_risk::risk(&ask) };
        let viewer = &ask.identity.viewer;
        let then = on(&ask.app.context, &ask.snapshot, viewer, &ask.visible, day, Some(&segment.key)).await;
        let then = then.map_err(|error| unavailable(&error))?;
        let nothing = || Problem::not_found(Code::UnknownItem).with(format!("{} ({day})", segment.key));
        let then = then.first().ok_or_else(nothing)?;
        let mut document = with_links(feature(&ask, &segment, then), &own(&ask, FEATURES));
        document["as_of"] = json!(day);
        Ok(shown(&ask, &document))
    })
}

fn shown(ask: &Ask, document: &Value) -> Response {
    if ask.form == Form::Html {
        let title =
            if ask.lang == Lang::Vi { "Mức cần quan tâm đã được nêu" } else { "Attention as it was shown" };
        return document_of(ask, title, document);
    }
    answer::json(StatusCode::OK, GEOJSON, document)
}

fn feature(ask: &Ask, segment: &Segment, then: &Then) -> Value {
    let provinces = ask.snapshot.provinces(&segment.key, &ask.visible);
    let mut properties = of_register(&ask.snapshot, segment, &provinces);
    properties.extend(level(then));
    json!({ "type": "Feature", "id": segment.key, "geometry": geometry(&shape(segment)), "properties": properties })
}

/// What was kept: numbers, names and ids, no words of records.
fn level(then: &Then) -> Map<String, Value> {
    let kept = &then.kept;
    let class = Class::named(&kept.class);
    let terms = then.terms.iter();
    let terms: Vec<Value> = terms
        .map(|term| json!({ "name": term.name, "points": points(term.tenths), "records": term.records }))
        .collect();
    let level = json!({
        "day": CivilDay::from_number(kept.day),
        "seq": kept.seq,
        "score": points(kept.tenths),
        "class": class,
        "class_numeral": class.and_then(Class::numeral),
        "inspection_state": kept.inspection_state,
        "label_level": kept.label,
        "method_version": kept.method_version,
        "method_digest": kept.method_digest,
        "terms": terms,
    });
    match level {
        Value::Object(level) => level,
        _ => Map::new(),
    }
}

/// How the level of a stretch came about.
pub fn trend(ask: Ask) -> Answering {
    Box::pin(async move {
        let segment = asked_for(&ask)?;
        let viewer = &ask.identity.viewer;
        let found = series(&ask.app.context, &ask.snapshot, viewer, &ask.visible, &segment.key).await;
        let (label, all) = found.map_err(|error| unavailable(&error))?;
        let series: Vec<Value> = all.iter().map(|then| level(then).into()).collect();
        let title =
            if ask.lang == Lang::Vi { "Diễn biến mức cần quan tâm" } else { "How the level came about" };
        let document = json!({ "segment": segment.key, "label_level": label, "method": named(&ask), "series": series });
        Ok(document_of(&ask, title, &document))
    })
}
