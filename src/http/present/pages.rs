//! Landing page, collections, items, one item, and the plain pages.

use maud::Markup;
use serde_json::Value;

use super::labels;
use super::{context, words_lang};
use crate::atlas::LayerId;
use crate::atlas::query::{Page, Query};
use crate::domain::attention::Class;
use crate::domain::line::LineStatus;
use crate::domain::messages::Lang;
use crate::http::api::at_risk::{points, ranked};
use crate::http::ask::{Ask, Form};
use crate::http::ogc::links::{address, escape};
use crate::http::page;
use crate::http::page::view::{
    ApiPage, AttentionRow, CollectionCard, CollectionPage, CollectionsPage, ConformancePage, Context, Focus, ItemPage,
    ItemRow, ItemsPage, Landing, Link, ProblemPage, Property, RouteRow, Spot, ValueView,
};
use crate::http::problem::Problem;
use crate::http::routes::ROUTES;

/// How many segments the landing page lists before it points to the whole list.
const SHOWN: usize = 12;

pub fn landing_page(ask: &Ask) -> Markup {
    let snapshot = ask.app.context.atlas.snapshot();
    let visible = snapshot.visible(&ask.app.viewer);
    let day = (ask.app.context.clock)().day();
    let found = ranked(&snapshot, &visible, day, Class::Low);
    let attention = found
        .iter()
        .take(SHOWN)
        .map(|found| AttentionRow {
            key: found.segment.key.to_string(),
            label: found.segment.key.label(),
            line_name: super::risk::line_name(&snapshot, found.segment.key.line(), ask.lang),
            class: found.assessment.class.numeral(),
            score: Some(points(found.assessment.tenths)),
            reasons: super::risk::reasons(&found.assessment),
            href: format!("/api/v1/segments/{}/risk?f=html", found.segment.key),
        })
        .collect();
    let more = found.len().saturating_sub(SHOWN);
    let base = ask.base();
    let landing = Landing {
        collections: cards(ask),
        attention,
        attention_more: (more > 0).then(|| (more, "/api/v1/segments/at-risk?f=html".to_owned())),
        curl: vec![
            (
                format!("curl '{base}/api/v1/segments/at-risk'"),
                both(ask, "Đoạn cần quan tâm và vì sao", "Segments that need attention, and why"),
            ),
            (
                format!("curl '{base}/collections/hazards/items?line=VN-LA'"),
                both(ask, "Điểm sạt lở, vết nứt tuyến Việt Nam – Lào", "Hazards on the Vietnam–Laos line"),
            ),
            (format!("ogrinfo -ro -al -so OAPIF:{base}"), both(ask, "Mọi lớp, bằng GDAL", "All layers, by GDAL")),
        ],
        seq: snapshot.seq.cast_unsigned(),
        day: vietnamese_day(&day.to_string()),
        sketch: snapshot.register().lines().any(|line| line.body.status == LineStatus::Sketch),
        stale_since: None,
    };
    page::landing(&context(ask), &landing, &ask.app.pictures.of(&snapshot, &visible, day))
}

/// `2026-11-22` as people here write it: `22/11/2026`.
fn vietnamese_day(day: &str) -> String {
    day.rsplit('-').collect::<Vec<_>>().join("/")
}

fn both(ask: &Ask, vi: &str, en: &str) -> String {
    match ask.lang {
        Lang::Vi => vi.to_owned(),
        Lang::En => en.to_owned(),
    }
}

fn title(ask: &Ask, layer: LayerId) -> String {
    both(ask, layer.about().title_vi, layer.about().title_en)
}

fn cards(ask: &Ask) -> Vec<CollectionCard> {
    let snapshot = ask.app.context.atlas.snapshot();
    let visible = snapshot.visible(&ask.app.viewer);
    LayerId::ALL
        .into_iter()
        .map(|layer| CollectionCard {
            id: layer.about().id.to_owned(),
            title: title(ask, layer),
            description: both(ask, layer.about().description_vi, layer.about().description_en),
            href: format!("/collections/{}?f=html", layer.about().id),
            count: snapshot.count(layer, &visible),
        })
        .collect()
}

pub fn collections_page(ask: &Ask) -> Markup {
    page::collections_page(&context(ask), &CollectionsPage { collections: cards(ask), links: Vec::new() })
}

