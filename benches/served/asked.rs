//! What is asked: requests as they go over the wire, each different from the others of its kind.

use mocgioi::app::chance;

use crate::data::WHERE;
use crate::synthetic::{Chance, id};

/// `Host` is always the same, so that links in answers are.
pub const HOST: &str = "bench.test";
/// Distinct requests of a kind.
const DISTINCT: usize = 10_000;
/// Answers of 1,000 features fill half a megabyte; of 10,000 the files would outgrow the memory that keeps them at hand.
const DISTINCT_LARGE: usize = 1_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `items?bbox=` with 10 to 100 features, some 50 on average.
    SmallBox,
    /// `items?bbox=` with a full page of 1,000.
    LargeBox,
    OneFeature,
    /// One feature that has not changed.
    NotModified,
}

impl Kind {
    pub const fn title(self) -> &'static str {
        match self {
            Self::SmallBox => "bbox, 10-100 features",
            Self::LargeBox => "bbox, 1,000 features",
            Self::OneFeature => "one feature by id",
            Self::NotModified => "conditional GET, 304",
        }
    }
}

/// Requests of one kind: paths of ours, and what their headers say besides.
pub struct Asked {
    pub paths: Vec<String>,
    pub token: Option<String>,
    pub conditional: bool,
}

pub fn requests(kind: Kind, count: u64, token: Option<&str>) -> Asked {
    let mut chance = Chance(20_261_127);
    let paths = match kind {
        // Of a tenth more than a full page, so that nearly every page is full.
        Kind::LargeBox => {
            (0..DISTINCT_LARGE).map(|_| path_of_box(&mut chance, 1_250.0, count, "&limit=1000")).collect()
        }
        Kind::SmallBox | Kind::NotModified => {
            (0..DISTINCT).map(|_| path_of_box(&mut chance, 50.0, count, "")).collect()
        }
        // The public ones.
        Kind::OneFeature => (0..DISTINCT)
            .map(|_| chance.next() % (count / 10) * 10)
            .map(|n| format!("/collections/inspections/items/{}", id(n)))
            .collect(),
    };
    Asked { paths, token: token.map(str::to_owned), conditional: kind == Kind::NotModified }
}

/// A box that holds so many on average, however many there are in all.
fn path_of_box(chance: &mut Chance, holds: f64, count: u64, rest: &str) -> String {
    let [west, south, east, north] = WHERE;
    #[expect(clippy::cast_precision_loss, reason = "a count of features")]
    let side = ((east - west) * (north - south) * holds / count as f64).sqrt().min(east - west);
    let (lon, lat) = (chance.between(west, east - side), chance.between(south, north - side));
    let (to_lon, to_lat) = (lon + side, lat + side);
    format!("/collections/inspections/items?bbox={lon:.6},{lat:.6},{to_lon:.6},{to_lat:.6}{rest}")
}

/// A request as it goes over the wire.
pub fn get(path: &str, token: Option<&str>, tag: Option<&str>) -> Vec<u8> {
    let known = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
    let held = tag.map(|tag| format!("If-None-Match: {tag}\r\n")).unwrap_or_default();
    format!("GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept: application/geo+json\r\n{known}{held}\r\n").into_bytes()
}

/// An inspection of a marker, new each time.
pub fn post(token: &str, n: u64) -> Vec<u8> {
    let id = chance::new_id();
    let body = format!(
        r#"{{"id":"{id}","observed_at":"2026-11-20T08:30:00+07:00","mode":"unilateral","condition":"good","notes":"kiểm tra số {n}"}}"#
    );
    let head = format!(
        "POST /api/v1/markers/VN-LA:211/inspections HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n\
         Authorization: Bearer {token}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    (head + &body).into_bytes()
}
