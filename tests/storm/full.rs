//! A database that has no room: 507, nothing half-written, reading goes on; and when there is room again, all goes on.

use std::path::{Path, PathBuf};
use std::process::Command;

use sqlx::Connection as _;

use crate::room::{all_routes_are_full, count, push, queue, seqs};
use crate::support::{Database, Engine, Program, block_on, refused};

/// Of SQLite's disk.
const DISK: u64 = 24 * 1024 * 1024;
/// What is left of it at first.
const ROOM: u64 = 1024 * 1024;

/// The small disk of a database, and something that takes its room.
struct SmallDisk {
    program: Program,
    /// The disk as seen from here; none where a limit on files stands for it.
    seen: Option<PathBuf>,
}

impl SmallDisk {
    /// The program with its database on a disk of its own: a real one, made of memory, in a space of its own. Where the
    /// machine lets nobody mount anything, no file may grow beyond what it has instead: SQLite then hears another word.
    fn start(database: &Database) -> Self {
        let data = database.data_dir().join("disk");
        std::fs::create_dir(&data).unwrap();
        let url = format!("sqlite:{}", data.join("mocgioi.db").display());
        let may_mount = Command::new("unshare").args(["--map-root-user", "--mount", "true"]).output();
        if may_mount.is_ok_and(|done| done.status.success()) {
            let script = r#"mount -t tmpfs -o size=24m tmpfs "$0" && exec "$@" --data-dir "$0""#;
            let program = Program::start_by(&url, &["--load-seeds"], |program| {
                let mut command = Command::new("unshare");
                command.args(["--map-root-user", "--mount", "sh", "-c", script]).arg(&data).arg(program);
                command
            });
            let seen = PathBuf::from(format!("/proc/{}/root{}", program.child.id(), data.display()));
            Self { program, seen: Some(seen) }
        } else {
            let script = r#"trap '' XFSZ && exec "$@" --data-dir "$0""#;
            let program = Program::start_by(&url, &["--load-seeds"], |program| {
                let mut command = Command::new("sh");
                command.args(["-c", script]).arg(&data).arg(program);
                command
            });
            Self { program, seen: None }
        }
    }

    fn fill(&self, database: &Path) {
        if let Some(seen) = &self.seen {
            let taken: u64 = std::fs::read_dir(seen)
                .unwrap()
                .map(|file| file.unwrap().metadata().unwrap())
                .filter(std::fs::Metadata::is_file)
                .map(|file| file.len().next_multiple_of(4096))
                .sum();
            let ballast = vec![1_u8; usize::try_from(DISK - ROOM - taken).unwrap()];
            std::fs::write(seen.join("ballast"), ballast).unwrap();
        } else {
            let log = std::fs::metadata(format!("{}-wal", database.display())).map_or(0, |file| file.len());
            self.limit(&log.max(ROOM).to_string());
        }
    }

    fn make_room(&self) {
        match &self.seen {
            Some(seen) => std::fs::remove_file(seen.join("ballast")).unwrap(),
            None => self.limit("unlimited"),
        }
    }

    /// No file may grow beyond so many bytes.
    fn limit(&self, bytes: &str) {
        let pid = self.program.child.id().to_string();
        let done = Command::new("prlimit").args(["--pid", &pid, &format!("--fsize={bytes}:unlimited")]).status();
        assert!(done.unwrap().success());
    }
}

#[test]
fn sqlite_on_a_full_disk_is_507_with_nothing_half_written_and_goes_on_when_there_is_room() {
    let database = Database::new(Engine::Sqlite);
    let disk = SmallDisk::start(&database);
    let base = disk.program.base.clone();
    let file = database.data_dir().join("disk/mocgioi.db");
    let before = count(&base);
    seqs(&push(&base, &queue(1)));
    disk.fill(&file);
    let (mut kept, mut first) = (100, 101);
    let refusal = loop {
        let answer = push(&base, &queue(first));
        if answer.status != 200 {
            break answer;
        }
        seqs(&answer);
        (kept, first) = (kept + 100, first + 100);
        assert!(first < 20_000, "the disk never fills");
    };
    refused(&refusal, 507, "store_full");
    assert!(refusal.text().contains("hết chỗ"), "{}", refusal.text());
    // The rest of the room, record by record.
    let mut small = 500_000;
    while push(&base, &queue(small)[..1]).status == 200 {
        (kept, small) = (kept + 1, small + 100);
    }
    for _ in 0..3 {
        refused(&push(&base, &queue(first)), 507, "store_full");
        all_routes_are_full(&base);
        // Reading goes on, and nothing of what was refused is there.
        assert_eq!(count(&base), before + kept);
    }
    disk.make_room();
    let stored = seqs(&push(&base, &queue(first)));
    assert_eq!(count(&base), before + kept + 100);
    let again = push(&base, &queue(first));
    assert_eq!(seqs(&again), stored, "{}", again.text());
    // From inside, since nobody else sees the disk.
    let mut verify = Command::new("nsenter");
    verify.args(["--target", &disk.program.child.id().to_string(), "--user", "--mount", "--preserve-credentials"]);
    let mut plain = Command::new(env!("CARGO_BIN_EXE_mocgioi"));
    let command = if disk.seen.is_some() { verify.arg(env!("CARGO_BIN_EXE_mocgioi")) } else { &mut plain };
    let url = format!("sqlite:{}", file.display());
    let output =
        command.args(["audit", "verify", "--database", &url, "--data-dir"]).arg(database.data_dir()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

fn run(database: &Database, sql: &'static str) {
    block_on(async {
        let mut conn = sqlx::PgConnection::connect(&database.url).await.unwrap();
        sqlx::raw_sql(sql).execute(&mut conn).await.unwrap();
    });
}

/// PostgreSQL hears of a full disk what a trigger says here, in its own word: after the records went in, before the log.
/// `make proof` fills a real one.
#[test]
fn postgres_without_room_is_507_with_nothing_half_written_and_goes_on_when_there_is_room() {
    let database = Database::new(Engine::Postgres);
    let program = Program::start(&database.url, &["--load-seeds"]);
    let before = count(&program.base);
    let first = seqs(&push(&program.base, &queue(1)));
    run(
        &database,
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
         CREATE TRIGGER full_disk BEFORE INSERT ON change_log EXECUTE FUNCTION full_disk()",
    );
    for _ in 0..3 {
        refused(&push(&program.base, &queue(101)), 507, "store_full");
        all_routes_are_full(&program.base);
        assert_eq!(count(&program.base), before + 100);
    }
    // What is there already needs no room.
    assert_eq!(seqs(&push(&program.base, &queue(1))), first);
    run(&database, "DROP TRIGGER full_disk ON change_log");
    assert_eq!(seqs(&push(&program.base, &queue(101))).len(), 100);
    assert_eq!(count(&program.base), before + 200);
    let output = Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .args(["audit", "verify", "--database", &database.url, "--data-dir"])
        .arg(database.data_dir())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}
