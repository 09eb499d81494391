//! What waits is sent once, whole, and never lost on the way.

use crate::line::Line;
use crate::support::phone::{Phone, photo};
use crate::world::{World, no_complaints};

#[test]
fn a_server_killed_in_the_middle_of_a_photo_loses_nothing_and_the_rest_is_sent() {
    let mut world = World::new();
    let line = Line::to(&world.program.base);
    let mut phone = Phone::new(&line.base);
    phone.enrol(&world.token);
    phone.network(false);
    let picture = photo(1_600, 1_200);
    assert!(picture.len() > 3_000_000, "{}", picture.len());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ảnh.jpg");
    std::fs::write(&path, &picture).unwrap();
    phone.note("211", "ảnh lớn");
    phone.add_photo(&path);
    phone.save();

    line.carries(2_500_000);
    phone.network(true);
    line.wait_until_still();
    phone.see("Đang gửi ảnh");
    world.program.kill();
    let before = line.cut();
    phone.see("Máy chủ chưa trả lời");
    phone.see("1 chưa gửi");
    phone.see("còn 1 ảnh");

    world.start();
    phone.see("đủ 1 ảnh");
    phone.see("0 chưa gửi");
    let again = line.carried() - before;
    assert!(again < picture.len() - 1_000_000, "{again} of {} came again", picture.len());
    let sha256 = mocgioi::domain::chain::Digest::of(&[&picture]).to_string();
    assert!(world.ask(&format!("/api/v1/attachments/{sha256}")).body == picture);
    assert_eq!(world.notes(), ["ảnh lớn"]);
    no_complaints(&mut phone);
}

#[test]
fn a_revoked_token_stops_the_sending_and_keeps_the_queue() {
    let mut world = World::new();
    let mut phone = world.phone();
    phone.network(false);
    for n in 1..=2 {
        phone.note(&format!("21{n}"), &format!("lần {n}"));
        phone.save();
    }
    world.user(&["revoke-device", &world.device]);
    // The server learns of it within half a second.
    while world.ask("/api/v1/me").status != 401 {}
    phone.network(true);
    phone.see("Mã của máy không còn giá trị");
    phone.see("2 chưa gửi");
    phone.battery_out();
    phone.switch_on();
    phone.go();
    phone.unlock();
    phone.see("Mã của máy không còn giá trị");
    phone.touch("Hàng chờ");
    phone.see("2 chưa gửi");
    // Nor does taking the token off the phone, or a wrong one, take anything with it.
    phone.touch("Máy");
    phone.write("Mã của máy (mg_…)", "mg_0000");
    phone.touch("Dùng mã này");
    phone.see("Mã này không được máy chủ chấp nhận");
    phone.touch("Bỏ mã khỏi máy");
    phone.see("Hàng chờ còn nguyên");
    phone.see("Chưa có mã của máy");
    phone.see("2 chưa gửi");
    let other = world.user(&["device", "máy 8", "--unit", "don-a"]);
    // The new one may be entered where there is no network to ask whether it is worth anything.
    phone.network(false);
    phone.write("Mã của máy (mg_…)", other["token"].as_str().unwrap());
    phone.touch("Dùng mã này");
    phone.see("Chưa hỏi được máy chủ");
    phone.see("2 chưa gửi");
    world.token = other["token"].as_str().unwrap().to_owned();
    while world.ask("/api/v1/me").status != 200 {}
    phone.network(true);
    phone.see("0 chưa gửi");
    phone.touch("Máy");
    phone.see("Đã đăng ký: máy 8");
    phone.touch("Hàng chờ");
    phone.see("Đã nhận · số");

    assert_eq!(world.notes(), ["lần 1", "lần 2"]);
}

