//! Whether a word can be a Vietnamese syllable, by the way the language is spelled.
//!
//! An onset, a rhyme and a tone: the onsets and rhymes are listed, a rhyme that ends in a stop (c, ch, k, p, t) takes
//! only sắc or nặng, and where a vowel has another mark (â, ơ …) the tone stands on the last such. Rhymes in k are
//! written in place names of the highlands (Đắk Lắk) and are let through. From the spelling rules taught at school; a
//! few legal but unused syllables pass, which does no harm to a score.
//!
//! **Degenerate input.** A word without a vowel, an empty word: not a syllable. Cost: two walks over short lists.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest first where one begins with another.
const ONSETS: [&str; 28] = [
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "p", "q", "r", "s", "t", "v", "x",
];

const OPEN: &str = "a e ê i o ô ơ u ư y ia iê ua uô ưa ươ uê uy uya oa oe uơ \
    ai ao au ay âu ây eo êu iu iêu oi ôi ơi oai oay oao oeo ui ưi uôi ươi uây ưu ươu uyu uêu yêu ya \
    am ăm âm em êm im om ôm ơm um iêm uôm ươm yêm oam oăm oem uym ưm \
    an ăn ân en ên in on ôn ơn un ưn iên uôn ươn yên oan oăn oen uân uên uyn uyên \
    ang ăng âng eng ong ông ung ưng iêng uông ương yêng oang oăng uâng oong oeng \
    anh ênh inh oanh uênh uynh";

const STOPPED: &str = "ac ăc âc ec oc ôc uc ưc iêc uôc ươc oac oăc uôc ooc \
    ach êch ich oach uêch uych ak ăk âk ek êk ik ok ôk uk ưk \
    ap ăp âp ep êp ip op ôp ơp up iêp ươp oap oăp uyp \
    at ăt ât et êt it ot ôt ơt ut ưt iêt uôt ươt yêt oat oăt oet uât uêt uyt uyêt";

const VOWELS: [char; 6] = ['a', 'e', 'i', 'o', 'u', 'y'];
const SAC: char = '\u{301}';
const NANG: char = '\u{323}';
const TONES: [char; 5] = ['\u{300}', SAC, '\u{303}', '\u{309}', NANG];

/// Whether the word, of any case, can be one.
///
/// ```
/// use mocgioi::exchange::encoding::syllable::is_legal;
/// assert!(is_legal("Chiềng") && is_legal("ĐỘ") && is_legal("giếng"));
/// assert!(!is_legal("chuơp") && !is_legal("Sơì") && !is_legal("tàc"));
/// ```
pub fn is_legal(word: &str) -> bool {
    let mut tone = None;
    let mut letters = String::with_capacity(word.len());
    // Counting letters without their marks: the one with the tone, the last one with another mark.
    let (mut count, mut toned, mut marked) = (0, 0, 0);
    let mut base = ' ';
    for letter in word.nfd().flat_map(char::to_lowercase) {
        if TONES.contains(&letter) {
            if !VOWELS.contains(&base) || tone.replace(letter).is_some() {
                return false;
            }
            toned = count;
            continue;
        }
        letters.push(letter);
        if is_combining_mark(letter) {
            marked = count;
        } else {
            (base, count) = (letter, count + 1);
        }
    }
    if tone.is_some() && marked > 0 && toned != marked {
        return false;
    }
    let letters: String = letters.nfc().collect();
    let stopped_well = matches!(tone, Some(SAC | NANG));
    let is_rhyme = |rhyme: &str| listed(OPEN, rhyme) || (stopped_well && listed(STOPPED, rhyme));
    is_rhyme(&letters) || ONSETS.iter().any(|onset| letters.strip_prefix(onset).is_some_and(is_rhyme))
}

fn listed(list: &str, rhyme: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == rhyme)
}

#[cfg(test)]
pub(in crate::exchange) mod testing {
    /// The 67 small letters with a mark.
    pub(in crate::exchange) const SMALL_LETTERS: &str =
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_our_files_are_legal() {
        let words = "Số hiệu mốc Kinh độ Vĩ Bắc Đông Tuyến biên giới Điểm sạt lở Ghi chú Nguồn Độ chính xác Tình trạng \
            Ngày kiểm tra Chiềng Khương Mường Lạn Lóng Sập Sốp Cộp Tân Thanh Cốc Nam Hữu Nghị Hoành Mô quốc lộ khuỷu \
            Nguyễn nghiêng quyền thuở huơ khuya quýt giặc gìn giếng đường thuyền xoong Đắk Lắk hoà hòa thúy thuý";
        for word in words.split_whitespace() {
            assert!(is_legal(word), "{word}");
        }
    }

    #[test]
    fn what_a_wrong_encoding_makes_of_them_is_not() {
        for word in
            ["Sụỡ", "Sơì", "Vieàn", "ñoä", "Khöông", "Chiêỡng", "đơộ", "b", "", "xyz", "màt", "ñi", "a\u{301}\u{300}"]
        {
            assert!(!is_legal(word), "{word}");
        }
    }
}
