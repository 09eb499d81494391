//! Every line of the documents is quoted in full or listed as left out, with a reason.
//!
//! A quote is the document's own words, character for character; a run of white space counts as one space, and both
//! sides are compared in Unicode form NFC because one document is partly decomposed.

use mocgioi::exchange::seeds::{Document, Seed, files};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use crate::{all_seeds, cites};

/// A document's text with white space collapsed, and the line number of each of its bytes.
struct Page {
    text: String,
    line_of: Vec<usize>,
}

impl Page {
    fn new(text: &str) -> Self {
        let mut page = Self { text: String::new(), line_of: Vec::new() };
        for (at, line) in text.split('\n').enumerate() {
            for c in line.nfc().chain([' ']) {
                if !c.is_whitespace() {
                    page.text.push(c);
                } else if !page.text.ends_with(' ') {
                    page.text.push(' ');
                }
                page.line_of.resize(page.text.len(), at + 1);
            }
        }
        page
    }
}

fn collapsed(quote: &str) -> String {
    let composed: String = quote.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Omitted {
    omit: Vec<Omit>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct Omit {
    lines: String,
    reason: String,
}

impl Omit {
    fn of(document: &str) -> Vec<Self> {
        let text = files::text(&format!("{document}/omitted.toml")).unwrap();
        toml::from_str::<Omitted>(text).unwrap().omit
    }

    fn range(&self) -> Option<std::ops::RangeInclusive<usize>> {
        let (from, to) = self.lines.split_once('-').unwrap_or((&self.lines, &self.lines));
        let range = from.parse().ok()?..=to.parse().ok()?;
        (!range.is_empty()).then_some(range)
    }
}

/// Everything that breaks the rule, in words.
fn complaints(text: &str, quotes: &[(String, String)], omitted: &[Omit]) -> Vec<String> {
    let page = Page::new(text);
    let mut covered = vec![false; page.text.len()];
    let mut complaints = Vec::new();
    for (by, quote) in quotes {
        let quote = collapsed(quote);
        let places: Vec<_> = page.text.match_indices(&quote).collect();
        if quote.is_empty() || places.is_empty() {
            complaints.push(format!("{by} quotes what the document does not say: {quote}"));
            continue;
        }
        for (at, quote) in places {
            covered[at..at + quote.len()].fill(true);
        }
    }
    let last = text.split('\n').count();
    let mut left_out = vec![false; last + 1];
    for omit in omitted {
        match omit.range() {
            Some(range) if *range.start() > 0 && *range.end() <= last => left_out[range].fill(true),
            _ => complaints.push(format!("omitted.toml: no such lines: {}", omit.lines)),
        }
        if omit.reason.trim().chars().count() < 3 {
            complaints.push(format!("omitted.toml: no reason for {}", omit.lines));
        }
    }
    let mut open = vec![String::new(); last + 1];
    for (at, c) in page.text.char_indices() {
        if !covered[at] && !left_out[page.line_of[at]] && c != ' ' {
            open[page.line_of[at]].push(c);
        }
    }
    let open = open.iter().enumerate().filter(|(_, rest)| !rest.is_empty());
    complaints.extend(open.map(|(line, rest)| format!("line {line} is neither quoted nor omitted: {rest}")));
    complaints
}

/// What the records quote, each with the key of its record.
fn quotes<'s>(seeds: impl IntoIterator<Item = &'s Seed>, document: &Document) -> Vec<(String, String)> {
    let own = seeds.into_iter().filter(|seed| seed.document.id == document.id);
    own.flat_map(|seed| cites(seed).into_iter().map(|(_, quote)| (seed.key.clone(), quote))).collect()
}

fn documents(seeds: &[Seed]) -> Vec<&Document> {
    let mut documents: Vec<&Document> = seeds.iter().map(|seed| &*seed.document).collect();
    documents.dedup();
    documents
}

fn text_of(document: &Document) -> &'static str {
    files::text(&document.file).unwrap_or_else(|| panic!("{} is not embedded", document.file))
}

