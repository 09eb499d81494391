//! KML 2.x and KMZ, as rows of a register and out again.
//!
//! | file | what it does |
//! |---|---|
//! | [`mod@read`] | walks a file of any size and gives a row for every `Placemark` |
//! | `geometry` | the place of a placemark |
//! | `plain` | descriptions without their HTML |
//! | [`kmz`] | takes the KML out of a KMZ, within bounds |
//! | [`write`](mod@write) | writes placemarks with a schema |
//!
//! KML is WGS 84 by its standard. Styles, overlays and views are passed over. Nothing is fetched: a `NetworkLink` is a row
//! without a place that any layer takes, so that it is seen.
//!
//! ```
//! use mocgioi::exchange::kml;
//!
//! let text = r#"<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>211</name>
//!   <Point><coordinates>102.4,21.7,0</coordinates></Point></Placemark></kml>"#;
//! let file = kml::read::open(text.as_bytes())?;
//! let rows = file.rows.collect::<Result<Vec<_>, _>>()?;
//! assert_eq!((rows[0].line, rows[0].field("number")), (Some(1), Some("211")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod geometry;
pub mod kmz;
mod plain;
pub mod read;
#[cfg(test)]
mod tests;
pub mod write;

pub use kmz::open;
pub use write::KmlWriter;
