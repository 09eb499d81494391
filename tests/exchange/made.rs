//! A file for the other side: what may leave, field by field, and that its making is in the chain.

use std::io::Read as _;

use mocgioi::app::keys::Keys;
use mocgioi::domain::signature::PublicKey;
use serde_json::{Value, json};

use crate::pictures::{photo, scan};
use crate::posts::{Posts, id, inspection, review, with};
use crate::support::{Answer, ENGINES, send};
use crate::wire::{Sender, sha256};

pub(crate) const MEDIA: &str = "application/vnd.mocgioi.exchange";

/// A key that this server signs with.
pub(crate) fn key(posts: &Posts, seed: u8) -> PublicKey {
    Keys::of(&posts.data_dir()).renew(&[seed; 32]).unwrap()
}

pub(crate) fn order(n: u64, records: &[String], more: &Value) -> Value {
    with(json!({ "id": id(n), "from": "Sở Ngoại vụ Sơn La", "to": "tỉnh Hủa Phăn", "records": records }), more)
}

pub(crate) fn make(posts: &Posts, who: &str, order: &Value) -> Answer {
    posts.post(who, "/api/v1/exchange-files", order)
}

pub(crate) fn relabel(n: u64, target: &str, label: &str) -> Value {
    json!({ "type": "relabel", "id": id(n), "target": target, "label": label, "reason": "theo quyết định" })
}

/// The names and contents in a file.
pub(crate) fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|n| {
            let mut file = zip.by_index(n).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            (file.name().unwrap().to_string(), content)
        })
        .collect()
}

fn document(answer: &Answer) -> Value {
    assert_eq!((answer.status, answer.header("content-type")), (200, MEDIA), "{}", answer.text());
    let files = unpacked(&answer.body);
    serde_json::from_slice(&files.iter().find(|(name, _)| name == "exchange.json").unwrap().1).unwrap()
}

fn reasons(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!(answer.status, 422, "{}", answer.text());
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    errors.iter().map(|error| (text(&error["pointer"]), text(&error["code"]))).collect()
}

#[test]
fn what_is_internal_leaves_when_foreign_affairs_releases_it_and_restricted_never() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let public = key(&posts, 7);
        let said = json!({ "notes": "ghi cho ta", "person": "Binh nhì Lò Văn Cường", "ground_cracked": true, "lon": 104.1,
            "lat": 20.9, "device": "máy 9" });
        posts.push("linh-a", &[1, 2, 3, 4].map(|n| inspection(n, &said)));
        posts.push("truong-a", &[1, 2, 3].map(|n| review(10 + n, &id(n), "approve", &json!({}))));
        posts.push("truong-a", &[relabel(21, &id(2), "public"), relabel(22, &id(3), "restricted")]);
        // His own, which nobody approved; the fourth is a post's that nobody approved, so that there is none for him.
        posts.push("ngoai-vu", &[inspection(5, &json!({}))]);
        let all: Vec<String> = (1..=5).map(id).collect();
        let refused = make(&posts, "ngoai-vu", &order(30, &all, &json!({})));
        let codes = reasons(&refused);
        let expected = [
            ("/records/0", "not_for_exchange"),
            ("/records/2", "not_for_exchange"),
            ("/records/3", "unknown_record"),
            ("/records/4", "not_for_exchange"),
        ];
        assert_eq!(codes, expected.map(|(at, code)| (at.to_owned(), code.to_owned())), "{engine:?}");
        assert!(refused.text().contains("chưa được đối ngoại cho phép") && refused.text().contains("hạn chế"));
        assert!(refused.text().contains("chưa được duyệt"));
        // To release it is a decision with a reason; it opens nothing that is restricted.
        let release = |records: &[String], more: &Value| {
            make(&posts, "ngoai-vu", &order(30, records, &with(json!({ "release": [id(1)] }), more)))
        };
        assert_eq!(reasons(&release(&all[..2], &json!({}))), [("/reason".to_owned(), "missing".to_owned())]);
        let why = json!({ "reason": "theo biên bản 07", "release": [id(1), id(3)] });
        assert_eq!(reasons(&release(&all[..3], &why)), [("/records/2".to_owned(), "not_for_exchange".to_owned())]);
        let why = json!({ "reason": "theo biên bản 07", "about": { id(1): id(99) } });
        let made = release(&all[..2], &why);
        let told = document(&made);
        let ids: Vec<&Value> = told["records"].as_array().unwrap().iter().map(|record| &record["id"]).collect();
        assert_eq!(ids, [&json!(id(1)), &json!(id(2))], "{engine:?}");
        assert_eq!(
            told["records"][0],
            json!({ "type": "observation", "id": id(1), "about": id(99), "marker": "VN-LA:211",
            "observed_at": "2026-11-20T01:30:00.000Z", "condition": "damaged", "ground_cracked": true })
        );
        for word in ["ghi cho ta", "Cường", "máy 9", "don-a", "104.1", "internal"] {
            assert!(!String::from_utf8_lossy(&made.body).contains(word), "{engine:?}: {word} left");
        }
        assert_eq!(release(&all[..2], &why).body, made.body, "{engine:?}: the same choice gives the same bytes");
        // Its making is in the chain: who, what, released for what reason, by which key.
        let thread = posts.get("ngoai-vu", &format!("/api/v1/records/{}", id(30))).json();
        let written = &thread["contents"][0];
        assert_eq!(
            (&thread["type"], &written["recorded_by"]),
            (&json!("exchange_file"), &json!("ngoai-vu")),
            "{thread}"
        );
        assert_eq!(written["body"]["records"], json!([id(1), id(2)]));
        assert_eq!(written["body"]["released"], json!([id(1)]));
        assert_eq!(
            (&written["body"]["reason"], &written["body"]["key"]),
            (&json!("theo biên bản 07"), &json!(public.id()))
        );
        let files = unpacked(&made.body);
        assert_eq!(written["body"]["document"], json!(sha256(&files[0].1)), "{engine:?}");
        // Under the same id no other file is made.
        let other = make(&posts, "ngoai-vu", &order(30, &all[1..2], &json!({})));
        assert_eq!((other.status, other.code().as_str()), (409, "contended"), "{engine:?}");
        // Others make none, whatever they may see.
        for who in ["truong-a", "tinh", "kiem-tra"] {
            assert_eq!(make(&posts, who, &order(31, &all[1..2], &json!({}))).status, 403, "{who}");
        }
    }
}

