//! The words people put around a system's name; every other word is refused.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Datum, Family};

/// What a known phrase says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Datum(Datum),
    Family(Family),
    /// The number that follows is a zone's.
    Zone,
    /// The number that follows is a central meridian.
    Meridian,
    /// Longitude and latitude.
    Geographic,
    /// Says nothing.
    Filler,
}

/// Folded phrases. Of two that begin alike the longer comes first.
const PHRASES: &[(&[&str], Word)] = &[
    (&["viet", "nam", "2000"], Word::Datum(Datum::Vn2000)),
    (&["vn", "2000"], Word::Datum(Datum::Vn2000)),
    (&["wgs", "1984"], Word::Datum(Datum::Wgs84)),
    (&["wgs", "84"], Word::Datum(Datum::Wgs84)),
    (&["tm", "3"], Word::Family(Family::Tm3)),
    (&["mui", "chieu", "3", "do"], Word::Family(Family::Tm3)),
    (&["mui", "chieu", "3"], Word::Family(Family::Tm3)),
    (&["mui", "3", "do"], Word::Family(Family::Tm3)),
    (&["mui", "3"], Word::Family(Family::Tm3)),
    (&["utm"], Word::Family(Family::Utm)),
    (&["mui", "chieu", "6", "do"], Word::Family(Family::Utm)),
    (&["mui", "chieu", "6"], Word::Family(Family::Utm)),
    (&["mui", "6", "do"], Word::Family(Family::Utm)),
    (&["mui", "6"], Word::Family(Family::Utm)),
    (&["zone"], Word::Zone),
    (&["mui", "so"], Word::Zone),
    (&["mui"], Word::Zone),
    (&["kinh", "tuyen", "truc"], Word::Meridian),
    (&["kinh", "tuyen", "trung", "uong"], Word::Meridian),
    (&["ktt"], Word::Meridian),
    (&["kttw"], Word::Meridian),
    (&["central", "meridian"], Word::Meridian),
    (&["cm"], Word::Meridian),
    (&["kinh", "do", "vi", "do"], Word::Geographic),
    (&["kinh", "vi", "do"], Word::Geographic),
    (&["dia", "ly"], Word::Geographic),
    (&["longitude", "latitude"], Word::Geographic),
    (&["lon", "lat"], Word::Geographic),
    (&["geographic"], Word::Geographic),
    (&["he", "toa", "do", "quoc", "gia"], Word::Filler),
    (&["he", "toa", "do"], Word::Filler),
    (&["he", "quy", "chieu"], Word::Filler),
    (&["toa", "do"], Word::Filler),
    (&["luoi", "chieu"], Word::Filler),
    (&["phep", "chieu"], Word::Filler),
    (&["he"], Word::Filler),
];

/// The known phrase at the beginning of the words, and how many of them it takes.
pub(super) fn known_phrase(words: &[String]) -> Option<(Word, usize)> {
    PHRASES.iter().find_map(|(phrase, word)| {
        let given = words.get(..phrase.len())?;
        (given == *phrase).then_some((*word, phrase.len()))
    })
}

/// Lower-case words without diacritics, numbers apart from letters; a comma between digits is a decimal point, every
/// other sign separates.
pub(super) fn split(text: &str) -> Vec<String> {
    let folded = text.nfd().filter(|c| !is_combining_mark(*c)).map(|c| if matches!(c, 'đ' | 'Đ') { 'd' } else { c });
    let chars: Vec<char> = folded.flat_map(char::to_lowercase).collect();
    let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let mut words = Vec::new();
    let mut word = String::new();
    let mut is_number = false;
    for (at, &c) in chars.iter().enumerate() {
        let point = matches!(c, '.' | ',') && is_number && digit(at.checked_sub(1)) && digit(Some(at + 1));
        let numeric = c.is_ascii_digit() || point;
        if !(word.is_empty() || c.is_alphanumeric() && numeric == is_number || point) {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() || point {
            is_number = numeric;
            word.push(if point { '.' } else { c });
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fall_apart_into_folded_words_and_numbers() {
        for (text, words) in [
            ("VN-2000 / TM-3 104-00", "vn 2000 tm 3 104 00"),
            ("VN2000 TM3 104°00'", "vn 2000 tm 3 104 00"),
            (
                "Hệ tọa độ quốc gia VN‑2000, kinh tuyến trục 107,75°",
                "he toa do quoc gia vn 2000 kinh tuyen truc 107.75",
            ),
            ("kinh tuyến trục 104 độ 30 phút", "kinh tuyen truc 104 do 30 phut"),
            ("WGS84/UTM48N", "wgs 84 utm 48 n"),
            ("104, 105", "104 105"),
            ("  ", ""),
        ] {
            assert_eq!(split(text).join(" "), words, "{text}");
        }
    }

    #[test]
    fn a_longer_phrase_is_not_hidden_by_a_shorter_one() {
        for (at, (phrase, _)) in PHRASES.iter().enumerate() {
            assert!(!PHRASES[..at].iter().any(|(before, _)| phrase.starts_with(before)), "{phrase:?}");
        }
    }
}
