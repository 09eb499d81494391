//! `LIKE`: `%` is any text, `_` one character, `\` takes the meaning away from what follows.
//!
//! Cost: the length of the text for patterns without `_` (each piece is searched for once, leftmost); never more than length
//! × pattern. No pattern makes it go back more than one `%`.

/// A pattern, cut at its `%`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Like {
    pieces: Vec<Piece>,
    /// Whether it begins and ends with `%`.
    open: (bool, bool),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Plain(String),
    /// With `_`, as `None`.
    Gaps(Vec<Option<char>>),
}

impl Like {
    /// Every text is a pattern.
    pub fn new(pattern: &str) -> Self {
        let (mut pieces, mut piece) = (Vec::new(), Vec::new());
        let (mut starts_open, mut ends_open, mut first) = (false, false, true);
        let mut chars = pattern.chars();
        while let Some(c) = chars.next() {
            ends_open = c == '%';
            match c {
                '%' => {
                    starts_open |= first;
                    if !piece.is_empty() {
                        pieces.push(Piece::of(&std::mem::take(&mut piece)));
                    }
                }
                '_' => piece.push(None),
                '\\' => piece.push(Some(chars.next().unwrap_or('\\'))),
                c => piece.push(Some(c)),
            }
            first = false;
        }
        if !piece.is_empty() {
            pieces.push(Piece::of(&piece));
        }
        Self { pieces, open: (starts_open, ends_open) }
    }

    /// ```
    /// use mocgioi::domain::cql2::Like;
    ///
    /// assert!(Like::new("Mốc %/2").matches("Mốc 1088/2"));
    /// assert!(Like::new(r"100\%").matches("100%") && !Like::new(r"100\%").matches("1000"));
    /// assert!(Like::new("m_c").matches("mốc"));
    /// ```
    pub fn matches(&self, text: &str) -> bool {
        let (starts_open, ends_open) = self.open;
        let Some((last, before)) = self.pieces.split_last() else { return starts_open || text.is_empty() };
        let mut rest = text;
        for (n, piece) in before.iter().enumerate() {
            let end = if n == 0 && !starts_open { piece.at_start(rest) } else { piece.first_end(rest) };
            let Some(end) = end else { return false };
            rest = &rest[end..];
        }
        match (before.is_empty() && !starts_open, ends_open) {
            (true, true) => last.at_start(rest).is_some(),
            (true, false) => last.at_start(rest) == Some(rest.len()),
            (false, true) => last.first_end(rest).is_some(),
            (false, false) => last.is_end(rest),
        }
    }
}

impl Piece {
    fn of(chars: &[Option<char>]) -> Self {
        match chars.iter().copied().collect::<Option<String>>() {
            Some(plain) => Self::Plain(plain),
            None => Self::Gaps(chars.to_vec()),
        }
    }

    /// Where it ends, if the text begins with it.
    fn at_start(&self, text: &str) -> Option<usize> {
        match self {
            Self::Plain(plain) => text.starts_with(plain.as_str()).then_some(plain.len()),
            Self::Gaps(gaps) => {
                let mut chars = text.char_indices();
                for gap in gaps {
                    let (_, c) = chars.next()?;
                    if gap.is_some_and(|wanted| wanted != c) {
                        return None;
                    }
                }
                Some(chars.offset())
            }
        }
    }

    /// Where its first place in the text ends.
    fn first_end(&self, text: &str) -> Option<usize> {
        match self {
            Self::Plain(plain) => text.find(plain.as_str()).map(|at| at + plain.len()),
            Self::Gaps(_) => {
                let mut starts = text.char_indices().map(|(at, _)| at);
                starts.find_map(|at| Some(at + self.at_start(&text[at..])?))
            }
        }
    }

    fn is_end(&self, text: &str) -> bool {
        match self {
            Self::Plain(plain) => text.ends_with(plain.as_str()),
            Self::Gaps(gaps) => {
                let Some(skipped) = text.chars().count().checked_sub(gaps.len()) else { return false };
                let at = text.char_indices().nth(skipped).map_or(text.len(), |(at, _)| at);
                self.at_start(&text[at..]).is_some()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::{Config, RngSeed};

    /// The same cases on every run.
    fn fixed(seed: u64, cases: u32) -> Config {
        Config { cases, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..Config::default() }
    }

    /// The definition, by trying everything.
    fn obviously(pattern: &[char], text: &[char]) -> bool {
        match pattern {
            [] => text.is_empty(),
            ['%', rest @ ..] => (0..=text.len()).any(|n| obviously(rest, &text[n..])),
            ['_', rest @ ..] => !text.is_empty() && obviously(rest, &text[1..]),
            ['\\', c, rest @ ..] | [c, rest @ ..] => text.first() == Some(c) && obviously(rest, &text[1..]),
        }
    }

    proptest! {
        #![proptest_config(fixed(77, 4_000))]

        #[test]
        fn it_is_the_obvious_one(pattern in r"[ab%_]{0,7}", text in "[ab]{0,9}") {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            prop_assert_eq!(Like::new(&pattern).matches(&text), obviously(&chars(&pattern), &chars(&text)));
        }
    }

    #[test]
    fn a_backslash_at_the_end_is_one() {
        assert!(Like::new("a\\").matches("a\\"));
        assert!(Like::new(r"\_\\").matches(r"_\"));
        assert!(Like::new("%").matches("") && Like::new("").matches("") && !Like::new("").matches("a"));
    }
}
