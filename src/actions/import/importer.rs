//! For whom a file of testimony speaks: for whoever imports it, in the name of his own unit, on his own part of the line.
//!
//! Inspections and hazards of a file come in as what a unit says, and wait for its commander. So the rules of whoever writes
//! by hand hold for each row. Lines and markers are nobody's words, and have a rule of their own; who runs the server vouches
//! for what he loads at its console.

use std::sync::Arc;

use crate::actions::author::{Author, NotSigned};
use crate::domain::access::{Permission, Stretch, Units};
use crate::domain::fault::Fault;
use crate::domain::location::Referent;
use crate::domain::people::{Directory, Identity};

/// Who imports, and by whom others are known.
#[derive(Debug, Clone)]
pub struct Importer {
    pub identity: Identity,
    pub directory: Arc<Directory>,
}

impl Importer {
    /// The unit that a row about a place speaks for: the one that it names where that is the importer's, else his own.
    ///
    /// # Errors
    /// For a unit that the importer does not belong to, the name of another account, a place outside his part of the line.
    /// Whoever is confined to a part must name a marker: of coordinates alone nobody knows which part they lie in.
    pub fn unit_of(
        &self,
        about: Option<&Referent>,
        named: Option<String>,
        person: Option<&str>,
    ) -> Result<Option<String>, Vec<Fault>> {
        let there = about.and_then(Stretch::of);
        let covers = |part: &[Stretch]| {
            part.is_empty() || there.as_ref().is_some_and(|there| part.iter().any(|mine| mine.meets(there)))
        };
        let identity = &self.identity;
        let own = || identity.units_with(Permission::Import, None);
        let mut unit = named.or_else(|| own().find(|held| covers(&held.stretches)).map(|held| held.key.clone()));
        let author = Author { identity, directory: &self.directory };
        match author.sign_as(Permission::Import, None, &mut unit, person) {
            Err(NotSigned::Forbidden) => return Err(vec![outside()]),
            Err(NotSigned::Faults(faults)) => return Err(faults.into_iter().map(of_column).collect()),
            Ok(()) => {}
        }
        let mut grants = identity.viewer.allowing(Permission::Import);
        let is_covered = match &unit {
            Some(unit) => own().any(|held| held.key == *unit && covers(&held.stretches)),
            None => grants.any(|grant| grant.units == Units::All && covers(&grant.stretches)),
        };
        if is_covered { Ok(unit) } else { Err(vec![outside()]) }
    }
}

/// Rows have columns, and no pointers.
fn of_column(fault: Fault) -> Fault {
    Fault { pointer: fault.pointer.trim_start_matches('/').to_owned(), ..fault }
}

fn outside() -> Fault {
    Fault::foreign(
        "marker",
        "outside_your_part",
        "Dòng nằm ngoài đoạn tuyến mà tài khoản này được giao, hoặc không nêu mốc nào.",
        "The row lies outside the part of the line that this account looks after, or names no marker.",
    )
}
