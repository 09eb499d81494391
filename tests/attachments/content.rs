//! What is taken is what it says, looked at whole; of anything else nothing stays.

use crate::pictures::{photo, scan};
use crate::support::{Database, Engine, Server, refused};
use crate::wire::{Sender, sha256};

/// A picture whose head promises 20,000 × 20,000 points.
fn bomb() -> Vec<u8> {
    let mut bytes = photo(1);
    let frame = bytes.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap();
    bytes[frame + 5..frame + 9].copy_from_slice(&[0x4E, 0x20, 0x4E, 0x20]);
    bytes
}

fn with_comment(comment: &[u8]) -> Vec<u8> {
    let length = u16::try_from(comment.len() + 2).unwrap().to_be_bytes();
    let mut bytes = photo(1);
    bytes.splice(2..2, [&[0xFF, 0xFE], &length[..], comment].concat());
    bytes
}

#[test]
fn what_is_not_what_it_says_is_refused_and_nothing_of_it_stays() {
    let database = Database::new(Engine::Sqlite);
    let server = Server::start(&database);
    let sender = Sender { base: &server.base, token: None };
    let whole = photo(1);
    let page = b"<!DOCTYPE html><html><script>alert(document.cookie)</script></html>";
    let cases: [(&str, Vec<u8>, &str, &str); 14] = [
        ("a page that calls itself a photo", page.to_vec(), "image/jpeg", "content_not_allowed"),
        (
            "a drawing that can run scripts",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
            "image/png",
            "content_not_allowed",
        ),
        ("a GIF with another name", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), "image/jpeg", "content_not_allowed"),
        ("a program", b"\x7fELF\x02\x01\x01\0".to_vec(), "application/pdf", "content_not_allowed"),
        ("an archive", b"PK\x03\x04xxxxxxxxxxxx".to_vec(), "application/pdf", "content_not_allowed"),
        ("a scan that calls itself a photo", scan(1), "image/jpeg", "content_other_type"),
        ("a photo that calls itself a scan", whole.clone(), "application/pdf", "content_other_type"),
        ("a photo that is a page, too", [&whole[..], page].concat(), "image/jpeg", "content_markup"),
        ("a photo with a page in its comment", with_comment(page), "image/jpeg", "content_markup"),
        (
            "a scan that runs something",
            b"%PDF-1.4 <</S/JavaScript>> %%EOF".to_vec(),
            "application/pdf",
            "content_markup",
        ),
        ("half a photo", whole[..whole.len() / 2].to_vec(), "image/jpeg", "content_broken"),
        ("a photo without its last bytes", whole[..whole.len() - 2].to_vec(), "image/jpeg", "content_broken"),
        ("the first bytes of a photo", b"\xFF\xD8\xFF\xE0".to_vec(), "image/jpeg", "content_broken"),
        ("a picture that unfolds without end", bomb(), "image/jpeg", "picture_too_large"),
    ];
    for (what, content, media, code) in cases {
        let answer = sender.send(&content, media);
        assert_eq!((answer.status, answer.code().as_str()), (422, code), "{what}: {}", answer.text());
        assert_eq!(answer.header("tus-resumable"), "1.0.0");
        let got = server.get(&format!("/api/v1/attachments/{}", sha256(&content)));
        refused(&got, 404, "unknown_attachment");
    }
    assert_eq!(std::fs::read_dir(database.data_dir().join("uploads")).unwrap().count(), 0);
    assert!(!database.data_dir().join("blobs").exists());
    assert_eq!(sender.send(&whole, "image/jpeg").status, 204);
    assert_eq!(sender.send(&scan(1), "application/pdf").status, 204);
}

#[test]
fn content_with_another_digest_is_refused_and_can_be_sent_anew() {
    let database = Database::new(Engine::Sqlite);
    let server = Server::start(&database);
    let sender = Sender { base: &server.base, token: None };
    let (content, other) = (photo(1), photo(2));
    let length = content.len().min(other.len());
    let upload = sender.begin(&sha256(&content), length, "image/jpeg").header("location").to_owned();
    let answer = sender.go_on(&upload, 0, &other[..length]);
    refused(&answer, 422, "content_differs");
    refused(&sender.go_on(&upload, 0, &content), 404, "unknown_upload");
    assert_eq!(sender.send(&content, "image/jpeg").status, 204);
}

#[test]
fn no_browser_takes_a_file_for_a_page() {
    let database = Database::new(Engine::Sqlite);
    let server = Server::start(&database);
    let sender = Sender { base: &server.base, token: None };
    for (content, media, how) in [(photo(1), "image/jpeg", "inline"), (scan(1), "application/pdf", "attachment")] {
        assert_eq!(sender.send(&content, media).status, 204);
        let path = format!("/api/v1/attachments/{}", sha256(&content));
        let got = server.get_with(&path, &[("accept", "text/html")]);
        assert_eq!((got.status, got.header("content-type")), (200, media));
        assert_eq!(got.header("x-content-type-options"), "nosniff");
        assert!(got.header("content-security-policy").starts_with("sandbox; default-src 'none'"));
        assert!(got.header("content-disposition").starts_with(how), "{}", got.header("content-disposition"));
        assert!(got.header("cache-control").starts_with("private"), "{}", got.header("cache-control"));
        let held = server.get_with(&path, &[("if-none-match", got.header("etag"))]);
        assert_eq!((held.status, held.body.len()), (304, 0));
    }
    let small = server.get(&format!("/api/v1/attachments/{}/thumbnail", sha256(&photo(1))));
    assert_eq!((small.status, small.header("content-type")), (200, "image/jpeg"));
    let picture = image::load_from_memory(&small.body).unwrap();
    assert_eq!((picture.width(), picture.height()), (64, 48));
    let none = server.get(&format!("/api/v1/attachments/{}/thumbnail", sha256(&scan(1))));
    refused(&none, 404, "attachment_withheld");
}
