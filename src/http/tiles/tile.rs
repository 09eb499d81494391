//! A tile: `…/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}`.
//!
//! An empty tile is an answer of no bytes with 200, not 204: it has a tag like every other, and caches that keep only 200 keep it.

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::Response;

use super::{MVT, known_grid, layers, variable};
use crate::atlas::tiles::{MapView, Tile};
use crate::atlas::{LayerId, Snapshot};
use crate::domain::access::Label;
use crate::domain::fault::{Code, Fault};
use crate::domain::people::Way;
use crate::geo::tile::{DEEPEST, TileId};
use crate::http::answer;
use crate::http::ask::Ask;
use crate::http::ogc::params::cut;
use crate::http::problem::Problem;
use std::sync::Arc;

/// A tile of one layer, as it lies in the cache.
struct Kept(Arc<Tile>);

impl AsRef<[u8]> for Kept {
    fn as_ref(&self) -> &[u8] {
        &self.0.bytes
    }
}

/// # Errors
/// 404 for a layer, grid or tile there is not, 400 for what is no number, and for unknown parameters.
pub fn tile(ask: &Ask) -> Result<Response, Problem> {
    if let Some(other) = ask.parameter("f").filter(|f| *f != "mvt") {
        let mut problem = Problem::parameter(Fault::new("f", Code::NotOneOf).with("mvt"));
        problem.extra.push(("value", cut(other).into()));
        return Err(problem);
    }
    let layers = layers(ask)?;
    let tile = asked_for(ask)?;
    answer::tagged(ask, || {
        let made: Vec<Arc<Tile>> = layers
            .iter()
            .map(|layer| ask.snapshot.tile(*layer, tile, &view(ask)))
            .filter(|tile| tile.features > 0)
            .collect();
        let body = match &made[..] {
            [] => Bytes::new(),
            [one] => Bytes::from_owner(Kept(Arc::clone(one))),
            all => all.iter().map(|tile| &tile.bytes[..]).collect::<Vec<_>>().concat().into(),
        };
        Ok(answer::bytes(StatusCode::OK, MVT, body))
    })
}

/// Who looks, and when.
fn view(ask: &Ask) -> MapView<'_> {
    MapView { visible: &ask.visible, outlook: ask.outlook(), is_stranger: ask.identity.way == Way::Anonymous }
}

fn asked_for(ask: &Ask) -> Result<TileId, Problem> {
    known_grid(variable(ask, 0))?;
    let number = |n: usize, name: &'static str| {
        let text = variable(ask, n);
        let digits = !text.is_empty() && text.len() <= 10 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|_| digits).ok_or_else(|| {
            let fault = Fault::new(name, Code::BadParameter);
            Problem::parameter(
                fault
                    .with(format!("“{}” không phải số nguyên", cut(text)))
                    .with(format!("\"{}\" is no whole number", cut(text))),
            )
        })
    };
    let (zoom, row, column) = (number(1, "tileMatrix")?, number(2, "tileRow")?, number(3, "tileCol")?);
    u8::try_from(zoom).ok().and_then(|zoom| TileId::new(zoom, row, column)).ok_or_else(|| {
        let named = format!("{zoom}/{row}/{column}");
        Problem::not_found(Code::NoSuchTile).with(named).with(DEEPEST.to_string())
    })
}

/// At most how many restricted records the tile tells of; what is asked wrongly tells of none.
pub fn restricted(ask: &Ask, of_all: impl FnOnce() -> u64) -> u64 {
    let less = ask.snapshot.without(&ask.visible, Label::Restricted);
    if less == ask.visible {
        return 0;
    }
    let (Ok(layers), Ok(tile)) = (layers(ask), asked_for(ask)) else { return 0 };
    let told = |snapshot: &Snapshot, layer: LayerId| snapshot.tile(layer, tile, &view(ask));
    let made: Vec<(LayerId, Arc<Tile>)> = layers.iter().map(|layer| (*layer, told(&ask.snapshot, *layer))).collect();
    // A segment is described by what is known along it.
    if made.iter().any(|(layer, tile)| *layer == LayerId::Segments && tile.features > 0) {
        return of_all();
    }
    made.iter().map(|(_, tile)| u64::from(tile.restricted)).sum()
}
