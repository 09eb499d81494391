//! What can be told of an SQLite file before SQLite opens it (SQLite's file format, "The Database Header").

use std::ffi::OsString;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::fault;
use crate::exchange::rows::FileFault;

const MAGIC: [u8; 16] = *b"SQLite format 3\0";
const WAL: u8 = 2;

/// What the header says that a person should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    /// Written with a write-ahead log, which may hold rows that are not in the file.
    pub(super) with_wal: bool,
}

/// # Errors
/// No SQLite file, one that ends within a page or before its last, one with a journal beside it.
pub(super) fn check(path: &Path) -> Result<Header, FileFault> {
    let mut file = File::open(path).map_err(|error| FileFault::unreadable(&error))?;
    let size = file.metadata().map_err(|error| FileFault::unreadable(&error))?.len();
    let mut start = Vec::new();
    file.by_ref().take(100).read_to_end(&mut start).map_err(|error| FileFault::unreadable(&error))?;
    let header: [u8; 100] = start.try_into().map_err(|_| fault::not_one())?;
    let be = |at: usize| header.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |four| u32::from_be_bytes(*four));
    if !header.starts_with(&MAGIC) {
        return Err(fault::not_one());
    }
    // 1 stands for 65,536, which two bytes cannot say.
    let page = match be(14) & 0xffff {
        1 => 1 << 16,
        page => u64::from(page),
    };
    // The number of pages is meant when it was written together with the counter of changes.
    if size % page.max(1) != 0 || (be(24) == be(92) && u64::from(be(28)) * page > size) {
        return Err(fault::cut_short());
    }
    for journal in ["-wal", "-journal"] {
        if beside(path, journal).metadata().is_ok_and(|about| about.len() > 0) {
            return Err(fault::in_use());
        }
    }
    Ok(Header { with_wal: header.get(19) == Some(&WAL) })
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    PathBuf::from(name)
}
