//! Secrets are made here, shown once, and kept as digests.
//!
//! What people choose is hashed slowly: Argon2id with the parameters that OWASP names (19 MiB, two passes). What the
//! program draws has 256 bits and needs no slow hash.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::domain::chain::Digest;
use crate::domain::people::password;
use crate::domain::secret::Secret;
use crate::store::StoreError;
use crate::store::writer::Salts;

/// Passwords hashed at a time: each takes 19 MiB.
static TURNS: Semaphore = Semaphore::const_new(2);

fn random(salts: &mut Salts) -> Result<[u8; 32], StoreError> {
    let (first, second) = (salts().ok_or(StoreError::NoSalt)?, salts().ok_or(StoreError::NoSalt)?);
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&first);
    bytes[16..].copy_from_slice(&second);
    Ok(bytes)
}

/// A token: `mg_` and 64 hexadecimal digits, so that scanners for leaked secrets know it.
///
/// # Errors
/// When the machine gives no randomness.
pub fn token(salts: &mut Salts) -> Result<Secret, StoreError> {
    // A digest of random bytes is as random as they are, and has a way of being written.
    Ok(Secret::new(format!("mg_{}", Digest::of(&[&random(salts)?]))))
}

/// A password for one use, to be read out or typed over: no letters that look like others.
///
/// # Errors
/// When the machine gives no randomness.
pub fn one_time_password(salts: &mut Salts) -> Result<Secret, StoreError> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567892";
    let letters: Vec<char> =
        random(salts)?.iter().take(20).map(|byte| char::from(LETTERS[usize::from(byte % 31)])).collect();
    let groups: Vec<String> = letters.chunks(5).map(|group| group.iter().collect()).collect();
    Ok(Secret::new(groups.join("-")))
}

/// What a token or session is kept as.
pub fn digest(secret: &str) -> Digest {
    Digest::of(&[b"mocgioi secret", secret.as_bytes()])
}

/// What a page of a session must show with whatever it sends.
pub fn csrf(session: &str) -> String {
    let mut text = Digest::of(&[b"mocgioi csrf", session.as_bytes()]).to_string();
    text.truncate(32);
    text
}

fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap_or_default())
}

/// Hashes a password.
///
/// # Errors
/// When the machine gives no randomness.
pub async fn hash(password: &str, salts: &mut Salts) -> Result<String, StoreError> {
    let (password, salt) = (password::normal(password), salts().ok_or(StoreError::NoSalt)?);
    let hashed = slowly(move || {
        argon2().hash_password_with_salt(password.as_bytes(), &salt).map(|hash: PasswordHash| hash.to_string()).ok()
    });
    hashed.await.flatten().ok_or_else(|| StoreError::Unavailable("a password could not be hashed".to_owned()))
}

/// Whether this is the password. Takes as long when there is none to compare with.
pub async fn is_password(password: &str, hash: Option<String>) -> bool {
    /// Of a password that nobody knows.
    const NONE: &str = "$argon2id$v=19$m=19456,t=2,p=1$bW9jZ2lvaS1ub2JvZHk$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let (password, known) = (password::normal(password), hash.is_some());
    let hash = hash.unwrap_or_else(|| NONE.to_owned());
    let same = slowly(move || {
        let Ok(hash) = PasswordHash::new(&hash) else { return false };
        argon2().verify_password(password.as_bytes(), &hash).is_ok()
    });
    same.await.unwrap_or(false) && known
}

async fn slowly<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let _turn = TURNS.acquire().await.ok()?;
    tokio::task::spawn_blocking(work).await.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn salts() -> Salts {
        let mut n = 0_u8;
        Box::new(move || {
            n += 1;
            Some([n; 16])
        })
    }

    #[tokio::test]
    async fn a_password_is_known_however_its_letters_were_typed() {
        let hash = hash("đường tuần tra mùa mưa", &mut salts()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let decomposed: String = unicode_normalization::UnicodeNormalization::nfd("đường tuần tra mùa mưa").collect();
        assert!(is_password(&decomposed, Some(hash.clone())).await);
        assert!(!is_password("đường tuần tra mùa khô", Some(hash)).await);
        assert!(!is_password("", None).await);
    }

    #[test]
    fn secrets_are_not_printed() {
        let token = token(&mut salts()).unwrap();
        assert!(token.expose().starts_with("mg_") && token.expose().len() == 67);
        assert_eq!(format!("{token:?}"), "Secret(…)");
        assert_eq!(one_time_password(&mut salts()).unwrap().expose().len(), 23);
    }
}
