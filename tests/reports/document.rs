//! The DOCX as a file: sound parts, links that lead somewhere, the layout that Decree 30/2020 asks for.

#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "as the format names its parts")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use serde_json::json;

use crate::posts::Posts;
use crate::support::ENGINES;
use crate::world::{MONTH, month};

/// The parts of a DOCX by their names.
pub(crate) fn parts(file: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut all = BTreeMap::new();
    for n in 0..archive.len() {
        let mut part = archive.by_index(n).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let name = part.name().unwrap().into_owned();
        all.insert(name, bytes);
    }
    all
}

/// Values of an attribute, wherever it stands; fails for what is no well-formed XML.
fn values(xml: &[u8], attribute: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_reader(xml);
    reader.config_mut().check_end_names = true;
    let mut found = Vec::new();
    let mut depth = 0_i32;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::End(_) => depth -= 1,
            event @ (quick_xml::events::Event::Start(_) | quick_xml::events::Event::Empty(_)) => {
                let (quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag)) = &event else {
                    unreachable!()
                };
                for held in tag.attributes() {
                    let held = held.unwrap();
                    if held.key.as_ref() == attribute {
                        found.push(held.value.into_owned());
                    }
                }
                depth += i32::from(matches!(event, quick_xml::events::Event::Start(_)));
            }
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    found
}

fn docx(posts: &Posts) -> Vec<u8> {
    let answer = posts.get("ngoai-vu", &format!("{MONTH}?f=docx"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.header("content-type").contains("wordprocessingml"));
    assert!(answer.header("content-disposition").contains("bao-cao-periodic-2026-11.docx"));
    answer.body
}

#[test]
fn every_part_is_well_formed_and_every_relationship_leads_somewhere() {
    for engine in ENGINES {
        let posts = month(engine);
        let hostile = "<w:p>&\u{1F600} ]]> \"a\" 'b'";
        let body = json!({ "text": hostile });
        let bearer = format!("Bearer {}", posts.token("ngoai-vu").unwrap());
        let url = format!("{}{MONTH}/narratives/opening", posts.server.base);
        let written =
            crate::support::send_with("PUT", &url, &[("authorization", &bearer)], None, body.to_string().as_bytes());
        assert_eq!(written.status, 200, "{}", written.text());
        let all = parts(&docx(&posts));
        let related = &all["word/_rels/document.xml.rels"];
        let ids: BTreeSet<String> = values(related, "Id").into_iter().collect();
        let document = &all["word/document.xml"];
        for attribute in ["r:id", "r:embed"] {
            let used = values(document, attribute);
            assert!(!used.is_empty() && used.iter().all(|id| ids.contains(id)), "{attribute}");
        }
        for target in values(related, "Target").iter().filter(|target| !target.starts_with("http")) {
            assert!(all.contains_key(&format!("word/{target}")), "{target}");
        }
        // What the content types name is there; other parts go by their endings.
        for name in values(&all["[Content_Types].xml"], "PartName") {
            assert!(all.contains_key(name.trim_start_matches('/')), "{name}");
        }
        for (name, bytes) in all.iter().filter(|(name, _)| name.ends_with(".xml") || name.ends_with(".rels")) {
            values(bytes, "none");
            assert!(!bytes.is_empty(), "{name}");
        }
        assert!(all.iter().any(|(name, bytes)| name.starts_with("word/media/") && bytes.starts_with(b"\x89PNG")));
        let ids: Vec<String> = values(document, "id").into_iter().collect();
        assert!(!ids.is_empty());
    }
}

#[test]
fn the_layout_is_that_of_decree_30() {
    let posts = month(ENGINES[0]);
    let all = parts(&docx(&posts));
    let text = |name: &str| String::from_utf8(all[name].clone()).unwrap();
    let (document, styles) = (text("word/document.xml"), text("word/styles.xml"));
    for part in [
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
        "w:top=\"1134\" w:right=\"850\" w:bottom=\"1134\" w:left=\"1701\"",
        "<w:titlePg/>",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Nơi nhận:",
        "Kính gửi: Ủy ban nhân dân tỉnh",
    ] {
        assert!(document.contains(part), "{part}");
    }
    assert!(
        styles.contains("Times New Roman")
            && styles.contains("w:firstLine=\"720\"")
            && styles.contains("w:val=\"both\"")
    );
    assert!(text("word/header1.xml").contains("PAGE") && !text("word/header2.xml").contains("PAGE"));
    // Every number leads to its records, on this server.
    let related = text("word/_rels/document.xml.rels");
    assert!(
        related.contains(&format!(
            "{}/api/v1/reports/periodic/2026-11/records?figure=inspections&amp;",
            posts.server.base
        ))
    );
}
