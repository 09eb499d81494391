//! What the words of a deadline say.
//!
//! Documents give a day ("chậm nhất ngày 23/5/2025", "trong Quý I/2026"), none at all, work that never ends ("thường xuyên"), days
//! that come again ("trước ngày 30 hằng tháng"), days that hang on an event ("07 ngày kể từ ngày …") or on steps of others ("sau
//! khi có ý kiến của các Bộ"). What is not read is said to be unread, and what is doubtful is kept as written and makes nothing
//! overdue: nothing is guessed.
//!
//! | words | kind | last day |
//! |---|---|---|
//! | `chậm nhất ngày 23/5/2025`, `trong ngày 23/5/2025` | dated | the day |
//! | `trước ngày 15/4/2026` | dated | the day before |
//! | `trong tháng 6 năm 2026`, `Quý I/2026`, `trong năm 2026` | dated | the last day of it |
//! | `trước 30/11` | dated | the day before, of the year that begins with the document's own day |
//! | `trước ngày 30 hằng tháng` | recurring | the day before in every month, or its end |
//! | `07 ngày kể từ ngày nhận được văn bản` | relative | none until the day of the event is known; the day itself is not counted |
//! | `thường xuyên` | continuing | none: never due |
//! | `sau khi …` alone | dependent | none: it waits |
//!
//! [`phrase`] is the grammar, [`words`] takes marks and capitals away, [`recurring`] counts what comes again.

pub mod calendar;
pub mod phrase;
pub mod recurring;
pub mod words;

use serde::Serialize;

use super::source::{Flag, FlagCode};
use super::standing::Period;
use super::task::Recurrence;
use super::time::CivilDay;
use super::works::Strength;
use phrase::{Bounded, Phrase};
use recurring::{Every, Recurring};
use words::{Token, fold, squeeze, tokens};

/// Everything that a record says about when something is to be done.
#[derive(Debug, Clone, Copy, Default)]
pub struct Said<'a> {
    pub words: Option<&'a str>,
    /// The last day that the words allow, as whoever entered the record read them.
    pub due: Option<CivilDay>,
    pub strength: Option<Strength>,
    pub recurrence: Option<Recurrence>,
    /// Of a reporting duty.
    pub periods: &'a [Period],
    pub depends_on: &'a [String],
    pub flags: &'a [Flag],
    /// Day of the document, where it is known.
    pub written_on: Option<CivilDay>,
}

/// What the words were read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Dated {
        last: CivilDay,
        /// The words have no year: it is the first such day that is not before the document.
        without_year: bool,
    },
    /// Never due, so never overdue.
    Continuing,
    Recurring(Recurring),
    Relative {
        days: u32,
        /// Working days: which those are, no calendar here says.
        working: bool,
        event: String,
        /// Day of the event, where the words have it.
        from: Option<CivilDay>,
    },
    /// It waits for steps, and no day is said.
    Dependent,
    None,
    /// Kept as written.
    Unread,
}

impl Kind {
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Dated { .. } => "dated",
            Self::Continuing => "continuing",
            Self::Recurring(_) => "recurring",
            Self::Relative { .. } => "relative",
            Self::Dependent => "dependent",
            Self::None => "none",
            Self::Unread => "unread",
        }
    }
}

/// Why a day is not taken at its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DoubtCode {
    /// Whoever entered the document flagged it.
    Flagged,
    /// The calendar has no such day.
    NoSuchDay,
    /// Before the day of the document that orders it.
    BeforeDocument,
    /// The words are read otherwise than whoever entered them read them.
    Disagrees,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Doubt {
    pub code: DoubtCode,
    /// The doubtful words.
    pub text: String,
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    pub words: Option<String>,
    pub kind: Kind,
    pub strength: Option<Strength>,
    /// Steps that it waits for, in the document's words.
    pub waits_for: Vec<String>,
    pub doubts: Vec<Doubt>,
}

impl Deadline {
    /// The last day on which it is in time: none where there is none, where it comes again, and where it is doubtful.
    pub fn last_day(&self) -> Option<CivilDay> {
        match &self.kind {
            _ if !self.doubts.is_empty() => None,
            Kind::Dated { last, .. } => Some(*last),
            Kind::Relative { days, working: false, from: Some(from), .. } => calendar::later(*from, i64::from(*days)),
            _ => None,
        }
    }

    /// The same once the day of the event that it hangs on is known.
    pub fn last_day_from(&self, event: CivilDay) -> Option<CivilDay> {
        match &self.kind {
            Kind::Relative { days, working: false, from: None, .. } if self.doubts.is_empty() => {
                calendar::later(event, i64::from(*days))
            }
            _ => self.last_day(),
        }
    }

    /// What comes again; nothing that is doubtful.
    pub fn recurring(&self) -> Option<Recurring> {
        match self.kind {
            Kind::Recurring(recurring) if self.doubts.is_empty() => Some(recurring),
            _ => None,
        }
    }
}

