//! `mocgioi report` at the console: the file, what it refuses, and what it never writes over.

use std::process::{Command, Output};

use crate::document::parts;
use crate::support::ENGINES;
use crate::world::{MONTH, month, report};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mocgioi")).arg("report").args(arguments).output().unwrap()
}

#[test]
fn the_console_writes_the_report_of_a_unit_and_refuses_what_there_is_not() {
    for engine in ENGINES {
        let posts = month(engine);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bao-cao.docx");
        let (path, url) = (file.to_str().unwrap(), posts.database_url().to_owned());
        let made =
            |more: &[&str]| run(&[&["periodic", "2026-11", "--database", &url, "--output", path], more].concat());
        let refused = |out: &Output, code: i32, words: &str| {
            let said = String::from_utf8_lossy(&out.stderr).into_owned();
            assert_eq!((out.status.code(), said.contains(words)), (Some(code), true), "{engine:?} {said}");
        };
        refused(&made(&["--unit", "don-khong-co"]), 2, "don-khong-co");
        refused(&made(&["--cutoff", "412"]), 2, "412@2026-11-14");
        refused(&made(&["--cutoff", "999999999@2026-11-20"]), 1, "999999999");
        refused(&run(&["nothing", "2026-11", "--database", &url, "--output", path]), 2, "resolution-23");
        refused(&run(&["periodic", "2026-13", "--database", &url, "--output", path]), 2, "2026-11");
        refused(&run(&["resolution-23", "2026-11", "--database", &url, "--output", path]), 2, "year");
        let nowhere = folder.path().join("khong-co.db");
        let nowhere = format!("sqlite://{}", nowhere.display());
        refused(&run(&["periodic", "2026-11", "--database", &nowhere, "--output", path]), 1, "khong-co.db");
        assert!(!file.exists(), "nothing is left of what was refused");

        let done = made(&["--unit", "don-a"]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let text = |file: &[u8]| String::from_utf8(parts(file)["word/document.xml"].clone()).unwrap();
        let first = std::fs::read(&file).unwrap();
        assert!(text(&first).contains("Tổng số lần kiểm tra:") && text(&first).contains("DON-A"), "{engine:?}");
        refused(&made(&["--unit", "don-b"]), 2, "--force");
        assert!(std::fs::read(&file).unwrap() == first, "what is there is not touched");
        // With the cut-off of then the same bytes, although the log went on; what is restricted only where it is asked for.
        let cut = report(&posts, "truong-a", MONTH)["cutoff"].as_str().unwrap().to_owned();
        let again = |more: &[&str]| {
            let done = made(&[&["--unit", "don-a", "--cutoff", &cut, "--force"], more].concat());
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            std::fs::read(&file).unwrap()
        };
        let (one, two) = (again(&[]), again(&[]));
        assert!(one == two, "{engine:?}");
        let restricted = again(&["--level", "restricted"]);
        assert!(text(&restricted).contains("mức phổ biến: hạn chế") && !text(&one).contains("hạn chế"), "{engine:?}");
    }
}
