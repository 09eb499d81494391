//! Files under their SHA-256 in the data folder, and files on their way in.
//!
//! ```text
//! blobs/ab/cdef…     a file, under its digest; never changed
//! thumbs/ab/cdef…    its small copy, made when somebody first asks; may be deleted at any time
//! uploads/ID         a file on its way in
//! ```
//!
//! A file gets its place under its digest by renaming, after its content is durable; then the folder is made durable. So
//! whatever stands there is whole, unless somebody or the disk damaged it: every reading compares the digest again.
//!
//! Not here: who may read or write, the database, what is in a file.

mod partial;

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::domain::attachment::digest;
use crate::domain::chain::Digest;
pub use partial::Partial;

/// The folder. Nothing is made before the first file comes.
#[derive(Debug, Clone)]
pub struct Blobs {
    folder: PathBuf,
}

/// Why a file under a digest is not read.
#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    #[error("there is no such file")]
    Missing,
    /// Something else lies there.
    #[error("the content is not that of its digest")]
    Swapped,
    #[error(transparent)]
    Io(io::Error),
}

impl Blobs {
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn path(&self, kind: &str, digest: &Digest) -> PathBuf {
        let name = digest.to_string();
        self.folder.join(kind).join(&name[..2]).join(&name[2..])
    }

    fn upload(&self, id: Uuid) -> PathBuf {
        self.folder.join("uploads").join(id.to_string())
    }

    /// Opens what has come of an upload, to go on at a place. What lies beyond that place was never acknowledged.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`] while somebody else goes on with it.
    pub fn go_on(&self, id: Uuid, from: u64) -> io::Result<Partial> {
        make_folder(&self.folder.join("uploads"))?;
        Partial::open(&self.upload(id), from)
    }

    /// How much has come of an upload.
    ///
    /// # Errors
    /// When the disk does not answer.
    pub fn upload_length(&self, id: Uuid) -> io::Result<u64> {
        match fs::metadata(self.upload(id)) {
            Ok(about) => Ok(about.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        }
    }

    /// Whether something lies under a digest.
    pub fn has(&self, digest: &Digest) -> bool {
        self.path("blobs", digest).is_file()
    }

    /// What has come of an upload; none when nothing has.
    ///
    /// # Errors
    /// When the disk does not answer.
    pub fn uploaded(&self, id: Uuid) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.upload(id)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Gives an upload its place under its digest, which the caller has worked out from its content.
    ///
    /// # Errors
    /// When the disk does not answer, or is full.
    pub fn keep(&self, id: Uuid, digest: &Digest) -> io::Result<()> {
        let place = self.path("blobs", digest);
        let folder = place.parent().unwrap_or(&self.folder);
        make_folder(folder)?;
        File::open(self.upload(id))?.sync_all()?;
        fs::rename(self.upload(id), &place)?;
        sync_folder(folder)?;
        sync_folder(&self.folder.join("uploads"))
    }

    /// Uploads of which something is here.
    ///
    /// # Errors
    /// When the disk does not answer.
    pub fn uploads(&self) -> io::Result<Vec<Uuid>> {
        let entries = match fs::read_dir(self.folder.join("uploads")) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        Ok(names.filter_map(|name| Uuid::try_parse(&name).ok()).collect())
    }

    /// Removes what has come of an upload.
    ///
    /// # Errors
    /// When the disk does not answer.
    pub fn drop_upload(&self, id: Uuid) -> io::Result<()> {
        remove(&self.upload(id))
    }

    /// The content under a digest, which is compared.
    ///
    /// # Errors
    /// [`NotRead`].
    pub fn read(&self, digest: &Digest) -> Result<Vec<u8>, NotRead> {
        let bytes = fs::read(self.path("blobs", digest)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => NotRead::Missing,
            _ => NotRead::Io(error),
        })?;
        if Digest::of(&[&bytes]) == *digest { Ok(bytes) } else { Err(NotRead::Swapped) }
    }

    /// Whether what lies under a digest has it, without holding it in memory.
    ///
    /// # Errors
    /// [`NotRead`].
    pub fn verify(&self, digest: &Digest) -> Result<(), NotRead> {
        let mut file = File::open(self.path("blobs", digest)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => NotRead::Missing,
            _ => NotRead::Io(error),
        })?;
        let (mut hasher, mut piece) = (Sha256::new(), vec![0; 1 << 16]);
        loop {
            match file.read(&mut piece).map_err(NotRead::Io)? {
                0 => break,
                read => hasher.update(&piece[..read]),
            }
        }
        if hasher.finalize()[..] == digest.as_bytes()[..] { Ok(()) } else { Err(NotRead::Swapped) }
    }

    /// Removes a file and its small copy.
    ///
    /// # Errors
    /// When the disk does not answer.
    pub fn remove(&self, digest: &Digest) -> io::Result<()> {
        remove(&self.path("thumbs", digest))?;
        remove(&self.path("blobs", digest))
    }

    /// The small copy, if one was made.
    pub fn thumbnail(&self, digest: &Digest) -> Option<Vec<u8>> {
        fs::read(self.path("thumbs", digest)).ok().filter(|bytes| !bytes.is_empty())
    }

    /// Keeps a small copy. It can be made again, so it need not be durable, only whole.
    ///
    /// # Errors
    /// When the disk does not answer, or is full.
    pub fn keep_thumbnail(&self, digest: &Digest, bytes: &[u8]) -> io::Result<()> {
        let place = self.path("thumbs", digest);
        let folder = place.parent().unwrap_or(&self.folder);
        make_folder(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        file.persist(&place).map(drop).map_err(|error| error.error)
    }

    /// Digests of all files that lie here, and names of what does not belong here.
    ///
    /// # Errors
    /// When the disk does not answer.
    pub fn all(&self) -> io::Result<(Vec<Digest>, Vec<PathBuf>)> {
        let (mut found, mut strays) = (Vec::new(), Vec::new());
        let folder = self.folder.join("blobs");
        if !folder.exists() {
            return Ok((found, strays));
        }
        for outer in fs::read_dir(&folder)? {
            let outer = outer?.path();
            if !outer.is_dir() {
                strays.push(outer);
                continue;
            }
            for inner in fs::read_dir(&outer)? {
                let path = inner?.path();
                let name = |path: &Path| path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
                let whole = name(&outer).zip(name(&path)).map(|(head, tail)| head + &tail);
                match whole.and_then(|text| digest(&text)) {
                    Some(digest) => found.push(digest),
                    None => strays.push(path),
                }
            }
        }
        found.sort_unstable();
        Ok((found, strays))
    }
}

/// Makes a folder that is nobody else's business on this machine.
fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    // The folder itself must be found after a power cut.
    folder.parent().map_or(Ok(()), sync_folder)
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn open_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)
}

#[cfg(test)]
mod tests;
