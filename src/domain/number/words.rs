//! The words that documents write around marker numbers; every other word is refused.

/// What a known word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// The numbers that follow are markers.
    Marker,
    /// The numbers that follow are stakes.
    Stake,
    /// Joins two ends of a range, as a dash does.
    To,
    /// Separates two numbers or ranges; after [`Word::Between`] it joins two ends of a range.
    And,
    /// Announces a range, but says nothing of where it ends.
    Between,
    /// Says nothing about the number.
    Filler,
}

/// The most words a known phrase has.
pub(super) const LONGEST_PHRASE: usize = 4;

/// A phrase in Vietnamese and without its marks. Of two that begin alike the longer comes first.
const PHRASES: [(&str, &str, Word); 23] = [
    ("cột mốc quốc giới", "cot moc quoc gioi", Word::Marker),
    ("cột mốc giới", "cot moc gioi", Word::Marker),
    ("cột mốc chính", "cot moc chinh", Word::Marker),
    ("cột mốc phụ", "cot moc phu", Word::Marker),
    ("cột mốc", "cot moc", Word::Marker),
    ("mốc quốc giới", "moc quoc gioi", Word::Marker),
    ("mốc giới", "moc gioi", Word::Marker),
    ("mốc chính", "moc chinh", Word::Marker),
    ("mốc phụ", "moc phu", Word::Marker),
    ("mốc", "moc", Word::Marker),
    ("cọc dấu", "coc dau", Word::Stake),
    ("đến", "den", Word::To),
    ("tới", "toi", Word::To),
    ("và", "va", Word::And),
    ("giữa", "giua", Word::Between),
    ("đường biên giới", "duong bien gioi", Word::Filler),
    ("biên giới", "bien gioi", Word::Filler),
    ("khu vực", "khu vuc", Word::Filler),
    ("vị trí", "vi tri", Word::Filler),
    ("đoạn", "doan", Word::Filler),
    ("từ", "tu", Word::Filler),
    ("tại", "tai", Word::Filler),
    ("số", "so", Word::Filler),
];

/// The longest known phrase at the beginning of these words (lower-case NFC, each with all its marks or with none),
/// and how many of the words it takes.
pub(super) fn known_phrase(words: &[String]) -> Option<(Word, usize)> {
    PHRASES.iter().find_map(|(marked, plain, word)| {
        let mut phrase = marked.split(' ').zip(plain.split(' '));
        let length = phrase.clone().count();
        let given = words.get(..length)?;
        given
            .iter()
            .all(|given| phrase.next().is_some_and(|(marked, plain)| given == marked || given == plain))
            .then_some((*word, length))
    })
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;

    use super::*;

    fn phrase(text: &str) -> Option<(Word, usize)> {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        known_phrase(&words)
    }

    #[test]
    fn the_plain_column_is_the_marked_one_without_its_marks() {
        for (marked, plain, _) in PHRASES {
            let folded: String =
                marked.nfd().filter(|c| !is_combining_mark(*c)).map(|c| if c == 'đ' { 'd' } else { c }).collect();
            assert_eq!(folded, plain);
            assert_eq!(marked.nfc().collect::<String>(), marked);
            assert!(marked.split(' ').count() <= LONGEST_PHRASE);
        }
    }

    #[test]
    fn no_phrase_hides_a_longer_one() {
        for (at, (shorter, ..)) in PHRASES.iter().enumerate() {
            let longer = format!("{shorter} ");
            assert!(PHRASES[at..].iter().all(|(later, ..)| !later.starts_with(&longer)));
        }
    }

    #[test]
    fn the_longest_phrase_wins() {
        assert_eq!(phrase("mốc quốc giới số"), Some((Word::Marker, 3)));
        assert_eq!(phrase("moc quoc gioi"), Some((Word::Marker, 3)));
        assert_eq!(phrase("mốc quốc"), Some((Word::Marker, 1)));
        assert_eq!(phrase("cọc dấu"), Some((Word::Stake, 2)));
    }

    #[test]
    fn a_word_with_other_marks_is_not_known() {
        assert_eq!(phrase("móc"), None);
        assert_eq!(phrase("tời"), None);
        assert_eq!(phrase("quốc giới"), None);
        assert_eq!(phrase("cọc"), None);
    }
}
