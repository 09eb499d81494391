//! The rules. Each takes a file's path and text, and returns what is wrong with it.

use crate::imports::{Import, Target, imports, module};
use crate::lexer::tokens;

const LONGEST: usize = 400;

/// Each folder of `src`, with what it may import; its own modules always. Drawn in ARCHITECTURE.md.
const ORDER: [(&str, &[&str]); 10] = [
    ("main", &["app"]),
    ("app", &["http", "actions", "store", "atlas", "exchange", "blobs", "geo", "domain"]),
    ("http", &["actions", "atlas", "exchange", "geo", "domain"]),
    ("actions", &["store", "atlas", "exchange", "blobs", "geo", "domain"]),
    ("store", &["geo", "domain"]),
    ("atlas", &["geo", "domain"]),
    ("exchange", &["geo", "domain"]),
    ("blobs", &["domain"]),
    ("geo", &["domain"]),
    ("domain", &[]),
];

/// Paths that only some folders may name.
const RESERVED: [(&[&str], &[&str]); 2] = [
    // A GeoPackage is an SQLite file.
    (&["sqlx", "tokio_postgres"], &["store", "exchange::geopackage"]),
    (&["axum", "hyper", "tower", "tower_http"], &["http", "app"]),
];

/// The domain is pure: the rest of the world by path, …
const IMPURE_PATHS: [&str; 12] = [
    "tokio",
    "futures",
    "rand",
    "getrandom",
    "std::fs",
    "std::net",
    "std::io",
    "std::env",
    "std::process",
    "std::thread",
    "std::time::SystemTime",
    "std::time::Instant",
];
/// … by word wherever it stands, …
const IMPURE_WORDS: [&str; 3] = ["async", "await", "SystemTime"];
/// … whole, because under a shorter name the clock would not be seen (the domain has an `Instant` of its own), …
const IMPURE_WHOLE: [&str; 4] = ["std", "std::*", "std::time", "std::time::*"];
/// … and by what a path ends in: `Utc::now`, `Uuid::new_v4`.
const IMPURE_ENDS: [&str; 5] = ["now", "now_utc", "now_local", "now_v7", "new_v4"];

/// The row of `ORDER` for a file; `None` for `lib.rs`, which declares them all.
fn folder(path: &str) -> Option<String> {
    match path {
        "src/lib.rs" => None,
        "src/main.rs" => Some("main".to_owned()),
        _ => module(path).first().cloned(),
    }
}

fn complaint(path: &str, line: usize, what: &str) -> String {
    format!("{path}:{line}: {what}")
}

pub(crate) fn import_order(path: &str, text: &str) -> Vec<String> {
    let Some(own) = folder(path) else {
        return Vec::new();
    };
    let Some((_, allowed)) = ORDER.iter().find(|(name, _)| *name == own) else {
        return vec![complaint(path, 1, &format!("`{own}` has no place in the import order"))];
    };
    let judge = |Import { line, target }: Import| {
        let inside = match target {
            Target::Library(inside) => inside,
            // The crate of `main.rs` is the program alone; the library has its own name there.
            Target::Inside(inside) if own != "main" => inside,
            _ => return None,
        };
        let to = inside.first().map_or("*", String::as_str);
        if to == own || allowed.contains(&to) {
            None
        } else if to == "*" {
            Some(complaint(path, line, "imports the whole crate; name the folder"))
        } else if ORDER.iter().any(|(name, _)| *name == to) {
            Some(complaint(path, line, &format!("`{own}` must not import `{}`", inside.join("::"))))
        } else {
            // What `lib.rs` lends again would hide the folder it comes from.
            Some(complaint(path, line, &format!("`crate::{to}` is no folder; name the folder it comes from")))
        }
    };
    imports(path, text).into_iter().filter_map(judge).collect()
}

