//! What docs/attachments.md tells people to type works when it is pasted.

use std::process::Command;

use crate::pictures::photo;
use crate::support::{Database, Engine, Server};

#[test]
fn the_lines_of_the_document_send_a_photo_and_a_record_and_read_both() {
    let document = include_str!("../../docs/attachments.md");
    let lines = document.split("```sh\n").nth(1).unwrap().split("```").next().unwrap();
    let database = Database::new(Engine::Sqlite);
    let server = Server::start(&database);
    let here = database.data_dir();
    std::fs::write(here.join("anh.jpg"), photo(1)).unwrap();
    let lines = lines.replace("http://127.0.0.1:8080", &server.base);
    assert!(lines.contains(&server.base));
    let done = Command::new("bash").args(["-euc", &lines]).current_dir(&here).env("no_proxy", "*").output().unwrap();
    let (said, error) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{said}{error}");
    assert!(said.contains("\"outcome\":\"accepted\"") && said.contains("\"complete\":true"), "{said}{error}");
    assert!(said.contains(&format!("upload-offset: {}", photo(1).len())), "{said}");
    assert!(std::fs::read(here.join("tai-ve.jpg")).unwrap() == photo(1));
}
