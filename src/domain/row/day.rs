//! Times as spreadsheets write them: RFC 3339, `2026-11-22`, `22/11/2026`, with or without `8:30` or `08:30:15`.
//!
//! A day without a time of day is taken as noon in Vietnam, and the caller is told; a time without an offset is taken as
//! Vietnam's (UTC+7). Day before month, as people here write; `11/22/2026` is refused, not turned round.

use super::Row;
use crate::domain::fault::{Code, Fault};
use crate::domain::time::{Instant, TimeFault};

/// A time, and whether its time of day was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    pub at: Instant,
    pub to_the_day: bool,
}

/// Reads a time.
///
/// # Errors
/// When it is none of the forms above, no day of the calendar, or out of range.
///
/// ```
/// use mocgioi::domain::row::day::read;
///
/// assert_eq!(read("22/11/2026 8:30")?.at.to_string(), "2026-11-22T01:30:00.000Z");
/// assert!(read("22/11/2026")?.to_the_day);
/// assert!(read("11/22/2026").is_err());
/// # Ok::<(), mocgioi::domain::time::TimeFault>(())
/// ```
pub fn read(text: &str) -> Result<Written, TimeFault> {
    if let Ok(at) = text.parse() {
        return Ok(Written { at, to_the_day: false });
    }
    let (day, time) = text.split_once([' ', 'T']).map_or((text, None), |(day, time)| (day, Some(time.trim())));
    let parts: Vec<&str> = day.split(['/', '-', '.']).collect();
    let [a, b, c] = parts.as_slice() else { return Err(TimeFault::NotADay) };
    let (year, month, of_month) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    let digits = |part: &str, longest: usize| {
        (!part.is_empty() && part.len() <= longest && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
            .ok_or(TimeFault::NotADay)
    };
    if year.len() != 4 {
        return Err(TimeFault::NotADay);
    }
    let (year, month, of_month) = (digits(year, 4)?, digits(month, 2)?, digits(of_month, 2)?);
    let [hour, minute, second] = match time {
        None => [12, 0, 0],
        Some(time) => {
            let parts: Vec<&str> = time.split(':').collect();
            match parts.as_slice() {
                [hour, minute] => [digits(hour, 2)?, digits(minute, 2)?, 0],
                [hour, minute, second] => [digits(hour, 2)?, digits(minute, 2)?, digits(second, 2)?],
                _ => return Err(TimeFault::NotADay),
            }
        }
    };
    let whole = format!("{year:04}-{month:02}-{of_month:02}T{hour:02}:{minute:02}:{second:02}+07:00");
    let at = whole.parse().map_err(|fault| if fault == TimeFault::OutOfRange { fault } else { TimeFault::NotADay })?;
    Ok(Written { at, to_the_day: time.is_none() })
}

impl Row<'_> {
    /// The time in a field.
    pub fn time(&mut self, name: &str) -> Option<Instant> {
        match read(self.raw(name)?) {
            Ok(written) => Some(written.at),
            Err(TimeFault::OutOfRange) => {
                self.fault(Fault::new(name, Code::TimeOutOfRange));
                None
            }
            Err(_) => {
                self.fault(Fault::new(name, Code::NotDay));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_day_is_refused_and_never_turned_round() {
        for text in
            ["", "11/22/2026", "31/02/2026", "2026-13-01", "22/11/26", "1/1/1/1", "2026-11-22 25:00", "x", "+1/1/2026"]
        {
            assert!(read(text).is_err(), "{text}");
        }
        assert_eq!(read("1/2/1875").unwrap_err(), TimeFault::OutOfRange);
    }

    #[test]
    fn a_day_alone_is_noon_in_vietnam() {
        for text in ["2026-11-22", "22/11/2026", "22-11-2026", "22.11.2026"] {
            let read = read(text).unwrap();
            assert_eq!((read.at.to_string().as_str(), read.to_the_day), ("2026-11-22T05:00:00.000Z", true), "{text}");
        }
    }
}
