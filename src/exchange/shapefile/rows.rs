//! Shapes and table together, as rows.

use super::dbf::{Table, TableRow};
use super::parts::Parts;
use super::shp::Shapes;
use crate::exchange::rows::{DeclaredCrs, FileFault, SourceFile, SourceRow};

struct Rows {
    shapes: Shapes,
    table: Option<Table>,
    row: u64,
    over: bool,
}

pub(super) fn open(parts: Parts) -> Result<SourceFile, FileFault> {
    let shapes = Shapes::open(parts.shp, parts.shx)?;
    let table = parts.dbf.map(|dbf| Table::open(dbf, parts.encoding, parts.cpg.as_deref())).transpose()?;
    let mut notes = table.as_ref().map_or_else(|| vec!["no .dbf: rows have no attributes".to_owned()], Table::notes);
    if shapes.count().is_none() {
        notes.push("no .shx: shapes are read in the order of the .shp".to_owned());
    }
    let total = match (shapes.count(), table.as_ref().map(Table::count)) {
        (Some(shapes), Some(rows)) if shapes != rows => return Err(counts(shapes, rows)),
        (shapes, rows) => rows.or(shapes),
    };
    let crs = parts.prj.filter(|prj| !prj.is_empty()).map_or(DeclaredCrs::Undeclared, DeclaredCrs::Wkt);
    let rows = Box::new(Rows { shapes, table, row: 0, over: false });
    Ok(SourceFile { format: "shapefile", crs, notes, total, rows })
}

enum Step {
    Row(SourceRow),
    Deleted,
    End,
}

impl Rows {
    fn step(&mut self) -> Result<Step, FileFault> {
        let place = self.shapes.next_place();
        // Read in any case: the two go in step.
        let fields = self.table.as_mut().map(Table::next_row);
        let (place, fields) = match (place, fields) {
            (None, None | Some(None)) => return Ok(Step::End),
            (Some(place), None) => (place, Ok(TableRow::Fields(Vec::new()))),
            (Some(place), Some(Some(fields))) => (place, fields),
            (None, Some(Some(_))) => return Err(counts(self.row, self.table.as_ref().map_or(0, Table::count))),
            (Some(_), Some(None)) => return Err(counts(self.row + 1, self.row)),
        };
        self.row += 1;
        match (place, fields) {
            (Err(fault), _) | (_, Err(fault)) if fault.ends() => Err(fault),
            (_, Ok(TableRow::Deleted)) => Ok(Step::Deleted),
            (Err(fault), _) | (_, Err(fault)) => Err(fault),
            (Ok(place), Ok(TableRow::Fields(fields))) => {
                Ok(Step::Row(SourceRow { row: self.row, line: None, place, given: None, fields }))
            }
        }
    }
}

impl Iterator for Rows {
    type Item = Result<SourceRow, FileFault>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.over {
            match self.step() {
                Ok(Step::Row(row)) => return Some(Ok(row)),
                Ok(Step::Deleted) => {}
                Ok(Step::End) => self.over = true,
                Err(fault) => {
                    self.over = fault.ends();
                    return Some(Err(fault));
                }
            }
        }
        None
    }
}

fn counts(shapes: u64, rows: u64) -> FileFault {
    FileFault::fatal(
        "shapefile_counts_differ",
        format!("số hình ({shapes}) và số dòng trong .dbf ({rows}) khác nhau: các tệp không cùng một bộ hoặc bị hỏng"),
        format!("{shapes} shapes but {rows} rows in the .dbf: the files do not belong together, or one is damaged"),
    )
}
