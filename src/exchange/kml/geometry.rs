//! The place of a placemark.
//!
//! A `Point` or `LineString` is read; a `MultiGeometry` with one part is that part; everything else is named. A height
//! is kept where `altitudeMode` is `absolute` (above sea level): in the other modes it is above the ground or, as by
//! default, means nothing, and is 0 in most files.

use std::io::BufRead;

use crate::exchange::fields::quoted;
use crate::exchange::rows::{FileFault, SourcePlace, SourcePoint};
use crate::exchange::xml::Cursor;

/// Geometries of KML, with those of Google's extension; what else is in a placemark is none.
const GEOMETRIES: [&str; 10] = [
    "Point",
    "LineString",
    "LinearRing",
    "Polygon",
    "MultiGeometry",
    "Model",
    "gx:Track",
    "gx:MultiTrack",
    "Track",
    "MultiTrack",
];

pub(super) fn is_geometry(name: &str) -> bool {
    GEOMETRIES.contains(&name)
}

/// The geometries found in one placemark. Only the first is kept.
#[derive(Default)]
pub(super) struct Found {
    first: Option<Result<SourcePlace, Wrong>>,
    given: Option<String>,
    count: usize,
}

/// Why a geometry is no place.
pub(super) struct Wrong {
    pub(super) vi: String,
    pub(super) en: String,
}

impl Found {
    /// Reads the geometry that was just started.
    pub(super) fn take<R: BufRead>(&mut self, xml: &mut Cursor<R>) -> Result<(), FileFault> {
        let name = xml.name().to_owned();
        if name == "MultiGeometry" {
            while xml.next_child()? {
                if is_geometry(xml.name()) {
                    self.take(xml)?;
                } else {
                    xml.skip()?;
                }
            }
            return Ok(());
        }
        self.count += 1;
        if self.count > 1 {
            self.given = None;
            return xml.skip();
        }
        self.first = Some(match name.as_str() {
            "Point" => self.point(xml)?,
            "LineString" => line(xml)?,
            _ => {
                xml.skip()?;
                Ok(SourcePlace::Other(name))
            }
        });
        Ok(())
    }

    /// The place, and the coordinates of a point as they were written.
    pub(super) fn place(self) -> Result<(SourcePlace, Option<String>), Wrong> {
        match self.first {
            None => Ok((SourcePlace::None, None)),
            Some(_) if self.count > 1 => Ok((SourcePlace::Other("MultiGeometry".to_owned()), None)),
            Some(first) => first.map(|place| (place, self.given)),
        }
    }

    fn point<R: BufRead>(&mut self, xml: &mut Cursor<R>) -> Result<Result<SourcePlace, Wrong>, FileFault> {
        let (text, absolute) = coordinates(xml)?;
        let place = tuples(&text, absolute).and_then(|points| match points.as_slice() {
            [point] => Ok(SourcePlace::Point(*point)),
            other => Err(Wrong {
                vi: format!("Điểm có {} vị trí: cần đúng một", other.len()),
                en: format!("A point has {} positions: one is wanted", other.len()),
            }),
        });
        self.given = Some(quoted(&text));
        Ok(place)
    }
}

fn line<R: BufRead>(xml: &mut Cursor<R>) -> Result<Result<SourcePlace, Wrong>, FileFault> {
    let (text, absolute) = coordinates(xml)?;
    Ok(tuples(&text, absolute).and_then(|points| match points.len() {
        0 | 1 => Err(Wrong {
            vi: "Đường phải có ít nhất hai đỉnh".to_owned(),
            en: "A line needs at least two vertices".to_owned(),
        }),
        _ => Ok(SourcePlace::Line(points)),
    }))
}

/// The coordinates of the geometry that was just started, and whether its heights are above sea level.
fn coordinates<R: BufRead>(xml: &mut Cursor<R>) -> Result<(String, bool), FileFault> {
    let (mut text, mut absolute) = (String::new(), false);
    while xml.next_child()? {
        match xml.name() {
            "coordinates" => text = xml.content()?,
            "altitudeMode" => absolute = xml.content()?.trim() == "absolute",
            _ => xml.skip()?,
        }
    }
    Ok((text, absolute))
}

/// Tuples are parted by white space and their numbers by commas; white space after a comma is common, and parts nothing.
fn tuples(text: &str, absolute: bool) -> Result<Vec<SourcePoint>, Wrong> {
    let mut points = Vec::new();
    let mut tuple: Vec<&str> = Vec::new();
    let mut open = false;
    for piece in text.split_whitespace() {
        if !open && !piece.starts_with(',') && !tuple.is_empty() {
            points.push(position(&tuple, absolute)?);
            tuple.clear();
        }
        tuple.extend(piece.split(',').filter(|number| !number.is_empty()));
        open = piece.ends_with(',');
    }
    if !tuple.is_empty() {
        points.push(position(&tuple, absolute)?);
    }
    Ok(points)
}

fn position(tuple: &[&str], absolute: bool) -> Result<SourcePoint, Wrong> {
    let number = |text: &&str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    let (numbers, wanted): (Vec<f64>, _) = (tuple.iter().filter_map(number).collect(), tuple.len());
    match numbers.as_slice() {
        [x, y] if wanted == 2 => Ok(SourcePoint { x: *x, y: *y, z: None }),
        [x, y, z] if wanted == 3 => Ok(SourcePoint { x: *x, y: *y, z: absolute.then_some(*z) }),
        _ => {
            let shown = quoted(&tuple.join(","));
            Err(Wrong {
                vi: format!("Vị trí \"{shown}\" không phải là kinh độ,vĩ độ hoặc kinh độ,vĩ độ,độ cao"),
                en: format!("The position \"{shown}\" is not longitude,latitude or longitude,latitude,height"),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Vec<(f64, f64, Option<f64>)>> {
        tuples(text, true).ok().map(|points| points.iter().map(|point| (point.x, point.y, point.z)).collect())
    }

    #[test]
    fn tuples_are_read_however_they_are_spaced() {
        let want = Some(vec![(1.0, 2.0, Some(3.0)), (4.0, 5.0, None)]);
        for text in ["1,2,3 4,5", " 1, 2, 3\n4 ,5 ", "1 ,2 , 3\t4,\n5"] {
            assert_eq!(read(text), want, "{text}");
        }
        assert_eq!(read(" \n"), Some(Vec::new()));
    }

    #[test]
    fn what_is_no_position_is_refused() {
        for text in ["1", "1,2,3,4", "no,no", "NaN,2", "1e999,2", "1,2 3", "102,5,22,4", "1;2"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
