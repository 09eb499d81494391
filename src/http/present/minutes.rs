//! Fills the minutes of an inspection from what is known of it.

use crate::domain::access::ReviewState;
use crate::domain::counterpart::{Compared, Counterpart, Standing};
use crate::domain::hazard::Severity;
use crate::domain::inspection::{Condition, Details, Inspection};
use crate::domain::location::Referent;
use crate::domain::record::Record;
use crate::domain::time::Instant;
use crate::exchange::labels::Labels;
use crate::http::page::minutes::{Both, Mark, MinutesPage, Row, Said, Signing};
use crate::http::present::{labels, side_labels};

/// What minutes are made of.
pub struct Given<'a> {
    pub record: &'a Record,
    pub ours: &'a Inspection,
    /// What the other side said, with the record that says it.
    pub theirs: Option<(&'a Record, &'a Counterpart)>,
    pub compared: &'a Compared,
    pub contended: bool,
    /// Whether whoever reads it may read names and units.
    pub inside: bool,
    pub agency: [Option<String>; 2],
    /// What the line is called.
    pub line: String,
    /// Digests of our record and theirs.
    pub digests: Vec<(String, String)>,
    pub now: Instant,
}

/// Labels of one language at hand.
struct Words<'a>(&'a Labels);

impl Words<'_> {
    fn both(&self, field: &str) -> Both {
        self.0.row(field).map_or_else(Both::default, |row| Both {
            vi: row.vi.clone(),
            other: row.text.clone(),
            source: self.0.source_of(row),
        })
    }

    fn condition(&self, condition: Condition) -> Said {
        // "missing" is a mark of the comparison; a marker that is gone is lost.
        Said::Word(self.both(if condition == Condition::Missing { "lost" } else { condition.as_str() }))
    }

    fn mark(&self, standing: Standing) -> Mark {
        match standing {
            Standing::Agreed => Mark::Agreed(self.both("agreed")),
            Standing::Disputed => Mark::Disputed(self.both("disputed")),
            Standing::Missing => Mark::Missing(self.both("missing")),
        }
    }
}

pub fn fill(given: &Given<'_>, words: &Labels, other_lang: &'static str) -> MinutesPage {
    let words = Words(words);
    let theirs = given.theirs.map(|(_, said)| said);
    let is_marker = matches!(given.record.location.referent, Some(Referent::Marker(_)));
    let country = words.both("country");
    let names = |names: Option<&Vec<String>>| names.filter(|_| given.inside).cloned().unwrap_or_default();
    let identity = given.digests.iter().flat_map(|(record, digest)| {
        [(words.both("record"), record.clone()), (words.both("digest"), format!("SHA-256 {digest}"))]
    });
    MinutesPage {
        other_lang,
        agency: given.agency.clone(),
        number: theirs.and_then(|said| said.minutes.clone()),
        day: given.record.event_at.map(day),
        title: words.both(if is_marker { "title_marker" } else { "title_segment" }),
        about: about(given.record.location.referent.as_ref()),
        draft: draft(given).map(|reasons| (words.both("draft"), reasons)),
        facts: facts(given, &words, is_marker),
        columns: [words.both("content"), words.both("our_country"), country.clone(), words.both("standing")],
        rows: rows(given, &words),
        represents: words.both("representative"),
        signature: words.both("signature"),
        signing: [
            Signing { country: words.both("our_country"), names: names(theirs.map(|said| &said.our_signatories)) },
            Signing { country, names: names(theirs.map(|said| &said.their_signatories)) },
        ],
        identity: identity.collect(),
        sources: words.0.sources.iter().map(|source| (source.title.clone(), source.address.clone())).collect(),
        printed: format!("In lúc {} từ mocgioi {}.", given.now.written_vi(), env!("CARGO_PKG_VERSION")),
    }
}

/// Why it is no more than a draft; none when what stands in it was approved.
fn draft(given: &Given<'_>) -> Option<Vec<String>> {
    let mut reasons = Vec::new();
    let state = |record: &Record| labels::value(review(record.review)).to_owned();
    if given.record.review != ReviewState::Approved {
        reasons.push(format!("bản của ta: {}", state(given.record)));
    }
    if given.contended {
        reasons.push("bản của ta: có bản khác nhau".to_owned());
    }
    if let Some((record, _)) = given.theirs.filter(|(record, _)| record.review != ReviewState::Approved) {
        reasons.push(format!("bản của phía bạn: {}", state(record)));
    }
    (!reasons.is_empty()).then_some(reasons)
}

const fn review(state: ReviewState) -> &'static str {
    match state {
        ReviewState::Draft => "draft",
        ReviewState::Submitted => "submitted",
        ReviewState::Approved => "approved",
        ReviewState::Returned => "returned",
    }
}

