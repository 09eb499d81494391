//! Files that nothing names go after a time of grace; files that somebody changed are found and never handed out.

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::pictures::photo;
use crate::records::{inspected, named};
use crate::support::{Database, ENGINES, Engine, Server, id, refused};
use crate::wire::{Sender, sha256};

const HERE: &str = "/api/v1/markers/VN-LA:144/inspections";

fn blobs(database: &Database, arguments: &[&str]) -> (i32, Value) {
    let out = Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .arg("blobs")
        .args(arguments)
        .args(["--json", "--database", &database.url, "--data-dir"])
        .arg(database.data_dir())
        .output()
        .unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    let error = String::from_utf8_lossy(&out.stderr).into_owned();
    (out.status.code().unwrap(), serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}{error}")))
}

fn path(database: &Database, content: &[u8]) -> PathBuf {
    let name = sha256(content);
    database.data_dir().join("blobs").join(&name[..2]).join(&name[2..])
}

#[test]
fn what_no_record_names_goes_after_its_grace_and_nothing_else_does() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = Server::start(&database);
        let sender = Sender { base: &server.base, token: None };
        let (kept, contended, orphan) = (photo(1), photo(2), photo(3));
        for content in [&kept, &contended, &orphan] {
            assert_eq!(sender.send(content, "image/jpeg").status, 204);
        }
        assert_eq!(server.post(HERE, &inspected(1, &[named(&kept, "image/jpeg")])).status, 201);
        // Named by what contends for the record: somebody may yet decide for it.
        refused(&server.post(HERE, &inspected(1, &[named(&contended, "image/jpeg")])), 409, "contended");
        assert_eq!(server.get(&format!("/api/v1/attachments/{}/thumbnail", sha256(&orphan))).status, 200);
        let (code, gone) = blobs(&database, &["collect"]);
        assert_eq!((code, gone), (0, json!({ "files": [], "uploads": 0 })), "{engine:?}: within its grace it stays");
        let (code, gone) = blobs(&database, &["collect", "--grace-days", "0"]);
        assert_eq!((code, gone), (0, json!({ "files": [sha256(&orphan)], "uploads": 0 })), "{engine:?}");
        assert!(path(&database, &kept).exists() && path(&database, &contended).exists());
        assert!(!path(&database, &orphan).exists());
        let thumb = path(&database, &orphan).display().to_string().replace("/blobs/", "/thumbs/");
        assert!(!PathBuf::from(thumb).exists());
        // The server hears of it; and sent again it is there again.
        let there = format!("/api/v1/attachments/{}", sha256(&orphan));
        for _ in 0..3_000 {
            if server.get(&there).status == 404 {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        refused(&server.get(&there), 404, "unknown_attachment");
        let begun = sender.begin(&sha256(&orphan), orphan.len(), "image/jpeg");
        assert_eq!(begun.header("upload-offset"), "0", "{engine:?}: it has to come again");
        assert_eq!(sender.go_on(begun.header("location"), 0, &orphan).status, 204);
        assert!(server.get(&there).body == orphan);
    }
}

#[test]
fn an_upload_that_nobody_goes_on_with_goes_after_a_week() {
    for engine in ENGINES {
        let database = Database::new(engine);
        // A server whose clock is eight days slow.
        let server = Server::start_with(&database, |app| {
            let clock = std::sync::Arc::clone(&app.context.clock);
            app.context.clock = std::sync::Arc::new(move || clock().plus_millis(-8 * 86_400_000));
        });
        let sender = Sender { base: &server.base, token: None };
        let content = photo(1);
        let upload = sender.begin(&sha256(&content), content.len(), "image/jpeg").header("location").to_owned();
        assert_eq!(sender.go_on(&upload, 0, &content[..100]).status, 204);
        let uploads = database.data_dir().join("uploads");
        // And something of an upload that is in no table.
        std::fs::write(uploads.join(id(5)), b"x").unwrap();
        let (code, gone) = blobs(&database, &["collect"]);
        assert_eq!((code, gone), (0, json!({ "files": [], "uploads": 1 })), "{engine:?}");
        assert_eq!(std::fs::read_dir(&uploads).unwrap().count(), 0, "{engine:?}");
        refused(&sender.go_on(&upload, 100, &content[100..]), 404, "unknown_upload");
    }
}

#[test]
fn a_file_that_was_changed_turns_red_and_is_never_handed_out_until_it_is_sent_again() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = Server::start(&database);
        let sender = Sender { base: &server.base, token: None };
        let (content, other) = (photo(1), photo(2));
        assert_eq!(sender.send(&content, "image/jpeg").status, 204);
        assert_eq!(server.post(HERE, &inspected(1, &[named(&content, "image/jpeg")])).status, 201);
        std::fs::write(path(&database, &content), &other).unwrap();
        let there = format!("/api/v1/attachments/{}", sha256(&content));
        refused(&server.get(&there), 404, "attachment_damaged");
        refused(&server.get(&format!("{there}/thumbnail")), 404, "attachment_damaged");
        let listed = || server.get(&format!("/api/v1/records/{}/attachments", id(1))).json();
        let told = listed();
        assert_eq!(
            (&told["attachments"][0]["state"], &told["complete"]),
            (&"swapped".into(), &false.into()),
            "{engine:?}"
        );
        let (code, found) = blobs(&database, &["verify"]);
        assert_eq!((code, &found["damaged"]), (2, &json!([sha256(&content)])), "{engine:?}: {found}");
        // Whoever has the original mends it.
        assert_eq!(sender.send(&content, "image/jpeg").status, 204);
        assert!(server.get(&there).body == content);
        assert_eq!(listed()["complete"], true);
        std::fs::remove_file(path(&database, &content)).unwrap();
        let (code, found) = blobs(&database, &["verify"]);
        assert_eq!((code, &found["missing"]), (2, &json!([sha256(&content)])), "{engine:?}: {found}");
        // Put back by hand, it is found well.
        std::fs::write(path(&database, &content), &content).unwrap();
        std::fs::write(database.data_dir().join("blobs/la.txt"), b"x").unwrap();
        let (code, found) = blobs(&database, &["verify"]);
        assert_eq!((code, &found["whole"], &found["awaited"]), (0, &json!(1), &json!(0)), "{engine:?}: {found}");
        assert_eq!(found["strays"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn what_was_lawfully_erased_names_no_file_any_more() {
    let database = Database::new(Engine::Sqlite);
    let server = Server::start(&database);
    let sender = Sender { base: &server.base, token: None };
    let content = photo(1);
    assert_eq!(sender.send(&content, "image/jpeg").status, 204);
    assert_eq!(server.post(HERE, &inspected(1, &[named(&content, "image/jpeg")])).status, 201);
    let erased = Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .args(["audit", "erase", &id(1), "--reason", "theo yêu cầu", "--database", &database.url])
        .output()
        .unwrap();
    assert!(erased.status.success(), "{}", String::from_utf8_lossy(&erased.stderr));
    let (_, gone) = blobs(&database, &["collect", "--grace-days", "0"]);
    assert_eq!(gone["files"], json!([sha256(&content)]));
    assert!(!path(&database, &content).exists());
    let verified = Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .args(["audit", "verify", "--database", &database.url])
        .output()
        .unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}
