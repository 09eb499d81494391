//! Patrols and what can be believed of their tracks, kept per access class, so that coverage is answered from memory
//! and only from what its viewer may see.
//!
//! Of a track the cleaned fixes are kept, 48 bytes each, cut only at pauses that nobody may ask to have bridged; where
//! else it is cut depends on the question. What a track covers of a line is worked out when somebody asks, and the last
//! answers are kept beside it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::block::ClassId;
use super::feature::Shape;
use crate::domain::inspection::Mode;
use crate::domain::location::Referent;
use crate::domain::number::{LineKey, SegmentKey};
use crate::domain::patrol::Force;
use crate::domain::position::{LonLat, Metres};
use crate::domain::record::{Body, Record};
use crate::domain::time::Instant;
use crate::domain::track::Track;
use crate::geo::track::recut;
use crate::geo::{
    BadFix, CleanTrack, CoverageIndex, Covered, Fix, Tolerance, TrackRules, TrackSegment, clean, distance, thin,
};

/// The longest pause that a question may have bridged, in seconds: in an hour a patrol is somewhere else.
pub const LONGEST_PAUSE_S: u32 = 3_600;
/// What is bridged when nobody said: see [`TrackRules::max_gap_s`].
pub const USUAL_PAUSE_S: u32 = TrackRules::ANY_VEHICLE.max_gap_s;
/// Places that the picture of a track may have, and how far apart they are at least.
const DRAWN_PLACES: usize = 2_000;
const DRAWN_STEP: Metres = Metres(10.0);
/// Answers that are kept beside a track.
const KEPT_ANSWERS: usize = 4;

/// What a patrol said of itself.
#[derive(Debug, Clone)]
pub struct PatrolFact {
    pub id: Uuid,
    class: ClassId,
    pub unit: Option<String>,
    pub mode: Mode,
    pub force: Force,
    pub with: Vec<Force>,
    pub started_at: Instant,
    pub ended_at: Option<Instant>,
    pub segment: Option<SegmentKey>,
    /// The plan that it carries out.
    pub plan: Option<Uuid>,
}

/// What can be believed of a recorded track.
#[derive(Debug)]
pub struct Believed {
    /// All fixes of the file.
    pub fixes: usize,
    /// How many were left out, by reason.
    pub bad: BTreeMap<&'static str, usize>,
    segments: Vec<TrackSegment>,
}

impl Believed {
    /// Cleans a track. Cost: see [`clean`].
    pub fn of(track: &Track) -> Self {
        let cleaned = cleaned(track);
        let out_of_range = usize::try_from(track.out_of_range).unwrap_or(0);
        let mut bad: BTreeMap<_, _> = BadFix::ALL.into_iter().map(|why| (why.as_str(), cleaned.count(why))).collect();
        bad.insert("out_of_range", out_of_range);
        Self { fixes: cleaned.fixes + out_of_range, bad, segments: cleaned.segments }
    }

    /// The recording cut wherever nothing was written for longer than this.
    pub fn cut_at(&self, max_gap_s: u32) -> Vec<TrackSegment> {
        recut(&self.segments, max_gap_s)
    }
}

fn cleaned(track: &Track) -> CleanTrack {
    let recorded: Vec<Vec<Fix>> = track
        .segments
        .iter()
        .map(|fixes| {
            let fix = |fix: &crate::domain::track::RecordedFix| Fix {
                place: fix.place,
                at: fix.at,
                accuracy: fix.accuracy_m.map(Metres),
            };
            fixes.iter().map(fix).collect()
        })
        .collect();
    clean(&recorded, &TrackRules { max_gap_s: LONGEST_PAUSE_S, ..TrackRules::default() })
}

/// A track as the atlas holds it.
#[derive(Debug)]
pub struct HeldTrack {
    pub id: Uuid,
    /// Number of the entry that brought it.
    pub seq: i64,
    class: ClassId,
    pub believed: Believed,
    /// The longest pause of its recorder, where its owner stated it.
    max_gap_s: Option<u32>,
    answers: Mutex<Vec<(Asked, Arc<Covered>)>>,
}

/// What the coverage of a track was worked out for.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    pub line: LineKey,
    pub line_version: String,
    pub tolerance: Tolerance,
    pub max_gap_s: Option<u32>,
}

impl HeldTrack {
    /// The longest pause of its recorder, in the words of its owner.
    pub const fn stated_pause_s(&self) -> Option<u32> {
        self.max_gap_s
    }

    /// Pauses up to this are bridged: as asked, else as the owner of the recorder said, else as usual.
    pub fn pause_s(&self, asked: Option<u32>) -> u32 {
        asked.or(self.max_gap_s).unwrap_or(USUAL_PAUSE_S).min(LONGEST_PAUSE_S)
    }

    /// What it covers of a line; kept, since maps and reports ask the same again.
    pub fn covered(&self, asked: &Asked, index: &CoverageIndex) -> Arc<Covered> {
        let held = |answers: &Vec<(Asked, Arc<Covered>)>| {
            answers.iter().find(|(known, _)| known == asked).map(|(_, covered)| Arc::clone(covered))
        };
        if let Some(covered) = held(&self.answers.lock().unwrap_or_else(PoisonError::into_inner)) {
            return covered;
        }
        // Worked out without the lock: who asks for something else should not wait.
        let segments = self.believed.cut_at(self.pause_s(asked.max_gap_s));
        let covered = Arc::new(index.cover(&segments, asked.tolerance));
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.len() >= KEPT_ANSWERS {
            answers.remove(0);
        }
        answers.push((asked.clone(), Arc::clone(&covered)));
        covered
    }
}

