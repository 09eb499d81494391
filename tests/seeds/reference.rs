//! Boundary lines and markers: each says where it comes from and how far off it can be.

use std::collections::HashSet;

use mocgioi::domain::line::LineStatus;
use mocgioi::domain::location::Referent;
use mocgioi::domain::marker::{Anchor, Attestation, Side};
use mocgioi::domain::number::MarkerKey;
use mocgioi::exchange::reference::{self, Reference, ReferenceMarker};
use mocgioi::exchange::seeds::files;
use unicode_normalization::UnicodeNormalization;

use crate::all_seeds;

fn load() -> Reference {
    reference::load().unwrap_or_else(|fault| panic!("{fault}"))
}

fn find<'r>(reference: &'r Reference, key: &str) -> &'r ReferenceMarker {
    let key: MarkerKey = key.parse().unwrap();
    reference.markers.iter().find(|marker| marker.body.key == key).unwrap_or_else(|| panic!("no {key}"))
}

#[test]
fn the_lines_are_sketches_that_say_where_they_come_from() {
    let reference = load();
    let sizes: Vec<_> =
        reference.lines.iter().map(|line| (line.body.key.to_string(), line.body.vertices.len())).collect();
    let expected = [("VN-CN", 11_165), ("VN-LA", 21_661), ("VN-KH", 33_289)];
    assert_eq!(sizes, expected.map(|(key, vertices)| (key.to_owned(), vertices)));
    for reference_line in &reference.lines {
        let line = &reference_line.body;
        assert_eq!((line.status, line.version.as_str()), (LineStatus::Sketch, "osm-2026c"));
        let provenance = serde_json::to_value(&line.provenance).unwrap();
        for (field, text) in provenance.as_object().unwrap() {
            assert!(text.as_str().unwrap().trim().len() > 7, "{}: {field}", line.key);
        }
        assert!(line.provenance.attribution.contains("OpenStreetMap"));
        assert!(line.provenance.licence.contains("ODbL"));
        assert!(line.provenance.official_length.contains('%') && line.provenance.official_length.contains("km"));
        assert!(line.name.starts_with("Đường biên giới Việt Nam – ") && line.name_en.starts_with("Viet Nam–"));
        assert!(line.typical_m > 0.0 && line.worst_m > line.typical_m);
        assert!(!reference_line.body.numbers_note.is_empty());
        assert_eq!(line.numbers.line, line.key);
    }
}

#[test]
fn the_lines_meet_at_the_tripoints_and_run_in_the_order_of_the_numbers() {
    let reference = load();
    let [china, laos, cambodia] = reference.lines.as_slice() else { panic!("three lines") };
    let end = |line: &mocgioi::domain::line::BoundaryLine| *line.vertices.last().unwrap();
    assert_eq!(china.body.vertices[0], laos.body.vertices[0]);
    assert_eq!(end(&laos.body), cambodia.body.vertices[0]);
    assert!(china.body.vertices[0].lon() < end(&china.body).lon());
    assert!(laos.body.vertices[0].lat() > end(&laos.body).lat());
    assert!(cambodia.body.vertices[0].lat() > end(&cambodia.body).lat());
}

#[test]
fn ten_markers_have_published_positions_with_their_sources() {
    let reference = load();
    let surveyed: Vec<_> = reference.markers.iter().filter(|marker| marker.observed.is_some()).collect();
    assert_eq!(surveyed.len(), 10);
    for ReferenceMarker { body: marker, .. } in surveyed {
        assert_eq!((marker.attestation, marker.anchor), (Attestation::Published, None));
        assert!(marker.source.contains("Protocol of 2009") && marker.source.contains('°'), "{}", marker.source);
        assert!(marker.height_m.as_deref().is_some_and(|height| height.parse::<f64>().is_ok()));
        assert!(marker.description.is_some());
        assert_ne!(marker.side, Side::Unknown);
    }
    // (k) does not tell the side.
    assert_eq!(find(&reference, "VN-CN:261.1").body.side, Side::Theirs);
    assert_eq!(find(&reference, "VN-CN:222.1").body.side, Side::Ours);
}

#[test]
fn a_marker_without_a_published_position_has_none() {
    for marker in load().markers {
        let is_published = marker.body.attestation == Attestation::Published;
        assert_eq!(marker.observed.is_some(), is_published, "{}", marker.body.key);
        assert!(!marker.body.source.is_empty(), "{}", marker.body.key);
    }
}

#[test]
fn the_ends_of_the_lines_are_anchored() {
    let reference = load();
    let anchored: Vec<_> =
        reference.markers.iter().filter_map(|m| Some((m.body.key.to_string(), m.body.anchor?))).collect();
    let expected = [("VN-CN:1378", Anchor::LineEnd), ("VN-LA:792", Anchor::LineEnd), ("VN-KH:0", Anchor::LineStart)];
    assert_eq!(anchored, expected.map(|(key, anchor)| (key.to_owned(), anchor)));
    assert_eq!(find(&reference, "VN-CN:0").body.aliases, ["VN-LA:0".parse().unwrap()]);
}

#[test]
fn every_number_that_a_document_names_is_in_the_register() {
    let reference = load();
    let registered: HashSet<MarkerKey> = reference.markers.iter().map(|marker| marker.body.key).collect();
    let mut named = HashSet::new();
    for seed in all_seeds() {
        match seed.referent {
            Some(Referent::Segment(segment)) => named.extend([segment.from(), segment.to()]),
            Some(Referent::Marker(key) | Referent::NearMarker(key)) => named.extend([key]),
            Some(Referent::Along { marker, toward, .. }) => named.extend([marker, toward]),
            Some(Referent::Area(_)) | None => {}
        }
    }
    assert_eq!(named.len(), 11);
    assert!(named.is_subset(&registered), "{:?}", named.difference(&registered));
    for key in named {
        let marker = &find(&reference, &key.to_string()).body;
        assert_eq!(marker.attestation, Attestation::Named, "{key}");
        assert!(!marker.cite.is_empty(), "{key}");
    }
}

#[test]
fn cites_of_markers_are_the_words_of_the_document_they_name() {
    let collapse = |text: &str| text.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    let mut seen = 0;
    for marker in load().markers {
        for cite in &marker.body.cite {
            let document = cite.document.as_deref().unwrap();
            let file = files::FILES.iter().find(|file| file.path.starts_with(&format!("documents/{document}-")));
            assert!(collapse(file.unwrap().text).contains(&collapse(&cite.quote)), "{}", marker.body.key);
            seen += 1;
        }
    }
    assert_eq!(seen, 13);
}
