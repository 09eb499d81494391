//! How much of a line patrols covered: per segment, by whom, when, and which markers they were at.
//!
//! What several patrols covered is the union of what each did, so days and units add up and nothing counts twice. The
//! geometry is in [`crate::geo::coverage`] and [`crate::geo::visits`]; here it is asked for what a viewer may see.
//!
//! **Cost.** About 1 µs a fix for the first question about a line version, tolerance and pause, then from memory; 5 µs
//! a fix for the markers. [`MOST_TRACKS`] tracks in one answer.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::patrols::{Asked, HeldTrack, PatrolFact};
use super::register::span::Span;
use super::register::{Line, Milestone, Register, Segment};
use super::snapshot::{Snapshot, Visible};
use crate::domain::inspection::Mode;
use crate::domain::number::{MarkerKey, SegmentKey};
use crate::domain::patrol::Force;
use crate::domain::position::Metres;
use crate::domain::time::Instant;
use crate::geo::{
    Coverage, Covered, Doubt, Intervals, MarkerPlace, Tolerance, TrackIndex, TrackSegment, Visit, VisitRules, Visited,
};

/// Most tracks in one answer: a question for more is answered in parts, by time or unit.
pub const MOST_TRACKS: usize = 500;

/// Whose patrols, and how near is near enough.
#[derive(Debug, Clone)]
pub struct Question {
    /// Only these; all that the viewer sees when none are named.
    pub patrols: Option<Vec<Uuid>>,
    /// Patrols that were out at some time of this interval, whole.
    pub from: Option<Instant>,
    pub to: Option<Instant>,
    pub unit: Option<String>,
    pub mode: Option<Mode>,
    /// Patrols that this force led or joined.
    pub force: Option<Force>,
    pub tolerance: Tolerance,
    /// Pauses up to this are bridged; as each recorder's owner said when none is given.
    pub max_gap_s: Option<u32>,
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoCoverage {
    UnknownPatrol(Uuid),
    /// More tracks than one answer takes.
    TooMany(usize),
}

/// A patrol in an answer.
#[derive(Debug)]
pub struct Walker {
    pub patrol: Arc<PatrolFact>,
    pub tracks: Vec<Arc<HeldTrack>>,
    covered: Vec<Arc<Covered>>,
    intervals: Intervals,
    /// Of what was asked for.
    pub covered_m: f64,
}

/// A segment in an answer.
#[derive(Debug)]
pub struct SegmentCoverage {
    pub segment: Segment,
    /// None where the places of its markers contradict their order.
    pub coverage: Option<Coverage>,
    /// Who covered something of it, and when the first and the last did.
    pub by: Vec<Uuid>,
    pub when: Option<(Instant, Instant)>,
}

/// Whether any of the patrols was at a marker.
#[derive(Debug)]
pub struct MarkerVisit {
    pub marker: MarkerKey,
    pub visit: Visit,
    /// The patrol that the answer rests on.
    pub patrol: Option<Uuid>,
}

/// What one unit did.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitCoverage {
    pub unit: Option<String>,
    pub patrols: usize,
    pub covered_m: f64,
}

/// How much of some segments was covered.
#[derive(Debug)]
pub struct Answer {
    /// In the order in which they set out.
    pub walkers: Vec<Walker>,
    pub segments: Vec<SegmentCoverage>,
    /// Of all segments that have a length.
    pub length_m: f64,
    pub covered_m: f64,
    pub by_unit: Vec<UnitCoverage>,
    pub markers: Vec<MarkerVisit>,
    /// How far from a marker somebody may be and still be at it.
    pub reach_m: f64,
}

/// A patrol that a question is about, with its tracks.
pub type Chosen = (Arc<PatrolFact>, Vec<Arc<HeldTrack>>);

impl Snapshot {
    /// The patrols that a question is about, in the order in which they set out.
    ///
    /// # Errors
    /// [`NoCoverage`].
    pub fn patrols_asked_for(&self, question: &Question, visible: &Visible) -> Result<Vec<Chosen>, NoCoverage> {
        let sees = |class| visible.sees(class);
        let mut chosen: Vec<&Arc<PatrolFact>> = match &question.patrols {
            None => self.patrols().all(&sees),
            Some(ids) => ids
                .iter()
                .map(|id| self.patrols().patrol(*id, &sees).ok_or(NoCoverage::UnknownPatrol(*id)))
                .collect::<Result<_, _>>()?,
        };
        chosen.retain(|patrol| asked_for(patrol, question));
        chosen.sort_unstable_by_key(|patrol| (patrol.started_at, patrol.id));
        chosen.dedup_by_key(|patrol| patrol.id);
        let chosen: Vec<Chosen> =
            chosen.into_iter().map(|patrol| (Arc::clone(patrol), self.patrols().tracks_of(patrol.id, &sees))).collect();
        let tracks = chosen.iter().map(|(_, tracks)| tracks.len()).sum();
        if tracks > MOST_TRACKS { Err(NoCoverage::TooMany(tracks)) } else { Ok(chosen) }
    }
}

