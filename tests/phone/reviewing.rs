//! What a commander reads before he decides on the phone.

use serde_json::{Value, json};

use crate::support::phone::Phone;
use crate::support::{id, send};
use crate::world::{World, no_complaints};

fn push(world: &World, records: &[Value]) {
    let body = json!({ "records": records }).to_string();
    let url = format!("{}/api/v1/sync/push", world.program.base);
    let answer = send("POST", &url, Some(&world.token), "application/json", body.as_bytes());
    let receipts = answer.json();
    for receipt in receipts["receipts"].as_array().unwrap_or_else(|| panic!("{receipts}")) {
        assert_eq!(receipt["outcome"], "accepted", "{receipts}");
    }
}

fn commander(world: &World) -> Phone {
    world.user(&["add", "truong-a", "--title", "Lò Văn A", "--role", "commander", "--unit", "don-a"]);
    let may = "read_internal,read_restricted,read_unapproved,record,approve";
    let made = world.user(&["token", "truong-a", "--title", "máy", "--may", may, "--days", "5"]);
    let token = made["token"].as_str().unwrap();
    while world.ask_as(token, "/api/v1/me").status != 200 {}
    let mut phone = Phone::new(&world.program.base);
    phone.enrol(token);
    phone
}

#[test]
fn every_kind_is_named_as_what_it_is_and_shown_whole_before_it_is_approved() {
    let world = World::new();
    let at = "2026-11-20T08:30:00+07:00";
    push(
        &world,
        &[
            json!({ "type": "inspection", "id": id(1), "marker": "VN-LA:211", "observed_at": at, "mode": "joint",
                "condition": "damaged", "severity": "high", "ground_cracked": true, "marker_cracked": false,
                "parts": { "base": "at_risk" }, "notes": "nứt quanh đế", "label": "restricted" }),
            json!({ "type": "hazard", "id": id(2), "kind": "crack", "severity": "critical", "observed_at": at,
                "marker": "VN-LA:212", "title": "Vết nứt sườn đông", "notes": "đang mở rộng" }),
            json!({ "type": "reading", "id": id(3), "hazard": id(2), "observed_at": at, "method": "tape", "width_mm": 130 }),
            json!({ "type": "meeting", "id": id(4), "held_at": at, "kind": "ad_hoc", "title": "Gặp ở suối",
                "other": "Hủa Phăn", "agreed": ["cùng sửa kè"] }),
        ],
    );
    let mut phone = commander(&world);
    phone.touch("Duyệt");
    phone.see("Kiểm tra mốc 211");
    let text = phone.text();
    assert!(!text.contains("Kiểm tra mốc 212"), "{text}");

    phone.touch("Xem: Kiểm tra mốc 211");
    for words in ["hư hỏng", "cao", "Đất nứt", "Mốc nứt", "chân, đế: có nguy cơ", "hạn chế", "liên hợp", "nứt quanh đế"]
    {
        phone.see(words);
    }
    phone.approve();
    phone.see("Máy chủ đã nhận: Duyệt: Kiểm tra mốc 211");

    phone.touch("Xem: Điểm theo dõi: Vết nứt sườn đông");
    for words in ["vết nứt", "rất cao", "đang mở rộng", "212"] {
        phone.see(words);
    }
    phone.approve();
    phone.see("Máy chủ đã nhận: Duyệt: Điểm theo dõi: Vết nứt sườn đông");

    phone.touch("Xem: Số đo");
    for words in ["Vết nứt sườn đông", "thước dây", "130"] {
        phone.see(words);
    }
    phone.approve();
    phone.see("Máy chủ đã nhận: Duyệt: Số đo");

    // What the page has no words for is not approved here.
    phone.touch("Xem: Cuộc gặp phía bạn: Gặp ở suối");
    phone.see("duyệt ở máy bàn");
    assert_eq!(phone.run("document.querySelectorAll('.cards button.main').length"), 0);
    phone.touch("Hàng chờ");
    let receipts = phone.text();
    assert_eq!(receipts.matches("Kiểm tra mốc").count(), 1, "{receipts}");
    no_complaints(&mut phone);
}