pub fn collection_page(ask: &Ask, layer: LayerId) -> Markup {
    let snapshot = ask.app.context.atlas.snapshot();
    let visible = snapshot.visible(&ask.app.viewer);
    let view = CollectionPage {
        id: layer.about().id.to_owned(),
        title: title(ask, layer),
        description: both(ask, layer.about().description_vi, layer.about().description_en),
        count: snapshot.count(layer, &visible),
        links: Vec::new(),
        focus: snapshot.extent(layer, &visible).map(|bbox| Focus { bbox, ..Focus::default() }),
    };
    let day = (ask.app.context.clock)().day();
    page::collection_page(&context(ask), &view, &ask.app.pictures.of(&snapshot, &visible, day))
}

pub fn items_page(ask: &Ask, layer: LayerId, query: &Query, found: &Page, next: Option<String>) -> Markup {
    let snapshot = ask.app.context.atlas.snapshot();
    let visible = snapshot.visible(&ask.app.viewer);
    let features: Vec<Value> =
        serde_json::from_slice(&[b"[", found.features.as_slice(), b"]"].concat()).unwrap_or_default();
    let columns = labels::columns(layer);
    let rows = features
        .iter()
        .map(|feature| ItemRow {
            href: format!("/collections/{}/items/{}?f=html", layer.about().id, escape(id_of(feature))),
            cells: columns
                .iter()
                .map(|name| value_view(feature.pointer(&format!("/properties/{name}")), ask.lang))
                .collect(),
        })
        .collect();
    let filters: Vec<String> = ask
        .query
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "f" | "limit" | "offset" | "cursor"))
        .map(|(name, value)| format!("{}: {}", labels::label(name, ask.lang), labels::value_in(value, ask.lang)))
        .collect();
    let bbox = query.bbox.as_ref().and_then(|bbox| bbox.parts().next()).map(|rect| rect.bounds());
    let view = ItemsPage {
        collection_title: title(ask, layer),
        collection_href: format!("/collections/{}?f=html", layer.about().id),
        number_matched: Some(found.matched),
        number_returned: found.returned as u64,
        columns: columns.iter().map(|name| labels::label(name, ask.lang).to_owned()).collect(),
        rows,
        prev: None,
        next,
        clear_href: (!filters.is_empty()).then(|| format!("/collections/{}/items?f=html", layer.about().id)),
        filters,
        focus: bbox.or_else(|| bounds_of(&features)).map(|bbox| Focus { bbox, key: None, spots: spots(&features) }),
    };
    let day = (ask.app.context.clock)().day();
    page::items_page(&context(ask), &view, &ask.app.pictures.of(&snapshot, &visible, day))
}

pub fn item_page(ask: &Ask, layer: LayerId, feature: &Value) -> Markup {
    let snapshot = ask.app.context.atlas.snapshot();
    let visible = snapshot.visible(&ask.app.viewer);
    let day = (ask.app.context.clock)().day();
    let properties = feature.get("properties").and_then(Value::as_object);
    let name = labels::columns(layer).first().copied().unwrap_or("key");
    let heading = properties.and_then(|all| all.get(name)).and_then(Value::as_str).unwrap_or_else(|| id_of(feature));
    let key = properties
        .and_then(|all| ["key", "segment", "marker", "near_marker"].iter().find_map(|name| all.get(*name)?.as_str()))
        .map(str::to_owned);
    let one = std::slice::from_ref(feature);
    let view = ItemPage {
        title: format!("{}: {heading}", title(ask, layer)),
        collection_title: title(ask, layer),
        collection_href: format!("/collections/{}/items?f=html", layer.about().id),
        properties: properties
            .into_iter()
            .flatten()
            // First quotes, which the list of quotes repeats.
            .filter(|(name, value)| !value.is_null() && !matches!(name.as_str(), "quote" | "clause"))
            .map(|(name, value)| property(name, value, ask.lang))
            .collect(),
        links: vec![Link {
            title: "GeoJSON".to_owned(),
            href: address(ask, Form::Json, &[]),
            rel: "alternate".to_owned(),
            media_type: Some(crate::http::answer::GEOJSON.to_owned()),
        }],
        focus: bounds_of(one).map(|bbox| Focus { bbox, key, spots: spots(one) }),
    };
    page::item_page(&context(ask), &view, &ask.app.pictures.of(&snapshot, &visible, day))
}

