//! Records, submissions and salts that are the same in every run.

use mocgioi::domain::access::{Actor, Label, ReviewState};
use mocgioi::domain::inspection::{Condition, Inspection, Mode};
use mocgioi::domain::location::{CRS84, Location, Observed, Placement, PositionMethod, Referent};
use mocgioi::domain::marker::{Attestation, Marker, Side};
use mocgioi::domain::position::LonLat;
use mocgioi::domain::record::{Body, Record};
use mocgioi::domain::time::Instant;
use mocgioi::store::Store;
use mocgioi::store::writer::{Outcome, Receipt, Salts, Submission};
use uuid::Uuid;

use crate::support::{self, Database};

pub(crate) const EPOCH: &str = "epoch-of-the-tests";

pub(crate) fn id(n: u64) -> Uuid {
    support::id(n).parse().unwrap()
}

pub(crate) fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

/// An inspection with something in every field that may be empty but the key, which only the register has.
pub(crate) fn inspection(n: u64) -> Record {
    let marker = Referent::Marker("VN-LA:211".parse().unwrap());
    let observed =
        Observed { accuracy_m: Some(0.1 + 0.2), ..Observed::at(LonLat::new(105.25, 18.5).unwrap(), CRS84.to_owned()) };
    let location = Location { referent: Some(marker), observed: Some(observed) };
    let notes = Some(format!("kiểm tra số {n}"));
    let body = Body::Inspection(Inspection {
        mode: Mode::Unilateral,
        condition: Condition::Good,
        notes,
        details: None,
        object: None,
    });
    let received_at = instant("2026-11-22T08:00:00Z");
    let mut record = Record::new(id(n), received_at, Label::Internal, ReviewState::Submitted, location, body);
    record.event_at = Some(instant("2026-11-20T01:30:00.250Z"));
    record.skew_ms = Some(-1500);
    record.device = Some("máy 7".to_owned());
    record.person = Some("Hà".to_owned());
    record.unit = Some("Đồn 1".to_owned());
    record.corrects = Some(id(7));
    record.import_id = Some(id(8));
    record
}

/// The same id with something else in it.
pub(crate) fn rewritten(n: u64, notes: &str) -> Record {
    let mut record = inspection(n);
    if let Body::Inspection(inspection) = &mut record.body {
        inspection.notes = Some(notes.to_owned());
    }
    record
}

pub(crate) fn marker(n: u64, key: &str) -> Record {
    let body = Marker {
        key: key.parse().unwrap(),
        side: Side::Unknown,
        attestation: Attestation::Named,
        description: None,
        height_m: None,
        source: "a test".to_owned(),
        anchor: None,
        aliases: Vec::new(),
        cite: Vec::new(),
        removed: false,
    };
    let location = Location::at(Referent::Marker(body.key));
    let now = instant("2026-11-22T08:00:00Z");
    let mut record = Record::new(id(n), now, Label::Public, ReviewState::Approved, location, Body::Marker(body));
    record.key = Some(key.to_owned());
    record
}

pub(crate) fn submission(record: Record) -> Submission {
    Submission { record, actor: Actor::field_post(), placement: None, order_key: 41 }
}

pub(crate) fn placement() -> Placement {
    Placement {
        line: Some(("VN-LA".parse().unwrap(), "sketch".to_owned())),
        method: PositionMethod::Observed,
        from_m: None,
        to_m: Some(12.5),
        position: LonLat::new(105.25, 18.5).unwrap(),
        accuracy_m: None,
    }
}

/// Salts that count: 1, 2, 3 …
pub(crate) fn salts() -> Salts {
    let mut next = 0_u128;
    Box::new(move || {
        next += 1;
        Some(next.to_be_bytes())
    })
}

pub(crate) async fn open(database: &Database) -> Store {
    Store::open(&database.url, EPOCH).await.unwrap()
}

/// Writes in one transaction.
pub(crate) async fn write(store: &Store, records: Vec<Record>) -> Vec<Receipt> {
    let submissions: Vec<_> = records.into_iter().map(submission).collect();
    store.write_together(&submissions, &mut salts()).await.unwrap()
}

pub(crate) fn outcomes(receipts: &[Receipt]) -> Vec<Outcome> {
    receipts.iter().map(|receipt| receipt.outcome.clone()).collect()
}
