//! The log-in page, driven as a browser would: cookies, forms, no script.

use serde_json::json;

use crate::known::Town;
use crate::support::browser::Browser;
use crate::support::{Answer, Database, ENGINES, Engine};

const PASSWORD: &str = "suối cạn đá bạc mùa thu";

fn browser(town: &Town) -> Browser {
    Browser::new(&town.program.base, "https://nowhere.example")
}

/// The value of a hidden field.
fn hidden(page: &Answer, name: &str) -> String {
    let text = page.text();
    let from = text.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name}: {text}"));
    from.split('"').next().unwrap().to_owned()
}

fn log_in(browser: &mut Browser, name: &str, password: &str, next: &str) -> Answer {
    let page = browser.get(&format!("/login?next={next}"));
    assert_eq!((page.status, page.header("cache-control")), (200, "no-store"), "{}", page.text());
    let (word, next) = (hidden(&page, "word"), hidden(&page, "next"));
    browser.post("/login", &[("name", name), ("password", password), ("word", &word), ("next", &next)])
}

#[test]
fn a_password_for_one_use_is_changed_on_a_page_and_the_browser_goes_on_to_where_it_was() {
    for engine in ENGINES {
        let town = Town::start(Database::new(engine));
        let once = town.add("an", "inspector", "don-a");
        let mut browser = browser(&town);
        let asked = browser.get("/api/v1/tokens?f=html");
        assert_eq!(asked.status, 401);
        assert!(asked.text().contains("href=\"/login?next=%2Fapi%2Fv1%2Ftokens%3Ff%3Dhtml\""), "{}", asked.text());

        let own = log_in(&mut browser, "an", &once, "%2Fapi%2Fv1%2Ftokens%3Ff%3Dhtml");
        assert!(own.status == 200 && own.text().contains("name=\"again\""), "{}", own.text());
        assert!(!own.text().contains(&once), "the password is not written into the page");
        let send = |browser: &mut Browser, page: &Answer, new: &str, again: &str| {
            let (word, next, ticket) = (hidden(page, "word"), hidden(page, "next"), hidden(page, "ticket"));
            let fields =
                [("word", &*word), ("next", &next), ("ticket", &ticket), ("new_password", new), ("again", again)];
            browser.post("/login", &fields)
        };
        let differ = send(&mut browser, &own, PASSWORD, "khác hẳn đi rồi nhé");
        assert!(differ.status == 422 && differ.text().contains("không giống nhau"), "{}", differ.text());
        let weak = send(&mut browser, &differ, "matkhau123456", "matkhau123456");
        assert!(weak.status == 422 && weak.text().contains("quá dễ đoán"), "{}", weak.text());
        let inside = send(&mut browser, &weak, PASSWORD, PASSWORD);
        assert_eq!((inside.status, inside.header("location")), (303, "/api/v1/tokens?f=html"), "{}", inside.text());

        let page = browser.get("/collections");
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(page.text().contains("Đăng xuất") && page.text().contains("title=\"an\""), "{}", page.text());
        let again = browser.get("/login");
        assert!(again.text().contains("Đang đăng nhập") && !again.text().contains("name=\"password\""));
        // Without the page's word nobody is put out by a stranger's form.
        let forged = browser.clone().post("/logout", &[("word", "0")]);
        assert_eq!((forged.status, browser.get("/api/v1/me?f=json").status), (403, 200));
        let out = browser.post("/logout", &[("word", &hidden(&page, "word"))]);
        assert_eq!((out.status, out.header("location")), (303, "/login?left=here"));
        assert!(browser.get("/login?left=here").text().contains("Đã đăng xuất"));
        assert_eq!(browser.get("/api/v1/me?f=json").json()["known_by"], json!("nothing"));
    }
}

