//! Signs a record of a queue with who sends it, and says what it waits for.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::by_hand::Rules;
use crate::actions::author::{Author, NotSigned};
use crate::actions::speak::{self, NotHis, Target};
use crate::domain::fault::{Code, Fault};
use crate::domain::people::{Directory, Identity};
use crate::domain::record::{Body, Record};
use crate::domain::verdict::Case;

/// Who sends a queue.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    pub identity: &'a Identity,
    /// Set when he brings the queue of a device by hand.
    pub by_hand: Option<Rules>,
}

/// What a record waits for, if for anything: then it is held.
#[derive(Debug, Clone, Copy)]
pub enum Wait {
    ForNothing,
    /// For the record that it is about, unless that is in the same queue.
    For(Uuid),
    /// For a program that can read it, or a step that must come before.
    ForSomething,
}

impl Wait {
    /// Whether it waits beside these.
    pub fn still_waits(self, here: &HashSet<Uuid>) -> bool {
        match self {
            Self::ForNothing => false,
            Self::For(target) => !here.contains(&target),
            Self::ForSomething => true,
        }
    }
}

impl Sender<'_> {
    /// Signs one record. Says what it waits for.
    ///
    /// # Errors
    /// What is not for this sender to say.
    pub fn sign(
        &self,
        directory: &Directory,
        mut record: Record,
        cases: &HashMap<Uuid, Case>,
    ) -> Result<(Record, Wait), Vec<Fault>> {
        if let Some(target) = record.body.target().filter(|_| record.body.is_statement()) {
            return match speak::sign(self.identity, &mut record, cases.get(&target)) {
                // For which unit a superior speaks is only known with the record.
                Ok(Target::Unknown) if matches!(record.body, Body::Relabel(_)) => {
                    Err(vec![Fault::new("/target", Code::UnknownRecord).with(target.to_string())])
                }
                Ok(known) => {
                    let waits = cases.get(&target).is_some_and(|case| speak::impossible(case, &record).is_some());
                    let wait = match known {
                        Target::Unknown => Wait::For(target),
                        Target::Known if waits => Wait::ForSomething,
                        Target::Known => Wait::ForNothing,
                    };
                    Ok((record, wait))
                }
                Err(NotHis) => Err(vec![Fault::new("/target", Code::Forbidden)]),
            };
        }
        let author = Author { identity: self.identity, directory, brings: self.by_hand.is_some() };
        let place = record.location.referent.clone();
        let signed = match &record.body {
            Body::Forward(forward) => author.address(&forward.to, &mut record.unit, &mut record.person),
            _ => author.sign(place.as_ref(), &mut record.unit, &mut record.person),
        };
        signed.map_err(NotSigned::into_faults)?;
        let wait = match record.body.target() {
            _ if matches!(record.body, Body::Unread(_)) => Wait::ForSomething,
            Some(target) if !cases.contains_key(&target) => Wait::For(target),
            _ => Wait::ForNothing,
        };
        Ok((record, wait))
    }
}
