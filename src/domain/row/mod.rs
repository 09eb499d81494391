//! What a row of a file means to a layer: fields of text become the body and the place of a record.
//!
//! Every fault of a row is reported at once, each under the name of its column. Words are taken in Vietnamese, with or
//! without diacritics, and as the codes that clients use. What a row does not say is not made up.
//!
//! | module | layer |
//! |---|---|
//! | [`marker`] | `markers` |
//! | [`line`](mod@line) | `boundary-lines` |
//! | [`hazard`] | `hazards` |
//! | [`inspection`] | `inspections` |
//! | [`place`] | where a row says it is, in markers and offsets |
//! | [`day`] | times as spreadsheets write them |

pub mod day;
pub mod hazard;
pub mod inspection;
pub mod line;
pub mod marker;
pub mod place;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::fault::{Code, Fault};
use super::number::{LineKey, Lines, MarkerKey, Parsed, parse_text};

/// Longest text that a field may hold, in characters.
const LONGEST: usize = 10_000;

/// What the person who imports says about the whole file, and what the register knows.
#[derive(Debug, Clone, Copy)]
pub struct RowContext<'a> {
    /// Line that numbers belong to where a row names none.
    pub line: Option<LineKey>,
    pub numbers: &'a Lines,
}

/// The fields of one row while they are read.
pub struct Row<'a> {
    fields: &'a [(String, String)],
    pub context: RowContext<'a>,
    faults: Vec<Fault>,
}

impl<'a> Row<'a> {
    pub fn new(fields: &'a [(String, String)], context: RowContext<'a>) -> Self {
        Self { fields, context, faults: Vec::new() }
    }

    pub fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// # Errors
    /// Every fault that was found.
    pub fn finish<T>(self, read: Option<T>) -> Result<T, Vec<Fault>> {
        match read {
            Some(read) if self.faults.is_empty() => Ok(read),
            _ if self.faults.is_empty() => Err(vec![Fault::new("", Code::Missing)]),
            _ => Err(self.faults),
        }
    }

    /// The value as written; blank is absent.
    pub fn raw(&self, name: &str) -> Option<&'a str> {
        let (_, value) = self.fields.iter().find(|(key, _)| key == name)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    pub fn has(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// Text that a database can hold, in NFC.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let value = self.raw(name)?;
        if value.chars().count() > LONGEST {
            self.fault(Fault::new(name, Code::TooLong).with(LONGEST.to_string()));
            return None;
        }
        if let Some(bad) = value.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.fault(Fault::new(name, Code::ControlCharacter).with(format!("{:04X}", u32::from(bad))));
            return None;
        }
        Some(value.nfc().collect())
    }

    /// A number with a point or a comma for decimals.
    pub fn number(&mut self, name: &str) -> Option<f64> {
        let value = self.raw(name)?;
        let number = value.replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite());
        if number.is_none() {
            self.fault(Fault::new(name, Code::NotNumber));
        }
        number
    }

    /// A number of metres, 0 or more.
    pub fn metres(&mut self, name: &str) -> Option<f64> {
        let metres = self.number(name)?;
        if !(0.0..=10_000_000.0).contains(&metres) {
            self.fault(Fault::new(name, Code::MetresRange));
            return None;
        }
        Some(metres)
    }

    /// One of a set of words: the code itself, or what people write.
    pub fn word<T: Copy>(&mut self, name: &str, words: &[(T, &'static str, &[&str])]) -> Option<T> {
        let value = folded(self.raw(name)?);
        let found = words
            .iter()
            .find(|(_, code, others)| folded(code) == value || others.iter().any(|other| folded(other) == value));
        if found.is_none() {
            let codes: Vec<_> = words.iter().map(|(_, code, _)| *code).collect();
            self.fault(Fault::new(name, Code::NotOneOf).with(codes.join(", ")));
        }
        found.map(|(word, ..)| *word)
    }

    /// The line that the row is about: its own, else the file's.
    pub fn line(&mut self) -> Option<LineKey> {
        let Some(written) = self.raw("line") else { return self.context.line };
        match written.to_uppercase().parse() {
            Ok(line) => Some(line),
            Err(fault) => {
                self.fault(Fault::number("line", &fault));
                None
            }
        }
    }

    /// One marker, by its number or its key.
    pub fn marker(&mut self, name: &str) -> Option<MarkerKey> {
        match self.parsed(name)? {
            Parsed::Marker(key) => Some(key),
            Parsed::Range { .. } => {
                self.fault(Fault::new(name, Code::NotOneMarker));
                None
            }
        }
    }

    /// One marker or one range.
    pub fn parsed(&mut self, name: &str) -> Option<Parsed> {
        let written = self.raw(name)?;
        let line = self.line();
        match parse_text(written, line, self.context.numbers) {
            Ok(found) => {
                let one = found.first().copied().filter(|_| found.len() == 1);
                if one.is_none() {
                    self.fault(Fault::new(name, Code::NotOneMarker));
                }
                one
            }
            Err(fault) => {
                self.fault(Fault::number(name, &fault));
                None
            }
        }
    }
}

/// Lower case, without diacritics, `đ` as `d`, runs of blanks, hyphens and underscores as one blank.
///
/// ```
/// use mocgioi::domain::row::folded;
///
/// assert_eq!(folded("Sạt  Lở_bờ"), "sat lo bo");
/// ```
pub fn folded(text: &str) -> String {
    let plain: String = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'đ' => 'd',
            '_' | '-' => ' ',
            other => other,
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
