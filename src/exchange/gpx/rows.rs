//! A GPX file as rows: every waypoint a point, every route and every track of one segment a line.
//!
//! The children of a waypoint become fields under their names in GPX (`name`, `cmt`, `desc`, `sym`, `type`, `time` …);
//! a name is offered as `number`, too. In extensions our own columns are read, and those of GDAL and QGIS (`ogr:`). A track
//! of several segments is no line, for between them the device did not record.

use std::io::BufRead;

use super::element::{Given, enter, number};
use super::{MOST_FIXES, PREFIX, too_many};
use crate::exchange::fields::{offer_name_as_number, push};
use crate::exchange::rows::{DeclaredCrs, FileFault, SourceFile, SourcePlace, SourcePoint, SourceRow};
use crate::exchange::xml::Cursor;

/// Opens a file: reads up to its root.
///
/// # Errors
/// No XML, no GPX, an encoding that nobody knows.
pub fn open<R: BufRead + Send + 'static>(input: R) -> Result<SourceFile, FileFault> {
    let mut xml = Cursor::open(input)?;
    enter(&mut xml)?;
    let notes = vec![xml.encoding().to_owned()];
    let rows = Rows { xml, row: 0, done: false };
    Ok(SourceFile { format: "gpx", crs: DeclaredCrs::ByStandard, notes, total: None, rows: Box::new(rows) })
}

struct Rows<R> {
    xml: Cursor<R>,
    row: u64,
    done: bool,
}

impl<R: BufRead> Iterator for Rows<R> {
    type Item = Result<SourceRow, FileFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let item = self.advance().transpose();
        self.done = item.as_ref().is_none_or(|item| item.as_ref().is_err_and(FileFault::ends));
        item
    }
}

/// What a point or line is found to be, while it is read.
struct Draft {
    line: u64,
    fields: Vec<(String, String)>,
    fault: Option<FileFault>,
}

impl<R: BufRead> Rows<R> {
    fn advance(&mut self) -> Result<Option<SourceRow>, FileFault> {
        while self.xml.next_child()? {
            match self.xml.name() {
                "wpt" => return self.waypoint().map(Some),
                "rte" => return self.way("rtept").map(Some),
                "trk" => return self.way("trkpt").map(Some),
                _ => self.xml.skip()?,
            }
        }
        self.xml.finish()?;
        Ok(None)
    }

    fn begin(&mut self) -> Draft {
        self.row += 1;
        Draft { line: self.xml.line(), fields: Vec::new(), fault: None }
    }

    fn end(&self, draft: Draft, place: SourcePlace, given: Option<String>) -> Result<SourceRow, FileFault> {
        let Draft { line, mut fields, fault } = draft;
        if let Some(fault) = fault {
            return Err(fault);
        }
        offer_name_as_number(&mut fields);
        Ok(SourceRow { row: self.row, line: Some(line), place, given, fields })
    }

    fn waypoint(&mut self) -> Result<SourceRow, FileFault> {
        let mut draft = self.begin();
        let given = Given::of(&self.xml)?;
        let point = self.point(&given, &mut draft, true)?;
        self.end(draft, point.map_or(SourcePlace::None, SourcePlace::Point), Some(given.in_words()))
    }

    /// A route or track, with points of the given name: in a route right inside it, in a track inside its segments.
    fn way(&mut self, point: &str) -> Result<SourceRow, FileFault> {
        let mut draft = self.begin();
        let mut points = Vec::new();
        let mut segments = 0_u64;
        while self.xml.next_child()? {
            let name = self.xml.name();
            if name == "trkseg" {
                let before = points.len();
                while self.xml.next_child()? {
                    if self.xml.name() == point {
                        self.vertex(&mut points, &mut draft)?;
                    } else {
                        self.xml.skip()?;
                    }
                }
                segments += u64::from(points.len() > before);
            } else if name == point {
                self.vertex(&mut points, &mut draft)?;
            } else {
                self.field(&mut draft)?;
            }
        }
        let place = match points.len() {
            _ if segments > 1 => SourcePlace::Other(format!("trk ({segments} trkseg)")),
            0 => SourcePlace::None,
            1 => {
                draft.fault.get_or_insert_with(|| {
                    let (vi, en) = ("Đường phải có ít nhất hai điểm", "A line needs at least two points");
                    FileFault::row(self.row, "gpx_short_line", vi, en).at_line(draft.line)
                });
                SourcePlace::None
            }
            _ => SourcePlace::Line(points),
        };
        self.end(draft, place, None)
    }

    fn vertex(&mut self, points: &mut Vec<SourcePoint>, draft: &mut Draft) -> Result<(), FileFault> {
        if points.len() == MOST_FIXES {
            return Err(too_many(self.xml.line()));
        }
        let given = Given::of(&self.xml)?;
        points.extend(self.point(&given, draft, false)?);
        Ok(())
    }

    /// Reads the point that was just started; the first that has no place is the fault of its row.
    fn point(&mut self, given: &Given, draft: &mut Draft, keep: bool) -> Result<Option<SourcePoint>, FileFault> {
        let line = self.xml.line();
        let place = given.read().map(|(lon, lat)| lon.zip(lat));
        let mut z = None;
        while self.xml.next_child()? {
            if self.xml.name() == "ele" {
                z = number(&self.xml.content()?);
            } else if keep {
                self.field(draft)?;
            } else {
                self.xml.skip()?;
            }
        }
        let point = match place {
            Ok(Some((x, y))) => return Ok(Some(SourcePoint { x, y, z })),
            Ok(None) => FileFault::row(
                self.row,
                "gpx_coordinates",
                format!("Tọa độ không phải là số: {}", given.in_words()),
                format!("The coordinates are no numbers: {}", given.in_words()),
            )
            .at_line(line),
            Err(mut comma) => {
                (comma.row, comma.fatal) = (Some(self.row), false);
                comma
            }
        };
        draft.fault.get_or_insert(point);
        Ok(None)
    }

    /// Reads the element that was just started as a field, if it is one.
    fn field(&mut self, draft: &mut Draft) -> Result<(), FileFault> {
        let name = self.xml.name().to_owned();
        match name.as_str() {
            "extensions" => {
                while self.xml.next_child()? {
                    let column = self.xml.name().split_once(':').filter(|(prefix, _)| [PREFIX, "ogr"].contains(prefix));
                    match column.map(|(_, column)| column.to_owned()) {
                        Some(column) => push(&mut draft.fields, &column, &self.xml.content()?),
                        None => self.xml.skip()?,
                    }
                }
                Ok(())
            }
            "link" => {
                let [href] = self.xml.attributes(["href"])?;
                push(&mut draft.fields, "link", &href.unwrap_or_default());
                self.xml.skip()
            }
            name if name.contains(':') => self.xml.skip(),
            name => {
                let value = self.xml.content()?;
                push(&mut draft.fields, name, &value);
                Ok(())
            }
        }
    }
}
