//! Builds the register: puts markers on their lines and cuts the segments between them.
//!
//! A marker with published coordinates is put where the line comes nearest; a marker at an end of the line there; any
//! other is interpolated by its number between those, with an accuracy worked out by leaving known markers out.

use std::collections::BTreeMap;

use super::span::Node;
use super::{Line, PlacedMarker, Register, Segment};
use crate::domain::line::BoundaryLine;
use crate::domain::location::{Location, PositionMethod};
use crate::domain::marker::{Anchor, Marker};
use crate::domain::number::{LineKey, SegmentKey};
use crate::domain::position::{LonLat, Metres};
use crate::domain::record::{Body, Record};
use crate::geo::{Known, Polyline, accuracy, distance, interpolate, leave_one_out};

impl Register {
    /// Builds the register from whatever records there are; others than lines and markers are passed over.
    pub fn build<'a>(records: impl IntoIterator<Item = &'a Record>) -> Self {
        Self::build_after(records, &BTreeMap::new())
    }

    /// The same; `former` are the versions before those of the lines. Where a line ends elsewhere than it did, nobody
    /// knows whether the markers at its ends went along.
    pub fn build_after<'a>(
        records: impl IntoIterator<Item = &'a Record>,
        former: &BTreeMap<LineKey, &BoundaryLine>,
    ) -> Self {
        let mut register = Self::default();
        let mut markers = Vec::new();
        for record in records {
            match &record.body {
                Body::BoundaryLine(line) => {
                    if let Ok(course) = Polyline::new(line.vertices.iter().copied()) {
                        register.lines.insert(line.key, Line::new(line.clone(), course));
                    }
                }
                Body::Marker(marker) => markers.push((marker, &record.location)),
                _ => {}
            }
        }
        for (marker, _) in &markers {
            register.aliases.extend(marker.aliases.iter().map(|alias| (*alias, marker.key)));
        }
        let lines: Vec<LineKey> = register.lines.keys().copied().collect();
        let mut known = BTreeMap::new();
        for line in &lines {
            known.insert(*line, register.place_known(*line, &markers, former));
        }
        // A line without inner known markers borrows the unevenness of the one that has the worst.
        let worst = known.values().filter_map(|known| leave_one_out(known).worst).reduce(f64::max).unwrap_or(0.0);
        for (line, known) in &known {
            register.place_by_number(*line, &markers, known, worst);
        }
        for line in lines {
            register.cut_segments(line);
        }
        let placed = &register.markers;
        register.unplaced =
            markers.iter().map(|(marker, _)| marker.key).filter(|key| !placed.contains_key(key)).collect();
        register
    }

    /// Puts measured and anchored markers on their line and returns what interpolation may lean on.
    fn place_known(
        &mut self,
        key: LineKey,
        markers: &[(&Marker, &Location)],
        former: &BTreeMap<LineKey, &BoundaryLine>,
    ) -> Vec<Known> {
        let Some(line) = self.lines.get(&key) else { return Vec::new() };
        let mut by_number: BTreeMap<(u16, u16), Vec<f64>> = BTreeMap::new();
        let (mut placed, mut elsewhere) = (Vec::new(), Vec::new());
        for (marker, location) in markers {
            // The tripoint belongs to two lines: it anchors both, and is registered under its own key.
            let mut names = std::iter::once(&marker.key).chain(&marker.aliases);
            let Some(here) = names.find(|name| name.line() == key) else { continue };
            let own = marker.key.line() == key;
            let (position, method, measure, off) = if let Some(observed) = &location.observed {
                let located = line.course.locate(observed.position);
                (observed.position, PositionMethod::Surveyed, located.measure, Some(located.distance.0))
            } else {
                // The end of its own line, which may be the other end of this one.
                let (Some(anchor), Some(home)) = (marker.anchor, self.lines.get(&marker.key.line())) else { continue };
                let end = match anchor {
                    Anchor::LineStart => Metres(0.0),
                    Anchor::LineEnd => home.course.length(),
                };
                let Some(position) = home.course.at(end) else { continue };
                let measure = if own { end } else { line.course.locate(position).measure };
                (position, PositionMethod::LineEnd, measure, None)
            };
            // Stakes are numbered on their own.
            if !here.number().is_stake() {
                let place = (here.number().main(), here.number().sub().unwrap_or(0));
                by_number.entry(place).or_default().push(measure.0);
            }
            if own {
                let at_end =
                    || former.get(&key).map_or(line.body.worst_m, |former| error_at_end(former, &line.body, position));
                let accuracy_m = location.observed.as_ref().map_or_else(|| Some(at_end()), |seen| seen.accuracy_m);
                placed.push((
                    marker.key,
                    PlacedMarker { body: (*marker).clone(), position, measure, method, accuracy_m, off_line_m: off },
                ));
            } else {
                elsewhere.push((*here, measure));
            }
        }
        self.markers.extend(placed);
        self.elsewhere.extend(elsewhere);
        let last_sub = last_subs(key, markers);
        // Same-number markers face each other across a river: one place in the order, the mean of their measures.
        let mut known: Vec<Known> = by_number
            .into_iter()
            .map(|((main, sub), measures)| Known {
                number: ordinal(main, sub, &last_sub),
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
        let last_sub = last_subs(key, markers);
        let mut placed = Vec::new();
        for marker in &open {
            let number = marker.key.number();
            if number.is_stake() {
                continue;
            }
            let number = ordinal(number.main(), number.sub().unwrap_or(0), &last_sub);
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
        let nodes = self.nodes(line);
        let cut: Vec<Segment> = nodes
            .windows(2)
            .filter(|pair| Node::of(pair[0]).is_before(Node::of(pair[1])))
            .filter_map(|pair| self.segment(&SegmentKey::new(pair[0], pair[1]).ok()?))
            .collect();
        self.segments.extend(cut.into_iter().map(|segment| (segment.key, segment)));
    }
}

/// How far off a marker at an end of its line may be: as far as the line, and where the line ended elsewhere before, as
/// far as that.
fn error_at_end(former: &BoundaryLine, line: &BoundaryLine, end: LonLat) -> f64 {
    let ends = if line.vertices.first() == Some(&end) { former.vertices.first() } else { former.vertices.last() };
    let apart = ends.map_or(0.0, |held| distance(*held, end).0);
    if apart > former.ends_agree_within(line) { apart.ceil() } else { line.worst_m }
}

/// The last auxiliary of each number of a line.
fn last_subs(line: LineKey, markers: &[(&Marker, &Location)]) -> BTreeMap<u16, u16> {
    let mut last = BTreeMap::new();
    for number in markers.iter().filter(|(marker, _)| marker.key.line() == line).map(|(marker, _)| marker.key.number())
    {
        if let Some(sub) = number.sub() {
            let held = last.entry(number.main()).or_insert(sub);
            *held = sub.max(*held);
        }
    }
    last
}

/// Place in number order: auxiliaries share out the way to the next number.
fn ordinal(main: u16, sub: u16, last_sub: &BTreeMap<u16, u16>) -> f64 {
    f64::from(main) + f64::from(sub) / (f64::from(last_sub.get(&main).copied().unwrap_or(0)) + 1.0)
}
