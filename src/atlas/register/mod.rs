//! Lines, markers and segments, and where a referent lies on them.
//!
//! Derived from the register's records; rebuilt when one of them changes, never edited. A marker with published
//! coordinates is put on its line where that comes nearest; one that is known by number alone is interpolated, with
//! a stated accuracy, and never passes for measured.

mod build;
pub mod history;
mod index;
mod linear;
pub mod names;
pub mod span;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

pub use linear::{Milestone, NotPlaced, Reference};

use span::{Node, Span};

use super::feature::Shape;
use super::layers::LayerId;
use crate::domain::line::{BoundaryLine, LineStatus};
use crate::domain::location::{Location, Placement, PositionMethod, Referent};
use crate::domain::marker::Marker;
use crate::domain::number::{LineKey, Lines, MarkerKey, SegmentKey};
use crate::domain::position::{LonLat, Metres};
use crate::geo::{CoverageIndex, Polyline};

/// A line with its measures.
#[derive(Debug)]
pub struct Line {
    pub body: BoundaryLine,
    pub course: Polyline,
    /// Made when somebody first asks what was covered of it.
    coverage: OnceLock<CoverageIndex>,
}

impl Line {
    pub const fn new(body: BoundaryLine, course: Polyline) -> Self {
        Self { body, course, coverage: OnceLock::new() }
    }

    pub fn coverage_index(&self) -> &CoverageIndex {
        self.coverage.get_or_init(|| CoverageIndex::new(&self.course))
    }
}

/// A marker with its place on the line.
#[derive(Debug, Clone)]
pub struct PlacedMarker {
    pub body: Marker,
    pub position: LonLat,
    pub measure: Metres,
    pub method: PositionMethod,
    pub accuracy_m: Option<f64>,
    /// From the marker to the line; markers of river sections stand on the bank.
    pub off_line_m: Option<f64>,
}

/// The stretch between two markers.
#[derive(Debug, Clone)]
pub struct Segment {
    pub key: SegmentKey,
    pub from_m: f64,
    pub to_m: f64,
    pub course: Arc<[LonLat]>,
    pub method: PositionMethod,
    pub accuracy_m: Option<f64>,
    pub line_version: String,
    pub line_status: LineStatus,
}

#[derive(Debug, Default)]
pub struct Register {
    lines: BTreeMap<LineKey, Line>,
    markers: BTreeMap<MarkerKey, PlacedMarker>,
    aliases: BTreeMap<MarkerKey, MarkerKey>,
    /// Aliases on a line that is not the marker's own (tripoints), with the measure along that line.
    elsewhere: BTreeMap<MarkerKey, Metres>,
    segments: BTreeMap<SegmentKey, Segment>,
    /// Markers that no position can be given for on this course: registered all the same.
    unplaced: BTreeSet<MarkerKey>,
    index: OnceLock<index::Index>,
}