/// Names outside this crate that the file must not know.
pub(crate) fn kept_out(path: &str, text: &str) -> Vec<String> {
    let own = folder(path).unwrap_or_default();
    let place = module(path).join("::");
    let mut complaints = Vec::new();
    for (line, named) in named(path, text) {
        for (roots, holders) in RESERVED {
            if roots.iter().any(|root| is_under(&named, root)) && !holders.iter().any(|holder| is_under(&place, holder))
            {
                let what = format!("only {} may name `{named}`", holders.join(" and "));
                complaints.push(complaint(path, line, &what));
            }
        }
    }
    if own == "domain" {
        complaints.extend(impure(path, text));
    }
    complaints
}

fn impure(path: &str, text: &str) -> Vec<String> {
    let mut found = named(path, text);
    found.retain(|(_, named)| {
        IMPURE_PATHS.iter().any(|root| is_under(named, root))
            || IMPURE_WHOLE.contains(&named.as_str())
            || named.rsplit("::").next().is_some_and(|end| IMPURE_ENDS.contains(&end))
    });
    for token in tokens(text) {
        if let Some(word) = token.word().filter(|word| IMPURE_WORDS.contains(word)) {
            found.push((token.line, word.to_owned()));
        }
    }
    let what = |named| format!("the domain is pure and must not name `{named}`");
    found.into_iter().map(|(line, named)| complaint(path, line, &what(named))).collect()
}

/// The paths that lead out of this crate (or to a name in scope), with their lines.
fn named(path: &str, text: &str) -> Vec<(usize, String)> {
    let outside = |Import { line, target }: Import| match target {
        Target::Named(named) => Some((line, named.join("::"))),
        _ => None,
    };
    imports(path, text).into_iter().filter_map(outside).collect()
}

fn is_under(named: &str, root: &str) -> bool {
    named.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

pub(crate) fn length(path: &str, text: &str) -> Vec<String> {
    let lines = text.lines().count();
    if lines > LONGEST { vec![complaint(path, lines, &format!("more than {LONGEST} lines"))] } else { Vec::new() }
}

/// `#[ignore]`, also under `cfg_attr`, and documentation examples marked so.
pub(crate) fn skipped(path: &str, text: &str) -> Vec<String> {
    if path.rsplit('.').next() != Some("rs") {
        return Vec::new();
    }
    let mut complaints = Vec::new();
    let tokens = tokens(text);
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.is('#')) {
        let attribute = tokens[at..].iter().take_while(|token| !token.is(']'));
        if attribute.clone().nth(1).is_some_and(|token| token.is('['))
            && attribute.clone().any(|token| token.word() == Some("ignore"))
        {
            complaints.push(complaint(path, token.line, "a test is ignored"));
        }
    }
    for (at, line) in text.lines().enumerate() {
        let line = line.trim_start();
        if (line.starts_with("///") || line.starts_with("//!")) && line.contains(concat!("```", "ignore")) {
            complaints.push(complaint(path, at + 1, "an example is ignored"));
        }
    }
    complaints
}

/// Absolute paths of somebody's machine. The needles are put together here so that this file has none.
pub(crate) fn machine_paths(path: &str, text: &str) -> Vec<String> {
    const NEEDLES: [&str; 4] =
        [concat!("/", "root/"), concat!("/", "work/"), concat!("/", "home/"), concat!("/", "Users/")];
    let starts_a_path = |line: &str, at: usize| {
        !line[..at]
            .ends_with(|before: char| before.is_alphanumeric() || matches!(before, '.' | '_' | '-' | '}' | ')' | '/'))
    };
    let mut complaints = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for needle in NEEDLES {
            if line.match_indices(needle).any(|(at, _)| starts_a_path(line, at)) {
                complaints.push(complaint(path, number + 1, &format!("names a path under {needle}")));
            }
        }
    }
    complaints
}

/// Folders of `src` that the map does not show.
pub(crate) fn map(folders: &[String], map: &str) -> Vec<String> {
    let unmentioned = folders.iter().filter(|folder| !map.contains(&format!("{folder}/")));
    unmentioned.map(|folder| format!("ARCHITECTURE.md: no word on `{folder}/`")).collect()
}
