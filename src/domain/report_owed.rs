//! Which parts of a report are owed for a period, by the words of the reporting duties.
//!
//! A duty says who reports (`from`), to whom, for which periods, until when in words. Where it names a collective ("các cơ
//! quan, đơn vị") the agencies are those that the same document names, of the kinds below, but for whoever receives the
//! report: that is worked out, and said to be. A deadline is a day only where the duty has one; nobody is late by silence.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

use super::deadline::recurring::Every as Again;
use super::deadline::{self, Said};
use super::period::{Length, Period};
use super::standing::Period as Every;
use super::standing::UnitKind::{
    self, Command, Commune, Customs, Department, District, ManagementBoard, Police, Post, Ward,
};
use super::time::CivilDay;

/// An agency as a document names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub title: String,
    pub kind: UnitKind,
    /// Number of the document.
    pub document: String,
    pub valid_from: Option<CivilDay>,
    pub valid_to: Option<CivilDay>,
    pub successor: Option<String>,
}

/// What a duty says of who owes what; the rest of it is for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyWords {
    pub from: Vec<String>,
    pub to: String,
    pub periods: Vec<Every>,
    /// Until when, in its words.
    pub deadline: Option<String>,
    pub due: Option<CivilDay>,
    pub document: String,
    /// The quotes that it rests on.
    pub quotes: Vec<String>,
}

/// Whether a duty asks for a report for a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    Yes,
    /// When somebody asks for it, or once: owed for no period by itself.
    OnRequest,
    No,
}

/// A part that is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    pub agency: String,
    /// The duty's own words, where it names a collective.
    pub collective: Option<String>,
    /// The agency as the duty names it, where that is dissolved; nobody is known to have taken over where it is the same.
    pub dissolved: Option<String>,
}

/// What collective words mean, by the kinds of units.
const COLLECTIVES: &[(&str, &[UnitKind])] = &[
    ("các cơ quan, đơn vị", &[Department, Command, Police, ManagementBoard, Customs, District, Commune, Ward, Post]),
    ("các sở, ban, ngành", &[Department, Command, Police, ManagementBoard]),
    ("ubnd các xã, phường", &[Commune, Ward]),
    ("các xã, phường", &[Commune, Ward]),
];

/// How the decree's first half is written where a duty asks for no second.
const FIRST_HALF: &str = "6 tháng đầu năm";

