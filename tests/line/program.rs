//! `mocgioi import` as a person runs it, on databases of both engines.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

use crate::support::{Database, ENGINES, Engine, Program};

/// A database with the data that the program carries, and a folder for files.
pub(crate) struct Desk {
    pub(crate) database: Database,
    pub(crate) folder: tempfile::TempDir,
}

impl Desk {
    pub(crate) fn new(engine: Engine) -> Self {
        let desk = Self { database: Database::new(engine), folder: tempfile::tempdir().unwrap() };
        match engine {
            Engine::Sqlite => {
                std::fs::copy(seeded(), desk.database.url.trim_start_matches("sqlite:")).unwrap();
            }
            Engine::Postgres => drop(Program::start(&desk.database.url, &["--load-seeds"])),
        }
        desk
    }

    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn serve(&self) -> Program {
        Program::start(&self.database.url, &[])
    }

    /// Runs an import and reads its JSON.
    pub(crate) fn import(&self, file: &Path, arguments: &[&str]) -> Imported {
        let output = run(Some(&self.database.url), file, arguments);
        Imported::of(&output)
    }

    pub(crate) fn undo(&self, import: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_mocgioi"))
            .args(["import", "--undo", import, "--database", &self.database.url])
            .output()
            .unwrap()
    }
}

/// A database with lines, markers and seeds in it, made once and copied.
fn seeded() -> &'static Path {
    static SEEDED: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = SEEDED.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("seeded.db");
        let mut program = Program::start(&format!("sqlite:{}", path.display()), &["--load-seeds"]);
        program.kill();
        // What a killed program left in its journal goes into the file when it is opened and closed again.
        crate::support::block_on(async {
            let store = mocgioi::store::Store::open(&format!("sqlite:{}", path.display()), "unused").await.unwrap();
            store.close().await;
        });
        (folder, path)
    });
    path
}

/// What an import answered.
#[derive(Debug)]
pub(crate) struct Imported {
    pub(crate) code: i32,
    pub(crate) answer: Value,
}

impl Imported {
    fn of(output: &Output) -> Self {
        let stdout = String::from_utf8_lossy(&output.stdout);
        let answer = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {stdout}\n{}", String::from_utf8_lossy(&output.stderr)));
        Self { code: output.status.code().unwrap(), answer }
    }

    pub(crate) fn actions(&self) -> Vec<&str> {
        self.answer["rows"].as_array().unwrap().iter().map(|row| row["action"].as_str().unwrap()).collect()
    }

    pub(crate) fn reasons(&self, row: usize) -> String {
        self.answer["rows"][row]["reasons"].to_string()
    }

    pub(crate) fn refused(&self) -> &str {
        self.answer["refused"].as_str().unwrap_or_default()
    }

    /// It went in, or could.
    #[track_caller]
    pub(crate) fn went(&self) -> &Self {
        assert_eq!((self.code, &self.answer["refused"]), (0, &Value::Null), "{}", self.answer);
        self
    }
}

pub(crate) fn run(database: Option<&str>, file: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mocgioi"));
    command.arg("import").arg(file).args(arguments).arg("--json");
    match database {
        Some(url) => command.args(["--database", url]),
        None => command.env_remove("MOCGIOI_DATABASE_URL"),
    };
    command.output().unwrap()
}

pub(crate) fn on_both(test: impl Fn(&Desk)) {
    for engine in ENGINES {
        test(&Desk::new(engine));
    }
}
