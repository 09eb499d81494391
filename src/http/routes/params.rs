//! Query parameters that several routes take.

use super::{Kind, Param};

pub const F: Param =
    Param { name: "f", kind: Kind::Choice(&["json", "html"]), about: "Form of the answer; overrides Accept." };
pub const LIMIT: Param = Param {
    name: "limit",
    kind: Kind::Integer { least: 1, most: 10_000, default: 100 },
    about: "Most features on a page. A larger limit is capped; the walk by `next` links never is.",
};
pub const BBOX: Param = Param {
    name: "bbox",
    kind: Kind::Bbox,
    about: "west,south,east,north in degrees (WGS 84), or six numbers with heights, which are passed over. \
            West greater than east crosses the 180th meridian. Features without a place always match.",
};
pub const BBOX_CRS: Param = Param {
    name: "bbox-crs",
    kind: Kind::Crs,
    about: "Reference system of `bbox`, whose numbers then come in its own order of axes: EPSG:4326 and EPSG:4756 latitude first.",
};
pub const CRS: Param = Param {
    name: "crs",
    kind: Kind::Crs,
    about: "Reference system of the answer, in its own order of axes; `Content-Crs` says which it is. CRS84 unless given.",
};
pub const PROPERTIES: Param =
    Param { name: "properties", kind: Kind::Names, about: "Only these properties. Id and geometry stay." };
pub const SORTBY: Param = Param {
    name: "sortby",
    kind: Kind::Names,
    about: "Properties to sort by, each with `-` before it to descend; at most 8. Keys of markers and segments go along the line, texts by \
            the Vietnamese alphabet, what has no value last.",
};
pub const FILTER: Param = Param {
    name: "filter",
    kind: Kind::Text,
    about: "A condition in CQL2 over what `queryables` lists: at most 8 KiB, 512 operators and values, 32 levels, 1,000 vertices.",
};
pub const FILTER_LANG: Param = Param {
    name: "filter-lang",
    kind: Kind::Choice(crate::http::ogc::filter::LANGUAGES),
    about: "Encoding of `filter`; cql2-text unless given.",
};
pub const FILTER_CRS: Param = Param {
    name: "filter-crs",
    kind: Kind::Crs,
    about: "Reference system of the geometries in `filter`; CRS84 unless given.",
};
pub const DATETIME: Param = Param {
    name: "datetime",
    kind: Kind::Text,
    about: "An RFC 3339 instant or day, or an interval a/b with `..` for an open end, over the time of the event. \
            Features without a time always match.",
};
pub const LINE_VERSION: Param = Param {
    name: "line_version",
    kind: Kind::Text,
    about: "Version of the line to answer on; the one that counts unless given. Earlier ones stay readable, with the \
            markers as they stood then.",
};
pub const REVISION: Param = Param {
    name: "rev",
    kind: Kind::Integer { least: 1, most: 1_000_000, default: 1 },
    about: "Of a marker: the revision to show, where the newest is not wanted; the marker as it stood then.",
};
pub const AS_OF: Param = Param {
    name: "as_of",
    kind: Kind::Text,
    about: "A day such as 2026-11-22: what was shown at its end, in the highest view all of whose records the asker sees, by the \
            method of that day. Today, or without it: what is shown now.",
};
pub const LINE: Param = Param { name: "line", kind: Kind::Text, about: "Key of a line, such as VN-LA." };
pub const MAX_GAP: Param = Param {
    name: "max_gap_s",
    kind: Kind::Integer { least: 1, most: 3_600, default: 120 },
    about: "Longest pause between two fixes that still counts as recorded, in seconds.",
};
pub const SENT_BEFORE: Param = Param {
    name: "file",
    kind: Kind::Text,
    about: "SHA-256 of a recording that the sender has sent whole to `/api/v1/uploads`; the body is empty then.",
};
pub const OFFSET: Param = Param {
    name: "offset",
    kind: Kind::Integer { least: 0, most: 1_000_000_000, default: 0 },
    about: "Features to pass over. Follow the `next` links instead: they stay right while records come and go.",
};
pub const CURSOR: Param =
    Param { name: "cursor", kind: Kind::Text, about: "Opaque place in a walk, from a `next` link." };
