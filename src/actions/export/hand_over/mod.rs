//! The whole register as one archive, for the national boundary database.
//!
//! | in the archive | what it is |
//! |---|---|
//! | `register.gpkg` | all tables, in the system asked for |
//! | `csv/….csv` | the same, one table a file |
//! | `geojson/….geojson` | those with places, WGS 84 |
//! | `README.txt` | what this is, Vietnamese first |
//! | `manifest.json` | each file with its SHA-256, the state of the log, what the coordinates are |
//! | `SHA256SUMS` | the same digests and the manifest's, as `sha256sum -c` reads them |
//!
//! Each file is made on disk first, so that its digest is of what goes in. Cost: the register five times over, and memory
//! for the markers that stand.

pub mod manifest;
pub mod tables;

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, Write};

use sha2::{Digest as _, Sha256};
use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

use super::plan::{Plan, Source as _};
use super::{ExportError, Watch};
use crate::atlas::{Snapshot, Visible};
use crate::domain::chain::Digest;
use crate::domain::crs::Crs;
use crate::domain::time::Instant;
use crate::exchange::geopackage::write::Package;
use crate::exchange::out_format::OutFormat;
use manifest::{About, FileEntry};
use tables::{Table, TableKind};

/// What is to be handed over, and by whom.
#[derive(Debug, Clone)]
pub struct HandOver {
    /// System of the coordinates in the tables.
    pub crs: Crs,
    pub at: Instant,
    /// Name and version of the program.
    pub program: String,
}

impl HandOver {
    /// Writes the package and returns its files. `visible` is what a viewer sees who sees everything.
    ///
    /// # Errors
    /// [`ExportError`]; `out` has part of an archive then.
    pub fn write(
        &self,
        snapshot: &Snapshot,
        visible: &Visible,
        out: impl Write,
        watch: Watch<'_>,
    ) -> Result<Vec<FileEntry>, ExportError> {
        let mut archive = Archive { zip: ZipWriter::new_stream(BufWriter::new(out)), files: Vec::new() };
        let tables = TableKind::ALL.map(|kind| Table { kind, snapshot, visible });
        let (file, rows) = self.geopackage(&tables, watch)?;
        archive.put("register.gpkg", file, Some(rows))?;
        for table in &tables {
            let name = format!("csv/{}.csv", table.name());
            let (file, rows) = one(table, OutFormat::Csv, self.crs, watch)?;
            archive.put(&name, file, Some(rows))?;
        }
        for table in tables.iter().filter(|table| table.kind.is_placed()) {
            let name = format!("geojson/{}.geojson", table.name());
            let (file, rows) = one(table, OutFormat::GeoJson, Crs::Wgs84, watch)?;
            archive.put(&name, file, Some(rows))?;
        }
        let about = About { snapshot, crs: self.crs, at: self.at, program: self.program.clone() };
        let readme = about.readme(&archive.files);
        archive.put_text("README.txt", &readme)?;
        let manifest = format!("{:#}\n", about.manifest(&archive.files));
        archive.put_text("manifest.json", &manifest)?;
        let sums: Vec<String> = archive.files.iter().map(|file| format!("{}  {}", file.sha256, file.name)).collect();
        archive.put_text("SHA256SUMS", &format!("{}\n", sums.join("\n")))?;
        archive.finish()
    }

    fn geopackage(&self, tables: &[Table<'_>], watch: Watch<'_>) -> Result<(File, u64), ExportError> {
        let mut package = Package::begin()?;
        let mut rows = 0;
        for table in tables {
            let plan = Plan::make(table, self.crs, OutFormat::GeoPackage.wkt(self.crs), watch)?;
            package.layer(plan.layer())?;
            plan.write(table, |_| true, watch, &mut |row| package.row(row))?;
            rows += plan.exported().rows;
        }
        let mut file = tempfile::tempfile()?;
        package.finish(&mut file)?;
        Ok((file, rows))
    }
}

/// One table as a file of its own.
fn one(table: &Table<'_>, format: OutFormat, crs: Crs, watch: Watch<'_>) -> Result<(File, u64), ExportError> {
    let plan = Plan::make(table, crs, format.wkt(crs), watch)?;
    let file = tempfile::tempfile()?;
    let mut writer = format.writer(file.try_clone()?, plan.layer())?;
    plan.write(table, |_| true, watch, &mut |row| writer.row(row))?;
    writer.finish()?;
    Ok((file, plan.exported().rows))
}

struct Archive<W: Write> {
    zip: ZipWriter<StreamWriter<W>>,
    files: Vec<FileEntry>,
}

impl<W: Write> Archive<W> {
    fn put(&mut self, name: &str, mut file: File, rows: Option<u64>) -> io::Result<()> {
        file.rewind()?;
        let is_large = file.metadata()?.len() >= u64::from(u32::MAX);
        self.zip.start_file(name, SimpleFileOptions::default().large_file(is_large))?;
        let (mut hash, mut bytes) = (Sha256::new(), 0_u64);
        let mut piece = vec![0; 64 * 1024];
        loop {
            let read = match file.read(&mut piece) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let part = piece.get(..read).unwrap_or_default();
            hash.update(part);
            bytes += part.len() as u64;
            self.zip.write_all(part)?;
        }
        let sha256 = Digest::from_slice(&hash.finalize()).map(|digest| digest.to_string()).unwrap_or_default();
        self.files.push(FileEntry { name: name.to_owned(), bytes, sha256, rows });
        Ok(())
    }

    fn put_text(&mut self, name: &str, text: &str) -> io::Result<()> {
        let mut file = tempfile::tempfile()?;
        file.write_all(text.as_bytes())?;
        self.put(name, file, None)
    }

    fn finish(self) -> Result<Vec<FileEntry>, ExportError> {
        self.zip.finish().map_err(io::Error::from)?.into_inner().flush()?;
        Ok(self.files)
    }
}
