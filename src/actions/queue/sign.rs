//! Signs a record of a queue with who sends it, and says what it waits for.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::by_hand::Rules;
use crate::actions::author::{Author, NotSigned};
use crate::actions::speak::{self, NotHis, Target};
use crate::domain::fault::{Code, Fault};
use crate::domain::location::Referent;
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
            let is_known =
                cases.get(&target).is_some_and(|case| case.statements.iter().any(|held| held.record.id == record.id));
            let signed = speak::sign(self.identity, &mut record, cases.get(&target));
            if let Some(fault) = speak::not_above(&directory.units, &record).filter(|_| signed.is_ok() && !is_known) {
                return Err(vec![fault]);
            }
            return match signed {
                Ok(Target::Known)
                    if cases.get(&target).is_some_and(|case| !speak::may_be_about(&record.body, case)) =>
                {
                    Err(vec![Fault::new("/target", Code::WrongTarget).with(target.to_string())])
                }
                Ok(known) => {
                    // Kept, and said not to count: what must come before it may still come.
                    let waits = cases.get(&target).is_some_and(|case| !speak::has_effect(case, &record));
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
        let author = Author { identity: self.identity, directory };
        // What the sender may not see is answered as what is not there.
        let target =
            record.body.target().map(|id| (id, cases.get(&id).filter(|case| speak::sees(self.identity, case))));
        let place = record.location.referent.clone().or_else(|| place_of(&record.body, target?.1?));
        let signed = match &record.body {
            Body::Forward(forward) => author.address(&forward.to, &mut record.unit, record.person.as_deref()),
            _ => author.sign(place.as_ref(), &mut record.unit, record.person.as_deref()),
        };
        signed.map_err(NotSigned::into_faults)?;
        if record.corrects.is_some_and(|former| !speak::may_correct(self.identity, cases.get(&former))) {
            return Err(vec![Fault::new("/corrects", Code::Forbidden)]);
        }
        if !speak::may_carry_out(self.identity, &record.body, |id| cases.get(id)) {
            return Err(vec![Fault::new("/plan", Code::UnknownRecord)]);
        }
        if !speak::may_contend(self.identity, cases.get(&record.id)) {
            return Err(vec![Fault::new("/id", Code::Forbidden)]);
        }
        let wait = match target {
            _ if matches!(record.body, Body::Unread(_)) => Wait::ForSomething,
            None => Wait::ForNothing,
            Some((target, None)) => Wait::For(target),
            Some((target, Some(case))) => {
                if !speak::may_be_about(&record.body, case) {
                    return Err(vec![Fault::new("/target", Code::WrongTarget).with(target.to_string())]);
                }
                let misfits = speak::misfits(&record.body, case);
                if !misfits.is_empty() {
                    return Err(misfits);
                }
                Wait::ForNothing
            }
        };
        Ok((record, wait))
    }
}

/// Where an object is that is inspected: whoever looks after a part of the line inspects nothing outside of it.
fn place_of(body: &Body, target: &Case) -> Option<Referent> {
    let verdict = target.judge().filter(|_| matches!(body, Body::Inspection(_)))?;
    verdict.shown.record.location.referent.clone()
}
