//! Markers visited: yes, no, or cannot tell.
//!
//! The nearest place of the track to the marker is found, stretches between fixes included, and its time interpolated.
//! Neither marker nor fix is exactly where it is said to be. Their errors are independent, so together they make
//! `off = √(marker² + fix²)` (*Guide to the expression of uncertainty in measurement*, JCGM 100:2008, §5.1.2), and the
//! true distance is taken to lie between `nearest − off` and `nearest + off`. The first rule that applies answers:
//!
//! | rule | answer |
//! |---|---|
//! | the marker's position is indicative: it tells the order, and its accuracy is an estimate | [`Doubt::Indicative`] |
//! | there is no fix that can be believed | [`Doubt::NoTrack`] |
//! | `nearest + off ≤ reach` | [`Visited::Yes`] |
//! | a gap in the recording went by the marker | [`Doubt::RecordingGap`] |
//! | `nearest − off > reach` | [`Visited::No`] |
//! | else | [`Doubt::WithinError`] |
//!
//! **Gaps.** What was not recorded is neither covered nor missed. A gap went by the marker where the way from its last
//! fix over the marker to its next one is at most [`VisitRules::detour`] times the straight way, give or take the reach at
//! both ends: an ellipse about the gap. So a rest in one place hides no distant marker, and a march of 4 km without
//! recording hides those along it. "No" is said of the recorded track; where somebody went and came back during
//! a gap, nobody can know.
//!
//! **Degenerate input.** A lone fix counts: somebody was there. Two equally near places: the earlier time. Without times
//! there is no time and no gap. An accuracy that is negative or NaN counts as not stated.
//!
//! **Cost.** Index: O(n log n), made once for the track of one patrol. A marker: O(log n), and O(gaps).

mod leg;
#[cfg(test)]
mod tests;

use super::capsule::{Chord, Earth, apart, cut};
use super::distance::{distance, earth_centred};
use super::track::{TrackSegment, stated_or};
use crate::domain::position::{LonLat, Metres};
use crate::domain::time::Instant;
use leg::{Leg, Pass};
use rstar::RTree;

/// The longest chord by which a stretch of track is searched, and the most of them for one. A chord of 5 km dips half a
/// metre below the ground; that may decide between nearly equal stretches, and no figure comes from it.
const CHORD: f64 = 5_000.0;
const MOST_CHORDS: f64 = 100.0;
/// Squared distances that differ by less are equally near: half a millimetre at 1 m.
const EQUAL: f64 = 1e-3;

/// How near is a visit, and what is allowed for what was not stated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VisitRules {
    /// Who came so near was at the marker.
    pub reach: Metres,
    /// Error of a measured marker whose source states none: its river bank, its mound, the words of its description.
    pub unstated_marker: Metres,
    /// Error of a fix that states none: between the 8 m on average and the 15 m at the worst place that the
    /// GPS Standard Positioning Service promises for 95% of fixes.
    pub unstated_fix: Metres,
    /// How much longer than straight the way through a gap may have been. Paths in the mountains wind.
    pub detour: f64,
}

impl Default for VisitRules {
    fn default() -> Self {
        Self { reach: Metres(50.0), unstated_marker: Metres(5.0), unstated_fix: Metres(10.0), detour: 1.5 }
    }
}

/// Where a marker is said to stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarkerPlace {
    pub place: LonLat,
    /// How far off that may be, where it is stated.
    pub accuracy: Option<Metres>,
    /// Worked out, not measured: see [`by_number`](super::by_number).
    pub indicative: bool,
}

/// Whether somebody was at a marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visited {
    Yes,
    No,
    CannotTell(Doubt),
}

/// Why nobody can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    Indicative,
    NoTrack,
    RecordingGap,
    WithinError,
}

impl Doubt {
    pub const ALL: [Self; 4] = [Self::Indicative, Self::NoTrack, Self::RecordingGap, Self::WithinError];

    /// As clients read it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Indicative => "indicative",
            Self::NoTrack => "no_track",
            Self::RecordingGap => "recording_gap",
            Self::WithinError => "within_error",
        }
    }
}

impl Visited {
    /// As clients read it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::CannotTell(_) => "cannot_tell",
        }
    }
}

/// The answer, and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Visit {
    pub answer: Visited,
    /// From the marker's stated position to the nearest place of the track.
    pub nearest: Option<Metres>,
    /// When the track was there.
    pub at: Option<Instant>,
    /// How far off that distance may be, by the errors of both.
    pub off: Metres,
}

