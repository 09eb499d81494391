//! Secrecy marks. State secrets do not belong in this system: what carries such a mark is refused at entry.
//!
//! Law 117/2025/QH15 on the protection of state secrets knows three degrees: *Tuyệt mật*, *Tối mật*, *Mật*. The first two
//! mean nothing else. The third is also a common word (mật khẩu, mật độ, mật ong): it is taken for a mark where it stands
//! alone on a line in capitals, as a stamp does, or after "độ mật".

use unicode_normalization::UnicodeNormalization as _;

/// The mark that a text carries, if it carries one. Cost: one pass; nearly all texts are done after a search for "ật".
///
/// ```
/// use mocgioi::domain::secrecy::mark;
///
/// assert_eq!(mark("Kế hoạch (TỐI MẬT)"), Some("Tối mật"));
/// assert_eq!(mark("MẬT\nBáo cáo"), Some("Mật"));
/// assert_eq!(mark("mật độ dân cư thấp"), None);
/// ```
pub fn mark(text: &str) -> Option<&'static str> {
    let composed: String;
    let text = if unicode_normalization::is_nfc(text) {
        text
    } else {
        composed = text.nfc().collect();
        &composed
    };
    if !text.contains("ật") && !text.contains("ẬT") {
        return None;
    }
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let follows = |first: &str, second: &str| words.windows(2).any(|pair| pair[0] == first && pair[1] == second);
    if follows("tuyệt", "mật") {
        return Some("Tuyệt mật");
    }
    if follows("tối", "mật") {
        return Some("Tối mật");
    }
    let stamped = text.lines().any(|line| line.trim_matches(|c: char| !c.is_alphanumeric()) == "MẬT");
    (stamped || follows("độ", "mật")).then_some("Mật")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_known_however_they_are_typed() {
        for (text, found) in [
            ("TUYỆT MẬT", "Tuyệt mật"),
            ("văn bản tối  mật số 3", "Tối mật"),
            ("  [ MẬT ]  \r\nKính gửi", "Mật"),
            ("Độ mật: mật", "Mật"),
        ] {
            assert_eq!(mark(text), Some(found), "{text}");
            assert_eq!(mark(&text.nfd().collect::<String>()), Some(found), "{text}, decomposed");
        }
    }

    #[test]
    fn the_common_word_is_no_mark() {
        for text in ["đổi mật khẩu", "MẬT ĐỘ DÂN CƯ", "rừng mật ong", "thật", "bí mật của rừng", "mốc bị mất"]
        {
            assert_eq!(mark(text), None, "{text}");
        }
    }
}