/// Reads it.
pub fn read(said: &Said<'_>) -> Deadline {
    let text = said.words.map(squeeze).filter(|text| !text.is_empty());
    let tokens = text.as_deref().map(tokens).unwrap_or_default();
    let mut waits_for = said.depends_on.to_vec();
    if let Some(step) = text.as_deref().filter(|text| waits_for.is_empty() && fold(text).starts_with("sau khi ")) {
        waits_for.push(step.to_owned());
    }
    let mut doubts = flagged(text.as_deref(), said.flags);
    let kind = match text.as_deref() {
        None => without_words(said, !waits_for.is_empty()),
        Some(text) => of_words(text, &tokens, said, &mut doubts),
    };
    let kind = match kind {
        Kind::Unread if !waits_for.is_empty() => Kind::Dependent,
        // Whoever entered it read the words; this program does not.
        Kind::Unread => said.due.map_or(Kind::Unread, |last| Kind::Dated { last, without_year: false }),
        kind => kind,
    };
    if let (Kind::Dated { last, .. }, shown) = (&kind, text.clone().unwrap_or_default()) {
        if said.due.is_some_and(|due| due != *last) {
            let note = said.due.map(|due| due.to_string());
            doubts.push(Doubt { code: DoubtCode::Disagrees, text: shown.clone(), note });
        }
        if said.written_on.is_some_and(|written_on| *last < written_on) {
            let note = said.written_on.map(|written_on| written_on.to_string());
            doubts.push(Doubt { code: DoubtCode::BeforeDocument, text: shown, note });
        }
    }
    let strives = text.as_deref().is_some_and(|text| fold(text).contains("phan dau"));
    let strength = said.strength.or_else(|| strives.then_some(Strength::Strive));
    Deadline { words: said.words.map(str::to_owned), kind, strength, waits_for, doubts }
}

/// What somebody flagged as doubtful in these words.
fn flagged(text: Option<&str>, flags: &[Flag]) -> Vec<Doubt> {
    let Some(text) = text.map(fold) else { return Vec::new() };
    let of_it = |flag: &&Flag| flag.code == FlagCode::DoubtfulDate && text.contains(&fold(&squeeze(&flag.text)));
    let doubt = |flag: &Flag| Doubt { code: DoubtCode::Flagged, text: flag.text.clone(), note: flag.note.clone() };
    flags.iter().filter(of_it).map(doubt).collect()
}

fn without_words(said: &Said<'_>, waits: bool) -> Kind {
    match (said.due, said.recurrence) {
        (Some(last), _) => Kind::Dated { last, without_year: false },
        (None, Some(Recurrence::Regular)) => Kind::Continuing,
        (None, Some(Recurrence::Monthly)) => Kind::Recurring(Recurring::at_the_end(Every::Month)),
        (None, Some(Recurrence::Quarterly)) => Kind::Recurring(Recurring::at_the_end(Every::Quarter)),
        (None, Some(Recurrence::Yearly)) => Kind::Recurring(Recurring::at_the_end(Every::Year)),
        (None, Some(Recurrence::Once) | None) if waits => Kind::Dependent,
        (None, Some(Recurrence::Once) | None) => Kind::None,
    }
}

fn of_words(text: &str, tokens: &[Token], said: &Said<'_>, doubts: &mut Vec<Doubt>) -> Kind {
    if let Some(relative) = relative(text, tokens) {
        return relative;
    }
    let (every, rest) = every(tokens, said);
    if every.is_none() && pair(tokens, "thuong", "xuyen").is_some() {
        return Kind::Continuing;
    }
    let found = phrase::at_the_end(&rest);
    let no_such_day = |doubts: &mut Vec<Doubt>| {
        doubts.push(Doubt { code: DoubtCode::NoSuchDay, text: text.to_owned(), note: None });
        Kind::Unread
    };
    match (every, found) {
        (Some(every), None) if rest.is_empty() => Kind::Recurring(Recurring::at_the_end(every)),
        (Some(every), Some(found)) if is_of_period(every, found.phrase) => {
            recurring(every, found).map_or_else(|| no_such_day(doubts), Kind::Recurring)
        }
        // A month or a quarter with its year does not come again, however often the rest does.
        (_, Some(found)) => match dated(found, said.written_on) {
            Last::On(last) => {
                let without_year = matches!(found.phrase, Phrase::DayOfYear { .. } | Phrase::MonthOfYear { .. });
                Kind::Dated { last, without_year }
            }
            Last::NoSuchDay => no_such_day(doubts),
            Last::Unsaid => Kind::Unread,
        },
        _ => Kind::Unread,
    }
}

/// Where two words stand side by side.
fn pair(tokens: &[Token], first: &str, second: &str) -> Option<usize> {
    tokens.windows(2).position(|two| two[0].is(first) && two[1].is(second))
}

