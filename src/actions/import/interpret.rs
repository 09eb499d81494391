//! What a row becomes: a record of its layer, compared with what the register has.

use std::collections::HashMap;

use uuid::Uuid;

use super::candidate::{Candidate, Plan, Read};
use super::numbers::Numbers;
use super::options::{Action, ImportLayer, ImportOptions};
use super::site::{Site, Sites};
use crate::atlas::Snapshot;
use crate::atlas::feature::Shape;
use crate::atlas::register::PlacedMarker;
use crate::domain::access::{Label, ReviewState};
use crate::domain::chain::{Digest, content_digest};
use crate::domain::fault::{Code, Fault};
use crate::domain::location::{Location, Observed, Referent};
use crate::domain::number::{Lines, MarkerKey};
use crate::domain::record::{Body, Record};
use crate::domain::row::RowContext;
use crate::domain::row::hazard::HazardRow;
use crate::domain::row::inspection::InspectionRow;
use crate::domain::row::line::LineRow;
use crate::domain::row::marker::MarkerRow;
use crate::domain::secrecy::mark;
use crate::domain::time::{CivilDay, Instant};
use crate::exchange::identity::record_id;
use crate::exchange::rows::{SourcePlace, SourceRow};
use crate::geo::distance;
use crate::store::StoreError;
use crate::store::staging::StagedRow;
use crate::store::writer::Salts;

/// Turns rows into records of one layer.
pub struct Interpreter<'a> {
    pub(super) options: &'a ImportOptions,
    pub(super) snapshot: &'a Snapshot,
    sites: &'a Sites<'a>,
    numbers: Lines,
    pub(super) import: Uuid,
    pub(super) now: Instant,
    pub(super) markers: Numbers<'a>,
    /// Numbers that markers have now.
    pub(super) numbers_by_id: HashMap<Uuid, MarkerKey>,
    /// Rows far from the line that were tried in other zones.
    doubts: usize,
}

/// To try other zones costs more than all else that is done with a row, and a file in the wrong zone shows soon.
const MOST_DOUBTS: usize = 1_000;

