//! The PIN: a wrong one tells nothing, and costs more each time.

use crate::support::phone::PIN;
use crate::world::{World, no_complaints};

fn wrong(phone: &mut crate::support::phone::Phone, pin: &str) {
    phone.write("PIN", pin);
    phone.touch("Mở");
    phone.see("PIN không đúng.");
}

#[test]
fn a_wrong_pin_tells_nothing_and_the_wait_survives_a_restart() {
    let world = World::new();
    let mut phone = world.phone();
    phone.network(false);
    phone.note("211", "chân mốc nứt");
    phone.save();
    phone.battery_out();
    phone.switch_on();
    phone.network(false);
    phone.go();
    let mut told = Vec::new();
    for pin in ["000000", "giữ-mốc-2612"] {
        wrong(&mut phone, pin);
        told.push(phone.text());
        phone.go();
    }
    assert_eq!(told[0], told[1], "the same words, however wrong it is");
    for word in ["211", "chân mốc", "Đồn", "máy 7", "1 chưa gửi"] {
        assert!(!told[0].contains(word), "{word}: {}", told[0]);
    }
    // The third one costs some seconds, and an empty battery does not take them away.
    wrong(&mut phone, "123123");
    phone.see("Thử lại sau");
    phone.battery_out();
    phone.switch_on();
    phone.network(false);
    phone.go();
    phone.see("Thử lại sau");
    phone.enabled("Mở");
    // The next one costs twice that.
    wrong(&mut phone, "321321");
    let row = "new Promise((done) => {
        const request = indexedDB.open('mocgioi-field')
        request.onsuccess = () => {
            const read = request.result.transaction('lock').objectStore('lock').get('attempts')
            read.onsuccess = () => done(read.result.failures)
        }
    })";
    assert_eq!(phone.run(row), 4);
    phone.see("Thử lại sau 10 giây");
    phone.enabled("Mở");
    phone.unlock();
    phone.touch("Hàng chờ");
    phone.see("Kiểm tra mốc 211");
    phone.see("1 chưa gửi");
    // The right one begins anew.
    phone.go();
    wrong(&mut phone, "000000");
    assert!(!phone.text().contains("Thử lại sau"));
    no_complaints(&mut phone);
}

#[test]
fn the_pin_is_changed_without_touching_what_is_kept() {
    let world = World::new();
    let mut phone = world.phone();
    phone.network(false);
    phone.note("211", "trước khi đổi PIN");
    phone.save();
    phone.touch("Máy");
    phone.tap("Đổi PIN");
    let mut change = |old: &str, new: &str, says: &str| {
        phone.write("PIN đang dùng", old);
        phone.write("PIN mới", new);
        phone.write("PIN, gõ lại", new);
        phone.touch("Đổi PIN");
        phone.see(says);
    };
    change(PIN, "12345", "ít nhất 6");
    change(PIN, "123456", "ai cũng thử");
    change("không phải", "suối-lạnh-88", "PIN không đúng.");
    change(PIN, "suối-lạnh-88", "Đã đổi PIN.");
    phone.go();
    wrong(&mut phone, PIN);
    phone.write("PIN", "suối-lạnh-88");
    phone.touch("Mở");
    phone.touch("Hàng chờ");
    phone.network(true);
    phone.see("Đã nhận · số");
    assert_eq!(world.notes(), ["trước khi đổi PIN"]);
    no_complaints(&mut phone);
}
