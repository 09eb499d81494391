//! Whole shapefiles: there and back, and damaged in every way.

mod hostile;
mod round;

use std::io::{Cursor, Write as _};

use super::{Parts, read, writer};
use crate::exchange::archive::Archive;
use crate::exchange::rows::{FileFault, OutLayer, OutRow, SourceFile, SourceRow};
use crate::exchange::testing::Shared;

/// The bytes of the parts.
#[derive(Clone, Default)]
struct Bytes {
    shp: Vec<u8>,
    shx: Option<Vec<u8>>,
    dbf: Option<Vec<u8>>,
    prj: Option<String>,
    cpg: Option<String>,
}

impl Bytes {
    /// What the writer makes of the rows.
    fn written(layer: &OutLayer, rows: &[OutRow]) -> Self {
        let zip = zipped(layer, rows);
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&zip).unwrap();
        let mut archive = Archive::open(file).unwrap();
        let names: Vec<String> = archive.names().to_vec();
        let mut of = |ending: &str| {
            let entry = names.iter().position(|name| name == &format!("{}.{ending}", layer.name)).unwrap();
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut archive.unpack(entry).unwrap(), &mut bytes).unwrap();
            bytes
        };
        let (shp, shx, dbf) = (of("shp"), of("shx"), of("dbf"));
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { shp, shx: Some(shx), dbf: Some(dbf), prj: Some(text(of("prj"))), cpg: Some(text(of("cpg"))) }
    }

    fn open(&self) -> Result<SourceFile, FileFault> {
        let mut parts = Parts::new(Cursor::new(self.shp.clone()));
        let boxed = |bytes: &Option<Vec<u8>>| {
            bytes.clone().map(|bytes| Box::new(Cursor::new(bytes)) as Box<dyn super::parts::Source>)
        };
        parts.shx = boxed(&self.shx);
        parts.dbf = boxed(&self.dbf);
        parts.prj.clone_from(&self.prj);
        parts.cpg.clone_from(&self.cpg);
        read(parts)
    }

    /// Rows and faults; a fault on opening is the only one.
    fn all(&self) -> Vec<Result<SourceRow, FileFault>> {
        match self.open() {
            Ok(file) => file.rows.collect(),
            Err(fault) => vec![Err(fault)],
        }
    }

    /// `ok` or the code of the fault, by row.
    fn codes(&self) -> Vec<&'static str> {
        self.all().iter().map(|row| row.as_ref().map_or_else(|fault| fault.code, |_| "ok")).collect()
    }
}

fn zipped(layer: &OutLayer, rows: &[OutRow]) -> Vec<u8> {
    let out = Shared::default();
    let mut writer = writer(out.clone(), layer).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    writer.finish().unwrap();
    out.bytes()
}
