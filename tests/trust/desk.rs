//! A database of either engine with some records in it, and the program beside it.

use std::path::PathBuf;
use std::process::Command;

use mocgioi::domain::access::{Actor, Label, ReviewState};
use mocgioi::domain::chain::content_digest;
use mocgioi::domain::import::{Import, ImportState};
use mocgioi::domain::location::Location;
use mocgioi::domain::record::{Body, Record};
use mocgioi::store::Store;
use mocgioi::store::staging::StagedRow;
use serde_json::Value;
use uuid::Uuid;

use crate::make::{self, instant};
use crate::support::{Database, Engine};

pub(crate) const NOW: &str = "2026-11-26T03:00:00Z";

/// What the program said, and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Runs the program with these arguments and nothing of the environment that concerns it.
pub(crate) fn mocgioi(arguments: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mocgioi"));
    for name in ["MOCGIOI_DATABASE_URL", "MOCGIOI_DATA_DIR", "MOCGIOI_CONFIG", "MOCGIOI_LANG"] {
        command.env_remove(name);
    }
    let output = command.args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { code: output.status.code().unwrap(), out: text(&output.stdout), err: text(&output.stderr) }
}

pub(crate) struct Desk {
    pub(crate) database: Database,
    pub(crate) folder: tempfile::TempDir,
}

impl Desk {
    pub(crate) fn new(engine: Engine) -> Self {
        Self { database: Database::new(engine), folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) async fn store(&self) -> Store {
        make::open(&self.database).await
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs `mocgioi audit …` on this database, with its keys in this folder.
    pub(crate) fn audit(&self, arguments: &[&str]) -> Said {
        let folder = self.folder.path().to_str().unwrap();
        let place = ["--database", &self.database.url, "--data-dir", folder];
        mocgioi(&[&["audit"], arguments, &place].concat())
    }

    /// As [`audit`](Self::audit), read as JSON; the program must have ended well.
    pub(crate) fn told(&self, arguments: &[&str]) -> Value {
        let said = self.audit(&[arguments, &["--json"]].concat());
        assert_eq!(said.code, 0, "{arguments:?}: {said:?}");
        said.json()
    }

    /// As [`told`](Self::told), for what the program must find broken or refuse.
    pub(crate) fn broken(&self, arguments: &[&str]) -> Value {
        let said = self.audit(&[arguments, &["--json"]].concat());
        assert_eq!(said.code, 2, "{arguments:?}: {said:?}");
        said.json()
    }
}

/// Puts inspections in as an import of two blocks: all of them but the last two, then those. Returns the last number.
pub(crate) async fn import(store: &Store, import: Uuid, numbers: std::ops::Range<u64>) -> i64 {
    store.import_begin(import, instant(NOW)).await.unwrap();
    let middle = numbers.end - 2;
    for (block, numbers) in [(1, numbers.start..middle), (2, middle..numbers.end)] {
        store.import_stage(import, block, rows(import, numbers), instant(NOW)).await.unwrap();
    }
    store.import_apply(&import_record(import), 0, &Actor::operator(), [9; 16]).await.unwrap()
}

pub(crate) fn rows(import: Uuid, numbers: std::ops::Range<u64>) -> Vec<StagedRow> {
    let staged = numbers.map(|n| {
        let mut record = make::inspection(n);
        (record.import_id, record.corrects) = (Some(import), None);
        let salt = u128::from(n).to_be_bytes();
        StagedRow::new(&record, &content_digest(&record).unwrap(), 41, None, salt).unwrap()
    });
    staged.collect()
}

fn import_record(import: Uuid) -> Record {
    let body = Import {
        layer: "inspections".to_owned(),
        file_name: "kiểm tra.csv".to_owned(),
        file_digest: "00".repeat(32),
        format: "csv".to_owned(),
        crs: "EPSG:4326".to_owned(),
        added: 3,
        changed: 0,
        unchanged: 0,
        refused: 0,
        state: ImportState::Applied,
        reason: None,
    };
    let (label, review) = (Label::Internal, ReviewState::Approved);
    Record::new(import, instant(NOW), label, review, Location::default(), Body::Import(body))
}
