//! KMZ: a zip with a KML inside.
//!
//! The KML is `doc.kml`, else the first file of the zip that ends in `.kml`. It is unpacked into memory and nowhere else,
//! so the names in the zip lead to no path. **Bounds.** Unpacking stops at 64 MiB, and beyond 1 MiB at a hundred times
//! the packed size: no honest KML shrinks so far. What the zip says of its own sizes is not believed.

use std::io::{self, BufReader, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::read;
use crate::exchange::rows::{FileFault, SourceFile};

const LARGEST: u64 = 64 << 20;
const HIGHEST_RATIO: u64 = 100;
const RATIO_FROM: u64 = 1 << 20;

/// Opens a KML or KMZ file, whatever its name ends in.
///
/// # Errors
/// A zip that is broken, encrypted, or holds no KML; what [`read::open`] refuses.
pub fn open<R: Read + Seek + Send + 'static>(mut input: R) -> Result<SourceFile, FileFault> {
    let mut head = Vec::new();
    input
        .by_ref()
        .take(4)
        .read_to_end(&mut head)
        .and_then(|_| input.rewind())
        .map_err(|error| FileFault::unreadable(&error))?;
    // The second begins a zip without files.
    if head == b"PK\x03\x04" || head == b"PK\x05\x06" {
        let (kml, name) = unpacked(input)?;
        let mut file = read::open(io::Cursor::new(kml))?;
        file.notes.push(name);
        return Ok(file);
    }
    read::open(BufReader::new(input))
}

fn unpacked<R: Read + Seek>(input: R) -> Result<(Vec<u8>, String), FileFault> {
    let mut zip = ZipArchive::new(BufReader::new(input)).map_err(|error| broken(&error))?;
    let is_kml = |name: &[u8]| name.to_ascii_lowercase().ends_with(b".kml");
    let chosen = zip
        .file_names_raw()
        .position(|name| name.eq_ignore_ascii_case(b"doc.kml"))
        .or_else(|| zip.file_names_raw().position(is_kml));
    let Some(chosen) = chosen else {
        return Err(FileFault::fatal(
            "kmz_no_kml",
            "Trong tệp KMZ không có tệp .kml nào",
            "The KMZ holds no .kml file",
        ));
    };
    let name = zip.file_names_raw().nth(chosen).map(|name| String::from_utf8_lossy(name).into_owned());
    let mut entry = zip.by_index(chosen).map_err(|error| broken(&error))?;
    let allowed = entry.compressed_size().saturating_mul(HIGHEST_RATIO).clamp(RATIO_FROM, LARGEST);
    let mut kml = Vec::new();
    entry.by_ref().take(allowed + 1).read_to_end(&mut kml).map_err(|error| broken(&ZipError::Io(error)))?;
    if kml.len() as u64 > allowed {
        return Err(FileFault::fatal(
            "kmz_too_large",
            "Nội dung KMZ khi giải nén quá lớn (hơn 64 MiB hoặc hơn 100 lần tệp nén)",
            "The KMZ unpacks to too much (over 64 MiB, or over 100 times its packed size)",
        ));
    }
    Ok((kml, name.unwrap_or_default()))
}

fn broken(error: &ZipError) -> FileFault {
    FileFault::fatal(
        "kmz_broken",
        format!("Tệp KMZ hỏng, bị cắt hoặc có mật khẩu ({error})"),
        format!("The KMZ is damaged, cut off or has a password ({error})"),
    )
}
