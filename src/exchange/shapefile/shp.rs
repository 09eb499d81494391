//! The shape records of a `.shp`, one at a time.
//!
//! With a `.shx`, row *n* is the record its entry *n* points to: editors append what they changed and leave holes. Without
//! one, records are read one after the other. The lengths of the header, of an entry and of a record are each checked
//! against the file. Cost: a read a record; sequential as long as the file is.

use std::io::{BufReader, Read as _, Seek as _, SeekFrom};

use super::parts::Source;
use super::shape::{Kind, place};
use crate::exchange::rows::{FileFault, SourcePlace};

const HEADER: u64 = 100;
const FILE_CODE: u32 = 9994;
/// A line of a million points.
const MOST_BYTES: u64 = 16 << 20;

/// A part with its header read.
struct Part {
    source: BufReader<Box<dyn Source>>,
    /// Where the part ends by its own header; never behind the end of the file.
    end: u64,
    kind: u32,
    at: u64,
}

impl Part {
    fn open(mut source: Box<dyn Source>) -> Result<Self, FileFault> {
        let size = source.seek(SeekFrom::End(0)).and_then(|size| source.rewind().map(|()| size));
        let size = size.map_err(|error| FileFault::unreadable(&error))?;
        let mut part = Self { source: BufReader::new(source), end: size, kind: 0, at: 0 };
        let header = part.bytes(0, HEADER)?;
        let be = |at: usize| four(&header, at).map_or(0, u32::from_be_bytes);
        if be(0) != FILE_CODE {
            return Err(FileFault::fatal(
                "shapefile_not_one",
                "đây không phải là tệp shapefile",
                "this is not a shapefile",
            ));
        }
        let end = u64::from(be(24)) * 2;
        if end > size || end < HEADER {
            return Err(cut_short());
        }
        part.kind = four(&header, 32).map_or(0, u32::from_le_bytes);
        part.end = end;
        Ok(part)
    }

    /// Bytes of the part; a fault where it ends before.
    fn bytes(&mut self, at: u64, count: u64) -> Result<Vec<u8>, FileFault> {
        if at.checked_add(count).is_none_or(|end| end > self.end) {
            return Err(cut_short());
        }
        // Within the buffer where it can be: records mostly follow one another.
        let by = i64::try_from(at).unwrap_or(i64::MAX) - i64::try_from(self.at).unwrap_or(i64::MAX);
        let mut bytes = vec![0; usize::try_from(count).unwrap_or(0)];
        self.source
            .seek_relative(by)
            .and_then(|()| self.source.read_exact(&mut bytes))
            .map_err(|error| FileFault::unreadable(&error))?;
        self.at = at + count;
        Ok(bytes)
    }
}

/// The shapes of a file.
pub struct Shapes {
    shp: Part,
    shx: Option<Part>,
    kind: Kind,
    row: u64,
    /// Where the next record starts, without a `.shx`.
    next: u64,
}

impl Shapes {
    /// # Errors
    /// No shapefile, or one that is shorter than its header says.
    pub fn open(shp: Box<dyn Source>, shx: Option<Box<dyn Source>>) -> Result<Self, FileFault> {
        let shp = Part::open(shp)?;
        let shx = shx.map(Part::open).transpose()?;
        let kind = Kind::new(shp.kind).ok_or_else(|| {
            let kind = shp.kind;
            FileFault::fatal(
                "shapefile_kind",
                format!("kiểu hình {kind} không có trong định dạng shapefile"),
                format!("shape type {kind} is none of the format"),
            )
        })?;
        Ok(Self { shp, shx, kind, row: 0, next: HEADER })
    }

    /// How many rows there are, if a `.shx` tells.
    pub fn count(&self) -> Option<u64> {
        self.shx.as_ref().map(|shx| (shx.end - HEADER) / 8)
    }

    /// The next shape, `None` after the last.
    ///
    /// # Errors
    /// A record that is damaged. Without a `.shx` a wrong length ends the file: the next record cannot be found.
    pub fn next_place(&mut self) -> Option<Result<SourcePlace, FileFault>> {
        let (at, length) = match self.entry() {
            Ok(entry) => entry?,
            Err(fault) => return Some(Err(fault)),
        };
        self.row += 1;
        Some(self.record(at, length))
    }

    /// Where the next record lies, and its length in bytes where the `.shx` says so.
    fn entry(&mut self) -> Result<Option<(u64, Option<u64>)>, FileFault> {
        let Some(shx) = &mut self.shx else {
            return Ok((self.next < self.shp.end).then_some((self.next, None)));
        };
        let at = HEADER + 8 * self.row;
        if at + 8 > shx.end {
            return Ok(None);
        }
        let entry = shx.bytes(at, 8)?;
        let be = |at: usize| u64::from(four(&entry, at).map_or(0, u32::from_be_bytes)) * 2;
        Ok(Some((be(0), Some(be(4)))))
    }

    fn record(&mut self, at: u64, stated: Option<u64>) -> Result<SourcePlace, FileFault> {
        let row = self.row;
        let is_indexed = self.shx.is_some();
        // Through the `.shx` the rows after a damaged one are found all the same.
        let wrong = |mut fault: FileFault| {
            fault.row = Some(row);
            fault.fatal = !is_indexed || fault.code == "file_unreadable";
            fault
        };
        if at < HEADER {
            return Err(wrong(record_length()));
        }
        let header = self.shp.bytes(at, 8).map_err(wrong)?;
        let length = u64::from(four(&header, 4).map_or(0, u32::from_be_bytes)) * 2;
        if length > MOST_BYTES {
            return Err(wrong(too_large()));
        }
        if stated.is_some_and(|stated| stated != length) {
            return Err(wrong(record_length()));
        }
        let record = self.shp.bytes(at + 8, length).map_err(wrong)?;
        self.next = at + 8 + length;
        place(&record, self.kind).map_err(|fault| fault.at(row))
    }
}

fn four(bytes: &[u8], at: usize) -> Option<[u8; 4]> {
    bytes.get(at..)?.first_chunk().copied()
}

fn cut_short() -> FileFault {
    FileFault::fatal(
        "shapefile_cut_short",
        "tệp .shp hoặc .shx ngắn hơn độ dài nó khai: tệp bị cắt cụt",
        "the .shp or .shx is shorter than it says: it was cut off",
    )
}

fn record_length() -> FileFault {
    FileFault::fatal(
        "shapefile_record_length",
        "độ dài hình trong .shp và .shx không khớp: tệp bị hỏng",
        "the .shp and the .shx disagree on where the shape lies or how long it is: one of them is damaged",
    )
}

fn too_large() -> FileFault {
    FileFault::fatal(
        "shape_too_large",
        "hình lớn quá 16 MiB (khoảng một triệu điểm)",
        "the shape has more than 16 MiB (about a million points)",
    )
}
