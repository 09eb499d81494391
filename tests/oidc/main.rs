//! Log-in by OpenID Connect, against a real provider that runs beside the test.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "../support/mod.rs"]
mod support;
mod web;

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use support::browser::Browser;
use support::{Database, ENGINES, Engine, Program, get};

/// Where the server says that it is; the test goes to where it really is.
const HOME: &str = "https://moc.example";

/// `oidc-provider` under Node.js. Killed when dropped.
struct Issuer {
    url: String,
    child: Child,
}

impl Issuer {
    fn start() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oidc");
        assert!(folder.join("node_modules/oidc-provider").is_dir(), "no provider here: run scripts/install-test-needs");
        let mut child = Command::new("node")
            .args(["provider.mjs", HOME])
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("no node here: run scripts/install-test-needs");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = lines.next().and_then(Result::ok).unwrap_or_default();
        // What it says later is read, too: it would stop at a pipe that nobody holds.
        std::thread::spawn(move || lines.for_each(drop));
        assert!(url.starts_with("http://127.0.0.1:"), "the provider did not start: {url}");
        Self { url, child }
    }

    /// Who logs in next, and what is to be wrong with the ID token.
    fn next(&self, subject: &str, spoil: &str) {
        assert_eq!(get(&format!("{}/test?login={subject}&spoil={spoil}", self.url), &[]).status, 200);
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Town {
    program: Program,
    issuer: Issuer,
    database: Database,
    _folder: tempfile::TempDir,
}

impl Town {
    fn start(engine: Engine, more: &[&str]) -> Self {
        let (database, issuer, folder) = (Database::new(engine), Issuer::start(), tempfile::tempdir().unwrap());
        let secret = folder.path().join("secret");
        std::fs::write(&secret, "a secret of the tests\n").unwrap();
        let secret = secret.display().to_string();
        let arguments = [
            &["--access", "accounts", "--public-url", HOME, "--oidc-issuer", &issuer.url][..],
            &["--oidc-client-id", "mocgioi", "--oidc-client-secret-file", &secret][..],
            more,
        ];
        let program = Program::start(&database.url, &arguments.concat());
        let town = Self { program, issuer, database, _folder: folder };
        town.user(&["add", "an", "--role", "inspector"]);
        town.user(&["link", "an", "--issuer", &town.issuer.url, "--subject", "sub-an"]);
        town
    }

    fn user(&self, arguments: &[&str]) -> Value {
        let out = Command::new(env!("CARGO_BIN_EXE_mocgioi"))
            .args(["user", "--json", "--database", &self.database.url])
            .args(arguments)
            .output()
            .unwrap();
        assert!(out.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
        // A running server knows of it within half a second.
        std::thread::sleep(std::time::Duration::from_millis(900));
        serde_json::from_slice(&out.stdout).unwrap()
    }

    fn browser(&self) -> Browser {
        Browser::new(&self.program.base, HOME)
    }

    /// All the way there and back: what the server says in the end.
    fn come(&self, browser: &mut Browser, subject: &str, spoil: &str) -> support::Answer {
        self.issuer.next(subject, spoil);
        let back = browser.go_there("/collections?f=html");
        browser.get(&back)
    }
}

/// The page with which somebody was kept out.
fn kept_out(answer: &support::Answer, browser: &mut Browser, words: &str) {
    assert_eq!(answer.status, 403, "{words}: {}", answer.text());
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert!(answer.text().contains(words), "{words}: {}", answer.text());
    assert_eq!(browser.get("/api/v1/me?f=json").json()["known_by"], "nothing", "{words}");
}

#[test]
fn whom_the_issuer_vouches_for_comes_in_as_the_linked_account_and_goes_out_again() {
    for engine in ENGINES {
        let town = Town::start(engine, &[]);
        let mut browser = town.browser();
        let page = browser.get("/login?next=%2Fcollections").text();
        assert!(page.contains("/login/oidc?next=%2Fcollections") && page.contains("127.0.0.1"), "{page}");

        let came = town.come(&mut browser, "sub-an", "");
        assert_eq!((came.status, came.header("location")), (303, "/collections?f=html"), "{}", came.text());
        let me = browser.get("/api/v1/me?f=json").json();
        assert_eq!((&me["name"], &me["known_by"]), (&json!("an"), &json!("session")));
        let sessions = browser.get("/api/v1/sessions?f=json").json();
        assert_eq!(sessions["sessions"][0]["issuer"], json!(town.issuer.url), "{sessions}");

        let left = browser.post("/logout", &[("word", me["csrf_token"].as_str().unwrap())]);
        assert_eq!((left.status, left.header("location")), (303, "/login?left=elsewhere"));
        assert_eq!(browser.get("/api/v1/me?f=json").json()["known_by"], "nothing");
        let page = browser.get("/login?left=elsewhere").text();
        assert!(page.contains("/session/end?client_id=mocgioi&amp;post_logout_redirect_uri="), "{page}");
        let log = town.user(&["log"]).to_string();
        assert!(log.contains("\"linked\"") && log.contains("sub-an"), "{log}");
    }
}

#[test]
fn nobody_is_made_an_account_for_and_a_name_counts_once_at_most() {
    let town = Town::start(Engine::Sqlite, &["--oidc-claim", "preferred_username"]);
    let mut browser = town.browser();
    let refused = town.come(&mut browser, "sub-nobody", "");
    kept_out(&refused, &mut browser, "--subject sub-nobody");
    assert!(!town.user(&["list"]).to_string().contains("sub-nobody"));

    // By name the first time; from then on by the subject alone, since a name may be given to another.
    town.user(&["add", "binh", "--role", "inspector"]);
    let mut browser = town.browser();
    assert_eq!(town.come(&mut browser, "sub-binh", "").status, 303);
    assert_eq!(browser.get("/api/v1/me?f=json").json()["name"], "binh");
    let mut other = town.browser();
    let refused = town.come(&mut other, "other-binh", "");
    kept_out(&refused, &mut other, "--subject other-binh");
    // Nor is one who was linked at the console somebody else, too.
    let mut other = town.browser();
    let refused = town.come(&mut other, "other-an", "");
    kept_out(&refused, &mut other, "--subject other-an");
}

#[test]
fn without_the_setting_a_name_makes_nobody_anybody() {
    let town = Town::start(Engine::Sqlite, &[]);
    town.user(&["add", "binh", "--role", "inspector"]);
    let mut browser = town.browser();
    let refused = town.come(&mut browser, "sub-binh", "");
    kept_out(&refused, &mut browser, "--subject sub-binh");
}

#[test]
fn what_the_issuer_would_not_say_is_not_believed() {
    let town = Town::start(Engine::Sqlite, &[]);
    for spoil in
        ["audience", "nonce", "issuer", "expired", "future", "signature", "stranger", "unsigned", "shared_secret"]
    {
        let mut browser = town.browser();
        let refused = town.come(&mut browser, "sub-an", spoil);
        kept_out(&refused, &mut browser, "không đúng nên không được nhận");
    }
    // Two clocks are never quite the same.
    let mut browser = town.browser();
    assert_eq!(town.come(&mut browser, "sub-an", "skewed").status, 303);
}

#[test]
fn a_code_counts_once_and_in_the_browser_alone_that_went_for_it() {
    let town = Town::start(Engine::Sqlite, &[]);
    town.issuer.next("sub-an", "");
    let mut browser = town.browser();
    let back = browser.go_there("/");
    // Somebody is sent the address that was meant for another.
    let mut victim = town.browser();
    let refused = victim.get(&back);
    kept_out(&refused, &mut victim, "quá lâu");
    // Another attempt's state, another issuer's answer.
    for (told, instead) in [("state=", "state=0"), ("iss=http", "iss=https")] {
        let changed = back.replace(told, instead);
        assert_ne!(changed, back);
        let mut twin = browser.clone();
        let refused = twin.get(&changed);
        kept_out(&refused, &mut twin, "quá lâu");
    }
    let mut twin = browser.clone();
    assert_eq!(browser.get(&back).status, 303);
    let again = twin.get(&back);
    kept_out(&again, &mut twin, "mã đã được dùng");
    let refused = browser.clone().get("/login/oidc/callback?error=access_denied&state=x");
    assert_eq!(refused.status, 403);
}

#[test]
fn a_disabled_account_stays_out_and_an_issuer_that_is_gone_keeps_nobody_from_a_password() {
    let mut town = Town::start(Engine::Sqlite, &[]);
    let mut browser = town.browser();
    assert_eq!(town.come(&mut browser, "sub-an", "").status, 303);
    town.user(&["disable", "an"]);
    assert_eq!(browser.get("/api/v1/me?f=json").status, 401);
    let mut again = town.browser();
    let refused = town.come(&mut again, "sub-an", "");
    kept_out(&refused, &mut again, "bị khóa");
    town.user(&["enable", "an"]);
    assert_eq!(town.come(&mut again, "sub-an", "").status, 303);
    // Linked no more: out, and not in again.
    town.user(&["unlink", "--issuer", &town.issuer.url, "--subject", "sub-an"]);
    assert_eq!(again.get("/api/v1/me?f=json").status, 401);
    let mut third = town.browser();
    let refused = town.come(&mut third, "sub-an", "");
    kept_out(&refused, &mut third, "--subject sub-an");

    town.issuer.next("sub-an", "");
    let back = third.go_there("/");
    town.issuer.child.kill().unwrap();
    let gone = third.get(&back);
    assert_eq!(gone.status, 503, "{}", gone.text());
    assert!(gone.text().contains("name=\"password\""), "the other way is still there");
}
