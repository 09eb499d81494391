//! `filter`, `filter-lang`, `filter-crs` (OGC API – Features, Part 3).

use super::crs::{self, Asked, Served};
use super::params::bad;
use crate::atlas::LayerId;
use crate::atlas::filter::Filter;
use crate::domain::cql2::{Cql2Fault, json, text};
use crate::http::ask::Ask;
use crate::http::problem::Problem;

/// The encodings of a filter.
pub const LANGUAGES: &[&str] = &["cql2-text", "cql2-json"];

/// # Errors
/// 400 that says what is wrong with the filter, and where.
pub fn filter(ask: &Ask, layer: LayerId, asked: Asked) -> Result<Option<Filter>, Problem> {
    let lang = match ask.parameter("filter-lang") {
        None | Some("cql2-text") => text::parse,
        Some("cql2-json") => json::parse,
        Some(_) => {
            let all = LANGUAGES.join(", ");
            return Err(bad("filter-lang", format!("có: {all}"), format!("there are: {all}")));
        }
    };
    let served = Served::of(ask, "filter-crs")?;
    let Some(text) = ask.parameter("filter") else { return Ok(asked.area) };
    let way = served.way()?;
    let refused = |fault: Cql2Fault| Problem::parameter(fault.of_parameter("filter"));
    let filter =
        lang(text).and_then(|node| Filter::new(layer, &node, &|geometry| way.geometry(geometry))).map_err(refused)?;
    Ok(Some(match asked.area {
        Some(area) => filter.and(area),
        None => filter,
    }))
}

/// The box that is asked about, and the filter.
///
/// # Errors
/// 400 that says what is wrong with either.
pub fn bbox_and_filter(ask: &Ask, layer: LayerId) -> Result<(Option<crate::geo::Bbox>, Option<Filter>), Problem> {
    let mut asked = crs::bbox(ask, layer)?;
    let bbox = asked.bbox.take();
    Ok((bbox, filter(ask, layer, asked)?))
}