#[test]
fn a_form_of_another_site_logs_nobody_in_and_nobody_is_led_to_another_site() {
    let town = Town::start(Database::new(Engine::Sqlite));
    let once = town.add("an", "inspector", "don-a");
    let (mut here, mut other) = (browser(&town), browser(&town));
    let theirs = hidden(&other.get("/login"), "word");
    here.get("/login");
    // The word of another browser's page, and none at all.
    for word in [theirs.as_str(), ""] {
        let forged = here.post("/login", &[("name", "an"), ("password", &once), ("word", word)]);
        assert!(forged.status == 403 && forged.text().contains("quá lâu"), "{}", forged.text());
    }
    let mut stranger = browser(&town);
    let own = log_in(&mut stranger, "an", &once, "%2F%2Fevil.example");
    assert_eq!(hidden(&own, "next"), "/");
    let (word, ticket) = (hidden(&own, "word"), hidden(&own, "ticket"));
    let inside = stranger.post(
        "/login",
        &[
            ("word", &word),
            ("ticket", &ticket),
            ("new_password", PASSWORD),
            ("again", PASSWORD),
            ("next", "https:%2F%2Fevil.example"),
        ],
    );
    assert_eq!((inside.status, inside.header("location")), (303, "/"));
    // The ticket is done with.
    let page = stranger.clone().post(
        "/login",
        &[("word", &hidden(&browser(&town).get("/login"), "word")), ("ticket", &ticket), ("new_password", "x")],
    );
    assert_eq!(page.status, 403);
}

#[test]
fn what_is_wrong_is_said_in_words_and_too_often_is_too_often() {
    let town = Town::start(Database::new(Engine::Sqlite));
    town.add("an", "inspector", "don-a");
    let mut browser = browser(&town);
    for _ in 0..5 {
        let wrong = log_in(&mut browser, "an", "sai", "%2F");
        assert!(wrong.status == 401 && wrong.text().contains("Sai tên hoặc mật khẩu"), "{}", wrong.text());
        assert!(wrong.text().contains("name=\"name\" value=\"an\""), "the name need not be typed again");
    }
    let waits = log_in(&mut browser, "an", "sai", "%2F");
    assert!(waits.status == 429 && waits.text().contains("hãy chờ"), "{}", waits.text());
    assert!(waits.header("retry-after").parse::<u64>().unwrap() >= 1);
    // What cannot be a name is a wrong one, on either engine.
    let other = Town::start(Database::new(Engine::Postgres));
    let mut stranger = self::browser(&other);
    for name in ["a%00b", "%0A", &"a".repeat(5_000)] {
        let wrong = log_in(&mut stranger, name, "sai", "%2F");
        assert_eq!(wrong.status, 401, "{name}: {}", wrong.text());
    }
    // Names are shown as text.
    let marked = log_in(&mut browser, "%3Cscript%3E", "sai", "%2F");
    assert!(!marked.text().contains("<script") && marked.text().contains("&lt;script"), "{}", marked.text());
}

#[test]
fn a_cookie_that_is_worth_nothing_does_not_keep_its_browser_from_the_log_in_page() {
    let town = Town::start(Database::new(Engine::Sqlite));
    let once = town.add("an", "inspector", "don-a");
    let mut browser = browser(&town);
    let own = log_in(&mut browser, "an", &once, "%2F");
    let (word, ticket) = (hidden(&own, "word"), hidden(&own, "ticket"));
    let fields = [("word", &*word), ("ticket", &ticket), ("new_password", PASSWORD), ("again", PASSWORD)];
    assert_eq!(browser.post("/login", &fields).status, 303);
    town.user(&["reset-password", "an"]);
    let mut stale = browser.clone();
    for _ in 0..3_000 {
        if stale.clone().get("/collections").status == 401 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(stale.clone().get("/login").status, 200);
    assert_eq!(stale.get("/collections").status, 401, "told once, and its cookie taken");
    assert_eq!(stale.get("/collections").status, 200, "a stranger from now on");
    assert_eq!(browser.post("/logout", &[("word", "")]).status, 303, "there is nothing left to end");
}