#[test]
fn every_line_of_the_five_documents_is_quoted_or_left_out_for_a_reason() {
    let seeds = all_seeds();
    let documents = documents(&seeds);
    assert_eq!(documents.len(), 5);
    let mut found = Vec::new();
    for document in documents {
        let complaints = complaints(text_of(document), &quotes(&seeds, document), &Omit::of(&document.id));
        found.extend(complaints.into_iter().map(|complaint| format!("{}: {complaint}", document.file)));
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn a_record_that_is_missing_leaves_its_lines_uncovered() {
    let seeds = all_seeds();
    let mut noticed = 0;
    for document in documents(&seeds) {
        let omitted = Omit::of(&document.id);
        let own: Vec<&Seed> = seeds.iter().filter(|seed| seed.document.id == document.id).collect();
        let before = noticed;
        for without in &own {
            let rest = own.iter().copied().filter(|seed| seed.key != without.key);
            let complaints = complaints(text_of(document), &quotes(rest, document), &omitted);
            noticed += usize::from(complaints.iter().any(|complaint| complaint.starts_with("line ")));
        }
        assert!(noticed > before, "nothing of {} is noticed when missing", document.file);
    }
    // The others quote lines that a second record quotes too.
    assert!(noticed > 100, "only {noticed} records are noticed when missing");
}

#[test]
fn a_reason_that_is_missing_leaves_its_lines_uncovered() {
    let seeds = all_seeds();
    for document in documents(&seeds) {
        let quotes = quotes(&seeds, document);
        for (at, omit) in Omit::of(&document.id).iter().enumerate() {
            let mut omitted = Omit::of(&document.id);
            omitted.remove(at);
            let complaints = complaints(text_of(document), &quotes, &omitted);
            // Words that stand twice in a document count as quoted in both places.
            let stands_twice = omit.reason.contains("also stand at line");
            assert!(
                stands_twice || !complaints.is_empty(),
                "{}: {} is quoted in full anyway",
                document.file,
                omit.lines
            );
        }
    }
}

#[test]
fn the_check_finds_what_it_is_for() {
    let text = "Điều 1.\n\nđiểm sạt lở \n  sống núi đoạn\nKý tên";
    let quote = |quote: &str| ("r".to_owned(), quote.to_owned());
    let omit = |lines: &str, reason: &str| Omit { lines: lines.to_owned(), reason: reason.to_owned() };
    let good = [quote("điểm sạt lở sống núi đoạn")];
    let rest = [omit("1", "heading"), omit("5", "signature")];
    assert_eq!(complaints(text, &good, &rest), [""; 0]);
    let decomposed: String = text.nfd().collect();
    assert_eq!(complaints(&decomposed, &good, &rest), [""; 0]);

    let corrected = complaints(text, &[quote("điểm sạt lở Sống núi đoạn")], &rest);
    assert_eq!(corrected.len(), 3, "{corrected:?}");
    assert!(corrected[0].starts_with("r quotes what the document does not say"));
    let part = complaints(text, &[quote("điểm sạt lở sống")], &rest);
    assert_eq!(part, ["line 4 is neither quoted nor omitted: núiđoạn"]);
    assert_eq!(complaints(text, &good, &rest[..1]), ["line 5 is neither quoted nor omitted: Kýtên"]);
    let no_reason = complaints(text, &good, &[omit("1", " x "), omit("5", "signature")]);
    assert_eq!(no_reason, ["omitted.toml: no reason for 1"]);
    for lines in ["6", "0", "5-4", "a"] {
        let wrong = complaints(text, &good, &[rest[0].clone(), rest[1].clone(), omit(lines, "reason")]);
        assert_eq!(wrong, [format!("omitted.toml: no such lines: {lines}")]);
    }
}
