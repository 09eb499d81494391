//! FlatGeobuf (version 3): a header, an R-tree, and the features sorted along a Hilbert curve.
//!
//! The header comes first and says whether all features have heights, and the features go out in another order than they
//! arrive, so rows wait on disk: as they came (our [spool](super::spool)) and as features of the format.
//!
//! Tables, tree and order are the crate's. Its writer is not used: it gives every feature a geometry, and GDAL refuses one
//! without coordinates, so that a row without a place would end the file.
//!
//! **What the format loses.** Nothing but the order of rows. Where only some places have a height, points go out flat
//! with a column `height`, lines go out flat. Where a row has no place, the file has no tree (such a feature has no box)
//! and keeps the order of rows.
//!
//! Cost: O(n log n). Memory: 150 bytes a row while the tree is built, 150 MB for a million rows.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::FileExt as _;

use flatbuffers::FlatBufferBuilder;
use flatgeobuf::packed_r_tree::{NodeItem, PackedRTree, calc_extent, hilbert_sort};
use flatgeobuf::{Column, ColumnArgs, ColumnType, Crs, CrsArgs, Feature, FeatureArgs, Geometry, GeometryArgs};
use flatgeobuf::{GeometryType, Header, HeaderArgs};

use super::rows::{OutKind, OutLayer, OutPlace, OutRow, OutShapes, RowWriter, SourcePoint};
use super::spool::{About, Spool};
use super::table::{Cell, Columns};

const MAGIC: [u8; 8] = *b"fgb\x03fgb\0";
/// A name may be as long as it likes; this is what still looks like one.
const NAME_BYTES: usize = 250;
/// Half of what the format could hold.
const MOST_ROW_BYTES: usize = 1 << 30;

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
        let (parts, cells) = (self.columns.parts(row)?, self.columns.cells(row)?);
        if 24 * parts.iter().map(|part| part.len()).sum::<usize>() + cells.iter().map(size).sum::<usize>()
            > MOST_ROW_BYTES
        {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("row {} is larger than 1 GiB", row.id)));
        }
        self.spool.push(row)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        let about = self.spool.about();
        let mut columns = self.columns.list().to_vec();
        if about.some_have_heights() && !matches!(self.layer.shapes, OutShapes::Lines | OutShapes::MultiLines) {
            columns.push((self.columns.free("height", &[], NAME_BYTES), OutKind::Real));
        }
        let mut features = Features::of(&mut self.spool, &self.columns, columns.len())?;
        let mut out = BufWriter::new(self.out);
        out.write_all(&MAGIC)?;
        let with_tree = about.rows > 0 && about.places == about.rows;
        out.write_all(&header(&self.layer, &columns, about, with_tree))?;
        if with_tree {
            features.sort_and_index(&mut out)?;
        }
        features.write(&mut out)?;
        out.flush()
    }
}

fn header(layer: &OutLayer, columns: &[(String, OutKind)], about: About, with_tree: bool) -> Vec<u8> {
    let mut table = FlatBufferBuilder::new();
    let listed: Vec<_> = columns
        .iter()
        .map(|(name, kind)| {
            let name = Some(table.create_string(name));
            Column::create(&mut table, &ColumnArgs { name, type_: column_type(*kind), ..ColumnArgs::default() })
        })
        .collect();
    let org = Some(table.create_string("EPSG"));
    let wkt = Some(table.create_string(&layer.wkt));
    let code = i32::try_from(layer.epsg).unwrap_or(0);
    let crs = Some(Crs::create(&mut table, &CrsArgs { org, code, wkt, ..CrsArgs::default() }));
    let ([west, south, _], [east, north, _]) = (about.low, about.high);
    let envelope = (about.places > 0).then(|| table.create_vector(&[west, south, east, north]));
    let columns = Some(table.create_vector(&listed));
    let name = Some(table.create_string(&layer.name));
    let description = Some(table.create_string(&layer.attribution));
    let args = HeaderArgs {
        name,
        envelope,
        geometry_type: geometry_type(layer.shapes),
        has_z: about.all_have_heights(),
        columns,
        features_count: about.rows,
        index_node_size: if with_tree { PackedRTree::DEFAULT_NODE_SIZE } else { 0 },
        crs,
        title: name,
        description,
        ..HeaderArgs::default()
    };
    let header = Header::create(&mut table, &args);
    table.finish_size_prefixed(header, None);
    table.finished_data().to_vec()
}

