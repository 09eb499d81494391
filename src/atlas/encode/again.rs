//! A ready-made feature in another form: fewer properties, or its place in another reference system.
//!
//! Whatever stays is copied as it was written. Cost: one look at each byte, and the change of each corner.

use std::io::Write as _;

use crate::atlas::scan::Members;

/// Coordinates of a place given in degrees, longitude first; none where the system does not reach.
pub type Elsewhere<'a> = &'a dyn Fn(f64, f64) -> Option<[f64; 2]>;

/// What is different.
#[derive(Clone, Copy, Default)]
pub struct Again<'a> {
    /// Only these properties.
    pub properties: Option<&'a [&'a str]>,
    pub elsewhere: Option<Elsewhere<'a>>,
}

impl Again<'_> {
    /// Writes the feature. `None` when a place of it cannot be written there.
    pub fn write(&self, feature: &[u8], out: &mut Vec<u8>) -> Option<()> {
        out.push(b'{');
        for (n, (name, value)) in Members::of(feature).enumerate() {
            if n > 0 {
                out.push(b',');
            }
            member(name, out);
            match (name, self.properties, self.elsewhere) {
                (b"geometry", _, Some(elsewhere)) => place(value, elsewhere, out)?,
                (b"properties", Some(wanted), _) => {
                    out.push(b'{');
                    let mut first = true;
                    for (name, value) in
                        Members::of(value).filter(|(name, _)| wanted.iter().any(|held| held.as_bytes() == *name))
                    {
                        if !std::mem::take(&mut first) {
                            out.push(b',');
                        }
                        member(name, out);
                        out.extend_from_slice(value);
                    }
                    out.push(b'}');
                }
                _ => out.extend_from_slice(value),
            }
        }
        out.push(b'}');
        Some(())
    }
}

fn member(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(name);
    out.extend_from_slice(b"\":");
}

/// The geometry with each pair of coordinates elsewhere.
fn place(geometry: &[u8], elsewhere: Elsewhere<'_>, out: &mut Vec<u8>) -> Option<()> {
    let mut rest = geometry;
    while let Some(open) = rest.windows(2).position(|pair| pair[0] == b'[' && matches!(pair[1], b'-' | b'0'..=b'9')) {
        out.extend_from_slice(&rest[..=open]);
        let end = open + rest[open..].iter().position(|byte| *byte == b']')?;
        let pair = std::str::from_utf8(&rest[open + 1..end]).ok()?;
        let (lon, lat) = pair.split_once(',')?;
        let [x, y] = elsewhere(lon.parse().ok()?, lat.parse().ok()?)?;
        write!(out, "{x},{y}").ok()?;
        rest = &rest[end..];
    }
    out.extend_from_slice(rest);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn written(again: Again<'_>, feature: &Value) -> Option<Value> {
        let mut out = Vec::new();
        again.write(feature.to_string().as_bytes(), &mut out)?;
        Some(serde_json::from_slice(&out).unwrap())
    }

    #[test]
    fn only_what_was_asked_for_changes() {
        let feature = json!({ "type": "Feature", "id": "x", "properties": { "a": [1, { "b": 2 }], "b": "}", "c": null },
            "geometry": { "type": "MultiLineString", "coordinates": [[[-1.5, 2.0], [3.0, 4.0]], [[5.0, 1e-7]]] } });
        assert_eq!(written(Again::default(), &feature), Some(feature.clone()));
        let mut expected = feature.clone();
        expected["properties"] = json!({ "a": [1, { "b": 2 }], "c": null });
        let again = Again { properties: Some(&["c", "a", "nix"]), elsewhere: None };
        assert_eq!(written(again, &feature), Some(expected));
        let swapped = |lon, lat| Some([lat, lon]);
        let mut expected = feature.clone();
        expected["geometry"]["coordinates"] = json!([[[2.0, -1.5], [4.0, 3.0]], [[1e-7, 5.0]]]);
        assert_eq!(written(Again { properties: None, elsewhere: Some(&swapped) }, &feature), Some(expected));
        let nowhere = |_, _| None;
        assert_eq!(written(Again { properties: None, elsewhere: Some(&nowhere) }, &feature), None);
        let placeless = json!({ "type": "Feature", "id": "x", "properties": {}, "geometry": null });
        assert_eq!(written(Again { properties: Some(&[]), elsewhere: Some(&nowhere) }, &placeless), Some(placeless));
    }
}