fn facts(given: &Given<'_>, words: &Words<'_>, is_marker: bool) -> Vec<(Both, Said)> {
    let mode = labels::value(given.ours.mode.as_str()).to_owned();
    let place = about(given.record.location.referent.as_ref());
    vec![
        (words.both(if is_marker { "marker" } else { "segment" }), Said::Text(place)),
        (words.both("line"), Said::Text(given.line.clone())),
        (words.both("mode"), Said::Text(mode)),
        (words.both("both_sides"), Said::Text(side_labels::sides(given.compared.sides.as_str()).to_owned())),
    ]
}

fn rows(given: &Given<'_>, words: &Words<'_>) -> Vec<Row> {
    let (ours, theirs) = (given.ours, given.theirs);
    let said = theirs.map(|(_, said)| said);
    let text = |text: Option<&String>| text.map_or(Said::Nothing, |text| Said::Text(text.clone()));
    let at = |record: &Record| record.event_at.map_or(Said::Nothing, |at| Said::Text(at.written_vi()));
    let row = |field: &str, ours: Said, theirs: Said, mark: Mark| Row { label: words.both(field), ours, theirs, mark };
    let compared = |field: &str| words.mark(given.compared.standing(field));
    let mut rows = vec![
        row(
            "observed_at",
            at(given.record),
            theirs.map_or(Said::Nothing, |(record, _)| at(record)),
            if theirs.is_some() { Mark::None } else { words.mark(Standing::Missing) },
        ),
        row(
            "unit",
            text(given.agency[1].as_ref()),
            text(said.filter(|_| given.inside).map(|said| &said.other)),
            Mark::None,
        ),
        row(
            "condition",
            words.condition(ours.condition),
            said.map_or(Said::Nothing, |said| words.condition(said.condition)),
            compared("condition"),
        ),
    ];
    let details = |details: Option<&Details>| details.map(detailed).unwrap_or_default();
    let (ours_found, theirs_found) =
        (details(ours.details.as_ref()), details(said.and_then(|said| said.details.as_ref())));
    for (field, our, their) in DETAILS.iter().zip(ours_found).zip(theirs_found).map(|((f, o), t)| (*f, o, t)) {
        if our.is_some() || their.is_some() {
            rows.push(row(field, text(our.as_ref()), text(their.as_ref()), compared(field)));
        }
    }
    rows.push(row(
        "notes",
        text(ours.notes.as_ref()),
        text(said.and_then(|said| said.notes.as_ref())),
        compared("notes"),
    ));
    let scan = if given.compared.standing("scan") == Standing::Agreed { "có · đủ tệp" } else { "" };
    let scan = if scan.is_empty() { Said::Nothing } else { Said::Text(scan.to_owned()) };
    rows.push(row("scan", scan.clone(), scan, compared("scan")));
    rows
}

/// What is asked in detail.
const DETAILS: [&str; 4] = ["severity", "ground_cracked", "marker_cracked", "parts"];

/// What was found of each of [`DETAILS`], in words.
fn detailed(details: &Details) -> [Option<String>; DETAILS.len()] {
    let yes = |said: bool| if said { "có" } else { "không" }.to_owned();
    let parts = details
        .parts
        .iter()
        .map(|found| format!("{}: {}", labels::value(found.part.as_str()), labels::value(found.state.as_str())));
    let parts = parts.collect::<Vec<_>>().join("; ");
    [
        details.severity.map(|severity| severity_vi(severity).to_owned()),
        details.ground_cracked.map(yes),
        details.marker_cracked.map(yes),
        (!parts.is_empty()).then_some(parts),
    ]
}

const fn severity_vi(severity: Severity) -> &'static str {
    match severity {
        Severity::Unknown => "chưa rõ",
        Severity::Low => "nhẹ",
        Severity::Moderate => "vừa",
        Severity::High => "nặng",
        Severity::Critical => "rất nặng",
    }
}

fn about(referent: Option<&Referent>) -> String {
    match referent {
        Some(Referent::Marker(key)) => format!("Mốc số {}", key.number()),
        Some(Referent::Segment(key)) => format!("Đoạn mốc {}", key.label()),
        Some(Referent::NearMarker(key)) => format!("Khu vực mốc {}", key.number()),
        Some(Referent::Area(name)) => name.clone(),
        Some(Referent::Along { marker, .. }) => format!("Từ mốc số {}", marker.number()),
        None => String::new(),
    }
}

/// Day, month and year in Vietnam; days and the first two months in two digits, so that nothing is written before them.
fn day(at: Instant) -> [String; 3] {
    let text = at.day().to_string();
    let mut pieces = text.split('-').map(str::to_owned);
    let [year, month, day] = [(); 3].map(|()| pieces.next().unwrap_or_default());
    let month = if month.as_str() > "02" { month.trim_start_matches('0').to_owned() } else { month };
    [day, month, year]
}
