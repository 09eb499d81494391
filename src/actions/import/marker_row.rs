//! What a row of a marker list becomes: a marker, over what the register has of it.

use super::alike::{same_marker, same_place};
use super::candidate::{Candidate, Plan};
use super::interpret::{Interpreted, Interpreter};
use super::numbers::was_anothers;
use super::options::{Action, RowEdit};
use crate::domain::access::{Label, ReviewState};
use crate::domain::fault::{Code, Fault};
use crate::domain::location::{Location, Observed, Referent};
use crate::domain::marker::Marker;
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
        let held_place = held.and_then(|record| record.location.observed.clone());
        let (body, observed) = match self.options.edit {
            None => (read.over(held_body, &source), observed.or(held_place)),
            Some(edit) => edited(edit, read, (held_body, held_place), observed, &source)?,
        };
        let before = self.snapshot.register().marker(&held_body.map_or(read.key, |marker| marker.key));
        if let (Some(before), Some(now)) = (before.filter(|before| before.method.is_measured()), &observed) {
            candidate.moved_m = Some(distance(before.position, now.position).0);
        }
        let location = Location { referent: Some(Referent::Marker(body.key)), observed };
        let key = body.key.to_string();
        if let (Some(record), Some(marker)) = (held, held_body)
            && (if self.options.edit.is_some() { *marker == body } else { same_marker(marker, &body) })
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

/// What a marker and its place become by an edit, which says all there is to say of it.
fn edited(
    edit: RowEdit,
    read: &MarkerRow,
    (held, held_place): (Option<&Marker>, Option<Observed>),
    observed: Option<Observed>,
    source: &str,
) -> Result<(Marker, Option<Observed>), Vec<Fault>> {
    if edit.removes {
        let held = held.ok_or_else(|| vec![Fault::new("key", Code::UnknownMarker).with(read.key.to_string())])?;
        return Ok((Marker { removed: true, ..held.clone() }, held_place));
    }
    let mut body = read.instead(held, source);
    if let Some(held) = held {
        let as_before = Marker { attestation: held.attestation, ..body.clone() };
        if as_before == *held {
            body = as_before;
        }
    }
    if !edit.keeps_place {
        return Ok((body, observed));
    }
    let place = match (held_place, edit.says_accuracy) {
        (Some(place), true) => Some(Observed { accuracy_m: read.accuracy_m, ..place }),
        // How far off a place may be that nobody measured is worked out.
        (None, true) => return Err(vec![Fault::new("accuracy_m", Code::WithoutEffect)]),
        (place, false) => place,
    };
    Ok((body, place))
}
