//! The grid: `/tileMatrixSets` and `/tileMatrixSets/WebMercatorQuad`, as OGC 17-083r4, annex D.1, has it.

use axum::response::Response;
use serde_json::{Value, json};

use super::known_grid;
use crate::http::answer::{self, JSON};
use crate::http::api::imports::document_of;
use crate::http::ask::Ask;
use crate::http::ogc::links::{PLAIN, link, own};
use crate::http::problem::Problem;

pub const ID: &str = "WebMercatorQuad";
pub const URI: &str = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad";
pub const CRS: &str = "http://www.opengis.net/def/crs/EPSG/0/3857";
const TITLE: &str = "Google Maps Compatible for the World";
/// The set goes on to here; tiles end before.
const MATRICES: u32 = 25;

/// # Errors
/// 400 for unknown parameters.
pub fn sets(ask: &Ask) -> Result<Response, Problem> {
    answer::tagged(ask, || {
        let href = format!("{}/tileMatrixSets/{ID}", ask.base());
        let document = json!({
            "tileMatrixSets": [{
                "id": ID, "title": TITLE, "uri": URI, "crs": CRS,
                "links": [link(&href, "self", JSON, TITLE)],
            }],
            "links": own(ask, PLAIN),
        });
        Ok(document_of(ask, "Tile matrix sets", &document))
    })
}

/// # Errors
/// 404 for a grid there is not, 400 for unknown parameters.
pub fn set(ask: &Ask) -> Result<Response, Problem> {
    known_grid(ask.variable(0))?;
    answer::tagged(ask, || {
        let document = json!({
            "id": ID, "title": TITLE, "uri": URI, "crs": CRS,
            "orderedAxes": ["X", "Y"],
            "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
            "tileMatrices": (0..MATRICES).map(matrix).collect::<Vec<_>>(),
            "links": own(ask, PLAIN),
        });
        Ok(document_of(ask, ID, &document))
    })
}

fn matrix(zoom: u32) -> Value {
    const HALF: f64 = 20_037_508.342_789_244;
    const SCALE: f64 = 559_082_264.028_717_8;
    let tiles = 2_f64.powi(i32::try_from(zoom).unwrap_or(0));
    json!({
        "id": zoom.to_string(),
        "scaleDenominator": SCALE / tiles,
        "cellSize": HALF / 128.0 / tiles,
        "pointOfOrigin": [-HALF, HALF],
        "cornerOfOrigin": "topLeft",
        "tileWidth": 256,
        "tileHeight": 256,
        "matrixWidth": 1_u32 << zoom,
        "matrixHeight": 1_u32 << zoom,
    })
}
