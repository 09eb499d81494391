//! Keys that checkpoints and bundles are signed with, in the folder `keys` of the data folder.
//!
//! | file | what it is |
//! |---|---|
//! | `ID.public` | a public key, kept for ever: old signatures are checked with it |
//! | `ID.secret` | the seed of the one key that signs now |
//! | `current` | the id of that key |
//! | `trusted` | public keys of others whose exchange files are believed: one a line, then a name; written by the operator |
//!
//! All of mode 0600 in a folder of mode 0700. A new key takes the place of the one before, whose secret is removed.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::actions::exchange_file::{ExchangeKeys, NoKeys, Signing, Trusted};
use crate::domain::signature::{PublicKey, SecretKey, hex, unhex_array};

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("chưa có khóa ký: chạy mocgioi audit key new · there is no key to sign with: run mocgioi audit key new")]
    None,
    #[error("không có khóa công khai {0} · there is no public key {0}")]
    Unknown(String),
    #[error("{0}: không phải khóa hợp lệ · not a sound key")]
    Unsound(String),
    #[error("{0}: người khác đọc được tệp khóa bí mật (chmod 600) · others can read the secret key (chmod 600)")]
    Exposed(String),
    #[error(
        "{0}: người khác sửa được tệp khóa tin cậy (chmod 644) · others can write the file of trusted keys (chmod 644)"
    )]
    Open(String),
    #[error("{file}: {why}")]
    Io { file: String, why: io::Error },
}

/// A public key and whether it signs now.
#[derive(Debug, Clone)]
pub struct Listed {
    pub key: PublicKey,
    pub current: bool,
}

/// The folder with the keys.
#[derive(Debug, Clone)]
pub struct Keys {
    folder: PathBuf,
}

impl Keys {
    pub fn of(data_dir: &Path) -> Self {
        Self { folder: data_dir.join("keys") }
    }

