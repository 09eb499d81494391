//! Synthetic inspections: the same number always gives the same record, so two databases can hold the same ones.
//!
//! The first [`COMMON`] lie close to one marker, within [`INNER`] degrees of it. All others lie outside [`OUTER`]: half
//! of them crowd around it, half are spread over the markers of every line. A box with a half-width between the two
//! has the same answer however many there are.

use std::ops::Range;
use std::sync::Arc;

use mocgioi::actions::load_reference::{load_reference, reference_records};
use mocgioi::actions::load_seeds::load_seeds;
use mocgioi::app::chance;
use mocgioi::atlas::register::Register;
use mocgioi::domain::access::{Actor, Label, ReviewState};
use mocgioi::domain::inspection::{Condition, Inspection, Mode};
use mocgioi::domain::location::{CRS84, Location, Observed, Referent};
use mocgioi::domain::number::MarkerKey;
use mocgioi::domain::position::LonLat;
use mocgioi::domain::record::{Body, Record};
use mocgioi::domain::time::Instant;
use mocgioi::store::Store;
use mocgioi::store::writer::{Outcome, Submission, Writer};
use uuid::Uuid;

/// Inspections near the marker [`NEAR`].
pub const COMMON: u64 = 100;
pub const NEAR: &str = "VN-LA:211";
pub const INNER: f64 = 0.010;
pub const OUTER: f64 = 0.020;

/// 2026-01-01T00:00:00Z.
const START_MS: i64 = 1_767_225_600_000;

/// Makes the records.
pub struct Synthetic {
    markers: Vec<(MarkerKey, LonLat)>,
    near: LonLat,
    register: Register,
}

impl Synthetic {
    pub fn new() -> Self {
        let register = Register::build(&reference_records(Instant::from_millis(START_MS)).unwrap());
        let markers = register.markers().map(|marker| (marker.body.key, marker.position)).collect();
        let near = register.marker(&NEAR.parse().unwrap()).unwrap().position;
        Self { markers, near, register }
    }

    /// The marker's place: the middle of every box that is asked for.
    pub fn near(&self) -> LonLat {
        self.near
    }

    pub fn record(&self, n: u64) -> Record {
        let mut chance = Chance(n);
        let (marker, around) = self.markers[chance.below(self.markers.len())];
        let position = if n < COMMON {
            moved(self.near, chance.between(-INNER, INNER), chance.between(-INNER, INNER))
        } else if n.is_multiple_of(2) {
            self.outside(moved(self.near, chance.between(-0.5, 0.5), chance.between(-0.5, 0.5)))
        } else {
            self.outside(moved(around, chance.between(-0.05, 0.05), chance.between(-0.05, 0.05)))
        };
        let observed = Observed {
            accuracy_m: Some(chance.between(3.0, 30.0).round()),
            ..Observed::at(position, CRS84.to_owned())
        };
        let location = Location { referent: Some(Referent::Marker(marker)), observed: Some(observed) };
        let body = Body::Inspection(Inspection {
            mode: Mode::ALL[chance.below(Mode::ALL.len())],
            condition: Condition::ALL[chance.below(Condition::ALL.len())],
            notes: Some(format!("Tuần tra lần {n}: đã phát quang quanh mốc, chân mốc khô ráo, chữ và số còn rõ.")),
            details: None,
            object: None,
        });
        let at = START_MS + i64::try_from(n).unwrap() * 60_000;
        let received_at = Instant::from_millis(at + 5_000);
        let mut record = Record::new(id(n), received_at, Label::Internal, ReviewState::Submitted, location, body);
        record.event_at = Some(Instant::from_millis(at));
        record.device = Some(format!("may-{:02}", n % 40));
        record.unit = Some(format!("Đồn Biên phòng {:02}", n % 20));
        record
    }

    /// What the action makes of a record that was posted.
    pub fn submission(&self, n: u64) -> Submission {
        self.placed(self.record(n))
    }

    /// The same of any record.
    pub fn placed(&self, record: Record) -> Submission {
        let (shape, placement) = self.register.place(&record.location);
        let order_key = shape.order_key().cast_signed();
        Submission { record, actor: Actor::field_post(), placement, order_key }
    }

    /// Pushes a place out of the part that only the common ones may have.
    fn outside(&self, at: LonLat) -> LonLat {
        let within = |a: f64, b: f64| (a - b).abs() <= OUTER;
        if within(at.lon(), self.near.lon()) && within(at.lat(), self.near.lat()) {
            moved(at, 3.0 * OUTER, 0.0)
        } else {
            at
        }
    }
}

fn moved(at: LonLat, lon: f64, lat: f64) -> LonLat {
    let cut = |degrees: f64| (degrees * 1e7).round() / 1e7;
    LonLat::new(cut(at.lon() + lon), cut(at.lat() + lat)).unwrap()
}

/// `UUIDv7` number `n`.
pub fn id(n: u64) -> Uuid {
    Uuid::from_u128(0x0193_2f5e_7c1a_7abc_8def_0000_0000_0000 | u128::from(n))
}

/// `SplitMix64` (Steele, Lea, Flood 2014): small, seeded, and good enough to scatter points.
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(n).unwrap()).unwrap()
    }

    pub fn between(&mut self, from: f64, to: f64) -> f64 {
        let unit = f64::from(u32::try_from(self.next() >> 32).unwrap()) / f64::from(u32::MAX);
        from + unit * (to - from)
    }
}

/// Loads what the program carries, then the synthetic inspections `0..count`, in order, through the writer.
pub async fn fill(url: &str, synthetic: &Arc<Synthetic>, count: u64) {
    let store = Store::open(url, "proof").await.unwrap();
    let (writer, writing) = Writer::start(store.clone(), chance::salts());
    load_reference(&writer, &chance::clock()).await.unwrap();
    load_seeds(&writer, &chance::clock()).await.unwrap();
    add(&writer, synthetic, 0..count).await;
    drop(writer);
    writing.await.unwrap();
    store.close().await;
}

/// Adds more to a database that a server may have open.
pub async fn fill_more(url: &str, synthetic: &Arc<Synthetic>, numbers: Range<u64>) {
    let store = Store::open(url, "proof").await.unwrap();
    let (writer, writing) = Writer::start(store.clone(), chance::salts());
    add(&writer, synthetic, numbers).await;
    drop(writer);
    writing.await.unwrap();
    store.close().await;
}

async fn add(writer: &Writer, synthetic: &Arc<Synthetic>, numbers: Range<u64>) {
    let (pending, mut waiting) = tokio::sync::mpsc::unbounded_channel();
    let (writer, synthetic) = (writer.clone(), Arc::clone(synthetic));
    let making = tokio::spawn(async move {
        for n in numbers {
            pending.send(writer.enqueue(synthetic.submission(n)).await.unwrap()).unwrap();
        }
    });
    while let Some(next) = waiting.recv().await {
        let receipt = next.receipt().await.unwrap();
        assert!(matches!(receipt.outcome, Outcome::Accepted { .. }), "{receipt:?}");
    }
    making.await.unwrap();
}
