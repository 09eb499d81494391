//! A deadline for sending reports, as somebody at a desk sets it from a letter.

use serde_json::Value;

use super::LONGEST_NAME;
use super::head::{Head, Received};
use crate::domain::access::{Label, ReviewState};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::location::Location;
use crate::domain::period::Length;
use crate::domain::record::{Body, Record};
use crate::domain::report_part::Letter;
use crate::domain::sending_deadline::SendingDeadline;

/// Months that may lie between a period and its report.
const MOST_MONTHS: i64 = 6;

/// Everybody may know of it: it binds whoever reports.
///
/// # Errors
/// Every fault, each with a pointer to its field.
pub fn read(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::plain(&mut fields, "sending_deadline");
    let kind = fields.needed_text("kind", LONGEST_NAME);
    let period = fields.choice("period", &Length::ALL, Length::as_str);
    let day = fields.count("day", 31).and_then(|day| u32::try_from(day).ok());
    let after = fields.count("months_after", MOST_MONTHS).and_then(|months| u32::try_from(months).ok());
    let number = fields.needed_text("letter_number", LONGEST_NAME);
    let on = fields.needed_text("letter_date", LONGEST_NAME).and_then(|text| {
        let day = text.parse().ok();
        if day.is_none() {
            fields.fault(Fault::new("/letter_date", Code::NotDay));
        }
        day
    });
    let issued_by = fields.needed_text("issued_by", LONGEST_NAME);
    fields.finish()?;
    match (head, kind, period, number, on, issued_by) {
        (Some(head), Some(kind), Some(period), Some(number), Some(on), Some(issued_by)) => {
            let (letter, period) = (Letter { number, on }, period.as_str().to_owned());
            let set = SendingDeadline { kind, period, day, months_after: after, letter, issued_by };
            let made_at = head.made_at();
            let mut record = head.into_record(received, made_at, Location::default(), Body::SendingDeadline(set));
            (record.review, record.label) = (ReviewState::Approved, Label::Public);
            Ok(record)
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}
