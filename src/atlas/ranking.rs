//! Segments by how much attention they need.

use super::board::Outlook;
use super::register::Segment;
use super::snapshot::{Snapshot, Visible};
use crate::domain::attention::{Assessment, Class};

/// A segment with its assessment.
#[derive(Debug)]
pub struct Assessed {
    pub segment: Segment,
    pub assessment: Assessment,
    /// Provinces whose documents speak of it.
    pub provinces: Vec<String>,
}

impl Snapshot {
    /// Every segment of at least a class (see [`Snapshot::stretches`]), most in need first; of equal ones in the order of the line.
    pub fn ranked(&self, outlook: &Outlook<'_>, least: Class, visible: &Visible) -> Vec<Assessed> {
        let board = self.board(outlook, visible);
        let mut all: Vec<Assessed> = self
            .stretches(visible)
            .into_iter()
            // What the board says of a registered segment needs no reasons to be passed over.
            .filter(|segment| board.level(&segment.key).is_none_or(|level| level.class >= least))
            .map(|segment| self.assessed(segment, outlook, visible))
            .filter(|found| found.assessment.class >= least)
            .collect();
        all.sort_by(|a, b| b.assessment.tenths.cmp(&a.assessment.tenths).then(a.segment.key.cmp(&b.segment.key)));
        all
    }

    pub fn assessed(&self, segment: Segment, outlook: &Outlook<'_>, visible: &Visible) -> Assessed {
        let assessment = self.assess(&segment.key, outlook, visible);
        let provinces = self.provinces(&segment.key, visible);
        Assessed { segment, assessment, provinces }
    }
}
