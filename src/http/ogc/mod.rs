//! OGC API – Features: Part 1 (Core, GeoJSON, HTML, OpenAPI 3.0), Part 2 (reference systems), Part 3 (filters), Part 5 (schemas).

pub mod collections;
pub mod crs;
pub mod editing;
pub mod filter;
pub mod item;
pub mod items;
pub mod landing;
pub mod links;
pub mod params;
pub mod schemas;
pub mod shown;
pub mod sorting;
