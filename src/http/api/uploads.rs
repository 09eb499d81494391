//! `/api/v1/uploads`: files come in by the tus protocol 1.0 (core, creation, expiration, termination).
//!
//! What a piece brings before its line breaks is kept: receiving goes on in a task of its own, which ends with what came.

use axum::body::{Body, BodyDataStream};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::StreamExt as _;
use serde_json::json;
use uuid::Uuid;

use super::receipts::unstored;
use crate::actions::attachments::Upload;
use crate::actions::attachments::arrival::Refused;
use crate::actions::attachments::upload::{self, NoUpload, Offered, Receiving};
use crate::domain::attachment::{LARGEST_FILE, MediaType, digest};
use crate::domain::fault::Code;
use crate::domain::time::Instant;
use crate::http::answer::{self, JSON, put};
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::routes::Answering;
use crate::http::upload::Upload as Arriving;

const VERSION: &str = "1.0.0";
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");

/// What of the protocol is spoken here.
///
/// # Errors
/// None.
pub fn options(ask: &Ask) -> Result<Response, Problem> {
    let mut response = empty();
    put(RESUMABLE, VERSION, &mut response);
    put(HeaderName::from_static("tus-version"), VERSION, &mut response);
    put(HeaderName::from_static("tus-extension"), "creation,expiration,termination", &mut response);
    let most = ask.app.context.files.limits.file.to_string();
    put(HeaderName::from_static("tus-max-size"), &most, &mut response);
    Ok(response)
}

pub fn begin(ask: Ask) -> Answering {
    Box::pin(async move {
        let work = async {
            speaks(&ask)?;
            let offered = offered(&ask)?;
            let begun = upload::begin(&ask.app.context, &ask.identity.actor, offered).await.map_err(refused)?;
            let mut response = answer::json(StatusCode::CREATED, JSON, &document(&ask, &begun));
            put(header::LOCATION, &path(begun.id), &mut response);
            stands(&begun, &mut response);
            Ok(response)
        };
        let done = work.await;
        Ok(said(&ask, done))
    })
}

pub fn stand(ask: Ask) -> Answering {
    Box::pin(async move {
        let work = async {
            let id = id(&ask)?;
            let found = upload::find(&ask.app.context, &ask.identity.actor, id).await.map_err(refused)?;
            let mut response = answer::json(StatusCode::OK, JSON, &document(&ask, &found));
            put(LENGTH, &found.bytes.to_string(), &mut response);
            stands(&found, &mut response);
            Ok(response)
        };
        let done = work.await;
        Ok(said(&ask, done))
    })
}

pub fn go_on(ask: Ask) -> Answering {
    Box::pin(async move {
        let work = async {
            speaks(&ask)?;
            let (id, from) = (id(&ask)?, number(&ask, &OFFSET)?);
            let (context, actor) = (ask.app.context.clone(), &ask.identity.actor);
            let receiving = upload::go_on(context, actor, id, from).await.map_err(refused)?;
            let Some(body) = Arriving::take(&ask.upload) else {
                return Err(Problem::internal(&"a route that takes no file was asked for one"));
            };
            let patience = ask.route.takes.map_or_else(Default::default, |takes| takes.patience);
            // A task of its own: the line may break, and what came is kept all the same.
            let arriving = tokio::spawn(async move { receive(receiving, body, patience).await });
            let stood = arriving.await.map_err(|error| Problem::internal(&error))??;
            let mut response = empty();
            stands(&stood, &mut response);
            Ok(response)
        };
        let done = work.await;
        Ok(said(&ask, done))
    })
}

pub fn end(ask: Ask) -> Answering {
    Box::pin(async move {
        let work = async {
            speaks(&ask)?;
            upload::end(&ask.app.context, &ask.identity.actor, id(&ask)?).await.map_err(refused)?;
            Ok(empty())
        };
        let done = work.await;
        Ok(said(&ask, done))
    })
}

async fn receive(mut receiving: Receiving, body: Body, patience: std::time::Duration) -> Result<Upload, Problem> {
    let mut pieces = body.into_data_stream();
    let came = match tokio::time::timeout(patience, take_all(&mut receiving, &mut pieces)).await {
        Err(_) => Err(Problem::new(StatusCode::REQUEST_TIMEOUT, Code::Timeout)),
        Ok(came) => came,
    };
    let stood = receiving.settle().await.map_err(refused);
    came.and(stood)
}

async fn take_all(receiving: &mut Receiving, pieces: &mut BodyDataStream) -> Result<(), Problem> {
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Problem::new(StatusCode::BAD_REQUEST, Code::BodyUnreadable))?;
        receiving.take(&piece).await.map_err(refused)?;
    }
    Ok(())
}

fn empty() -> Response {
    let mut response = answer::bytes(StatusCode::NO_CONTENT, JSON, Body::empty());
    response.headers_mut().remove(header::CONTENT_TYPE);
    response
}

