//! The protocol, step by step, on both engines.

use crate::pictures::{photo, photo_of};
use crate::support::{Database, ENGINES, Engine, Server, refused};
use crate::wire::{Sender, metadata, sha256};

#[test]
fn a_file_is_sent_in_pieces_and_the_server_says_how_far_it_has_come() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = Server::start(&database);
        let sender = Sender { base: &server.base, token: None };
        let content = photo(1);
        let begun = sender.begin(&sha256(&content), content.len(), "image/jpeg");
        assert_eq!((begun.status, begun.header("tus-resumable")), (201, "1.0.0"), "{}", begun.text());
        let upload = begun.header("location").to_owned();
        assert_eq!(sender.stands(&upload), 0);
        let first = sender.go_on(&upload, 0, &content[..700]);
        assert_eq!((first.status, first.header("upload-offset")), (204, "700"), "{}", first.text());
        assert!(first.header("upload-expires").ends_with(" GMT"));
        assert_eq!(sender.stands(&upload), 700);
        // From anywhere else it does not go on.
        for wrong in [0, 699, 701, content.len()] {
            let answer = sender.go_on(&upload, wrong, &content[700..]);
            refused(&answer, 409, "upload_offset");
            assert_eq!(answer.json()["offset"], 700);
        }
        let unknown = server.get(&format!("/api/v1/attachments/{}", sha256(&content)));
        refused(&unknown, 404, "unknown_attachment");
        let last = sender.go_on(&upload, 700, &content[700..]);
        assert_eq!((last.status, last.header("upload-offset")), (204, content.len().to_string().as_str()));
        // Whoever did not hear the last answer asks, and hears that it is done.
        assert_eq!(sender.stands(&upload), content.len());
        let kept = server.get(&format!("/api/v1/attachments/{}", sha256(&content)));
        assert_eq!((kept.status, kept.header("content-type")), (200, "image/jpeg"));
        assert!(kept.body == content);
    }
}

#[test]
fn more_than_was_announced_is_refused_and_what_was_right_stays() {
    let database = Database::new(Engine::Sqlite);
    let server = Server::start(&database);
    let sender = Sender { base: &server.base, token: None };
    let content = photo(2);
    let upload = sender.begin(&sha256(&content), content.len(), "image/jpeg").header("location").to_owned();
    let longer = [&content[..], b"x"].concat();
    refused(&sender.go_on(&upload, 0, &longer), 400, "upload_header");
    let stands = sender.stands(&upload);
    assert_eq!(sender.go_on(&upload, stands, &content[stands..]).status, 204);
}

#[test]
fn what_is_begun_again_is_the_same_upload_as_far_as_it_has_come() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = Server::start(&database);
        let sender = Sender { base: &server.base, token: None };
        let content = photo(4);
        let begin = || sender.begin(&sha256(&content), content.len(), "image/jpeg");
        // The answer to the beginning is lost more often than an account may have uploads.
        let uploads: Vec<String> = (0..120).map(|_| begin().header("location").to_owned()).collect();
        assert!(uploads.iter().all(|upload| *upload == uploads[0]), "{engine:?}: {}", begin().text());
        assert_eq!(sender.go_on(&uploads[0], 0, &content[..700]).status, 204);
        let again = begin();
        assert_eq!((again.header("location"), again.header("upload-offset")), (uploads[0].as_str(), "700"));
        assert_eq!(sender.stands(&uploads[0]), 700, "{engine:?}: nothing of it is lost");
        // Under the same name, and yet another file: another length is another upload.
        let other = sender.begin(&sha256(&content), content.len() + 1, "image/jpeg");
        assert_ne!(other.header("location"), uploads[0], "{engine:?}");
        assert_eq!(sender.go_on(&uploads[0], 700, &content[700..]).status, 204);
        assert!(server.get(&format!("/api/v1/attachments/{}", sha256(&content))).body == content, "{engine:?}");
    }
}

#[test]
fn an_upload_that_is_ended_is_gone() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let server = Server::start(&database);
        let sender = Sender { base: &server.base, token: None };
        let content = photo(3);
        let upload = sender.begin(&sha256(&content), content.len(), "image/jpeg").header("location").to_owned();
        assert_eq!(sender.go_on(&upload, 0, &content[..100]).status, 204);
        let folder = database.data_dir().join("uploads");
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
        let ended = sender.ask("DELETE", &upload, &[("tus-resumable", "1.0.0")], b"");
        assert_eq!((ended.status, ended.header("tus-resumable")), (204, "1.0.0"), "{}", ended.text());
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
        refused(&sender.go_on(&upload, 100, &content[100..]), 404, "unknown_upload");
        refused(&sender.get(&upload), 404, "unknown_upload");
    }
}

#[test]
fn what_cannot_be_begun_is_refused_with_the_reason() {
    let database = Database::new(Engine::Sqlite);
    let server = Server::start(&database);
    let sender = Sender { base: &server.base, token: None };
    let sha = sha256(b"x");
    refused(&sender.begin(&sha, 33 * 1024 * 1024, "image/jpeg"), 413, "file_too_large");
    refused(&sender.begin(&sha, 0, "image/jpeg"), 400, "upload_header");
    refused(&sender.begin(&sha.to_uppercase(), 5, "image/jpeg"), 400, "upload_header");
    refused(&sender.begin(&sha, 5, "image/gif"), 400, "upload_header");
    refused(&sender.begin(&sha, 5, "text/html"), 400, "upload_header");
    let all = metadata(&[("sha256", &sha), ("filetype", "image/jpeg")]);
    for headers in [
        vec![("upload-metadata", all.as_str())],
        vec![("upload-length", "-5"), ("upload-metadata", &all)],
        vec![("upload-length", "5")],
        vec![("upload-length", "5"), ("upload-metadata", "sha256 ***,filetype aW1hZ2UvanBlZw==")],
        vec![("upload-defer-length", "1"), ("upload-metadata", &all)],
    ] {
        refused(&sender.ask("POST", "/api/v1/uploads", &headers, b""), 400, "upload_header");
    }
    let other = [("tus-resumable", "0.2.0"), ("upload-length", "5"), ("upload-metadata", &all)];
    let answer = sender.ask("POST", "/api/v1/uploads", &other, b"");
    refused(&answer, 412, "tus_version");
    assert_eq!(answer.header("tus-resumable"), "1.0.0");
    let spoken = sender.ask("OPTIONS", "/api/v1/uploads", &[], b"");
    assert_eq!((spoken.status, spoken.header("tus-version")), (204, "1.0.0"));
    assert_eq!(spoken.header("tus-extension"), "creation,expiration,termination");
    assert_eq!(spoken.header("tus-max-size"), "33554432");
    let wrong_media = sender.ask("PATCH", "/api/v1/uploads/01932f5e-7c1a-7abc-8def-000000000000", &[], b"x");
    refused(&wrong_media, 415, "unsupported_media_type");
}

#[test]
fn two_at_once_do_not_mix_their_bytes() {
    let database = Database::new(Engine::Sqlite);
    let server = Server::start(&database);
    let sender = Sender { base: &server.base, token: None };
    let content = photo_of(5, 800, 600);
    let upload = sender.begin(&sha256(&content), content.len(), "image/jpeg").header("location").to_owned();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let send = || sender.go_on(&upload, 0, &content).status;
        let all: Vec<_> = (0..6).map(|_| scope.spawn(send)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 204).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 204 | 409 | 423)), "{statuses:?}");
    assert!(server.get(&format!("/api/v1/attachments/{}", sha256(&content))).body == content);
}
