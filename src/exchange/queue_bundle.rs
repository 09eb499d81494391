//! A queue with its files in one file (`.mocgioi`): a plain tar archive, sealed.
//!
//! ```text
//! queue.json            what the device would push: device, sent_at, records
//! files/SHA-256         each photo or scan under the digest that its record names, 64 small hexadecimal digits
//! ```
//!
//! Tar, because a phone writes it and we read it as it comes, and because nothing in it is packed: what comes out is
//! never more than what went in, so there is no bomb. **Bounds**: 20,000 files, a queue of 32 MiB. **Refused**: entries of
//! any other name or kind (links, sparse files, long names), a name twice, anything but zeros after the end.
//!
//! Read twice: first to its end, so that nothing of a damaged one is believed; then each file from where it lies. What is
//! in it never lies open on a disk. Cost: linear; memory for the queue and a piece.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom};

use tar::{Archive, EntryType};

use super::sealed::{Keyring, NotOpened, Opened};
use crate::domain::attachment::digest;
use crate::domain::chain::Digest;

const QUEUE: &str = "queue.json";
const FILES: &str = "files/";
/// Most bytes of the queue itself.
pub const LARGEST_QUEUE: u64 = 32 * 1024 * 1024;
/// Most files.
pub const MOST_FILES: usize = 20_000;

/// Why a bundle is not read.
#[derive(Debug, thiserror::Error)]
pub enum NotBundle {
    #[error(transparent)]
    Sealed(#[from] NotOpened),
    #[error("there is no queue.json in it")]
    NoQueue,
    /// Something that does not belong into one.
    #[error("{0} does not belong into a bundle")]
    Stray(String),
    #[error("{0} is in it twice")]
    Twice(String),
    #[error("the queue is larger than {LARGEST_QUEUE} bytes")]
    QueueTooLarge,
    #[error("there are more than {MOST_FILES} files")]
    TooManyFiles,
}

impl From<io::Error> for NotBundle {
    fn from(error: io::Error) -> Self {
        // What the archive's reader finds wrong inside has passed every check of the seal, or will not.
        match error.kind() {
            io::ErrorKind::Other => Self::Sealed(NotOpened::Damaged),
            _ => Self::Sealed(error.into()),
        }
    }
}

/// Where a file lies in the opened bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub at: u64,
    pub bytes: u64,
}

/// A bundle that was read to its end.
pub struct QueueBundle {
    pub queue: Vec<u8>,
    pub files: HashMap<Digest, Place>,
    opened: Opened,
}

impl QueueBundle {
    /// # Errors
    /// [`NotBundle`].
    pub fn open(file: File, keyring: &Keyring) -> Result<Self, NotBundle> {
        let again = file.try_clone().map_err(NotOpened::Unreadable)?;
        let mut sealed = keyring.open(file)?;
        let (queue, files) = look(&mut sealed)?;
        // A file and its copy have one place to read at; the first is not read any more.
        drop(sealed);
        Ok(Self { queue, files, opened: keyring.open(again)? })
    }

    /// One of its files, from the beginning.
    ///
    /// # Errors
    /// When the bundle changed meanwhile, or the disk does not answer.
    pub fn file(&mut self, place: Place) -> Result<impl Read + '_, NotBundle> {
        self.opened.seek(SeekFrom::Start(place.at))?;
        Ok((&mut self.opened).take(place.bytes))
    }
}

fn look(sealed: &mut impl Read) -> Result<(Vec<u8>, HashMap<Digest, Place>), NotBundle> {
    let (mut queue, mut files) = (None, HashMap::new());
    let mut archive = Archive::new(&mut *sealed);
    for entry in archive.entries()?.raw(true) {
        let mut entry = entry?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let kind = entry.header().entry_type();
        if kind == EntryType::Directory && name == FILES && entry.size() == 0 {
            continue;
        }
        if kind != EntryType::Regular {
            return Err(NotBundle::Stray(cut(&name)));
        }
        if name == QUEUE {
            if entry.size() > LARGEST_QUEUE {
                return Err(NotBundle::QueueTooLarge);
            }
            let mut text = Vec::new();
            entry.read_to_end(&mut text)?;
            if queue.replace(text).is_some() {
                return Err(NotBundle::Twice(name));
            }
            continue;
        }
        let sha256 = name.strip_prefix(FILES).and_then(digest).ok_or_else(|| NotBundle::Stray(cut(&name)))?;
        let place = Place { at: entry.raw_file_position(), bytes: entry.size() };
        if files.insert(sha256, place).is_some() {
            return Err(NotBundle::Twice(name));
        }
        if files.len() > MOST_FILES {
            return Err(NotBundle::TooManyFiles);
        }
        if io::copy(&mut entry, &mut io::sink())? != place.bytes {
            return Err(NotOpened::Damaged.into());
        }
    }
    // To the very end: a seal that was not seen whole proves nothing.
    let mut rest = [0; 1 << 13];
    loop {
        match sealed.read(&mut rest)? {
            0 => break,
            read if rest[..read].iter().any(|byte| *byte != 0) => return Err(NotBundle::Stray("\u{2026}".to_owned())),
            _ => {}
        }
    }
    queue.map(|queue| (queue, files)).ok_or(NotBundle::NoQueue)
}