const fn geometry_type(shapes: OutShapes) -> GeometryType {
    match shapes {
        OutShapes::Points | OutShapes::None => GeometryType::Point,
        OutShapes::Lines => GeometryType::LineString,
        OutShapes::MultiLines => GeometryType::MultiLineString,
        // Each feature says its own.
        OutShapes::Mixed => GeometryType::Unknown,
    }
}

const fn kind_of(place: &OutPlace) -> GeometryType {
    match place {
        OutPlace::None => GeometryType::Unknown,
        OutPlace::Point(_) => GeometryType::Point,
        OutPlace::Line(_) => GeometryType::LineString,
        OutPlace::Lines(_) => GeometryType::MultiLineString,
    }
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

/// Features as the format has them, on disk, with their boxes.
struct Features {
    file: File,
    /// Where each starts and how long it is, in the order of the rows.
    pieces: Vec<(u64, u32)>,
    /// Boxes in the order in which the features go out; the offset is the number of the row.
    boxes: Vec<NodeItem>,
}

impl Features {
    /// `width` is the number of columns, one more than the layer's where heights are a column.
    fn of(spool: &mut Spool, columns: &Columns, width: usize) -> io::Result<Self> {
        let with_heights = spool.about().all_have_heights();
        let height_column = columns.list().len();
        let (mut pieces, mut boxes, mut at) = (Vec::new(), Vec::new(), 0);
        let mut out = BufWriter::new(tempfile::tempfile()?);
        let mut table = FlatBufferBuilder::new();
        for row in spool.replay()? {
            let row = row?;
            let parts = columns.parts(&row)?;
            let mut properties = Vec::new();
            for (index, cell) in columns.cells(&row)?.into_iter().enumerate() {
                put(&mut properties, index, cell);
            }
            if let (true, OutPlace::Point(SourcePoint { z: Some(z), .. })) = (width > height_column, &row.place) {
                put(&mut properties, height_column, Cell::Real(*z));
            }
            table.reset();
            let feature = feature(&mut table, kind_of(&row.place), &parts, with_heights, &properties);
            out.write_all(feature)?;
            let mut bounds = NodeItem::create(pieces.len() as u64);
            for vertex in parts.into_iter().flatten() {
                bounds.expand_xy(vertex.x, vertex.y);
            }
            boxes.push(bounds);
            pieces.push((at, u32::try_from(feature.len()).map_err(io::Error::other)?));
            at += feature.len() as u64;
        }
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Self { file, pieces, boxes })
    }

    fn sort_and_index(&mut self, out: &mut impl Write) -> io::Result<()> {
        let extent = calc_extent(&self.boxes);
        hilbert_sort(&mut self.boxes, &extent);
        let mut at = 0;
        let mut leaves = self.boxes.clone();
        for (leaf, row) in leaves.iter_mut().zip(&self.boxes) {
            leaf.offset = at;
            at += u64::from(self.piece(row).1);
        }
        let tree = PackedRTree::build(&leaves, &extent, PackedRTree::DEFAULT_NODE_SIZE).map_err(io::Error::other)?;
        drop(leaves);
        tree.stream_write(out)
    }

    fn piece(&self, row: &NodeItem) -> (u64, u32) {
        usize::try_from(row.offset).ok().and_then(|row| self.pieces.get(row)).copied().unwrap_or_default()
    }

    fn write(self, out: &mut impl Write) -> io::Result<()> {
        let mut bytes = Vec::new();
        for row in &self.boxes {
            let (start, length) = self.piece(row);
            bytes.resize(usize::try_from(length).unwrap_or(0), 0);
            // Not through a buffer: sorted features lie anywhere.
            self.file.read_exact_at(&mut bytes, start)?;
            out.write_all(&bytes)?;
        }
        Ok(())
    }
}