/// A name without regard to case and spacing.
pub fn plain(text: &str) -> String {
    text.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl DutyWords {
    pub fn asks(&self, period: Period) -> Asked {
        let every = match period.length() {
            Length::Month => Every::Month,
            Length::Quarter => Every::Quarter,
            Length::HalfYear => Every::HalfYear,
            Length::Year => Every::Year,
        };
        let first_only = || self.quotes.iter().any(|quote| quote.contains(FIRST_HALF));
        let second = period.length() == Length::HalfYear && period.to_string().ends_with("H2");
        if self.periods.contains(&every) && !(second && first_only()) {
            Asked::Yes
        } else if self.periods.contains(&Every::OnDemand) || self.periods.contains(&Every::Once) {
            Asked::OnRequest
        } else {
            Asked::No
        }
    }

    /// Until when the part of a period is in time, where the duty says a day, or one that comes again with such periods. None where
    /// its words give none: those of the province's general rule are not known here.
    pub fn deadline(&self, period: Period) -> Option<CivilDay> {
        let (words, periods) = (self.deadline.as_deref(), self.periods.as_slice());
        let read = deadline::read(&Said { words, due: self.due, periods, ..Said::default() });
        let Some(again) = read.recurring() else { return read.last_day() };
        let fits = matches!(
            (period.length(), again.every),
            (Length::Month, Again::Month)
                | (Length::Quarter, Again::Quarter)
                | (Length::HalfYear, Again::HalfYear)
                | (Length::Year, Again::Year)
        );
        again.of(period.last_day()).filter(|_| fits).map(|one| one.due)
    }

    /// Who owes a part, in the order of the list of units; those that it names itself keep its order, before.
    pub fn owing(&self, units: &[Named], day: CivilDay) -> Vec<Owed> {
        let receiver = plain(&self.to);
        let (mut all, mut seen) = (Vec::new(), BTreeSet::from([receiver]));
        for name in &self.from {
            let words = plain(name);
            let kinds = COLLECTIVES.iter().find(|(collective, _)| *collective == words).map(|(_, kinds)| *kinds);
            let owed: Vec<Owed> = match kinds {
                Some(kinds) => units
                    .iter()
                    .filter(|unit| unit.document == self.document && kinds.contains(&unit.kind) && unit.stands_on(day))
                    .map(|unit| Owed { agency: unit.title.clone(), collective: Some(name.clone()), dissolved: None })
                    .collect(),
                None => vec![alone(name, units, day)],
            };
            all.extend(owed.into_iter().filter(|owed| seen.insert(plain(&owed.agency))));
        }
        all
    }
}

impl Named {
    fn stands_on(&self, day: CivilDay) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// An agency that the duty names: itself, or who took over from it.
fn alone(name: &str, units: &[Named], day: CivilDay) -> Owed {
    let held = units.iter().find(|unit| plain(&unit.title) == plain(name));
    let gone = held.filter(|unit| unit.valid_to.is_some_and(|to| to < day));
    let agency = gone.and_then(|unit| unit.successor.clone()).unwrap_or_else(|| name.to_owned());
    Owed { agency, collective: None, dissolved: gone.map(|unit| unit.title.clone()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(title: &str, kind: UnitKind, document: &str) -> Named {
        let (title, document) = (title.to_owned(), document.to_owned());
        Named { title, kind, document, valid_from: None, valid_to: None, successor: None }
    }

    fn duty(from: &[&str], periods: &[Every]) -> DutyWords {
        let owned = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        DutyWords {
            from: owned(from),
            to: "Sở Ngoại vụ".to_owned(),
            periods: periods.to_vec(),
            deadline: None,
            due: None,
            document: "000".to_owned(),
            quotes: owned(&["Hằng tháng, quý, 6 tháng đầu năm và hằng năm"]),
        }
    }

    #[test]
    fn a_collective_is_the_agencies_of_its_own_document_without_whoever_receives() {
        let units = [
            unit("Sở Ngoại vụ", Department, "000"),
            unit("Công an tỉnh", Police, "000"),
            unit("Bộ Ngoại giao", UnitKind::Ministry, "000"),
            unit("Sở Xây dựng", Department, "000"),
            unit("Sở Tài chính", Department, "002"),
        ];
        let day = "2026-11-14".parse().unwrap();
        let owed = duty(&["Sở Xây dựng", "Các cơ quan,  đơn vị"], &[Every::Month]).owing(&units, day);
        let names: Vec<_> = owed.iter().map(|owed| (owed.agency.as_str(), owed.collective.is_some())).collect();
        assert_eq!(names, [("Sở Xây dựng", false), ("Công an tỉnh", true)]);
    }

    #[test]
    fn who_was_dissolved_gives_way_to_its_successor_or_is_said_to_have_none() {
        let mut gone = unit("UBND huyện Sông Mã", District, "000");
        gone.valid_to = Some("2025-06-30".parse().unwrap());
        let day = "2026-11-14".parse().unwrap();
        let owed = |units: &[Named]| duty(&["UBND huyện Sông Mã"], &[Every::Month]).owing(units, day).remove(0);
        let without = owed(&[gone.clone()]);
        assert_eq!(without.dissolved.as_deref(), Some(without.agency.as_str()));
        gone.successor = Some("UBND xã Chiềng Khương".to_owned());
        assert_eq!(owed(&[gone]).agency, "UBND xã Chiềng Khương");
        assert_eq!(owed(&[]).dissolved, None);
    }

    #[test]
    fn the_second_half_is_not_owed_where_the_words_ask_for_the_first() {
        let all = duty(&["Sở Xây dựng"], &[Every::Month, Every::HalfYear]);
        let asks = |duty: &DutyWords, period: &str| duty.asks(period.parse().unwrap());
        assert_eq!(
            ["2026-11", "2026-H1", "2026-H2", "2026"].map(|period| asks(&all, period)),
            [Asked::Yes, Asked::Yes, Asked::No, Asked::No]
        );
        assert_eq!(asks(&duty(&[], &[Every::OnDemand]), "2026-11"), Asked::OnRequest);
    }

    #[test]
    fn a_deadline_is_a_day_only_where_the_words_give_one() {
        let mut duty = duty(&["Sở Xây dựng"], &[Every::Month]);
        let due = |duty: &DutyWords, period: &str| {
            duty.deadline(period.parse().unwrap()).map(|day| day.to_string()).unwrap_or_default()
        };
        assert_eq!(due(&duty, "2026-11"), "", "nobody is late by silence");
        duty.deadline = Some("theo thời hạn quy định chung của tỉnh".to_owned());
        assert_eq!(due(&duty, "2026-11"), "");
        duty.deadline = Some("trước ngày 30 hằng tháng".to_owned());
        assert_eq!([due(&duty, "2026-11"), due(&duty, "2027-02")], ["2026-11-29", "2027-02-28"]);
        (duty.deadline, duty.periods) = (Some("trước ngày 30 tháng 11".to_owned()), vec![Every::Year]);
        assert_eq!(due(&duty, "2026"), "2026-11-29");
    }
}
