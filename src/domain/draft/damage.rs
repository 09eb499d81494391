//! A damage report to the competent authority, and the authority's answer.

use serde_json::Value;

use super::head::{Head, Received};
use super::{LONGEST_NAME, LONGEST_NOTE};
use crate::domain::damage_report::{Answer, DamageReport, Ruling};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::location::Location;
use crate::domain::record::{Body, Record};

/// # Errors
/// Every fault, each with a pointer to its field. So for the answer.
pub fn report(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "damage_report");
    let finding = fields.uuid("finding");
    let reported_at = fields.instant("reported_at");
    let number = fields.name("number", LONGEST_NAME);
    let addressee = fields.needed_text("addressee", LONGEST_NAME);
    let remedy = fields.needed_text("remedy", LONGEST_NOTE);
    let deadline = fields.name("deadline", LONGEST_NAME);
    let notes = fields.text("notes", LONGEST_NOTE);
    fields.finish()?;
    match (head, finding, reported_at, addressee, remedy) {
        (Some(head), Some(finding), Some(reported_at), Some(addressee), Some(remedy)) => {
            let report = DamageReport { finding, number, addressee, remedy, deadline, notes };
            Ok(head.into_record(received, reported_at, Location::default(), Body::DamageReport(report)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// # Errors
/// As for [`report`].
pub fn answer(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "answer");
    let report = fields.uuid("report");
    let answered_at = fields.instant("answered_at");
    let ruling = fields.choice("ruling", Ruling::ALL, Ruling::as_str);
    let authority = fields.needed_text("authority", LONGEST_NAME);
    let number = fields.name("number", LONGEST_NAME);
    let text = fields.text("text", LONGEST_NOTE);
    let leads_to = fields.optional_uuid("leads_to");
    fields.finish()?;
    match (head, report, answered_at, ruling, authority) {
        (Some(head), Some(report), Some(answered_at), Some(ruling), Some(authority)) => {
            let answer = Answer { report, ruling, authority, number, text, leads_to };
            Ok(head.into_record(received, answered_at, Location::default(), Body::Answer(answer)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}
