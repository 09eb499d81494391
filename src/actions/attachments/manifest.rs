//! Which files of a record are there, and whether what they tell of place and time fits the record.

use super::Files;
use crate::atlas::attachments::{Manifest, NamedFile};
use crate::atlas::feature::Shape;
use crate::atlas::register::Register;
use crate::domain::position::LonLat;
use crate::geo::distance::distance;
use crate::store::blobs::{Blob, BlobState};

/// How a file of a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    Stored,
    /// It has not come, or not from whoever named it.
    Missing,
    /// What lies there is not what the record names.
    Swapped,
}

impl FileState {
    pub const ALL: [Self; 3] = [Self::Stored, Self::Missing, Self::Swapped];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Missing => "missing",
            Self::Swapped => "swapped",
        }
    }
}

/// How a file that a record names stands, and what is known of it.
pub fn state(files: &Files, named: &NamedFile) -> (FileState, Option<Blob>) {
    let file = &named.file;
    let blob = files.blob(&file.sha256).filter(|_| files.holds(&file.sha256, &named.by));
    let state = match &blob {
        None => FileState::Missing,
        Some(blob) if blob.state == BlobState::Swapped => FileState::Swapped,
        // The digest fits, so that it is the manifest that says something else of it.
        Some(blob) if blob.bytes != i64::from(file.bytes) || blob.media_type != file.media_type => FileState::Swapped,
        Some(_) => FileState::Stored,
    };
    (state, blob)
}

/// Whether all files of a record are there.
pub fn is_complete(files: &Files, manifest: &Manifest) -> bool {
    manifest.files.iter().all(|named| state(files, named).0 == FileState::Stored)
}

/// What a picture tells of place and time, against what the record says. Shown, and nothing hangs on it: whoever can take a
/// picture can write anything into it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Compared {
    pub at: Option<LonLat>,
    pub taken_at: Option<i64>,
    /// From the record's place; none where either has none that is a point.
    pub distance_m: Option<f64>,
    /// The picture's time minus the record's.
    pub seconds: Option<i64>,
}

/// None where the picture tells neither.
pub fn compare(blob: &Blob, manifest: &Manifest, register: &Register) -> Option<Compared> {
    let at = blob.lon.zip(blob.lat).and_then(|(lon, lat)| LonLat::new(lon, lat).ok());
    if at.is_none() && blob.taken_at.is_none() {
        return None;
    }
    let place = match register.place(&manifest.location).0 {
        Shape::Point(place) => Some(place),
        _ => None,
    };
    let metres = at.zip(place).map(|(at, place)| distance(at, place).0);
    let event = manifest.event_at.map(crate::domain::time::Instant::millis);
    let seconds = blob.taken_at.zip(event).map(|(taken, event)| (taken - event) / 1_000);
    Some(Compared {
        at,
        taken_at: blob.taken_at,
        distance_m: metres.map(|metres| (metres * 10.0).round() / 10.0),
        seconds,
    })
}
