use super::*;

fn blobs() -> (tempfile::TempDir, Blobs) {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::new(folder.path().to_owned());
    (folder, blobs)
}

fn put(blobs: &Blobs, content: &[u8]) -> Digest {
    let (id, digest) = (Uuid::from_u128(7), Digest::of(&[content]));
    let mut partial = blobs.go_on(id, 0).unwrap();
    partial.write(content).unwrap();
    partial.commit().unwrap();
    drop(partial);
    blobs.keep(id, &digest).unwrap();
    digest
}

#[test]
fn what_was_not_acknowledged_is_gone_when_somebody_goes_on() {
    let (_folder, blobs) = blobs();
    let id = Uuid::from_u128(1);
    let mut first = blobs.go_on(id, 0).unwrap();
    first.write(b"mot hai").unwrap();
    assert_eq!(first.commit().unwrap(), 7);
    assert_eq!(blobs.go_on(id, 7).unwrap_err().kind(), io::ErrorKind::WouldBlock, "one at a time");
    drop(first);
    let mut second = blobs.go_on(id, 3).unwrap();
    second.write(b" ba").unwrap();
    second.commit().unwrap();
    assert_eq!(blobs.uploaded(id).unwrap().unwrap(), b"mot ba");
    drop(second);
    // A file that vanished begins anew, and says so.
    blobs.drop_upload(id).unwrap();
    assert_eq!(blobs.go_on(id, 6).unwrap().len(), 0);
}

#[test]
fn a_file_is_read_back_and_one_that_was_changed_is_not() {
    let (folder, blobs) = blobs();
    let digest = put(&blobs, b"anh chan moc");
    assert_eq!(blobs.read(&digest).unwrap(), b"anh chan moc");
    assert_eq!(blobs.all().unwrap(), (vec![digest], vec![]));
    assert!(blobs.uploaded(Uuid::from_u128(7)).unwrap().is_none());
    let path = blobs.path("blobs", &digest);
    fs::write(&path, b"anh khac").unwrap();
    assert!(matches!(blobs.read(&digest), Err(NotRead::Swapped)));
    assert!(matches!(blobs.verify(&digest), Err(NotRead::Swapped)));
    // Sent again, it takes the place of what was damaged.
    put(&blobs, b"anh chan moc");
    assert!(blobs.verify(&digest).is_ok());
    blobs.remove(&digest).unwrap();
    assert!(matches!(blobs.read(&digest), Err(NotRead::Missing)));
    fs::write(folder.path().join("blobs/la.txt"), b"x").unwrap();
    assert_eq!(blobs.all().unwrap().1.len(), 1);
}
