//! A right in one unit is none in another, of photos as of records; and who is handed a restricted one is noted.

use std::process::Command;

use mocgioi::domain::access::{Label, ReviewState};
use mocgioi::domain::attachment::MediaType;
use serde_json::Value;

use crate::known::Town;
use crate::pictures::photo;
use crate::reading::{of, put, town, until};
use crate::support::{ENGINES, id};
use crate::wire::{Sender, sha256};

const MAY: &str = "read_internal,read_restricted,read_unapproved,record";
/// What the camera of [`photo`] says of itself.
const CAMERA: &[u8] = b"May anh cua don";

fn add(town: &Town, name: &str, role: &str, more: &[&str]) -> String {
    town.user(&[&["add", name, "--role", role], more].concat());
    town.token(name, MAY)
}

#[test]
fn a_public_photo_comes_whole_to_those_alone_who_may_read_its_record_were_it_internal() {
    for engine in ENGINES {
        let town = town(engine);
        let an = add(&town, "an", "inspector", &["--unit", "don-a"]);
        let here = [
            add(&town, "chi", "viewer", &["--unit", "don-a"]),
            add(&town, "tinh", "viewer", &["--unit", "son-la"]),
            add(&town, "moi", "viewer", &[]),
            add(&town, "gan", "viewer", &["--unit", "son-la", "--range", "VN-LA:140..150"]),
        ];
        let elsewhere = [
            add(&town, "binh", "commander", &["--unit", "don-b"]),
            add(&town, "xa", "viewer", &["--unit", "son-la", "--range", "VN-LA:200..220"]),
        ];
        let content = photo(1);
        assert_eq!(Sender { base: &town.program.base, token: Some(&an) }.send(&content, "image/jpeg").status, 204);
        put(&town, 1, Label::Public, ReviewState::Approved, "an", &[(&content, MediaType::Jpeg)]);
        let (path, listed) =
            (format!("/api/v1/attachments/{}", sha256(&content)), format!("/api/v1/records/{}/attachments", id(1)));
        until(|| of(&town, None, &path).status == 200);
        let got = |token: Option<&str>| {
            let file = of(&town, token, &path);
            assert_eq!(file.status, 200, "{engine:?}");
            let camera = file.body.windows(CAMERA.len()).any(|part| part == CAMERA);
            let told = of(&town, token, &listed).json()["attachments"][0].get("picture").is_some();
            (file.body == content, camera, told)
        };
        assert_eq!(got(None), (false, false, false));
        for token in &elsewhere {
            assert_eq!(got(Some(token)), (false, false, false), "{engine:?}: elsewhere he is as the public");
        }
        for token in here.iter().chain([&an]) {
            assert_eq!(got(Some(token)), (true, true, true), "{engine:?}");
        }
    }
}

#[test]
fn a_restricted_file_is_noted_whoever_else_names_it() {
    for engine in ENGINES {
        let town = town(engine);
        let an = add(&town, "an", "commander", &["--unit", "don-a"]);
        let chi = add(&town, "chi", "commander", &["--unit", "don-a"]);
        add(&town, "binh", "inspector", &["--unit", "don-a"]);
        let content = photo(1);
        assert_eq!(Sender { base: &town.program.base, token: Some(&an) }.send(&content, "image/jpeg").status, 204);
        let files: &[(&[u8], MediaType)] = &[(&content, MediaType::Jpeg)];
        put(&town, 1, Label::Restricted, ReviewState::Approved, "an", files);
        // Named by somebody who does not have it, it is shown by the restricted record alone.
        put(&town, 2, Label::Internal, ReviewState::Approved, "binh", files);
        until(|| of(&town, Some(&chi), &format!("/api/v1/records/{}/attachments", id(2))).status == 200);
        let lines = || {
            let out = Command::new(env!("CARGO_BIN_EXE_mocgioi"))
                .args(["audit", "reads", "--json", "--database", &town.database.url])
                .output()
                .unwrap();
            let told: Value = serde_json::from_slice(&out.stdout).unwrap();
            told["entries"].as_i64().unwrap()
        };
        let before = lines();
        for (n, more) in (1..).zip(["", "/thumbnail"]) {
            let path = format!("/api/v1/attachments/{}{more}", sha256(&content));
            assert_eq!(of(&town, Some(&chi), &path).status, 200);
            assert_eq!(lines() - before, n, "{engine:?}: {path}");
        }
    }
}
