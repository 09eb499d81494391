//! OGC API – Features, Part 4: entries of the register are added, replaced, patched and taken out one by one.
//!
//! The tag of a feature ends in its revision, and that is what `If-Match` looks at: a tag also tells of the day and of
//! records of others, which are no reason to refuse an edit.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

use super::collections::layer;
use super::crs::CRS84;
use super::item::gone;
use super::params::cut;
use crate::actions::edit_register::{Change, Edit, Edited, Known, NotEdited, edit};
use crate::atlas::LayerId;
use crate::domain::access::Permission;
use crate::domain::fault::{Code, Fault};
use crate::domain::number::{LineKey, MarkerKey};
use crate::http::answer::{self, JSON, put};
use crate::http::api::receipts::body;
use crate::http::ask::Ask;
use crate::http::methods;
use crate::http::ogc::links::escape;
use crate::http::problem::Problem;
use crate::http::routes::editing::{ITEM, ITEMS};
use crate::http::routes::{Answering, ROUTES};

/// What features of other layers answer.
const READ_ONLY: &str = "GET, OPTIONS, HEAD";

/// Whether anything of the path's layer is edited here at all.
///
/// # Errors
/// 405 with the way to a correction, whoever asks.
pub fn admit(path: &str, method: &Method, variables: Option<&[String]>) -> Result<(), Problem> {
    if path != ITEMS && path != ITEM || method == Method::OPTIONS {
        return Ok(());
    }
    let layer = variables.and_then(|all| LayerId::named(all.first()?));
    let Some(layer) = layer.filter(|layer| !layer.is_editable()) else { return Ok(()) };
    let (vi, en) = way(layer);
    let mut problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, Code::NotEdited);
    problem = problem.with(layer.about().id).with(vi).with(en);
    problem.allow = Some(READ_ONLY.to_owned());
    Err(problem)
}

/// How something of a layer is put right that is not edited.
const fn way(layer: LayerId) -> (&'static str, &'static str) {
    match layer {
        LayerId::BoundaryLines => (
            "Tuyến biên giới vào theo từng bản trọn vẹn: POST /api/v1/imports?layer=boundary-lines.",
            "Boundary lines come as whole versions: POST /api/v1/imports?layer=boundary-lines.",
        ),
        LayerId::Segments => (
            "Đoạn suy ra từ mốc: hãy sửa mốc (/collections/markers/items).",
            "Segments follow from markers: edit those (/collections/markers/items).",
        ),
        _ => (
            "Bản ghi hiện trường không sửa đè: hãy gửi bản đính chính nêu \"corrects\", hoặc rút lại ở /api/v1/records/{id}/withdrawal.",
            "Records of the field are never overwritten: send one that \"corrects\" it, or withdraw it at /api/v1/records/{id}/withdrawal.",
        ),
    }
}

/// The revision that a marker's bytes are of, as its tag names it.
pub fn revision(layer: LayerId, bytes: &[u8]) -> Option<i64> {
    #[derive(serde::Deserialize)]
    struct Properties {
        rev: i64,
    }
    #[derive(serde::Deserialize)]
    struct Feature {
        properties: Properties,
    }
    let feature = layer.is_editable().then(|| serde_json::from_slice::<Feature>(bytes).ok()).flatten();
    feature.map(|feature| feature.properties.rev)
}

