//! The grammar of days in deadlines: what stands at the end of the words, with what comes before it.
//!
//! ```text
//! deadline  := anything … bound phrase | phrase
//! bound     := trong | chậm nhất | trước | đến | hết | xong | vào …         "trước" leaves the day itself out
//! phrase    := [ngày] 23/5/2025 | ngày 23 tháng 5 [năm 2025] | [ngày] 30/11 | tháng 5/2025 | tháng 6 năm 2026 | tháng 12
//!            | quý I/2026 | quý II năm 2026 | 6 tháng đầu năm 2026 | năm 2026 (only after a bound) | ngày 30
//! ```
//!
//! Whatever else stands in the words, a phrase that is not at their end is none: "cùng với dự toán ngân sách năm 2026" and
//! "trước mùa mưa năm 2027" name no day.

use super::words::Token;

/// A stretch of the calendar, as it is named; days and months as written, whether there are such or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phrase {
    Day { year: i32, month: u32, day: u32 },
    DayOfYear { month: u32, day: u32 },
    DayOfMonth { day: u32 },
    Month { year: i32, month: u32 },
    MonthOfYear { month: u32 },
    Quarter { year: i32, quarter: u32 },
    Half { year: i32, half: u32 },
    Year { year: i32 },
}

/// A phrase, and whether "trước" leaves its own days out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounded {
    pub phrase: Phrase,
    pub before: bool,
}

/// Words that bound what follows them.
const BOUNDS: [&str; 13] =
    ["trong", "cham", "nhat", "truoc", "den", "het", "toi", "vao", "xong", "khong", "qua", "muon", "cuoi"];

/// The phrase at the end of the words, if there is one.
pub fn at_the_end(tokens: &[Token]) -> Option<Bounded> {
    (0..tokens.len()).find_map(|from| {
        let tail = &tokens[from..];
        let is_bound = |token: &Token| matches!(token, Token::Word(word) if BOUNDS.contains(&word.as_str()));
        let bounds = tail.iter().take_while(|token| is_bound(token)).count();
        // Amid other words a day is a deadline only where something says so.
        if bounds == 0 && from > 0 || bounds > 0 && from > 0 && is_bound(&tokens[from - 1]) {
            return None;
        }
        let phrase = whole(&tail[bounds..])?;
        if matches!(phrase, Phrase::Year { .. }) && bounds == 0 {
            return None;
        }
        let before = tail[..bounds].iter().any(|token| token.is("truoc"));
        Some(Bounded { phrase, before })
    })
}

/// A phrase that is all of these words.
fn whole(tokens: &[Token]) -> Option<Phrase> {
    use Token::{Number, Stroke};
    let word = |n: usize, word: &str| tokens.get(n).is_some_and(|token| token.is(word));
    let tokens = if word(0, "ngay") && matches!(tokens.get(2), Some(Stroke)) { &tokens[1..] } else { tokens };
    match tokens {
        [Number(day), Stroke, Number(month), Stroke, Number(year)] => dated(*year, *month, *day),
        [Number(month), Stroke, Number(year)] if *year >= 1000 => {
            Some(Phrase::Month { year: full(*year)?, month: *month })
        }
        [Number(day), Stroke, Number(month)] => Some(Phrase::DayOfYear { month: *month, day: *day }),
        [first, rest @ ..] if first.is("ngay") => of_day(rest),
        [first, rest @ ..] if first.is("thang") => match rest {
            [Number(month), Stroke, Number(year)] => Some(Phrase::Month { year: full(*year)?, month: *month }),
            [Number(month), nam, Number(year)] if nam.is("nam") => {
                Some(Phrase::Month { year: full(*year)?, month: *month })
            }
            [Number(month)] => Some(Phrase::MonthOfYear { month: *month }),
            _ => None,
        },
        [first, quarter, between, Number(year)]
            if first.is("quy") && (matches!(between, Stroke) || between.is("nam")) =>
        {
            Some(Phrase::Quarter { year: full(*year)?, quarter: quarter_of(quarter)? })
        }
        [Number(6), thang, which, nam, Number(year)] if thang.is("thang") && nam.is("nam") => {
            let half = if which.is("dau") { 1 } else { u32::from(which.is("cuoi")) * 2 };
            (half > 0).then_some(Phrase::Half { year: full(*year)?, half })
        }
        [nam, Number(year)] if nam.is("nam") => Some(Phrase::Year { year: full(*year)? }),
        _ => None,
    }
}

fn of_day(rest: &[Token]) -> Option<Phrase> {
    use Token::Number;
    match rest {
        [Number(day)] => Some(Phrase::DayOfMonth { day: *day }),
        [Number(day), thang, Number(month)] if thang.is("thang") => {
            Some(Phrase::DayOfYear { month: *month, day: *day })
        }
        [Number(day), thang, Number(month), nam, Number(year)] if thang.is("thang") && nam.is("nam") => {
            dated(*year, *month, *day)
        }
        _ => None,
    }
}

fn dated(year: u32, month: u32, day: u32) -> Option<Phrase> {
    Some(Phrase::Day { year: full(year)?, month, day })
}

/// A year of four digits; of two nobody says which century.
fn full(year: u32) -> Option<i32> {
    (1000..=9999).contains(&year).then(|| i32::try_from(year).ok())?
}

fn quarter_of(token: &Token) -> Option<u32> {
    match token {
        Token::Number(quarter) => Some(*quarter).filter(|quarter| (1..=4).contains(quarter)),
        Token::Word(roman) => (1..).zip(["i", "ii", "iii", "iv"]).find_map(|(n, held)| (held == roman).then_some(n)),
        _ => None,
    }
}
