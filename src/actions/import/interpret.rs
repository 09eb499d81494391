//! What a row becomes: a record of its layer, compared with what the register has.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::candidate::{Candidate, Plan, Read};
use super::options::{Action, ImportLayer, ImportOptions};
use super::site::{Site, Sites};
use crate::atlas::Snapshot;
use crate::atlas::feature::Shape;
use crate::domain::access::{Label, ReviewState};
use crate::domain::chain::{Digest, content_digest};
use crate::domain::fault::{Code, Fault};
use crate::domain::location::{Location, Observed, Referent};
use crate::domain::number::{Lines, MarkerKey};
use crate::domain::position::LonLat;
use crate::domain::record::{Body, Record};
use crate::domain::row::RowContext;
use crate::domain::row::hazard::HazardRow;
use crate::domain::row::inspection::InspectionRow;
use crate::domain::row::line::LineRow;
use crate::domain::row::marker::MarkerRow;
use crate::domain::secrecy::mark;
use crate::domain::time::{CivilDay, Instant};
use crate::exchange::identity::record_id;
use crate::exchange::rows::SourceRow;
use crate::geo::distance;
use crate::store::staging::StagedRow;
use crate::store::writer::Salts;

/// Turns rows into records of one layer.
pub struct Interpreter<'a> {
    options: &'a ImportOptions,
    snapshot: &'a Snapshot,
    sites: &'a Sites<'a>,
    numbers: Lines,
    import: Uuid,
    now: Instant,
    /// Markers as the register has them, and the revisions and ids that are taken.
    markers: BTreeMap<MarkerKey, &'a Record>,
    taken: HashMap<String, (Uuid, i64)>,
}

impl<'a> Interpreter<'a> {
    pub fn new(
        snapshot: &'a Snapshot,
        options: &'a ImportOptions,
        sites: &'a Sites<'a>,
        import: Uuid,
        now: Instant,
    ) -> Self {
        let history = snapshot.history();
        let numbers = snapshot.register().numbers();
        let (markers, taken) = (history.markers(), history.taken());
        Self { options, snapshot, sites, numbers, import, now, markers, taken }
    }

    pub fn candidate(&mut self, row: &SourceRow, salts: &mut Salts) -> Candidate {
        let name = ["key", "number", "name", "title", "id"].iter().find_map(|name| row.field(name)).map(str::to_owned);
        let mut candidate = Candidate {
            row: row.row,
            line: row.line,
            name,
            position: None,
            moved_m: None,
            read: Err(Vec::new()),
            staged: None,
        };
        let (site, faults) = match self.sites.site(row) {
            Ok(site) => (site, Vec::new()),
            Err(faults) => (Site::default(), faults),
        };
        candidate.position = site.position();
        let secret = row.fields.iter().find_map(|(field, text)| Some((field, mark(text)?)));
        if let Some((field, mark)) = secret {
            candidate.read = Err(vec![Fault::new(field, Code::SecrecyMark).with(mark)]);
            return candidate;
        }
        match self.interpret(row, &site, &mut candidate) {
            // Everything that is wrong with a row at once; but not that a place is missing which was refused.
            Err(others) if !faults.is_empty() => {
                let others = others.into_iter().filter(|fault| fault.code != Code::PlaceMissing);
                candidate.read = Err(faults.into_iter().chain(others).collect());
            }
            Ok(_) if !faults.is_empty() => candidate.read = Err(faults),
            Err(faults) => candidate.read = Err(faults),
            Ok((record, plan, notes)) => match content_digest(&record) {
                Ok(digest) => {
                    if self.options.apply && !matches!(plan, Plan::Settled(Action::Unchanged)) {
                        candidate.staged = self.staged(&record, &digest, salts);
                    }
                    candidate.read = Ok(Read { id: record.id, digest, plan, notes });
                }
                Err(_) => candidate.read = Err(vec![Fault::new("", Code::NotNumber)]),
            },
        }
        candidate
    }

