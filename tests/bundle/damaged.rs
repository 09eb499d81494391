//! A bundle that is not sound is refused whole, says why, and leaves nothing.

use serde_json::{Value, json};
use tar::{Builder, EntryType};

use crate::pictures::{photo, photo_of};
use crate::posts::{Posts, inspection};
use crate::sealing::{add, bundle, named, packed, queue, seal, sha256};
use crate::support::{ENGINES, Engine, refused};

/// Nothing of it is there: no record, no file, nothing half-sent.
fn is_untouched(posts: &Posts, content: &[u8]) {
    assert_eq!(posts.get("linh-a", "/collections/inspections").json()["itemCount"], 0);
    assert_eq!(posts.get("linh-a", &format!("/api/v1/attachments/{}", sha256(content))).status, 404);
    let left = |name: &str| std::fs::read_dir(posts.data_dir().join(name)).map_or(0, Iterator::count);
    assert_eq!((left("uploads"), left("blobs")), (0, 0));
}

#[test]
fn a_cut_or_altered_file_is_refused_whole() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        // Some pieces of the seal long, so that much could be believed before the fault.
        let photo = photo_of(1, 400, 400);
        let whole = bundle(&posts.recipient(), &[inspection(1, &json!({ "attachments": [named(&photo)] }))], &[&photo]);
        assert!(whole.len() > 3 * 65_536, "{}", whole.len());
        let piece = 65_536 + 16;
        let head = whole.len() % piece;
        for end in [whole.len() - 1, whole.len() / 2, head + piece, 2 * piece, 300, 100] {
            refused(&posts.bring_with("linh-a", "", &whole[..end]), 422, "bundle_damaged");
        }
        for at in [150, 5_000, whole.len() / 2, whole.len() - 3] {
            let mut altered = whole.clone();
            altered[at] ^= 1;
            let answer = posts.bring_with("linh-a", "", &altered);
            // The head names the key: altered there, it is another's.
            let code = if at == 150 { answer.code() } else { "bundle_damaged".to_owned() };
            refused(&answer, 422, &code);
        }
        refused(&posts.bring_with("linh-a", "", &[whole.as_slice(), b"more"].concat()), 422, "bundle_damaged");
        is_untouched(&posts, &photo);
        assert_eq!(posts.bring("linh-a", &whole)["receipts"][0]["outcome"], "accepted", "{engine:?}");
    }
}

#[test]
fn a_bundle_for_another_key_says_so() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        let other = age::x25519::Identity::generate().to_public().to_string();
        let photo = photo(1);
        let file = bundle(&other, &[inspection(1, &json!({ "attachments": [named(&photo)] }))], &[&photo]);
        refused(&posts.bring_with("linh-a", "", &file), 422, "bundle_other_key");
        let open = packed(&queue(&[inspection(1, &json!({}))]), &[]);
        for none in [open.as_slice(), b"", b"PK\x03\x04", b"age-encryption.org/v2\n"] {
            refused(&posts.bring_with("linh-a", "", none), 422, "bundle_not_encrypted");
        }
        is_untouched(&posts, &photo);
    }
}

#[test]
fn what_does_not_belong_into_a_bundle_is_refused_with_its_name() {
    let posts = Posts::new(Engine::Sqlite);
    let (to, photo) = (posts.recipient(), photo(1));
    let good = queue(&[inspection(1, &json!({ "attachments": [named(&photo)] }))]).to_string();
    let archive = |entries: &[(&str, EntryType, &[u8])]| {
        let mut tar = Builder::new(Vec::new());
        for (name, kind, content) in entries {
            add(&mut tar, name, *kind, content);
        }
        tar.into_inner().unwrap()
    };
    let (file, name) = (EntryType::Regular, format!("files/{}", sha256(&photo)));
    let queued = ("queue.json", file, good.as_bytes());
    let strange: [&[(&str, EntryType, &[u8])]; 7] = [
        &[queued, ("readme.txt", file, b"x")],
        &[queued, ("queue.json", file, b"{}")],
        &[queued, (&name, file, &photo), (&name, file, &photo)],
        &[queued, (&name, EntryType::Symlink, b"")],
        &[(&name, file, &photo)],
        &[("queue.json", file, b"{\"records\": [}")],
        &[("queue.json", file, b"{\"records\": [], \"records\": []}")],
    ];
    for entries in strange {
        let answer = posts.bring_with("linh-a", "", &seal(&to, &archive(entries)));
        refused(&answer, 422, "bundle_content");
    }
    for queue in [json!({}), json!([]), json!({ "records": 1 }), json!({ "records": [], "more": 1 })] {
        let sent = archive(&[("queue.json", file, queue.to_string().as_bytes()), (&name, file, &photo)]);
        refused(&posts.bring_with("linh-a", "", &seal(&to, &sent)), 422, "invalid_record");
    }
    for depth in [70, 500] {
        let deep = format!("{{\"records\": {}1{}}}", "[".repeat(depth), "]".repeat(depth));
        let sent = seal(&to, &archive(&[("queue.json", file, deep.as_bytes())]));
        refused(&posts.bring_with("linh-a", "", &sent), 422, "bundle_content");
    }
    is_untouched(&posts, &photo);
}

/// Nothing in a bundle is packed, so it cannot grow; what claims to be large, or is packed, is refused.
#[test]
fn a_bomb_does_not_go_off() {
    let posts = Posts::new(Engine::Sqlite);
    let to = posts.recipient();
    let head = |size: u64, kind: EntryType| {
        let mut header = tar::Header::new_gnu();
        header.set_path("queue.json").unwrap();
        header.set_entry_type(kind);
        header.set_size(size);
        header.set_cksum();
        header.as_bytes().to_vec()
    };
    refused(&posts.bring_with("linh-a", "", &seal(&to, &head(1 << 33, EntryType::Regular))), 422, "bundle_content");
    refused(&posts.bring_with("linh-a", "", &seal(&to, &head(1 << 33, EntryType::GNUSparse))), 422, "bundle_content");
    refused(&posts.bring_with("linh-a", "", &seal(&to, &head(1 << 33, EntryType::GNULongName))), 422, "bundle_content");
    let zeros = vec![b' '; (32 << 20) + 1];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("queue.json", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut zip, &zeros).unwrap();
    let zip = zip.finish().unwrap().into_inner();
    assert!(zip.len() < 100_000);
    let code = posts.bring_with("linh-a", "", &seal(&to, &zip));
    assert_eq!(code.status, 422, "{}", code.text());
    let mut tar = Builder::new(Vec::new());
    add(&mut tar, "queue.json", EntryType::Regular, &zeros);
    refused(&posts.bring_with("linh-a", "", &seal(&to, &tar.into_inner().unwrap())), 422, "bundle_content");
    is_untouched(&posts, b"");
}

#[test]
fn nothing_in_it_can_be_read_without_the_key() {
    let posts = Posts::new(Engine::Sqlite);
    let (photo, words) = (photo(1), "nứt chân mốc, xem lại sau mưa");
    let queue: Vec<Value> = vec![inspection(1, &json!({ "notes": words, "attachments": [named(&photo)] }))];
    let (open, file) = (packed(&crate::sealing::queue(&queue), &[]), bundle(&posts.recipient(), &queue, &[&photo]));
    let holds = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    let sha256 = sha256(&photo);
    for part in [words.as_bytes(), b"VN-LA:211", b"inspection", b"queue.json", sha256.as_bytes(), &photo[100..140]] {
        assert!(!holds(&file, part), "{}", String::from_utf8_lossy(part));
    }
    assert!(holds(&open, words.as_bytes()), "the search itself finds what is there");
}
