//! Loads the seed records that the program carries, each with its document and clause. Repeatable.

use super::load_reference::reference_records;
use super::{Clock, LoadError, Loaded};
use crate::atlas::register::Register;
use crate::domain::access::{Actor, Label, ReviewState};
use crate::domain::location::Location;
use crate::domain::receipt::Outcome;
use crate::domain::record::Record;
use crate::domain::time::Instant;
use crate::exchange::seeds;
use crate::store::writer::{Submission, Writer};

/// # Errors
/// When the records cannot be read or the store refuses.
pub async fn load_seeds(writer: &Writer, clock: &Clock) -> Result<Loaded, LoadError> {
    let now = clock();
    let register = Register::build(&reference_records(now)?);
    let records = seed_records(&register, now)?;
    submit_all(writer, &register, records).await
}

/// The seed records: public, approved by being published.
///
/// # Errors
/// When the records cannot be read.
pub fn seed_records(register: &Register, now: Instant) -> Result<Vec<Record>, LoadError> {
    let seeds = seeds::load(&register.numbers()).map_err(|error| LoadError::Data(error.to_string()))?;
    Ok(seeds
        .into_iter()
        .map(|seed| {
            let location = Location { referent: seed.referent, observed: None };
            let mut record = Record::new(seed.id, now, Label::Public, ReviewState::Approved, location, seed.body);
            record.line = record.line.or(seed.line);
            record
        })
        .collect())
}

/// Sends records to the writer all at once, so that they share transactions.
pub(super) async fn submit_all(
    writer: &Writer,
    register: &Register,
    records: Vec<Record>,
) -> Result<Loaded, LoadError> {
    let mut waiting = Vec::with_capacity(records.len());
    for record in records {
        let (shape, placement) = register.place(&record.location);
        let order_key = shape.order_key().cast_signed();
        waiting.push(writer.enqueue(Submission { record, actor: Actor::loader(), placement, order_key }).await?);
    }
    let mut loaded = Loaded::default();
    for pending in waiting {
        match pending.receipt().await?.outcome {
            Outcome::Accepted { .. } => loaded.added += 1,
            Outcome::Duplicate { .. } => loaded.unchanged += 1,
            Outcome::Contended { .. } => loaded.contended += 1,
            Outcome::KeyTaken | Outcome::Erased { .. } => loaded.refused += 1,
        }
    }
    Ok(loaded)
}
