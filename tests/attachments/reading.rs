//! Who may have a file, and how much of it.

use std::sync::Arc;

use mocgioi::app::{chance, follower};
use mocgioi::atlas::Atlas;
use mocgioi::domain::access::{Actor, Label, ReviewState};
use mocgioi::domain::attachment::{Attachment, MediaType, digest};
use mocgioi::domain::inspection::{Condition, Inspection, Mode};
use mocgioi::domain::location::{Location, Referent};
use mocgioi::domain::record::{Body, Record};
use mocgioi::store::Store;
use mocgioi::store::writer::{Submission, Writer};
use serde_json::Value;
use sqlx::Connection as _;

use crate::known::Town;
use crate::pictures::{photo, scan};
use crate::records::{inspected, named};
use crate::support::{Answer, Database, ENGINES, Engine, block_on, id, refused};
use crate::wire::{Sender, sha256};

const HERE: &str = "/api/v1/markers/VN-LA:144/inspections";
const MAY: &str = "read_internal,read_restricted,read_unapproved,record";

pub(crate) fn town(engine: Engine) -> Town {
    let database = Database::new(engine);
    let data = database.data_dir().display().to_string();
    Town::start_with(database, &["--data-dir", &data])
}

pub(crate) fn of(town: &Town, token: Option<&str>, path: &str) -> Answer {
    Sender { base: &town.program.base, token }.get(path)
}

/// Puts a record into the log, with any label and state, in the name of an account.
pub(crate) fn put(town: &Town, n: u64, label: Label, review: ReviewState, by: &str, files: &[(&[u8], MediaType)]) {
    block_on(async {
        let store = Store::open(&town.database.url, "thử").await.unwrap();
        let atlas = Arc::new(Atlas::new(follower::picture(&store).await.unwrap()));
        let (writer, _) = Writer::start(store.clone(), chance::salts());
        let at = Location::at(Referent::Marker("VN-LA:144".parse().unwrap()));
        let body =
            Inspection { mode: Mode::Joint, condition: Condition::Good, notes: None, details: None, object: None };
        let now = "2026-11-22T03:00:00Z".parse().unwrap();
        let mut record = Record::new(id(n).parse().unwrap(), now, label, review, at, Body::Inspection(body));
        (record.event_at, record.unit) = (Some(now), Some("don-a".to_owned()));
        record.attachments = files
            .iter()
            .map(|(content, media_type)| Attachment {
                sha256: digest(&sha256(content)).unwrap(),
                bytes: u32::try_from(content.len()).unwrap(),
                media_type: *media_type,
                name: None,
                taken_at: None,
            })
            .collect();
        let (shape, placement) = atlas.snapshot().register().place(&record.location);
        let (order_key, actor) = (shape.order_key().cast_signed(), Actor::account(by));
        writer.submit(Submission { record, actor, placement, order_key }).await.unwrap();
    });
}

