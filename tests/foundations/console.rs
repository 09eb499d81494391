//! The program on a console whose other end has gone away or cannot take more.

use std::fs::OpenOptions;
use std::process::{Command, Output, Stdio};

fn parse_into(out: impl Into<Stdio>) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_mocgioi"));
    program
        .args(["marker", "parse", "VN-CN:0"])
        .stdout(out)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
        .wait_with_output()
        .unwrap()
}

#[test]
fn who_reads_no_further_ends_it_quietly() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let ended = parse_into(writer);
    assert_eq!((ended.status.code(), String::from_utf8_lossy(&ended.stderr).as_ref()), (Some(141), ""));
}

#[test]
fn what_cannot_be_written_is_said() {
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let ended = parse_into(full);
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(74), "{said}");
    assert!(said.starts_with("mocgioi: ") && !said.contains("panicked"), "{said}");
}
