//! The two passes of an export, over any rows: what columns and places there are, then row by row in the target system.

use std::io;

use serde_json::{Map, Value};

use super::columns::{Columns, Learning};
use super::{ExportError, Exported, Watch};
use crate::atlas::feature::Shape;
use crate::domain::crs::Crs;
use crate::domain::position::LonLat;
use crate::exchange::rows::{OutLayer, OutPlace, OutRow, OutShapes, SourcePoint};
use crate::geo::{DatumFault, Transform};

/// Rows between two looks at whether to go on.
const STRIDE: u64 = 256;

/// A row as it is kept here: its place in WGS 84, its properties as JSON.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: String,
    pub shape: Shape,
    pub properties: Map<String, Value>,
}

/// Where rows come from. They are asked for twice and must be the same both times.
pub trait Source {
    fn name(&self) -> &str;
    /// Columns that are there whether a row has them or not, so that an empty file still says what it would hold.
    fn always(&self) -> &[&str];
    fn total(&self) -> u64;
    fn rows(&self) -> Box<dyn Iterator<Item = io::Result<Row>> + '_>;
    /// Source, licence and what must be said of the places, for a layer that has some.
    fn attribution(&self, placed: bool) -> String;
}

/// What the first pass found out.
pub struct Plan {
    layer: OutLayer,
    columns: Columns,
    transform: Transform,
    exported: Exported,
}

impl Plan {
    /// The first pass. Half of the work, so it is reported as half of it.
    ///
    /// # Errors
    /// When it is told to stop; rows that cannot be read.
    pub fn make(source: &dyn Source, crs: Crs, wkt: String, watch: Watch<'_>) -> Result<Self, ExportError> {
        let transform = Transform::new(crs)?;
        let (mut learning, mut exported) = (Learning::default(), Exported::default());
        learning.take(&source.always().iter().map(|name| ((*name).to_owned(), Value::Null)).collect());
        let (mut points, mut lines, mut in_parts) = (0, 0, 0);
        for row in source.rows() {
            let row = row?;
            learning.take(&row.properties);
            match row.shape {
                Shape::None => exported.placeless += 1,
                Shape::Point(_) => points += 1,
                Shape::Line(_) => lines += 1,
                Shape::Lines(_) => in_parts += 1,
            }
            exported.beyond_zone += u64::from(is_beyond(crs, &row.shape));
            exported.rows += 1;
            go_on(watch, exported.rows, source.total())?;
        }
        let columns = learning.finish();
        let layer = OutLayer {
            name: source.name().to_owned(),
            columns: columns.list().to_vec(),
            epsg: crs.epsg(),
            wkt,
            shapes: match (points, lines, in_parts) {
                (0, 0, 0) => OutShapes::None,
                (_, 0, 0) => OutShapes::Points,
                (0, _, 0) => OutShapes::Lines,
                (0, _, _) => OutShapes::MultiLines,
                _ => OutShapes::Mixed,
            },
            attribution: source.attribution(points + lines + in_parts > 0),
        };
        Ok(Self { layer, columns, transform, exported })
    }

    pub const fn layer(&self) -> &OutLayer {
        &self.layer
    }

    pub const fn exported(&self) -> Exported {
        self.exported
    }

    /// The second pass, over the rows whose place is asked for.
    ///
    /// # Errors
    /// When it is told to stop; a place that the target system does not reach; what `put` refuses.
    pub fn write(
        &self,
        source: &dyn Source,
        is_asked: impl Fn(&Shape) -> bool,
        watch: Watch<'_>,
        put: &mut dyn FnMut(&OutRow) -> io::Result<()>,
    ) -> Result<(), ExportError> {
        let mut done = self.exported.rows;
        for row in source.rows() {
            let row = row?;
            done += 1;
            if !is_asked(&row.shape) {
                continue;
            }
            let place = self.place(&row.shape);
            let place = place.map_err(|fault| ExportError::Place { id: row.id.clone(), fault })?;
            put(&OutRow { id: row.id, place, values: self.columns.values(&row.properties) })?;
            go_on(watch, done, self.exported.rows)?;
        }
        Ok(())
    }

    fn place(&self, shape: &Shape) -> Result<OutPlace, DatumFault> {
        Ok(match shape {
            Shape::None => OutPlace::None,
            Shape::Point(at) => OutPlace::Point(self.point(*at)?),
            Shape::Line(vertices) => OutPlace::Line(self.line(vertices)?),
            // A part of one vertex is no line; a track that is nothing but such parts has no course.
            Shape::Lines(parts) => {
                let parts = parts.iter().filter(|part| part.len() > 1);
                let parts = parts.map(|part| self.line(part)).collect::<Result<Vec<_>, _>>()?;
                if parts.is_empty() { OutPlace::None } else { OutPlace::Lines(parts) }
            }
        })
    }

    fn line(&self, vertices: &[LonLat]) -> Result<Vec<SourcePoint>, DatumFault> {
        vertices.iter().map(|at| self.point(*at)).collect()
    }

    /// Flat: what heights the register has are of unstated or of several vertical datums, and stand in columns.
    fn point(&self, at: LonLat) -> Result<SourcePoint, DatumFault> {
        let (x, y) = self.transform.from_wgs84(at)?;
        Ok(SourcePoint { x, y, z: None })
    }
}

/// `done` counts both passes.
fn go_on(watch: Watch<'_>, done: u64, rows: u64) -> Result<(), ExportError> {
    if done.is_multiple_of(STRIDE) && !watch(done, rows.saturating_mul(2)) {
        return Err(ExportError::Cancelled);
    }
    Ok(())
}

fn is_beyond(crs: Crs, shape: &Shape) -> bool {
    let Some(grid) = crs.projection() else { return false };
    let beyond = |at: &LonLat| (at.lon() - grid.meridian.degrees()).abs() > grid.family.reach();
    match shape {
        Shape::None => false,
        Shape::Point(at) => beyond(at),
        Shape::Line(vertices) => vertices.iter().any(beyond),
        Shape::Lines(parts) => parts.iter().flatten().any(beyond),
    }
}
