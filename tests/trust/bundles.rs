//! An evidence bundle is checked with the program alone, and whatever was done to it is found.

use std::io::{Cursor, Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use mocgioi::domain::chain::Digest;
use mocgioi::domain::evidence::{Manifest, NotProven, PURPOSE};
use mocgioi::domain::signature::SecretKey;
use mocgioi::exchange::bundle::check;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::desk::{Desk, import, mocgioi};
use crate::make::{id, inspection, rewritten, write};
use crate::support::{ENGINES, Engine, block_on};

/// A folder, what stands there, what somebody makes of it, and whether that is what was found.
type Case = (&'static str, &'static str, &'static str, fn(&NotProven) -> bool);

type Members = Vec<(String, Vec<u8>)>;

fn members(path: &Path) -> Members {
    let mut zip = ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    let read = |name: String| {
        let mut bytes = Vec::new();
        zip.by_name(&name).unwrap().read_to_end(&mut bytes).unwrap();
        (name, bytes)
    };
    names.into_iter().map(read).collect()
}

fn zipped(members: &Members) -> std::fs::File {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&zip.finish().unwrap().into_inner()).unwrap();
    file
}

fn verdict(members: &Members) -> Result<usize, NotProven> {
    check(zipped(members), None).map(|proof| proof.items.len())
}

/// Entries: 1–4 add inspections, 5 contends with 1, 6 and 7 are blocks, 8 is their import's; 9 erases inspection 3.
fn filled(engine: Engine) -> Desk {
    let desk = Desk::new(engine);
    block_on(async {
        let store = desk.store().await;
        write(&store, (1..=4).map(inspection).collect()).await;
        write(&store, vec![rewritten(1, "khác")]).await;
        assert_eq!(import(&store, id(900), 10..15).await, 8);
        store.close().await;
    });
    desk.told(&["erase", &id(3).to_string(), "--reason", "theo yêu cầu"]);
    desk
}

fn made(desk: &Desk, name: &str, records: &[u64]) -> (std::path::PathBuf, Value) {
    let path = desk.path(name);
    let records: Vec<String> = records.iter().map(|n| id(*n).to_string()).collect();
    let records: Vec<&str> = records.iter().map(String::as_str).collect();
    let told = desk.told(&[&["bundle"], &records[..], &["--out", path.to_str().unwrap()]].concat());
    (path, told)
}

#[test]
fn a_bundle_says_what_it_proves_to_whoever_has_the_program_alone() {
    for engine in ENGINES {
        let desk = filled(engine);
        let key = desk.told(&["key", "new"]);
        let (path, told) = made(&desk, "bundle.zip", &[1, 3, 13]);
        assert_eq!((&told["items"], &told["checkpoint"]), (&4.into(), &9.into()), "{engine:?}");
        let (file, public) = (path.to_str().unwrap(), key["public"].as_str().unwrap());
        let said = mocgioi(&["audit", "check", file, "--key", public, "--json"]);
        assert_eq!(said.code, 0, "{said:?}");
        let proof = said.json();
        let of = |n: u64| {
            let items = proof["items"].as_array().unwrap();
            items.iter().filter(|item| item["record"] == id(n).to_string()).cloned().collect::<Vec<_>>()
        };
        assert_eq!(
            (of(1).len(), of(1)[0]["contender"].as_bool(), of(1)[1]["contender"].as_bool()),
            (2, Some(false), Some(true))
        );
        assert_eq!(of(1)[0]["content"]["person"], "Hà");
        assert_eq!((&of(3)[0]["erased_under"], &of(3)[0]["content"]), (&9.into(), &Value::Null));
        assert_eq!(
            (&of(13)[0]["seq"], of(13)[0]["content"]["id"].as_str()),
            (&7.into(), Some(id(13).to_string().as_str()))
        );
        assert_eq!(proof["checkpoint_key"]["known"], true);

        for (lang, proven, not_proven) in
            [("vi", "không sai một byte", "Gói không chứng minh"), ("en", "byte for byte", "Not proven")]
        {
            let said = mocgioi(&["audit", "check", file, "--lang", lang]);
            assert!(
                said.out.contains(proven) && said.out.contains(not_proven) && said.out.contains(public),
                "{said:?}"
            );
        }
        // A bundle of somebody else's making holds in itself, and not against the key one was given.
        let other = desk.told(&["key", "new"]);
        let said = mocgioi(&["audit", "check", file, "--key", other["public"].as_str().unwrap()]);
        assert_eq!(said.code, 2, "{said:?}");
        // It holds what was sealed away: nobody else may read it.
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0);
    }
}

