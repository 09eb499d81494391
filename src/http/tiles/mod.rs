//! OGC API – Tiles: vector tiles of each layer and of all together, on the grid that every map of the web uses.
//!
//! | file | what it answers |
//! |---|---|
//! | [`tile`] | a tile |
//! | [`tilesets`] | which tiles there are, and of what |
//! | [`tilejson`] | the same as map libraries read it |
//! | [`matrix`] | the grid |
//! | [`style`] | the whole map, for MapLibre |

pub mod matrix;
pub mod style;
pub mod tile;
pub mod tilejson;
pub mod tilesets;

use super::ask::Ask;
use super::ogc::collections::layer;
use super::ogc::params::cut;
use super::problem::Problem;
use crate::atlas::LayerId;
use crate::domain::fault::{Code, Fault};

/// Media type of Mapbox Vector Tiles.
pub const MVT: &str = "application/vnd.mapbox-vector-tile";
/// The deepest zoom that a map need ask for: 0.6 m a unit; deeper ones are there for who wants centimetres.
pub const MAX_ZOOM: u8 = 14;
/// Choice of layers of tiles of all.
pub const COLLECTIONS: &str = "collections";

/// The layers that are asked for: the one of the path, those of `collections`, or all.
///
/// # Errors
/// 404 for a layer of the path that there is not, 400 for one of the parameter.
pub fn layers(ask: &Ask) -> Result<Vec<LayerId>, Problem> {
    if is_of_one(ask) {
        return Ok(vec![layer(ask)?]);
    }
    let Some(names) = ask.parameter(COLLECTIONS) else { return Ok(LayerId::ALL.to_vec()) };
    let layer_of = |name: &str| {
        LayerId::named(name).ok_or_else(|| {
            let all: Vec<_> = LayerId::ALL.iter().map(|layer| layer.about().id).collect();
            let mut problem = Problem::parameter(Fault::new(COLLECTIONS, Code::NotOneOf).with(all.join(", ")));
            problem.extra.push(("value", cut(name).into()));
            problem
        })
    };
    let mut layers = names.split(',').map(|name| layer_of(name.trim())).collect::<Result<Vec<_>, _>>()?;
    layers.sort_unstable();
    layers.dedup();
    Ok(layers)
}

/// Whether the path names a layer.
pub fn is_of_one(ask: &Ask) -> bool {
    ask.route.path.starts_with("/collections/")
}

/// A variable of the path after the layer's.
fn variable(ask: &Ask, n: usize) -> &str {
    ask.variable(n + usize::from(is_of_one(ask)))
}

/// Refuses grids that there are not.
///
/// # Errors
/// 404 that names the one there is.
pub fn known_grid(name: &str) -> Result<(), Problem> {
    if name == matrix::ID {
        return Ok(());
    }
    Err(Problem::not_found(Code::UnknownTileMatrixSet).with(cut(name)).with(matrix::ID))
}

/// Where the tiles of what is asked for are; `{…}` are left for the client.
fn template(ask: &Ask, layers: &[LayerId], variables: &str) -> String {
    let chosen = ask.parameter(COLLECTIONS).filter(|_| !is_of_one(ask)).map(|_| {
        let names: Vec<&str> = layers.iter().map(|layer| layer.about().id).collect();
        format!("?{COLLECTIONS}={}", names.join(","))
    });
    format!("{}{}/{variables}{}", ask.base(), tileset_path(ask), chosen.unwrap_or_default())
}

/// The path of the tileset that an address is about or below.
fn tileset_path(ask: &Ask) -> String {
    let of = if is_of_one(ask) { format!("/collections/{}", ask.variable(0)) } else { String::new() };
    format!("{of}/tiles/{}", matrix::ID)
}