    /// Makes a key of this seed the one that signs. The secret of the one before is removed, its public key stays.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn renew(&self, seed: &[u8; 32]) -> Result<PublicKey, KeyError> {
        let fault = |why| fault(&self.folder, why);
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder).map_err(fault)?;
        let before = self.current_id()?;
        let key = SecretKey::from_seed(seed).public();
        let id = key.id();
        self.put(&format!("{id}.public"), &key.hex())?;
        self.put(&format!("{id}.secret"), &hex(seed))?;
        self.put("current", &id)?;
        fs::File::open(&self.folder).and_then(|folder| folder.sync_all()).map_err(fault)?;
        if let Some(before) = before.filter(|before| *before != id) {
            let old = self.folder.join(format!("{before}.secret"));
            match fs::remove_file(&old) {
                Err(why) if why.kind() != ErrorKind::NotFound => return Err(self::fault(&old, why)),
                _ => {}
            }
        }
        Ok(key)
    }

    /// The key that signs.
    ///
    /// # Errors
    /// When there is none, or others could have read it.
    pub fn current(&self) -> Result<SecretKey, KeyError> {
        let id = self.current_id()?.ok_or(KeyError::None)?;
        let path = self.folder.join(format!("{id}.secret"));
        let name = || path.display().to_string();
        let mode = fs::metadata(&path).map_err(|why| fault(&path, why))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(KeyError::Exposed(name()));
        }
        let text = fs::read_to_string(&path).map_err(|why| fault(&path, why))?;
        let key = unhex_array(text.trim_end()).map(|seed| SecretKey::from_seed(&seed));
        key.filter(|key| key.public().id() == id).ok_or_else(|| KeyError::Unsound(name()))
    }

    /// A public key by its id.
    ///
    /// # Errors
    /// When there is none, or it is not the key that its name says.
    pub fn public(&self, id: &str) -> Result<PublicKey, KeyError> {
        // The id comes from a file that somebody handed in: it must not lead elsewhere.
        if id.len() != 16 || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(KeyError::Unknown(id.chars().take(40).collect()));
        }
        let path = self.folder.join(format!("{id}.public"));
        let text = match fs::read_to_string(&path) {
            Err(why) if why.kind() == ErrorKind::NotFound => return Err(KeyError::Unknown(id.to_owned())),
            text => text.map_err(|why| fault(&path, why))?,
        };
        let key = PublicKey::from_hex(text.trim_end()).filter(|key| key.id() == id);
        key.ok_or_else(|| KeyError::Unsound(path.display().to_string()))
    }

    /// All public keys, in the order of their ids.
    ///
    /// # Errors
    /// When the folder cannot be read, or holds what is no key.
    pub fn list(&self) -> Result<Vec<Listed>, KeyError> {
        let current = self.current_id()?;
        let files = match fs::read_dir(&self.folder) {
            Err(why) if why.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            files => files.map_err(|why| fault(&self.folder, why))?,
        };
        let names = files.map(|file| file.map(|file| file.file_name().to_string_lossy().into_owned()));
        let mut names = names.collect::<Result<Vec<_>, _>>().map_err(|why| fault(&self.folder, why))?;
        names.sort_unstable();
        let ids = names.iter().filter_map(|name| name.strip_suffix(".public"));
        ids.map(|id| Ok(Listed { key: self.public(id)?, current: current.as_deref() == Some(id) })).collect()
    }

    /// Keys of others that are trusted; none where there is no such file.
    ///
    /// # Errors
    /// When the file cannot be read, others could have written it, or a line of it is no key.
    pub fn trusted(&self) -> Result<Vec<Trusted>, KeyError> {
        let path = self.folder.join("trusted");
        let mode = match fs::metadata(&path) {
            Err(why) if why.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            about => about.map_err(|why| fault(&path, why))?.permissions().mode(),
        };
        if mode & 0o022 != 0 {
            return Err(KeyError::Open(path.display().to_string()));
        }
        let text = fs::read_to_string(&path).map_err(|why| fault(&path, why))?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let read = |line: &str| {
            let (key, name) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let key = PublicKey::from_hex(key).ok_or_else(|| KeyError::Unsound(path.display().to_string()))?;
            Ok(Trusted { key, name: name.trim().to_owned() })
        };
        lines.map(read).collect()
    }

    /// The same for those who may not know where the folder lies.
    pub fn source(self) -> Signing {
        Arc::new(move || {
            let own = match self.current() {
                Ok(own) => Some(own),
                Err(KeyError::None) => None,
                Err(error) => return Err(NoKeys(error.to_string())),
            };
            let trusted = self.trusted().map_err(|error| NoKeys(error.to_string()))?;
            Ok(ExchangeKeys { own, trusted })
        })
    }

    fn current_id(&self) -> Result<Option<String>, KeyError> {
        let path = self.folder.join("current");
        match fs::read_to_string(&path) {
            Err(why) if why.kind() == ErrorKind::NotFound => Ok(None),
            text => text.map(|text| Some(text.trim_end().to_owned())).map_err(|why| fault(&path, why)),
        }
    }

    /// Writes a file whole or not at all.
    fn put(&self, name: &str, text: &str) -> Result<(), KeyError> {
        let (path, fresh) = (self.folder.join(name), self.folder.join(format!("{name}.new")));
        let write = || {
            let _ = fs::remove_file(&fresh);
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh)?;
            writeln!(file, "{text}")?;
            file.sync_all()?;
            fs::rename(&fresh, &path)
        };
        write().map_err(|why| fault(&path, why))
    }
}

fn fault(path: &Path, why: io::Error) -> KeyError {
    KeyError::Io { file: path.display().to_string(), why }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_key_signs_and_the_old_one_is_still_known() {
        let home = tempfile::tempdir().unwrap();
        let keys = Keys::of(home.path());
        assert!(matches!(keys.current(), Err(KeyError::None)));
        assert!(keys.list().unwrap().is_empty());
        let first = keys.renew(&[1; 32]).unwrap();
        let second = keys.renew(&[2; 32]).unwrap();
        assert_eq!(keys.current().unwrap().public(), second);
        assert_eq!(keys.public(&first.id()).unwrap(), first);
        let current: Vec<_> = keys.list().unwrap().into_iter().filter(|key| key.current).map(|key| key.key).collect();
        assert_eq!((keys.list().unwrap().len(), current), (2, vec![second]));
        assert!(!home.path().join("keys").join(format!("{}.secret", first.id())).exists());
    }

    #[test]
    fn nobody_else_may_read_a_secret_key() {
        let home = tempfile::tempdir().unwrap();
        let keys = Keys::of(home.path());
        let id = keys.renew(&[1; 32]).unwrap().id();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let folder = home.path().join("keys");
        assert_eq!(mode(&folder), 0o700);
        for name in [format!("{id}.secret"), format!("{id}.public"), "current".to_owned()] {
            assert_eq!(mode(&folder.join(&name)), 0o600, "{name}");
        }
        let secret = folder.join(format!("{id}.secret"));
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(keys.current(), Err(KeyError::Exposed(_))));
        for id in ["../../etc/passwd", "", "0123456789abcde/"] {
            assert!(matches!(keys.public(id), Err(KeyError::Unknown(_))), "{id}");
        }
    }
}