impl Register {
    /// Whether a marker is registered, under this name or an alias, placed or not.
    pub fn knows(&self, key: &MarkerKey) -> bool {
        let held = |key: &MarkerKey| self.markers.contains_key(key) || self.unplaced.contains(key);
        held(key) || self.aliases.get(key).is_some_and(held)
    }

    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.values()
    }

    pub fn line(&self, key: LineKey) -> Option<&Line> {
        self.lines.get(&key)
    }

    /// How far the numbers of each line go.
    pub fn numbers(&self) -> Lines {
        Lines(self.lines.values().map(|line| line.body.numbers.clone()).collect())
    }

    pub fn markers(&self) -> impl Iterator<Item = &PlacedMarker> {
        self.markers.values()
    }

    /// A marker by its key or an alias.
    pub fn marker(&self, key: &MarkerKey) -> Option<&PlacedMarker> {
        self.markers.get(key).or_else(|| self.markers.get(self.aliases.get(key)?))
    }

    /// The id under which a layer holds a feature: of a marker its own key, when it is asked for by an alias.
    pub fn canonical(&self, layer: LayerId, id: &str) -> String {
        let key: Option<MarkerKey> = Some(id).filter(|_| layer == LayerId::Markers).and_then(|id| id.parse().ok());
        // An old number may be another marker's by now.
        let alias = key.filter(|key| !self.markers.contains_key(key) && !self.unplaced.contains(key));
        alias.and_then(|key| self.aliases.get(&key)).map_or_else(|| id.to_owned(), ToString::to_string)
    }

    /// The segments between registered neighbours, in order.
    pub fn segments(&self) -> impl Iterator<Item = &Segment> {
        self.segments.values()
    }

    /// Whether the stretch is a segment of the register: between neighbours by number, under its own key.
    pub fn is_registered(&self, key: &SegmentKey) -> bool {
        self.segments.contains_key(key)
    }

    /// The stretch between any two registered markers of a line. Measures that do not ascend (a marker list that
    /// contradicts the sketch) give a straight stretch of no stated length.
    pub fn segment(&self, key: &SegmentKey) -> Option<Segment> {
        if let Some(segment) = self.segments.get(key) {
            return Some(segment.clone());
        }
        let line = self.lines.get(&key.line())?;
        let (from, to) = (self.marker(&key.from())?, self.marker(&key.to())?);
        let (from_m, to_m) = (self.measure(&key.from())?.0, self.measure(&key.to())?.0);
        let course = line.course.slice(Metres(from_m), Metres(to_m)).filter(|_| to_m > from_m);
        // Between two surveyed markers the course is still the line's: of a sketch it is a sketch.
        let official = line.body.status == LineStatus::Official;
        let measured = official && from.method.is_measured() && to.method.is_measured() && course.is_some();
        let ends = [from.accuracy_m, to.accuracy_m];
        Some(Segment {
            key: *key,
            from_m,
            to_m,
            course: course.unwrap_or_else(|| vec![from.position, to.position]).into(),
            method: if measured { PositionMethod::Surveyed } else { PositionMethod::Schematic },
            accuracy_m: match ends {
                // What was not stated of one end is not stated of the whole.
                [Some(a), Some(b)] if measured => Some(a.max(b)),
                _ if measured => None,
                _ => ends.into_iter().flatten().chain([line.body.worst_m]).reduce(f64::max),
            },
            line_version: line.body.version.clone(),
            line_status: line.body.status,
        })
    }

    /// The stretches from a marker to the nearest registered ones on both sides, neighbours by number or not.
    pub fn around(&self, key: &MarkerKey) -> Vec<Segment> {
        let nodes = self.nodes(key.line());
        let pairs = nodes.windows(2).filter(|pair| same_node(pair[0], *key) || same_node(pair[1], *key));
        pairs.filter_map(|pair| self.segment(&SegmentKey::new(pair[0], pair[1]).ok()?)).collect()
    }

    /// Registered markers of a line in order; of those of one number the first stands for the place.
    fn nodes(&self, line: LineKey) -> Vec<MarkerKey> {
        let names = self.markers.keys().chain(self.elsewhere.keys());
        let mut nodes: Vec<MarkerKey> =
            names.filter(|key| key.line() == line && !key.number().is_stake()).copied().collect();
        nodes.sort_unstable();
        nodes.dedup_by(|later, first| same_node(*later, *first));
        nodes
    }

    /// Registered markers of a stretch, its ends included: each with its place in the order, under its own key.
    pub fn on(&self, stretch: &Span) -> impl Iterator<Item = (Node, MarkerKey)> {
        self.names_on(stretch).map(|name| (Node::of(name), self.own_key(&name)))
    }

    /// A marker's own key, when it is asked for by an alias; what was asked where nobody has it.
    pub fn own_key(&self, key: &MarkerKey) -> MarkerKey {
        self.marker(key).map_or(*key, |marker| marker.body.key)
    }

    /// Where on which lines a referent lies, by number: a tripoint on each of its lines.
    pub fn spans(&self, referent: &Referent) -> Vec<Span> {
        match referent {
            Referent::Marker(at) | Referent::NearMarker(at) => self.names_of(at).into_iter().map(Span::at).collect(),
            Referent::Segment(stretch) => vec![Span::of(stretch)],
            // On the segment that it falls on; without one somewhere between the two markers.
            Referent::Along { marker, toward, .. } => {
                let on = self.concerned(referent);
                let (from, to) = if marker <= toward { (marker, toward) } else { (toward, marker) };
                let between = SegmentKey::new(*from, *to).ok().filter(|_| on.is_empty());
                on.iter().chain(&between).map(Span::of).collect()
            }
            Referent::Area(_) => Vec::new(),
        }
    }

    /// Whether a stretch is a run of registered segments, so that they say all there is to say of it.
    pub fn is_made_of_segments(&self, key: &SegmentKey) -> bool {
        if self.is_registered(key) {
            return true;
        }
        let span = Span::of(key);
        if span.is_point() {
            return !self.concerned(&Referent::Segment(*key)).is_empty();
        }
        if span.from.is_stake() {
            return false;
        }
        let mut nodes: Vec<Node> = self.names_on(&span).map(Node::of).collect();
        nodes.dedup();
        let ends = nodes.first() == Some(&span.from) && nodes.last() == Some(&span.to);
        ends && nodes.array_windows().all(|[from, to]| from.is_before(*to))
    }

    /// Where a marker stands along the line that its name says.
    fn measure(&self, name: &MarkerKey) -> Option<Metres> {
        let own = self.marker(name).filter(|marker| marker.body.key.line() == name.line());
        self.elsewhere.get(name).copied().or_else(|| Some(own?.measure))
    }

    /// A marker's own name and those on other lines; what was asked where nobody has it.
    fn names_of(&self, at: &MarkerKey) -> Vec<MarkerKey> {
        let Some(marker) = self.marker(at) else { return vec![*at] };
        let key = marker.body.key;
        // An old number of the same line may be another marker's by now.
        let elsewhere = marker.body.aliases.iter().copied().filter(|alias| alias.line() != key.line());
        std::iter::once(key).chain(elsewhere).collect()
    }

    /// The segments a referent concerns: those that end at a marker, or those that a stretch touches.
    pub fn concerned(&self, referent: &Referent) -> Vec<SegmentKey> {
        match referent {
            Referent::Marker(at) | Referent::NearMarker(at) => {
                let mut all: Vec<SegmentKey> =
                    self.names_of(at).into_iter().flat_map(|name| self.ending_at(name).iter().copied()).collect();
                all.sort_unstable();
                all.dedup();
                all
            }
            Referent::Segment(stretch) => self.meeting(&Span::of(stretch)),
            Referent::Along { marker, .. } => {
                let Some(at) = self.measure_of(referent) else { return Vec::new() };
                let holds = |segment: &&Segment| segment.from_m <= at.0 && at.0 <= segment.to_m;
                let here =
                    self.near(marker.line(), at.0, 0.0).into_iter().filter_map(|(key, _)| self.segments.get(&key));
                let mut all: Vec<SegmentKey> = here.filter(holds).map(|segment| segment.key).collect();
                all.sort_unstable();
                all
            }
            Referent::Area(_) => Vec::new(),
        }
    }

    /// The measure of a marker, or of so many metres from one toward another; none for what is not one place on the
    /// line, for two markers at one place, and beyond the ends of the line.
    pub fn measure_of(&self, referent: &Referent) -> Option<Metres> {
        match referent {
            Referent::Marker(key) => self.measure(key),
            Referent::Along { marker, toward, offset_m } => {
                let (from, to) = (self.measure(marker)?.0, self.measure(toward)?.0);
                let way = if to > from { 1.0 } else { -1.0 };
                let at = Metres(from + way * offset_m.metres());
                let line = self.lines.get(&marker.line()).filter(|_| marker.line() == toward.line())?;
                line.course.at(at).filter(|_| (to - from).abs() > f64::EPSILON)?;
                Some(at)
            }
            Referent::NearMarker(_) | Referent::Segment(_) | Referent::Area(_) => None,
        }
    }

    /// Shape and derived place of a location; no shape for a place that is only named.
    pub fn place(&self, location: &Location) -> (Shape, Option<Placement>) {
        if let Some(observed) = &location.observed {
            let placement = Placement {
                line: None,
                method: PositionMethod::Observed,
                from_m: None,
                to_m: None,
                position: observed.position,
                accuracy_m: observed.accuracy_m,
            };
            return (Shape::Point(observed.position), Some(placement));
        }
        match &location.referent {
            Some(Referent::Marker(key)) => self.marker(key).map_or((Shape::None, None), |marker| {
                (Shape::Point(marker.position), Some(self.at_marker(key, marker)))
            }),
            Some(Referent::Segment(key)) => {
                self.segment(key).map_or((Shape::None, None), |segment| self.along(&segment))
            }
            // "Khu vực mốc 211" is the stretch on both sides of the marker, not the marker.
            Some(near @ Referent::NearMarker(at)) => {
                let mut around = self.concerned(near);
                around.retain(|key| key.line() == at.line());
                let (Some(first), Some(last)) = (around.first(), around.last()) else { return (Shape::None, None) };
                let whole = SegmentKey::new(first.from(), last.to()).ok().and_then(|key| self.segment(&key));
                whole.map_or((Shape::None, None), |segment| self.along(&segment))
            }
            Some(along @ Referent::Along { marker, .. }) => self
                .offset_place(along, marker)
                .map_or((Shape::None, None), |placement| (Shape::Point(placement.position), Some(placement))),
            Some(Referent::Area(_)) | None => (Shape::None, None),
        }
    }

    fn offset_place(&self, along: &Referent, from: &MarkerKey) -> Option<Placement> {
        let (at, marker, line) = (self.measure_of(along)?, self.marker(from)?, self.lines.get(&from.line())?);
        let accuracy = marker.accuracy_m.unwrap_or(0.0).max(line.body.typical_m);
        Some(Placement {
            line: Some((line.body.key, line.body.version.clone())),
            method: if marker.method.is_measured() { PositionMethod::Referenced } else { PositionMethod::Schematic },
            from_m: Some(at.0),
            to_m: None,
            position: line.course.at(at)?,
            accuracy_m: Some(accuracy),
        })
    }

    fn along(&self, segment: &Segment) -> (Shape, Option<Placement>) {
        let line = self.lines.get(&segment.key.line()).filter(|_| segment.from_m < segment.to_m);
        let middle = line.and_then(|line| line.course.at(Metres(f64::midpoint(segment.from_m, segment.to_m))));
        let placement = middle.or_else(|| segment.course.first().copied()).map(|position| Placement {
            line: Some((segment.key.line(), segment.line_version.clone())),
            method: segment.method,
            from_m: Some(segment.from_m),
            to_m: Some(segment.to_m),
            position,
            accuracy_m: segment.accuracy_m,
        });
        (Shape::Line(Arc::clone(&segment.course)), placement)
    }

    /// A tripoint named as of one line is measured along that one.
    fn at_marker(&self, named: &MarkerKey, marker: &PlacedMarker) -> Placement {
        let (line, measure) =
            self.measure(named).map_or((marker.body.key.line(), marker.measure), |measure| (named.line(), measure));
        Placement {
            line: self.lines.get(&line).map(|line| (line.body.key, line.body.version.clone())),
            method: marker.method,
            from_m: Some(measure.0),
            to_m: None,
            position: marker.position,
            accuracy_m: marker.accuracy_m,
        }
    }
}

/// Same-number markers are one place in the order; stakes have an order of their own.
fn same_node(a: MarkerKey, b: MarkerKey) -> bool {
    a.line() == b.line() && Node::of(a) == Node::of(b)
}
