//! The recorded track of a patrol: the fixes of its file as they were given, nothing left out that is a place.
//!
//! What of it can be believed, and which part of the line it covers, is worked out from it and never stored: see
//! [`clean`](crate::geo::clean).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::chain::Digest;
use super::position::LonLat;
use super::time::Instant;

/// One fix as the device wrote it. In JSON a list of five, since a track has many thousands:
/// `[longitude, latitude, height, milliseconds since 1970, accuracy]`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct RecordedFix {
    pub place: LonLat,
    /// Metres, over whatever the device takes for zero.
    pub height_m: Option<f64>,
    pub at: Option<Instant>,
    /// How far off the device thinks it may be, in metres.
    pub accuracy_m: Option<f64>,
}

type Written = (f64, f64, Option<f64>, Option<i64>, Option<f64>);

impl From<RecordedFix> for Written {
    fn from(fix: RecordedFix) -> Self {
        (fix.place.lon(), fix.place.lat(), fix.height_m, fix.at.map(Instant::millis), fix.accuracy_m)
    }
}

impl TryFrom<Written> for RecordedFix {
    type Error = super::position::PositionFault;

    fn try_from((lon, lat, height_m, at, accuracy_m): Written) -> Result<Self, Self::Error> {
        let place = LonLat::new(lon, lat)?;
        Ok(Self { place, height_m, at: at.map(Instant::from_millis), accuracy_m })
    }
}

impl RecordedFix {
    /// Numbers that are not finite cannot be stored and say nothing.
    #[must_use]
    pub fn finite(mut self) -> Self {
        self.height_m = self.height_m.filter(|metres| metres.is_finite());
        self.accuracy_m = self.accuracy_m.filter(|metres| metres.is_finite());
        self
    }

    /// Everything it says, in 40 bytes.
    fn bytes(&self) -> [u8; 40] {
        let number = |value: Option<f64>| value.map_or(u64::MAX, |value| (value + 0.0).to_bits());
        let at = self.at.map_or(i64::MIN, Instant::millis).cast_unsigned();
        let words = [
            self.place.lon().to_bits(),
            self.place.lat().to_bits(),
            number(self.height_m),
            at,
            number(self.accuracy_m),
        ];
        let mut bytes = [0; 40];
        for (to, word) in bytes.as_chunks_mut::<8>().0.iter_mut().zip(words) {
            *to = word.to_be_bytes();
        }
        bytes
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Track {
    pub patrol: Uuid,
    /// Of the file: `gpx`.
    pub format: String,
    /// SHA-256 of the file, in hexadecimal digits.
    pub file_digest: String,
    /// The longest pause of the recorder, in seconds, where its owner stated it.
    pub max_gap_s: Option<i64>,
    /// Fixes of the file whose coordinates are no place on earth: counted, not kept.
    pub out_of_range: i64,
    /// The fixes of each recorded segment, in the order of the file.
    pub segments: Vec<Vec<RecordedFix>>,
}

impl Track {
    /// How many fixes are kept.
    pub fn fixes(&self) -> usize {
        self.segments.iter().map(Vec::len).sum()
    }

    /// First and last time of any fix.
    pub fn times(&self) -> Option<(Instant, Instant)> {
        let times = || self.segments.iter().flatten().filter_map(|fix| fix.at);
        Some((times().min()?, times().max()?))
    }

    /// A name for these fixes, the same whichever way round each segment was written and in whatever order they
    /// stand. Cost: one pass of SHA-256 each way.
    pub fn digest(&self) -> Digest {
        let mut segments: Vec<Digest> = self
            .segments
            .iter()
            .filter(|fixes| !fixes.is_empty())
            .map(|fixes| {
                let bytes: Vec<[u8; 40]> = fixes.iter().map(RecordedFix::bytes).collect();
                let forward: Vec<&[u8]> = bytes.iter().map(<[u8; 40]>::as_slice).collect();
                let backward: Vec<&[u8]> = bytes.iter().rev().map(<[u8; 40]>::as_slice).collect();
                Digest::of(&forward).min(Digest::of(&backward))
            })
            .collect();
        segments.sort_unstable();
        Digest::of(&segments.iter().map(|digest| digest.as_bytes().as_slice()).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::canonical;

    fn fix(lon: f64, at: i64) -> RecordedFix {
        RecordedFix {
            place: LonLat::new(lon, 21.0).unwrap(),
            height_m: Some(812.5),
            at: Some(Instant::from_millis(at)),
            accuracy_m: None,
        }
    }

    fn track(segments: Vec<Vec<RecordedFix>>) -> Track {
        Track {
            patrol: Uuid::nil(),
            format: "gpx".to_owned(),
            file_digest: String::new(),
            max_gap_s: None,
            out_of_range: 0,
            segments,
        }
    }

    #[test]
    fn a_track_comes_back_from_its_text_with_the_same_digits_and_few_letters() {
        let track = track(vec![vec![fix(104.123_456_789_012_3, 1_763_600_000_123)], vec![]]);
        let json = serde_json::to_string(&track).unwrap();
        assert!(json.contains("[[104.1234567890123,21.0,812.5,1763600000123,null]]"), "{json}");
        assert_eq!(serde_json::from_str::<Track>(&json).unwrap(), track);
        assert!(canonical::bytes(&track).is_ok());
        assert!(serde_json::from_str::<RecordedFix>("[104.1,91.0,null,null,null]").is_err());
    }

    #[test]
    fn the_digest_knows_fixes_and_not_their_order() {
        let [a, b, c, d] = [fix(104.0, 1), fix(104.1, 2), fix(104.2, 3), fix(104.3, 4)];
        let digest = |segments: Vec<Vec<RecordedFix>>| track(segments).digest();
        let first = digest(vec![vec![a, b], vec![c, d]]);
        assert_eq!(first, digest(vec![vec![d, c], vec![], vec![a, b]]));
        assert_ne!(first, digest(vec![vec![a, b, c, d]]), "where the recording was cut matters");
        assert_ne!(first, digest(vec![vec![a, b], vec![c]]));
        let higher = RecordedFix { height_m: Some(813.0), ..d };
        assert_ne!(first, digest(vec![vec![a, b], vec![c, higher]]));
    }
}
