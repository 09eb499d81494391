//! Files that are encrypted to this server, in the age format (X25519, ChaCha20-Poly1305 in pieces of 64 KiB).
//!
//! Every piece is authenticated and the last is known for the last, so whatever was read to its end is whole and as it
//! was made. Who made it is not known: a recipient is a public key. Cost: linear; memory for two pieces.

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read as _, Seek as _};

use age::secrecy::ExposeSecret as _;
use age::stream::StreamReader;
use age::x25519::Identity;
use age::{DecryptError, Decryptor};

/// Longest header: one recipient takes about a hundred bytes.
const LONGEST_HEADER: u64 = 64 * 1024;
const FIRST_LINE: &[u8] = b"age-encryption.org/v1\n";
const LAST_LINE: &[u8] = b"\n---";

/// What a sealed file is read from.
pub type Opened = StreamReader<BufReader<File>>;

/// Why a sealed file is not read.
#[derive(Debug, thiserror::Error)]
pub enum NotOpened {
    #[error("the file is not encrypted in the age format")]
    NotSealed,
    #[error("the file is encrypted to another key")]
    OtherKey,
    /// Cut short, or altered in one bit.
    #[error("the file is cut short or was altered")]
    Damaged,
    #[error("the file cannot be read: {0}")]
    Unreadable(io::Error),
}

impl From<io::Error> for NotOpened {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::InvalidData | ErrorKind::UnexpectedEof => Self::Damaged,
            _ => Self::Unreadable(error),
        }
    }
}

/// The keys that open sealed files: the first is the one that is given out, the others still open older files.
pub struct Keyring {
    identities: Vec<Identity>,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_tuple("Keyring").field(&self.recipients()).finish()
    }
}

impl Keyring {
    /// Reads keys as the age tools write them: one a line, lines that begin with `#` left out.
    ///
    /// # Errors
    /// The number of the line that is no key; 0 when there is none at all.
    pub fn parse(text: &str) -> Result<Self, usize> {
        let mut identities = Vec::new();
        for (n, line) in text.lines().enumerate() {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                identities.push(line.parse().map_err(|_| n + 1)?);
            }
        }
        if identities.is_empty() { Err(0) } else { Ok(Self { identities }) }
    }

    /// The public keys, the one that is given out first.
    pub fn recipients(&self) -> Vec<String> {
        self.identities.iter().map(|identity| identity.to_public().to_string()).collect()
    }

    /// The public key that is given out.
    pub fn recipient(&self) -> String {
        self.recipients().into_iter().next().unwrap_or_default()
    }

    /// Opens a sealed file. What is read is to be believed when it was read to its end.
    ///
    /// # Errors
    /// [`NotOpened`].
    pub fn open(&self, mut file: File) -> Result<Opened, NotOpened> {
        file.rewind()?;
        let mut head = Vec::new();
        file.by_ref().take(LONGEST_HEADER).read_to_end(&mut head)?;
        if !head.starts_with(FIRST_LINE) {
            return Err(NotOpened::NotSealed);
        }
        if !head.windows(LAST_LINE.len()).any(|bytes| bytes == LAST_LINE) {
            return Err(NotOpened::Damaged);
        }
        file.rewind()?;
        let sealed = Decryptor::new_buffered(BufReader::new(file)).map_err(not_opened)?;
        sealed.decrypt(self.identities.iter().map(|identity| identity as &dyn age::Identity)).map_err(not_opened)
    }
}

fn not_opened(error: DecryptError) -> NotOpened {
    match error {
        DecryptError::NoMatchingKeys => NotOpened::OtherKey,
        DecryptError::Io(error) => error.into(),
        _ => NotOpened::Damaged,
    }
}

/// A new key: the secret line and its public key.
pub fn new_key() -> (String, String) {
    let identity = Identity::generate();
    (identity.to_string().expose_secret().to_owned(), identity.to_public().to_string())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn sealed(to: &str, content: &[u8]) -> Vec<u8> {
        age::encrypt(&to.parse::<age::x25519::Recipient>().unwrap(), content).unwrap()
    }

    fn file(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    fn read(keyring: &Keyring, bytes: &[u8]) -> Result<Vec<u8>, NotOpened> {
        let mut content = Vec::new();
        keyring.open(file(bytes))?.read_to_end(&mut content)?;
        Ok(content)
    }

    #[test]
    fn an_old_key_still_opens_and_another_says_so() {
        let ((first, old), (second, new), (_, other)) = (new_key(), new_key(), new_key());
        let keyring = Keyring::parse(&format!("# made: today\n{second}\n\n{first}\n")).unwrap();
        assert_eq!((keyring.recipient(), keyring.recipients()), (new.clone(), vec![new.clone(), old.clone()]));
        for to in [&new, &old] {
            assert_eq!(read(&keyring, &sealed(to, b"moc 211")).unwrap(), b"moc 211");
        }
        assert!(matches!(read(&keyring, &sealed(&other, b"moc 211")), Err(NotOpened::OtherKey)));
        assert!(!format!("{keyring:?}").contains("SECRET"));
        assert_eq!(Keyring::parse("# nothing\n").unwrap_err(), 0);
        assert_eq!(Keyring::parse(&format!("{first}\nage1xyz")).unwrap_err(), 2);
    }

    #[test]
    fn whatever_is_cut_off_or_altered_is_not_read() {
        let (secret, public) = new_key();
        let keyring = Keyring::parse(&secret).unwrap();
        // Three pieces; a cut between two of them looks whole to whoever does not ask for the last.
        let whole = sealed(&public, &vec![7; 140_000]);
        assert_eq!(read(&keyring, &whole).unwrap().len(), 140_000);
        let head = whole.len() - 140_000 - 3 * 16;
        for end in (0..head + 40).chain([head + 65_552, head + 2 * 65_552, whole.len() - 1]) {
            assert!(read(&keyring, &whole[..end]).is_err(), "{end} of {}", whole.len());
        }
        for at in (0..head + 20).chain([70_000, whole.len() - 1]) {
            let mut altered = whole.clone();
            altered[at] ^= 1;
            assert!(read(&keyring, &altered).is_err(), "byte {at}");
        }
        let more = [whole.as_slice(), b"x"].concat();
        assert!(read(&keyring, &more).is_err());
    }

    #[test]
    fn a_header_without_end_is_not_waited_for() {
        let mut endless = FIRST_LINE.to_vec();
        endless.extend(b"-> X25519 abc\n".repeat(20_000));
        let (secret, _) = new_key();
        assert!(matches!(read(&Keyring::parse(&secret).unwrap(), &endless), Err(NotOpened::Damaged)));
        assert!(matches!(read(&Keyring::parse(&secret).unwrap(), b"PK"), Err(NotOpened::NotSealed)));
    }
}
