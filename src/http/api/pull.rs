//! `GET /api/v1/sync/pull`: what a device must learn since its last pull.

use axum::response::Response;
use serde_json::{Value, json};

use super::imports::document_of;
use super::records::unavailable;
use crate::actions::pull::{LAYERS, Place, pull as pull_from};
use crate::atlas::feature::Order;
use crate::domain::messages::Lang;
use crate::http::ask::Ask;
use crate::http::ogc::params::{self, bad};
use crate::http::problem::Problem;
use crate::http::routes::Answering;

pub fn pull(ask: Ask) -> Answering {
    Box::pin(async move {
        let from = ask.parameter("cursor").map(place_of).transpose()?;
        let limit = params::limit(&ask)?;
        let (context, viewer) = (&ask.app.context, &ask.identity.viewer);
        let pulled = pull_from(context, &ask.snapshot, viewer, from, limit).await;
        let pulled = pulled.map_err(|error| unavailable(&error))?;
        let mut records = Vec::with_capacity(pulled.records.len());
        for (layer, features) in &pulled.records {
            let list = [b"[", features.as_slice(), b"]"].concat();
            let list: Vec<Value> = serde_json::from_slice(&list).map_err(|error| Problem::internal(&error))?;
            for mut feature in list {
                feature["layer"] = layer.about().id.into();
                records.push(feature);
            }
        }
        let document = json!({
            "epoch": pulled.next.epoch,
            "cursor": text_of(&pulled.next),
            "reset": pulled.reset,
            "complete": pulled.complete,
            "records": records,
            "drop": pulled.drop,
        });
        let title = if ask.lang == Lang::Vi { "Đồng bộ về máy" } else { "Synchronisation" };
        Ok::<Response, Problem>(document_of(&ask, title, &document))
    })
}

/// `epoch~scope~seq`, and in a walk `~layer~place~id`.
fn text_of(place: &Place) -> String {
    let mut text = format!("{}~{}~{}", place.epoch, place.scope, place.seq);
    if let Some((layer, after)) = &place.walk {
        let after = after.as_ref().map(|order| format!("~{:016x}~{}", order.curve, order.id)).unwrap_or_default();
        text = format!("{text}~{layer}{after}");
    }
    text
}

fn place_of(text: &str) -> Result<Place, Problem> {
    read_place(text)
        .ok_or_else(|| bad("cursor", "không phải vị trí do lần trước trả về", "not a cursor from an answer"))
}

fn read_place(text: &str) -> Option<Place> {
    let parts: Vec<&str> = text.splitn(6, '~').collect();
    let (epoch, scope, seq) = (parts.first()?, parts.get(1)?, parts.get(2)?.parse().ok()?);
    let walk = match parts.get(3) {
        None => None,
        Some(layer) => {
            let layer: usize = layer.parse().ok().filter(|layer| *layer < LAYERS.len())?;
            let after = match (parts.get(4), parts.get(5)) {
                (None, None) => None,
                (Some(curve), Some(id)) => {
                    let curve = u64::from_str_radix(curve, 16).ok()?;
                    Some(Order { curve, id: (*id).into() })
                }
                _ => return None,
            };
            Some((layer, after))
        }
    };
    let is_sound = seq >= 0 && !epoch.is_empty() && scope.len() == 16;
    is_sound.then(|| Place { epoch: (*epoch).to_owned(), scope: (*scope).to_owned(), seq, walk })
}
