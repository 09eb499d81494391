//! A file of the other side: believed by its key alone, shown before it is done, and done once.

use std::io::{Cursor, Write as _};

use mocgioi::domain::exchange_file::PURPOSE;
use mocgioi::domain::signature::{PublicKey, SecretKey};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

use crate::made::{MEDIA, key, make, order, relabel, unpacked};
use crate::posts::{Posts, id, inspection, review, with};
use crate::support::{Answer, ENGINES, Engine, send};
use crate::wire::sha256;

fn take(posts: &Posts, who: &str, query: &str, file: &[u8]) -> Answer {
    let url = format!("{}/api/v1/exchange-files/received{query}", posts.server.base);
    send("POST", &url, posts.token(who), MEDIA, file)
}

fn theirs() -> SecretKey {
    SecretKey::from_seed(&[9; 32])
}

/// The key of the other side, as the operator wrote it down.
fn trust(posts: &Posts, key: &PublicKey) {
    let folder = posts.data_dir().join("keys");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("trusted"), format!("# khóa bạn\n{} tỉnh Hủa Phăn\n", key.hex())).unwrap();
}

/// An archive of these entries, as anybody can make one.
fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn signature(text: &str, key: &SecretKey, purpose: &str) -> String {
    let signed = key.sign(purpose, &sha256(text.as_bytes())).unwrap();
    json!({ "purpose": purpose, "public": key.public().hex(), "signature": signed.hex() }).to_string()
}

fn observation(n: u64, more: &Value) -> Value {
    with(
        json!({ "type": "observation", "id": id(n), "about": id(1), "marker": "VN-LA:211",
            "observed_at": "2026-11-20T02:00:00Z", "condition": "good", "ground_cracked": false, "notes": "mốc nguyên vẹn" }),
        more,
    )
}

fn document(records: &[Value]) -> Value {
    json!({ "format": 1, "from": "tỉnh Hủa Phăn", "to": "Sở Ngoại vụ Sơn La", "records": records, "files": [] })
}

/// What another program of the other side would send.
fn file_of(document: &Value, key: &SecretKey) -> Vec<u8> {
    let text = document.to_string();
    let signature = signature(&text, key, PURPOSE);
    packed(&[("exchange.json", text.as_bytes()), ("exchange.sig", signature.as_bytes())])
}

fn approved(posts: &Posts) {
    posts.push("linh-a", &[inspection(1, &json!({ "mode": "bilateral", "ground_cracked": true }))]);
    posts.push("truong-a", &[review(2, &id(1), "approve", &json!({}))]);
}

