//! Whole GeoPackage files: there and back, and hostile ones.

mod hostile;
mod round;

use std::path::PathBuf;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use tempfile::TempDir;

use super::{open, writer};
use crate::exchange::rows::{FileFault, OutLayer, OutRow, SourceRow};
use crate::exchange::testing::Shared;

/// A file in a folder of its own.
struct Package {
    _folder: TempDir,
    path: PathBuf,
}

impl Package {
    fn of(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("đường biên 1%?.gpkg");
        std::fs::write(&path, bytes).unwrap();
        Self { _folder: folder, path }
    }

    fn written(layer: &OutLayer, rows: &[OutRow]) -> Self {
        let out = Shared::default();
        let mut writer = writer(out.clone(), layer).unwrap();
        for row in rows {
            writer.row(row).unwrap();
        }
        writer.finish().unwrap();
        Self::of(&out.bytes())
    }

    /// Lets somebody change the file.
    fn alter(&self, sql: &str) {
        let options = SqliteConnectOptions::new().filename(&self.path).foreign_keys(false);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut connection = options.connect().await.unwrap();
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        });
    }

    fn all(&self, layer: Option<&str>) -> Vec<Result<SourceRow, FileFault>> {
        match open(&self.path, layer) {
            Ok(file) => file.rows.collect(),
            Err(fault) => vec![Err(fault)],
        }
    }

    fn codes(&self) -> Vec<&'static str> {
        self.all(None).iter().map(|row| row.as_ref().map_or_else(|fault| fault.code, |_| "ok")).collect()
    }
}
