//! The rules against small sources that break them, and against look-alikes that do not.

use crate::imports::{Target, imports, module};
use crate::rules::{import_order, kept_out, length, machine_paths, map, skipped};

/// The lines complained about.
fn lines(complaints: &[String]) -> Vec<usize> {
    complaints.iter().filter_map(|complaint| complaint.split(':').nth(1)?.parse().ok()).collect()
}

#[track_caller]
fn red(rule: fn(&str, &str) -> Vec<String>, path: &str, text: &str) {
    assert_eq!(lines(&rule(path, text)), [1], "{path}: {text}");
}

#[track_caller]
fn green(rule: fn(&str, &str) -> Vec<String>, path: &str, text: &str) {
    assert_eq!(rule(path, text), [""; 0], "{path}: {text}");
}

#[test]
fn a_file_is_the_module_of_its_path() {
    assert_eq!(module("src/http/ogc/items.rs"), ["http", "ogc", "items"]);
    assert_eq!(module("src/http/ogc/mod.rs"), ["http", "ogc"]);
    assert_eq!(module("src/store.rs"), ["store"]);
    assert_eq!(module("src/lib.rs"), [""; 0]);
}

#[test]
fn every_upward_import_is_seen() {
    let down = ["main", "app", "http", "actions", "store", "geo", "domain"];
    for (at, lower) in down.iter().enumerate().skip(1) {
        for upper in &down[..at] {
            red(import_order, &format!("src/{lower}/x.rs"), &format!("use crate::{upper}::Y;"));
        }
    }
}

#[test]
fn neighbours_do_not_import_each_other() {
    let neighbours = ["store", "atlas", "exchange"];
    for one in neighbours {
        for other in neighbours.into_iter().filter(|other| *other != one) {
            red(import_order, &format!("src/{one}/mod.rs"), &format!("use crate::{other}::Y;"));
        }
        green(import_order, &format!("src/{one}/mod.rs"), "use crate::{geo::Bbox, domain::Marker};");
    }
}

#[test]
fn http_reaches_the_store_only_through_actions() {
    red(import_order, "src/http/mod.rs", "use crate::store::Store;");
    green(import_order, "src/http/mod.rs", "use crate::{actions::approve, atlas::Atlas, exchange::gpx};");
}

#[test]
fn the_program_imports_only_app() {
    red(import_order, "src/main.rs", "use mocgioi::store::Store;");
    red(import_order, "src/main.rs", "fn main() { mocgioi::http::serve() }");
    green(import_order, "src/main.rs", "use mocgioi::app; fn main() { app::run(); crate::other() }");
}

#[test]
fn an_import_is_seen_however_it_is_written() {
    for text in [
        "use crate::store;",
        "use crate::store as kept;",
        "use crate::{store};",
        "use crate::{domain::Marker, geo, store::{self}};",
        "use {std::fmt, crate::{domain, store::*}};",
        "pub(crate) use crate::store::Store;",
        "fn f(_: &crate::store::Store) {}",
        "fn f() { ::mocgioi::store::open() }",
        "use super::super::store::Store;",
        "type S = super::super::store::Store;",
        "use super::super::{store::Store, domain::Marker};",
        "mod tests { use super::super::super::store::Store; }",
        "mod tests { fn f() {} } use super::super::store::Store;",
        "macro_rules! m { () => { $crate::store::open() } }",
        "#[cfg(test)] mod tests { use crate::store::Store; }",
        "/* in the way */ use crate::store::Store;",
        "const C: char = '\"'; use crate::store::Store;",
        "const C: char = '\\''; fn f<'a>(_: &'a str) { crate::store::open() }",
        "const R: &str = r#\"a \" b\"#; use crate::store::Store;",
        "const B: &[u8] = b\"\\\"\"; use crate::store::Store;",
        "fn f<'a>() -> impl Sized + use<'a> { crate::store::open() }",
        "use crate::*;",
        "use super::super::*;",
        "use crate::Store;",
    ] {
        red(import_order, "src/geo/line.rs", text);
    }
}

#[test]
fn what_only_looks_like_an_import_is_not_one() {
    for text in [
        "// use crate::store::Store;",
        "/// ```\n/// use mocgioi::store::Store;\n/// ```\nfn f() {}",
        "/* use /* crate::http::x */ crate::store::Store; */",
        "const S: &str = \"use crate::store::Store;\";",
        "const S: &str = \"\\\"\"; const T: &str = \"crate::store::x\";",
        "const R: &str = r##\"\"# crate::store::x\"##;",
        "pub(crate) fn store() { self::store::x(); super::store::y() }",
        "mod tests { use super::*; use super::super::line; }",
        "use crate::{domain::{Marker, markers::Key}, geo::bbox};",
        "use std::{fmt, collections::{BTreeMap as Map, *}};",
    ] {
        green(import_order, "src/geo/line.rs", text);
    }
}

#[test]
fn the_line_of_a_nested_import_is_its_own() {
    let text =
        "//! Words.\n\nuse crate::{\n    domain::Marker,\n    store::{\n        Reader,\n        Writer,\n    },\n};\n";
    assert_eq!(lines(&import_order("src/geo/line.rs", text)), [6, 7]);
    let text = "const S: &str = \"two\nlines\";\nuse crate::store;";
    assert_eq!(import_order("src/geo/line.rs", text), ["src/geo/line.rs:3: `geo` must not import `store`"]);
}

