//! `sortby`, and the cursors of sorted walks.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::params::bad;
use crate::atlas::LayerId;
use crate::atlas::filter::Sort;
use crate::domain::fault::{Code, Fault};
use crate::http::ask::Ask;
use crate::http::problem::Problem;

/// Most properties to sort by.
const MOST: usize = 8;

/// The order that is asked for, going on where the cursor says.
///
/// # Errors
/// 400 for properties there are not, and cursors that no `next` link of this order has held.
pub fn sort(ask: &Ask, layer: LayerId) -> Result<Option<Sort>, Problem> {
    let Some(text) = ask.parameter("sortby") else { return Ok(None) };
    let mut by: Vec<(usize, bool)> = Vec::new();
    for word in text.split(',') {
        // A plus in an address is a blank.
        let word = word.trim_start_matches(' ');
        let (name, descending) = match word.strip_prefix('-') {
            Some(name) => (name, true),
            None => (word.strip_prefix('+').unwrap_or(word), false),
        };
        let found = layer.field(name).filter(|(_, field)| field.kind.is_scalar());
        let (n, _) = found.ok_or_else(|| {
            let all: Vec<&str> =
                layer.fields().iter().filter(|field| field.kind.is_scalar()).map(|field| field.name).collect();
            Problem::parameter(Fault::new("sortby", Code::NotOneOf).with(all.join(", ")))
        })?;
        if by.iter().any(|(held, _)| *held == n) {
            return Err(bad("sortby", format!("“{name}” hai lần"), format!("\"{name}\" stands twice")));
        }
        by.push((n, descending));
    }
    if by.len() > MOST {
        return Err(bad("sortby", format!("nhiều hơn {MOST} thuộc tính"), format!("more than {MOST} properties")));
    }
    let sort = Sort::new(layer, &by);
    let Some(cursor) = ask.parameter("cursor") else { return Ok(Some(sort)) };
    let place = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    place.and_then(|place: Value| sort.behind(&place)).map(Some).ok_or_else(|| {
        bad("cursor", "không phải vị trí do liên kết next đưa ra", "not a place from a next link of this order")
    })
}

/// The cursor of a place in a sorted walk.
pub fn cursor_text(place: &Value) -> String {
    URL_SAFE_NO_PAD.encode(place.to_string())
}
