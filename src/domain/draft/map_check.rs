//! A check of the standard map set, as whoever checked reports it.

use serde_json::Value;

use super::head::{Head, Received};
use super::place::referent;
use super::{LONGEST_NAME, LONGEST_NOTE};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::location::Location;
use crate::domain::map_check::{MapCheck, MapFinding, MapUse};
use crate::domain::record::{Body, Record};

/// Reads a submission whole. What is found, and in whose papers, must be said in words; a place need not be one on the line.
///
/// # Errors
/// Every fault, each with a pointer to its field.
pub fn read(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "map_check");
    let checked_at = fields.instant("checked_at");
    let checked = fields.needed_text("checked", LONGEST_NAME);
    let used_for = fields.choice("used_for", MapUse::ALL, MapUse::as_str);
    let title = fields.needed_text("title", LONGEST_NAME);
    let works = fields.optional_uuid("works");
    let sheet = fields.needed_text("sheet", LONGEST_NAME);
    let result = fields.choice("result", MapFinding::ALL, MapFinding::as_str);
    let finding = fields.needed_text("finding", LONGEST_NOTE);
    let follow_up = fields.text("follow_up", LONGEST_NOTE);
    let deadline = fields.name("deadline", LONGEST_NAME);
    // A deadline of nothing binds nobody.
    if deadline.is_some() && follow_up.is_none() {
        fields.fault(Fault::new("/follow_up", Code::Missing));
    }
    let notes = fields.text("notes", LONGEST_NOTE);
    let location =
        referent(&mut fields, &["marker", "near_marker", "segment", "area"]).map(Location::at).unwrap_or_default();
    fields.finish()?;
    match (head, checked_at, checked, used_for, title, sheet, result, finding) {
        (
            Some(head),
            Some(at),
            Some(checked),
            Some(used_for),
            Some(title),
            Some(sheet),
            Some(result),
            Some(finding),
        ) => {
            let check =
                MapCheck { checked, used_for, title, works, sheet, result, finding, follow_up, deadline, notes };
            Ok(head.into_record(received, at, location, Body::MapCheck(check)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Instant;

    fn read(json: &str) -> Result<Record, Vec<Fault>> {
        super::read(&serde_json::from_str(json).unwrap(), Received::at(Instant::from_millis(1_800_000_000_000)))
    }

    #[test]
    fn who_was_checked_on_which_sheet_and_what_was_found_must_be_said() {
        let faults = read(r#"{"id":"x","result":"wrong","deadline":"trước 30/11","works":"7"}"#).unwrap_err();
        let found: Vec<_> = faults.iter().map(|fault| (fault.pointer.as_str(), fault.code)).collect();
        for expected in [
            ("/id", Code::NotUuid),
            ("/checked_at", Code::Missing),
            ("/checked", Code::Missing),
            ("/used_for", Code::Missing),
            ("/title", Code::Missing),
            ("/works", Code::NotUuid),
            ("/sheet", Code::Missing),
            ("/result", Code::NotOneOf),
            ("/finding", Code::Missing),
            ("/follow_up", Code::Missing),
        ] {
            assert!(found.contains(&expected), "{expected:?} in {found:?}");
        }
        let record = read(
            r#"{"type":"map_check","id":"01932f5e-7c1a-7abc-8def-0123456789ab","checked_at":"2026-11-10T08:00:00+07:00",
                "checked":"UBND xã Chiềng Khương","used_for":"land_file","title":"Hồ sơ đất số 15","sheet":"tờ F-48-64-A",
                "result":"inconsistent","finding":"tờ bản đồ cũ","follow_up":"thay tờ bản đồ","deadline":"trước ngày 30/11",
                "near_marker":"VN-LA:211"}"#,
        )
        .unwrap();
        assert!(record.body.is_testimony());
        assert_eq!(record.event_at.unwrap().to_string(), "2026-11-10T01:00:00.000Z");
    }
}
