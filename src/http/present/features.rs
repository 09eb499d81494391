//! Lists of features, one feature, and how their values are shown.

use maud::Markup;
use serde_json::Value;

use super::about::{About, Reader};
use super::pages::title;
use super::{context, labels, links, picture};
use crate::atlas::LayerId;
use crate::atlas::query::{Page, Query};
use crate::domain::messages::Lang;
use crate::http::ask::Ask;
use crate::http::ogc::links::escape;
use crate::http::page;
use crate::http::page::view::{Focus, ItemPage, ItemRow, ItemsPage, Property, Spot, ValueView};

pub fn items_page(ask: &Ask, layer: LayerId, query: &Query, found: &Page, next: Option<String>) -> Markup {
    let features: Vec<Value> = serde_json::from_slice(&found.features.as_list()).unwrap_or_default();
    let columns = labels::columns(layer);
    let reader = Reader { lang: ask.lang, about: About::layer(layer) };
    let rows = features
        .iter()
        .map(|feature| ItemRow {
            href: format!("/collections/{}/items/{}?f=html", layer.about().id, escape(id_of(feature))),
            cells: columns
                .iter()
                .map(|name| value_view(name, feature.pointer(&format!("/properties/{name}")), reader))
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
        number_matched: found.matched,
        columns: columns.iter().map(|name| reader.label(name).to_owned()).collect(),
        rows,
        next,
        clear_href: (!filters.is_empty()).then(|| format!("/collections/{}/items?f=html", layer.about().id)),
        filters,
        sums: Vec::new(),
        focus: bbox.or_else(|| bounds_of(&features)).map(|bbox| Focus { bbox, key: None, spots: spots(&features) }),
    };
    page::items_page(&context(ask), &view, &picture(ask))
}

pub fn item_page(ask: &Ask, layer: LayerId, feature: &Value) -> Markup {
    let name = labels::columns(layer).first().copied().unwrap_or("key");
    let heading = feature.get("properties").and_then(|all| all.get(name)).and_then(Value::as_str);
    let reader = Reader { lang: ask.lang, about: About::layer(layer) };
    let heading = heading.map_or_else(|| id_of(feature).to_owned(), |heading| reader.value(name, heading));
    let view = ItemPage {
        title: format!("{}: {heading}", title(ask, layer)),
        collection_title: title(ask, layer),
        collection_href: format!("/collections/{}/items?f=html", layer.about().id),
        links: links::of_item(ask, layer, feature),
        ..of_feature(feature, reader)
    };
    page::item_page(&context(ask), &view, &picture(ask))
}

/// The page of a feature that lies in no layer.
pub fn linear_page(ask: &Ask, heading: &str, feature: &Value) -> Markup {
    let view = ItemPage {
        title: heading.to_owned(),
        collection_title: title(ask, LayerId::BoundaryLines),
        collection_href: "/collections/boundary-lines/items?f=html".to_owned(),
        ..of_feature(feature, Reader::common(ask.lang))
    };
    page::item_page(&context(ask), &view, &picture(ask))
}

/// The page of a document that is no feature: its members, one below the other.
pub fn document_page(ask: &Ask, title: &str, document: &Value) -> Markup {
    let members = document.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    let reader = Reader { lang: ask.lang, about: About::at(&ask.path) };
    let view = ItemPage {
        title: title.to_owned(),
        collection_title: title.to_owned(),
        collection_href: format!("{}?f=html", ask.path),
        properties: members.map(|(name, value)| member(name, value, reader)).collect(),
        ..ItemPage::default()
    };
    page::item_page(&context(ask), &view, &picture(ask))
}

/// What a feature says, and where it lies.
fn of_feature(feature: &Value, reader: Reader) -> ItemPage {
    let properties = feature.get("properties").and_then(Value::as_object);
    let key = properties
        .and_then(|all| ["key", "segment", "marker", "near_marker"].iter().find_map(|name| all.get(*name)?.as_str()))
        .map(str::to_owned);
    let one = std::slice::from_ref(feature);
    let mut shown: Vec<(&String, &Value)> = properties
        .into_iter()
        .flatten()
        // The first quote stands in the list of quotes; what is empty says nothing.
        .filter(|(name, value)| !matches!(name.as_str(), "quote" | "clause") && !is_empty(value))
        .collect();
    shown.sort_by_key(|(name, _)| labels::rank(name));
    ItemPage {
        properties: shown.into_iter().map(|(name, value)| property(name, value, reader)).collect(),
        focus: bounds_of(one).map(|bbox| Focus { bbox, key, spots: spots(one) }),
        ..ItemPage::default()
    }
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

fn id_of(feature: &Value) -> &str {
    feature.get("id").and_then(Value::as_str).unwrap_or_default()
}

/// A member of a document: of a list that has nothing the page says so.
fn member(name: &str, value: &Value, reader: Reader) -> Property {
    let none = if reader.lang == Lang::Vi { "không có" } else { "none" };
    let property = property(name, value, reader);
    if is_empty(value) { Property { value: ValueView::Text(none.to_owned()), ..property } } else { property }
}

fn property(name: &str, value: &Value, reader: Reader) -> Property {
    Property {
        name: name.to_owned(),
        label: reader.label(name).to_owned(),
        value: if matches!(name, "record" | "seed_key" | "key" | "id" | "digest" | "sha256" | "statement") {
            value.as_str().map_or(ValueView::Absent, |text| ValueView::Code(text.to_owned()))
        } else {
            value_view(name, Some(value), reader)
        },
    }
}

fn value_view(name: &str, value: Option<&Value>, reader: Reader) -> ValueView {
    match value {
        None | Some(Value::Null) => ValueView::Absent,
        Some(Value::Bool(yes)) => ValueView::Text(
            match (*yes, reader.lang) {
                (true, Lang::Vi) => "có",
                (false, Lang::Vi) => "không",
                (true, Lang::En) => "yes",
                (false, Lang::En) => "no",
            }
            .to_owned(),
        ),
        Some(Value::Number(number)) => number.as_f64().map_or(ValueView::Absent, ValueView::Number),
        Some(Value::String(text)) => ValueView::Text(reader.value(name, text)),
        Some(Value::Array(items)) if items.is_empty() => ValueView::Absent,
        Some(Value::Array(items)) => {
            ValueView::List(items.iter().map(|item| value_view(name, Some(item), reader)).collect())
        }
        Some(Value::Object(fields)) => match (fields.get("quote").and_then(Value::as_str), cite_only(fields)) {
            (Some(quote), true) => ValueView::Quote {
                text: quote.split_whitespace().collect::<Vec<_>>().join(" "),
                clause: fields.get("clause").and_then(Value::as_str).map(str::to_owned),
                document: fields.get("document").and_then(Value::as_str).map(str::to_owned),
            },
            _ => ValueView::Fields(
                fields
                    .iter()
                    .filter(|(_, value)| !is_empty(value))
                    .map(|(name, value)| property(name, value, reader))
                    .collect(),
            ),
        },
    }
}

/// Whether these are the words of a document and nothing else.
fn cite_only(fields: &serde_json::Map<String, Value>) -> bool {
    fields.keys().all(|name| matches!(name.as_str(), "quote" | "clause" | "document"))
}

fn bounds_of(features: &[Value]) -> Option<[f64; 4]> {
    features.iter().flat_map(places).fold(None, |bounds: Option<[f64; 4]>, [lon, lat]| {
        let [w, s, e, n] = bounds.unwrap_or([lon, lat, lon, lat]);
        Some([w.min(lon), s.min(lat), e.max(lon), n.max(lat)])
    })
}

fn places(feature: &Value) -> Vec<[f64; 2]> {
    feature.pointer("/geometry/coordinates").map(pairs).unwrap_or_default()
}

/// A point's own coordinates, or those of all the points in a list of lists.
fn pairs(coordinates: &Value) -> Vec<[f64; 2]> {
    match (coordinates.get(0).and_then(Value::as_f64), coordinates.get(1).and_then(Value::as_f64)) {
        (Some(lon), Some(lat)) => vec![[lon, lat]],
        _ => coordinates.as_array().into_iter().flatten().flat_map(pairs).collect(),
    }
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
            Some(Spot { lon, lat, indicative: method != Some("observed") && method != Some("surveyed") })
        })
        .take(100)
        .collect()
}
