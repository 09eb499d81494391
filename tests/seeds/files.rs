//! The documents are byte for byte as received, and every file under `seeds/` is in the program.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use mocgioi::exchange::seeds::files::FILES;
use sha2::{Digest, Sha256};

/// SHA-256 of the documents as they were received.
const RECEIVED: [(&str, &str); 5] = [
    ("000-son-la-plan-2026.txt", "a9b678065d11d0136d66275070a8960adcaff4ae62b1bb0388dbc93d60d928ac"),
    ("001-resolution-23-nq-cp-2022.txt", "ceec0015a31b540fbfbd0ab583b6739cab151bc009c0c1d90111f57ee16316b3"),
    ("002-lang-son-letter-2026-02.txt", "0a0b89d03bf2a1601db2e7f12522e615b55ab28786115679a939f59e015c0421"),
    ("003-lang-son-notice-72-2026.txt", "eb5427413d9723cb6381260044ea1c3adfe914e0f077962b08669d3e16c47d71"),
    ("004-lang-son-conclusion-2025-05-21.txt", "c0c2af5622130e503ba34f6033b14fed83c531be66699365fc325d4f71782048"),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

/// All files under a folder, by their path from `root` with slashes.
fn files(root: &Path, folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(root, &path, found);
        } else {
            let parts: Vec<_> = path.strip_prefix(root).unwrap().iter().map(|part| part.to_str().unwrap()).collect();
            found.insert(parts.join("/"), std::fs::read(&path).unwrap());
        }
    }
}

#[test]
fn every_file_under_seeds_is_in_the_program() {
    let mut on_disk = BTreeMap::new();
    files(&folder(), &folder(), &mut on_disk);
    on_disk.remove("README.md").unwrap();
    let embedded: BTreeMap<_, _> =
        FILES.iter().map(|file| (file.path.to_owned(), file.text.as_bytes().to_vec())).collect();
    assert_eq!(embedded.len(), FILES.len(), "a file is listed twice");
    assert_eq!(embedded.keys().collect::<Vec<_>>(), on_disk.keys().collect::<Vec<_>>());
    assert!(embedded == on_disk, "a file was changed after the program was built");
}

fn hex_digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

#[test]
fn the_documents_are_as_received() {
    let mut on_disk = BTreeMap::new();
    let documents = folder().join("documents");
    files(&documents, &documents, &mut on_disk);
    let found: Vec<(String, String)> = on_disk.into_iter().map(|(name, bytes)| (name, hex_digest(&bytes))).collect();
    let received = RECEIVED.map(|(name, digest)| (name.to_owned(), digest.to_owned()));
    assert_eq!(found, received);
}
