//! The house rules, held by a test: who may import whom, how long a file may be, what is never skipped.
//!
//! Each rule is a function from sources to complaints (`file:line: …`), so the rules are themselves
//! tested on small sources that break them: a checker that cannot go red holds nothing.

mod imports;
mod lexer;
mod rules;
mod rules_test;
mod tree;

use tree::Tree;

/// Fails with every complaint at once, one a line.
fn hold(rule: &str, complaints: &[String]) {
    assert!(complaints.is_empty(), "{rule}:\n  {}\n", complaints.join("\n  "));
}

#[test]
fn no_module_imports_upward() {
    hold("the import order of ARCHITECTURE.md", &Tree::read(&["src"]).complaints(rules::import_order));
}

#[test]
fn each_folder_names_only_what_it_may_know() {
    hold("crates and names kept out of a folder", &Tree::read(&["src"]).complaints(rules::kept_out));
}

#[test]
fn no_source_file_is_long() {
    hold("split it by noun", &Tree::read(&["src"]).complaints(rules::length));
}

#[test]
fn no_test_is_skipped() {
    let tree = Tree::read(&["src", "tests", "benches", "examples"]);
    hold("a test that does not run proves nothing", &tree.complaints(rules::skipped));
}

#[test]
fn no_file_names_the_machine_it_was_written_on() {
    let tree = Tree::read(&["src", "tests", "benches", "examples", "migrations", "web", "scripts", "docs", ".ci", ""]);
    hold("paths of one machine", &tree.complaints(rules::machine_paths));
}

#[test]
fn architecture_md_mentions_every_folder_of_src() {
    hold("the map and the house differ", &rules::map(&tree::folders("src"), &tree::text("ARCHITECTURE.md")));
}
