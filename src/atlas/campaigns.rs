//! How far a campaign has come: which markers and which stretches were inspected in its mode and its days, as far as
//! somebody may know of those inspections.
//!
//! A marker is done with one inspection. A segment is done when inspected stretches cover it whole; several may do so
//! together. Cost: linear in the markers and segments of its reach.

use std::collections::{BTreeMap, BTreeSet};

use super::looked::{Seen, walked};
use super::orders::{Ordered, spans};
use super::register::span::Span;
use super::snapshot::{Snapshot, Visible};
use crate::domain::attention::Coverage;
use crate::domain::campaign::{Campaign, CampaignState};
use crate::domain::inspection_due::Look;
use crate::domain::inspection_rule::InspectionSubject;
use crate::domain::location::Referent;
use crate::domain::number::{MarkerKey, SegmentKey};
use crate::domain::time::CivilDay;

/// One marker or segment of a campaign.
#[derive(Debug, Clone)]
pub struct Part<K> {
    pub key: K,
    pub covered: Coverage,
    /// The earliest inspection of it in the campaign.
    pub first: Option<Look>,
    span: Vec<Span>,
}

impl<K> Part<K> {
    pub fn is_done(&self) -> bool {
        self.covered == Coverage::Whole
    }
}

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub done: usize,
    pub all: usize,
}

impl Tally {
    fn of<K>(parts: &[&Part<K>]) -> Self {
        Self { done: parts.iter().filter(|part| part.is_done()).count(), all: parts.len() }
    }

    /// In whole percent, never rounded up to all of them; none of nothing.
    pub fn percent(self) -> Option<usize> {
        (self.done * 100).checked_div(self.all)
    }

    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self { done: self.done + other.done, all: self.all + other.all }
    }
}

/// The part of one unit.
#[derive(Debug, Clone)]
pub struct Shared {
    pub unit: String,
    pub markers: Tally,
    pub segments: Tally,
    pub missing_markers: Vec<MarkerKey>,
    pub missing_segments: Vec<SegmentKey>,
}

#[derive(Debug, Clone)]
pub struct Progress {
    pub state: CampaignState,
    pub markers: Vec<Part<MarkerKey>>,
    pub segments: Vec<Part<SegmentKey>>,
    pub of_markers: Tally,
    pub of_segments: Tally,
    pub shares: Vec<Shared>,
    /// How many inspections of each unit counted; those of no unit that was checked, too.
    pub by_unit: BTreeMap<Option<String>, usize>,
}

impl Snapshot {
    /// How far a campaign has come on a day; `ended`: the day on which it was ended before.
    pub fn progress(
        &self,
        campaign: &Ordered<Campaign>,
        ended: Option<CivilDay>,
        day: CivilDay,
        visible: &Visible,
    ) -> Progress {
        let (sees, body) = (|class| visible.sees(class), &campaign.body);
        let last = body.last_day(ended).min(day);
        let counts = |seen: &Seen| {
            let look = &seen.look;
            look.mode == body.mode && (body.from..=last).contains(&look.at.day())
        };
        let mut counted: BTreeMap<uuid::Uuid, Option<String>> = BTreeMap::new();
        let mut count = |seen: &Seen| counted.insert(seen.look.record, seen.unit.as_deref().map(str::to_owned));
        let (mut markers, mut segments) = (Vec::new(), Vec::new());
        if body.subjects.contains(&InspectionSubject::Markers) {
            for marker in self.register().markers() {
                let key = marker.body.key;
                let span = self.register().spans(&Referent::Marker(key));
                if !span.iter().any(|span| campaign.covers(span)) {
                    continue;
                }
                let looks: Vec<&Seen> = self.looked.of_marker(&key, &sees).filter(|seen| counts(seen)).collect();
                for seen in &looks {
                    count(seen);
                }
                let first = looks.iter().map(|seen| seen.look).min_by_key(Look::age);
                let covered = if first.is_some() { Coverage::Whole } else { Coverage::None };
                markers.push(Part { key, covered, first, span });
            }
        }
        if body.subjects.contains(&InspectionSubject::LineCourse) {
            for segment in self.register().segments().filter(|segment| campaign.covers(&Span::of(&segment.key))) {
                let mut along = self.looked.along(&segment.key, &sees);
                along.retain(|(_, seen)| counts(seen));
                for (_, seen) in &along {
                    count(seen);
                }
                let found = walked(&segment.key, &along, Some(body.mode), last);
                let covered = match (found.weakest.is_some(), found.some) {
                    (true, _) => Coverage::Whole,
                    (false, true) => Coverage::Partial,
                    (false, false) => Coverage::None,
                };
                let first = along.iter().map(|(_, seen)| seen.look).min_by_key(Look::age);
                segments.push(Part { key: segment.key, covered, first, span: vec![Span::of(&segment.key)] });
            }
        }
        let of_markers = Tally::of(&markers.iter().collect::<Vec<_>>());
        let of_segments = Tally::of(&segments.iter().collect::<Vec<_>>());
        let whole = of_markers.with(of_segments);
        let mut by_unit = BTreeMap::new();
        for unit in counted.into_values() {
            *by_unit.entry(unit).or_default() += 1;
        }
        let shares =
            body.shares.iter().map(|share| shared(share.unit.clone(), &spans(&share.places), &markers, &segments));
        Progress {
            state: body.state(ended, day, whole.done, whole.all),
            shares: shares.collect(),
            markers,
            segments,
            of_markers,
            of_segments,
            by_unit,
        }
    }
}

/// What lies in the part of a unit. A marker at the end of two parts is of both.
fn shared(unit: String, places: &[Span], markers: &[Part<MarkerKey>], segments: &[Part<SegmentKey>]) -> Shared {
    fn within<'a, K>(all: &'a [Part<K>], places: &[Span]) -> Vec<&'a Part<K>> {
        let inside = |part: &&Part<K>| part.span.iter().any(|span| places.iter().any(|place| place.covers(span)));
        all.iter().filter(inside).collect()
    }
    fn missing<K: Copy + Ord>(parts: &[&Part<K>]) -> Vec<K> {
        let all: BTreeSet<K> = parts.iter().filter(|part| !part.is_done()).map(|part| part.key).collect();
        all.into_iter().collect()
    }
    let (markers, segments) = (within(markers, places), within(segments, places));
    Shared {
        unit,
        markers: Tally::of(&markers),
        segments: Tally::of(&segments),
        missing_markers: missing(&markers),
        missing_segments: missing(&segments),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_says_all_only_of_all() {
        assert_eq!(Tally { done: 999, all: 1000 }.percent(), Some(99));
        assert_eq!(Tally { done: 3, all: 3 }.percent(), Some(100));
        assert_eq!(Tally::default().percent(), None);
    }
}