/// What a row became: the record, what to do with it, and what to say of it although it is good.
pub(super) type Interpreted = (Record, Plan, Vec<Fault>);

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
        let numbers_by_id = history.markers().into_iter().map(|(key, record)| (record.id, key)).collect();
        Self {
            options,
            snapshot,
            sites,
            numbers,
            import,
            now,
            markers: Numbers::new(history),
            numbers_by_id,
            doubts: 0,
        }
    }

    /// Looks at the rows of a marker list together, before they are taken one by one.
    pub fn look_ahead<'r>(&mut self, rows: impl Iterator<Item = &'r SourceRow>, is_whole: bool) {
        let context = RowContext { line: self.options.line, numbers: &self.numbers };
        let read: Vec<MarkerRow> = rows.filter_map(|row| MarkerRow::read(&row.fields, context).ok()).collect();
        self.markers.look_ahead(&read, is_whole);
    }

    /// Whether rows rely on each other, so that one cannot go in without the others.
    pub fn hang_together(&self) -> bool {
        self.markers.hang_together()
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
            record: None,
        };
        let derived = derived_place(row, self.options.layer);
        let (site, faults) = match self.sites.site(row) {
            _ if derived.is_some() => (Site::default(), Vec::new()),
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
            Ok((record, plan, mut notes)) => match content_digest(&record) {
                Ok(digest) => {
                    notes.extend(derived);
                    if self.doubts < MOST_DOUBTS && self.options.layer != ImportLayer::BoundaryLines {
                        let looked = self.sites.doubt(row, &site);
                        self.doubts += usize::from(looked.is_some());
                        notes.extend(looked.flatten());
                    }
                    if self.options.apply && !matches!(plan, Plan::Settled(Action::Unchanged)) {
                        match self.staged(&record, &digest, salts) {
                            Ok(staged) => candidate.staged = staged,
                            Err(secret) => {
                                candidate.read = Err(vec![secret]);
                                return candidate;
                            }
                        }
                    }
                    candidate.read = Ok(Read { id: record.id, digest, plan, notes });
                    // To be compared with what is stored; a row that is ready for its block holds all of it.
                    candidate.record = candidate.staged.is_none().then(|| Box::new(record));
                }
                Err(_) => candidate.read = Err(vec![Fault::new("", Code::NotNumber)]),
            },
        }
        candidate
    }

    /// The row as it will lie in the table. A line is put in order by its own start. Where lines and markers come to
    /// stand is known when all of them are in.
    ///
    /// # Errors
    /// When the record carries a secrecy mark that no field of the row did.
    fn staged(&self, record: &Record, content: &Digest, salts: &mut Salts) -> Result<Option<StagedRow>, Fault> {
        let (shape, placement) = match &record.body {
            Body::BoundaryLine(line) => (Shape::Line(line.vertices.clone().into()), None),
            Body::Marker(_) => (self.snapshot.register().place(&record.location).0, None),
            _ => self.snapshot.register().place(&record.location),
        };
        let Some(salt) = salts() else { return Ok(None) };
        match StagedRow::new(record, content, shape.order_key().cast_signed(), placement, salt) {
            Err(StoreError::Secret(carried)) => Err(Fault::new(carried.field, Code::SecrecyMark).with(carried.mark)),
            row => Ok(row.ok()),
        }
    }

    fn interpret(
        &mut self,
        row: &SourceRow,
        site: &Site,
        candidate: &mut Candidate,
    ) -> Result<Interpreted, Vec<Fault>> {
        let context = RowContext { line: self.options.line, numbers: &self.numbers };
        match self.options.layer {
            ImportLayer::Markers => {
                let read = MarkerRow::read(&row.fields, context)?;
                let observed = site.observed(read.accuracy_m, self.options);
                self.marker(&read, observed, candidate)
            }
            ImportLayer::Hazards => {
                let read = HazardRow::read(&row.fields, context)?;
                let unit = self.unit_of(read.referent.as_ref(), None, None)?;
                self.known(read.referent.as_ref())?;
                let observed = site.observed(read.accuracy_m, self.options);
                self.near(read.referent.as_ref(), observed.as_ref())?;
                if observed.is_none() && read.referent.is_none() {
                    return Err(vec![Fault::new("", Code::PlaceMissing)]);
                }
                let location = Location { referent: read.referent, observed };
                let body = Body::Hazard(read.hazard);
                Ok(self.field_record(read.id.as_deref(), read.observed_at, location, body, unit, |_| {}))
            }
            ImportLayer::Inspections => {
                let read = InspectionRow::read(&row.fields, context)?;
                let unit = self.unit_of(Some(&read.referent), read.unit.clone(), read.person.as_deref())?;
                self.known(Some(&read.referent))?;
                let observed = site.observed(read.accuracy_m, self.options);
                self.near(Some(&read.referent), observed.as_ref())?;
                let location = Location { referent: Some(read.referent), observed };
                let (named, person) = (read.unit, read.person);
                let body = Body::Inspection(read.inspection);
                Ok(self.field_record(read.id.as_deref(), Some(read.observed_at), location, body, unit, |record| {
                    (record.unit, record.person) = (named, person);
                }))
            }
            ImportLayer::BoundaryLines => {
                self.line(&LineRow::read(&row.fields, context, &self.options.new_line)?, site)
            }
        }
    }

    /// The unit that a field record speaks for.
    fn unit_of(
        &self,
        about: Option<&Referent>,
        named: Option<String>,
        person: Option<&str>,
    ) -> Result<Option<String>, Vec<Fault>> {
        match &self.options.importer {
            Some(importer) => importer.unit_of(about, named, person),
            None => Ok(named),
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

    /// Coordinates of a row must lie near the marker or stretch that it names, as far as anybody knows where that is.
    fn near(&self, referent: Option<&Referent>, observed: Option<&Observed>) -> Result<(), Vec<Fault>> {
        let (Some(referent), Some(observed)) = (referent, observed) else { return Ok(()) };
        let register = self.snapshot.register();
        let (named, length) = match referent {
            Referent::Marker(key) | Referent::NearMarker(key) => (vec![*key], 0.0),
            Referent::Segment(key) => {
                let length = register.segment(key).map_or(0.0, |segment| (segment.to_m - segment.from_m).abs());
                (vec![key.from(), key.to()], length)
            }
            Referent::Along { marker, offset_m, .. } => (vec![*marker], offset_m.metres()),
            Referent::Area(_) => return Ok(()),
        };
        let markers: Vec<_> = named.iter().filter_map(|key| register.marker(key)).collect();
        let apart = |marker: &&PlacedMarker| distance(marker.position, observed.position).0;
        let Some(nearest) = markers.iter().copied().min_by(|a, b| apart(a).total_cmp(&apart(b))) else { return Ok(()) };
        let error = nearest.accuracy_m.unwrap_or(0.0) + observed.accuracy_m.unwrap_or(0.0);
        let limit = self.options.max_distance_m.unwrap_or_else(|| self.options.layer.reach(error)) + length;
        let metres = apart(&nearest);
        if metres <= limit {
            return Ok(());
        }
        let key = nearest.body.key;
        Err(vec![Fault::foreign(
            "",
            "far_from_referent",
            format!(
                "Tọa độ cách mốc {key} mà dòng nêu {:.1} km, quá {:.1} km. Sai múi chiếu hay sai mốc?",
                metres / 1e3,
                limit / 1e3
            ),
            format!(
                "The coordinates are {:.1} km from marker {key}, which the row names; more than {:.1} km. A wrong zone, or another marker?",
                metres / 1e3,
                limit / 1e3
            ),
        )])
    }

    /// A field record: its id is its own, or worked out from what it says, so that the same row gives the same record.
    fn field_record(
        &self,
        id: Option<&str>,
        event_at: Option<Instant>,
        location: Location,
        body: Body,
        unit: Option<String>,
        more: impl FnOnce(&mut Record),
    ) -> Interpreted {
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
        record.unit = unit;
        record.import_id = Some(self.import);
        (record, Plan::AddUnlessStored, Vec::new())
    }
}

/// Says so when the place of a row was worked out, and not measured: what the program itself wrote of a record without
/// coordinates. Taken for measured, it would come back as more than it was.
fn derived_place(row: &SourceRow, layer: ImportLayer) -> Option<Fault> {
    if matches!(layer, ImportLayer::BoundaryLines) || row.place == SourcePlace::None {
        return None;
    }
    let said = |name: &str| row.field(name).map(str::trim).filter(|value| !value.is_empty());
    let yes = said("indicative").is_some_and(|value| ["true", "t", "yes", "1", "có"].contains(&&*value.to_lowercase()));
    let own: &[&str] = if layer == ImportLayer::Markers { &["surveyed", "observed"] } else { &["observed"] };
    let other = |value: &str| !own.contains(&value.to_lowercase().as_str());
    let by_method = said("position_method").is_some_and(other);
    let by_basis = said("location_basis").is_some_and(|value| !value.eq_ignore_ascii_case("observed"));
    (yes || by_method || by_basis).then(|| {
        let how = said("position_method").unwrap_or("indicative");
        Fault::foreign(
            "",
            "place_not_measured",
            format!("Vị trí của dòng là suy ra ({how}), không phải đo: nhận dòng, không nhận vị trí."),
            format!("The place of the row was worked out ({how}), not measured: the row is taken without it."),
        )
    })
}
