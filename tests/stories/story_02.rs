//! 2. A post records an inspection of marker 211 with a photo on a phone without network; the phone is switched off and on;
//!    with network again there is a receipt, the photo is whole, and the province does not see it yet.

use serde_json::{Value, json};

use crate::story_09::token;
use crate::story_14::user;
use crate::support::phone::{Phone, photo};
use crate::support::{Answer, Database, ENGINES, Program, free_port, get};

const WORDS: &str = "đất nứt quanh chân mốc, rộng 3 cm";

/// A post in its province; the token of a phone of the post, and of somebody in the province.
pub(crate) fn people(database: &Database) -> (String, String) {
    user(database, &["unit", "son-la", "--title", "Tỉnh Sơn La"]);
    user(database, &["unit", "don-a", "--title", "Đồn A", "--parent", "son-la"]);
    let device = user(database, &["device", "máy 7", "--unit", "don-a"]);
    (device["token"].as_str().unwrap().to_owned(), token(database, "tinh", "supervisor", Some("son-la")))
}

pub(crate) fn ask(program: &Program, token: &str, path: &str) -> Answer {
    get(&format!("{}{path}", program.base), &[("authorization", &format!("Bearer {token}"))])
}

#[test]
fn story_02() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let data = database.data_dir().display().to_string();
        drop(Program::start(&database.url, &["--access", "accounts", "--data-dir", &data, "--load-seeds"]));
        let (device, province) = people(&database);
        let (port, arguments) = (free_port(), ["--access", "accounts", "--data-dir", &data]);
        let mut program = Program::start_at(port, &database.url, &arguments);

        // At the post, with a network, the phone is enrolled; the page stays on it.
        let mut phone = Phone::new(&program.base);
        phone.enrol(&device);

        // In the mountains there is none: not for the phone, and nobody would answer either.
        phone.network(false);
        program.kill();
        let picture = photo(800, 600);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mốc 211.jpg");
        std::fs::write(&path, &picture).unwrap();
        phone.note("mốc 211", WORDS);
        phone.add_photo(&path);
        std::fs::remove_file(&path).unwrap();
        phone.save();
        phone.see("1 chưa gửi");
        phone.see("Chưa gửi · 1 ảnh");

        // The battery is empty; started again it asks for the PIN, and has everything.
        phone.battery_out();
        phone.switch_on();
        phone.network(false);
        phone.go();
        phone.see("Nhập PIN");
        assert!(!phone.text().contains("211"), "without the PIN it tells nothing");
        phone.unlock();
        phone.touch("Hàng chờ");
        phone.see("Kiểm tra mốc 211");
        phone.see("Chưa gửi · 1 ảnh");

        // Back at the post it is sent by itself.
        let program = Program::start_at(port, &database.url, &arguments);
        phone.network(true);
        phone.see("đủ 1 ảnh");
        phone.see("0 chưa gửi");
        assert_eq!(phone.complaints(), json!([]));

        let own = ask(&program, &device, "/collections/inspections/items").json();
        assert_eq!(own["numberMatched"], 1, "{engine:?}: {own}");
        let item = ask(
            &program,
            &device,
            &format!("/collections/inspections/items/{}", own["features"][0]["id"].as_str().unwrap()),
        );
        let said = item.json()["properties"].clone();
        let told = [&said["marker"], &said["condition"], &said["notes"], &said["review_state"], &said["complete"]];
        assert_eq!(json!(told), json!(["VN-LA:211", "damaged", WORDS, "submitted", true]), "{said}");
        let sha256 = mocgioi::domain::chain::Digest::of(&[&picture]).to_string();
        assert_eq!(said["attachments"][0]["sha256"], sha256);
        assert!(
            ask(&program, &device, &format!("/api/v1/attachments/{sha256}")).body == picture,
            "whole, byte for byte"
        );
        assert!(
            phone.text().contains(&format!("Đã nhận · số {}", seq_of(&program, &device))),
            "the receipt has its number"
        );

        // The commander has not read it: the province knows that something waits, and nothing of it.
        let there = ask(&program, &province, "/collections/inspections/items").json();
        assert_eq!((&there["numberMatched"], there["features"].as_array().unwrap().len()), (&json!(0), 0));
        assert_eq!(ask(&program, &province, &format!("/api/v1/attachments/{sha256}")).status, 404);
        assert_eq!(ask(&program, &province, "/api/v1/reviews/waiting").json()["waiting"], 1);
    }
}

/// The number under which the log has the one inspection that there is.
fn seq_of(program: &Program, token: &str) -> Value {
    let item = ask(program, token, "/collections/inspections/items").json();
    let id = item["features"][0]["id"].as_str().unwrap().to_owned();
    ask(program, token, &format!("/api/v1/records/{id}")).json()["contents"][0]["seq"].clone()
}
