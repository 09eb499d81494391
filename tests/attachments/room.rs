//! Limits, and a disk that is full: clear answers, nothing half-written, and on it goes when there is room.

use std::process::Command;

use crate::pictures::{photo, photo_of};
use crate::support::{Database, ENGINES, Engine, Program, refused};
use crate::wire::{Sender, sha256};

#[test]
fn what_is_set_limits_size_number_and_space() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let data = database.data_dir().display().to_string();
        let settings = [
            "--data-dir",
            data.as_str(),
            "--attachment-mib",
            "1",
            "--attachments-space-mib",
            "1",
            "--uploads-per-account",
            "2",
        ];
        let program = Program::start(&database.url, &settings);
        let sender = Sender { base: &program.base, token: None };
        refused(&sender.begin(&sha256(b"x"), 1_048_577, "image/jpeg"), 413, "file_too_large");
        let content = photo_of(1, 500, 400);
        assert_eq!(sender.send(&content, "image/jpeg").status, 204, "{engine:?}");
        // What is on its way counts whole.
        let begun = sender.begin(&sha256(b"y"), 1_000_000 - content.len(), "image/jpeg");
        assert_eq!(begun.status, 201, "{engine:?}: {}", begun.text());
        refused(&sender.begin(&sha256(b"z"), 100_000, "image/jpeg"), 507, "no_room");
        assert_eq!(sender.ask("DELETE", begun.header("location"), &[], b"").status, 204);
        assert_eq!(sender.begin(&sha256(b"z"), 100_000, "image/jpeg").status, 201, "{engine:?}: there is room again");
        assert_eq!(sender.begin(&sha256(b"v"), 1_000, "image/jpeg").status, 201);
        refused(&sender.begin(&sha256(b"w"), 1_000, "image/jpeg"), 429, "too_many_uploads");
        // What was sent before is done, and is no more than before.
        assert_eq!(sender.begin(&sha256(&content), content.len(), "image/jpeg").status, 201, "{engine:?}");
    }
}

/// The program with a disk of its own of 2 MiB: a real one, made of memory, in a space of its own. Where the machine lets
/// nobody mount anything, no file may grow beyond 2 MiB instead: the program is told the same in another word.
fn on_a_small_disk(database: &Database) -> Program {
    let data = database.data_dir().join("data");
    std::fs::create_dir(&data).unwrap();
    let may_mount = Command::new("unshare").args(["--map-root-user", "--mount", "true"]).output();
    let may_mount = may_mount.is_ok_and(|done| done.status.success());
    let (by, script): (&[&str], &str) = if may_mount {
        (
            &["unshare", "--map-root-user", "--mount", "sh"],
            r#"mount -t tmpfs -o size=2m tmpfs "$0" && exec "$@" --data-dir "$0""#,
        )
    } else {
        (&["sh"], r#"trap '' XFSZ && ulimit -f 4096 && exec "$@" --data-dir "$0""#)
    };
    Program::start_by(&database.url, &["--load-seeds"], |program| {
        let mut command = Command::new(by[0]);
        command.args(&by[1..]).args(["-c", script]).arg(&data).arg(program);
        command
    })
}

#[test]
fn a_full_disk_is_507_with_nothing_half_written_and_on_it_goes_when_there_is_room() {
    // Not SQLite, whose file would lie on the same disk where nothing could be mounted.
    let database = Database::new(Engine::Postgres);
    let program = on_a_small_disk(&database);
    let sender = Sender { base: &program.base, token: None };
    let (large, small) = (photo_of(1, 1_600, 1_200), photo(2));
    assert!(large.len() > 2 * 1024 * 1024, "{}", large.len());
    let begun = sender.begin(&sha256(&large), large.len(), "image/jpeg");
    let upload = begun.header("location").to_owned();
    let full = sender.go_on(&upload, 0, &large);
    refused(&full, 507, "no_room");
    // What it says that it has, it has; nothing beyond what the disk (or the limit, to the byte) holds.
    let stands = sender.stands(&upload);
    assert!(stands > 1_000_000 && stands <= 2 * 1024 * 1024, "{stands}");
    refused(&sender.go_on(&upload, stands, &large[stands..]), 507, "no_room");
    let again = sender.stands(&upload);
    refused(&sender.get(&format!("/api/v1/attachments/{}", sha256(&large))), 404, "unknown_attachment");
    assert!(again >= stands);
    // Records go on coming in meanwhile.
    let record = crate::support::inspection(1).to_string();
    let url = format!("{}/api/v1/markers/VN-LA:144/inspections", program.base);
    assert_eq!(crate::support::post(&url, "application/json", record.as_bytes()).status, 201);
    // Room again.
    assert_eq!(sender.ask("DELETE", &upload, &[], b"").status, 204);
    assert_eq!(sender.send(&small, "image/jpeg").status, 204);
    assert!(sender.get(&format!("/api/v1/attachments/{}", sha256(&small))).body == small);
}
