//! Loads the boundary lines and markers that the program carries. Repeatable: what is there stays.

use super::load_seeds::submit_all;
use super::{Clock, LoadError, Loaded};
use crate::atlas::register::Register;
use crate::domain::access::{Label, ReviewState};
use crate::domain::location::{Location, Referent};
use crate::domain::record::{Body, Record};
use crate::domain::time::Instant;
use crate::exchange::reference::{self, Reference};
use crate::store::writer::Writer;

/// # Errors
/// When the data cannot be read or the store refuses.
pub async fn load_reference(writer: &Writer, clock: &Clock) -> Result<Loaded, LoadError> {
    let records = reference_records(clock())?;
    let register = Register::build(&records);
    submit_all(writer, &register, records).await
}

/// The records of the reference data: lines first, then markers.
///
/// # Errors
/// When the data cannot be read.
pub fn reference_records(now: Instant) -> Result<Vec<Record>, LoadError> {
    let Reference { lines, markers } = reference::load().map_err(|error| LoadError::Data(error.to_string()))?;
    let new = |id, location, body| Record::new(id, now, Label::Public, ReviewState::Approved, location, body);
    let lines = lines.into_iter().map(|line| {
        let (key, id, version) = (line.body.key, line.id, line.body.version.clone());
        let mut record = new(id, Location::default(), Body::BoundaryLine(line.body));
        record.line = Some(key);
        // One record a version: an official line comes beside the sketch, not over it.
        record.key = Some(format!("{key}@{version}"));
        record
    });
    let markers = markers.into_iter().map(|marker| {
        let key = marker.body.key;
        let location = Location { referent: Some(Referent::Marker(key)), observed: marker.observed };
        let mut record = new(marker.id, location, Body::Marker(marker.body));
        record.key = Some(key.to_string());
        record
    });
    Ok(lines.chain(markers).collect())
}