/// Every answer says which protocol it is of.
fn said(ask: &Ask, done: Result<Response, Problem>) -> Response {
    let mut response = done.unwrap_or_else(|problem| answer::problem(&problem, ask.lang, None));
    put(RESUMABLE, VERSION, &mut response);
    response
}

fn stands(upload: &Upload, response: &mut Response) {
    put(OFFSET, &upload.received.to_string(), response);
    if let Some(at) = http_date(upload.expires_at) {
        put(EXPIRES, &at, response);
    }
}

/// A moment as headers say it (RFC 9110, 5.6.7).
fn http_date(at: Instant) -> Option<String> {
    let at = chrono::DateTime::from_timestamp_millis(at.millis())?;
    Some(at.format("%a, %d %b %Y %H:%M:%S GMT").to_string())
}

fn document(ask: &Ask, upload: &Upload) -> serde_json::Value {
    let href = format!("{}{}", ask.base(), path(upload.id));
    json!({ "id": upload.id, "href": href, "sha256": upload.sha256.to_string(), "length": upload.bytes,
        "offset": upload.received, "expires": upload.expires_at })
}

fn path(id: Uuid) -> String {
    format!("/api/v1/uploads/{id}")
}

fn id(ask: &Ask) -> Result<Uuid, Problem> {
    let text = ask.variable(0);
    let id = Uuid::try_parse(text).ok().filter(|_| text.len() == 36);
    id.ok_or_else(|| Problem::not_found(Code::UnknownUpload))
}

/// Another version of the protocol is not spoken; who does not say is taken at his headers.
fn speaks(ask: &Ask) -> Result<(), Problem> {
    match ask.headers.get(&RESUMABLE) {
        Some(version) if version != VERSION => {
            Err(Problem::new(StatusCode::PRECONDITION_FAILED, Code::TusVersion).with(VERSION))
        }
        _ => Ok(()),
    }
}

fn bad(name: &str, vi: &str, en: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, Code::UploadHeader).with(name).with(vi).with(en)
}

fn number(ask: &Ask, name: &HeaderName) -> Result<u64, Problem> {
    let text = ask.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits);
    number.ok_or_else(|| bad(name.as_str(), "phải là số byte.", "must be a number of bytes."))
}

fn offered(ask: &Ask) -> Result<Offered, Problem> {
    let bytes = number(ask, &LENGTH)?;
    let most = ask.app.context.files.limits.file.min(LARGEST_FILE);
    let bytes = u32::try_from(bytes).ok().filter(|bytes| *bytes <= most).ok_or_else(|| too_large(most))?;
    if bytes == 0 {
        return Err(bad(LENGTH.as_str(), "tệp rỗng.", "the file is empty."));
    }
    let said = ask.headers.get("upload-metadata").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let find = |names: &[&str]| {
        let mut pairs = said.split(',').filter_map(|pair| pair.trim().split_once(' '));
        let (_, value) = pairs.find(|(name, _)| names.contains(name))?;
        String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()
    };
    let metadata = |vi: &str, en: &str| bad("upload-metadata", vi, en);
    let sha256 = find(&["sha256"]).as_deref().and_then(digest).ok_or_else(|| {
        metadata("thiếu sha256 (64 chữ số hệ 16 viết thường).", "lacks sha256 (64 digits of base 16, small letters).")
    })?;
    let media_type = find(&["filetype", "type"]).as_deref().and_then(MediaType::named).ok_or_else(|| {
        let all = MediaType::names();
        metadata(&format!("filetype phải là một trong: {all}."), &format!("filetype must be one of: {all}."))
    })?;
    Ok(Offered { sha256, bytes, media_type })
}

fn too_large(most: u32) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, Code::FileTooLarge).with(most.to_string())
}

pub(super) fn refused(error: NoUpload) -> Problem {
    let status = |status, code| Problem::new(status, code);
    match error {
        NoUpload::Unknown => Problem::not_found(Code::UnknownUpload),
        NoUpload::TooLarge(most) => too_large(most),
        NoUpload::TooMany(most) => status(StatusCode::TOO_MANY_REQUESTS, Code::TooManyUploads).with(most.to_string()),
        NoUpload::NoRoom => status(StatusCode::INSUFFICIENT_STORAGE, Code::NoRoom),
        NoUpload::Busy => status(StatusCode::LOCKED, Code::UploadBusy),
        NoUpload::Elsewhere(at) => {
            let mut problem = status(StatusCode::CONFLICT, Code::UploadOffset).with(at.to_string());
            problem.extra.push(("offset", at.into()));
            problem
        }
        NoUpload::TooLong => bad("Content-Length", "nhiều hơn đã báo.", "is more than was announced."),
        NoUpload::Refused(refused) => not_kept(refused),
        NoUpload::Disk(error) => Problem::internal(&error),
        NoUpload::Store(error) => {
            tracing::error!(%error, "an upload could not be noted");
            unstored(&error)
        }
    }
}

fn not_kept(refused: Refused) -> Problem {
    let fault = refused.fault();
    Problem { fault: fault.clone(), ..Problem::new(StatusCode::UNPROCESSABLE_ENTITY, fault.code) }
}
