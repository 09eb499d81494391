//! The files inside a zip archive, unpacked within bounds.
//!
//! An entry is unpacked into a nameless temporary file; its name in the archive is only compared, never used as a
//! path. **Bounds**: 1,000 entries, a directory of 1 MiB, 1 GiB unpacked in all, and per entry 100 times its packed
//! size or 16 MiB, whichever is more (columns padded with blanks pack 200 times and better, so a small file may).
//!
//! **Refused**: what does not end with a plain end record whose directory lies right before it (self-extracting
//! programs, Zip64), entries under a password, other methods than store and deflate. A wrong checksum is a fault.
//! Cost: linear in the unpacked size; memory for the directory and a buffer.

use std::fs::File;
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom};

use zip::read::{ArchiveOffset, Config};
use zip::{CompressionMethod, ZipArchive};

use super::rows::FileFault;

const MOST_ENTRIES: u16 = 1_000;
const MOST_DIRECTORY: u32 = 1 << 20;
const MOST_BYTES: u64 = 1 << 30;
const MOST_TIMES: u64 = 100;
/// Unpacked bytes that need no look at the ratio.
const FREE_BYTES: u64 = 16 << 20;

const END: [u8; 4] = *b"PK\x05\x06";
const END_SIZE: u64 = 22;
const ZIP64_LOCATOR: [u8; 4] = *b"PK\x06\x07";
const ZIP64_LOCATOR_SIZE: u64 = 20;

/// An opened archive.
pub struct Archive {
    zip: ZipArchive<File>,
    names: Vec<String>,
    size: u64,
    unpacked: u64,
}

impl Archive {
    /// # Errors
    /// No zip archive, a damaged one, or one beyond the bounds.
    pub fn open(mut file: File) -> Result<Self, FileFault> {
        let size = file.seek(SeekFrom::End(0)).map_err(|error| FileFault::unreadable(&error))?;
        let entries = check_end(&mut file, size)?;
        let zip = ZipArchive::with_config(Config { archive_offset: ArchiveOffset::Known(0) }, file)
            .map_err(|error| damaged(&error))?;
        // Of two entries with one name a reader shows one, and another reader the other.
        if zip.len() != usize::from(entries) {
            return Err(damaged(&"two entries have one name"));
        }
        let names = zip.file_names_raw().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        Ok(Self { zip, names, size, unpacked: 0 })
    }

    /// The names, in the order of the directory. What is not UTF-8 in them is replaced: they are for comparing and
    /// for telling people.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The content of the entry with the number it has in [`Self::names`], as a temporary file without a name.
    ///
    /// # Errors
    /// A damaged entry, one under a password or of another method, one beyond the bounds.
    pub fn unpack(&mut self, entry: usize) -> Result<File, FileFault> {
        let about = self.zip.by_index_data(entry).map_err(|error| damaged(&error))?;
        if about.encrypted() {
            return Err(FileFault::fatal(
                "zip_password",
                "tệp zip có mật khẩu: hãy nén lại không đặt mật khẩu",
                "the zip archive has a password: pack it again without one",
            ));
        }
        if !matches!(about.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            let method = about.compression();
            return Err(FileFault::fatal(
                "zip_method",
                format!("kiểu nén {method} không đọc được: hãy nén lại theo kiểu thường (deflate)"),
                format!("the zip method {method} is not read: pack the files again with deflate"),
            ));
        }
        let mut packed = self.zip.by_index(entry).map_err(|error| damaged(&error))?;
        let allowed = packed.compressed_size().min(self.size).saturating_mul(MOST_TIMES).max(FREE_BYTES);
        let allowed = allowed.min(MOST_BYTES.saturating_sub(self.unpacked));
        let mut out = tempfile::tempfile().map_err(|error| FileFault::unreadable(&error))?;
        let copied = io::copy(&mut packed.by_ref().take(allowed + 1), &mut out).map_err(|error| unpacking(&error))?;
        if copied > allowed {
            return Err(FileFault::fatal(
                "zip_too_large",
                "tệp zip bung ra quá lớn (quá 1 GiB, hoặc gấp hơn 100 lần khi nén)",
                "the zip archive unpacks to too much (over 1 GiB, or more than 100 times its packed size)",
            ));
        }
        self.unpacked += copied;
        out.rewind().map_err(|error| FileFault::unreadable(&error))?;
        Ok(out)
    }
}