/// What can be done here, for clients that ask beforehand.
///
/// # Errors
/// 404 for a layer there is not.
pub fn options(ask: &Ask) -> Result<Response, Problem> {
    let layer = layer(ask)?;
    let id = ask.snapshot.register().canonical(layer, ask.variable(1));
    if layer.is_editable() && ask.route.path == ITEM && ask.snapshot.item(layer, &id, &ask.visible).is_none() {
        return Err(Problem::not_found(Code::UnknownItem).with(cut(&id)));
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let may = if layer.is_editable() { methods_of(ask.route.path) } else { READ_ONLY.to_owned() };
    put(header::ALLOW, &may, &mut response);
    Ok(response)
}

fn methods_of(path: &str) -> String {
    let here = ROUTES.chunk_by(|one, next| one.path == next.path).find(|here| here[0].path == path);
    methods(here.unwrap_or_default())
}

/// Adds a feature.
pub fn add(ask: Ask) -> Answering {
    Box::pin(async move {
        let feature = feature(&ask)?;
        let key = new_key(&ask, &feature)?;
        let edited = carry_out(&ask, key, Change::Add(feature), Known::Any).await?;
        let mut response = told(&ask, StatusCode::CREATED, key, edited);
        put(header::LOCATION, &here(&ask, key), &mut response);
        Ok(response)
    })
}

/// Puts a feature in the place of what is there.
pub fn replace(ask: Ask) -> Answering {
    Box::pin(async move {
        let (key, known) = named(&ask)?;
        let feature = feature(&ask)?;
        is_that(&feature, key)?;
        let edited = carry_out(&ask, key, Change::Replace(feature), known).await?;
        Ok(told(&ask, StatusCode::OK, key, edited))
    })
}

/// Changes what a merge patch names.
pub fn patch(ask: Ask) -> Answering {
    Box::pin(async move {
        let (key, known) = named(&ask)?;
        let patch = feature(&ask)?;
        is_that(&patch, key)?;
        let edited = carry_out(&ask, key, Change::Patch(patch), known).await?;
        Ok(told(&ask, StatusCode::OK, key, edited))
    })
}

/// Takes a feature out of the register.
pub fn remove(ask: Ask) -> Answering {
    Box::pin(async move {
        let (key, known) = named(&ask)?;
        let edited = carry_out(&ask, key, Change::Remove, known).await?;
        Ok(told(&ask, StatusCode::OK, key, edited))
    })
}

/// The body, in the system that features have unless asked otherwise.
fn feature(ask: &Ask) -> Result<Value, Problem> {
    let crs = ask.headers.get("content-crs").map(|crs| crs.to_str().unwrap_or_default());
    if crs.is_some_and(|crs| crs.trim_matches(['<', '>', ' ']) != CRS84) {
        return Err(Problem::parameter(Fault::new("Content-Crs", Code::NotOneOf).with(CRS84)));
    }
    let feature = body(ask)?;
    if feature.is_object() { Ok(feature) } else { Err(Problem::invalid(vec![Fault::new("", Code::NotObject)])) }
}

/// The marker that the path names, and the revisions that whoever asks knows of it.
fn named(ask: &Ask) -> Result<(MarkerKey, Known), Problem> {
    let layer = layer(ask)?;
    let id = ask.snapshot.register().canonical(layer, ask.variable(1));
    let key = id.parse().map_err(|_| Problem::not_found(Code::UnknownItem).with(cut(&id)))?;
    // What is not there is not there, whatever is known of it.
    if !ask.snapshot.register().knows(&key) {
        return Err(missing(ask, key));
    }
    let known = known(&ask.headers).ok_or_else(|| {
        let required = StatusCode::PRECONDITION_REQUIRED;
        Problem::new(required, Code::IfMatchMissing)
    })?;
    Ok((key, known))
}

/// Revisions in the tags of `If-Match`; none without that header.
fn known(headers: &HeaderMap) -> Option<Known> {
    let mut tags = headers.get_all(header::IF_MATCH).iter().peekable();
    tags.peek()?;
    let tags = tags.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let mut revisions = Vec::new();
    for tag in tags.map(str::trim) {
        if tag == "*" {
            return Some(Known::Any);
        }
        let tag = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"')).unwrap_or_default();
        let last = tag.rsplit('.').next().and_then(|last| last.strip_prefix('r'));
        revisions.extend(last.and_then(|last| last.parse::<i64>().ok()));
    }
    Some(Known::Revisions(revisions))
}

/// The key of a feature that is to be new: its `key`, its `id`, or its `number` on its `line`.
fn new_key(ask: &Ask, feature: &Value) -> Result<MarkerKey, Problem> {
    layer(ask)?;
    let said = |name: &str| feature["properties"][name].as_str();
    let (pointer, text) = match (said("key"), said("number"), feature["id"].as_str()) {
        (Some(key), ..) => ("/properties/key", key.to_owned()),
        (None, Some(number), _) => {
            let line = said("line").and_then(|line| line.parse::<LineKey>().ok());
            ("/properties/number", line.map_or_else(|| number.to_owned(), |line| format!("{line}:{number}")))
        }
        (None, None, Some(id)) => ("/id", id.to_owned()),
        (None, None, None) => {
            return Err(Problem::invalid(vec![Fault::new("/properties/key", Code::Missing)]));
        }
    };
    text.parse().map_err(|fault| Problem::invalid(vec![Fault::number(pointer, &fault)]))
}

/// The path says which feature is meant; a body that says another is a mistake.
fn is_that(feature: &Value, key: MarkerKey) -> Result<(), Problem> {
    let said = [&feature["id"], &feature["properties"]["key"]];
    let other = said.into_iter().find(|said| !said.is_null() && said.as_str() != Some(key.to_string().as_str()));
    other.map_or(Ok(()), |other| Err(other_feature(other, key)))
}

fn other_feature(said: &Value, key: MarkerKey) -> Problem {
    let said = said.as_str().map_or_else(|| said.to_string(), str::to_owned);
    Problem::new(StatusCode::CONFLICT, Code::OtherFeature).with(cut(&said)).with(key.to_string())
}

async fn carry_out(ask: &Ask, key: MarkerKey, change: Change, known: Known) -> Result<Edited, Problem> {
    // The register is everybody's, and so are those who edit it: as with imports.
    if !ask.identity.everywhere(Permission::Import) {
        return Err(Problem::new(StatusCode::FORBIDDEN, Code::Forbidden));
    }
    let edited = edit(&ask.app.context, Edit { who: ask.identity.clone(), key, change, known }).await;
    edited.map_err(|error| not_edited(ask, key, error))
}

fn not_edited(ask: &Ask, key: MarkerKey, error: NotEdited) -> Problem {
    let conflict = |code| Problem::new(StatusCode::CONFLICT, code);
    match error {
        NotEdited::Missing => missing(ask, key),
        NotEdited::There => conflict(Code::FeatureThere).with(key.to_string()),
        NotEdited::Stale(rev) => {
            let mut problem = Problem::new(StatusCode::PRECONDITION_FAILED, Code::IfMatchStale).with(rev.to_string());
            problem.extra.push(("rev", rev.into()));
            problem
        }
        NotEdited::InUse(what) => conflict(Code::FeatureInUse).with(key.to_string()).with(what),
        NotEdited::Invalid(faults) => Problem::invalid(faults.into_iter().map(of_property).collect()),
        NotEdited::Busy => conflict(Code::ImportBusy),
        NotEdited::Store(error) => {
            tracing::error!(%error, "an edit could not be stored");
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, Code::StoreUnavailable)
        }
    }
}

