//! Shapefiles (ESRI, 1998): points and lines with a dBASE table, in a zip archive or as files side by side.
//!
//! | file | what is there |
//! |---|---|
//! | [`parts`] | finding `.shp`, `.shx`, `.dbf`, `.prj`, `.cpg`, in a folder or an archive |
//! | [`shape`] | one shape record as a place |
//! | [`shp`] | the records of a `.shp`, in the order of its `.shx` |
//! | [`dbf`] | the rows of the table |
//! | [`encoding`] | how the table's bytes stand for letters |
//! | [`rows`] | both together, as rows |
//! | [`write`](mod@write), `write_shp`, `write_dbf` | the way out |
//!
//! **Why no crate.** Of the existing one we could use little: it pairs shapes with the wrong attributes once a row of
//! the table is marked as deleted, replaces letters it does not know, has no Windows-1258, turns the digits of a number
//! into a float, trusts the counts in a record, and writes no shape for a row without a place.
//!
//! **Reading.** Points and lines of one part, with or without heights; measures are passed over; all else is
//! [`SourcePlace::Other`](super::rows::SourcePlace). A `.prj` is handed on as it is. Rows that the table marks as deleted
//! are passed over but counted: row 7 is the seventh of the file. Every length in the files is checked against what is
//! there before it is used; a record may have 16 MiB.
//!
//! **Limits of the format** on the way out: names of 10 bytes, text of 254 bytes (cut between letters), no times (written
//! as text), 2 GiB a file; see [`write`](mod@write). Cost: linear, memory for a few records.

pub mod dbf;
pub mod encoding;
pub mod parts;
pub mod rows;
pub mod shape;
pub mod shp;
pub mod write;
mod write_dbf;
mod write_shp;

use std::path::Path;

use super::encoding::EncodingHint;
use super::rows::{FileFault, SourceFile};

pub use parts::Parts;
pub use write::writer;

/// Opens a zip archive or a `.shp` with the files beside it. `layer` chooses among several in one archive; `encoding` is
/// what the person says of the table's.
///
/// # Errors
/// What [`Parts::find`] and [`read`] refuse.
pub fn open(path: &Path, layer: Option<&str>, encoding: EncodingHint) -> Result<SourceFile, FileFault> {
    read(Parts { encoding, ..Parts::find(path, layer)? })
}

/// Reads the parts together.
///
/// ```
/// use std::io::{Cursor, Seek as _, SeekFrom};
/// use mocgioi::exchange::shapefile::{Parts, read};
///
/// let nothing = Parts::new(Cursor::new(Vec::new()));
/// assert_eq!(read(nothing).err().map(|fault| fault.code), Some("shapefile_cut_short"));
/// ```
///
/// # Errors
/// A part that is none, is cut short or contradicts the others; an encoding that is not known.
pub fn read(parts: Parts) -> Result<SourceFile, FileFault> {
    rows::open(parts)
}

#[cfg(test)]
mod tests;
