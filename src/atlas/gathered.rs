//! What is known about the stretches of the line, as far as somebody sees it.

use std::collections::BTreeMap;

use super::register::Segment;
use super::snapshot::Snapshot;
use super::visible::Visible;
use crate::domain::attention::{self, Assessment, Facts, Method};
use crate::domain::location::Referent;
use crate::domain::number::SegmentKey;
use crate::domain::time::CivilDay;

impl Snapshot {
    /// Attention level of a segment on a day, from what the viewer may know.
    pub fn assess(&self, segment: &SegmentKey, day: CivilDay, method: &Method, visible: &Visible) -> Assessment {
        attention::assess(&self.gathered(segment, day, visible), day, method)
    }

    /// What the viewer may know of a segment, with what readings and rules say.
    pub fn gathered(&self, segment: &SegmentKey, day: CivilDay, visible: &Visible) -> Facts {
        let sees = |class| visible.sees(class);
        let mut facts = self.facts().of(segment, self.register(), &sees);
        facts.due = self.due_of_stretch(segment, day, &sees);
        for hazard in &mut facts.hazards {
            let (trends, across) = self.growth_of(hazard.record, &sees);
            hazard.trends = trends;
            // Of two that know how far it is, the nearer: neither makes it count less than the other says.
            if let Some((metres, reading)) = across
                && hazard.across_m.is_none_or(|held| metres < held)
            {
                (hazard.across_m, hazard.across_by) = (Some(metres), Some(reading));
            }
            facts.alerts.extend(self.alerts_of(hazard.record, &sees).iter().map(super::watched::Alert::fact));
        }
        facts
    }

    /// Segments of the register, and whatever else something is known of: the stretches around markers without a
    /// registered neighbour, and stretches that are not made of registered segments alone. A marker found damaged must
    /// show, wherever it stands, and so must a stretch that was inspected.
    pub fn stretches(&self, visible: &Visible) -> Vec<Segment> {
        let (register, sees) = (self.register(), |class| visible.sees(class));
        let mut all: BTreeMap<SegmentKey, Segment> = register.segments().map(|s| (s.key, s.clone())).collect();
        for key in self.facts().known_at(&sees) {
            if register.concerned(&Referent::Marker(*key)).is_empty() {
                all.extend(register.around(key).into_iter().map(|segment| (segment.key, segment)));
            }
        }
        for key in self.facts().known_along(&sees).filter(|key| !register.is_made_of_segments(key)) {
            all.extend(register.segment(key).map(|segment| (segment.key, segment)));
        }
        all.into_values().collect()
    }

    /// Provinces whose documents speak of a segment.
    pub fn provinces(&self, segment: &SegmentKey, visible: &Visible) -> Vec<String> {
        self.facts().provinces_of(segment, &|class| visible.sees(class))
    }
}
