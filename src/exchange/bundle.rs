//! The archive of an evidence bundle, written and checked.
//!
//! | in the archive | what it is |
//! |---|---|
//! | `README.txt` | what this is and how to check it |
//! | `keys.json` | the public keys |
//! | `checkpoint.json` | the signed checkpoint that the entries lead to |
//! | `records/….json` | each record: readable, in canonical bytes, with its salt |
//! | `blocks/….json` | of rows of an import: the payload digests of their whole block |
//! | `entries.jsonl` | the log from the first of their entries up to the checkpoint |
//! | `manifest.json`, `manifest.sig` | every file with its SHA-256, and the signature over the manifest |
//!
//! Checking needs nothing but the archive. Cost: linear in its size; memory for records and blocks, not for entries.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Seek, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::archive::Archive;
use crate::domain::canonical::NotCanonical;
use crate::domain::chain::{Digest, Entry};
use crate::domain::checkpoint::{Checkpoint, Claim};
use crate::domain::evidence::{
    BlockList, BlockName, EntryLine, FORMAT, Item, Manifest, Member, NamedKey, NotProven, PURPOSE, Segment,
};
use crate::domain::signature::{PublicKey, SecretKey, Signature, hex};
use crate::domain::time::Instant;

const MANIFEST: &str = "manifest.json";
const SIGNATURE: &str = "manifest.sig";
const ENTRIES: &str = "entries.jsonl";
const KEYS: &str = "keys.json";
const CHECKPOINT: &str = "checkpoint.json";
const RECORDS: &str = "records/";
const BLOCKS: &str = "blocks/";
/// Most records of one bundle: an archive that is checked may have 1,000 files.
pub const MOST_RECORDS: usize = 900;

/// A bundle that is being written.
pub struct BundleWriter<W: Write + Seek> {
    zip: ZipWriter<W>,
    files: Vec<Member>,
}

impl<W: Write + Seek> BundleWriter<W> {
    pub fn new(out: W) -> Self {
        Self { zip: ZipWriter::new(out), files: Vec::new() }
    }

    /// # Errors
    /// When it cannot be written.
    pub fn text(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.zip.start_file(name, SimpleFileOptions::default())?;
        self.zip.write_all(text.as_bytes())?;
        self.files.push(Member { name: name.to_owned(), sha256: Digest::of(&[text.as_bytes()]).to_string() });
        Ok(())
    }

    fn json(&mut self, name: &str, value: &impl Serialize) -> io::Result<()> {
        self.text(name, &format!("{}\n", serde_json::to_string_pretty(value)?))
    }

    /// # Errors
    /// When it cannot be written.
    pub fn keys(&mut self, keys: &[PublicKey]) -> io::Result<()> {
        let named = |key: &PublicKey| NamedKey { key: key.id(), public: key.hex() };
        self.json(KEYS, &keys.iter().map(named).collect::<Vec<_>>())
    }

    /// # Errors
    /// When it cannot be written.
    pub fn checkpoint(&mut self, checkpoint: &Checkpoint) -> io::Result<()> {
        self.json(CHECKPOINT, checkpoint)
    }

    /// # Errors
    /// When it cannot be written.
    pub fn item(&mut self, item: &Item) -> io::Result<()> {
        let beside = if item.contender { "-contender" } else { "" };
        self.json(&format!("{RECORDS}{}-{}{beside}-{}.json", item.id, item.rev, item.seq), item)
    }

    /// # Errors
    /// When it cannot be written.
    pub fn block(&mut self, block: &BlockList) -> io::Result<()> {
        self.json(&format!("{BLOCKS}{}-{}.json", block.name.import, block.name.block), block)
    }

    /// The entries come last but for the manifest, page by page.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn entries(mut self) -> io::Result<EntriesWriter<W>> {
        self.zip.start_file(ENTRIES, SimpleFileOptions::default().large_file(true))?;
        Ok(EntriesWriter { bundle: self, hash: Sha256::new() })
    }
}

