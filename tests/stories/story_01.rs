//! Story 1. `mocgioi marker parse` reads every way the documents write markers, and refuses a bare "144" naming every
//! line on which it exists.

use std::process::{Command, Output};

use serde_json::{Value, json};

fn parse(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mocgioi")).args(["marker", "parse"]).args(arguments).output().unwrap()
}

fn keys(text: &str, line: Option<&str>) -> Vec<String> {
    let mut arguments = vec!["--json"];
    arguments.extend(line.map(|line| ["--line", line]).into_iter().flatten());
    arguments.push(text);
    let output = parse(&arguments);
    assert!(output.status.success(), "{text}: {}", String::from_utf8_lossy(&output.stderr));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let list = if found.is_array() { found.as_array().unwrap().clone() } else { vec![found] };
    list.iter().map(|one| one["key"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_way_the_documents_write_markers_is_read() {
    let laos = Some("VN-LA");
    for (text, line, expected) in [
        ("144 - 145", laos, vec!["VN-LA:144..145"]),
        ("đoạn giữa mốc quốc giới 193 - 194", laos, vec!["VN-LA:193..194"]),
        ("193 – 194", laos, vec!["VN-LA:193..194"]),
        ("khu vực mốc quốc giới\n\n211", laos, vec!["VN-LA:211"]),
        ("1088/2-1089", None, vec!["VN-CN:1088_2..1089"]),
        ("1119–1120", None, vec!["VN-CN:1119..1120"]),
        ("1119–\n\n1120", None, vec!["VN-CN:1119..1120"]),
        ("mốc 1104-1105", None, vec!["VN-CN:1104..1105"]),
        ("mốc \n\n1088/2 – 1089 và 1119-1120", None, vec!["VN-CN:1088_2..1089", "VN-CN:1119..1120"]),
        ("261(1)", Some("VN-CN"), vec!["VN-CN:261.1"]),
        ("222 (3)", Some("VN-CN"), vec!["VN-CN:222.3"]),
        ("47/7(2)", Some("VN-KH"), vec!["VN-KH:47_7.2"]),
        ("cọc dấu 12", Some("VN-KH"), vec!["VN-KH:stake-12"]),
        ("VN-CN:0", None, vec!["VN-CN:0"]),
        ("VN-LA:144..145", None, vec!["VN-LA:144..145"]),
    ] {
        assert_eq!(keys(text, line), expected, "{text}");
    }
}

#[test]
fn text_in_decomposed_letters_reads_the_same() {
    // "mốc" as a Mac writes it into a file name.
    let decomposed = "mo\u{302}\u{301}c 1104-1105";
    assert_eq!(keys(decomposed, None), ["VN-CN:1104..1105"]);
}

#[test]
fn the_answer_holds_canonical_form_key_and_kind() {
    let output = parse(&["--json", "1088/2"]);
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let expected = json!({
        "canonical": "1088/2", "key": "VN-CN:1088_2", "kind": "auxiliary", "line": "VN-CN", "number": 1088, "sub": 2, "k": null
    });
    assert_eq!(found, expected);
    let range: Value = serde_json::from_slice(&parse(&["--json", "1088/2-1089"]).stdout).unwrap();
    assert_eq!(range["kind"], "range");
    assert_eq!(range["from"]["key"], "VN-CN:1088_2");
    assert_eq!(range["to"]["key"], "VN-CN:1089");
}

#[test]
fn a_bare_144_is_refused_with_every_line_on_which_it_exists() {
    for (text, lang) in [("144", "vi"), ("144", "en"), ("144-145", "vi")] {
        let output = parse(&["--lang", lang, text]);
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(message.trim_end().lines().count(), 1, "one clear line: {message}");
        for line in ["VN-CN", "VN-KH", "VN-LA"] {
            assert!(message.contains(line), "{line} is not named: {message}");
        }
    }
}

#[test]
fn what_cannot_be_read_ends_with_code_2_and_says_which_piece() {
    for (text, piece) in [("mốc abc", "abc"), ("12x", "\"x\""), ("145-144", "144"), ("", "")] {
        let output = parse(&["--line", "VN-LA", text]);
        assert_eq!(output.status.code(), Some(2), "{text}");
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.contains(piece), "{message}");
    }
}

#[test]
fn a_line_that_contradicts_the_text_or_is_none_is_refused() {
    for (line, text, says) in [
        ("VN-LA", "VN-CN:5", vec!["VN-LA", "VN-CN"]),
        ("vn-la", "144 và VN-CN 1088/2-1089", vec!["VN-LA", "VN-CN"]),
        ("XX", "144", vec!["\"XX\"", "VN-CN", "VN-KH", "VN-LA"]),
        ("VN-TH", "144", vec!["VN-TH", "VN-CN", "VN-KH", "VN-LA"]),
    ] {
        for lang in ["vi", "en"] {
            let output = parse(&["--lang", lang, "--line", line, text]);
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{line} {text}: {told}");
            assert!(output.stdout.is_empty() && told.lines().count() == 1, "{told}");
            assert!(says.iter().all(|word| told.contains(word)), "{told}");
        }
    }
    let output = parse(&["--json", "--line", "VN-LA", "VN-CN:5"]);
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["error"]["code"], "line_contradicted");
    assert_eq!(keys("VN-LA:144", Some("vn-la")), ["VN-LA:144"], "the same line twice is no contradiction");
}
