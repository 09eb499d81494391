//! What the style refers to, inside the binary: land and names of places, letters, signs. Made by `data/basemap/make.py`.

use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::fault::Code;
use crate::http::answer::{self, GEOJSON, JSON};
use crate::http::ask::Ask;
use crate::http::problem::Problem;

pub const PROTOBUF: &str = "application/x-protobuf";
const PNG: &str = "image/png";

type File = (&'static str, &'static str, &'static [u8]);

macro_rules! files {
    ($($name:literal, $media:expr, $path:literal;)+) => {
        &[$(($name, $media, include_bytes!(concat!("../../../../data/basemap/", $path)))),+]
    };
}

static GROUND: &[File] = files! {
    "land.geojson", GEOJSON, "land.geojson";
    "islands.geojson", GEOJSON, "islands.geojson";
    "places.geojson", GEOJSON, "places.geojson";
};

static SIGNS: &[File] = files! {
    "signs.json", JSON, "sprite.json";
    "signs.png", PNG, "sprite.png";
    "signs@2x.json", JSON, "sprite@2x.json";
    "signs@2x.png", PNG, "sprite@2x.png";
};

static REGULAR: &[File] = files! {
    "0-255.pbf", PROTOBUF, "fonts/regular-0-255.pbf";
    "256-511.pbf", PROTOBUF, "fonts/regular-256-511.pbf";
    "512-767.pbf", PROTOBUF, "fonts/regular-512-767.pbf";
    "768-1023.pbf", PROTOBUF, "fonts/regular-768-1023.pbf";
    "7680-7935.pbf", PROTOBUF, "fonts/regular-7680-7935.pbf";
    "8192-8447.pbf", PROTOBUF, "fonts/regular-8192-8447.pbf";
    "8704-8959.pbf", PROTOBUF, "fonts/regular-8704-8959.pbf";
};

static BOLD: &[File] = files! {
    "0-255.pbf", PROTOBUF, "fonts/bold-0-255.pbf";
    "256-511.pbf", PROTOBUF, "fonts/bold-256-511.pbf";
    "512-767.pbf", PROTOBUF, "fonts/bold-512-767.pbf";
    "768-1023.pbf", PROTOBUF, "fonts/bold-768-1023.pbf";
    "7680-7935.pbf", PROTOBUF, "fonts/bold-7680-7935.pbf";
    "8192-8447.pbf", PROTOBUF, "fonts/bold-8192-8447.pbf";
    "8704-8959.pbf", PROTOBUF, "fonts/bold-8704-8959.pbf";
};

/// # Errors
/// 404 for a file there is not, 400 for unknown parameters.
pub fn ground(ask: &Ask) -> Result<Response, Problem> {
    sent(ask, GROUND, ask.variable(0))
}

/// # Errors
/// 404 for a file there is not, 400 for unknown parameters.
pub fn signs(ask: &Ask) -> Result<Response, Problem> {
    sent(ask, SIGNS, ask.variable(0))
}

/// Letters of a range. Ranges that the font has nothing of are empty: a name in another script is left out, and the map
/// is drawn.
///
/// # Errors
/// 404 for a font or range there is not, 400 for unknown parameters.
pub fn letters(ask: &Ask) -> Result<Response, Problem> {
    // A list of fonts is asked for by its names with commas; the first that there is will do.
    let known = |name: &str| match name.trim() {
        super::REGULAR => Some(REGULAR),
        super::BOLD => Some(BOLD),
        _ => None,
    };
    let font = ask.variable(0).split(',').find_map(known).ok_or_else(|| Problem::not_found(Code::NotFound))?;
    let range = ask.variable(1);
    if font.iter().any(|(name, ..)| *name == range) || !is_range(range) {
        return sent(ask, font, range);
    }
    tagged(ask, || answer::bytes(StatusCode::OK, PROTOBUF, axum::body::Body::empty()))
}

/// `0-255.pbf`, `256-511.pbf`, … `65280-65535.pbf`.
fn is_range(text: &str) -> bool {
    let ends = text.strip_suffix(".pbf").and_then(|text| text.split_once('-'));
    ends.and_then(|(from, to)| Some((from.parse::<u32>().ok()?, to.parse::<u32>().ok()?)))
        .is_some_and(|(from, to)| from % 256 == 0 && to == from + 255 && to <= 0xffff)
}

fn sent(ask: &Ask, files: &[File], name: &str) -> Result<Response, Problem> {
    let found = files.iter().find(|(known, ..)| *known == name);
    let (_, media, bytes) = *found.ok_or_else(|| Problem::not_found(Code::NotFound))?;
    tagged(ask, || answer::bytes(StatusCode::OK, media, bytes))
}

/// The same for everybody as long as the program is the same.
fn tagged(ask: &Ask, make: impl FnOnce() -> Response) -> Result<Response, Problem> {
    answer::tagged_as(ask, concat!("\"", env!("CARGO_PKG_VERSION"), ".1\""), || Ok(make()))
}