    /// The row as it will lie in the table. A line is put in order by its own start. Where lines and markers come to
    /// stand is known when all of them are in.
    fn staged(&self, record: &Record, content: &Digest, salts: &mut Salts) -> Option<StagedRow> {
        let (shape, placement) = match &record.body {
            Body::BoundaryLine(line) => (Shape::Line(line.vertices.clone().into()), None),
            Body::Marker(_) => (self.snapshot.register().place(&record.location).0, None),
            _ => self.snapshot.register().place(&record.location),
        };
        StagedRow::new(record, content, shape.order_key().cast_signed(), placement, salts()?).ok()
    }

    fn interpret(
        &mut self,
        row: &SourceRow,
        site: &Site,
        candidate: &mut Candidate,
    ) -> Result<(Record, Plan, Vec<Fault>), Vec<Fault>> {
        let context = RowContext { line: self.options.line, numbers: &self.numbers };
        match self.options.layer {
            ImportLayer::Markers => {
                let read = MarkerRow::read(&row.fields, context)?;
                let observed = site.observed(read.accuracy_m, self.options);
                Ok(self.marker(&read, observed, candidate))
            }
            ImportLayer::Hazards => {
                let read = HazardRow::read(&row.fields, context)?;
                self.known(read.referent.as_ref())?;
                let observed = site.observed(read.accuracy_m, self.options);
                if observed.is_none() && read.referent.is_none() {
                    return Err(vec![Fault::new("", Code::PlaceMissing)]);
                }
                let location = Location { referent: read.referent, observed };
                let body = Body::Hazard(read.hazard);
                Ok(self.field_record(read.id.as_deref(), read.observed_at, location, body, |_| {}))
            }
            ImportLayer::Inspections => {
                let read = InspectionRow::read(&row.fields, context)?;
                self.known(Some(&read.referent))?;
                let observed = site.observed(read.accuracy_m, self.options);
                let location = Location { referent: Some(read.referent), observed };
                let (unit, person) = (read.unit, read.person);
                let body = Body::Inspection(read.inspection);
                Ok(self.field_record(read.id.as_deref(), Some(read.observed_at), location, body, |record| {
                    (record.unit, record.person) = (unit, person);
                }))
            }
            ImportLayer::BoundaryLines => {
                self.line(&LineRow::read(&row.fields, context, &self.options.new_line)?, site)
            }
        }
    }

    /// What a row refers to must be in the register.
    fn known(&self, referent: Option<&Referent>) -> Result<(), Vec<Fault>> {
        let register = self.snapshot.register();
        let (code, name) = match referent {
            Some(Referent::Marker(key) | Referent::NearMarker(key)) if !register.knows(key) => {
                (Code::UnknownMarker, key.to_string())
            }
            Some(Referent::Segment(key)) if register.segment(key).is_none() => (Code::UnknownSegment, key.to_string()),
            Some(along @ Referent::Along { marker, .. }) if register.measure_of(along).is_none() => {
                (Code::OffsetNowhere, marker.to_string())
            }
            _ => return Ok(()),
        };
        Err(vec![Fault::new("marker", code).with(name)])
    }

    /// A field record: its id is its own, or worked out from what it says, so that the same row gives the same record.
    fn field_record(
        &self,
        id: Option<&str>,
        event_at: Option<Instant>,
        location: Location,
        body: Body,
        more: impl FnOnce(&mut Record),
    ) -> (Record, Plan, Vec<Fault>) {
        let (label, review) = (Label::Internal, ReviewState::Submitted);
        let mut record = Record::new(Uuid::nil(), self.now, label, review, location, body);
        record.event_at = event_at;
        more(&mut record);
        let layer = self.options.layer.as_str();
        let day = event_at.map_or_else(|| CivilDay::EPOCH, Instant::day);
        record.id = if let Some(text) = id {
            let own = Uuid::try_parse(text).ok().filter(|id| id.get_version_num() == 7);
            own.unwrap_or_else(|| record_id("import-row", CivilDay::EPOCH, &[layer, "id", text]))
        } else {
            let content = content_digest(&record).map(|digest| digest.to_string()).unwrap_or_default();
            record_id("import-row", day, &[layer, "content", &content])
        };
        // After the id: whoever sends it, the same row is the same record.
        record.unit = record.unit.take().or_else(|| self.options.unit.clone());
        record.import_id = Some(self.import);
        (record, Plan::AddUnlessStored, Vec::new())
    }

