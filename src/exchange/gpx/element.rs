//! What is read in a point of a GPX file, whatever the file is read for.

use std::io::BufRead;

use crate::domain::time::{Instant, TimeFault};
use crate::exchange::fields::quoted;
use crate::exchange::rows::FileFault;
use crate::exchange::xml::Cursor;

/// Goes to the root of a file.
pub(super) fn enter<R: BufRead>(xml: &mut Cursor<R>) -> Result<(), FileFault> {
    xml.next_child()?;
    if xml.name() == "gpx" {
        return Ok(());
    }
    let root = quoted(xml.name());
    Err(FileFault::fatal(
        "gpx_not_gpx",
        format!("Đây không phải là GPX: thẻ gốc là <{root}>"),
        format!("This is no GPX: its root is <{root}>"),
    )
    .at_line(xml.line()))
}

/// Coordinates as they were written.
pub(super) struct Given {
    lat: Option<String>,
    lon: Option<String>,
    line: u64,
}

impl Given {
    /// Of the point that was just started.
    pub(super) fn of<R: BufRead>(xml: &Cursor<R>) -> Result<Self, FileFault> {
        let [lat, lon] = xml.attributes(["lat", "lon"])?;
        Ok(Self { lat, lon, line: xml.line() })
    }

    /// Longitude and latitude, each `None` where it is no finite number.
    ///
    /// # Errors
    /// A decimal comma: the program that wrote the file did so everywhere.
    pub(super) fn read(&self) -> Result<(Option<f64>, Option<f64>), FileFault> {
        Ok((self.number(self.lon.as_deref())?, self.number(self.lat.as_deref())?))
    }

    fn number(&self, text: Option<&str>) -> Result<Option<f64>, FileFault> {
        let Some(text) = text else { return Ok(None) };
        if text.contains(',') && number(&text.replace(',', ".")).is_some() {
            let text = quoted(text);
            return Err(FileFault::fatal(
                "gpx_comma_decimals",
                format!("Tọa độ \"{text}\" dùng dấu phẩy thập phân: GPX chỉ dùng dấu chấm"),
                format!("The coordinate \"{text}\" has a decimal comma: GPX has points"),
            )
            .at_line(self.line));
        }
        Ok(number(text))
    }

    pub(super) fn in_words(&self) -> String {
        let words = |text: &Option<String>| text.as_deref().map_or_else(|| "-".to_owned(), quoted);
        format!("lat={} lon={}", words(&self.lat), words(&self.lon))
    }
}

/// A finite number; Rust's own reader also takes `inf` and `nan`.
pub(super) fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// A time as GPX has it. The schema allows it without an offset, and the standard says that it is UTC then.
pub(super) fn time(text: &str) -> Result<Instant, TimeFault> {
    let text = text.trim();
    match text.parse() {
        Err(TimeFault::NotRfc3339) => format!("{text}Z").parse(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_without_an_offset_are_utc() {
        let want: Instant = "2013-01-02T02:03:00Z".parse().unwrap();
        for text in ["2013-01-02T02:03:00Z", " 2013-01-02T02:03:00 ", "2013-01-02T09:03:00.000+07:00"] {
            assert_eq!(time(text), Ok(want), "{text}");
        }
        for text in ["", "yesterday", "2013-01-02", "0001-01-01T00:00:00Z"] {
            assert!(time(text).is_err(), "{text}");
        }
    }
}
