//! Which passwords are taken. Length counts, not kinds of letters (OWASP ASVS 5.0, 6.2).

use unicode_normalization::UnicodeNormalization as _;

/// Fewest characters.
pub const SHORTEST: usize = 12;
/// Most characters: hashing takes longer for longer ones.
pub const LONGEST: usize = 200;

/// Words that every list of broken passwords begins with; here and there within a password they are no harm.
const COMMON: &[&str] =
    &["password", "matkhau", "123456", "qwerty", "mocgioi", "bienphong", "admin", "111111", "abc123"];

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weak {
    TooShort,
    TooLong,
    /// Little more than the name of the account or a word that everybody tries first.
    Guessable,
}

/// Whether somebody may have this password.
///
/// # Errors
/// [`Weak`].
pub fn check(password: &str, account: &str) -> Result<(), Weak> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Weak::TooShort);
    }
    if length > LONGEST {
        return Err(Weak::TooLong);
    }
    // What is left when the guessable is taken out must still be something.
    let mut rest = password.to_lowercase();
    for word in COMMON.iter().copied().chain(std::iter::once(account)) {
        rest = rest.replace(word, "");
    }
    let mut letters: Vec<char> = rest.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    if letters.len() < 5 { Err(Weak::Guessable) } else { Ok(()) }
}

/// A password as it is hashed: one way of typing "ế" is as good as another.
pub fn normal(password: &str) -> String {
    password.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_is_good_and_guessable_is_not() {
        assert_eq!(check("đồi sim chiều mưa", "an"), Ok(()));
        assert_eq!(check("ngắn quá", "an"), Err(Weak::TooShort));
        assert_eq!(check("matkhau123456", "an"), Err(Weak::Guessable));
        assert_eq!(check("tranvana-tranvana", "tranvana"), Err(Weak::Guessable));
        assert_eq!(check("aaaaaaaaaaaaaaaa", "an"), Err(Weak::Guessable));
        assert_eq!(check(&"dài ".repeat(60), "an"), Err(Weak::TooLong));
    }
}