/// The entries of a bundle on their way.
pub struct EntriesWriter<W: Write + Seek> {
    bundle: BundleWriter<W>,
    hash: Sha256,
}

/// What the manifest says besides its files.
#[derive(Debug, Clone)]
pub struct About<'a> {
    pub epoch: &'a str,
    pub made_at: Instant,
    pub first: i64,
    pub previous: Digest,
}

impl<W: Write + Seek> EntriesWriter<W> {
    /// # Errors
    /// When it cannot be written.
    pub fn take(&mut self, entries: &[Entry]) -> io::Result<()> {
        for entry in entries {
            let line = format!("{}\n", serde_json::to_string(&EntryLine::of(entry))?);
            self.hash.update(line.as_bytes());
            self.bundle.zip.write_all(line.as_bytes())?;
        }
        Ok(())
    }

    /// # Errors
    /// When it cannot be written.
    pub fn finish(self, about: &About<'_>, key: &SecretKey) -> io::Result<()> {
        let mut bundle = self.bundle;
        bundle.files.push(Member { name: ENTRIES.to_owned(), sha256: hex(&self.hash.finalize()) });
        let manifest = Manifest {
            format: FORMAT,
            epoch: about.epoch.to_owned(),
            made_at: about.made_at,
            key: key.public().id(),
            first: about.first,
            previous: about.previous.to_string(),
            files: std::mem::take(&mut bundle.files),
        };
        let text = format!("{}\n", serde_json::to_string_pretty(&manifest)?);
        let signature =
            key.sign(PURPOSE, &fingerprint(&text)).map_err(|error: NotCanonical| io::Error::other(error))?;
        bundle.text(MANIFEST, &text)?;
        bundle.text(SIGNATURE, &signature.hex())?;
        bundle.zip.finish()?;
        Ok(())
    }
}

/// What a bundle proves.
#[derive(Debug)]
pub struct Proof {
    pub manifest: Manifest,
    pub checkpoint: Claim,
    /// The key that signed the manifest, and that of the checkpoint.
    pub key: PublicKey,
    pub checkpoint_key: PublicKey,
    /// Items with the time of receipt that their entries state.
    pub items: Vec<(Item, Instant)>,
}

/// Checks a bundle with nothing but itself. `pinned` is a key that the reader trusts; with it, another one is refused.
///
/// # Errors
/// [`NotProven`] with the first thing that does not hold.
pub fn check(file: File, pinned: Option<&PublicKey>) -> Result<Proof, NotProven> {
    let mut reader = Reader::open(file)?;
    let text = reader.text(MANIFEST)?;
    let manifest: Manifest = parsed(MANIFEST, &text)?;
    let keys = reader.text(KEYS)?;
    let keys: Vec<NamedKey> = parsed(KEYS, &keys)?;
    let key = named_key(&keys, &manifest.key)?;
    let signature = Signature::from_hex(&reader.text(SIGNATURE)?).ok_or_else(|| altered(SIGNATURE))?;
    if manifest.format != FORMAT || !key.verifies(PURPOSE, &fingerprint(&text), &signature) {
        return Err(NotProven::Unsigned(key.id()));
    }
    reader.compare(&manifest)?;
    let checkpoint: Checkpoint = parsed(CHECKPOINT, &reader.text(CHECKPOINT)?)?;
    let claim = checkpoint.checkpoint.clone();
    let checkpoint_key = named_key(&keys, &claim.key)?;
    if !checkpoint.is_signed_by(&checkpoint_key) {
        return Err(NotProven::CheckpointUnsigned(claim.key));
    }
    // Either may be what the reader knows: the checkpoint is the one that holds the log.
    if pinned.is_some_and(|pinned| *pinned != checkpoint_key) {
        return Err(NotProven::OtherKey { found: checkpoint_key.id() });
    }
    let items: Vec<Item> = reader.all(RECORDS)?;
    let blocks: Vec<BlockList> = reader.all(BLOCKS)?;
    let blocks: HashMap<BlockName, BlockList> = blocks.into_iter().map(|block| (block.name, block)).collect();
    let wanted = items.iter().flat_map(|item| std::iter::once(item.seq).chain(item.erased_under));
    let mut segment = Segment::begin(&manifest, wanted)?;
    for line in BufReader::new(reader.file(ENTRIES)?).lines() {
        let line = line.map_err(|error| NotProven::Unreadable(error.to_string()))?;
        segment.take(parsed(ENTRIES, &line)?)?;
    }
    let proven = segment.end(&claim)?;
    if manifest.epoch != claim.epoch || items.is_empty() {
        return Err(altered(MANIFEST));
    }
    let items = items.into_iter().map(|item| Ok((proven.check(&item, &blocks)?, item)));
    let items = items.map(|checked| checked.map(|(at, item)| (item, at))).collect::<Result<Vec<_>, NotProven>>()?;
    Ok(Proof { manifest, checkpoint: claim, key, checkpoint_key, items })
}

