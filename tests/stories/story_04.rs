//! 4. The same phone's queue leaves as an encrypted bundle on a USB stick: imported twice, the second time changes nothing;
//!    without the key nothing in it can be read.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use tar::{Builder, Header};

use crate::story_09::token;
use crate::story_14::user;
use crate::support::{Database, ENGINES, Program, get, id, inspection};

const WORDS: &str = "nứt chân mốc, bờ sông sạt 3 m";

fn bundle(database: &Database, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .arg("bundle")
        .args(arguments)
        .args(["--database", &database.url, "--data-dir"])
        .arg(database.data_dir())
        .output()
        .unwrap()
}

/// What the phone writes: its queue and the photo, encrypted to the key of the server.
fn leave(recipient: &str, stick: &Path, records: &Value, photo: &[u8], sha256: &str) -> Vec<u8> {
    let mut tar = Builder::new(Vec::new());
    let queue = json!({ "device": "máy của đồn", "records": records }).to_string();
    for (name, content) in [("queue.json", queue.as_bytes()), (&format!("files/{sha256}"), photo)] {
        let mut header = Header::new_ustar();
        header.set_path(name).unwrap();
        header.set_size(content.len() as u64);
        header.set_cksum();
        tar.append(&header, content).unwrap();
    }
    let sealed =
        age::encrypt(&recipient.parse::<age::x25519::Recipient>().unwrap(), &tar.into_inner().unwrap()).unwrap();
    std::fs::write(stick, &sealed).unwrap();
    sealed
}

/// What the change log holds of records.
fn entries(program: &Program, token: &str) -> Value {
    let pulled = get(&format!("{}/api/v1/sync/pull", program.base), &[("authorization", &format!("Bearer {token}"))]);
    pulled.json()["cursor"].clone()
}

#[test]
fn story_04() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let data = database.data_dir().display().to_string();
        let arguments = ["--access", "accounts", "--data-dir", &data];
        drop(Program::start(&database.url, &["--access", "accounts", "--data-dir", &data, "--load-seeds"]));
        user(&database, &["unit", "don-a", "--title", "Đồn A"]);
        let token = token(&database, "linh-a", "inspector", Some("don-a"));
        let program = Program::start(&database.url, &arguments);
        let ask =
            |path: &str| get(&format!("{}{path}", program.base), &[("authorization", &format!("Bearer {token}"))]);
        // Enrolled while there was a network, the phone knows the key.
        let recipient = ask("/api/v1/sync/recipient").json()["recipient"].as_str().unwrap().to_owned();

        let photo = b"%PDF-1.4\n% anh chan moc 211\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";
        let sha256 = mocgioi::domain::chain::Digest::of(&[photo]).to_string();
        let mut said = inspection(211);
        said["type"] = json!("inspection");
        said["marker"] = json!("VN-LA:211");
        said["notes"] = json!(WORDS);
        said["attachments"] =
            json!([{ "sha256": sha256, "bytes": photo.len(), "media_type": "application/pdf", "name": "ảnh.pdf" }]);
        let folder = tempfile::tempdir().unwrap();
        let stick = folder.path().join("don-a.mocgioi");
        let sealed = leave(&recipient, &stick, &json!([said]), photo, &sha256);
        let path = stick.to_str().unwrap();

        // Whoever finds the stick reads nothing in it.
        for secret in [WORDS.as_bytes(), b"VN-LA:211", sha256.as_bytes(), &photo[10..40], b"queue.json"] {
            assert!(!sealed.windows(secret.len()).any(|part| part == secret), "{}", String::from_utf8_lossy(secret));
        }
        let elsewhere = Database::new(engine);
        drop(Program::start(&elsewhere.url, &["--data-dir", &elsewhere.data_dir().display().to_string()]));
        let refused = bundle(&elsewhere, &["import", path]);
        assert_eq!(refused.status.code(), Some(2), "another server has another key");
        assert!(String::from_utf8_lossy(&refused.stderr).contains("khóa khác"));

        let first = bundle(&database, &["import", path, "--account", "linh-a", "--json"]);
        assert!(first.status.success(), "{engine:?}: {}", String::from_utf8_lossy(&first.stderr));
        let told: Value = serde_json::from_slice(&first.stdout).unwrap();
        assert_eq!(
            (&told["receipts"][0]["outcome"], &told["files"][0]["outcome"]),
            (&json!("accepted"), &json!("stored"))
        );
        let written = std::fs::read(folder.path().join("don-a.mocgioi.receipts.json")).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&written).unwrap(), told, "they go back on the stick");
        let mut item = Value::Null;
        for _ in 0..3_000 {
            item = ask(&format!("/collections/inspections/items/{}", id(211))).json();
            if item["properties"]["complete"] == true {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        assert_eq!(
            (&item["properties"]["notes"], &item["properties"]["complete"]),
            (&json!(WORDS), &json!(true)),
            "{item}"
        );
        assert_eq!(ask(&format!("/api/v1/attachments/{sha256}")).body, photo);

        let before = entries(&program, &token);
        let second = bundle(&database, &["import", path, "--account", "linh-a", "--json"]);
        let again: Value = serde_json::from_slice(&second.stdout).unwrap();
        assert_eq!(again["receipts"][0]["outcome"], "duplicate");
        assert_eq!(again["receipts"][0]["seq"], told["receipts"][0]["seq"]);
        assert_eq!(entries(&program, &token), before, "{engine:?}: nothing was written");
    }
}