    fn marker(
        &self,
        read: &MarkerRow,
        observed: Option<Observed>,
        candidate: &mut Candidate,
    ) -> (Record, Plan, Vec<Fault>) {
        // By its number, or by one that it had before.
        let aliases = || read.aliases.iter().flatten().filter(|alias| alias.line() == read.key.line());
        let held = self.markers.get(&read.key).or_else(|| aliases().find_map(|alias| self.markers.get(alias))).copied();
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
            && same(marker, &body)
            && record.location == location
        {
            return (record.clone(), Plan::Settled(Action::Unchanged), Vec::new());
        }
        let (label, review) = (Label::Public, ReviewState::Approved);
        let taken = held.map(|record| (record.id, record.rev)).or_else(|| self.taken.get(&key).copied());
        let id = taken.map_or_else(|| record_id("marker-list", CivilDay::EPOCH, &[&key]), |(id, _)| id);
        let newest = self.taken.values().filter(|(held, _)| *held == id).map(|(_, rev)| *rev).max().unwrap_or(0);
        let mut record = Record::new(id, self.now, label, review, location, Body::Marker(body));
        record.rev = newest + 1;
        record.key = Some(key);
        record.import_id = Some(self.import);
        let action = if held.is_some() { Action::Change } else { Action::Add };
        (record, Plan::Settled(action), Vec::new())
    }

    fn line(&self, read: &LineRow, site: &Site) -> Result<(Record, Plan, Vec<Fault>), Vec<Fault>> {
        let Some(held) = self.snapshot.register().line(read.key) else {
            let known: Vec<String> = self.snapshot.register().lines().map(|line| line.body.key.to_string()).collect();
            return Err(vec![Fault::new("line", Code::NotOneOf).with(known.join(", "))]);
        };
        let vertices = site.vertices().map(<[LonLat]>::to_vec).ok_or_else(|| vec![Fault::new("", Code::NotALine)])?;
        let (first, last) = (vertices.first(), vertices.last());
        let ends = (held.body.vertices.first(), held.body.vertices.last());
        if let ((Some(first), Some(last)), (Some(start), Some(end))) = ((first, last), ends) {
            let forward = distance(*first, *start).0 + distance(*last, *end).0;
            let backward = distance(*first, *end).0 + distance(*last, *start).0;
            if backward < forward {
                return Err(vec![Fault::new("", Code::LineReversed)]);
            }
        }
        let body = read.over(&held.body, vertices);
        let key = format!("{}@{}", read.key, read.version);
        let stored = self.snapshot.history().line_record(read.key, &read.version);
        if let Some(record) = stored {
            return match &record.body {
                Body::BoundaryLine(line) if line.vertices == body.vertices && line.status == body.status => {
                    Ok((record.clone(), Plan::Settled(Action::Unchanged), Vec::new()))
                }
                _ => Err(vec![Fault::new("version", Code::VersionTaken).with(key)]),
            };
        }
        let (id, newest) =
            self.taken.get(&key).copied().unwrap_or_else(|| (record_id("line-version", CivilDay::EPOCH, &[&key]), 0));
        let (label, review) = (Label::Public, ReviewState::Approved);
        let mut record = Record::new(id, self.now, label, review, Location::default(), Body::BoundaryLine(body));
        record.rev = newest + 1;
        record.key = Some(key);
        record.line = Some(read.key);
        record.import_id = Some(self.import);
        Ok((record, Plan::Settled(Action::Add), Vec::new()))
    }
}

/// Whether two markers say the same, whoever says so.
fn same(held: &crate::domain::marker::Marker, new: &crate::domain::marker::Marker) -> bool {
    let mut new = new.clone();
    new.attestation = held.attestation;
    new.source.clone_from(&held.source);
    *held == new
}
