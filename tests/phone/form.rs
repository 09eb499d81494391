//! What is written on the form, and how it gets into the journal.

use crate::support::phone::photo;
use crate::world::{World, no_complaints};

#[test]
fn saving_waits_for_every_photo_that_was_chosen_and_a_double_tap_stores_once() {
    let world = World::new();
    let mut phone = world.phone();
    let folder = tempfile::tempdir().unwrap();
    let paths = [240, 320].map(|width| {
        let path = folder.path().join(format!("ảnh {width}.jpg"));
        std::fs::write(&path, photo(width, 200)).unwrap();
        path
    });
    phone.note("211", "hai ảnh");
    // A slow phone: reading a file takes until we let it.
    phone.run(
        "(() => {
            const read = Blob.prototype.arrayBuffer
            const allowed = new Promise((allow) => { globalThis.letRead = allow })
            Blob.prototype.arrayBuffer = async function () { await allowed; return read.call(this) }
            globalThis.tapTwice = () => {
                const save = document.querySelector('.actions button.main')
                save.click()
                save.click()
            }
        })()",
    );
    phone.choose_photos(&[&paths[0], &paths[1]]);
    phone.run("tapTwice()");
    phone.see("Đang ghi ảnh");
    assert!(!phone.text().contains("thẻ khác"));
    phone.run("letRead()");
    phone.enabled("Lưu vào máy");
    phone.run("tapTwice()");
    phone.see("Hàng chờ gửi");
    phone.see("đủ 2 ảnh");
    phone.see("0 chưa gửi");
    assert!(!phone.text().contains("thẻ khác"));
    assert_eq!(world.notes(), ["hai ảnh"]);
    no_complaints(&mut phone);
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_the_others_are_kept() {
    let world = World::new();
    let mut phone = world.phone();
    let folder = tempfile::tempdir().unwrap();
    let paths = ["hỏng.jpg", "lành.jpg"].map(|name| {
        let path = folder.path().join(name);
        std::fs::write(&path, photo(240, 200)).unwrap();
        path
    });
    phone.note("211", "một ảnh");
    phone.run(
        "(() => {
            const read = Blob.prototype.arrayBuffer
            Blob.prototype.arrayBuffer = async function () {
                if (this.name === 'hỏng.jpg') throw new DOMException('gone', 'NotReadableError')
                return read.call(this)
            }
        })()",
    );
    phone.choose_photos(&[&paths[0], &paths[1]]);
    phone.see("hỏng.jpg: không đọc được tệp");
    phone.see("Đã mã hóa, nằm trong máy");
    phone.save();
    phone.see("đủ 1 ảnh");
    no_complaints(&mut phone);
}

#[test]
fn what_is_missing_is_said_on_the_screen_and_a_draft_only_where_there_is_one() {
    let world = World::new();
    let mut phone = world.phone();
    phone.touch("Kiểm tra");
    phone.touch("Lưu vào máy");
    phone.see("Còn thiếu: số mốc, tình trạng mốc, hình thức.");
    assert!(!phone.text().contains("Nháp vẫn được giữ"));
    let seen = "(() => {
        const { top, bottom } = document.querySelector('.said p').getBoundingClientRect()
        return top >= 0 && bottom <= innerHeight
    })()";
    assert_eq!(phone.run(seen), true);
    phone.choose("Lào");
    phone.write("Số mốc", "211");
    phone.see("Nháp tự lưu");
    phone.touch("Lưu vào máy");
    phone.see("Nháp vẫn được giữ");
    no_complaints(&mut phone);
}

#[test]
fn a_refused_record_is_put_away_after_two_taps() {
    let world = World::new();
    let mut phone = world.phone();
    phone.note("9998", "số mốc không có");
    phone.save();
    phone.see("Chưa nhận: ");
    phone.enabled("Gửi");
    phone.touch("Bỏ");
    phone.see("Chạm lần nữa để bỏ hẳn");
    phone.see("1 chưa gửi");
    phone.touch("Chạm lần nữa để bỏ hẳn");
    phone.see("0 chưa gửi");
    assert!(world.notes().is_empty());
    no_complaints(&mut phone);
}

#[test]
fn a_draft_that_is_opened_again_shows_its_photos() {
    let world = World::new();
    let mut phone = world.phone();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ảnh.jpg");
    std::fs::write(&path, photo(240, 200)).unwrap();
    phone.note("211", "nháp có ảnh");
    phone.add_photo(&path);
    phone.go();
    phone.unlock();
    phone.touch("Hàng chờ");
    phone.touch("Viết tiếp");
    phone.see("Đã mã hóa, nằm trong máy");
    let drawn = "new Promise((drawn) => {
        const look = () => (document.querySelector('figure canvas') ? drawn(true) : requestAnimationFrame(look))
        look()
    })";
    assert_eq!(phone.run(drawn), true);
    no_complaints(&mut phone);
}

#[test]
fn a_photo_that_is_refused_is_given_up_after_two_taps_and_the_receipt_names_it() {
    let world = World::new();
    let mut phone = world.phone();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ảnh.jpg");
    std::fs::write(&path, photo(240, 200)).unwrap();
    phone.network(false);
    phone.note("211", "ảnh hỏng trong máy");
    phone.add_photo(&path);
    phone.save();
    phone.run(
        "import('./database.js').then(async ({ openDatabase }) => {
            const clearing = (await openDatabase()).transaction('photos', 'readwrite')
            clearing.objectStore('photos').clear()
            await new Promise((done) => { clearing.oncomplete = () => done(null) })
        })",
    );
    phone.network(true);
    phone.see("Ảnh ảnh.jpg không được nhận");
    phone.enabled("Gửi");
    phone.touch("Bỏ ảnh");
    phone.see("1 chưa gửi");
    phone.touch("Chạm lần nữa để bỏ hẳn");
    phone.see("Đã bỏ ảnh không được nhận: ảnh.jpg");
    phone.see("0 chưa gửi");
    assert_eq!(world.notes(), ["ảnh hỏng trong máy"]);
    no_complaints(&mut phone);
}
