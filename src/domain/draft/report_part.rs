//! A part of a report as an agency sends it, or as the department enters it from a letter.
//!
//! Not sent by devices: whoever sends one is at a desk.

use serde_json::Value;

use super::head::{Head, Received};
use super::{LONGEST_NAME, LONGEST_NOTE};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::location::Location;
use crate::domain::period::Period;
use crate::domain::record::{Body, Record};
use crate::domain::report_part::{Letter, PartScope, PartText, ReportPart};

/// Sections of one part; a whole report has about twenty.
const MOST_SECTIONS: usize = 30;
/// Characters of one section: some ten pages.
const LONGEST_SECTION: usize = 2 * LONGEST_NOTE;

/// Reads a submission whole. Whose part it is, is for whoever takes it in to say where `agency` is left out.
///
/// # Errors
/// Every fault, each with a pointer to its field.
pub fn read(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "report_part");
    let duty = fields.uuid("duty");
    let period = fields.needed_text("period", LONGEST_NAME).and_then(|text| period(&mut fields, &text));
    let agency = fields.name("agency", LONGEST_NAME).unwrap_or_default();
    if let Some(fault) = no_name(&agency) {
        fields.fault(fault);
    }
    let scope = fields.choice("scope", PartScope::ALL, PartScope::as_str);
    let letter = letter(&mut fields);
    let sections = sections(&mut fields);
    fields.finish()?;
    match (head, duty, period, scope) {
        (Some(head), Some(duty), Some(period), Some(scope)) => {
            // The day of the letter; else when it was written: sent again, it is the same.
            let at = letter.as_ref().map_or_else(|| head.made_at(), |letter| letter.on.bounds().0);
            let part = ReportPart { duty, period, agency, scope, letter, sections, on_behalf: false };
            Ok(head.into_record(received, at, Location::default(), Body::ReportPart(part)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// What stands for the name of an agency and is none: it goes into a list that people read. Characters that turn the direction
/// of writing make one name look like another; a day or a number names nobody.
fn no_name(agency: &str) -> Option<Fault> {
    let hides = |c: &char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    if let Some(bad) = agency.chars().find(hides) {
        return Some(Fault::new("/agency", Code::ControlCharacter).with(format!("{:04X}", u32::from(bad))));
    }
    let (vi, en) = ("tên cơ quan phải có chữ", "the name of an agency has letters");
    let is_none = !agency.is_empty() && !agency.chars().any(char::is_alphabetic);
    is_none.then(|| Fault::foreign("/agency", "not_a_name", vi, en))
}

fn period(fields: &mut Fields<'_>, text: &str) -> Option<String> {
    match text.parse::<Period>() {
        Ok(period) => Some(period.to_string()),
        Err(fault) => {
            fields.fault(Fault::foreign("/period", "not_a_period", fault.message_vi(), fault.to_string()));
            None
        }
    }
}

fn letter(fields: &mut Fields<'_>) -> Option<Letter> {
    let number = fields.name("letter_number", LONGEST_NAME);
    let on = fields.name("letter_date", LONGEST_NAME);
    let day = on.as_deref().and_then(|text| text.parse().ok());
    if on.is_some() && day.is_none() {
        fields.fault(Fault::new("/letter_date", Code::NotDay));
    }
    // A number without a day, or a day without a number, names no letter.
    if number.is_some() != on.is_some() {
        let missing = if number.is_some() { "/letter_date" } else { "/letter_number" };
        fields.fault(Fault::new(missing, Code::Missing));
    }
    Some(Letter { number: number?, on: day? })
}

fn sections(fields: &mut Fields<'_>) -> Vec<PartText> {
    let before = fields.faults();
    let items = fields.list("sections");
    if items.is_empty() && fields.faults() == before {
        fields.fault(Fault::new("/sections", Code::Missing));
    }
    if items.len() > MOST_SECTIONS {
        fields.fault(Fault::new("/sections", Code::NotAList));
    }
    let mut found: Vec<PartText> = Vec::new();
    for (n, item) in items.iter().enumerate().take(MOST_SECTIONS) {
        let one = section(item).and_then(|one| {
            let (vi, en) = ("mục này đã có ở trên", "this section stands above");
            let twice = || Err(vec![Fault::foreign("/section", "section_twice", vi, en)]);
            if found.iter().any(|held| held.section == one.section) { twice() } else { Ok(one) }
        });
        match one {
            Ok(one) => found.push(one),
            Err(faults) => faults.into_iter().for_each(|fault| {
                let pointer = format!("/sections/{n}{}", fault.pointer);
                fields.fault(Fault { pointer, ..fault });
            }),
        }
    }
    found
}

fn section(value: &Value) -> Result<PartText, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let section = fields.needed_text("section", LONGEST_NAME);
    if section.as_deref().is_some_and(|name| !ReportPart::is_section(name)) {
        let (vi, en) = ("tên mục gồm 1–40 chữ thường không dấu, chữ số, gạch dưới", "1 to 40 of a–z, 0–9 and _");
        fields.fault(Fault::foreign("/section", "not_a_section", vi, en));
    }
    let text = fields.needed_text("text", LONGEST_SECTION);
    fields.finish()?;
    section.zip(text).map(|(section, text)| PartText { section, text }).ok_or_else(Vec::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Instant;

    fn read(json: &str) -> Result<Record, Vec<Fault>> {
        super::read(&serde_json::from_str(json).unwrap(), Received::at(Instant::from_millis(1_800_000_000_000)))
    }

    #[test]
    fn what_is_missing_or_no_section_is_said_at_once() {
        let id = "01932f5e-7c1a-7abc-8def-0123456789ab";
        let faults = read(&format!(
            r#"{{"id":"{id}","period":"2026-13","scope":"half","letter_number":"12/SXD",
                "sections":[{{"section":"Mốc","text":"x"}},{{"section":"markers"}},{{"section":"works","text":"a"}},
                {{"section":"works","text":"b"}}]}}"#
        ))
        .unwrap_err();
        let found: Vec<_> = faults.iter().map(|fault| (fault.pointer.as_str(), fault.stable_code())).collect();
        for expected in [
            ("/duty", "missing"),
            ("/period", "not_a_period"),
            ("/scope", "not_one_of"),
            ("/letter_date", "missing"),
            ("/sections/0/section", "not_a_section"),
            ("/sections/1/text", "missing"),
            ("/sections/3/section", "section_twice"),
        ] {
            assert!(found.contains(&expected), "{expected:?} in {found:?}");
        }
        assert_eq!(found.len(), 7);
        for (agency, code) in [
            ("Sở \u{202e}cáo báo", "control_character"),
            ("Sở\u{200b} Y tế", "control_character"),
            ("Sở\tY tế", "control_character"),
            ("9999-12-31", "not_a_name"),
        ] {
            let part = serde_json::json!({ "id": id, "duty": id, "period": "2026-11", "scope": "item", "agency": agency,
                "sections": [{ "section": "works", "text": "x" }] });
            let faults = read(&part.to_string()).unwrap_err();
            let found: Vec<_> = faults.iter().map(|fault| (fault.pointer.as_str(), fault.stable_code())).collect();
            assert_eq!(found, [("/agency", code)], "{agency:?}");
        }
        let record = read(&format!(
            r#"{{"id":"{id}","duty":"{id}","period":"2026-11","scope":"item","letter_number":"12/SXD",
                "letter_date":"2026-11-13","sections":[{{"section":"works","text":"Kè mốc 211 đạt trên 80%"}}]}}"#
        ))
        .unwrap();
        assert!(record.body.is_testimony() && !serde_json::to_string(&record.body).unwrap().contains("on_behalf"));
        assert_eq!(record.event_at.unwrap().to_string(), "2026-11-12T17:00:00.000Z");
    }
}