#[test]
fn a_bundle_can_lead_to_an_earlier_checkpoint_and_never_past_it() {
    let desk = filled(Engine::Sqlite);
    desk.told(&["key", "new"]);
    let checkpoint = desk.path("checkpoint.json");
    let checkpoint = checkpoint.to_str().unwrap();
    desk.told(&["checkpoint", "--out", checkpoint]);
    block_on(async {
        let store = desk.store().await;
        write(&store, vec![inspection(6), rewritten(2, "sau")]).await;
        store.close().await;
    });
    // The key was changed since: the checkpoint has its own.
    desk.told(&["key", "new"]);
    let out = desk.path("bundle.zip");
    let out = out.to_str().unwrap();
    let bundle = |n: u64| desk.audit(&["bundle", &id(n).to_string(), "--out", out, "--checkpoint", checkpoint]);
    assert_eq!(bundle(6).code, 2, "it was written later");
    assert_eq!(bundle(77).code, 2, "nobody knows it");
    assert!(!Path::new(out).exists());
    assert_eq!(bundle(2).code, 0);
    assert_eq!(bundle(2).code, 2, "a file that is there is not written over");
    let proof = mocgioi(&["audit", "check", out, "--json"]).json();
    assert_eq!((&proof["checkpoint"]["seq"], proof["items"].as_array().unwrap().len()), (&9.into(), 1));
    assert_ne!(proof["checkpoint_key"]["key"], proof["key"]["key"]);
}

#[test]
fn whatever_is_done_to_a_member_is_found() {
    let desk = filled(Engine::Sqlite);
    desk.told(&["key", "new"]);
    let (path, _) = made(&desk, "bundle.zip", &[1, 3, 13]);
    let whole = members(&path);
    assert_eq!(verdict(&whole), Ok(4));
    assert_eq!(whole.len(), 5 + 4 + 1 + 1, "{:?}", whole.iter().map(|(name, _)| name).collect::<Vec<_>>());
    for (at, (name, bytes)) in whole.iter().enumerate() {
        let step = (bytes.len() / 60).max(1);
        for (place, bit) in (0..bytes.len()).step_by(step).chain([bytes.len() - 1]).zip((0..8).cycle()) {
            let mut flipped = whole.clone();
            flipped[at].1[place] ^= 1 << bit;
            assert!(verdict(&flipped).is_err(), "{name}: bit {bit} of byte {place}");
        }
        let mut more = whole.clone();
        more[at].1.push(b'\n');
        assert!(verdict(&more).is_err(), "{name}: a line more");
        let mut without = whole.clone();
        without.remove(at);
        assert!(verdict(&without).is_err(), "{name} is gone");
    }
    let mut more = whole.clone();
    more.push(("records/forged.json".to_owned(), whole[3].1.clone()));
    assert_eq!(verdict(&more), Err(NotProven::Foreign("records/forged.json".to_owned())));
    for (name, bytes) in [("empty", &b""[..]), ("no archive", b"PK nothing")] {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        assert!(matches!(check(file, None), Err(NotProven::Unreadable(_))), "{name}");
    }
    let missing = mocgioi(&["audit", "check", "no-such-file.zip"]);
    assert_eq!(missing.code, 1, "{missing:?}");
}

/// Changes a member, and signs a manifest that says so with a key of one's own.
fn resigned(whole: &Members, change: impl Fn(&str, String) -> String) -> Members {
    let key = SecretKey::from_seed(&[66; 32]);
    let mut forged: Members = whole
        .iter()
        .map(|(name, bytes)| (name.clone(), change(name, String::from_utf8(bytes.clone()).unwrap()).into_bytes()))
        .collect();
    let at = |forged: &Members, wanted: &str| forged.iter().position(|(name, _)| name == wanted).unwrap();
    let keys = at(&forged, "keys.json");
    let mut list: Vec<Value> = serde_json::from_slice(&forged[keys].1).unwrap();
    list.push(json!({ "key": key.public().id(), "public": key.public().hex() }));
    forged[keys].1 = serde_json::to_vec(&list).unwrap();
    let manifest = at(&forged, "manifest.json");
    let mut read: Manifest = serde_json::from_slice(&forged[manifest].1).unwrap();
    read.key = key.public().id();
    for member in &mut read.files {
        member.sha256 = Digest::of(&[&forged[at(&forged, &member.name)].1]).to_string();
    }
    let text = serde_json::to_string(&read).unwrap();
    let signature = key.sign(PURPOSE, &Digest::of(&[text.as_bytes()]).to_string()).unwrap();
    forged[manifest].1 = text.into_bytes();
    let signed = at(&forged, "manifest.sig");
    forged[signed].1 = signature.hex().into_bytes();
    forged
}

