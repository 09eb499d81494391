//! What somebody at a desk sets for inspections: how often, and a campaign. Neither is sent by a device.

use serde_json::Value;

use super::head::{Head, Received};
use super::{LONGEST_NAME, LONGEST_NOTE};
use crate::domain::campaign::{Campaign, Share};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::inspection::Mode;
use crate::domain::inspection_due::{Interval, Per};
use crate::domain::inspection_rule::{Basis, InspectionRule, InspectionSubject, Reach};
use crate::domain::location::{Location, Referent};
use crate::domain::number::LineKey;
use crate::domain::object::ObjectKind;
use crate::domain::record::{Body, Record};
use crate::domain::time::CivilDay;

/// Places that one rule, or one share of a campaign, may name; units that are told; shares.
const MOST_PLACES: usize = 200;
const MOST_UNITS: usize = 1_000;
const MOST_SHARES: usize = 200;
/// Longest notice, in days.
const MOST_NOTICE: f64 = 3_650.0;
/// Notice where nobody says how much: two weeks.
const USUAL_NOTICE: i64 = 14;

/// Whether an account may set it, for whom, and whether what it names is registered, is for whoever takes it in to say.
///
/// # Errors
/// Every fault, each with a pointer to its field. So for the others.
pub fn read(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::plain(&mut fields, "inspection_rule");
    let title = fields.needed_text("title", LONGEST_NAME);
    let subject = fields.choice("subject", InspectionSubject::ALL, InspectionSubject::as_str);
    let kinds = fields.choices("kinds", ObjectKind::ALL, ObjectKind::as_str);
    if !kinds.is_empty() && subject.is_some_and(|subject| subject != InspectionSubject::Objects) {
        fields.fault(Fault::new("/subject", Code::NotOneOf).with(InspectionSubject::Objects.as_str()));
    }
    let reach = reach(&mut fields);
    let interval = interval(&mut fields);
    let mode = fields.optional_choice("mode", &Mode::ALL, Mode::as_str);
    let by = fields.name("by", LONGEST_NAME);
    let in_charge = fields.name("in_charge", LONGEST_NAME);
    let from = day(&mut fields, "from");
    let notice = fields.number_within("notice_days", 0.0, MOST_NOTICE);
    let basis = basis(&mut fields);
    let told = fields.texts("told", MOST_UNITS, LONGEST_NAME);
    fields.finish()?;
    match (head, title, subject, reach, interval, from, basis) {
        (Some(head), Some(title), Some(subject), Some(reach), Some(interval), Some(from), Some(basis)) => {
            #[expect(clippy::cast_possible_truncation, reason = "held against the most there may be")]
            let notice_days = notice.map_or(USUAL_NOTICE, |days| days as i64);
            let place = place(&reach);
            let line = reach.line;
            let rule = InspectionRule {
                title,
                subject,
                kinds,
                reach,
                interval,
                mode,
                by,
                in_charge,
                from,
                notice_days,
                basis,
                told,
            };
            Ok(standing(head, received, line, place, Body::InspectionRule(rule)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// # Errors
/// As for [`read`].
pub fn campaign(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::plain(&mut fields, "campaign");
    let title = fields.needed_text("title", LONGEST_NAME);
    let mode = fields.choice("mode", &Mode::ALL, Mode::as_str);
    let of_the_line = [InspectionSubject::Markers, InspectionSubject::LineCourse];
    let before = fields.faults();
    let subjects = fields.choices("subjects", &of_the_line, InspectionSubject::as_str);
    if subjects.is_empty() && fields.faults() == before {
        fields.fault(Fault::new("/subjects", Code::Missing));
    }
    let reach = reach(&mut fields);
    let (from, to) = (day(&mut fields, "from"), day(&mut fields, "to"));
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        fields.fault(Fault::new("/to", Code::EndsBeforeStart));
    }
    let source = fields.needed_text("source", LONGEST_NAME);
    let (clause, quote) = (fields.name("clause", LONGEST_NAME), fields.text("quote", LONGEST_NOTE));
    let shares = shares(&mut fields);
    let notes = fields.text("notes", LONGEST_NOTE);
    let told = fields.texts("told", MOST_UNITS, LONGEST_NAME);
    fields.finish()?;
    match (head, title, mode, reach, from, to, source) {
        (Some(head), Some(title), Some(mode), Some(reach), Some(from), Some(to), Some(source)) => {
            let (place, line) = (place(&reach), reach.line);
            let campaign =
                Campaign { title, mode, subjects, reach, from, to, source, clause, quote, shares, notes, told };
            Ok(standing(head, received, line, place, Body::Campaign(campaign)))
        }
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// In force as it is set: nobody else approves it.
fn standing(head: Head, received: Received, line: LineKey, location: Location, body: Body) -> Record {
    let made_at = head.made_at();
    let mut record = head.into_approved(received, made_at, location, body);
    record.line = Some(line);
    record
}

/// One place is where the record is; several are not one.
fn place(reach: &Reach) -> Location {
    match reach.places.as_slice() {
        [one] => Location::at(one.clone()),
        _ => Location::default(),
    }
}

fn day(fields: &mut Fields<'_>, name: &'static str) -> Option<CivilDay> {
    let text = fields.required_text(name, 100)?;
    let day = text.parse().ok();
    if day.is_none() {
        fields.fault(Fault::new(format!("/{name}"), Code::NotDay));
    }
    day
}

/// `every` and `per`: both, or nobody knows how often.
fn interval(fields: &mut Fields<'_>) -> Option<Interval> {
    let per = fields.choice("per", Per::ALL, Per::as_str);
    let before = fields.faults();
    let every = fields.count("every", per.map_or(Interval::most(Per::Day), Interval::most));
    if every.is_none() && fields.faults() == before {
        fields.fault(Fault::new("/every", Code::Missing));
    }
    Some(Interval { every: u32::try_from(every?).ok()?, per: per? })
}

/// `line`, or `places` on one line: keys of markers and of stretches.
fn reach(fields: &mut Fields<'_>) -> Option<Reach> {
    let before = fields.faults();
    let named = fields.name("line", LONGEST_NAME);
    let line: Option<LineKey> = named.as_ref().and_then(|text| text.parse().ok());
    if named.is_some() && line.is_none() {
        fields
            .fault(Fault::new("/line", Code::UnknownLine).with(named.unwrap_or_default()).with("VN-CN, VN-LA, VN-KH"));
    }
    let written = fields.texts("places", MOST_PLACES, LONGEST_NAME);
    let places = places(fields, "/places", &written, line);
    if fields.faults() > before {
        return None;
    }
    let line = line.or_else(|| places.first().and_then(Referent::line));
    if line.is_none() {
        fields.fault(Fault::new("/line", Code::Missing));
    }
    Some(Reach { line: line?, places })
}

/// Markers and stretches that are written so, all on one line.
fn places(fields: &mut Fields<'_>, pointer: &str, written: &[String], line: Option<LineKey>) -> Vec<Referent> {
    let mut found: Vec<Referent> = Vec::new();
    for (n, text) in written.iter().enumerate() {
        let read =
            if text.contains("..") { text.parse().map(Referent::Segment) } else { text.parse().map(Referent::Marker) };
        match read {
            Ok(place) => {
                let line = line.or_else(|| found.first().and_then(Referent::line));
                if let (Some(line), Some(own)) = (line, place.line())
                    && line != own
                {
                    fields
                        .fault(Fault::new(format!("{pointer}/{n}"), Code::OtherLine).with(line.to_string()).with(text));
                } else {
                    found.push(place);
                }
            }
            Err(fault) => fields.fault(Fault::number(format!("{pointer}/{n}"), &fault)),
        }
    }
    found
}

/// Where the interval comes from: without it there is no rule.
fn basis(fields: &mut Fields<'_>) -> Option<Basis> {
    let read = match fields.value("basis") {
        None => Err(vec![Fault::new("", Code::BasisMissing)]),
        Some(value) => one_basis(value),
    };
    match read {
        Ok(basis) => Some(basis),
        Err(faults) => {
            for fault in faults {
                let pointer = format!("/basis{}", fault.pointer);
                fields.fault(Fault { pointer, ..fault });
            }
            None
        }
    }
}

fn one_basis(value: &Value) -> Result<Basis, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let document = fields.name("document", LONGEST_NAME);
    let clause = fields.name("clause", LONGEST_NAME);
    let quote = fields.text("quote", LONGEST_NOTE);
    let rule = fields.optional_uuid("rule");
    for (name, is_there) in [("/document", document.is_some()), ("/quote", quote.is_some())] {
        if !is_there {
            fields.fault(Fault::new(name, Code::BasisMissing));
        }
    }
    fields.finish()?;
    let missing = || vec![Fault::new("", Code::BasisMissing)];
    Ok(Basis { document: document.ok_or_else(missing)?, clause, quote: quote.ok_or_else(missing)?, rule })
}

fn shares(fields: &mut Fields<'_>) -> Vec<Share> {
    let items = fields.list("shares");
    if items.len() > MOST_SHARES {
        fields.fault(Fault::new("/shares", Code::NotAList));
    }
    let mut shares = Vec::new();
    for (n, item) in items.iter().enumerate().take(MOST_SHARES) {
        match share(item) {
            Ok(share) => shares.push(share),
            Err(faults) => {
                for fault in faults {
                    let pointer = format!("/shares/{n}{}", fault.pointer);
                    fields.fault(Fault { pointer, ..fault });
                }
            }
        }
    }
    shares
}

fn share(value: &Value) -> Result<Share, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let unit = fields.needed_text("unit", LONGEST_NAME);
    let before = fields.faults();
    let written = fields.texts("places", MOST_PLACES, LONGEST_NAME);
    let places = places(&mut fields, "/places", &written, None);
    if places.is_empty() && fields.faults() == before {
        fields.fault(Fault::new("/places", Code::Missing));
    }
    fields.finish()?;
    Ok(Share { unit: unit.ok_or_else(|| vec![Fault::new("/unit", Code::Missing)])?, places })
}

#[cfg(test)]
#[path = "inspection_rule_tests.rs"]
mod tests;