#[test]
fn pictures_leave_without_what_the_camera_noted() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        key(&posts, 7);
        let (picture, paper) = (photo(1), scan(1));
        let sender = Sender { base: &posts.server.base, token: posts.token("linh-a") };
        assert_eq!(sender.send(&picture, "image/jpeg").status, 204);
        assert_eq!(sender.send(&paper, "application/pdf").status, 204);
        let named = |content: &[u8], media: &str| json!({ "sha256": sha256(content), "bytes": content.len(), "media_type": media });
        let files = json!({ "attachments": [named(&picture, "image/jpeg"), named(&paper, "application/pdf")] });
        posts.push("linh-a", &[inspection(1, &files)]);
        posts.push("truong-a", &[review(2, &id(1), "approve", &json!({})), relabel(3, &id(1), "public")]);
        let made = make(&posts, "ngoai-vu", &order(4, &[id(1)], &json!({})));
        let told = document(&made);
        let all = unpacked(&made.body);
        assert_eq!(all.len(), 3, "{engine:?}: what cannot be rid of its notes stays here");
        let (name, content) = &all[2];
        assert_eq!((name, &told["files"][0]["record"]), (&format!("files/{}", sha256(content)), &json!(id(1))));
        assert!(picture.windows(4).any(|bytes| bytes == b"Exif") && !content.windows(4).any(|bytes| bytes == b"Exif"));
        // As everybody gets it.
        let public = posts.get("", &format!("/api/v1/attachments/{}", sha256(&picture)));
        assert!(public.body == *content, "{engine:?}");
    }
}

#[test]
fn without_a_key_nothing_is_signed_and_a_bad_order_names_every_fault() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let none = make(&posts, "ngoai-vu", &order(1, &[id(2)], &json!({})));
        assert_eq!((none.status, none.code().as_str()), (409, "no_signing_key"), "{engine:?}");
        let bad = json!({ "id": "x", "from": " ", "records": [7], "release": [id(3)], "about": { "a": 1 }, "label": "public" });
        let pointers: Vec<String> = reasons(&make(&posts, "ngoai-vu", &bad)).into_iter().map(|(at, _)| at).collect();
        for at in ["/id", "/from", "/to", "/records/0", "/release/0", "/reason", "/about", "/label"] {
            assert!(pointers.contains(&at.to_owned()), "{at} in {pointers:?}");
        }
        let sent =
            send("POST", &format!("{}/api/v1/exchange-files", posts.server.base), None, "application/json", b"{}");
        assert_eq!(sent.status, 401);
    }
}