#[test]
fn the_proof_does_not_hang_on_who_signed_the_manifest() {
    let desk = filled(Engine::Sqlite);
    desk.told(&["key", "new"]);
    let (path, _) = made(&desk, "bundle.zip", &[1, 3, 13]);
    let whole = members(&path);
    assert_eq!(verdict(&resigned(&whole, |_, text| text)), Ok(4), "the checkpoint still has its own key");
    let cases: [Case; 8] = [
        ("records/", "kiểm tra số 1\"", "kiểm tra số 9\"", |why| matches!(why, NotProven::RecordAltered(_))),
        ("records/", "\"salt\": \"0", "\"salt\": \"1", |why| matches!(why, NotProven::RecordAltered(_))),
        ("records/", "\"seq\": 1,", "\"seq\": 2,", |why| matches!(why, NotProven::NotInLog { seq: 2, .. })),
        ("records/", "\"contender\": true", "\"contender\": false", |why| matches!(why, NotProven::NotInLog { .. })),
        ("records/", "\"erased_under\": 9", "\"erased_under\": 8", |why| {
            matches!(why, NotProven::NotInLog { seq: 8, .. })
        }),
        ("entries.jsonl", "\"actor\":\"operator\"", "\"actor\":\"ai\"", |why| matches!(why, NotProven::ChainBroken(6))),
        ("blocks/", "\"block\": 2", "\"block\": 1", |why| matches!(why, NotProven::NotInLog { .. })),
        ("checkpoint.json", "\"seq\": 9", "\"seq\": 8", |why| matches!(why, NotProven::CheckpointUnsigned(_))),
    ];
    for (folder, from, to, is_found) in cases {
        let change = |name: &str, text: String| if name.starts_with(folder) { text.replace(from, to) } else { text };
        let forged = resigned(&whole, change);
        assert!(
            forged.iter().any(|(name, bytes)| name.starts_with(folder) && String::from_utf8_lossy(bytes).contains(to))
        );
        let why = verdict(&forged).expect_err(from);
        assert!(is_found(&why), "{folder}: {from} → {to}: {why}");
    }
    // The last entry left out, or the list of a block cut.
    let cut = resigned(&whole, |name, text| match name {
        "entries.jsonl" => text.split_inclusive('\n').take(8).collect(),
        _ => text,
    });
    assert!(matches!(verdict(&cut), Err(NotProven::NotInLog { .. } | NotProven::CheckpointMissed(9))));
    let shorter = resigned(&whole, |name, text| {
        if !name.starts_with("blocks/") {
            return text;
        }
        let mut list: Value = serde_json::from_str(&text).unwrap();
        list["payloads"].as_array_mut().unwrap().pop();
        list.to_string()
    });
    assert!(matches!(verdict(&shorter), Err(NotProven::BlockAltered { block: 2, .. })));
}

#[test]
fn nothing_is_handed_over_from_a_log_that_does_not_hold() {
    for engine in ENGINES {
        let desk = filled(engine);
        desk.told(&["key", "new"]);
        block_on(async {
            let mut raw = crate::raw::Raw::open(&desk.database).await;
            raw.run("UPDATE record SET person = 'ai đó' WHERE id = (SELECT record_id FROM change_log WHERE seq = 4)")
                .await;
        });
        let out = desk.path("bundle.zip");
        let said = desk.audit(&["bundle", &id(1).to_string(), "--out", out.to_str().unwrap()]);
        assert_eq!(said.code, 2, "{engine:?}: {said:?}");
        assert!(said.out.contains(&id(4).to_string()) && !out.exists(), "{said:?}");
    }
}

/// Replaces one name by another of the same length, wherever it stands in an archive.
fn renamed(archive: std::fs::File, from: &str, to: &str) -> std::fs::File {
    use std::io::Seek as _;
    assert_eq!(from.len(), to.len());
    let (mut archive, mut bytes) = (archive, Vec::new());
    archive.rewind().unwrap();
    archive.read_to_end(&mut bytes).unwrap();
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(from.len()).position(|some| some == from.as_bytes()) {
        at += found;
        bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
    }
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&bytes).unwrap();
    file
}

#[test]
fn two_members_of_one_name_make_no_bundle_whichever_of_them_is_the_right_one() {
    let desk = filled(Engine::Sqlite);
    desk.told(&["key", "new"]);
    let (path, _) = made(&desk, "bundle.zip", &[1]);
    let sound = members(&path);
    for (name, bytes) in &sound {
        let beside = format!("{}~", &name[..name.len() - 1]);
        for first in [true, false] {
            for content in [bytes.clone(), b"khac".to_vec()] {
                let mut twice = sound.clone();
                twice.insert(if first { 0 } else { twice.len() }, (beside.clone(), content));
                let found = check(renamed(zipped(&twice), &beside, name), None).map(|_| ()).unwrap_err();
                assert!(matches!(&found, NotProven::Unreadable(why) if why.contains("one name")), "{name}: {found}");
            }
        }
    }
}