/// Columns of a row are properties of a feature.
fn of_property(fault: Fault) -> Fault {
    let pointer = match fault.pointer.as_str() {
        "" => "/geometry".to_owned(),
        pointer if pointer.starts_with('/') => pointer.to_owned(),
        column => format!("/properties/{column}"),
    };
    Fault { pointer, ..fault }
}

/// By the picture of this moment: it may have left while this was under way.
fn missing(ask: &Ask, key: MarkerKey) -> Problem {
    let snapshot = ask.app.context.atlas.snapshot();
    match snapshot.gone(&key.to_string(), &ask.visible) {
        Some(why) => gone(ask, &key.to_string(), why),
        None => Problem::not_found(Code::UnknownItem).with(key.to_string()),
    }
}

fn here(ask: &Ask, key: MarkerKey) -> String {
    let layer = LayerId::Markers.about().id;
    format!("{}/collections/{layer}/items/{}", ask.base(), escape(&key.to_string()))
}

/// What was done, and how to take it back.
fn told(ask: &Ask, status: StatusCode, key: MarkerKey, edited: Edited) -> Response {
    let import = edited.import.map(|import| format!("{}/api/v1/imports/{import}", ask.base()));
    let document = json!({
        "id": key,
        "record": edited.record,
        "rev": edited.rev,
        "changed": edited.import.is_some(),
        "seq": edited.seq,
        "epoch": ask.snapshot.epoch,
        "href": here(ask, key),
        "import": edited.import,
        "undo": import.map(|import| format!("{import}/undo")),
    });
    let mut response = answer::json(status, JSON, &document);
    if let Ok(tag) = HeaderValue::from_str(&format!("\"r{}\"", edited.rev)) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_ends_in_the_revision_that_it_is_of() {
        let read = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_MATCH, HeaderValue::from_static(text));
            known(&headers)
        };
        assert_eq!(known(&HeaderMap::new()), None);
        assert_eq!(read("*"), Some(Known::Any));
        assert_eq!(read("\"r3\""), Some(Known::Revisions(vec![3])));
        assert_eq!(read("\"1.ab.0.2.0.json.vi.2026-11-22.0f.r12\", \"r4\""), Some(Known::Revisions(vec![12, 4])));
        for text in ["\"x\"", "r3", "W/\"r3\"", "\"\"", "\"r\"", "\"3\""] {
            assert_eq!(read(text), Some(Known::Revisions(Vec::new())), "{text}");
        }
    }
}
