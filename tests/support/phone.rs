//! A phone: a real Chromium of a phone's size with a profile of its own. `tests/phone/drive.mjs` moves the finger.
//!
//! Whatever is asked for is waited for; nothing here sleeps. What fails says what was on the screen.

use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// The PIN of every phone here.
pub const PIN: &str = "giữ-mốc-2611";

pub struct Phone {
    driver: Child,
    input: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    folder: tempfile::TempDir,
    address: String,
}

impl Phone {
    /// Takes a new phone to the page of a server, and waits until the page is on it.
    pub fn new(base: &str) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/phone/drive.mjs");
        let mut driver = Command::new("node")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node is there: scripts/install-test-needs installs it");
        let input = driver.stdin.take().unwrap();
        let answers = BufReader::new(driver.stdout.take().unwrap()).lines();
        let address = format!("{base}/field/");
        let mut phone = Self { driver, input, answers, folder: tempfile::tempdir().unwrap(), address };
        phone.switch_on();
        phone.go();
        phone.see("Trang đã nằm trong máy");
        phone
    }

    /// The folder in which the browser keeps what it keeps.
    pub fn profile(&self) -> PathBuf {
        self.folder.path().join("profile")
    }

    /// Starts the browser; nothing is opened yet.
    pub fn switch_on(&mut self) {
        let executable =
            ["/usr/bin/chromium", "/usr/bin/chromium-browser"].into_iter().find(|path| Path::new(path).exists());
        let executable = executable.expect("chromium is there: scripts/install-test-needs installs it");
        let profile = self.profile();
        self.step(&json!({ "do": "start", "profile": profile, "executable": executable }));
    }

    /// kill −9 for every process of the browser.
    pub fn battery_out(&mut self) {
        self.step(&json!({ "do": "kill" }));
    }

    /// The browser is closed as it should be.
    pub fn switch_off(&mut self) {
        self.step(&json!({ "do": "stop" }));
    }

    pub fn go(&mut self) {
        let address = self.address.clone();
        self.step(&json!({ "do": "go", "url": address }));
    }

    /// Goes to another of its tabs, opened where there is none yet.
    pub fn tab(&mut self, n: usize) {
        self.step(&json!({ "do": "tab", "n": n }));
    }

    pub fn network(&mut self, on: bool) {
        self.step(&json!({ "do": "network", "on": on }));
    }

    /// Touches the button whose name begins so.
    pub fn touch(&mut self, name: &str) {
        self.step(&json!({ "do": "click", "role": "button", "name": name }));
    }

    /// Chooses one of several.
    pub fn choose(&mut self, name: &str) {
        self.step(&json!({ "do": "click", "role": "radio", "name": name }));
    }

    /// Touches some words.
    pub fn tap(&mut self, text: &str) {
        self.step(&json!({ "do": "tap", "text": text }));
    }

    /// Writes into the field with this label.
    pub fn write(&mut self, label: &str, value: &str) {
        self.step(&json!({ "do": "fill", "label": label, "value": value }));
    }

    /// Waits until these words are on the screen.
    pub fn see(&mut self, text: &str) {
        self.step(&json!({ "do": "see", "text": text }));
    }

    /// Waits until they are not.
    pub fn gone(&mut self, text: &str) {
        self.step(&json!({ "do": "gone", "text": text }));
    }

    /// Waits until the button with this name can be touched.
    pub fn enabled(&mut self, name: &str) {
        self.step(&json!({ "do": "enabled", "name": name }));
    }

    /// All that is on the page.
    pub fn text(&mut self) -> String {
        self.step(&json!({ "do": "text" })).as_str().unwrap().to_owned()
    }

    /// Runs JavaScript in the page: for what nobody at the phone can see or do.
    pub fn run(&mut self, script: &str) -> Value {
        self.step(&json!({ "do": "run", "script": script }))
    }

    pub fn add_photo(&mut self, path: &Path) {
        self.step(&json!({ "do": "choose", "files": [path] }));
        self.see("Đã mã hóa, nằm trong máy");
    }

    /// Chooses files in one go, and does not wait for anything.
    pub fn choose_photos(&mut self, paths: &[&Path]) {
        self.step(&json!({ "do": "choose", "files": paths }));
    }

    /// Approves the record that is open.
    pub fn approve(&mut self) {
        self.run("document.querySelector('.cards button.main').click()");
    }

    /// The first time: a PIN, and the token by which the phone is known.
    pub fn enrol(&mut self, token: &str) {
        self.set_pin();
        self.write("Mã của máy (mg_…)", token);
        self.touch("Dùng mã này");
        self.see("Đã đăng ký");
    }

    pub fn set_pin(&mut self) {
        self.write("PIN", PIN);
        self.write("PIN, gõ lại", PIN);
        self.touch("Đặt PIN");
        self.see("Máy này");
    }

    pub fn unlock(&mut self) {
        self.write("PIN", PIN);
        self.touch("Mở");
        self.see("Hàng chờ");
    }

    /// Fills the form of an inspection on the line with Laos, and leaves it there.
    pub fn note(&mut self, marker: &str, notes: &str) {
        self.touch("Kiểm tra");
        self.choose("Lào");
        self.write("Số mốc", marker);
        self.choose("Hư hỏng");
        self.choose("Đơn phương");
        self.write("Ghi chú", notes);
    }

    pub fn save(&mut self) {
        self.touch("Lưu vào máy");
        self.see("Hàng chờ gửi");
    }

    /// What the browser complained of since the last time: scripts that failed, and what the policy forbade.
    pub fn complaints(&mut self) -> Value {
        self.step(&json!({ "do": "complaints" }))
    }

    /// Names of the cookies that the browser holds, those that no script sees among them.
    pub fn cookies(&mut self) -> Value {
        self.step(&json!({ "do": "cookies" }))
    }

    fn step(&mut self, what: &Value) -> Value {
        match self.ask(what) {
            Ok(answer) => answer,
            Err(error) => {
                let screen = self.ask(&json!({ "do": "text" })).unwrap_or_default();
                panic!("{what}: {error}\n--- on the screen ---\n{}", screen.as_str().unwrap_or_default());
            }
        }
    }

    fn ask(&mut self, what: &Value) -> Result<Value, String> {
        writeln!(self.input, "{what}").map_err(|error| error.to_string())?;
        let line = self.answers.next().ok_or("the driver has ended")?.map_err(|error| error.to_string())?;
        let answer: Value = serde_json::from_str(&line).map_err(|error| format!("{error}: {line}"))?;
        match answer.get("error").and_then(Value::as_str) {
            Some(error) => Err(error.to_owned()),
            None => Ok(answer["ok"].clone()),
        }
    }
}

impl Drop for Phone {
    fn drop(&mut self) {
        let _ = self.ask(&json!({ "do": "kill" }));
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// A photo that does not pack well, as photos do: some 130 bytes for a square of 8 × 8.
pub fn photo(width: u32, height: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        let noise = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519);
        let [_, red, green, blue] = noise.to_le_bytes();
        image::Rgb([red, green, blue])
    });
    let mut out = Vec::new();
    picture.write_with_encoder(image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 90)).unwrap();
    out
}
