//! What a row of a marker list becomes: a marker, over what the register has of it.

use super::alike::{same_marker, same_place};
use super::candidate::{Candidate, Plan};
use super::interpret::{Interpreted, Interpreter};
use super::numbers::was_anothers;
use super::options::Action;
use crate::domain::access::{Label, ReviewState};
use crate::domain::fault::Fault;
use crate::domain::location::{Location, Observed, Referent};
use crate::domain::record::{Body, Record};
use crate::domain::row::marker::MarkerRow;
use crate::domain::time::CivilDay;
use crate::exchange::identity::record_id;
use crate::geo::distance;

impl Interpreter<'_> {
    pub(super) fn marker(
        &self,
        read: &MarkerRow,
        observed: Option<Observed>,
        candidate: &mut Candidate,
    ) -> Result<Interpreted, Vec<Fault>> {
        let read = &*self.markers.under_own_number(read);
        let held = self.markers.meant(read)?;
        let held_body = held.and_then(|record| match &record.body {
            Body::Marker(marker) => Some(marker),
            _ => None,
        });
        let source = self.options.source.clone().unwrap_or_else(|| self.options.file_name.clone());
        let body = read.over(held_body, &source);
        let observed = observed.or_else(|| held.and_then(|record| record.location.observed.clone()));
        let before = self.snapshot.register().marker(&held_body.map_or(read.key, |marker| marker.key));
        if let (Some(before), Some(now)) = (before.filter(|before| before.method.is_measured()), &observed) {
            candidate.moved_m = Some(distance(before.position, now.position).0);
        }
        let location = Location { referent: Some(Referent::Marker(body.key)), observed };
        let key = body.key.to_string();
        if let (Some(record), Some(marker)) = (held, held_body)
            && same_marker(marker, &body)
            && same_place(&record.location, &location)
        {
            return Ok((record.clone(), Plan::Settled(Action::Unchanged), Vec::new()));
        }
        let history = self.snapshot.history();
        let id = match held {
            Some(record) => record.id,
            None => match history.taken(&key) {
                // A marker that lives under another number now: its record would become this one's.
                Some(id) if self.numbers_by_id.contains_key(&id) => {
                    let now = self.numbers_by_id.get(&id).copied().unwrap_or(body.key);
                    return Err(vec![was_anothers(body.key, now)]);
                }
                Some(id) => id,
                None => record_id("marker-list", CivilDay::EPOCH, &[&key]),
            },
        };
        let (label, review) = (Label::Public, ReviewState::Approved);
        let mut record = Record::new(id, self.now, label, review, location, Body::Marker(body));
        record.rev = history.newest(id) + 1;
        record.key = Some(key);
        record.import_id = Some(self.import);
        let action = if held.is_some() { Action::Change } else { Action::Add };
        Ok((record, Plan::Settled(action), Vec::new()))
    }
}
