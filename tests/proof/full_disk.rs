//! PostgreSQL whose disk is really full: its tables lie on a small one (`scripts/with-small-disk`), its log on a large one.

use std::path::PathBuf;
use std::process::Command;

use sqlx::Connection as _;

use crate::room::{count, push, queue, seqs};
use crate::support::{Database, Engine, Program, block_on, refused};

/// What is left of the disk when the records begin to come.
const ROOM: u64 = 2 * 1024 * 1024;

fn run(url: &str, statements: &[String]) {
    block_on(async {
        let mut conn = sqlx::PgConnection::connect(url).await.unwrap();
        for sql in statements {
            sqlx::query(sqlx::AssertSqlSafe(sql.clone())).execute(&mut conn).await.unwrap();
        }
    });
}

fn free(disk: &std::path::Path) -> u64 {
    let told = Command::new("df").args(["--output=avail", "--block-size=1"]).arg(disk).output().unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    told.lines().next_back().unwrap().trim().parse().unwrap()
}

#[test]
fn postgres_on_a_full_disk_is_507_with_nothing_half_written_and_goes_on_when_there_is_room() {
    let disk = std::env::var_os("MOCGIOI_TEST_SMALL_DISK").expect("no small disk: run this by `make proof`");
    let disk = PathBuf::from(disk);
    let database = Database::new(Engine::Postgres);
    let server = std::env::var("MOCGIOI_TEST_POSTGRES").unwrap();
    let name = database.url.rsplit_once('/').unwrap().1.to_owned();
    run(
        &server,
        &[
            format!("CREATE TABLESPACE small LOCATION '{}'", disk.join("tables").display()),
            format!("ALTER DATABASE {name} SET TABLESPACE small"),
        ],
    );
    let program = Program::start(&database.url, &["--load-seeds"]);
    let base = &program.base;
    let before = count(base);
    seqs(&push(base, &queue(1)));
    let ballast = disk.join("ballast");
    std::fs::write(&ballast, vec![1_u8; usize::try_from(free(&disk) - ROOM).unwrap()]).unwrap();
    let (mut kept, mut first) = (100, 101);
    let refusal = loop {
        let answer = push(base, &queue(first));
        if answer.status != 200 {
            break answer;
        }
        seqs(&answer);
        (kept, first) = (kept + 100, first + 100);
        assert!(first < 50_000, "the disk never fills");
    };
    refused(&refusal, 507, "store_full");
    for _ in 0..3 {
        refused(&push(base, &queue(first)), 507, "store_full");
        assert_eq!(count(base), before + kept);
    }
    // A single record may still find room in pages that are there already: then it is stored, whole.
    let single = push(base, &queue(500_000)[..1]);
    if single.status == 200 {
        seqs(&single);
        kept += 1;
    } else {
        refused(&single, 507, "store_full");
    }
    assert_eq!(count(base), before + kept);
    std::fs::remove_file(&ballast).unwrap();
    let stored = seqs(&push(base, &queue(first)));
    assert_eq!(seqs(&push(base, &queue(first))), stored, "what was sent again is known");
    assert_eq!(count(base), before + kept + 100);
    let mut verify = Command::new(env!("CARGO_BIN_EXE_mocgioi"));
    verify.args(["audit", "verify", "--database", &database.url, "--data-dir"]).arg(database.data_dir());
    let output = verify.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    println!("PostgreSQL on a full disk: {kept} records kept, 507 until there was room, the chain verifies");
}
