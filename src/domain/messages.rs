//! What each code says to people, Vietnamese first: one table a subject, and every code in one of them (tested below).

mod of_exchange;
mod of_fields;
mod of_files;
mod of_requests;

use super::fault::Code;

/// Languages that messages exist in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Vi,
    En,
}

impl Lang {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

/// Vietnamese, then English.
type Words = (&'static str, &'static str);

/// The message of a code; `{0}` and so on are filled with the fault's arguments.
pub const fn template(code: Code, lang: Lang) -> &'static str {
    let (vi, en) = both(code);
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

const fn both(code: Code) -> Words {
    if let Some(words) = of_fields::words(code) {
        return words;
    }
    if let Some(words) = of_exchange::words(code) {
        return words;
    }
    if let Some(words) = of_files::words(code) {
        return words;
    }
    match of_requests::words(code) {
        Some(words) => words,
        None => ("", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_words_in_both_languages_and_a_name_of_its_own() {
        let mut names = std::collections::HashSet::new();
        for &code in Code::ALL {
            assert!(!template(code, Lang::Vi).is_empty() && !template(code, Lang::En).is_empty(), "{code:?}");
            assert!(names.insert(code.as_str()), "{code:?} shares its name");
        }
    }
}