/// Waits until a server has taken over what another program wrote.
pub(crate) fn until(mut is_so: impl FnMut() -> bool) {
    for _ in 0..3_000 {
        if is_so() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("a minute later it is still not so");
}

#[test]
fn a_file_is_for_its_sender_and_for_whoever_sees_a_record_that_it_hangs_on() {
    for engine in ENGINES {
        let town = town(engine);
        for (name, role, unit) in
            [("an", "inspector", "don-a"), ("chi", "commander", "don-a"), ("binh", "inspector", "don-b")]
        {
            town.add(name, role, unit);
        }
        let (an, chi, binh) = (town.token("an", MAY), town.token("chi", MAY), town.token("binh", MAY));
        let content = photo(1);
        let sender = Sender { base: &town.program.base, token: Some(&an) };
        assert_eq!(sender.send(&content, "image/jpeg").status, 204);
        let paths = [
            format!("/api/v1/attachments/{}", sha256(&content)),
            format!("/api/v1/attachments/{}/thumbnail", sha256(&content)),
        ];
        for path in &paths {
            assert_eq!(of(&town, Some(&an), path).status, 200, "its sender sees it before any record does");
            for other in [Some(&chi), Some(&binh), None] {
                let answer = of(&town, other.map(String::as_str), path);
                refused(&answer, 404, "unknown_attachment");
                let none = of(&town, other.map(String::as_str), &path.replace(&sha256(&content), &sha256(b"nothing")));
                assert_eq!(answer.text(), none.text(), "as if it had never been");
            }
        }
        assert_eq!(town.post(HERE, &an, &inspected(1, &[named(&content, "image/jpeg")])).status, 201);
        for path in &paths {
            assert_eq!(of(&town, Some(&chi), path).status, 200, "{engine:?}: the post sees its record");
            for other in [Some(&binh), None] {
                refused(&of(&town, other.map(String::as_str), path), 404, "unknown_attachment");
            }
        }
        let listed = format!("/api/v1/records/{}/attachments", id(1));
        assert_eq!(of(&town, Some(&chi), &listed).json()["complete"], true);
        refused(&of(&town, Some(&binh), &listed), 404, "unknown_record");
        // Others' uploads are nobody's business; and who may not write sends nothing.
        let upload = sender.begin(&sha256(&photo(2)), 100, "image/jpeg").header("location").to_owned();
        for other in [&chi, &binh] {
            let them = Sender { base: &town.program.base, token: Some(other) };
            refused(&them.get(&upload), 404, "unknown_upload");
            refused(&them.go_on(&upload, 0, b"x"), 404, "unknown_upload");
            refused(&them.ask("DELETE", &upload, &[], b""), 404, "unknown_upload");
        }
        let nobody = Sender { base: &town.program.base, token: None };
        refused(&nobody.begin(&sha256(b"x"), 1, "image/jpeg"), 401, "not_authenticated");
    }
}

#[test]
fn whoever_knows_a_digest_does_not_have_the_file() {
    let town = town(Engine::Sqlite);
    for (name, unit) in [("an", "don-a"), ("binh", "don-b")] {
        town.add(name, "inspector", unit);
    }
    let (an, binh) = (town.token("an", MAY), town.token("binh", MAY));
    let content = photo(1);
    let path = format!("/api/v1/attachments/{}", sha256(&content));
    let (first, second) = (
        Sender { base: &town.program.base, token: Some(&an) },
        Sender { base: &town.program.base, token: Some(&binh) },
    );
    assert_eq!(first.send(&content, "image/jpeg").status, 204);
    // Named in a record of his own, it is missing there, whatever the server holds.
    assert_eq!(town.post(HERE, &binh, &inspected(1, &[named(&content, "image/jpeg")])).status, 201);
    refused(&of(&town, Some(&binh), &path), 404, "unknown_attachment");
    let listed = of(&town, Some(&binh), &format!("/api/v1/records/{}/attachments", id(1))).json();
    assert_eq!((&listed["attachments"][0]["state"], &listed["complete"]), (&"missing".into(), &false.into()));
    assert!(listed["attachments"][0].get("picture").is_none(), "{listed}");
    // Nor is an upload of it done before it is sent.
    let begun = second.begin(&sha256(&content), content.len(), "image/jpeg");
    assert_eq!(begun.header("upload-offset"), "0");
    assert_eq!(second.go_on(begun.header("location"), 0, &content).status, 204);
    assert_eq!(of(&town, Some(&binh), &path).status, 200);
    // For its sender it is done at once.
    assert_eq!(
        first.begin(&sha256(&content), content.len(), "image/jpeg").header("upload-offset"),
        content.len().to_string()
    );
}

#[test]
fn the_public_gets_the_picture_and_not_where_the_photographer_stood() {
    for engine in ENGINES {
        let town = town(engine);
        town.add("an", "inspector", "don-a");
        town.add("giang", "viewer", "don-a");
        town.add("binh", "inspector", "don-b");
        let (an, giang) = (town.token("an", MAY), town.token("giang", MAY));
        let (content, paper) = (photo(1), scan(1));
        let sender = Sender { base: &town.program.base, token: Some(&an) };
        assert_eq!(sender.send(&content, "image/jpeg").status, 204);
        assert_eq!(sender.send(&paper, "application/pdf").status, 204);
        let files = [(&content[..], MediaType::Jpeg), (&paper[..], MediaType::Pdf)];
        put(&town, 1, Label::Public, ReviewState::Approved, "an", &files);
        let path = format!("/api/v1/attachments/{}", sha256(&content));
        until(|| of(&town, None, &path).status == 200);
        let bare = of(&town, None, &path);
        assert!(!bare.body.windows(10).any(|here| here == b"May anh cu"), "{engine:?}: the camera is not named");
        assert!(exif::Reader::new().read_from_container(&mut std::io::Cursor::new(&bare.body)).is_err(), "{engine:?}");
        let drawn = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().to_rgb8();
        assert!(drawn(&bare.body) == drawn(&content), "{engine:?}: the picture is the same, point by point");
        // Whoever may see internal records gets what was sent.
        let whole = of(&town, Some(&giang), &path);
        assert!(whole.body == content, "{engine:?}");
        assert_ne!(whole.header("etag"), bare.header("etag"));
        // A token that may read nothing internal is a stranger's, whoever holds it.
        let narrow = town.token("binh", "record");
        assert!(of(&town, Some(&narrow), &path).body == bare.body, "{engine:?}");
        let papers = format!("/api/v1/attachments/{}", sha256(&paper));
        refused(&of(&town, None, &papers), 404, "attachment_withheld");
        assert!(of(&town, Some(&giang), &papers).body == paper);
        // What the camera noted is not told in words either.
        let listed = format!("/api/v1/records/{}/attachments", id(1));
        let told = of(&town, None, &listed).json();
        assert!(told["complete"] == true && !told.to_string().contains("picture"), "{told}");
        assert!(of(&town, Some(&giang), &listed).json()["attachments"][0]["picture"]["lat"].is_number());
        let item: Value = of(&town, None, &format!("/collections/inspections/items/{}", id(1))).json();
        assert!(item["properties"]["complete"] == true && !item.to_string().contains("picture"), "{item}");
    }
}

/// Lines of the log of restricted reads.
fn noted(database: &Database) -> i64 {
    let sql = "SELECT COUNT(*) FROM read_log";
    block_on(async {
        match database.engine {
            Engine::Sqlite => {
                let mut conn = sqlx::SqliteConnection::connect(&database.url).await.unwrap();
                sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut conn).await.unwrap()
            }
            Engine::Postgres => {
                let mut conn = sqlx::PgConnection::connect(&database.url).await.unwrap();
                sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut conn).await.unwrap()
            }
        }
    })
}

