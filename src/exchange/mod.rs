//! What comes in and goes out as files, and the data that the program carries inside itself.
//!
//! | module | what it reads |
//! |---|---|
//! | [`mod@reference`] | `data/`: boundary lines and markers |
//! | [`mod@labels`] | `data/labels`: labels of the minutes in the languages of the other sides |
//! | [`seeds`] | `seeds/`: records taken by hand from five public documents |
//! | [`mod@csv`] | tables of text, in and out |
//! | [`encoding`] | text of any encoding as UTF-8 |
//! | [`headers`] | what column headers mean, in Vietnamese and English |
//! | [`angle`] | degrees, minutes and seconds as people type them |
//! | [`geojson_line`] | one line of a `GeoJSON` file |
//! | [`identity`] | ids of records that come from files: the same file gives the same ids |
//! | [`files`] | a file of any of these formats, told by its first bytes |
//! | [`geojson`] | `GeoJSON` and its text sequences, in and out |
//! | [`gpx`] | GPX, as rows and as the track of a patrol, in and out |
//! | [`kml`] | KML and KMZ, in and out |
//! | `xml` | XML from strangers, for the two before |
//! | [`shapefile`] | shapefiles in and out, [`archive`] the zip around them |
//! | [`geopackage`] | GeoPackage in and out |
//! | [`mod@flatgeobuf`] | FlatGeobuf out |
//! | [`mod@exchange_file`] | the signed file that two sides exchange |
//! | [`out_format`] | the formats that layers go out in |
//! | [`picture`] | photos and scans: what they are, what they tell, and copies that tell less |
//! | [`table`], [`spool`] | what formats with fixed columns have in common |
//! | [`rows`] | rows of any format, before anybody interprets them |
//! | [`fault`] | what can be wrong with a file, and where |
//!
//! Deliberately absent: the store. Everything here gives values back and keeps nothing.

pub mod angle;
pub mod archive;
pub mod bundle;
pub mod csv;
mod decimal;
pub mod docx;
pub mod drawing;
pub mod encoding;
pub mod exchange_file;
pub mod fault;
mod fields;
pub mod files;
pub mod flatgeobuf;
pub mod geojson;
pub mod geojson_line;
pub mod geopackage;
pub mod gpx;
pub mod headers;
pub mod identity;
pub mod kml;
pub mod labels;
pub mod out_format;
pub mod picture;
pub mod queue_bundle;
pub mod reference;
pub mod rows;
pub mod sealed;
pub mod seeds;
pub mod shapefile;
pub mod spool;
pub mod table;
mod toml_file;
mod xml;

pub use fault::{ExchangeFault, RecordFault};

#[cfg(test)]
mod testing {
    //! A layer and its rows, for the tests of several formats.

    use super::rows::{OutKind, OutLayer, OutPlace, OutRow, OutShapes, OutValue, SourcePoint};
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    /// Bytes that a writer gives away and a test looks at.
    #[derive(Clone, Default)]
    pub(crate) struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Shared {
        pub(crate) fn bytes(&self) -> Vec<u8> {
            self.0.lock().unwrap().clone()
        }
    }

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    pub(crate) fn layer(lines: bool) -> OutLayer {
        let columns = [
            ("number", OutKind::Text),
            ("count", OutKind::Integer),
            ("length_m", OutKind::Real),
            ("good", OutKind::Boolean),
            ("observed_at", OutKind::DateTime),
        ];
        OutLayer {
            name: "markers".into(),
            columns: columns.map(|(name, kind)| (name.to_owned(), kind)).to_vec(),
            epsg: 4326,
            wkt: r#"GEOGCS["WGS 84"]"#.into(),
            shapes: if lines { OutShapes::Lines } else { OutShapes::Points },
            attribution: "nguồn".into(),
        }
    }

    pub(crate) fn at(x: f64, y: f64, z: Option<f64>) -> SourcePoint {
        SourcePoint { x, y, z }
    }

    pub(crate) fn row(id: &str, place: OutPlace) -> OutRow {
        let values = vec![
            OutValue::Text("Mốc 1088/2".into()),
            OutValue::Integer(-7),
            OutValue::Real(0.1),
            OutValue::Boolean(true),
            OutValue::Text("2026-11-20T01:30:00.000Z".into()),
        ];
        OutRow { id: id.into(), place, values }
    }

    pub(crate) fn empty_row(id: &str) -> OutRow {
        OutRow { id: id.into(), place: OutPlace::None, values: vec![OutValue::Null; 5] }
    }
}
