//! What lies on the phone's disk: everything, and nothing that can be read.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::phone::{PIN, Phone, photo};
use crate::world::{World, no_complaints};

const WORDS: &str = "mật danh kế-hoạch-kiểm-tra-7731 ở khe nước";

fn files(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // A lock of the browser is a link to nowhere.
        match fs::symlink_metadata(&path) {
            Ok(about) if about.is_dir() => files(&path, all),
            Ok(about) if about.is_file() => all.push(path),
            _ => {}
        }
    }
}

/// The files of the profile in which these bytes stand.
fn holding(phone: &Phone, wanted: &[u8]) -> Vec<PathBuf> {
    let mut all = Vec::new();
    files(&phone.profile(), &mut all);
    assert!(all.iter().any(|path| path.display().to_string().contains("IndexedDB")), "{all:?}");
    let holds = |path: &PathBuf| {
        let held = fs::read(path).unwrap_or_default();
        held.windows(wanted.len()).any(|part| part == wanted)
    };
    all.into_iter().filter(holds).collect()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Asserts that nothing of this stands anywhere, in any way that a browser writes text.
fn nowhere(phone: &Phone, secret: &str) {
    assert_eq!(holding(phone, secret.as_bytes()), Vec::<PathBuf>::new(), "{secret}");
    assert_eq!(holding(phone, &utf16(secret)), Vec::<PathBuf>::new(), "{secret}");
}

#[test]
fn neither_notes_nor_photo_nor_token_nor_pin_lie_readable_on_the_disk() {
    let world = World::new();
    let mut phone = world.phone();
    phone.network(false);
    let picture = photo(640, 480);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ảnh.jpg");
    fs::write(&path, &picture).unwrap();
    phone.note("211", WORDS);
    phone.add_photo(&path);
    phone.save();
    // One more that was begun only.
    phone.note("212", WORDS);
    phone.see("Nháp tự lưu");
    // The same page with the same words in the clear, so that the search is known to find what there is.
    let sign = &picture[picture.len() / 2..][..48];
    phone.run(&format!(
        "new Promise((done, failed) => {{
            const request = indexedDB.open('control', 1)
            request.onupgradeneeded = () => request.result.createObjectStore('rows')
            request.onerror = failed
            request.onsuccess = () => {{
                const write = request.result.transaction('rows', 'readwrite', {{ durability: 'strict' }})
                write.objectStore('rows').put({{ words: 'đối chứng-7732', photo: new Uint8Array({:?}) }}, 1)
                write.oncomplete = () => done(null)
            }}
        }})",
        [&[0xc0_u8, 0xff, 0xee][..], &sign[3..]].concat()
    ));
    for closed in [false, true] {
        if closed {
            phone.switch_on();
            phone.network(false);
            phone.go();
            phone.unlock();
            phone.note("211", WORDS);
            phone.see("Nháp tự lưu");
            phone.switch_off();
        } else {
            no_complaints(&mut phone);
            phone.battery_out();
        }
        assert!(!holding(&phone, &utf16("đối chứng-7732")).is_empty(), "the search finds what is there");
        assert!(!holding(&phone, &sign[3..]).is_empty(), "bytes, too");
        assert_eq!(holding(&phone, sign), Vec::<PathBuf>::new(), "the photo");
        for secret in
            [WORDS, "kế-hoạch-kiểm-tra-7731", &world.token, &world.token[3..], PIN, "\"marker\":\"VN-LA:211\"", "máy 7"]
        {
            nowhere(&phone, secret);
        }
    }
}

#[test]
fn what_was_altered_on_the_disk_is_said_and_keeps_nothing_else_from_being_sent() {
    let world = World::new();
    let mut phone = world.phone();
    phone.network(false);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hỏng.jpg");
    fs::write(&path, photo(320, 240)).unwrap();
    for n in 1..=4 {
        phone.note("211", &format!("lần {n}"));
        if n == 4 {
            phone.add_photo(&path);
        }
        phone.save();
    }
    // Somebody puts one row in the place of another, and spoils the photo.
    phone.run(
        "new Promise((done) => {
            const request = indexedDB.open('mocgioi-field')
            request.onsuccess = () => {
                const write = request.result.transaction(['entries', 'photos'], 'readwrite')
                const [rows, photos] = [write.objectStore('entries'), write.objectStore('photos')]
                photos.getAll().onsuccess = ({ target: { result: [photo] } }) => {
                    new Uint8Array(photo.sealed)[9] ^= 1
                    photos.put(photo)
                }
                rows.getAll().onsuccess = ({ target: { result } }) => rows.put({ ...result[0], id: result[1].id })
                write.oncomplete = () => done(null)
            }
        })",
    );
    phone.go();
    phone.unlock();
    phone.touch("Hàng chờ");
    phone.see("1 mục trong máy không đọc được");
    phone.network(true);
    phone.see("Ảnh hỏng.jpg không được nhận: tệp trong máy không đọc được nữa.");
    phone.see("1 chưa gửi");
    assert_eq!(world.notes(), ["lần 1", "lần 3", "lần 4"]);
    phone.see("1 mục trong máy không đọc được");
}
