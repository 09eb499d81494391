//! One line of a `GeoJSON` file (RFC 7946): the vertices of its only `LineString`, in the order of the file.

use geojson::{FeatureCollection, GeoJson, Geometry, GeometryValue, Position};

use super::ExchangeFault;
use crate::domain::position::LonLat;

/// The vertices of a file that holds one `LineString`: bare, as a feature, or as the only feature of a collection.
/// Heights are passed over. `file` is only for the fault. Cost: linear in the size of the text.
///
/// # Errors
/// No `GeoJSON`, not exactly one `LineString`, fewer than two vertices, a vertex that is no place.
pub fn read(file: &str, text: &str) -> Result<Vec<LonLat>, ExchangeFault> {
    let parsed: GeoJson =
        text.parse().map_err(|source| ExchangeFault::GeoJson { file: file.to_owned(), source: Box::new(source) })?;
    let geometry = match parsed {
        GeoJson::Geometry(geometry) => Some(geometry),
        GeoJson::Feature(feature) => feature.geometry,
        GeoJson::FeatureCollection(collection) => only_geometry(collection),
    };
    match geometry.map(|geometry| geometry.value) {
        Some(GeometryValue::LineString { coordinates }) if coordinates.len() > 1 => {
            coordinates.iter().enumerate().map(|(vertex, position)| place(file, vertex, position)).collect()
        }
        _ => Err(ExchangeFault::NotOneLine { file: file.to_owned() }),
    }
}

fn only_geometry(collection: FeatureCollection) -> Option<Geometry> {
    let mut features = collection.features.into_iter();
    let first = features.next()?;
    if features.next().is_some() {
        return None;
    }
    first.geometry
}

fn place(file: &str, vertex: usize, position: &Position) -> Result<LonLat, ExchangeFault> {
    let &[lon, lat, ..] = position.as_slice() else {
        return Err(ExchangeFault::ShortVertex { file: file.to_owned(), vertex });
    };
    LonLat::new(lon, lat).map_err(|source| ExchangeFault::Vertex { file: file.to_owned(), vertex, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(coordinates: &str) -> String {
        format!(r#"{{"type":"LineString","coordinates":{coordinates}}}"#)
    }

    fn feature(geometry: &str) -> String {
        format!(r#"{{"type":"Feature","properties":{{}},"geometry":{geometry}}}"#)
    }

    fn collection(features: &[String]) -> String {
        format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
    }

    fn fault(text: &str) -> String {
        read("f.geojson", text).unwrap_err().to_string()
    }

    #[test]
    fn a_line_is_read_bare_as_a_feature_and_as_the_only_feature() {
        let bare = line("[[102.1,22.4],[102.2,22.5,900.0]]");
        let want = vec![LonLat::new(102.1, 22.4).unwrap(), LonLat::new(102.2, 22.5).unwrap()];
        assert_eq!(read("f", &bare).unwrap(), want);
        assert_eq!(read("f", &feature(&bare)).unwrap(), want);
        assert_eq!(read("f", &collection(&[feature(&bare)])).unwrap(), want);
    }

    #[test]
    fn swapped_coordinates_are_refused_with_the_vertex() {
        let text = line("[[102.1,22.4],[22.4,102.1]]");
        assert_eq!(fault(&text), "f.geojson: vertex 1: latitude 102.1 is not within -90 to 90");
    }

    #[test]
    fn anything_but_one_line_is_refused() {
        let one = feature(&line("[[1,2],[3,4]]"));
        let not_one = "f.geojson: not exactly one LineString of two or more vertices";
        assert_eq!(fault(&collection(&[])), not_one);
        assert_eq!(fault(&collection(&[one.clone(), one])), not_one);
        assert_eq!(fault(&feature("null")), not_one);
        assert_eq!(fault(&line("[[1,2]]")), not_one);
        assert_eq!(fault(r#"{"type":"Point","coordinates":[1,2]}"#), not_one);
    }

    #[test]
    fn broken_text_is_a_fault_and_never_a_panic() {
        for text in ["", "null", "[]", "{", r#"{"type":"LineString"}"#, &line("[[1],[2]]"), &line(r#"[["a",1],[1,2]]"#)]
        {
            assert!(fault(text).starts_with("f.geojson: "), "{text}");
        }
    }
}
