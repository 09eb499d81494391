//! What is known of a stretch, put together for an assessment; and who approved how it is assessed.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::board::Outlook;
use super::layers::LayerId;
use super::register::Segment;
use super::snapshot::{Snapshot, Visible};
use crate::domain::attention::{self, Assessment, Facts, Method};
use crate::domain::location::Referent;
use crate::domain::method_approval::MethodApproval;
use crate::domain::number::SegmentKey;
use crate::domain::record::{Body, Record};

impl Snapshot {
    /// Takes in a decision about the method; other records are passed over.
    pub(super) fn take_decision(&mut self, record: &Record) {
        if let Body::MethodApproval(decision) = &record.body {
            Arc::make_mut(&mut self.decisions).insert((record.received_at, record.id), decision.clone());
        }
    }

    /// The last decision about the very file that a method was read from: none where nobody decided, and none that counts
    /// where the last took it back.
    pub fn decision(&self, method: &Method) -> Option<&MethodApproval> {
        let digest = method.digest.to_string();
        self.decisions.values().rev().find(|decision| decision.digest == digest)
    }

    /// Whether somebody approved the method.
    pub fn is_approved(&self, method: &Method) -> bool {
        self.decision(method).is_some_and(|decision| decision.approved)
    }

    /// Attention level of a segment on a day, from what the viewer may know.
    pub fn assess(&self, segment: &SegmentKey, outlook: &Outlook<'_>, visible: &Visible) -> Assessment {
        attention::assess(&self.gathered(segment, outlook, visible), outlook.day, outlook.method)
    }

    /// What the viewer may know of a segment, with what readings and rules say.
    pub fn gathered(&self, segment: &SegmentKey, outlook: &Outlook<'_>, visible: &Visible) -> Facts {
        let Outlook { day, units, .. } = *outlook;
        let sees = |class| visible.sees(class);
        let mut facts = self.facts().of(segment, self.register(), &sees);
        for hazard in &mut facts.hazards {
            let (trends, across) = self.growth_of(hazard.record, units, &sees);
            hazard.trends = trends;
            // Of two that know how far it is, the nearer: neither makes it count less than the other says.
            if let Some((metres, reading)) = across
                && hazard.across_m.is_none_or(|held| metres < held)
            {
                (hazard.across_m, hazard.across_by) = (Some(metres), Some(reading));
            }
            facts.alerts.extend(self.alerts_of(hazard.record, units, &sees).iter().map(super::watched::Alert::fact));
        }
        for works in &mut facts.works {
            let names = self.with_former(&works.record.to_string());
            works.finished = self.facts().finished(works, &names, outlook, &sees);
        }
        facts.due = self.due_of_stretch(segment, day, &sees);
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
    /// Whether a record is, or was, one that the viewer sees. Of what nobody can tell of any more: no.
    pub fn tells_of(&self, record: Uuid, visible: &Visible) -> bool {
        let id = record.to_string();
        let class = LayerId::ALL.into_iter().find_map(|layer| self.class_in(layer, &id));
        let class = class.or_else(|| self.gone.get(&id).map(|(class, _)| *class));
        class.is_some_and(|class| visible.sees(class))
    }
}
