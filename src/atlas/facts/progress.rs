//! What reports say of works: those that are reported finished are active no more.
//!
//! Works are finished when the latest report on them as a whole (or on their completion) says done, or when the latest report on
//! each of their milestones does; a later report that says otherwise undoes it. Only approved reports count, of units whose word
//! counts beside what a document of that province orders. What a document itself says of progress finishes nothing: it stays
//! in its words.

use std::sync::Arc;

use uuid::Uuid;

use crate::atlas::block::ClassId;
use crate::atlas::board::Outlook;
use crate::atlas::register::span::Span;
use crate::atlas::shards::Shards;
use crate::domain::access::ReviewState;
use crate::domain::attention::WorksFact as Known;
use crate::domain::fulfilment::Reported;
use crate::domain::progress::{WorksFact, WorksReport};
use crate::domain::record::{Body, Record};
use crate::domain::time::CivilDay;

/// A report on works, who may know of it, and whose it was.
#[derive(Debug, Clone)]
struct Said {
    record: Uuid,
    class: ClassId,
    unit: Option<String>,
    /// Of the works as a whole where there is none.
    milestone: Option<u32>,
    as_of: CivilDay,
    state: Reported,
}

impl Said {
    fn age(&self) -> (CivilDay, Uuid) {
        (self.as_of, self.record)
    }

    fn is_done(&self) -> bool {
        self.state == Reported::Done
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct Progressed {
    /// By the works that they name.
    said: Shards<Uuid, Arc<Vec<Said>>>,
    places: Shards<Uuid, Vec<Span>>,
}

impl Progressed {
    pub(super) fn place(&mut self, works: Uuid, spans: Vec<Span>) {
        self.places.edit(&works).insert(works, spans);
    }

    pub(super) fn places(&self, works: Uuid) -> Vec<Span> {
        self.places.get(&works).cloned().unwrap_or_default()
    }

    pub(super) fn take(&mut self, record: &Record, unit: Option<String>, class: ClassId) {
        let Body::WorksReport(report) = &record.body else { return };
        let WorksReport { works, milestone, fact, told, .. } = report;
        // Of the whole, a report on one side of it (site clearance, a permit) does not say that it is finished.
        let is_of_whole = matches!(fact, None | Some(WorksFact::Completion));
        if record.review != ReviewState::Approved || milestone.is_none() && !is_of_whole {
            return;
        }
        self.forget(record.id, *works);
        let (milestone, as_of, state) = (*milestone, told.as_of, told.state);
        let said = Said { record: record.id, class, unit, milestone, as_of, state };
        Arc::make_mut(self.said.edit(works).entry(*works).or_default()).push(said);
    }

    pub(super) fn forget(&mut self, report: Uuid, works: Uuid) {
        if self.said.get(&works).is_some_and(|all| all.iter().any(|said| said.record == report))
            && let Some(all) = self.said.edit(&works).get_mut(&works)
        {
            Arc::make_mut(all).retain(|said| said.record != report);
        }
    }

    pub(super) fn finished(
        &self,
        works: &Known,
        names: &[String],
        outlook: &Outlook<'_>,
        sees: &dyn Fn(ClassId) -> bool,
    ) -> Vec<Uuid> {
        let province = works.told.source.as_ref().and_then(|source| source.province.as_deref());
        let counts = |said: &&Said| {
            let his = said.unit.as_deref();
            said.as_of <= outlook.day
                && sees(said.class)
                && outlook.units.counts_either_way(his, works.unit.as_deref())
                && outlook.units.counts_in_province(his, province)
        };
        let reports = names.iter().filter_map(|name| self.said.get(&name.parse().ok()?));
        let all: Vec<&Said> = reports.flat_map(|all| all.iter()).filter(counts).collect();
        let latest = |of: Option<u32>| all.iter().filter(|said| said.milestone == of).max_by_key(|said| said.age());
        let whole = latest(None);
        let parts: Vec<&&Said> = (1..=works.milestones).filter_map(|number| latest(Some(number))).collect();
        if let Some(whole) = whole.filter(|whole| whole.is_done())
            && parts.iter().all(|part| part.is_done() || part.as_of <= whole.as_of)
        {
            return vec![whole.record];
        }
        let all_parts = works.milestones > 0 && u32::try_from(parts.len()) == Ok(works.milestones);
        let since = whole.is_none_or(|whole| parts.iter().any(|part| part.as_of > whole.as_of));
        if all_parts && since && parts.iter().all(|part| part.is_done()) {
            return parts.iter().map(|part| part.record).collect();
        }
        Vec::new()
    }
}
