//! OGC API – Features, Part 1: Core, GeoJSON, HTML, OpenAPI 3.0.

pub mod collections;
pub mod item;
pub mod items;
pub mod landing;
pub mod links;
pub mod params;
