//! The PIN: a wrong one tells nothing, and costs more each time.

use crate::support::phone::{PIN, Phone};
use crate::world::{World, no_complaints};

fn wrong(phone: &mut Phone, pin: &str) {
    phone.write("PIN", pin);
    phone.touch("Mở");
    phone.see("PIN không đúng.");
}

/// What the phone remembers of wrong PINs, after this was done with it; how many they are.
fn attempts(phone: &mut Phone, change: &str) -> serde_json::Value {
    phone.run(&format!(
        "new Promise((done) => {{
            const request = indexedDB.open('mocgioi-field')
            request.onsuccess = () => {{
                const rows = request.result.transaction('lock', 'readwrite').objectStore('lock')
                rows.get('attempts').onsuccess = ({{ target: {{ result }} }}) => {{
                    const changed = ({change})(result)
                    if (changed.key) rows.put(changed).onsuccess = () => done(changed.failures)
                    else done(changed)
                }}
            }}
        }})"
    ))
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
    // The third one costs some seconds; after several more it is minutes, and an empty battery does not take them away.
    wrong(&mut phone, "123123");
    assert_eq!(attempts(&mut phone, "row => row.failures"), 3);
    assert_eq!(attempts(&mut phone, "row => ({ ...row, failures: 9 })"), 9);
    phone.battery_out();
    phone.switch_on();
    phone.network(false);
    phone.go();
    phone.see("Thử lại sau");
    assert!(!phone.text().contains("211"));
    // When the time has passed, one more try is to be had; it costs twice as much.
    attempts(&mut phone, "row => ({ ...row, last: row.last - 320_000 })");
    phone.go();
    phone.enabled("Mở");
    wrong(&mut phone, "321321");
    phone.see("Thử lại sau");
    attempts(&mut phone, "row => ({ ...row, last: row.last - 640_000 })");
    phone.go();
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
