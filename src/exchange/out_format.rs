//! The formats that layers go out in.
//!
//! A writer takes rows that are in the target system already. None of them asks its output to seek: what cannot be
//! written in one go waits on disk inside the writer, so that a download can be sent as it comes.

use std::io::{self, BufWriter, Write};

use super::csv::write::{CsvWriter, WriteOptions};
use super::geojson::{GeoJsonSeqWriter, GeoJsonWriter};
use super::gpx::GpxWriter;
use super::kml::KmlWriter;
use super::rows::{OutLayer, RowWriter};
use super::{flatgeobuf, geopackage, shapefile};
use crate::domain::crs::Crs;

/// Bytes that are collected before they go out.
const PIECE: usize = 64 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutFormat {
    Csv,
    GeoJson,
    GeoJsonSeq,
    Gpx,
    Kml,
    Shapefile,
    GeoPackage,
    FlatGeobuf,
}

impl OutFormat {
    pub const ALL: [Self; 8] = [
        Self::Csv,
        Self::GeoJson,
        Self::GeoJsonSeq,
        Self::Gpx,
        Self::Kml,
        Self::Shapefile,
        Self::GeoPackage,
        Self::FlatGeobuf,
    ];
    /// The names of [`Self::ALL`], in that order.
    pub const NAMES: [&'static str; 8] =
        ["csv", "geojson", "geojsonseq", "gpx", "kml", "shapefile", "geopackage", "flatgeobuf"];

    pub const fn as_str(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == name)
    }

    /// What names of files end in. A shapefile goes out as an archive under the double ending by which GDAL and QGIS know
    /// that they can open it as it is.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::GeoJson => "geojson",
            Self::GeoJsonSeq => "geojsons",
            Self::Gpx => "gpx",
            Self::Kml => "kml",
            Self::Shapefile => "shp.zip",
            Self::GeoPackage => "gpkg",
            Self::FlatGeobuf => "fgb",
        }
    }

    pub const fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::GeoJson => "application/geo+json",
            Self::GeoJsonSeq => "application/geo+json-seq",
            Self::Gpx => "application/gpx+xml",
            Self::Kml => "application/vnd.google-earth.kml+xml",
            Self::Shapefile => "application/zip",
            Self::GeoPackage => "application/geopackage+sqlite3",
            Self::FlatGeobuf => "application/flatgeobuf",
        }
    }

    /// Whether the format can say that its coordinates are in this system. GPX, KML and text sequences are WGS 84 by
    /// their standards and have no place for another.
    ///
    /// ```
    /// use mocgioi::domain::crs::Crs;
    /// use mocgioi::exchange::out_format::OutFormat;
    ///
    /// assert!(OutFormat::GeoPackage.takes(Crs::Tm104_00));
    /// assert!(!OutFormat::Gpx.takes(Crs::Tm104_00));
    /// ```
    pub const fn takes(self, crs: Crs) -> bool {
        matches!(crs, Crs::Wgs84) || !matches!(self, Self::GeoJsonSeq | Self::Gpx | Self::Kml)
    }

    /// Well-known text of a system as the format's readers expect it.
    pub fn wkt(self, crs: Crs) -> String {
        match self {
            Self::Shapefile => crs.wkt1_esri(),
            _ => crs.wkt1(),
        }
    }

    /// A writer of rows into `out`.
    ///
    /// # Errors
    /// A layer that the format cannot hold, or an output that cannot be written.
    pub fn writer(self, out: impl Write + Send + 'static, layer: &OutLayer) -> io::Result<Box<dyn RowWriter + Send>> {
        let out = BufWriter::with_capacity(PIECE, out);
        Ok(match self {
            Self::Csv => Box::new(CsvWriter::new(out, layer, WriteOptions::default())?),
            Self::GeoJson => Box::new(GeoJsonWriter::new(out, layer)?),
            Self::GeoJsonSeq => Box::new(GeoJsonSeqWriter::new(out, layer)?),
            Self::Gpx => Box::new(GpxWriter::new(out, layer)?),
            Self::Kml => Box::new(KmlWriter::new(out, layer)?),
            Self::Shapefile => shapefile::writer(out, layer)?,
            Self::GeoPackage => geopackage::writer(out, layer)?,
            Self::FlatGeobuf => flatgeobuf::writer(out, layer)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_a_name_an_ending_and_a_media_type_of_its_own() {
        let mut taken = std::collections::HashSet::new();
        for format in OutFormat::ALL {
            assert_eq!(OutFormat::named(format.as_str()), Some(format));
            assert!(taken.insert(format.extension()), "{format:?}");
            assert!(taken.insert(format.media()), "{format:?}");
        }
        assert_eq!(OutFormat::named("CSV"), None);
    }
}
