//! The client that people have: tus-js-client under Node, through a line that breaks.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::cuts::BreakingLine;
use crate::pictures::photo_of;
use crate::support::{Database, ENGINES, Program, Server};
use crate::wire::{Sender, sha256};

/// What the client says that came of it.
pub(crate) fn send(base: &str, file: &Path, sha256: &str, media: &str) -> Value {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attachments");
    let output = Command::new("node")
        .current_dir(here)
        .args(["send.mjs", &format!("{base}/api/v1/uploads"), ""])
        .arg(file)
        .args([sha256, media, "1000000"])
        .output()
        .expect("node is there: scripts/install-test-needs installs it");
    let (out, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    serde_json::from_str(out.trim()).unwrap_or_else(|_| panic!("{out}{error}"))
}

#[test]
fn a_photo_arrives_whole_over_a_line_that_breaks_again_and_again() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = Server::start(&database);
        let content = photo_of(1, 1_600, 1_200);
        assert!(content.len() > 2_000_000, "{}", content.len());
        let file = database.data_dir().join("anh.jpg");
        std::fs::write(&file, &content).unwrap();
        let line = BreakingLine::to(&server.base, 300_000, 6);
        let told = send(&line.base, &file, &sha256(&content), "image/jpeg");
        assert_eq!(told["done"], true, "{engine:?}: {told}");
        assert_eq!(line.made(), 6, "{engine:?}: the line broke as often as it should");
        // What came before each cut was kept: it asked how far it had come, and began but once.
        assert_eq!(told["asked"]["POST"], 1, "{engine:?}: {told}");
        assert!(told["asked"]["HEAD"].as_u64().unwrap() >= 6, "{engine:?}: {told}");
        let kept = server.get(&format!("/api/v1/attachments/{}", sha256(&content)));
        assert_eq!((kept.status, kept.body == content), (200, true), "{engine:?}");
    }
}

#[test]
fn a_client_that_forgot_where_it_was_goes_on_from_there() {
    let database = Database::new(crate::support::Engine::Sqlite);
    let server = Server::start(&database);
    let content = photo_of(5, 400, 300);
    let file = database.data_dir().join("anh.jpg");
    std::fs::write(&file, &content).unwrap();
    let sender = Sender { base: &server.base, token: None };
    let begun = sender.begin(&sha256(&content), content.len(), "image/jpeg");
    assert_eq!(sender.go_on(begun.header("location"), 0, &content[..50_000]).status, 204);
    let told = send(&server.base, &file, &sha256(&content), "image/jpeg");
    assert_eq!(told["done"], true, "{told}");
    assert!(told["url"].as_str().unwrap().ends_with(begun.header("location")), "{told}");
    assert!(server.get(&format!("/api/v1/attachments/{}", sha256(&content))).body == content);
}

#[test]
fn the_same_photo_again_is_done_at_once() {
    let database = Database::new(crate::support::Engine::Sqlite);
    let server = Server::start(&database);
    let content = photo_of(2, 400, 300);
    let file = database.data_dir().join("anh.jpg");
    std::fs::write(&file, &content).unwrap();
    let first = send(&server.base, &file, &sha256(&content), "image/jpeg");
    assert_eq!(first["acknowledged"], content.len(), "{first}");
    let again = send(&server.base, &file, &sha256(&content), "image/jpeg");
    assert_eq!((&again["done"], &again["acknowledged"]), (&true.into(), &0.into()), "{again}");
}

#[test]
fn what_is_not_what_was_announced_is_told_so_and_not_tried_again() {
    let database = Database::new(crate::support::Engine::Sqlite);
    let server = Server::start(&database);
    let file = database.data_dir().join("anh.jpg");
    std::fs::write(&file, photo_of(3, 400, 300)).unwrap();
    let told = send(&server.base, &file, &sha256(b"another"), "image/jpeg");
    assert_eq!((&told["done"], &told["status"]), (&false.into(), &422.into()), "{told}");
    assert_eq!(told["code"], "content_differs", "{told}");
    assert_eq!(told["asked"]["POST"], 1, "{told}");
}

#[test]
fn a_server_that_is_killed_costs_the_client_nothing_but_time() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let port = crate::support::free_port();
        let data = database.data_dir().display().to_string();
        let arguments = ["--data-dir", data.as_str()];
        let mut program = Program::start_at(port, &database.url, &arguments);
        let content = photo_of(4, 2_000, 1_500);
        let file = database.data_dir().join("anh.jpg");
        std::fs::write(&file, &content).unwrap();
        let digest = sha256(&content);
        // The line is slow, so that the server dies in the middle.
        let line = crate::cuts::SlowLine::to(&program.base, 400_000);
        let told = std::thread::scope(|scope| {
            let sending = scope.spawn(|| send(&line.base, &file, &digest, "image/jpeg"));
            for passed in [1_300_000, 2_600_000] {
                line.wait_for(passed);
                program.kill();
                program = Program::start_at(port, &database.url, &arguments);
            }
            line.hurry();
            sending.join().unwrap()
        });
        assert_eq!(told["done"], true, "{engine:?}: {told}");
        assert_eq!(told["asked"]["POST"], 1, "{engine:?}: one upload from first to last: {told}");
        let kept = Sender { base: &program.base, token: None }.get(&format!("/api/v1/attachments/{digest}"));
        assert!(kept.status == 200 && kept.body == content, "{engine:?}");
    }
}
