//! What `docs/security.md` says is held by tests is: every test that it names exists, and no requirement is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Requirements of levels 1 and 2 in each chapter of OWASP ASVS 5.0.0.
const CHAPTERS: [usize; 17] = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7];

fn rows(document: &str) -> Vec<Vec<&str>> {
    let rows = document.lines().filter(|line| line.starts_with("| ")).map(|line| line.trim_matches('|').split(" |"));
    let rows = rows.map(|cells| cells.map(str::trim).collect::<Vec<_>>());
    rows.filter(|cells| cells[0].split('.').count() == 3 && cells[0].starts_with(|c: char| c.is_ascii_digit()))
        .collect()
}

fn sources(folder: &Path, all: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            *all += &fs::read_to_string(path).unwrap();
        }
    }
}

#[test]
fn the_list_of_requirements_is_whole_and_names_tests_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = fs::read_to_string(root.join("docs/security.md")).unwrap();
    let mut code = String::new();
    sources(&root.join("src"), &mut code);
    sources(&root.join("tests"), &mut code);

    let (mut chapters, mut counts) = (BTreeMap::<usize, BTreeSet<&str>>::new(), BTreeMap::<&str, usize>::new());
    let mut named = 0;
    for row in rows(&document) {
        let [number, about, status, held_by] = row[..] else { panic!("{row:?} has not four cells") };
        let chapter = number.split('.').next().unwrap().parse().unwrap();
        assert!(chapters.entry(chapter).or_default().insert(number), "{number} is there twice");
        assert!(["met", "n/a", "open"].contains(&status) && !about.is_empty(), "{row:?}");
        assert!(status == "n/a" || !held_by.is_empty(), "{number}: why?");
        *counts.entry(status).or_default() += 1;
        for name in held_by.split('`').skip(1).step_by(2) {
            // Files, headers and settings are written in the same type; names of tests are sentences.
            if name.matches('_').count() >= 3
                && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            {
                assert!(code.contains(&format!("fn {name}(")), "{number}: there is no test {name}");
                named += 1;
            }
        }
    }
    let found: Vec<usize> = chapters.values().map(BTreeSet::len).collect();
    assert_eq!(found, CHAPTERS);
    assert!(named > 80, "{named}");
    let told = format!("{} met, {} not applicable, {} open", counts["met"], counts["n/a"], counts["open"]);
    assert!(document.contains(&told), "the text should say: {told}");
}