/// The track of one patrol, prepared for [`visit`](Self::visit).
///
/// ```
/// use mocgioi::domain::time::Instant;
/// use mocgioi::geo::{Doubt, Fix, LonLat, MarkerPlace, TrackIndex, TrackRules, VisitRules, Visited, clean};
///
/// let fix = |minute: i64, lon| {
///     let at = Some(Instant::from_millis(minute * 60_000));
///     LonLat::new(lon, 21.0).map(|place| Fix { place, at, accuracy: None })
/// };
/// let walk = vec![fix(0, 104.0)?, fix(1, 104.001)?, fix(2, 104.002)?];
/// let track = TrackIndex::new(&clean(&[walk], &TrackRules::default()).segments);
/// let marker = |lon, lat, indicative| {
///     LonLat::new(lon, lat).map(|place| MarkerPlace { place, accuracy: None, indicative })
/// };
///
/// let passed = track.visit(&marker(104.0015, 21.0001, false)?, &VisitRules::default());
/// assert_eq!((passed.answer, passed.at), (Visited::Yes, Some(Instant::from_millis(90_000))));
/// let far = track.visit(&marker(104.001, 21.01, false)?, &VisitRules::default());
/// assert_eq!((far.answer, far.nearest.map(|metres| metres.0.round())), (Visited::No, Some(1_107.0)));
/// let unsure = track.visit(&marker(104.001, 21.0, true)?, &VisitRules::default());
/// assert_eq!(unsure.answer, Visited::CannotTell(Doubt::Indicative));
/// # Ok::<(), mocgioi::geo::PositionFault>(())
/// ```
#[derive(Debug)]
pub struct TrackIndex {
    legs: RTree<Leg>,
    gaps: Vec<Chord>,
}

impl TrackIndex {
    /// Prepares the cleaned track of one patrol.
    #[must_use]
    pub fn new(track: &[TrackSegment]) -> Self {
        let mut legs = Vec::new();
        for segment in track {
            if let &[alone] = segment.fixes() {
                legs.push(Leg::new([alone, alone], (0.0, 1.0), 0.0));
            }
            for &[one, next] in segment.fixes().array_windows() {
                let metres = distance(one.place, next.place).0;
                let parts = cut(metres, CHORD, MOST_CHORDS);
                legs.extend(parts.map(|part| Leg::new([one, next], part, metres)));
            }
        }
        Self { legs: RTree::bulk_load(legs), gaps: gaps(track) }
    }

    /// Whether this patrol was at the marker; see the [module](self).
    #[must_use]
    pub fn visit(&self, marker: &MarkerPlace, rules: &VisitRules) -> Visit {
        let earth = earth_centred(marker.place);
        let of_marker = stated_or(marker.accuracy, rules.unstated_marker);
        let nearest = self.nearest(marker.place, earth, rules);
        let of_fix = nearest.as_ref().map_or(rules.unstated_fix.0, |pass| pass.accuracy);
        let off = of_marker.hypot(of_fix);
        let answer = match &nearest {
            _ if marker.indicative => Visited::CannotTell(Doubt::Indicative),
            None => Visited::CannotTell(Doubt::NoTrack),
            Some(pass) if pass.metres + off <= rules.reach.0 => Visited::Yes,
            Some(_) if self.is_in_a_gap(earth, rules) => Visited::CannotTell(Doubt::RecordingGap),
            Some(pass) if pass.metres - off > rules.reach.0 => Visited::No,
            Some(_) => Visited::CannotTell(Doubt::WithinError),
        };
        let at = nearest.as_ref().and_then(|pass| pass.at);
        Visit { answer, nearest: nearest.map(|pass| Metres(pass.metres)), at, off: Metres(off) }
    }

    fn nearest(&self, marker: LonLat, earth: Earth, rules: &VisitRules) -> Option<Pass> {
        let mut by_distance = self.legs.nearest_neighbor_iter_with_distance_2(earth).peekable();
        let least = by_distance.peek()?.1;
        let equal = by_distance.take_while(|(_, distance2)| *distance2 <= least + EQUAL);
        equal.map(|(leg, _)| leg.there(marker, earth, rules)).min_by(Pass::order)
    }

    fn is_in_a_gap(&self, marker: Earth, rules: &VisitRules) -> bool {
        let is_on_the_way = |gap: &Chord| {
            let over_the_marker = apart(gap.a, marker) + apart(marker, gap.b);
            over_the_marker <= rules.detour * gap.length() + 2.0 * rules.reach.0
        };
        self.gaps.iter().any(is_on_the_way)
    }
}

/// From the last fix before each time without recording to the first after it, whichever segments they are of.
fn gaps(track: &[TrackSegment]) -> Vec<Chord> {
    let ends = |segment: &TrackSegment| {
        let (first, last) = (segment.fixes().first()?, segment.fixes().last()?);
        Some(((first.at?, first.place), (last.at?, last.place)))
    };
    let mut timed: Vec<_> = track.iter().filter_map(ends).collect();
    timed.sort_unstable_by_key(|&((from, _), (to, _))| (from, to));
    let mut gaps = Vec::new();
    let mut latest: Option<(Instant, LonLat)> = None;
    for (first, last) in timed {
        if let Some(before) = latest.filter(|before| before.0 < first.0) {
            gaps.push(Chord { a: earth_centred(before.1), b: earth_centred(first.1) });
        }
        latest = latest.filter(|before| before.0 >= last.0).or(Some(last));
    }
    gaps
}
