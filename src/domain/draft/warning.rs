//! A warning of the forecasting agency, as whoever got it enters it.

use serde_json::Value;

use super::head::{Head, Received};
use super::place::referent;
use super::{LONGEST_NAME, LONGEST_NOTE};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::location::Location;
use crate::domain::record::{Body, Record};
use crate::domain::warning::{Warning, WarningKind};

const MOST_NAMED: usize = 200;

/// Reads a warning whole. It names a stretch or marker of the line, or provinces.
///
/// # Errors
/// Every fault, each with a pointer to its field.
pub fn read(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "warning");
    let kind = fields.choice("kind", WarningKind::ALL, WarningKind::as_str);
    let before = fields.faults();
    let level = fields.count("level", 5).and_then(|level| u8::try_from(level).ok());
    if level.is_none() && fields.faults() == before {
        fields.fault(Fault::new("/level", Code::Missing));
    }
    let (valid_from, valid_to) = (fields.instant("valid_from"), fields.instant("valid_to"));
    if let (Some(from), Some(to)) = (valid_from, valid_to)
        && to < from
    {
        fields.fault(Fault::new("/valid_to", Code::EndsBeforeStart));
    }
    let (issuer, number) = (fields.needed_text("issuer", LONGEST_NAME), fields.needed_text("number", LONGEST_NAME));
    let provinces = fields.texts("provinces", MOST_NAMED, LONGEST_NAME);
    let communes = fields.texts("communes", MOST_NAMED, LONGEST_NAME);
    let notes = fields.text("notes", LONGEST_NOTE);
    let before = fields.faults();
    let place = referent(&mut fields, &["marker", "near_marker", "segment"]);
    if place.is_none() && provinces.is_empty() && fields.faults() == before {
        fields.fault(Fault::new("/provinces", Code::Missing));
    }
    fields.finish()?;
    match (head, kind, level, valid_from, valid_to, issuer, number) {
        (Some(head), Some(kind), Some(level), Some(valid_from), Some(valid_to), Some(issuer), Some(number)) => {
            let warning = Warning { kind, level, valid_from, valid_to, issuer, number, provinces, communes, notes };
            let made_at = head.made_at();
            let location = place.map(Location::at).unwrap_or_default();
            Ok(head.into_record(received, made_at, location, Body::Warning(warning)))
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
    fn every_fault_is_reported_at_once() {
        let faults = read(
            r#"{"id":"x","kind":"snow","level":6,"valid_from":"2026-11-20T06:00:00+07:00",
                "valid_to":"2026-11-20T05:59:59+07:00","issuer":" "}"#,
        )
        .unwrap_err();
        let found: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
        for pointer in ["/id", "/kind", "/level", "/valid_to", "/issuer", "/number", "/provinces"] {
            assert!(found.contains(&pointer), "{pointer}: {found:?}");
        }
    }

    #[test]
    fn a_bulletin_is_read_with_its_places() {
        let record = read(
            r#"{"id":"01932f5e-7c1a-7abc-8def-0123456789ab","type":"warning","kind":"rainfall","level":2,
                "valid_from":"2026-11-26T12:00:00+07:00","valid_to":"2026-11-28T12:00:00+07:00",
                "issuer":"Đài KTTV tỉnh Sơn La","number":"12/DBQG","provinces":["Sơn La"],"segment":"VN-LA:144..146"}"#,
        )
        .unwrap();
        let Body::Warning(warning) = &record.body else { panic!("{record:?}") };
        assert_eq!((warning.level, warning.provinces.as_slice()), (2, ["Sơn La".to_owned()].as_slice()));
        assert!(record.location.referent.is_some() && record.body.is_testimony());
    }
}
