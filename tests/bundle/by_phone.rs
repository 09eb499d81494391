//! The package `age-encryption` from npm, as a phone has it, makes what this program opens.

use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::pictures::photo_of;
use crate::posts::{Posts, inspection};
use crate::sealing::{named, of_file, outcomes, put, queue, sha256};
use crate::support::ENGINES;

#[test]
fn a_bundle_that_a_phone_made_goes_in() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let (first, second) = (photo_of(1, 400, 300), photo_of(2, 800, 600));
        let records = [
            inspection(1, &json!({ "notes": "nứt chân mốc", "attachments": [named(&first), named(&second)] })),
            inspection(2, &json!({})),
        ];
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str, content: &[u8]| put(folder.path(), name, content);
        let (sent, one, two) =
            (at("queue.json", queue(&records).to_string().as_bytes()), at("1.jpg", &first), at("2.jpg", &second));
        let out = folder.path().join("hang-doi.mocgioi");
        let made = Command::new("node")
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bundle"))
            .arg("seal.mjs")
            .arg(posts.recipient())
            .args([&out, &sent, &one, &two])
            .output()
            .expect("node is there: scripts/install-test-needs installs it");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let brought = posts.bring("linh-a", &std::fs::read(&out).unwrap());
        assert_eq!(outcomes(&brought), ["accepted", "accepted"], "{engine:?}: {brought}");
        for photo in [&first, &second] {
            assert_eq!(of_file(&brought, photo)["outcome"], "stored");
            assert!(
                posts.get("linh-a", &format!("/api/v1/attachments/{}", sha256(photo))).body == *photo,
                "{engine:?}"
            );
        }
    }
}