/// How much of a line, or of a range of it, these patrols covered.
pub fn coverage(
    register: &Register,
    line: &Line,
    range: Option<&SegmentKey>,
    question: &Question,
    chosen: Vec<Chosen>,
) -> Answer {
    let segments = match range {
        Some(range) => register.stretches_within(range),
        None => register.stretches_of(line.body.key),
    };
    let ascending = segments.iter().filter(|segment| segment.to_m > segment.from_m);
    let whole = Intervals::new(ascending.map(|segment| (segment.from_m, segment.to_m)));
    let asked = Asked {
        line: line.body.key,
        line_version: line.body.version.clone(),
        tolerance: question.tolerance,
        max_gap_s: question.max_gap_s,
    };
    let walker = |(patrol, tracks): Chosen| {
        let covered: Vec<_> = tracks.iter().map(|track| track.covered(&asked, line.coverage_index())).collect();
        let intervals = Intervals::sum(covered.iter().map(|covered| covered.intervals()));
        let covered_m = intervals.intersection(&whole).total().0;
        Walker { patrol, tracks, covered, intervals, covered_m }
    };
    let walkers: Vec<Walker> = chosen.into_iter().map(walker).collect();
    let all = Intervals::sum(walkers.iter().map(|walker| &walker.intervals));
    let rules = VisitRules::default();
    let markers = milestones(register, line, range, &segments);
    Answer {
        length_m: whole.total().0,
        covered_m: all.intersection(&whole).total().0,
        by_unit: by_unit(&walkers, &whole),
        markers: visits(&markers, &walkers, question, &rules),
        segments: segments.into_iter().map(|segment| of_segment(segment, line, &all, &walkers)).collect(),
        walkers,
        reach_m: rules.reach.0,
    }
}

fn asked_for(patrol: &PatrolFact, question: &Question) -> bool {
    let ended = patrol.ended_at.unwrap_or(patrol.started_at);
    question.from.is_none_or(|from| ended >= from)
        && question.to.is_none_or(|to| patrol.started_at <= to)
        && question.unit.as_ref().is_none_or(|unit| patrol.unit.as_ref() == Some(unit))
        && question.mode.is_none_or(|mode| patrol.mode == mode)
        && question.force.is_none_or(|force| patrol.force == force || patrol.with.contains(&force))
}

fn of_segment(segment: Segment, line: &Line, all: &Intervals, walkers: &[Walker]) -> SegmentCoverage {
    let (from, to) = (Metres(segment.from_m), Metres(segment.to_m));
    let coverage = Coverage::of(all, from, to, line.course.length()).ok();
    let there = || walkers.iter().filter(|walker| walker.intervals.within(from, to).total().0 > 0.0);
    let times = there().flat_map(|walker| &walker.covered).filter_map(|covered| covered.when(from, to));
    let when = times.reduce(|(first, last), (next, until)| (first.min(next), last.max(until)));
    let by = there().map(|walker| walker.patrol.id).collect();
    SegmentCoverage { segment, coverage, by, when }
}

fn by_unit(walkers: &[Walker], whole: &Intervals) -> Vec<UnitCoverage> {
    let mut units: BTreeMap<Option<&str>, Vec<&Walker>> = BTreeMap::new();
    for walker in walkers {
        units.entry(walker.patrol.unit.as_deref()).or_default().push(walker);
    }
    let unit = |(unit, walkers): (Option<&str>, Vec<&Walker>)| UnitCoverage {
        unit: unit.map(str::to_owned),
        patrols: walkers.len(),
        covered_m: Intervals::sum(walkers.iter().map(|walker| &walker.intervals)).intersection(whole).total().0,
    };
    units.into_iter().map(unit).collect()
}

/// The markers of what was asked for: by number, or by where they stand.
fn milestones<'a>(
    register: &'a Register,
    line: &Line,
    range: Option<&SegmentKey>,
    segments: &[Segment],
) -> Vec<Milestone<'a>> {
    let mut markers = register.milestones(line.body.key);
    if let Some(range) = range {
        let inside = |at: f64| segments.iter().any(|segment| segment.from_m <= at && at <= segment.to_m);
        markers.retain(|marker| Span::of(range).covers(&Span::at(marker.name)) || inside(marker.measure.0));
    }
    markers
}

fn visits(markers: &[Milestone<'_>], walkers: &[Walker], question: &Question, rules: &VisitRules) -> Vec<MarkerVisit> {
    let place = |marker: &Milestone<'_>| MarkerPlace {
        place: marker.marker.position,
        accuracy: marker.marker.accuracy_m.map(Metres),
        indicative: !marker.marker.method.is_measured(),
    };
    let nobody = TrackIndex::new(&[]);
    let mut best: Vec<MarkerVisit> = markers
        .iter()
        .map(|marker| MarkerVisit { marker: marker.name, visit: nobody.visit(&place(marker), rules), patrol: None })
        .collect();
    for walker in walkers.iter().filter(|walker| !walker.tracks.is_empty()) {
        let index = TrackIndex::new(&recording(walker, question));
        for (held, marker) in best.iter_mut().zip(markers) {
            let visit = index.visit(&place(marker), rules);
            if tells_more(&visit, &held.visit) {
                (held.visit, held.patrol) = (visit, Some(walker.patrol.id));
            }
        }
    }
    best
}

/// All that a patrol recorded, in the order of time.
fn recording(walker: &Walker, question: &Question) -> Vec<TrackSegment> {
    let mut segments: Vec<TrackSegment> =
        walker.tracks.iter().flat_map(|track| track.believed.cut_at(track.pause_s(question.max_gap_s))).collect();
    segments.sort_by_key(|segment| segment.fixes().first().and_then(|fix| fix.at));
    segments
}

/// Whether one patrol's answer goes before another's: a visit before doubt, doubt before none; then the nearer.
fn tells_more(one: &Visit, other: &Visit) -> bool {
    let rank = |visit: &Visit| match visit.answer {
        Visited::Yes => 0,
        Visited::CannotTell(Doubt::Indicative | Doubt::RecordingGap | Doubt::WithinError) => 1,
        Visited::No => 2,
        Visited::CannotTell(Doubt::NoTrack) => 3,
    };
    let nearest = |visit: &Visit| visit.nearest.map_or(f64::INFINITY, |metres| metres.0);
    rank(one).cmp(&rank(other)).then(nearest(one).total_cmp(&nearest(other))).is_lt()
}
