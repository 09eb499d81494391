//! Until when an agency's part is in time: by the duty's own words where they give a day, or else by what the province set.

use std::sync::Arc;

use super::read::Duty;
use crate::actions::report_parts::unit_of;
use crate::domain::people::Directory;
use crate::domain::period::Period;
use crate::domain::report::kind::Kinds;
use crate::domain::sending_deadline::{SendingDeadline, Set, binding};
use crate::domain::time::CivilDay;
use crate::http::api::reports::kinds;
use crate::http::ask::Ask;
use crate::http::problem::Problem;

pub struct Due {
    set: Vec<Set>,
    kinds: Arc<Kinds>,
    directory: Arc<Directory>,
}

impl Due {
    /// # Errors
    /// When the kinds of reports cannot be read.
    pub fn of(ask: &Ask, set: Vec<Set>) -> Result<Self, Problem> {
        Ok(Self { set, kinds: kinds()?, directory: ask.app.context.people.directory() })
    }

    /// What was set for an agency, of the kind of report that the duty's parts go into.
    pub fn set(&self, duty: &Duty, period: Period, agency: &str) -> Option<&SendingDeadline> {
        let kind = self.kinds.kinds.iter().find(|kind| kind.duties.contains(&duty.key))?;
        let unit = unit_of(&self.directory, agency).map(|unit| unit.key.as_str());
        binding(&self.set, &self.directory.units, (&kind.key, period.length()), unit)
    }

    /// The last day; none where nobody says one.
    pub fn day(&self, duty: &Duty, period: Period, agency: &str) -> Option<CivilDay> {
        let said = duty.words.deadline(period);
        said.or_else(|| self.set(duty, period, agency)?.last_day(period))
    }
}
