//! Files that hang on records, as they are read: the files themselves, and which of a record are there.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use uuid::Uuid;

use super::receipts::unstored;
use crate::actions::attachments::Blob;
use crate::actions::attachments::manifest::{self, FileState};
use crate::actions::attachments::reading::{self, NotHanded, Share};
use crate::atlas::LayerId;
use crate::atlas::attachments::Manifest;
use crate::domain::attachment::{MediaType, digest};
use crate::domain::fault::Code;
use crate::domain::messages::Lang;
use crate::domain::position::LonLat;
use crate::domain::time::Instant;
use crate::http::answer::{self, BYTES};
use crate::http::api::imports::document_of;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

/// Whatever a file holds, a browser runs nothing of it.
const SANDBOX: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'");

/// The file, whole or bare.
pub fn file(ask: Ask) -> Answering {
    Box::pin(async move {
        let (blob, share) = found(&ask)?;
        let kind = if share == Share::Whole { "whole" } else { "bare" };
        let tag = format!("\"{}-{kind}\"", blob.sha256);
        if share == Share::Bare && !blob.media_type.is_opened() {
            return Err(not_handed(NotHanded::Withheld, blob.media_type));
        }
        if answer::is_held(&ask, &tag) {
            return answer::tagged_as(&ask, &tag, || Ok(sent(Vec::new(), blob.media_type, None)));
        }
        let bytes = reading::content(&ask.app.context, &blob, share).await;
        let bytes = bytes.map_err(|error| not_handed(error, blob.media_type))?;
        let mut names = ask.snapshot.manifests().naming(&blob.sha256, &ask.visible);
        let name = names.find_map(|(_, named)| named.file.name.clone());
        answer::tagged_as(&ask, &tag, || Ok(sent(bytes, blob.media_type, name.as_deref())))
    })
}

/// The small copy. Drawn anew: the same for everybody who may have the file at all.
pub fn thumbnail(ask: Ask) -> Answering {
    Box::pin(async move {
        let (blob, _) = found(&ask)?;
        let tag = format!("\"{}-small\"", blob.sha256);
        let bytes = if answer::is_held(&ask, &tag) {
            Vec::new()
        } else {
            let small = reading::small(&ask.app.context, &blob).await;
            small.map_err(|error| not_handed(error, blob.media_type))?
        };
        answer::tagged_as(&ask, &tag, || Ok(sent(bytes, MediaType::Jpeg, None)))
    })
}

/// A file that is there, and how much of it whoever asks may have. One that he may not have is none.
fn found(ask: &Ask) -> Result<(Blob, Share), Problem> {
    let unknown = || Problem::not_found(Code::UnknownAttachment);
    let files = &ask.app.context.files;
    let sha256 = digest(ask.variable(0)).ok_or_else(unknown)?;
    let share = reading::share(files, &ask.snapshot, &ask.visible, &ask.identity, &sha256);
    files.blob(&sha256).zip(share).ok_or_else(unknown)
}

fn not_handed(error: NotHanded, media: MediaType) -> Problem {
    match error {
        NotHanded::Unknown => Problem::not_found(Code::UnknownAttachment),
        NotHanded::Withheld => Problem::not_found(Code::AttachmentWithheld).with(media.as_str()),
        NotHanded::Damaged => Problem::not_found(Code::AttachmentDamaged),
        NotHanded::Disk(error) => Problem::internal(&error),
        NotHanded::Store(error) => {
            tracing::error!(%error, "what became of a file could not be noted");
            unstored(&error)
        }
    }
}

fn sent(bytes: Vec<u8>, media: MediaType, name: Option<&str>) -> Response {
    let mut response = answer::bytes(StatusCode::OK, BYTES, bytes);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media.as_str()));
    headers.insert(header::CONTENT_SECURITY_POLICY, SANDBOX);
    // What is opened here was seen to be a picture; anything else goes to the disk of whoever asked.
    let how = if media.is_opened() { "inline" } else { "attachment" };
    let name = name.map(|name| format!("; filename*=UTF-8''{}", utf8_percent_encode(name, NON_ALPHANUMERIC)));
    answer::put(header::CONTENT_DISPOSITION, &format!("{how}{}", name.unwrap_or_default()), &mut response);
    response
}

