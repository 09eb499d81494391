//! `FlatGeobuf` (version 3): features sorted along a Hilbert curve behind an R-tree.
//!
//! The header comes first and says whether all features have heights, and the features come in another order than they
//! arrive, so the rows wait on disk (twice: our [spool](super::spool) and the crate's own temporary file).
//!
//! **Memory.** The crate keeps the box and place of each feature: about 60 bytes a row, and the tree of another 85 while
//! it finishes; 150 MB for a million rows.
//!
//! **What the format loses.** Nothing but the order of rows. Where only some places have a height, points go out flat
//! with a column `height`, lines go out flat. Where a row has no place, the file has no index: a feature without geometry
//! has no box. Cost: O(n log n).

use std::io::{self, BufWriter, Write};

use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geozero::error::GeozeroError;
use geozero::{ColumnValue, CoordDimensions, GeomProcessor, GeozeroGeometry, PropertyProcessor as _};

use super::rows::{OutKind, OutLayer, OutPlace, OutRow, OutShapes, RowWriter, SourcePoint};
use super::spool::Spool;
use super::table::{Cell, Columns};

/// A name may be as long as it likes; this is what still looks like one.
const NAME_BYTES: usize = 250;

/// A writer that puts all into `out` when it finishes.
///
/// # Errors
/// When no temporary file can be made.
pub fn writer(out: impl Write + Send + 'static, layer: &OutLayer) -> io::Result<Box<dyn RowWriter + Send>> {
    let columns = Columns::of(layer, &[], NAME_BYTES);
    Ok(Box::new(Writer { out, layer: layer.clone(), columns, spool: Spool::new()? }))
}

struct Writer<W> {
    out: W,
    layer: OutLayer,
    columns: Columns,
    spool: Spool,
}

impl<W: Write> RowWriter for Writer<W> {
    fn row(&mut self, row: &OutRow) -> io::Result<()> {
        self.columns.vertices(row)?;
        self.columns.cells(row)?;
        self.spool.push(row)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        let about = self.spool.about();
        let heights = about.all_have_heights();
        let mut fgb = start(&self.layer, heights, about.places == about.rows)?;
        for (name, kind) in self.columns.list() {
            fgb.add_column(name, column_type(*kind), |_, _| {});
        }
        let height_column = (about.some_have_heights() && self.layer.shapes != OutShapes::Lines).then(|| {
            fgb.add_column(&self.columns.free("height", &[], NAME_BYTES), ColumnType::Double, |_, _| {});
            self.columns.list().len()
        });
        for row in self.spool.replay()? {
            let row = row?;
            let cells = self.columns.cells(&row)?;
            let mut faulty = Ok(false);
            let place = Place { place: &row.place, heights };
            let added = fgb.add_feature_geom(place, |feature| {
                let mut put = |index, value: &ColumnValue<'_>| {
                    if faulty.is_ok() {
                        faulty = feature.property(index, "", value);
                    }
                };
                for (index, ((_, kind), cell)) in self.columns.list().iter().zip(cells).enumerate() {
                    match cell {
                        Cell::Null => {}
                        Cell::Text(text) if *kind == OutKind::DateTime => put(index, &ColumnValue::DateTime(text)),
                        Cell::Text(text) => put(index, &ColumnValue::String(text)),
                        Cell::Integer(number) => put(index, &ColumnValue::Long(number)),
                        Cell::Real(number) => put(index, &ColumnValue::Double(number)),
                        Cell::Boolean(truth) => put(index, &ColumnValue::Bool(truth)),
                    }
                }
                if let (Some(index), OutPlace::Point(SourcePoint { z: Some(z), .. })) = (height_column, &row.place) {
                    put(index, &ColumnValue::Double(*z));
                }
            });
            added.and(faulty).map_err(io::Error::other)?;
        }
        let mut out = BufWriter::new(self.out);
        fgb.write(&mut out).map_err(io::Error::other)?;
        out.flush()
    }
}

fn start(layer: &OutLayer, heights: bool, with_index: bool) -> io::Result<FgbWriter<'static>> {
    let geometry = match layer.shapes {
        OutShapes::Points | OutShapes::None => GeometryType::Point,
        OutShapes::Lines => GeometryType::LineString,
        // Each feature then says its own.
        OutShapes::Mixed => GeometryType::Unknown,
    };
    let options = FgbWriterOptions {
        write_index: with_index,
        detect_type: false,
        promote_to_multi: false,
        crs: FgbCrs {
            org: Some("EPSG"),
            code: i32::try_from(layer.epsg).unwrap_or(0),
            wkt: Some(&layer.wkt),
            ..FgbCrs::default()
        },
        has_z: heights,
        title: Some(&layer.name),
        description: Some(&layer.attribution),
        ..FgbWriterOptions::default()
    };
    FgbWriter::create_with_options(&layer.name, geometry, options).map_err(io::Error::other)
}

const fn column_type(kind: OutKind) -> ColumnType {
    match kind {
        OutKind::Text => ColumnType::String,
        OutKind::Integer => ColumnType::Long,
        OutKind::Real => ColumnType::Double,
        OutKind::Boolean => ColumnType::Bool,
        OutKind::DateTime => ColumnType::DateTime,
    }
}

/// A place as the crate wants to be told it.
struct Place<'a> {
    place: &'a OutPlace,
    heights: bool,
}

impl Place<'_> {
    fn tell(&self, to: &mut impl GeomProcessor, index: usize, vertex: &SourcePoint) -> Result<(), GeozeroError> {
        to.coordinate(vertex.x, vertex.y, vertex.z.filter(|_| self.heights), None, None, None, index)
    }
}

impl GeozeroGeometry for Place<'_> {
    fn process_geom<P: GeomProcessor>(&self, to: &mut P) -> Result<(), GeozeroError> {
        match self.place {
            OutPlace::None => Ok(()),
            OutPlace::Point(point) => {
                to.point_begin(0)?;
                self.tell(to, 0, point)?;
                to.point_end(0)
            }
            OutPlace::Line(line) => {
                to.linestring_begin(true, line.len(), 0)?;
                for (index, vertex) in line.iter().enumerate() {
                    self.tell(to, index, vertex)?;
                }
                to.linestring_end(true, 0)
            }
        }
    }

    fn dims(&self) -> CoordDimensions {
        if self.heights { CoordDimensions::xyz() } else { CoordDimensions::xy() }
    }
}