fn feature<'a>(
    table: &'a mut FlatBufferBuilder<'_>,
    type_: GeometryType,
    parts: &[&[SourcePoint]],
    with_heights: bool,
    properties: &[u8],
) -> &'a [u8] {
    let geometry = (!parts.is_empty()).then(|| {
        let vertices = || parts.iter().copied().flatten();
        let flat: Vec<f64> = vertices().flat_map(|vertex| [vertex.x, vertex.y]).collect();
        let heights: Vec<f64> = vertices().filter_map(|vertex| vertex.z).collect();
        // Where each part ends; of one part it goes without saying.
        let ends = parts.iter().scan(0, |end, part| {
            *end += u32::try_from(part.len()).unwrap_or(u32::MAX);
            Some(*end)
        });
        let ends: Vec<u32> = ends.collect();
        let ends = (parts.len() > 1).then(|| table.create_vector(&ends));
        let xy = Some(table.create_vector(&flat));
        let z = with_heights.then(|| table.create_vector(&heights));
        Geometry::create(table, &GeometryArgs { ends, xy, z, type_, ..GeometryArgs::default() })
    });
    let properties = Some(table.create_vector(properties));
    let feature = Feature::create(table, &FeatureArgs { geometry, properties, ..FeatureArgs::default() });
    table.finish_size_prefixed(feature, None);
    table.finished_data()
}

/// Bytes of a cell, about.
const fn size(cell: &Cell<'_>) -> usize {
    match cell {
        Cell::Text(text) => text.len() + 6,
        _ => 10,
    }
}

/// A property: the number of its column, then its value. What is missing is left out.
fn put(properties: &mut Vec<u8>, column: usize, cell: Cell<'_>) {
    if cell == Cell::Null {
        return;
    }
    properties.extend(u16::try_from(column).unwrap_or(u16::MAX).to_le_bytes());
    match cell {
        Cell::Null => {}
        Cell::Text(text) => {
            properties.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
            properties.extend(text.as_bytes());
        }
        Cell::Integer(number) => properties.extend(number.to_le_bytes()),
        Cell::Real(number) => properties.extend(number.to_le_bytes()),
        Cell::Boolean(truth) => properties.push(u8::from(truth)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::testing::{Shared, at, empty_row, layer, row};
    use flatgeobuf::{FallibleStreamingIterator as _, FgbReader};
    use std::io::Cursor;

    fn written(lines: bool, rows: &[OutRow]) -> Cursor<Vec<u8>> {
        let out = Shared::default();
        let mut writer = writer(out.clone(), &layer(lines)).unwrap();
        for row in rows {
            writer.row(row).unwrap();
        }
        writer.finish().unwrap();
        Cursor::new(out.bytes())
    }

    #[test]
    fn the_tree_finds_each_point_by_its_place() {
        let rows: Vec<_> =
            (0..100).map(|n| row("a", OutPlace::Point(at(f64::from(n * 37 % 100), f64::from(n), None)))).collect();
        let file = written(false, &rows);
        for n in 0..100 {
            let (x, y) = (f64::from(n * 37 % 100), f64::from(n));
            let reader = FgbReader::open(file.clone()).unwrap();
            let mut found = reader.select_bbox(x - 0.1, y - 0.1, x + 0.1, y + 0.1).unwrap();
            assert_eq!(found.features_count(), Some(1), "{n}");
            let xy = found.next().unwrap().unwrap().geometry().unwrap().xy().unwrap();
            assert_eq!((xy.get(0), xy.get(1)), (x, y));
        }
    }

    #[test]
    fn rows_without_a_place_are_counted_and_there_is_no_tree() {
        let file = written(true, &[row("a", OutPlace::Line(vec![at(1.0, 2.0, None); 2])), empty_row("b")]);
        let reader = FgbReader::open(file).unwrap();
        let header = reader.header();
        assert_eq!((header.features_count(), header.index_node_size(), header.has_z()), (2, 0, false));
        assert_eq!(header.crs().unwrap().code(), 4326);
    }

    #[test]
    fn rows_that_do_not_fit_are_refused() {
        let mut points = writer(io::sink(), &layer(false)).unwrap();
        assert!(points.row(&row("a", OutPlace::Line(vec![at(1.0, 2.0, None); 2]))).is_err());
        assert!(points.row(&OutRow { id: "a".into(), place: OutPlace::None, values: Vec::new() }).is_err());
    }
}
