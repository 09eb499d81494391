//! 3. The post's commander approves; within 2 s the province sees it, with who approved and when.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::story_02::{ask, people};
use crate::story_14::user;
use crate::support::phone::Phone;
use crate::support::{Database, ENGINES, Program, id, inspection, send};

#[test]
fn story_03() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let data = database.data_dir().display().to_string();
        let arguments = ["--access", "accounts", "--data-dir", &data];
        drop(Program::start(&database.url, &[&arguments[..], &["--load-seeds"]].concat()));
        let (device, province) = people(&database);
        let made =
            user(&database, &["add", "truong-a", "--title", "Lò Văn A", "--role", "commander", "--unit", "don-a"]);
        let once = made["one_time_password"].as_str().unwrap();
        let program = Program::start(&database.url, &arguments);
        for (n, marker) in [(211, "VN-LA:211"), (212, "VN-LA:212")] {
            let mut said = inspection(n);
            (said["condition"], said["notes"]) = (json!("damaged"), json!(format!("nứt đất quanh mốc {n}")));
            let url = format!("{}/api/v1/markers/{marker}/inspections", program.base);
            let sent = send("POST", &url, Some(&device), "application/json", said.to_string().as_bytes());
            assert_eq!(sent.status, 201, "{}", sent.text());
        }
        let sees = |n: u64| ask(&program, &province, &format!("/collections/inspections/items/{}", id(n)));
        assert_eq!(sees(211).status, 404, "{engine:?}");

        // The commander logs in on his phone; the password for one use becomes his own on the way.
        let mut phone = Phone::new(&program.base);
        phone.set_pin();
        phone.write("Tên tài khoản", "truong-a");
        phone.write("Mật khẩu", once);
        phone.touch("Đăng nhập");
        phone.write("Mật khẩu mới của mình", "núi rừng không ngủ 2026");
        phone.touch("Đăng nhập");
        phone.see("Đã đăng ký: Lò Văn A");
        assert_eq!(phone.cookies(), json!([]), "no session stays");

        phone.touch("Duyệt");
        phone.see("Kiểm tra mốc 211");
        phone.touch("Xem: Kiểm tra mốc 211");
        phone.see("nứt đất quanh mốc 211");
        phone.touch("Trả lại");
        phone.see("Trả lại phải có lý do");
        phone.touch("Duyệt");
        phone.see("Máy chủ đã nhận: Duyệt: Kiểm tra mốc 211");
        let approved = Instant::now();
        while sees(211).status != 200 {
            assert!(approved.elapsed() < Duration::from_secs(2), "{engine:?}: the province still does not see it");
        }
        let item = sees(211).json();
        assert_eq!(item["properties"]["review_state"], "approved");
        let all = ask(&program, &province, &format!("/api/v1/records/{}", id(211))).json();
        assert_eq!((&all["reviewed"]["by"], &all["reviewed"]["unit"]), (&json!("truong-a"), &json!("don-a")), "{all}");
        let at: mocgioi::domain::time::Instant = all["reviewed"]["at"].as_str().unwrap().parse().unwrap();
        let now = (mocgioi::app::chance::clock())();
        assert!((now.millis() - at.millis()).abs() < 60_000, "{all}");

        // The other goes back to the post with a remark; the province goes on seeing nothing of it.
        phone.touch("Xem: Kiểm tra mốc 212");
        phone.write("Lý do trả lại", "chụp lại phía Bắc");
        phone.touch("Trả lại");
        phone.see("Máy chủ đã nhận: Trả lại: Kiểm tra mốc 212");
        phone.see("Không có gì chờ duyệt");
        assert_eq!(phone.complaints(), json!([]));
        let returned = ask(&program, &device, &format!("/api/v1/records/{}", id(212))).json();
        assert_eq!(
            (&returned["review_state"], &returned["reviewed"]["words"]),
            (&json!("returned"), &json!("chụp lại phía Bắc"))
        );
        assert_eq!((sees(212).status, sees(212).json()["code"].clone()), (404, Value::from("unknown_item")));
    }
}