#[test]
fn whoever_looks_at_a_photo_of_a_restricted_record_is_noted() {
    for engine in ENGINES {
        let town = town(engine);
        town.add("an", "inspector", "don-a");
        town.user(&["add", "kim", "--role", "auditor"]);
        let (an, kim) = (town.token("an", MAY), town.token("kim", "read_internal,read_restricted"));
        let (secret, plain) = (photo(1), photo(2));
        let sender = Sender { base: &town.program.base, token: Some(&an) };
        for content in [&secret, &plain] {
            assert_eq!(sender.send(content, "image/jpeg").status, 204);
        }
        put(&town, 1, Label::Restricted, ReviewState::Approved, "an", &[(&secret, MediaType::Jpeg)]);
        put(&town, 2, Label::Internal, ReviewState::Approved, "an", &[(&plain, MediaType::Jpeg)]);
        let path = |content: &[u8]| format!("/api/v1/attachments/{}", sha256(content));
        until(|| of(&town, Some(&kim), &path(&plain)).status == 200);
        assert_eq!(noted(&town.database), 0, "{engine:?}: an internal record is not a restricted one");
        for (n, path) in (1..).zip([
            path(&secret),
            format!("{}/thumbnail", path(&secret)),
            format!("/api/v1/records/{}/attachments", id(1)),
        ]) {
            assert_eq!(of(&town, Some(&kim), &path).status, 200, "{engine:?}: {path}");
            assert_eq!(noted(&town.database), n, "{engine:?}: {path}");
        }
    }
}