#[test]
fn a_use_tree_names_each_of_its_leaves() {
    let found = imports("src/atlas/query.rs", "use super::{build::{self, Block}, *};");
    let inside = |path: &[&str]| Target::Inside(path.iter().map(|part| (*part).to_owned()).collect());
    let targets: Vec<_> = found.into_iter().map(|import| import.target).collect();
    assert_eq!(targets, [inside(&["atlas", "build"]), inside(&["atlas", "build", "Block"]), inside(&["atlas", "*"])]);
}

#[test]
fn the_library_root_may_declare_everything_and_a_stranger_is_refused() {
    green(import_order, "src/lib.rs", "pub mod app; pub mod store; pub use crate::store::Store;");
    red(import_order, "src/helpers.rs", "");
    red(import_order, "src/helpers/mod.rs", "");
}

#[test]
fn the_domain_is_pure() {
    for text in [
        "async fn f() {}",
        "fn f() { g().await }",
        "use tokio::sync::Mutex;",
        "use std::fs;",
        "use std::{fmt, net::IpAddr};",
        "fn f() { std::fs::read(\"x\").ok(); }",
        "use std::time::Duration; type I = std::time::Instant;",
        "use std::time; fn f() -> time::Instant { g() }",
        "use std::time::{self as t, Duration};",
        "use std::{time::*};",
        "use std::time::Instant as Tick;",
        "fn f() { Instant::now() }",
        "use getrandom;",
        "extern crate rand;",
        "fn f() { rand::random() }",
        "fn f() { chrono::Utc::now() }",
        "fn f() -> Uuid { Uuid::now_v7() }",
    ] {
        assert!(!kept_out("src/domain/day.rs", text).is_empty(), "{text}");
    }
    green(kept_out, "src/domain/day.rs", "use std::{fmt, time::Duration}; fn f(now: u8, rand: u8) -> u8 { now }");
    green(
        kept_out,
        "src/domain/day.rs",
        "use super::time::Instant; fn f(at: Instant, time: crate::domain::time::Instant) {}",
    );
    green(kept_out, "src/domain/day.rs", "// async, SystemTime\nconst S: &str = \"std::fs::read\";");
    green(kept_out, "src/app/clock.rs", "use std::time::SystemTime; async fn f() { SystemTime::now(); }");
}

#[test]
fn sql_is_named_in_the_store_alone() {
    for folder in ["app", "http", "actions", "atlas", "exchange", "geo", "domain"] {
        assert!(!kept_out(&format!("src/{folder}/x.rs"), "use sqlx::Row;").is_empty(), "{folder}");
    }
    red(kept_out, "src/app/x.rs", "#[derive(sqlx::FromRow)] struct S;");
    red(kept_out, "src/main.rs", "use sqlx::Row;");
    green(kept_out, "src/store/x.rs", "use sqlx::{Row, query};");
    green(kept_out, "src/exchange/geopackage/x.rs", "use sqlx::{Row, query};");
    red(kept_out, "src/exchange/geopackages.rs", "use sqlx::Row;");
}

#[test]
fn http_is_named_at_the_door_alone() {
    for folder in ["actions", "store", "atlas", "exchange", "geo", "domain"] {
        red(kept_out, &format!("src/{folder}/x.rs"), "use axum::http::StatusCode;");
    }
    green(kept_out, "src/http/x.rs", "use axum::{Json, Router};");
    green(kept_out, "src/app/x.rs", "fn f() { axum::serve(); }");
}

#[test]
fn a_long_file_is_seen() {
    green(length, "src/x.rs", &"\n".repeat(400));
    assert_eq!(length("src/x.rs", &"\n".repeat(401)), ["src/x.rs:401: more than 400 lines"]);
}

#[test]
fn a_skipped_test_is_seen() {
    red(skipped, "tests/x.rs", "#[ignore] fn f() {}");
    red(skipped, "tests/x.rs", "#[ignore = \"slow\"] fn f() {}");
    red(skipped, "src/x.rs", "#[cfg_attr(windows, ignore)] fn f() {}");
    red(skipped, "src/x.rs", concat!("/// ```", "ignore"));
    green(skipped, "src/x.rs", "// #[ignore]\nconst S: &str = \"#[ignore]\"; #[test] fn ignore() {}");
    green(skipped, "web/x.md", "#[ignore]");
}

#[test]
fn a_path_of_one_machine_is_seen() {
    red(machine_paths, "docs/x.md", concat!("see /", "work/main/x"));
    red(machine_paths, "docs/x.md", concat!("`/", "root/.cargo`"));
    red(machine_paths, "docs/x.md", concat!("/", "home/lan/x"));
    red(machine_paths, "docs/x.md", concat!("DIR=/", "Users/lan"));
    green(machine_paths, "docs/x.md", concat!("GET …/v1/", "work/7, ./", "home/x, $DIR/", "work/ and /tmp/x"));
}

#[test]
fn a_folder_missing_from_the_map_is_seen() {
    let folders = ["geo".to_owned(), "store".to_owned()];
    assert_eq!(map(&folders, "| `geo/` | one algorithm a file |"), ["ARCHITECTURE.md: no word on `store/`"]);
}
