//! Opens a file of rows, whatever its format: the first bytes tell, not the name.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::csv::axes::Axes;
use super::csv::{self, CsvOptions};
use super::encoding::EncodingHint;
use super::headers;
use super::rows::{FileFault, SourceFile, SourceRow};
use super::{geojson, geopackage, gpx, kml, shapefile};

/// What a person says of a file, where it cannot be told.
#[derive(Debug, Clone, Default)]
pub struct FileOptions {
    pub csv: CsvOptions,
    /// Table or layer of a file that has several.
    pub table: Option<String>,
}

impl FileOptions {
    /// Reads options as words.
    ///
    /// # Errors
    /// Words that mean nothing, with those that do.
    pub fn read(
        encoding: Option<&str>,
        delimiter: Option<&str>,
        axes: Option<&str>,
        table: Option<&str>,
    ) -> Result<Self, FileFault> {
        let unknown = |what: &str, known: &str| {
            FileFault::fatal(
                "bad_option",
                format!("{what}: phải là một trong {known}"),
                format!("{what}: must be one of {known}"),
            )
        };
        let encoding = match encoding {
            None => EncodingHint::Detect,
            Some(name) => EncodingHint::Is(
                name.parse().map_err(|_| unknown("encoding", "utf-8, utf-16le, utf-16be, windows-1258, tcvn3, vni"))?,
            ),
        };
        let delimiter = match delimiter {
            None => None,
            Some("tab" | "\t" | "\\t") => Some(b'\t'),
            Some(text) => match text.as_bytes() {
                [one] => Some(*one),
                _ => return Err(unknown("delimiter", ", ; | tab")),
            },
        };
        let axes = match axes {
            None => Axes::Unstated,
            Some("x-northing") => Axes::XIsNorthing,
            Some("x-easting") => Axes::XIsEasting,
            Some(_) => return Err(unknown("axes", "x-northing, x-easting")),
        };
        let csv = CsvOptions { encoding, delimiter, axes, ..CsvOptions::default() };
        Ok(Self { csv, table: table.map(str::to_owned) })
    }
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    GeoJson,
    Gpx,
    Kml,
    Kmz,
    Shapefile,
    GeoPackage,
}

/// Opens a file for its rows. `name` is what the person calls it; an upload lies under another.
///
/// # Errors
/// The file cannot be read at all, or is none of the formats.
pub fn open(path: &Path, name: &str, options: &FileOptions) -> Result<SourceFile, FileFault> {
    let mut file = File::open(path).map_err(|error| unreadable(&error))?;
    let format = sniff(&mut file, name)?;
    let table = options.table.as_deref();
    let mut opened = match format {
        // Its own reader knows its headers.
        Format::Csv => return csv::open(BufReader::new(file), &options.csv),
        Format::GeoJson => geojson::open(BufReader::new(file)),
        Format::Gpx => gpx::open(BufReader::new(file)),
        Format::Kml | Format::Kmz => kml::open(file),
        Format::Shapefile => shapefile::open(path, table, options.csv.encoding),
        Format::GeoPackage => geopackage::open(path, table),
    }?;
    let is_cut = format == Format::Shapefile;
    opened.rows = Box::new(opened.rows.map(move |row| {
        row.map(|mut row| {
            for (name, _) in row.fields.iter_mut().filter(|_| is_cut) {
                if let Some(whole) = headers::uncut(name) {
                    whole.clone_into(name);
                }
            }
            canonical(row)
        })
    }));
    Ok(opened)
}

/// Fields under the names that layers read, where a header is known. Of two that mean the same the first has the name.
fn canonical(mut row: SourceRow) -> SourceRow {
    for n in 0..row.fields.len() {
        let Some((written, _)) = row.fields.get(n) else { break };
        let Some(known) = headers::known(written) else { continue };
        if row.field(known.name).is_none()
            && let Some((name, _)) = row.fields.get_mut(n)
        {
            known.name.clone_into(name);
        }
    }
    row
}

/// SHA-256 of a file, in hexadecimal digits.
///
/// # Errors
/// When the file cannot be read.
pub fn digest(path: &Path) -> Result<String, FileFault> {
    let mut file = File::open(path).map_err(|error| unreadable(&error))?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        match file.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => hash.update(piece.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(unreadable(&error)),
        }
    }
    let mut text = String::with_capacity(64);
    for byte in hash.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

fn unreadable(error: &std::io::Error) -> FileFault {
    FileFault::fatal(
        "file_unreadable",
        format!("Không đọc được tệp: {error}"),
        format!("The file cannot be read: {error}"),
    )
}

/// Tells the format by the first bytes; the name only tells archives apart.
fn sniff(file: &mut File, name: &str) -> Result<Format, FileFault> {
    let mut head = Vec::with_capacity(4_096);
    file.take(4_096).read_to_end(&mut head).map_err(|error| unreadable(&error))?;
    file.seek(SeekFrom::Start(0)).map_err(|error| unreadable(&error))?;
    let extension =
        Path::new(name).extension().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    if head.is_empty() {
        return Err(FileFault::fatal("file_empty", "Tệp trống.", "The file is empty."));
    }
    if head.starts_with(b"PK") {
        return Ok(if extension == "kmz" { Format::Kmz } else { Format::Shapefile });
    }
    let named: [(&[u8], &str); 4] = [(b"fgb", "FlatGeobuf"), (b"Rar!", "RAR"), (b"7z\xBC\xAF", "7z"), (b"%PDF", "PDF")];
    if let Some((_, name)) = named.iter().find(|(start, _)| head.starts_with(start)) {
        return Err(FileFault::fatal(
            "format_not_read",
            format!("Tệp là {name}, không nạp được; hãy dùng CSV, GeoJSON, GPX, KML, Shapefile (zip) hoặc GeoPackage."),
            format!(
                "This is a {name} file, which is not read; use CSV, GeoJSON, GPX, KML, Shapefile (zip) or GeoPackage."
            ),
        ));
    }
    if head.starts_with(b"SQLite format 3\0") {
        return Ok(Format::GeoPackage);
    }
    if head.starts_with(&[0, 0, 0x27, 0x0A]) {
        return Ok(Format::Shapefile);
    }
    // UTF-16 text has its letters at every other byte.
    let letters: Vec<u8> = head
        .iter()
        .copied()
        .filter(|byte| *byte != 0 && !(0xEF..=0xFF).contains(byte) && *byte != 0xBB && *byte != 0xBF)
        .collect();
    let text = String::from_utf8_lossy(&letters).to_ascii_lowercase();
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{1e}');
    if text.starts_with('{') || (text.starts_with('[') && extension.contains("json")) {
        return Ok(Format::GeoJson);
    }
    if text.starts_with('<') {
        return if text.contains("<gpx") || extension == "gpx" {
            Ok(Format::Gpx)
        } else if text.contains("<kml") || extension == "kml" || text.contains("<document") {
            Ok(Format::Kml)
        } else {
            Err(FileFault::fatal(
                "unknown_xml",
                "Tệp XML này không phải GPX hay KML.",
                "This XML file is neither GPX nor KML.",
            ))
        };
    }
    Ok(match extension.as_str() {
        "shp" => Format::Shapefile,
        "gpkg" => Format::GeoPackage,
        "json" | "geojson" | "geojsonl" | "geojsons" => Format::GeoJson,
        "kmz" => Format::Kmz,
        _ => Format::Csv,
    })
}