/// All patrols and tracks. A copy shares what is in it.
#[derive(Debug, Clone, Default)]
pub struct Patrols {
    facts: BTreeMap<Uuid, Arc<PatrolFact>>,
    /// By the patrol they belong to, which may come later than they do.
    tracks: BTreeMap<Uuid, Vec<Arc<HeldTrack>>>,
    /// What each patrol corrects: the tracks of that are its own.
    corrected: BTreeMap<Uuid, Uuid>,
}

impl Patrols {
    /// Takes in a patrol or a track; other records are passed over.
    pub fn take(&mut self, record: &Record, seq: i64, class: ClassId) {
        match &record.body {
            Body::Patrol(patrol) => {
                let segment = match record.location.referent {
                    Some(Referent::Segment(segment)) => Some(segment),
                    _ => None,
                };
                let fact = PatrolFact {
                    id: record.id,
                    class,
                    unit: record.unit.clone(),
                    mode: patrol.mode,
                    force: patrol.force,
                    with: patrol.with.clone(),
                    started_at: patrol.started_at,
                    ended_at: patrol.ended_at,
                    segment,
                    plan: patrol.plan,
                };
                if let Some(former) = record.corrects {
                    self.corrected.insert(record.id, former);
                }
                self.facts.insert(record.id, Arc::new(fact));
            }
            Body::Track(track) => {
                let held = HeldTrack {
                    id: record.id,
                    seq,
                    class,
                    believed: Believed::of(track),
                    max_gap_s: track.max_gap_s.and_then(|seconds| u32::try_from(seconds).ok()),
                    answers: Mutex::default(),
                };
                let tracks = self.tracks.entry(track.patrol).or_default();
                tracks.retain(|known| known.id != record.id);
                tracks.push(Arc::new(held));
            }
            _ => {}
        }
    }

    /// Whether a patrol or a track goes by this id.
    pub fn holds(&self, id: Uuid) -> bool {
        self.facts.contains_key(&id) || self.tracks.values().flatten().any(|track| track.id == id)
    }

    /// Lets go of a patrol or a track. The tracks of a patrol have cases of their own.
    pub fn forget(&mut self, id: Uuid) {
        self.facts.remove(&id);
        for tracks in self.tracks.values_mut() {
            tracks.retain(|track| track.id != id);
        }
    }

    /// A patrol that the viewer sees.
    pub fn patrol(&self, id: Uuid, sees: &dyn Fn(ClassId) -> bool) -> Option<&Arc<PatrolFact>> {
        self.facts.get(&id).filter(|patrol| sees(patrol.class))
    }

    /// Every patrol that the viewer sees, by id.
    pub fn all(&self, sees: &dyn Fn(ClassId) -> bool) -> Vec<&Arc<PatrolFact>> {
        self.facts.values().filter(|patrol| sees(patrol.class)).collect()
    }

    /// The tracks of a patrol that the viewer sees, in the order in which they came.
    pub fn tracks_of(&self, patrol: Uuid, sees: &dyn Fn(ClassId) -> bool) -> Vec<Arc<HeldTrack>> {
        let mut all = vec![patrol];
        while let Some(former) = all.last().and_then(|last| self.corrected.get(last)).filter(|id| !all.contains(id)) {
            all.push(*former);
        }
        let tracks = all.iter().filter_map(|patrol| self.tracks.get(patrol)).flatten();
        tracks.filter(|track| sees(track.class)).cloned().collect()
    }

    /// Whether a track is held, whoever may see it.
    pub fn track(&self, patrol: Uuid, id: Uuid) -> Option<&Arc<HeldTrack>> {
        self.tracks.get(&patrol)?.iter().find(|track| track.id == id)
    }
}

/// The picture of a track (what is believed of it, thinned), and what it says of itself without its fixes.
pub fn shown(track: &Track) -> (Shape, Map<String, Value>) {
    let believed = Believed::of(track);
    let segments = believed.cut_at(pause_of(track));
    (drawn(&segments), properties(track, &believed, &segments))
}

fn drawn(segments: &[TrackSegment]) -> Shape {
    let parts: Vec<Vec<LonLat>> =
        segments.iter().map(|part| part.fixes().iter().map(|fix| fix.place).collect()).collect();
    let parts = thin(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>(), DRAWN_STEP, DRAWN_PLACES);
    if parts.is_empty() { Shape::None } else { Shape::Lines(parts.into()) }
}

fn pause_of(track: &Track) -> u32 {
    track.max_gap_s.and_then(|seconds| u32::try_from(seconds).ok()).unwrap_or(USUAL_PAUSE_S).min(LONGEST_PAUSE_S)
}

fn properties(track: &Track, believed: &Believed, segments: &[TrackSegment]) -> Map<String, Value> {
    let way = |part: &TrackSegment| -> f64 {
        part.fixes().array_windows().map(|[one, next]| distance(one.place, next.place).0).sum()
    };
    let mut properties = Map::new();
    properties.insert("patrol".into(), json!(track.patrol));
    properties.insert("format".into(), json!(track.format));
    properties.insert("file_digest".into(), json!(track.file_digest));
    properties.insert("started_at".into(), json!(track.times().map(|(first, _)| first)));
    properties.insert("ended_at".into(), json!(track.times().map(|(_, last)| last)));
    properties.insert("max_gap_s".into(), json!(pause_of(track)));
    properties.insert("fixes".into(), json!(believed.fixes));
    properties.insert("bad_fix_count".into(), json!(believed.bad.values().sum::<usize>()));
    properties.insert("bad_fixes".into(), json!(believed.bad));
    properties.insert("recorded_m".into(), json!(segments.iter().map(way).sum::<f64>().round()));
    properties.insert("parts".into(), json!(segments.len()));
    properties
}