/// The files of a record that is seen, and how they stand.
pub struct Listed {
    complete: bool,
    files: Vec<Value>,
}

/// The files of the item that an address names; none where it has none.
pub fn of_item(ask: &Ask, id: &str) -> Option<Listed> {
    let record = Uuid::try_parse(id).ok()?;
    let manifest = ask.snapshot.manifests().of(record, &ask.visible)?;
    (!manifest.files.is_empty()).then(|| listed(ask, manifest))
}

fn listed(ask: &Ask, manifest: &Arc<Manifest>) -> Listed {
    let files = &ask.app.context.files;
    let one = |named| {
        let (state, blob) = manifest::state(files, named);
        let mut told = match serde_json::to_value(&named.file) {
            Ok(Value::Object(told)) => told,
            _ => Map::new(),
        };
        told.insert("state".into(), state.as_str().into());
        if state == FileState::Stored {
            let href = format!("{}/api/v1/attachments/{}", ask.base(), named.file.sha256);
            if named.file.media_type.is_opened() {
                told.insert("thumbnail".into(), format!("{href}/thumbnail").into());
            }
            told.insert("href".into(), href.into());
        }
        // What the camera noted is for those who may have the file whole.
        let compared = blob.filter(|_| reading::share_of(manifest, &ask.identity) == Share::Whole);
        if let Some(compared) = compared.and_then(|blob| manifest::compare(&blob, manifest, ask.register())) {
            told.insert(
                "picture".into(),
                json!({ "lon": compared.at.map(LonLat::lon), "lat": compared.at.map(LonLat::lat),
                    "taken_at": compared.taken_at.map(Instant::from_millis), "distance_m": compared.distance_m,
                    "seconds": compared.seconds }),
            );
        }
        told.into()
    };
    Listed { complete: manifest::is_complete(files, manifest), files: manifest.files.iter().map(one).collect() }
}

impl Listed {
    /// A word that changes when one of the files comes or goes.
    pub fn standing(&self) -> String {
        let initial = |file: &Value| file["state"].as_str().and_then(|state| state.chars().next()).unwrap_or('-');
        self.files.iter().map(initial).collect()
    }

    /// The feature with its files among its properties.
    ///
    /// # Errors
    /// When what the atlas holds is no feature.
    pub fn within(self, feature: &[u8]) -> Result<Vec<u8>, Problem> {
        let mut feature: Value = serde_json::from_slice(feature).map_err(|error| Problem::internal(&error))?;
        if let Some(properties) = feature.get_mut("properties").and_then(Value::as_object_mut) {
            properties.insert("attachments".into(), self.files.into());
            properties.insert("complete".into(), self.complete.into());
        }
        Ok(feature.to_string().into_bytes())
    }
}

/// The files of a record.
///
/// # Errors
/// 404 for a record that there is not, or that the viewer may not know of.
pub fn of_record(ask: &Ask) -> Result<Response, Problem> {
    let text = ask.variable(0);
    let unknown = || Problem::not_found(Code::UnknownRecord).with(crate::http::ogc::params::cut(text));
    let record = Uuid::try_parse(text).ok().filter(|_| text.len() == 36).ok_or_else(unknown)?;
    let item = record.to_string();
    let is_seen = || LayerId::ALL.into_iter().any(|layer| ask.snapshot.item(layer, &item, &ask.visible).is_some());
    let listed = match ask.snapshot.manifests().of(record, &ask.visible) {
        Some(manifest) => listed(ask, manifest),
        None if is_seen() => Listed { complete: true, files: Vec::new() },
        None => return Err(unknown()),
    };
    answer::tagged_with(ask, &listed.standing(), || {
        let document = json!({ "record": record, "complete": listed.complete, "attachments": listed.files });
        let title = match ask.lang {
            Lang::Vi => "Tệp kèm bản ghi",
            Lang::En => "Files of a record",
        };
        Ok(document_of(ask, title, &document))
    })
}
