//! Lines, markers and segments, and where a referent lies on them.
//!
//! Derived from the register's records; rebuilt when one of them changes, never edited. A marker with published
//! coordinates is put on its line where that comes nearest; one that is known by number alone is interpolated, with
//! a stated accuracy, and never passes for measured.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::feature::Shape;
use super::layers::LayerId;
use crate::domain::line::BoundaryLine;
use crate::domain::location::{Location, Placement, PositionMethod, Referent};
use crate::domain::marker::{Anchor, Marker};
use crate::domain::number::{LineKey, Lines, MarkerKey, MarkerNumber, SegmentKey};
use crate::domain::position::{LonLat, Metres};
use crate::domain::record::{Body, Record};
use crate::geo::{Known, Polyline, accuracy, interpolate, leave_one_out};

/// A line with its measures.
#[derive(Debug)]
pub struct Line {
    pub body: BoundaryLine,
    pub course: Polyline,
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
}

#[derive(Debug, Default)]
pub struct Register {
    lines: BTreeMap<LineKey, Line>,
    markers: BTreeMap<MarkerKey, PlacedMarker>,
    aliases: BTreeMap<MarkerKey, MarkerKey>,
    segments: BTreeMap<SegmentKey, Segment>,
}

impl Register {
    /// Builds the register from whatever records there are; others than lines and markers are passed over.
    pub fn build<'a>(records: impl IntoIterator<Item = &'a Record>) -> Self {
        let mut register = Self::default();
        let mut markers = Vec::new();
        for record in records {
            match &record.body {
                Body::BoundaryLine(line) => {
                    if let Ok(course) = Polyline::new(line.vertices.iter().copied()) {
                        register.lines.insert(line.key, Line { body: line.clone(), course });
                    }
                }
                Body::Marker(marker) => markers.push((marker, &record.location)),
                _ => {}
            }
        }
        let lines: Vec<LineKey> = register.lines.keys().copied().collect();
        let mut known = BTreeMap::new();
        for line in &lines {
            known.insert(*line, register.place_known(*line, &markers));
        }
        // A line without inner known markers borrows the unevenness of the one that has the worst.
        let worst = known.values().filter_map(|known| leave_one_out(known).worst).reduce(f64::max).unwrap_or(0.0);
        for (line, known) in &known {
            register.place_by_number(*line, &markers, known, worst);
        }
        for line in lines {
            register.cut_segments(line);
        }
        register
    }

    /// Puts measured and anchored markers on their line and returns what interpolation may lean on.
    fn place_known(&mut self, key: LineKey, markers: &[(&Marker, &Location)]) -> Vec<Known> {
        let Some(line) = self.lines.get(&key) else { return Vec::new() };
        let mut by_number: BTreeMap<u16, Vec<f64>> = BTreeMap::new();
        let mut placed = Vec::new();
        for (marker, location) in markers {
            // The tripoint belongs to two lines: it anchors both, and is registered under its own key.
            let mut names = std::iter::once(&marker.key).chain(&marker.aliases);
            let Some(here) = names.find(|name| name.line() == key) else { continue };
            let own = marker.key.line() == key;
            let (position, method, measure, off) = if let Some(observed) = &location.observed {
                let located = line.course.locate(observed.position);
                (observed.position, PositionMethod::Surveyed, located.measure, Some(located.distance.0))
            } else {
                let measure = match marker.anchor {
                    Some(Anchor::LineStart) => Metres(0.0),
                    Some(Anchor::LineEnd) => line.course.length(),
                    None => continue,
                };
                let Some(position) = line.course.at(measure) else { continue };
                (position, PositionMethod::LineEnd, measure, None)
            };
            by_number.entry(here.number().main()).or_default().push(measure.0);
            if own {
                let accuracy_m = location.observed.as_ref().map_or(Some(line.body.worst_m), |seen| seen.accuracy_m);
                placed.push((
                    marker.key,
                    PlacedMarker { body: (*marker).clone(), position, measure, method, accuracy_m, off_line_m: off },
                ));
            }
            for alias in &marker.aliases {
                self.aliases.insert(*alias, marker.key);
            }
        }
        self.markers.extend(placed);
        // Same-number markers face each other across a river: one place in the order, the mean of their measures.
        let mut known: Vec<Known> = by_number
            .into_iter()
            .map(|(number, measures)| Known {
                number: f64::from(number),
                measure: Metres(measures.iter().sum::<f64>() / f64::from(u32::try_from(measures.len()).unwrap_or(1))),
            })
            .collect();
        // A position that contradicts the order of the numbers cannot carry an interpolation.
        let mut last = f64::NEG_INFINITY;
        known.retain(|point| {
            let ascends = point.measure.0 > last;
            if ascends {
                last = point.measure.0;
            }
            ascends
        });
        known
    }

    fn place_by_number(&mut self, key: LineKey, markers: &[(&Marker, &Location)], known: &[Known], worst: f64) {
        let Some(line) = self.lines.get(&key) else { return };
        let open: Vec<&Marker> = markers
            .iter()
            .map(|(marker, _)| *marker)
            .filter(|marker| marker.key.line() == key && !self.markers.contains_key(&marker.key))
            .collect();
        let last_sub = |main: u16| {
            open.iter().map(|m| m.key.number()).filter(|n| n.main() == main).filter_map(|n| n.sub()).max().unwrap_or(0)
        };
        let mut placed = Vec::new();
        for marker in &open {
            let number = marker.key.number();
            if number.is_stake() {
                continue;
            }
            let sub = f64::from(number.sub().unwrap_or(0)) / (f64::from(last_sub(number.main())) + 1.0);
            let number = f64::from(number.main()) + sub;
            let Some(measure) = interpolate(known, number) else { continue };
            let Some(position) = line.course.at(measure) else { continue };
            let floor = Metres(line.body.typical_m);
            placed.push((
                marker.key,
                PlacedMarker {
                    body: (*marker).clone(),
                    position,
                    measure,
                    method: PositionMethod::InterpolatedByNumber,
                    accuracy_m: accuracy(known, number, worst, floor).map(|metres| metres.0.round()),
                    off_line_m: None,
                },
            ));
        }
        self.markers.extend(placed);
    }

    /// Segments between registered neighbours: the next number, or the next auxiliary of the same.
    fn cut_segments(&mut self, line: LineKey) {
        let nodes: Vec<MarkerKey> = self
            .markers
            .keys()
            .filter(|key| key.line() == line && !key.number().is_stake() && key.number().k().is_none_or(|k| k == 1))
            .copied()
            .collect();
        let cut: Vec<Segment> = nodes
            .windows(2)
            .filter(|pair| neighbours(pair[0].number(), pair[1].number()))
            .filter_map(|pair| self.segment(&SegmentKey::new(pair[0], pair[1]).ok()?))
            .collect();
        self.segments.extend(cut.into_iter().map(|segment| (segment.key, segment)));
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
        let alias = Some(id).filter(|_| layer == LayerId::Markers).and_then(|id| id.parse().ok());
        alias.and_then(|key| self.aliases.get(&key)).map_or_else(|| id.to_owned(), ToString::to_string)
    }

    /// The segments between registered neighbours, in order.
    pub fn segments(&self) -> impl Iterator<Item = &Segment> {
        self.segments.values()
    }

    /// The stretch between any two registered markers of a line. Measures that do not ascend (a marker list that
    /// contradicts the sketch) give a straight stretch of no stated length.
    pub fn segment(&self, key: &SegmentKey) -> Option<Segment> {
        if let Some(segment) = self.segments.get(key) {
            return Some(segment.clone());
        }
        let line = self.lines.get(&key.line())?;
        let (from, to) = (self.marker(&key.from())?, self.marker(&key.to())?);
        let (from_m, to_m) = (from.measure.0, to.measure.0);
        let course = line.course.slice(Metres(from_m), Metres(to_m)).filter(|_| to_m > from_m);
        let measured = from.method.is_measured() && to.method.is_measured() && course.is_some();
        Some(Segment {
            key: *key,
            from_m,
            to_m,
            course: course.unwrap_or_else(|| vec![from.position, to.position]).into(),
            method: if measured { PositionMethod::Surveyed } else { PositionMethod::Schematic },
            accuracy_m: match (from.accuracy_m, to.accuracy_m) {
                (Some(a), Some(b)) => Some(a.max(b)),
                (one, other) => one.or(other).filter(|_| !measured),
            },
            line_version: line.body.version.clone(),
        })
    }

    /// The segments a referent concerns: those that end at a marker, or those that a stretch covers.
    pub fn concerned(&self, referent: &Referent) -> Vec<SegmentKey> {
        let keys = self.segments.keys().copied();
        match referent {
            Referent::Marker(at) | Referent::NearMarker(at) => {
                let at = self.marker(at).map_or(*at, |marker| marker.body.key);
                keys.filter(|key| same_node(key.from(), at) || same_node(key.to(), at)).collect()
            }
            Referent::Segment(stretch) => keys
                .filter(|key| key.line() == stretch.line() && key.from() >= stretch.from() && key.to() <= stretch.to())
                .collect(),
            Referent::Area(_) => Vec::new(),
        }
    }

    /// Shape and derived place of a location; no shape for a place that is only named.
    pub fn place(&self, location: &Location) -> (Shape, Option<Placement>) {
        if let Some(observed) = &location.observed {
            let placement = Placement {
                line_version: None,
                method: PositionMethod::Observed,
                from_m: None,
                to_m: None,
                position: observed.position,
                accuracy_m: observed.accuracy_m,
            };
            return (Shape::Point(observed.position), Some(placement));
        }
        match &location.referent {
            Some(Referent::Marker(key)) => self
                .marker(key)
                .map_or((Shape::None, None), |marker| (Shape::Point(marker.position), Some(self.at_marker(marker)))),
            Some(Referent::Segment(key)) => self.segment(key).map_or((Shape::None, None), |segment| stretch(&segment)),
            // "Khu vực mốc 211" is the stretch on both sides of the marker, not the marker.
            Some(near @ Referent::NearMarker(_)) => {
                let around = self.concerned(near);
                let (Some(first), Some(last)) = (around.first(), around.last()) else { return (Shape::None, None) };
                let whole = SegmentKey::new(first.from(), last.to()).ok().and_then(|key| self.segment(&key));
                whole.map_or((Shape::None, None), |segment| stretch(&segment))
            }
            Some(Referent::Area(_)) | None => (Shape::None, None),
        }
    }

    fn at_marker(&self, marker: &PlacedMarker) -> Placement {
        Placement {
            line_version: self.lines.get(&marker.body.key.line()).map(|line| line.body.version.clone()),
            method: marker.method,
            from_m: Some(marker.measure.0),
            to_m: None,
            position: marker.position,
            accuracy_m: marker.accuracy_m,
        }
    }
}

fn stretch(segment: &Segment) -> (Shape, Option<Placement>) {
    let middle = segment.course.get(segment.course.len() / 2).copied();
    let placement = middle.map(|position| Placement {
        line_version: Some(segment.line_version.clone()),
        method: segment.method,
        from_m: Some(segment.from_m),
        to_m: Some(segment.to_m),
        position,
        accuracy_m: segment.accuracy_m,
    });
    (Shape::Line(Arc::clone(&segment.course)), placement)
}

/// Same-number markers are one place in the order.
fn same_node(a: MarkerKey, b: MarkerKey) -> bool {
    a.line() == b.line() && a.number().main() == b.number().main() && a.number().sub() == b.number().sub()
}

fn neighbours(from: MarkerNumber, to: MarkerNumber) -> bool {
    let next_main = to.main() == from.main() + 1 && to.sub().is_none();
    let next_sub = to.main() == from.main() && to.sub() > from.sub();
    next_main || next_sub
}
