//! `/collections/{id}/items`: the short road from a request to stored bytes.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use super::collections::layer;
use super::filter::bbox_and_filter;
use super::links::{FEATURES, Link, address, link, own};
use super::params;
use super::shown::Shown;
use super::sorting;
use crate::atlas::LayerId;
use crate::atlas::layer::Layer;
use crate::atlas::pieces::Pieces;
use crate::atlas::query::{Page, Query, Writer};
use crate::atlas::words::{Values, number_text, values};
use crate::domain::fault::{Code, Fault};
use crate::domain::number::{NumberFault, SegmentKey};
use crate::http::answer::{self, GEOJSON, JSON};
use crate::http::api::inspections::written;
use crate::http::ask::{Ask, Form, takes};
use crate::http::pieces::in_pieces;
use crate::http::present;
use crate::http::problem::Problem;
use crate::http::routes::LINE_VERSION;

/// # Errors
/// 404 for a layer there is not, 400 for unknown or malformed parameters.
pub fn items(ask: &Ask) -> Result<Response, Problem> {
    let layer = layer(ask)?;
    let query = read(ask, layer)?;
    let past = past(ask, layer)?;
    let form = Shown::of(ask, layer)?;
    answer::tagged(ask, || {
        let run = |write: Option<Writer<'_>>| {
            let sees = |class| ask.visible.sees(class);
            match &past {
                Some(past) => query.run_as(past, &sees, write),
                None if layer == LayerId::Segments => {
                    query.run_as(ask.snapshot.board(&ask.outlook(), &ask.visible).layer(), &sees, write)
                }
                None => query.run_as(ask.snapshot.layer(layer), &sees, write),
            }
        };
        if ask.form == Form::Html || form.is_ready() {
            let mut response = shown(ask, layer, &query, run(None));
            if ask.form == Form::Json {
                form.name_in(&mut response);
            }
            return Ok(response);
        }
        let found = form.with(|write| run(Some(&|step, out| write(step.json, out))))?;
        let mut response = shown(ask, layer, &query, found);
        form.name_in(&mut response);
        Ok(response)
    })
}

/// A page of features of a layer, as it was asked for.
pub fn shown(ask: &Ask, layer: LayerId, query: &Query, found: Page) -> Response {
    let next = found.next.as_ref().map(|order| {
        let cursor = found.place.as_ref().map_or_else(|| params::cursor_text(order), sorting::cursor_text);
        address(ask, ask.form, &[("cursor", Some(&cursor)), ("offset", None)])
    });
    if ask.form == Form::Html {
        return answer::html(StatusCode::OK, ask.lang, present::items_page(ask, layer, query, &found, next));
    }
    let mut links = own(ask, FEATURES);
    links.push(link(
        format!("{}/collections/{}", ask.base(), layer.about().id),
        "collection",
        JSON,
        layer.about().title_vi,
    ));
    links.extend(next.as_deref().map(|next| link(next, "next", GEOJSON, "Next page")));
    let mut response = answer::bytes(StatusCode::OK, GEOJSON, in_pieces(body(found, &links)));
    let next = next.and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok());
    if let Some(next) = next {
        response.headers_mut().insert(header::LINK, next);
    }
    response
}

/// The layer under the version of the line that was asked for, if one was.
fn past(ask: &Ask, layer: LayerId) -> Result<Option<Layer>, Problem> {
    let Some(version) = ask.parameter(LINE_VERSION.name) else { return Ok(None) };
    let line = params::line(ask, "line")?;
    match ask.snapshot.layer_at(layer, line, version) {
        Some(past) => Ok(Some(past)),
        None => Err(Problem::parameter(params::unknown_version(ask, version))),
    }
}

fn read(ask: &Ask, layer: LayerId) -> Result<Query, Problem> {
    let queryables = layer.about().queryables;
    let known: Vec<&str> = ask.route.names().into_iter().chain(queryables.iter().copied()).collect();
    takes(&ask.query, &known)?;
    let filters = (0..)
        .zip(queryables)
        .filter_map(|(n, name)| Some((n, name, ask.parameter(name)?)))
        .map(|(n, name, value)| Ok((n, exactly(ask, layer, name, value)?)))
        .collect::<Result<_, Problem>>()?;
    let (bbox, filter) = bbox_and_filter(ask, layer)?;
    let sort = sorting::sort(ask, layer)?;
    Ok(Query {
        bbox,
        filter: filter.map(Arc::new),
        interval: params::datetime(ask)?,
        filters,
        after: if sort.is_none() { params::cursor(ask)? } else { None },
        sort: sort.map(Arc::new),
        offset: params::offset(ask)?,
        limit: params::limit(ask)?,
    })
}

/// The value a property must have; 400 for one that it can never have.
fn exactly(ask: &Ask, layer: LayerId, name: &str, value: &str) -> Result<String, Problem> {
    let register = ask.snapshot.register();
    let number = |fault: &NumberFault| Problem::parameter(Fault::number(name, fault));
    match values(layer, name) {
        Values::Any => Ok(value.to_owned()),
        Values::Words(words) if words.contains(&value) => Ok(value.to_owned()),
        Values::Words(words) => Err(Problem::parameter(Fault::new(name, Code::NotOneOf).with(words.join(", ")))),
        Values::Line => params::line(ask, name).map(|line| line.map_or_else(String::new, |line| line.to_string())),
        // By the marker's own key, also when an alias is asked for.
        Values::Marker => {
            let key = value.parse().map_err(|fault| number(&written(value, fault, register)))?;
            Ok(register.marker(&key).map_or(key, |marker| marker.body.key).to_string())
        }
        Values::Number => {
            value.parse().ok().filter(|number: &f64| number.is_finite()).map(number_text).ok_or_else(|| {
                let fault = Fault::new(name, Code::BadParameter);
                Problem::parameter(fault.with("phải là một số").with("must be a number"))
            })
        }
        Values::Segment => {
            let key: SegmentKey = value.parse().map_err(|fault| number(&written(value, fault, register)))?;
            Ok(key.to_string())
        }
    }
}

/// The collection around the ready-made features.
fn body(found: Page, links: &[Link]) -> Pieces {
    let links = serde_json::to_vec(links).unwrap_or_default();
    let mut out = Pieces::default();
    out.push(br#"{"type":"FeatureCollection","features":["#);
    out.append(found.features);
    let counts = format!(r#"],"numberMatched":{},"numberReturned":{},"links":"#, found.matched, found.returned);
    out.push(counts.as_bytes());
    out.push(&links);
    out.push(b"}");
    out
}