/// A name that somebody else chose, for a message.
fn cut(name: &str) -> String {
    name.chars().take(80).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use tar::{Builder, Header};

    use super::*;

    fn packed(entries: &[(&str, EntryType, &[u8])]) -> Vec<u8> {
        let mut tar = Builder::new(Vec::new());
        for (name, kind, content) in entries {
            let mut header = Header::new_ustar();
            header.set_path(name).unwrap();
            header.set_entry_type(*kind);
            header.set_size(content.len() as u64);
            header.set_cksum();
            tar.append(&header, *content).unwrap();
        }
        tar.into_inner().unwrap()
    }

    fn name(content: &[u8]) -> String {
        format!("files/{}", Digest::of(&[content]))
    }

    fn looked(bytes: &[u8]) -> Result<(Vec<u8>, HashMap<Digest, Place>), NotBundle> {
        look(&mut { bytes })
    }

    const FILE: EntryType = EntryType::Regular;

    #[test]
    fn files_are_found_where_they_lie_in_whatever_order() {
        let photo = vec![9; 1_000];
        let bytes =
            packed(&[("files/", EntryType::Directory, b""), (&name(&photo), FILE, &photo), (QUEUE, FILE, b"{}")]);
        let (queue, files) = looked(&bytes).unwrap();
        assert_eq!(queue, b"{}");
        let place = files[&Digest::of(&[&photo])];
        let at = usize::try_from(place.at).unwrap();
        assert_eq!(bytes[at..at + 1_000], photo);
        // Tools fill up with zeros; whatever else stands there does not belong there.
        assert!(looked(&[bytes.as_slice(), &[0; 5_000]].concat()).is_ok());
        assert!(matches!(looked(&[bytes.as_slice(), b"x"].concat()), Err(NotBundle::Stray(_))));
    }

    #[test]
    fn what_does_not_belong_there_is_refused_by_name() {
        let stray = |name: &str, kind| match looked(&packed(&[(QUEUE, FILE, b"{}"), (name, kind, b"")])) {
            Err(NotBundle::Stray(found)) => found == name,
            _ => false,
        };
        for name in ["notes.txt", "files/abc", "queue.json.bak", "FILES/abc"] {
            assert!(stray(name, FILE), "{name}");
        }
        let kinds =
            [EntryType::Symlink, EntryType::Link, EntryType::GNUSparse, EntryType::GNULongName, EntryType::XHeader];
        for kind in kinds {
            assert!(stray("queue.json", kind), "{kind:?}");
        }
        assert!(matches!(looked(&packed(&[(QUEUE, FILE, b"{}"), (QUEUE, FILE, b"[]")])), Err(NotBundle::Twice(_))));
        assert!(matches!(looked(&packed(&[(&name(b"x"), FILE, b"x")])), Err(NotBundle::NoQueue)));
        assert!(matches!(looked(b""), Err(NotBundle::NoQueue)));
    }

    #[test]
    fn sizes_that_a_header_makes_up_bring_nothing_about() {
        let mut header = Header::new_ustar();
        header.set_path(QUEUE).unwrap();
        header.set_entry_type(FILE);
        header.set_size(LARGEST_QUEUE + 1);
        header.set_cksum();
        assert!(matches!(looked(header.as_bytes()), Err(NotBundle::QueueTooLarge)));
        header.set_size(1_000);
        header.set_cksum();
        assert!(looked(header.as_bytes()).is_err());
        header.set_path(name(b"x")).unwrap();
        header.set_size(u64::MAX >> 2);
        header.set_cksum();
        assert!(looked(&[header.as_bytes(), &[0; 4096][..]].concat()).is_err());
        let whole = packed(&[(QUEUE, FILE, b"{}"), (&name(&[7; 900]), FILE, &[7; 900])]);
        for end in (1..whole.len() - 1_024).step_by(97) {
            let _ = looked(&whole[..end]);
        }
    }
}