/// What is signed of the manifest: its bytes as they are.
fn fingerprint(text: &str) -> String {
    Digest::of(&[text.as_bytes()]).to_string()
}

fn altered(name: &str) -> NotProven {
    NotProven::Altered(name.to_owned())
}

fn parsed<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, NotProven> {
    serde_json::from_str(text).map_err(|_| altered(name))
}

fn named_key(keys: &[NamedKey], id: &str) -> Result<PublicKey, NotProven> {
    let named = keys.iter().find(|named| named.key == id).and_then(|named| PublicKey::from_hex(&named.public));
    named.filter(|key| key.id() == id).ok_or_else(|| altered(KEYS))
}

struct Reader {
    archive: Archive,
    names: Vec<String>,
}

impl Reader {
    fn open(file: File) -> Result<Self, NotProven> {
        let archive = Archive::open(file).map_err(|fault| NotProven::Unreadable(fault.en))?;
        let names = archive.names().to_vec();
        let mut seen = HashSet::new();
        match names.iter().find(|name| !seen.insert(name.as_str())) {
            Some(twice) => Err(NotProven::Foreign(twice.clone())),
            None => Ok(Self { archive, names }),
        }
    }

    fn file(&mut self, name: &str) -> Result<File, NotProven> {
        let at = self.names.iter().position(|held| held == name).ok_or_else(|| NotProven::Missing(name.to_owned()))?;
        self.archive.unpack(at).map_err(|_| altered(name))
    }

    fn text(&mut self, name: &str) -> Result<String, NotProven> {
        let mut text = String::new();
        self.file(name)?.read_to_string(&mut text).map_err(|_| altered(name))?;
        Ok(text)
    }

    /// Every file of the manifest is there and as it was, and nothing else is.
    fn compare(&mut self, manifest: &Manifest) -> Result<(), NotProven> {
        let mut rest: HashSet<String> = self.names.iter().cloned().collect();
        rest.remove(MANIFEST);
        rest.remove(SIGNATURE);
        for member in &manifest.files {
            let mut hash = Sha256::new();
            let mut file = self.file(&member.name)?;
            let mut piece = vec![0; 64 * 1024];
            loop {
                let read = file.read(&mut piece).map_err(|error| NotProven::Unreadable(error.to_string()))?;
                if read == 0 {
                    break;
                }
                hash.update(piece.get(..read).unwrap_or_default());
            }
            if hex(&hash.finalize()) != member.sha256 {
                return Err(altered(&member.name));
            }
            rest.remove(&member.name);
        }
        rest.into_iter().min().map_or(Ok(()), |foreign| Err(NotProven::Foreign(foreign)))
    }

    fn all<T: DeserializeOwned>(&mut self, folder: &str) -> Result<Vec<T>, NotProven> {
        let names: Vec<String> = self.names.iter().filter(|name| name.starts_with(folder)).cloned().collect();
        names.iter().map(|name| parsed(name, &self.text(name)?)).collect()
    }
}
