//! `mocgioi bundle`, beside a running server or without one.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::pictures::photo;
use crate::posts::{Posts, id, inspection, tombstone};
use crate::sealing::{bundle, named, of_file, outcomes, put};
use crate::support::{ENGINES, Engine};

fn run(posts: &Posts, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .arg("bundle")
        .args(arguments)
        .args(["--database", posts.database_url(), "--data-dir"])
        .arg(posts.data_dir())
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn json_of(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn receipts_are_written_beside_the_bundle_and_an_account_vouches() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let photo = photo(1);
        let records = [
            inspection(1, &json!({ "attachments": [named(&photo)], "person": "Lò Văn A" })),
            json!({ "type": "inspection", "id": id(2) }),
        ];
        let stick = tempfile::tempdir().unwrap();
        let file = put(stick.path(), "don-a.mocgioi", &bundle(&posts.recipient(), &records, &[&photo]));
        let file = file.to_str().unwrap();
        let done = run(&posts, &["import", file, "--account", "linh-a"]);
        assert!(done.status.success(), "{}{}", text(&done.stdout), text(&done.stderr));
        assert!(text(&done.stdout).contains("2 bản ghi: nhận 1"), "{}", text(&done.stdout));
        let receipts = json_of(&stick.path().join("don-a.mocgioi.receipts.json"));
        assert_eq!(outcomes(&receipts), ["accepted", "refused"]);
        assert_eq!(of_file(&receipts, &photo)["outcome"], "stored");
        assert_eq!(receipts["epoch"], posts.get("linh-a", "/api/v1/sync/pull").json()["epoch"]);
        // The running server shows it, with its photo, as the post's own.
        let mut item = Value::Null;
        for _ in 0..3_000 {
            item = posts.item("truong-a", &id(1)).json();
            if item["properties"]["complete"] == true {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        assert_eq!(
            (&item["properties"]["complete"], &item["properties"]["unit"]),
            (&json!(true), &json!("don-a")),
            "{item}"
        );
        assert_eq!(posts.item("linh-b", &id(1)).status, 404, "another post does not see it");
        // The same over HTTP afterwards is the same.
        let again = posts.bring("linh-a", &std::fs::read(file).unwrap());
        assert_eq!(
            (outcomes(&again), &again["receipts"][0]["seq"]),
            (vec!["duplicate", "refused"], &receipts["receipts"][0]["seq"])
        );
        let verified = Command::new(env!("CARGO_BIN_EXE_mocgioi"))
            .args(["audit", "verify", "--database", posts.database_url()])
            .output()
            .unwrap();
        assert!(verified.status.success(), "{}", text(&verified.stdout));
    }
}

#[test]
fn the_console_itself_brings_records_and_no_decisions() {
    let posts = Posts::new(Engine::Sqlite);
    posts.push("linh-a", &[inspection(1, &json!({}))]);
    let corrects = inspection(3, &json!({ "corrects": id(1) }));
    let records = [inspection(2, &json!({})), tombstone(9, &id(1)), corrects];
    let stick = tempfile::tempdir().unwrap();
    let file = put(stick.path(), "x.mocgioi", &bundle(&posts.recipient(), &records, &[]));
    let out = stick.path().join("bien-nhan.json");
    let done = run(&posts, &["import", file.to_str().unwrap(), "--receipts", out.to_str().unwrap(), "--json"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert_eq!(outcomes(&json_of(&out)), ["accepted", "refused", "refused"]);
    let said: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(said, json_of(&out));
    for name in ["khong-co-ai", "tinh"] {
        let done = run(&posts, &["import", file.to_str().unwrap(), "--account", name]);
        assert_eq!(done.status.code(), Some(2), "{name}: {}", text(&done.stderr));
    }
}

#[test]
fn what_is_refused_whole_says_why_and_writes_no_receipts() {
    let posts = Posts::new(Engine::Sqlite);
    let stick = tempfile::tempdir().unwrap();
    let other = age::x25519::Identity::generate().to_public().to_string();
    let file = put(stick.path(), "x.mocgioi", &bundle(&other, &[inspection(1, &json!({}))], &[]));
    let done = run(&posts, &["import", file.to_str().unwrap()]);
    assert_eq!(done.status.code(), Some(2));
    assert!(text(&done.stderr).contains("khóa khác"), "{}", text(&done.stderr));
    assert_eq!(std::fs::read_dir(stick.path()).unwrap().count(), 1, "only the bundle itself");
    let done = run(&posts, &["import", "khong-co-tep"]);
    assert_eq!(done.status.code(), Some(1));
}

#[test]
fn a_new_key_is_given_out_at_once_and_bundles_for_the_old_one_still_go_in() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let old = posts.recipient();
        let shown = || text(&run(&posts, &["key"]).stdout).lines().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(shown(), std::slice::from_ref(&old));
        let made: Value = serde_json::from_slice(&run(&posts, &["key", "--new", "--json"]).stdout).unwrap();
        let new = made["recipient"].as_str().unwrap().to_owned();
        assert_eq!((made["older"].clone(), shown().len()), (json!([old]), 2));
        assert_eq!(posts.recipient(), new, "a running server knows");
        for (n, key) in [(1, &old), (2, &new)] {
            assert_eq!(outcomes(&posts.bring("linh-a", &bundle(key, &[inspection(n, &json!({}))], &[]))), ["accepted"]);
        }
        let file = posts.data_dir().join("keys/bundle.key");
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        let done = run(&posts, &["key"]);
        assert!(!done.status.success() && text(&done.stderr).contains("chmod 600"), "{}", text(&done.stderr));
        assert_eq!(posts.get("linh-a", "/api/v1/sync/recipient").status, 500);
    }
}
