//! The files of the page: what they are served with, and that what is not ours is as its makers have it.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{Database, Engine, Program, get};
use crate::world::World;

#[test]
fn the_page_and_its_files_come_with_a_strict_policy_of_their_own() {
    let database = Database::new(Engine::Sqlite);
    let program = Program::start(&database.url, &["--access", "accounts"]);
    for (name, media) in [
        ("", "text/html"),
        ("main.js", "text/javascript"),
        ("sw.js", "text/javascript"),
        ("field.css", "text/css"),
        ("field.webmanifest", "application/manifest+json"),
        ("icon.svg", "image/svg+xml"),
    ] {
        // A session that has ended long ago keeps nobody from the page.
        let answer = get(&format!("{}/field/{name}", program.base), &[("cookie", "__Host-mocgioi=old")]);
        assert_eq!(answer.status, 200, "{name}");
        assert!(answer.header("content-type").starts_with(media), "{name}: {}", answer.header("content-type"));
        let policy = answer.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
        ] {
            assert!(policy.split(';').any(|said| said.trim() == part), "{part} of {name}: {policy}");
        }
        for never in ["unsafe", "*", "data:", "http"] {
            assert!(!policy.contains(never), "{policy}");
        }
    }
    for path in ["/field/none.js", "/field/README.md", "/field/..%2fCargo.toml", "/field", "/field/a/b"] {
        assert_eq!(get(&format!("{}{path}", program.base), &[]).status, 404, "{path}");
    }
    let others = get(&program.base, &[("accept", "text/html")]);
    assert!(!others.header("content-security-policy").contains("script-src"), "other pages have none");
}

#[test]
fn the_client_for_uploads_is_the_package_byte_for_byte() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let package = "tests/attachments/node_modules/tus-js-client";
    assert!(read("web/field/vendor-tus.min.js") == read(&format!("{package}/dist/tus.min.js")));
    let about: Value = serde_json::from_slice(&read(&format!("{package}/package.json"))).unwrap();
    let licences = String::from_utf8(read("web/field/vendor-licences.txt")).unwrap();
    assert!(licences.contains(&format!("tus-js-client {}", about["version"].as_str().unwrap())));
    for licence in [
        "LICENSE",
        "../url-parse/LICENSE",
        "../querystringify/LICENSE",
        "../requires-port/LICENSE",
        "../js-base64/LICENSE.md",
    ] {
        let text = String::from_utf8(read(&format!("{package}/{licence}"))).unwrap();
        assert!(licences.contains(text.trim()), "{licence}");
    }
}

/// What the parser of the server reads on a line.
fn parsed(text: &str) -> Option<String> {
    let out = Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .args(["marker", "parse", text, "--line", "VN-LA", "--json"])
        .output()
        .unwrap();
    let read: Value = serde_json::from_slice(&out.stdout).ok().filter(|_| out.status.success())?;
    read["key"].as_str().map(str::to_owned)
}

#[test]
fn the_phone_reads_marker_numbers_as_the_server_does() {
    let world = World::new();
    let mut phone = crate::support::phone::Phone::new(&world.program.base);
    for text in [
        "211",
        "mốc 211",
        "Mốc số 211",
        "khu vực mốc quốc giới 211",
        "47/7",
        "47 / 7",
        "261(1)",
        "47/7 (2)",
        "cọc dấu 12",
        "VN-LA:211",
        "VN-LA:47_7",
        "  211  ",
        "MỐC 211",
    ] {
        let script = format!("import('./marker.js').then((m) => m.markerKey({}, 'VN-LA'))", Value::from(text));
        let read = phone.run(&script);
        assert_eq!(read.as_str().map(str::to_owned), parsed(text), "{text}");
        assert!(read.is_string(), "{text}");
    }
    // What it does not read is left to its writer.
    for text in ["", "mốc", "144-145", "144 và 145", "2 1 1", "0211", "x"] {
        let script = format!("import('./marker.js').then((m) => m.markerKey({}, 'VN-LA'))", Value::from(text));
        assert_eq!(phone.run(&script), Value::Null, "{text}");
    }
}
