//! Rows of the route table about features of layers.

use super::Rule::Anyone;
use super::editing::{ITEM, ITEMS};
use super::params::{
    BBOX, BBOX_CRS, CRS, CURSOR, DATETIME, F, FILTER, FILTER_CRS, FILTER_LANG, LIMIT, LINE_VERSION, OFFSET, PROPERTIES,
    REVISION, SORTBY,
};
use super::{Route, geo, read};
use crate::http::ogc::{item, items};

pub const OF_LAYER: Route = Route {
    filters: true,
    ..geo(&read(
        Anyone,
        ITEMS,
        "Features of a layer",
        &[
            F,
            LIMIT,
            BBOX,
            BBOX_CRS,
            CRS,
            DATETIME,
            FILTER,
            FILTER_LANG,
            FILTER_CRS,
            PROPERTIES,
            SORTBY,
            OFFSET,
            CURSOR,
            LINE_VERSION,
        ],
        "featureCollection",
        items::items,
    ))
};

pub const ONE: Route =
    geo(&read(Anyone, ITEM, "One feature", &[F, CRS, PROPERTIES, LINE_VERSION, REVISION], "feature", item::item));
