//! Why a file can not be read. Every fault names the file, and the record where there is one.

use crate::domain::number::NumberFault;
use crate::domain::position::PositionFault;

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeFault {
    #[error("{file}: {source}")]
    Toml { file: String, source: Box<toml::de::Error> },
    #[error("{file}: {source}")]
    GeoJson { file: String, source: Box<geojson::Error> },
    /// A boundary line is one feature with one `LineString`.
    #[error("{file}: not exactly one LineString of two or more vertices")]
    NotOneLine { file: String },
    #[error("{file}: vertex {vertex}: {source}")]
    Vertex { file: String, vertex: usize, source: PositionFault },
    #[error("{file}: vertex {vertex} has no longitude and latitude")]
    ShortVertex { file: String, vertex: usize },
    #[error("{file}: {why}")]
    Data { file: String, why: String },
    #[error("{file}: not among the embedded files")]
    NotEmbedded { file: String },
    /// A file of records holds one kind, the one it is named after.
    #[error("{file}: holds something else than [[{kind}]]")]
    WrongKind { file: String, kind: String },
    #[error("{file}: record `{key}`: {source}")]
    Record { file: String, key: String, source: Box<RecordFault> },
}

/// What is wrong with one record of a file.
#[derive(Debug, thiserror::Error)]
pub enum RecordFault {
    #[error("no key")]
    NoKey,
    #[error("a key is written in lower-case ASCII letters, digits and single hyphens")]
    KeyForm,
    #[error("the key occurs twice")]
    KeyTwice,
    #[error(transparent)]
    Fields(toml::de::Error),
    #[error("the source comes from the document and is not given")]
    SourceGiven,
    #[error("the source can not be written: {0}")]
    Source(toml::ser::Error),
    #[error("a place is one of segment, marker, near_marker, area, with a text")]
    PlaceForm,
    #[error("`{0}` is not one segment")]
    NotOneSegment(String),
    #[error("`{0}` is not one marker")]
    NotOneMarker(String),
    #[error(transparent)]
    Number(#[from] NumberFault),
    #[error(transparent)]
    Position(#[from] PositionFault),
    #[error("no such number on its line")]
    NoSuchNumber,
    /// Published positions, and only they, come with coordinates and the words they were printed in.
    #[error("lon, lat and published belong to a marker whose attestation is published, and only there")]
    PublishedPosition,
}

impl ExchangeFault {
    pub(super) fn record(file: &str, key: &str, source: impl Into<RecordFault>) -> Self {
        Self::Record { file: file.to_owned(), key: key.to_owned(), source: Box::new(source.into()) }
    }
}
