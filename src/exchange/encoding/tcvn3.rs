//! TCVN 5712:1993, third set (VN3), as the ABC fonts use it: one byte a letter.
//!
//! From the standard's code table. The set has the small letters with every tone and the seven capitals of the second
//! table row only; what becomes of the other capitals is told in the [folder's page](super). Cost: a look-up a byte.

use super::signs::sign;

/// First byte of a run of codes, and the letters of the run. Codes between the runs are not in the set.
const RUNS: [(u8, &str); 8] = [
    (0xa1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xb5, "àảãáạ"),
    (0xbb, "ằẳẵắ"),
    (0xc6, "ặầẩẫấậè"),
    (0xce, "ẻẽéẹềểễếệìỉ"),
    (0xdc, "ĩíịò"),
    (0xe1, "ỏõóọồổỗốộờởỡớợù"),
    (0xf1, "ủũúụừửữứựỳỷỹýỵ"),
];

const TABLE: [Option<char>; 128] = table();

const fn table() -> [Option<char>; 128] {
    let mut table = [None; 128];
    let mut byte = 0x80;
    while byte <= 0xff {
        table[byte - 0x80] = sign(byte.to_le_bytes()[0]);
        byte += 1;
    }
    let mut run = 0;
    while run < RUNS.len() {
        let (mut code, letters) = (RUNS[run].0 as usize - 0x80, RUNS[run].1.as_bytes());
        let mut at = 0;
        while at < letters.len() {
            let (letter, width) = letter_at(letters, at);
            table[code] = letter;
            code += 1;
            at += width;
        }
        run += 1;
    }
    table
}

/// The letter whose UTF-8 starts at `at`, and how many bytes it has. All of ours have two or three.
const fn letter_at(utf8: &[u8], at: usize) -> (Option<char>, usize) {
    let first = utf8[at] as u32;
    let second = (utf8[at + 1] & 0x3f) as u32;
    if first < 0xe0 {
        (char::from_u32((first & 0x1f) << 6 | second), 2)
    } else {
        let third = (utf8[at + 2] & 0x3f) as u32;
        (char::from_u32((first & 0x0f) << 12 | second << 6 | third), 3)
    }
}

/// The character of a byte; `None` where the set has none.
///
/// ```
/// use mocgioi::exchange::encoding::tcvn3;
/// assert_eq!(tcvn3::character(0xa7), Some('Đ'));
/// assert_eq!(tcvn3::character(0xff), None);
/// ```
pub fn character(byte: u8) -> Option<char> {
    if byte.is_ascii() { Some(char::from(byte)) } else { TABLE.get(usize::from(byte) - 0x80).copied().flatten() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::encoding::Encoding;
    use crate::exchange::encoding::syllable::testing::SMALL_LETTERS;

    fn encode(text: &str) -> Vec<u8> {
        let byte = |letter| (0..=0xff).find(|byte| character(*byte) == Some(letter));
        text.chars().map(|letter| byte(letter).unwrap_or_else(|| panic!("no code for {letter}"))).collect()
    }

    #[test]
    fn all_small_letters_and_the_seven_capitals_come_back() {
        let letters = format!("{SMALL_LETTERS}ĂÂÊÔƠƯĐ");
        assert_eq!(Encoding::Tcvn3.decode(&encode(&letters)), Ok(letters));
        let high = (0x80..=0xff_u8).filter(|byte| character(*byte).is_some_and(char::is_alphabetic)).count();
        assert_eq!(high, SMALL_LETTERS.chars().count() + 7);
    }

    #[test]
    fn the_words_on_every_office_wall_are_read() {
        // As the bytes look in a Western font: "Céng hoµ x· héi chñ nghÜa ViÖt Nam", "§éc lËp - Tù do - H¹nh phóc".
        let western = |text: &str| text.chars().map(|letter| u8::try_from(letter as u32).unwrap()).collect::<Vec<_>>();
        let decode = |text| Encoding::Tcvn3.decode(&western(text)).unwrap();
        assert_eq!(decode("Céng hoµ x· héi chñ nghÜa ViÖt Nam"), "Cộng hoà xã hội chủ nghĩa Việt Nam");
        assert_eq!(decode("§éc lËp - Tù do - H¹nh phóc"), "Độc lập - Tự do - Hạnh phúc");
    }

    #[test]
    fn a_code_without_a_letter_is_no_character() {
        for byte in [0x80, 0x81, 0xaf, 0xb1, 0xb4, 0xba, 0xbf, 0xc5, 0xcd, 0xd9, 0xe0, 0xf0, 0xff] {
            assert_eq!(character(byte), None, "{byte:02x}");
        }
    }
}
