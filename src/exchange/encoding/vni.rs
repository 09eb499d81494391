//! The encoding of the VNI fonts for Windows: a letter, then a byte for its marks.
//!
//! `ố` is `o` and the byte of `á`: what looks like "oá" in another font. đ, ơ, ư, the i with a tone and ỵ have bytes
//! of their own. From the keyboard's published table of letters.
//!
//! **Degenerate input.** A byte for marks after a letter that cannot carry them is a fault. A capital takes marks of
//! either case (fonts draw both), a small letter small marks only. Cost: two look-ups a byte.

use super::signs::sign;

/// The small bytes for marks; the capital ones lie 0x20 below. In the order of the letters in [`carried`].
const MARKS: [u8; 17] = [
    0xf9, 0xf8, 0xfb, 0xf5, 0xef, // sắc huyền hỏi ngã nặng
    0xe2, 0xe1, 0xe0, 0xe5, 0xe3, 0xe4, // with the circumflex
    0xea, 0xe9, 0xe8, 0xfa, 0xfc, 0xeb, // with the breve
];

/// What a small letter becomes under each of [`MARKS`].
const fn carried(base: u8) -> &'static str {
    match base {
        b'a' => "áàảãạâấầẩẫậăắằẳẵặ",
        b'e' => "éèẻẽẹêếềểễệ",
        b'o' => "óòỏõọôốồổỗộ",
        b'u' => "úùủũụ",
        b'y' => "ýỳỷỹ",
        0xf4 => "ớờởỡợ",
        0xf6 => "ứừửữự",
        _ => "",
    }
}

/// Letters that are one byte.
const fn alone(byte: u8) -> Option<char> {
    Some(match byte {
        0xf1 => 'đ',
        0xd1 => 'Đ',
        0xf4 => 'ơ',
        0xd4 => 'Ơ',
        0xf6 => 'ư',
        0xd6 => 'Ư',
        0xed => 'í',
        0xcd => 'Í',
        0xec => 'ì',
        0xcc => 'Ì',
        0xe6 => 'ỉ',
        0xc6 => 'Ỉ',
        0xf3 => 'ĩ',
        0xd3 => 'Ĩ',
        0xf2 => 'ị',
        0xd2 => 'Ị',
        0xee => 'ỵ',
        0xce => 'Ỵ',
        // The signs that Windows programs put in, where the fonts draw them as everybody does.
        0xb1 => '±',
        0xb2 => '²',
        0xb3 => '³',
        0xb7 => '·',
        _ => return sign(byte),
    })
}

const fn is_small(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte >= 0xe0
}

const fn small(byte: u8) -> u8 {
    if byte.is_ascii_uppercase() || (byte >= 0xc0 && byte < 0xe0) { byte + 0x20 } else { byte }
}

/// Whether marks may follow, so that a piece must not end here.
pub(super) const fn may_carry(byte: u8) -> bool {
    !carried(small(byte)).is_empty()
}

/// The letter of a base and the byte for marks after it.
///
/// ```
/// use mocgioi::exchange::encoding::vni;
/// assert_eq!(vni::pair(b'o', 0xe1), Some('ố'));
/// assert_eq!(vni::pair(b'O', 0xc1), Some('Ố'));
/// assert_eq!(vni::pair(b'b', 0xe1), None);
/// ```
pub fn pair(base: u8, mark: u8) -> Option<char> {
    if is_small(base) && !is_small(mark) {
        return None;
    }
    let at = MARKS.iter().position(|known| *known == small(mark) && mark >= 0xc0)?;
    let letter = carried(small(base)).chars().nth(at)?;
    if is_small(base) { Some(letter) } else { letter.to_uppercase().next() }
}

/// The character of a byte that stands alone; `None` where it only marks another, or is none.
pub fn single(byte: u8) -> Option<char> {
    if byte.is_ascii() { Some(char::from(byte)) } else { alone(byte) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::encoding::Encoding;
    use crate::exchange::encoding::syllable::testing::SMALL_LETTERS;

    fn encode(letter: char) -> Vec<u8> {
        if let Some(byte) = (0..=0xff).find(|byte| single(*byte) == Some(letter)) {
            return vec![byte];
        }
        let bases = b"aeouyAEOUY\xf4\xf6\xd4\xd6";
        let pairs = bases.iter().flat_map(|base| (0xc0..=0xff).map(move |mark| (*base, mark)));
        // A capital is written with capital marks.
        let own = |(base, mark): &(u8, u8)| pair(*base, *mark) == Some(letter) && is_small(*base) == is_small(*mark);
        let (base, mark) = pairs.into_iter().find(own).unwrap_or_else(|| panic!("no code for {letter}"));
        vec![base, mark]
    }

    #[test]
    fn all_letters_of_both_cases_come_back() {
        let letters: String = SMALL_LETTERS.chars().chain(SMALL_LETTERS.to_uppercase().chars()).collect();
        let bytes: Vec<u8> = letters.chars().flat_map(encode).collect();
        assert_eq!(Encoding::Vni.decode(&bytes), Ok(letters));
    }

    #[test]
    fn the_words_on_every_office_wall_are_read() {
        let western = |text: &str| text.chars().map(|letter| u8::try_from(letter as u32).unwrap()).collect::<Vec<_>>();
        let decode = |text| Encoding::Vni.decode(&western(text));
        let wall = decode("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam");
        assert_eq!(wall.as_deref(), Ok("Cộng hòa xã hội chủ nghĩa Việt Nam"));
        assert_eq!(decode("ÑÖÔØNG BIEÂN GIÔÙI").as_deref(), Ok("ĐƯỜNG BIÊN GIỚI"));
        assert_eq!(decode("AÙnh, Aùnh").as_deref(), Ok("Ánh, Ánh"), "a capital with a small mark");
    }

    #[test]
    fn marks_without_their_letter_are_faults() {
        assert_eq!(Encoding::Vni.decode(b"b\xe1"), Err(1));
        assert_eq!(Encoding::Vni.decode(b"\xf9"), Err(0));
        assert_eq!(Encoding::Vni.decode(b"a\xd9"), Err(1), "a small letter with a capital mark");
        assert_eq!(Encoding::Vni.decode(b"u\xe2"), Err(1), "u has no circumflex");
    }
}
