//! Secrecy marks. State secrets do not belong in this system: what carries such a mark is refused at entry.
//!
//! Law 117/2025/QH15 on the protection of state secrets knows three degrees: *Tuyệt mật*, *Tối mật*, *Mật*. A text is looked
//! at letter by letter, so that a mark is known in capitals, in other code points, with invisible signs
//! in it, s p a c e d, hyphenated, and with its diacritics left out in part. What is ordinary must not be refused:
//!
//! - *tối* is also the evening, and *mật* begins common words: "buổi tối mật độ sương dày" is none, "tối mật thư" is taken
//!   for one;
//! - *mật* alone is honey and much else: it is a mark where it stands alone on a line or in brackets in capitals, as a stamp
//!   does, or after *độ*, which says a degree unless it says that there is none;
//! - without any diacritics "tuyet mat" may be a lost Tuyết and "toi mat" may be "I lost": they are marks only where somebody
//!   made them stand out, by capitals, hyphens or spacing. "MAT" alone is none.
//!
//! A line of defence against mistakes, not against malice: whoever wants to get round it can.

mod carried;
mod letters;

pub use carried::{Carried, carried};
use letters::{Gap, Letter, letters, marks, may_hold_mat};

/// A letter of a mark with its diacritics.
type Wanted = (char, u8);

const MAT: [Wanted; 3] = [('m', 0), ('a', marks::CIRCUMFLEX | marks::DOT), ('t', 0)];
const TUYET: [Wanted; 5] = [('t', 0), ('u', 0), ('y', 0), ('e', marks::CIRCUMFLEX | marks::DOT), ('t', 0)];
const TOI: [Wanted; 3] = [('t', 0), ('o', marks::CIRCUMFLEX | marks::ACUTE), ('i', 0)];
const DO: [Wanted; 2] = [('đ', 0), ('o', marks::CIRCUMFLEX | marks::DOT)];

/// Words that begin with *mật* and have nothing to do with secrets of state: mật độ, mật ong, mật khẩu, mật mã, mật phục.
const COMPOUNDS: [&str; 5] = ["do", "ong", "khau", "ma", "phuc"];
/// What says that there is no degree: "Độ mật: không".
const NONE: [&str; 2] = ["khong", "thuong"];

/// The mark that a text carries, if it carries one. Cost: linear; nearly all texts are done with one look at their characters.
///
/// ```
/// use mocgioi::domain::secrecy::mark;
///
/// assert_eq!(mark("Kế hoạch (TỐI MẬT)"), Some("Tối mật"));
/// assert_eq!(mark("T U Y Ệ T  M Ậ T"), Some("Tuyệt mật"));
/// assert_eq!(mark("MẬT\nBáo cáo"), Some("Mật"));
/// assert_eq!(mark("mật độ dân cư thấp"), None);
/// ```
pub fn mark(text: &str) -> Option<&'static str> {
    if !may_hold_mat(text) {
        return None;
    }
    let (source, text) = (text, Text::of(text));
    let mats: Vec<Found> = text.find(&MAT).collect();
    if mats.is_empty() {
        return None;
    }
    let degree = |first: &[Wanted], is_degree: fn(&Text, Found, Found) -> bool| {
        mats.iter().any(|mat| text.before(first, *mat).is_some_and(|first| is_degree(&text, first, *mat)))
    };
    if degree(&TUYET, Text::is_tuyet_mat) {
        return Some("Tuyệt mật");
    }
    if degree(&TOI, Text::is_toi_mat) {
        return Some("Tối mật");
    }
    let in_brackets = |mat: &Found| text.is_stamp(*mat) && text.is_in_brackets(*mat);
    let is_marked = mats.iter().any(in_brackets) || degree(&DO, Text::is_degree);
    (is_marked || source.split(['\n', '\r', '\u{2028}', '\u{2029}']).any(is_stamped)).then_some("Mật")
}

struct Text {
    letters: Vec<Letter>,
    end: Gap,
    /// Whether it has letters that are no capitals.
    is_mixed: bool,
}

/// How many of its diacritics a syllable has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Marks {
    None,
    Some,
    All,
}

/// A syllable in a text, whatever stands between its letters.
#[derive(Debug, Clone, Copy)]
struct Found {
    from: usize,
    to: usize,
    marks: Marks,
    upper: bool,
    /// The widest gap in it, and whether every two letters have one.
    gap: Gap,
    spaced: bool,
}

impl Text {
    fn of(text: &str) -> Self {
        let (letters, end) = letters(text);
        Self { is_mixed: letters.iter().any(|letter| !letter.upper), letters, end }
    }

    /// What stands before a letter, or after the last.
    fn gap(&self, at: usize) -> Gap {
        self.letters.get(at).map_or(self.end, |letter| letter.gap)
    }

    fn find<'a>(&'a self, wanted: &'a [Wanted]) -> impl Iterator<Item = Found> + 'a {
        (0..self.letters.len()).filter_map(|from| self.at(wanted, from))
    }

