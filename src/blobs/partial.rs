//! A file on its way in.

use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::open_private;

/// What has come of a file, open to take more. Held by one at a time, whichever process; let go of when dropped.
#[derive(Debug)]
pub struct Partial {
    file: File,
    /// What is durable.
    durable: u64,
    at: u64,
}

impl Partial {
    pub(super) fn open(path: &Path, from: u64) -> io::Result<Self> {
        let mut file = open_private(path)?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::ErrorKind::WouldBlock.into(),
            TryLockError::Error(error) => error,
        })?;
        // Finished meanwhile: what was opened has another name by now, and must not be touched.
        let same = |here: &Metadata, there: &Metadata| (here.dev(), here.ino()) == (there.dev(), there.ino());
        if !fs::metadata(path).is_ok_and(|there| file.metadata().is_ok_and(|here| same(&here, &there))) {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        // Less than was acknowledged only when the file is gone; then it begins anew.
        let at = if file.metadata()?.len() < from { 0 } else { from };
        file.set_len(at)?;
        file.seek(SeekFrom::Start(at))?;
        Ok(Self { file, durable: at, at })
    }

    /// How many bytes there are.
    pub const fn len(&self) -> u64 {
        self.at
    }

    pub const fn is_empty(&self) -> bool {
        self.at == 0
    }

    /// # Errors
    /// When the disk does not answer, or is full; then nothing of this piece is there.
    pub fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        if let Err(error) = self.file.write_all(piece) {
            self.file.set_len(self.at)?;
            self.file.seek(SeekFrom::Start(self.at))?;
            return Err(error);
        }
        self.at += piece.len() as u64;
        Ok(())
    }

    /// Makes durable what was written, and says how far that is.
    ///
    /// # Errors
    /// When the disk does not answer, or is full: then what was not durable is taken back.
    pub fn commit(&mut self) -> io::Result<u64> {
        if let Err(error) = self.file.sync_all() {
            self.file.set_len(self.durable)?;
            self.at = self.durable;
            self.file.seek(SeekFrom::Start(self.at))?;
            return Err(error);
        }
        self.durable = self.at;
        Ok(self.durable)
    }
}