/// Looks at the end record before anything is read by it: the last one of the file, the directory right before it.
/// Returns how many entries the directory has.
fn check_end(file: &mut File, size: u64) -> Result<u16, FileFault> {
    let tail_start = size.saturating_sub(END_SIZE + u64::from(u16::MAX));
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(tail_start))
        .and_then(|_| file.take(END_SIZE + u64::from(u16::MAX)).read_to_end(&mut tail))
        .map_err(|error| FileFault::unreadable(&error))?;
    let at = tail.windows(END.len()).rposition(|four| four == END).ok_or_else(|| damaged(&"no end record"))?;
    let end = tail.get(at..).unwrap_or_default();
    let (Some(entries), Some(length), Some(start)) = (le_u16(end, 10), le_u32(end, 12), le_u32(end, 16)) else {
        return Err(damaged(&"the end record is cut short"));
    };
    let end_at = tail_start + at as u64;
    let before = at.checked_sub(usize::try_from(ZIP64_LOCATOR_SIZE).unwrap_or(usize::MAX));
    let is_zip64 = before.and_then(|before| tail.get(before..)).is_some_and(|bytes| bytes.starts_with(&ZIP64_LOCATOR));
    if is_zip64 || entries == u16::MAX || length == u32::MAX || start == u32::MAX {
        return Err(FileFault::fatal(
            "zip_zip64",
            "tệp zip kiểu Zip64 không đọc được: hãy nén lại theo kiểu thường",
            "Zip64 archives are not read: pack the files in the ordinary form",
        ));
    }
    if entries > MOST_ENTRIES || length > MOST_DIRECTORY {
        return Err(FileFault::fatal(
            "zip_too_many",
            format!("tệp zip chứa quá nhiều tệp: không quá {MOST_ENTRIES}"),
            format!("the zip archive holds too many files: {MOST_ENTRIES} at most"),
        ));
    }
    if u64::from(start) + u64::from(length) != end_at {
        return Err(damaged(&"the directory does not lie right before the end record"));
    }
    Ok(entries)
}

fn le_u16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|two| u16::from_le_bytes(*two))
}

fn le_u32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|four| u32::from_le_bytes(*four))
}

fn damaged(what: &dyn std::fmt::Display) -> FileFault {
    FileFault::fatal(
        "zip_damaged",
        format!("tệp zip bị hỏng hoặc thiếu phần cuối ({what})"),
        format!("the zip archive is damaged or cut short ({what})"),
    )
}

/// A fault of the packed data, or one of the disk it is unpacked to.
fn unpacking(error: &io::Error) -> FileFault {
    match error.kind() {
        ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof => damaged(error),
        _ => FileFault::unreadable(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(io::Cursor::new(Vec::new()));
        for (name, content) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn file(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    fn code(bytes: &[u8]) -> &'static str {
        match Archive::open(file(bytes)).and_then(|mut archive| archive.unpack(0)) {
            Ok(_) => "read",
            Err(fault) => fault.code,
        }
    }

    #[test]
    fn entries_come_out_as_they_went_in() {
        let mut archive = Archive::open(file(&packed(&[("a/b.txt", b"xin"), ("../c", b"chao")]))).unwrap();
        assert_eq!(archive.names(), ["a/b.txt", "../c"]);
        let mut text = String::new();
        archive.unpack(1).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "chao");
    }

    #[test]
    fn whatever_is_cut_off_is_a_fault() {
        let whole = packed(&[("a", &[7; 5_000])]);
        assert_eq!(code(&whole), "read");
        for end in 0..whole.len() {
            assert_eq!(code(&whole[..end]), "zip_damaged", "{end} of {}", whole.len());
        }
    }

    #[test]
    fn a_flipped_bit_in_the_content_is_a_fault() {
        let mut bytes = packed(&[("a", b"a text long enough to be packed, long enough, long enough")]);
        bytes[40] ^= 0x10;
        assert_eq!(code(&bytes), "zip_damaged");
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let zeros = vec![0; usize::try_from(FREE_BYTES).unwrap() + 1];
        assert_eq!(code(&packed(&[("a", &zeros)])), "zip_too_large");
        assert_eq!(code(&packed(&[("a", &zeros[1..])])), "read");
    }

    #[test]
    fn the_whole_archive_has_one_budget() {
        let mut archive = Archive::open(file(&packed(&[("a", b"xin")]))).unwrap();
        archive.unpacked = MOST_BYTES - 2;
        assert_eq!(archive.unpack(0).unwrap_err().code, "zip_too_large");
    }

    #[test]
    fn a_huge_directory_is_refused_before_it_is_read() {
        let names: Vec<String> = (0..=MOST_ENTRIES).map(|n| n.to_string()).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
        assert_eq!(code(&packed(&files)), "zip_too_many");
    }

    #[test]
    fn a_directory_that_lies_elsewhere_is_refused() {
        let mut bytes = packed(&[("a", b"xin")]);
        bytes.splice(0..0, *b"a program that unpacks itself");
        assert_eq!(code(&bytes), "zip_damaged");
    }
}
