//! Rows of the route table about tiles.

use super::params::F;
use super::{Kind, Param, Route, Rule::Anyone, read};
use crate::http::answer::{GEOJSON, JSON};
use crate::http::tiles::style::{self, assets};
use crate::http::tiles::{MVT, matrix, tile, tilejson, tilesets};

const F_TILE: Param = Param { name: "f", kind: Kind::Choice(&["mvt"]), about: "Form of the tile; there is one." };
const F_TILESET: Param = Param {
    name: "f",
    kind: Kind::Choice(&["json", "html", "tilejson"]),
    about: "Form of the answer; overrides Accept. `tilejson` is TileJSON 3.0.",
};
const COLLECTIONS: Param = Param {
    name: crate::http::tiles::COLLECTIONS,
    kind: Kind::Text,
    about: "Layers to take, with commas between them; all that are on maps unless given.",
};

/// What has one form.
const REFUSED: &[&str] = &["400", "401", "500"];

pub const SETS: Route = read(Anyone, "/tileMatrixSets", "The grids of tiles", &[F], "tileMatrixSets", matrix::sets);
pub const SET: Route =
    read(Anyone, "/tileMatrixSets/{tileMatrixSetId}", "A grid of tiles", &[F], "tileMatrixSet", matrix::set);

pub const TILESETS: Route =
    read(Anyone, "/tiles", "The tilesets of all layers together", &[F], "tilesets", tilesets::tilesets);
pub const TILESET: Route = Route {
    json_names: &["json", "tilejson"],
    ..read(
        Anyone,
        "/tiles/{tileMatrixSetId}",
        "The tileset of all layers together",
        &[F_TILESET, COLLECTIONS],
        "tileset",
        tilesets::tileset,
    )
};
pub const TILEJSON: Route = Route {
    json_names: &[],
    refusals: REFUSED,
    ..read(
        Anyone,
        "/tiles/{tileMatrixSetId}/tilejson.json",
        "The tileset of all layers together as TileJSON 3.0",
        &[COLLECTIONS],
        "tileJson",
        tilejson::tilejson,
    )
};
pub const TILE: Route = Route {
    json_names: &[],
    media: MVT,
    refusals: REFUSED,
    ..read(
        Anyone,
        "/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}",
        "A tile of all layers together",
        &[F_TILE, COLLECTIONS],
        "file",
        tile::tile,
    )
};

pub const TILESETS_OF_LAYER: Route =
    Route { path: "/collections/{collectionId}/tiles", summary: "The tilesets of a layer", ..TILESETS };
pub const TILESET_OF_LAYER: Route = Route {
    path: "/collections/{collectionId}/tiles/{tileMatrixSetId}",
    summary: "The tileset of a layer",
    params: &[F_TILESET],
    ..TILESET
};
pub const TILEJSON_OF_LAYER: Route = Route {
    path: "/collections/{collectionId}/tiles/{tileMatrixSetId}/tilejson.json",
    summary: "The tileset of a layer as TileJSON 3.0",
    params: &[],
    ..TILEJSON
};
pub const TILE_OF_LAYER: Route = Route {
    path: "/collections/{collectionId}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}",
    summary: "A tile of a layer",
    params: &[F_TILE],
    ..TILE
};

pub const STYLE: Route = Route {
    json_names: &[],
    refusals: REFUSED,
    ..read(
        Anyone,
        "/tiles/style.json",
        "The whole map as a style for MapLibre",
        &[
            Param { name: "theme", kind: Kind::Choice(&["light", "dark"]), about: "Colours of the map." },
            Param {
                name: "lang",
                kind: Kind::Choice(&["vi", "en"]),
                about: "Language of names; overrides Accept-Language.",
            },
        ],
        "mapStyle",
        style::style,
    )
};
pub const GROUND: Route = Route {
    json_names: &[],
    media: GEOJSON,
    refusals: REFUSED,
    ..read(
        Anyone,
        "/tiles/base/{file}",
        "Land and names of places, for the style",
        &[],
        "featureCollection",
        assets::ground,
    )
};
pub const SIGNS: Route = Route {
    path: "/tiles/sprite/{file}",
    summary: "Signs, for the style",
    media: JSON,
    answer: "signs",
    handler: super::Handler::Read(assets::signs),
    ..GROUND
};
pub const LETTERS: Route = Route {
    path: "/tiles/fonts/{fontstack}/{range}",
    summary: "Letters as signed distances, for the style",
    media: assets::PROTOBUF,
    answer: "file",
    handler: super::Handler::Read(assets::letters),
    ..GROUND
};