pub fn conformance_page(ask: &Ask, classes: &[&str]) -> Markup {
    let classes = classes
        .iter()
        .map(|class| Link {
            title: (*class).to_owned(),
            href: (*class).to_owned(),
            rel: "related".to_owned(),
            media_type: None,
        })
        .collect();
    page::conformance_page(&context(ask), &ConformancePage { classes })
}

pub fn api_page(ask: &Ask) -> Markup {
    let routes = ROUTES
        .iter()
        .map(|route| RouteRow {
            method: route.method.to_string(),
            path: route.path.to_owned(),
            summary: route.summary.to_owned(),
        })
        .collect();
    page::api_page(&context(ask), &ApiPage { routes, links: Vec::new() })
}

pub fn problem_page(problem: &Problem, lang: Lang) -> Markup {
    let view = ProblemPage {
        status: problem.status.as_u16(),
        title: problem.status.canonical_reason().unwrap_or("Error").to_owned(),
        detail: problem.detail(lang),
        code: problem.fault.code.as_str().to_owned(),
        advice: problem.faults.iter().map(|fault| format!("{}: {}", fault.pointer, fault.detail(lang))).collect(),
        links: Vec::new(),
    };
    page::problem_page(&Context { lang: words_lang(lang), json: None }, &view)
}

fn id_of(feature: &Value) -> &str {
    feature.get("id").and_then(Value::as_str).unwrap_or_default()
}

fn property(name: &str, value: &Value, lang: Lang) -> Property {
    Property {
        name: name.to_owned(),
        label: labels::label(name, lang).to_owned(),
        value: if matches!(name, "record" | "seed_key" | "key") {
            value.as_str().map_or(ValueView::Absent, |text| ValueView::Code(text.to_owned()))
        } else {
            value_view(Some(value), lang)
        },
    }
}

fn value_view(value: Option<&Value>, lang: Lang) -> ValueView {
    match value {
        None | Some(Value::Null) => ValueView::Absent,
        Some(Value::Bool(yes)) => ValueView::Text(if *yes { "có" } else { "không" }.to_owned()),
        Some(Value::Number(number)) => number.as_f64().map_or(ValueView::Absent, ValueView::Number),
        Some(Value::String(text)) => ValueView::Text(labels::value_in(text, lang).to_owned()),
        Some(Value::Array(items)) if items.is_empty() => ValueView::Absent,
        Some(Value::Array(items)) => ValueView::List(items.iter().map(|item| value_view(Some(item), lang)).collect()),
        Some(Value::Object(fields)) => match (fields.get("quote").and_then(Value::as_str), fields.len()) {
            (Some(quote), 2) => ValueView::Quote {
                text: quote.split_whitespace().collect::<Vec<_>>().join(" "),
                clause: fields.get("clause").and_then(Value::as_str).map(str::to_owned),
                document: None,
                href: None,
            },
            _ => ValueView::Fields(
                fields
                    .iter()
                    .filter(|(_, value)| !value.is_null())
                    .map(|(name, value)| property(name, value, lang))
                    .collect(),
            ),
        },
    }
}

fn bounds_of(features: &[Value]) -> Option<[f64; 4]> {
    features.iter().flat_map(places).fold(None, |bounds: Option<[f64; 4]>, [lon, lat]| {
        let [w, s, e, n] = bounds.unwrap_or([lon, lat, lon, lat]);
        Some([w.min(lon), s.min(lat), e.max(lon), n.max(lat)])
    })
}

fn places(feature: &Value) -> Vec<[f64; 2]> {
    let pair = |value: &Value| Some([value.get(0)?.as_f64()?, value.get(1)?.as_f64()?]);
    let Some(coordinates) = feature.pointer("/geometry/coordinates") else { return Vec::new() };
    pair(coordinates)
        .map_or_else(|| coordinates.as_array().into_iter().flatten().filter_map(pair).collect(), |point| vec![point])
}

/// Points that are neither marker nor segment; at most as many as a small picture can show.
fn spots(features: &[Value]) -> Vec<Spot> {
    features
        .iter()
        .filter(|feature| feature.pointer("/geometry/type").and_then(Value::as_str) == Some("Point"))
        .filter(|feature| feature.pointer("/properties/number").is_none())
        .filter_map(|feature| {
            let [lon, lat] = *places(feature).first()?;
            let method = feature.pointer("/properties/position_method").and_then(Value::as_str);
            Some(Spot { lon, lat, letter: None, indicative: method != Some("observed") && method != Some("surveyed") })
        })
        .take(100)
        .collect()
}