fn actions(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let records = answer.json()["records"].as_array().unwrap().clone();
    records.iter().map(|record| record["action"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn their_observation_stands_beside_ours_and_twice_changes_nothing() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        approved(&posts);
        trust(&posts, &theirs().public());
        let meeting = json!({ "type": "meeting", "id": id(51), "held_at": null, "kind": "talks", "title": "Hội đàm",
            "agreed": ["phát quang"] });
        let sent = [
            observation(50, &json!({})),
            meeting,
            observation(52, &json!({ "about": null })),
            observation(53, &json!({ "marker": "VN-LA:144" })),
            observation(54, &json!({ "about": id(77) })),
        ];
        let file = file_of(&document(&sent), &theirs());
        let expected = ["add", "not_taken", "unmatched", "refused", "unmatched"];
        let sides = |who: &str| posts.get(who, &format!("/api/v1/records/{}", id(1))).json()["two_sided"].clone();
        // It says what it would do, and does nothing.
        let shown = take(&posts, "ngoai-vu", "?dry_run=true", &file);
        assert_eq!(actions(&shown), expected, "{engine:?}");
        assert_eq!(shown.json()["trusted_as"], "tỉnh Hủa Phăn");
        assert_eq!(sides("truong-a")["sides"], "unilateral", "{engine:?}: that was only a look");
        let done = take(&posts, "ngoai-vu", "", &file);
        assert_eq!(actions(&done), expected, "{engine:?}");
        let counterpart = done.json()["records"][0]["counterpart"].as_str().unwrap().to_owned();
        let compared = sides("truong-a");
        assert_eq!(
            (&compared["sides"], &compared["counterpart"]),
            (&json!("bilateral"), &json!(counterpart)),
            "{engine:?}"
        );
        assert_eq!(compared["disputed"], json!(["condition", "ground_cracked"]), "{engine:?}");
        let thread = posts.get("truong-a", &format!("/api/v1/records/{counterpart}")).json();
        let said = &thread["contents"][0];
        assert_eq!(
            (&said["body"]["other"], &said["body"]["notes"]),
            (&json!("tỉnh Hủa Phăn"), &json!("mốc nguyên vẹn"))
        );
        assert_eq!(said["body"]["origin"], json!({ "key": theirs().public().id(), "record": id(50) }));
        // It is the post's to approve, like what it wrote down itself.
        assert_eq!((&said["unit"], &thread["review_state"]), (&json!("don-a"), &json!("submitted")), "{engine:?}");
        posts.push("truong-a", &[review(60, &counterpart, "approve", &json!({}))]);
        assert_eq!(sides("tinh")["sides"], "bilateral", "{engine:?}");
        let again = take(&posts, "ngoai-vu", "", &file);
        assert_eq!(actions(&again)[0], "unchanged", "{engine:?}");
        assert_eq!(again.json()["records"][0]["seq"], Value::Null);
        assert_eq!(
            posts.get("tinh", &format!("/api/v1/records/{}", id(1))).json()["related"].as_array().unwrap().len(),
            1
        );
        // What it does not say itself, whoever takes it in says.
        let beside = format!("?beside={}:{}", id(52), id(1));
        assert_eq!(actions(&take(&posts, "ngoai-vu", &beside, &file))[2], "add", "{engine:?}");
        // Their record with another content is kept beside the first, for somebody to decide.
        let changed = file_of(&document(&[observation(50, &json!({ "condition": "damaged" }))]), &theirs());
        assert_eq!(actions(&take(&posts, "ngoai-vu", "", &changed)), ["conflict"], "{engine:?}");
    }
}

#[test]
fn our_own_file_is_read_by_another_server_that_trusts_its_key() {
    for engine in ENGINES {
        let ours = Posts::new(engine);
        let public = key(&ours, 7);
        ours.push("linh-a", &[inspection(3, &json!({ "condition": "tilted", "parts": { "body": "damaged" } }))]);
        ours.push("truong-a", &[review(4, &id(3), "approve", &json!({})), relabel(5, &id(3), "public")]);
        let made = make(&ours, "ngoai-vu", &order(6, &[id(3)], &json!({ "about": { id(3): id(1) } })));
        assert_eq!(made.status, 200, "{}", made.text());
        let there = Posts::new(Engine::Sqlite);
        approved(&there);
        let refused = take(&there, "ngoai-vu", "", &made.body);
        assert_eq!((refused.status, refused.code().as_str()), (422, "exchange_untrusted"));
        assert!(refused.text().contains(&public.id()), "{}", refused.text());
        let other = format!("?key={}", theirs().public().hex());
        assert_eq!(take(&there, "ngoai-vu", &other, &made.body).code(), "exchange_untrusted");
        let done = take(&there, "ngoai-vu", &format!("?key={}", public.hex()), &made.body);
        assert_eq!((actions(&done), &done.json()["trusted_as"]), (vec!["add".to_owned()], &Value::Null), "{engine:?}");
        let compared = there.get("truong-a", &format!("/api/v1/records/{}", id(1))).json()["two_sided"].clone();
        assert_eq!(
            (&compared["sides"], &compared["disputed"]),
            (&json!("bilateral"), &json!(["condition"])),
            "{engine:?}"
        );
    }
}

#[test]
fn what_is_damaged_foreign_or_strange_is_refused_as_a_whole() {
    let posts = Posts::new(Engine::Sqlite);
    approved(&posts);
    trust(&posts, &theirs().public());
    let good = document(&[observation(50, &json!({}))]);
    let whole = file_of(&good, &theirs());
    let code = |file: &[u8]| {
        let answer = take(&posts, "ngoai-vu", "", file);
        assert_eq!(answer.status, 422, "{}", answer.text());
        answer.code()
    };
    for end in (0..whole.len()).step_by(131) {
        assert_eq!(code(&whole[..end]), "exchange_damaged", "cut at {end} of {}", whole.len());
    }
    for at in (0..whole.len()).step_by(89) {
        let mut bent = whole.clone();
        bent[at] ^= 0x20;
        let answer = take(&posts, "ngoai-vu", "?dry_run=true", &bent);
        // A few bits of the archive's own dress mean nothing; none of them makes anything else of the document.
        let same = answer.status == 200 && answer.json()["document"] == json!(sha256(good.to_string().as_bytes()));
        assert!(same || answer.status == 422, "{at}: {}", answer.text());
    }
    let text = good.to_string();
    let signed = |text: &str, key: &SecretKey, purpose: &str| {
        let signature = signature(text, key, purpose);
        packed(&[("exchange.json", text.as_bytes()), ("exchange.sig", signature.as_bytes())])
    };
    assert_eq!(code(&signed(&text, &SecretKey::from_seed(&[8; 32]), PURPOSE)), "exchange_untrusted");
    assert_eq!(code(&signed(&text, &theirs(), "mocgioi bundle")), "exchange_unsigned", "signed for something else");
    let other = text.replace("\"good\"", "\"damaged\"");
    let borrowed = signature(&text, &theirs(), PURPOSE);
    let with = |files: &[(&str, &[u8])]| {
        let own = [("exchange.json", text.as_bytes()), ("exchange.sig", borrowed.as_bytes())];
        packed(&[&own[..], files].concat())
    };
    assert_eq!(
        code(&packed(&[("exchange.json", other.as_bytes()), ("exchange.sig", borrowed.as_bytes())])),
        "exchange_unsigned"
    );
    assert_eq!(code(&packed(&[("exchange.json", text.as_bytes())])), "exchange_content");
    for name in ["../../etc/passwd", "/etc/passwd", "files/../x", "files/", "exchange.json/x", "queue.json"] {
        assert_eq!(code(&with(&[(name, b"x")])), "exchange_content", "{name}");
    }
    let zeros = vec![0; 20 * 1024 * 1024];
    let bomb = packed(&[("exchange.json", &zeros), ("exchange.sig", borrowed.as_bytes())]);
    assert!(bomb.len() < 100_000 && code(&bomb) == "exchange_damaged");
    // What a good key signed is still read strictly.
    let re = |from: &str, to: &str| signed(&text.replacen(from, to, 1), &theirs(), PURPOSE);
    assert_eq!(code(&re("\"format\":1", "\"format\":2")), "exchange_content");
    assert_eq!(code(&re("\"format\":1", "\"format\":1,\"format\":1")), "exchange_content");
    assert_eq!(code(&re("\"condition\"", "\"secret\":1,\"condition\"")), "exchange_content");
    let file = json!([{ "sha256": "ab".repeat(32), "media_type": "image/jpeg", "record": id(50) }]);
    let mut lacking = good.clone();
    lacking["files"] = file;
    assert_eq!(code(&file_of(&lacking, &theirs())), "exchange_content", "a picture that is not in it");
    let name = format!("files/{}", "ab".repeat(32));
    let lacking = lacking.to_string();
    let signature = signature(&lacking, &theirs(), PURPOSE);
    let swapped =
        packed(&[("exchange.json", lacking.as_bytes()), ("exchange.sig", signature.as_bytes()), (&name, b"y")]);
    assert_eq!(code(&swapped), "exchange_damaged", "a picture that is another");
    // Nothing of all this left a trace.
    let sides = posts.get("truong-a", &format!("/api/v1/records/{}", id(1))).json()["two_sided"]["sides"].clone();
    assert_eq!(sides, "unilateral");
    assert_eq!(take(&posts, "truong-a", "", &whole).status, 403);
    for query in ["?key=ab", "?dry_run=maybe", "?beside=x", "?beside=x:y"] {
        assert_eq!(take(&posts, "ngoai-vu", query, &whole).status, 400, "{query}");
    }
    assert_eq!(actions(&take(&posts, "ngoai-vu", "", &whole)), ["add"]);
    assert_eq!(unpacked(&whole).len(), 2);
}

#[test]
fn keys_that_others_could_have_written_are_not_believed() {
    use std::os::unix::fs::PermissionsExt as _;
    let posts = Posts::new(Engine::Sqlite);
    approved(&posts);
    trust(&posts, &theirs().public());
    let path = posts.data_dir().join("keys").join("trusted");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o666)).unwrap();
    let whole = file_of(&document(&[observation(50, &json!({}))]), &theirs());
    assert_eq!(take(&posts, "ngoai-vu", "", &whole).status, 500);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(actions(&take(&posts, "ngoai-vu", "", &whole)), ["add"]);
}
