//! An agency is urged, a unit is assigned a task: at a desk, never by a device.

use serde_json::Value;

use super::head::{Head, Received};
use super::{LONGEST_NAME, LONGEST_NOTE};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::location::Location;
use crate::domain::period::Period;
use crate::domain::record::{Body, Record};
use crate::domain::urging::{Assignment, Urging};

/// Most milestones of works, and most who support.
const MOST: i64 = 200;
const MOST_NAMES: usize = 50;

/// # Errors
/// Every fault, each with a pointer to its field. So for the assignment.
pub fn urging(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "urging");
    let at = fields.instant("at");
    let target = fields.uuid("target");
    let milestone = fields.count("milestone", MOST).and_then(|milestone| u32::try_from(milestone).ok());
    let period = fields.name("period", LONGEST_NAME);
    if period.as_ref().is_some_and(|period| period.parse::<Period>().is_err()) {
        fields.fault(Fault::new("/period", Code::NotOneOf).with("2026-11, 2026-Q4, 2026-H2, 2026"));
    }
    let to = fields.needed_text("to", LONGEST_NAME);
    let number = fields.name("number", LONGEST_NAME);
    let text = fields.text("text", LONGEST_NOTE);
    let deadline = fields.name("deadline", LONGEST_NAME);
    fields.finish()?;
    match (head, at, target, to) {
        (Some(head), Some(at), Some(target), Some(to)) => {
            let urging = Urging { target, milestone, period, to, number, text, deadline };
            Ok(head.into_approved(received, at, Location::default(), Body::Urging(urging)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// Who assigns is for whoever takes it in to say.
///
/// # Errors
/// As for [`urging`].
pub fn assignment(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "assignment");
    let at = fields.instant("at");
    let target = fields.uuid("target");
    let to = fields.needed_text("to", LONGEST_NAME);
    let support = fields.texts("support", MOST_NAMES, LONGEST_NAME);
    let deadline = fields.name("deadline", LONGEST_NAME);
    let basis = fields.needed_text("basis", LONGEST_NOTE);
    let text = fields.text("text", LONGEST_NOTE);
    fields.finish()?;
    match (head, at, target, to, basis) {
        (Some(head), Some(at), Some(target), Some(to), Some(basis)) => {
            let assignment = Assignment { target, to, support, deadline, basis, text, by: None };
            Ok(head.into_approved(received, at, Location::default(), Body::Assignment(assignment)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}