/// How often, by the words or by what is said beside them; and the words without that.
fn every(tokens: &[Token], said: &Said<'_>) -> (Option<Every>, Vec<Token>) {
    for (word, every) in [("thang", Every::Month), ("quy", Every::Quarter), ("nam", Every::Year)] {
        for before in ["hang", "moi"] {
            if let Some(at) = pair(tokens, before, word) {
                let is_word = |token: &&Token| !matches!(token, Token::Other);
                let rest = tokens[..at].iter().chain(tokens[at + 2..].iter().skip_while(|it| !is_word(it)));
                let mut rest: Vec<Token> = rest.cloned().collect();
                while rest.last().is_some_and(|token| matches!(token, Token::Other)) {
                    rest.pop();
                }
                return (Some(every), rest);
            }
        }
    }
    let is_yearly = said.recurrence == Some(Recurrence::Yearly) || said.periods == [Period::Year];
    let is_monthly = said.recurrence == Some(Recurrence::Monthly) || said.periods == [Period::Month];
    let beside = if is_yearly { Some(Every::Year) } else { is_monthly.then_some(Every::Month) };
    (beside, tokens.to_vec())
}

const fn is_of_period(every: Every, phrase: Phrase) -> bool {
    match every {
        Every::Month => matches!(phrase, Phrase::DayOfMonth { .. }),
        Every::Year => matches!(phrase, Phrase::DayOfYear { .. } | Phrase::MonthOfYear { .. }),
        Every::Quarter | Every::HalfYear => false,
    }
}

fn recurring(every: Every, found: Bounded) -> Option<Recurring> {
    let less = u32::from(found.before);
    match found.phrase {
        Phrase::DayOfMonth { day } if day <= 31 => Recurring::new(every, 1, day.checked_sub(less)?),
        // Before the first of a month: the end of the one before.
        Phrase::DayOfYear { month, day: 1 } if found.before => Recurring::new(every, month.checked_sub(1)?, 31),
        // In some year there must be such a day.
        Phrase::DayOfYear { month, day } => {
            calendar::day(2024, month, day)?;
            Recurring::new(every, month, day.checked_sub(less)?)
        }
        Phrase::MonthOfYear { month } => Recurring::new(every, month.checked_sub(less)?, 31),
        _ => None,
    }
}

/// The last day that a phrase allows.
enum Last {
    On(CivilDay),
    /// The calendar has none.
    NoSuchDay,
    /// That cannot be said.
    Unsaid,
}

fn dated(found: Bounded, written_on: Option<CivilDay>) -> Last {
    let less = i64::from(found.before);
    let day = |year, month, day| calendar::day(year, month, day).and_then(|day| calendar::later(day, -less));
    let month = |year: i32, month: u32| {
        let is_month = (1..=12).contains(&month);
        let end = if found.before { calendar::end_before_month } else { calendar::month_end };
        is_month.then(|| end(year, month)).flatten()
    };
    let last = |day: Option<CivilDay>| day.map_or(Last::NoSuchDay, Last::On);
    // The first that is not before the document.
    let next = |of_year: &dyn Fn(i32) -> Option<CivilDay>| match written_on
        .and_then(|day| Some((day, calendar::parts(day)?)))
    {
        Some((written_on, (year, ..))) => {
            last([year, year + 1].into_iter().filter_map(of_year).find(|day| *day >= written_on))
        }
        None => Last::Unsaid,
    };
    let last_of = |of: u32, months: u32| if found.before { (of - 1) * months + 1 } else { of * months };
    match found.phrase {
        Phrase::Day { year, month, day: of } => last(day(year, month, of)),
        Phrase::DayOfYear { month, day: of } => next(&|year| day(year, month, of)),
        Phrase::Month { year, month: of } => last(month(year, of)),
        Phrase::MonthOfYear { month: of } => next(&|year| month(year, of)),
        Phrase::Quarter { year, quarter } => last(month(year, last_of(quarter, 3))),
        Phrase::Half { year, half } => last(month(year, last_of(half, 6))),
        Phrase::Year { year } => last(month(year, last_of(1, 12))),
        Phrase::DayOfMonth { .. } => Last::Unsaid,
    }
}

/// "07 ngày làm việc kể từ ngày nhận được văn bản".
fn relative(text: &str, tokens: &[Token]) -> Option<Kind> {
    let at = tokens.windows(2).position(|two| two[0].number().is_some() && two[1].is("ngay"))?;
    let days = tokens[at].number()?;
    let mut rest = &tokens[at + 2..];
    let working = pair(rest, "lam", "viec") == Some(0);
    if working {
        rest = &rest[2..];
    }
    if rest.first().is_some_and(|token| matches!(token, Token::Other)) {
        rest = &rest[1..];
    }
    let rest = rest.strip_prefix(&[Token::Word("ke".into())]).unwrap_or(rest);
    let [first, rest @ ..] = rest else { return None };
    if !first.is("tu") || rest.is_empty() {
        return None;
    }
    let words: Vec<&str> = text.split(' ').collect();
    let from = words.iter().position(|word| fold(word) == "tu")?;
    let event = words[from + 1..].join(" ");
    let day = match phrase::at_the_end(rest) {
        Some(Bounded { phrase: Phrase::Day { year, month, day }, before: false }) if rest[0].is("ngay") => {
            calendar::day(year, month, day)
        }
        _ => None,
    };
    Some(Kind::Relative { days, working, event, from: day })
}

#[cfg(test)]
mod tests;
