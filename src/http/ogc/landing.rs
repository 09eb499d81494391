//! `/` and `/conformance`.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::links::{GRIDS, PLAIN, TILESETS, link, own};
use crate::http::answer::{self, JSON, OPENAPI};
use crate::http::ask::{Ask, Form};
use crate::http::present;
use crate::http::problem::Problem;

/// What the service conforms to, and nothing more than it does.
const CONFORMANCE: &[&str] = &[
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/dataset-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/collections-selection",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/core-roles-features",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/create-replace-delete",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/update",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/optimistic-locking-etags",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/accent-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
    "http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/property-property",
];

/// # Errors
/// 400 for unknown parameters.
pub fn landing(ask: &Ask) -> Result<Response, Problem> {
    if ask.form == Form::Html {
        return answer::tagged(ask, || Ok(answer::html(StatusCode::OK, ask.lang, present::landing_page(ask))));
    }
    let base = ask.base();
    let mut links = own(ask, PLAIN);
    links.extend([
        link(format!("{base}/api"), "service-desc", OPENAPI, "The API as an OpenAPI 3.0 document"),
        link(format!("{base}/api?f=html"), "service-doc", "text/html", "The API for people"),
        link(format!("{base}/conformance"), "conformance", JSON, "What the service conforms to"),
        link(format!("{base}/collections"), "data", JSON, "The layers"),
        link(format!("{base}/tiles"), TILESETS, JSON, "Vector tiles of all layers"),
        link(format!("{base}/tileMatrixSets"), GRIDS, JSON, "The grids of tiles"),
    ]);
    let document = json!({
        "title": "Mốc Giới",
        "description": "Sổ đăng ký mốc quốc giới, đoạn biên giới, điểm sạt lở, kiểm tra, công trình và nhiệm vụ. \
            Đường biên là sơ đồ, không dùng để xác định biên giới.",
        "attribution": "© OpenStreetMap contributors (ODbL)",
        "links": links,
    });
    Ok(answer::json(StatusCode::OK, JSON, &document))
}

/// # Errors
/// 400 for unknown parameters.
pub fn conformance(ask: &Ask) -> Result<Response, Problem> {
    if ask.form == Form::Html {
        return Ok(answer::html(StatusCode::OK, ask.lang, present::conformance_page(ask, CONFORMANCE)));
    }
    let document: Value = json!({ "conformsTo": CONFORMANCE, "links": own(ask, PLAIN) });
    Ok(answer::json(StatusCode::OK, JSON, &document))
}