    /// The syllable at this letter, with some of its diacritics or all, and none of others.
    fn at(&self, wanted: &[Wanted], from: usize) -> Option<Found> {
        let letters = self.letters.get(from..from + wanted.len())?;
        let is = |(letter, (base, marks)): (&Letter, &Wanted)| letter.base == *base && letter.marks & !marks == 0;
        if !letters.iter().zip(wanted).all(is) {
            return None;
        }
        let inner = &letters[1..];
        let gap = inner.iter().map(|letter| letter.gap).max().unwrap_or(Gap::Closed);
        (gap <= Gap::Blank).then(|| Found {
            from,
            to: from + wanted.len(),
            marks: match () {
                () if letters.iter().zip(wanted).all(|(letter, (_, marks))| letter.marks == *marks) => Marks::All,
                () if letters.iter().any(|letter| letter.marks != 0) => Marks::Some,
                () => Marks::None,
            },
            upper: letters.iter().all(|letter| letter.upper),
            gap,
            spaced: inner.iter().all(|letter| letter.gap != Gap::Closed),
        })
    }

    /// The syllable right before another.
    fn before(&self, wanted: &[Wanted], mat: Found) -> Option<Found> {
        let found = self.at(wanted, mat.from.checked_sub(wanted.len())?)?;
        let between = self.gap(mat.from);
        // A stamp may stand on two lines.
        (between <= Gap::Blank || between == Gap::Line && found.upper && mat.upper).then_some(found)
    }

    /// Whether letters begin and end as words do.
    fn is_apart(&self, from: usize, to: usize) -> bool {
        self.gap(from) != Gap::Closed && self.gap(to) != Gap::Closed
    }

    /// The word after a letter, without diacritics, unless something stands between.
    fn next_word(&self, at: usize, widest: Gap) -> String {
        if self.gap(at) > widest {
            return String::new();
        }
        let rest = self.letters.get(at..).unwrap_or_default().iter();
        let word = rest.enumerate().take_while(|(n, letter)| *n == 0 || letter.gap == Gap::Closed);
        word.map(|(_, letter)| if letter.base == 'đ' { 'd' } else { letter.base }).collect()
    }

    /// Whether "mật" is the beginning of another word, such as "mật độ".
    fn is_compound(&self, mat: Found) -> bool {
        COMPOUNDS.contains(&self.next_word(mat.to, Gap::Blank).as_str())
    }

    /// Whether somebody made two syllables without diacritics stand out.
    fn stands_out(&self, first: Found, mat: Found) -> bool {
        if !self.is_apart(first.from, mat.to) {
            return false;
        }
        let is_alone = self.gap(first.from) >= Gap::Line && self.gap(mat.to) >= Gap::Line;
        let in_capitals = first.upper && mat.upper && (self.is_mixed || is_alone);
        in_capitals || first.spaced && mat.spaced
    }

    fn is_tuyet_mat(&self, first: Found, mat: Found) -> bool {
        let is_apart = self.is_apart(first.from, mat.to);
        if mat.marks > Marks::None {
            return first.marks == Marks::All || is_apart;
        }
        self.gap(mat.from) <= Gap::Joint && is_apart || self.stands_out(first, mat)
    }

    fn is_toi_mat(&self, first: Found, mat: Found) -> bool {
        if mat.marks > Marks::None {
            // "Tôi" is I, and says nothing of a degree.
            let is_pronoun = self.letters.get(first.from + 1).is_some_and(|o| o.marks == marks::CIRCUMFLEX);
            let is_plain = !mat.upper && mat.gap.max(first.gap) == Gap::Closed;
            return !(is_pronoun || is_plain && self.is_compound(mat));
        }
        let is_alone = self.gap(first.from) >= Gap::Blank && self.gap(mat.to) >= Gap::Blank;
        let is_joined = self.gap(mat.from) == Gap::Joint && is_alone;
        first.marks == Marks::None && (is_joined || self.stands_out(first, mat))
    }

    fn is_degree(&self, first: Found, mat: Found) -> bool {
        let says_none = NONE.contains(&self.next_word(mat.to, Gap::Break).as_str());
        let is_marked = first.marks.min(mat.marks) > Marks::None;
        is_marked && self.is_apart(first.from, mat.to) && !self.is_compound(mat) && !says_none
    }

    /// Whether it is "MẬT" and no more, as it is stamped.
    fn is_stamp(&self, mat: Found) -> bool {
        mat.upper && self.letters.get(mat.from + 1).is_some_and(|a| a.marks & marks::CIRCUMFLEX != 0)
    }

    fn is_in_brackets(&self, mat: Found) -> bool {
        self.gap(mat.from) == Gap::Bracket && self.gap(mat.to) == Gap::Bracket
    }
}

/// Whether a line holds a stamp and nothing else that is said.
fn is_stamped(line: &str) -> bool {
    let text = Text::of(line);
    let whole = text.find(&MAT).find(|mat| text.letters.len() == mat.to - mat.from);
    whole.is_some_and(|mat| text.is_stamp(mat)) && !line.chars().any(char::is_numeric)
}

#[cfg(test)]
mod tests;