#[test]
fn what_is_refused_says_why_stays_and_goes_when_it_is_corrected() {
    let world = World::new();
    let mut phone = world.phone();
    phone.note("9998", "số mốc gõ nhầm");
    phone.save();
    phone.see("Chưa nhận: ");
    phone.see("cần sửa");
    phone.see("1 chưa gửi");
    phone.touch("Gửi");
    phone.see("1 chưa gửi");
    phone.go();
    phone.unlock();
    phone.touch("Hàng chờ");
    phone.touch("Sửa");
    phone.see("Sửa bản ghi chưa nhận");
    phone.write("Số mốc", "211");
    phone.save();
    phone.see("Đã nhận · số");
    phone.see("0 chưa gửi");
    assert_eq!(world.notes(), ["số mốc gõ nhầm"]);
    no_complaints(&mut phone);
}

/// A network that wants a log-in first answers everything with a page of its own.
#[test]
fn an_answer_that_is_not_the_servers_is_no_receipt() {
    let world = World::new();
    let mut phone = world.phone();
    phone.run(
        "(() => {
            const real = fetch
            globalThis.answers = ['page', 'other', 'half']
            globalThis.fetch = async (path, how) => {
                if (how?.method !== 'POST' || !globalThis.answers.length) return real(path, how)
                const which = globalThis.answers.shift()
                if (which === 'page') return new Response('<h1>Wi-Fi</h1>', { headers: { 'content-type': 'text/html' } })
                const { records } = JSON.parse(how.body)
                const receipts = which === 'half' ? [{ id: records[0].id, outcome: 'accepted' }]
                    : [{ id: '01932f5e-7c1a-7abc-8def-000000000000', outcome: 'accepted', seq: 7 }]
                return Response.json({ epoch: 'x', receipts })
            }
        })()",
    );
    phone.note("211", "giữ đến khi có biên nhận thật");
    phone.save();
    phone.see("Máy chủ chưa trả lời");
    for _ in 0..2 {
        phone.enabled("Gửi");
        phone.touch("Gửi");
        phone.enabled("Gửi");
        phone.see("1 chưa gửi");
        assert!(world.notes().is_empty());
    }
    phone.touch("Gửi");
    phone.see("Đã nhận · số");
    assert_eq!(world.notes(), ["giữ đến khi có biên nhận thật"]);
}

#[test]
fn logging_out_ends_the_token_at_the_server_and_says_so() {
    let world = World::new();
    let made = world.user(&["add", "truong-a", "--title", "Lò Văn A", "--role", "commander", "--unit", "don-a"]);
    let mut phone = Phone::new(&world.program.base);
    phone.set_pin();
    phone.write("Tên tài khoản", "truong-a");
    phone.write("Mật khẩu", made["one_time_password"].as_str().unwrap());
    phone.touch("Đăng nhập");
    phone.see("Mật khẩu này chỉ dùng một lần. Đặt mật khẩu mới của mình");
    phone.write("Mật khẩu mới của mình", "núi rừng không ngủ 2026");
    phone.touch("Đăng nhập");
    phone.see("Đã đăng ký: Lò Văn A");
    assert!(!phone.text().contains("chỉ dùng một lần"));
    // As the page sends it: the token is asked for by nobody else.
    phone.run(
        "(() => {
            const real = fetch
            globalThis.fetch = (path, how) => {
                globalThis.sent = how.headers.Authorization
                return real(path, how)
            }
        })()",
    );
    phone.touch("Bỏ mã khỏi máy");
    phone.see("Máy chủ cũng đã thu hồi mã");
    let bearer = phone.run("globalThis.sent");
    let token = bearer.as_str().unwrap().trim_start_matches("Bearer ").to_owned();
    assert!(token.starts_with("mg_"), "{token}");
    assert_eq!(world.ask_as(&token, "/api/v1/me").status, 401);
    // A device's own token is not its to end: that is said.
    phone.write("Mã của máy (mg_…)", &world.token);
    phone.touch("Dùng mã này");
    phone.see("Đã đăng ký: máy 7");
    phone.touch("Bỏ mã khỏi máy");
    phone.see("Mã vẫn còn giá trị ở máy chủ");
    assert_eq!(world.ask("/api/v1/me").status, 200);
    no_complaints(&mut phone);
}
