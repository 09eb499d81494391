//! `CASEI` and `ACCENTI`: texts without the difference of case, and without that of diacritics.
//!
//! Texts are compared composed (NFC), as they are stored. Vietnamese letters lose tone and shape with `ACCENTI`: "ở" is "o", and
//! "đ", which no decomposition touches, is "d".

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// What is done to a text before it is compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fold {
    pub case: bool,
    pub accents: bool,
}

impl Fold {
    /// The text, folded.
    ///
    /// ```
    /// use mocgioi::domain::cql2::Fold;
    ///
    /// let both = Fold { case: true, accents: true };
    /// assert_eq!(both.apply("Đồn Biên phòng LÓNG SẬP"), "don bien phong long sap");
    /// assert_eq!(Fold { case: true, ..Fold::default() }.apply("SẠT LỞ"), "sạt lở");
    /// ```
    pub fn apply(self, text: &str) -> Cow<'_, str> {
        if !self.case && !self.accents {
            return Cow::Borrowed(text);
        }
        if text.is_ascii() {
            let changes = self.case && text.bytes().any(|byte| byte.is_ascii_uppercase());
            return if changes { Cow::Owned(text.to_ascii_lowercase()) } else { Cow::Borrowed(text) };
        }
        let mut out = String::with_capacity(text.len());
        if self.accents {
            let plain = text.nfd().filter(|c| !is_combining_mark(*c)).map(|c| match c {
                'đ' => 'd',
                'Đ' => 'D',
                c => c,
            });
            if self.case { out.extend(plain.flat_map(char::to_lowercase)) } else { out.extend(plain) }
        } else {
            out.extend(text.nfc().flat_map(char::to_lowercase));
        }
        Cow::Owned(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_fold_alike_however_they_are_composed() {
        let both = Fold { case: true, accents: true };
        for (one, other) in
            [("Mộc Châu", "MO\u{302}\u{323}C CHA\u{302}U"), ("đường", "ĐƯỜNG"), ("Ỹ", "y"), ("ASCII", "ascii")]
        {
            assert_eq!(both.apply(one), both.apply(other), "{one}");
        }
        let accents = Fold { accents: true, ..Fold::default() };
        assert_eq!(accents.apply("Sơn La"), "Son La");
        assert_eq!(accents.apply("Đà Bắc"), "Da Bac");
        let case = Fold { case: true, ..Fold::default() };
        assert_ne!(case.apply("Sơn La"), case.apply("Son La"));
        assert_eq!(case.apply("SO\u{31b}N LA"), "sơn la");
    }
}
