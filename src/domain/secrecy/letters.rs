//! A text as its letters: without what cannot be seen, compatible forms as one, each letter apart from its diacritics and
//! from its case, and what stands between letters by kind.

use unicode_normalization::UnicodeNormalization as _;

/// Diacritics of Vietnamese letters, each a bit. The stroke of `đ` is none: it is a letter of its own.
pub(super) mod marks {
    pub const GRAVE: u8 = 1;
    pub const ACUTE: u8 = 2;
    pub const CIRCUMFLEX: u8 = 4;
    pub const TILDE: u8 = 8;
    pub const BREVE: u8 = 16;
    pub const HOOK: u8 = 32;
    pub const HORN: u8 = 64;
    pub const DOT: u8 = 128;
}

/// What stands between two letters, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing.
    Closed,
    /// Hyphens, underscores, dots and the like, without blanks.
    Joint,
    Blank,
    /// The end of a line, or a dash between blanks.
    Line,
    /// Digits, and signs that end a phrase.
    Break,
    /// A bracket.
    Bracket,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Letter {
    /// Lower case.
    pub base: char,
    pub marks: u8,
    pub upper: bool,
    /// What stands before it.
    pub gap: Gap,
}

/// A text as letters, and what stands after the last.
pub(super) fn letters(text: &str) -> (Vec<Letter>, Gap) {
    let mut letters: Vec<Letter> = Vec::with_capacity(text.len() / 2);
    let mut between = Between::default();
    for c in text.chars().filter(|c| !is_ignorable(*c)).nfkd() {
        if let Some(mark) = mark(c) {
            if let Some(last) = letters.last_mut().filter(|_| between.is_empty()) {
                last.marks |= mark;
            }
        } else if c.is_alphabetic() {
            let gap = if letters.is_empty() { between.edge() } else { between.gap() };
            let base = c.to_lowercase().next().unwrap_or(c);
            letters.push(Letter { base, marks: 0, upper: c.is_uppercase(), gap });
            between = Between::default();
        } else if !unicode_normalization::char::is_combining_mark(c) {
            between.take(c);
        }
    }
    let end = between.edge();
    (letters, end)
}

/// What was met since the last letter: the widest gap, and what joins or parts.
#[derive(Debug, Clone, Copy, Default)]
struct Between {
    widest: Option<Gap>,
    /// A sign that joins, and a blank: together a dash between blanks.
    has_joint: bool,
    has_blank: bool,
    /// Whether a dot was the last sign: before a blank it ends a sentence.
    after_dot: bool,
}

impl Between {
    const fn is_empty(self) -> bool {
        self.widest.is_none()
    }

    fn take(&mut self, c: char) {
        let after_dot = std::mem::replace(&mut self.after_dot, c == '.');
        let gap = match c {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Gap::Line,
            c if c.is_whitespace() => {
                self.has_blank = true;
                if after_dot { Gap::Break } else { Gap::Blank }
            }
            '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '«' | '»' | '“' | '”' | '"' => Gap::Bracket,
            '-' | '_' | '.' | '/' | '\\' | '*' | '+' | '=' | '~' | '|' | '·' | '•' | '\'' | '‐'..='―' | '−' => {
                self.has_joint = true;
                Gap::Joint
            }
            _ => Gap::Break,
        };
        self.widest = self.widest.max(Some(gap));
    }

    fn gap(self) -> Gap {
        let dash = if self.has_joint && self.has_blank { Gap::Line } else { Gap::Closed };
        self.widest.unwrap_or(Gap::Closed).max(dash)
    }

    /// Beginning and end of a text are those of a line, whatever stands there.
    fn edge(self) -> Gap {
        self.gap().max(Gap::Line)
    }
}

const fn mark(c: char) -> Option<u8> {
    Some(match c {
        '\u{300}' => marks::GRAVE,
        '\u{301}' => marks::ACUTE,
        '\u{302}' => marks::CIRCUMFLEX,
        '\u{303}' => marks::TILDE,
        '\u{306}' => marks::BREVE,
        '\u{309}' => marks::HOOK,
        '\u{31b}' => marks::HORN,
        '\u{323}' => marks::DOT,
        _ => return None,
    })
}

/// Default-ignorable code points (Unicode 16, DerivedCoreProperties): they cannot be seen, and part nothing.
const fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether the letters m, a, t may follow one another in a text: nearly all texts are done with this, which looks at each
/// character once and builds nothing. What is not usual in Vietnamese text is for [`letters`] to judge.
pub(super) fn may_hold_mat(text: &str) -> bool {
    /// How many of the three were met.
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Met {
        None,
        M,
        Ma,
    }
    let mut met = Met::None;
    for c in text.chars() {
        met = match c {
            'm' | 'M' => Met::M,
            't' | 'T' if met == Met::Ma => return true,
            // With whatever diacritics.
            'a' | 'A' | 'ª' | 'À'..='Å' | 'à'..='å' | 'Ă' | 'ă' | 'Ạ'..='ặ' if met == Met::M => Met::Ma,
            c if c.is_ascii_alphabetic() => Met::None,
            // Signs, diacritics by themselves, and what cannot be seen part nothing.
            c if c.is_ascii()
                || matches!(c, '\u{80}'..='¿' | '×' | '÷' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{206f}') =>
            {
                met
            }
            'À'..='ÿ' | 'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư' | 'Ạ'..='ỹ' => {
                Met::None
            }
            _ => return true,
        };
    }
    false
}
