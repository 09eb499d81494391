//! Small registers made for a test: straight lines, so that every place can be worked out by hand.

use mocgioi::atlas::register::Register;
use mocgioi::domain::access::{Label, ReviewState};
use mocgioi::domain::line::{BoundaryLine, LineProvenance, LineStatus};
use mocgioi::domain::location::{CRS84, Location, Observed, Referent};
use mocgioi::domain::marker::{Anchor, Attestation, Marker, Side};
use mocgioi::domain::number::{LineNumbers, MarkerKey, SegmentKey};
use mocgioi::domain::position::LonLat;
use mocgioi::domain::record::{Body, Record};
use mocgioi::domain::time::Instant;
use uuid::Uuid;

fn record(body: Body, location: Location) -> Record {
    Record::new(Uuid::nil(), Instant::from_millis(0), Label::Public, ReviewState::Approved, location, body)
}

pub(crate) fn place(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

/// A line along the equator or a meridian, where a degree of longitude is 111 319.49 m.
pub(crate) fn line(key: &str, from: (f64, f64), to: (f64, f64)) -> Record {
    let text = || "a test".to_owned();
    let provenance = LineProvenance {
        source: text(),
        licence: text(),
        attribution: text(),
        how_made: text(),
        official_length: text(),
        accuracy: text(),
    };
    let key = key.parse().unwrap();
    let numbers = LineNumbers { line: key, last_sure: 20, last_possible: 30, stakes: true, tripoints: vec![0] };
    let body = BoundaryLine {
        key,
        version: "straight".to_owned(),
        status: LineStatus::Sketch,
        name: text(),
        name_en: text(),
        provenance,
        typical_m: 100.0,
        worst_m: 900.0,
        numbers,
        numbers_note: text(),
        vertices: vec![place(from.0, from.1), place(to.0, to.1)],
    };
    record(Body::BoundaryLine(body), Location::default())
}

pub(crate) fn marker(key: &str, at: Option<(f64, f64)>, anchor: Option<Anchor>, aliases: &[&str]) -> Record {
    let body = Marker {
        key: key.parse().unwrap(),
        side: Side::Unknown,
        attestation: Attestation::Named,
        description: None,
        height_m: None,
        source: "a test".to_owned(),
        anchor,
        aliases: aliases.iter().map(|alias| alias.parse().unwrap()).collect(),
        cite: Vec::new(),
        removed: false,
    };
    let observed =
        at.map(|(lon, lat)| Observed { accuracy_m: Some(3.0), ..Observed::at(place(lon, lat), CRS84.to_owned()) });
    let location = Location { referent: Some(Referent::Marker(body.key)), observed };
    record(Body::Marker(body), location)
}

/// The equator from 100° to 101° as VN-LA: 0 and 10 were measured at its ends, the others have a number only.
pub(crate) fn equator(others: &[Record]) -> Register {
    let mut records = vec![line("VN-LA", (100.0, 0.0), (101.0, 0.0))];
    records.push(marker("VN-LA:0", Some((100.0, 0.0)), None, &[]));
    records.push(marker("VN-LA:10", Some((101.0, 0.0)), None, &[]));
    records.extend_from_slice(others);
    Register::build(&records)
}

pub(crate) fn known(key: &str, lon: f64) -> Record {
    marker(key, Some((lon, 0.0)), None, &[])
}

pub(crate) fn open(key: &str) -> Record {
    marker(key, None, None, &[])
}

pub(crate) fn key(text: &str) -> MarkerKey {
    text.parse().unwrap()
}

pub(crate) fn stretch(text: &str) -> SegmentKey {
    text.parse().unwrap()
}

/// Where a marker was put, in degrees east to a thousandth (111 m).
pub(crate) fn lon(register: &Register, text: &str) -> String {
    format!("{:.3}", register.marker(&key(text)).unwrap().position.lon())
}

pub(crate) fn segments(register: &Register) -> Vec<String> {
    register.segments().map(|segment| segment.key.to_string()).collect()
}

pub(crate) fn concerned(register: &Register, referent: &Referent) -> Vec<String> {
    register.concerned(referent).iter().map(ToString::to_string).collect()
}
