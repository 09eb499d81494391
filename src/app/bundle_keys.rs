//! The keys that open bundles: the file `keys/bundle.key` of the data folder, as the age tools write and read it.
//!
//! The first key is the one that is given out; those below are older, and still open what was encrypted to them. Made when
//! it is first needed, of mode 0600. Each reading looks at the file again, so that a running server knows of a new key at
//! once.

use std::fs::{self, DirBuilder};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::NamedTempFile;

use crate::actions::Clock;
use crate::actions::queue::bundle::{Keyrings, NoKeyring};
use crate::domain::time::Instant;
use crate::exchange::sealed::{Keyring, new_key};

#[derive(Debug, thiserror::Error)]
pub enum BundleKeyError {
    #[error("{file}: dòng {line} không phải khóa age · line {line} is no age key")]
    Unsound { file: String, line: usize },
    #[error("{0}: người khác đọc được tệp khóa bí mật (chmod 600) · others can read the secret key (chmod 600)")]
    Exposed(String),
    #[error("{file}: {why}")]
    Io { file: String, why: io::Error },
}

/// The file with the keys.
#[derive(Debug, Clone)]
pub struct BundleKeys {
    path: PathBuf,
}

impl BundleKeys {
    pub fn of(data_dir: &Path) -> Self {
        Self { path: data_dir.join("keys").join("bundle.key") }
    }

    /// The same for those who may not know where the file lies.
    pub fn source(self, clock: Clock) -> Keyrings {
        Arc::new(move || self.keyring(clock()).map_err(|error| NoKeyring(error.to_string())))
    }

    /// The keys; the first is made where there is none.
    ///
    /// # Errors
    /// When the file cannot be read or made, others could have read it, or it holds what is no key.
    pub fn keyring(&self, now: Instant) -> Result<Keyring, BundleKeyError> {
        if let Some(text) = self.text()? {
            return self.parse(&text);
        }
        // Another process may make one at the same time: whichever was first stands.
        match self.written(&entry(now))?.persist_noclobber(&self.path) {
            Err(error) if error.error.kind() != ErrorKind::AlreadyExists => return Err(self.fault(error.error)),
            _ => self.sync()?,
        }
        let text = self.text()?.ok_or_else(|| self.fault(ErrorKind::NotFound.into()))?;
        self.parse(&text)
    }

    /// Puts a new key before those there are: it is given out from now on.
    ///
    /// # Errors
    /// As [`Self::keyring`].
    pub fn renew(&self, now: Instant) -> Result<Keyring, BundleKeyError> {
        let before = self.text()?.unwrap_or_default();
        if !before.is_empty() {
            self.parse(&before)?;
        }
        let text = entry(now) + &before;
        self.written(&text)?.persist(&self.path).map_err(|error| self.fault(error.error))?;
        self.sync()?;
        self.parse(&text)
    }

    fn text(&self) -> Result<Option<String>, BundleKeyError> {
        let mode = match fs::metadata(&self.path) {
            Err(why) if why.kind() == ErrorKind::NotFound => return Ok(None),
            about => about.map_err(|why| self.fault(why))?.permissions().mode(),
        };
        if mode & 0o077 != 0 {
            return Err(BundleKeyError::Exposed(self.path.display().to_string()));
        }
        fs::read_to_string(&self.path).map(Some).map_err(|why| self.fault(why))
    }

    fn parse(&self, text: &str) -> Result<Keyring, BundleKeyError> {
        let file = self.path.display().to_string();
        Keyring::parse(text).map_err(|line| BundleKeyError::Unsound { file, line })
    }

    /// A file of mode 0600 beside the one there is, whole and durable.
    fn written(&self, text: &str) -> Result<NamedTempFile, BundleKeyError> {
        let folder = self.path.parent().unwrap_or(&self.path);
        let write = || {
            DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
            let mut file = NamedTempFile::new_in(folder)?;
            file.write_all(text.as_bytes())?;
            file.as_file().sync_all()?;
            Ok(file)
        };
        write().map_err(|why| self.fault(why))
    }

    fn sync(&self) -> Result<(), BundleKeyError> {
        let folder = self.path.parent().unwrap_or(&self.path);
        fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(|why| self.fault(why))
    }

    fn fault(&self, why: io::Error) -> BundleKeyError {
        BundleKeyError::Io { file: self.path.display().to_string(), why }
    }
}

/// A new key, as the age tools write it.
fn entry(now: Instant) -> String {
    let (secret, public) = new_key();
    format!("# created: {now}\n# public key: {public}\n{secret}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_millis(1_764_000_000_000);

    #[test]
    fn a_key_is_made_once_and_a_new_one_goes_before_it() {
        let home = tempfile::tempdir().unwrap();
        let keys = BundleKeys::of(home.path());
        let first = keys.keyring(NOW).unwrap().recipient();
        assert_eq!(keys.keyring(NOW).unwrap().recipient(), first);
        let second = keys.renew(NOW).unwrap().recipient();
        assert_eq!(keys.keyring(NOW).unwrap().recipients(), [second, first]);
        assert_eq!(fs::read_dir(home.path().join("keys")).unwrap().count(), 1, "nothing else is left there");
    }

    #[test]
    fn nobody_else_may_read_it_and_what_is_no_key_is_not_replaced() {
        let home = tempfile::tempdir().unwrap();
        let keys = BundleKeys::of(home.path());
        keys.keyring(NOW).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&keys.path), mode(&home.path().join("keys"))), (0o600, 0o700));
        fs::set_permissions(&keys.path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(keys.keyring(NOW), Err(BundleKeyError::Exposed(_))));
        fs::set_permissions(&keys.path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&keys.path, "# lost\n").unwrap();
        assert!(matches!(keys.keyring(NOW), Err(BundleKeyError::Unsound { line: 0, .. })));
        assert!(matches!(keys.renew(NOW), Err(BundleKeyError::Unsound { .. })));
    }
}
