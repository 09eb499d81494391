//! Somebody writes into a section of a report; a report is issued. Both are chained records of the unit.

use std::sync::Arc;

use uuid::Uuid;

use super::said::{self, Of};
use super::{Ground, NotMade, Wanted, make};
use crate::actions::Context;
use crate::actions::rules::{NotSet, name, unit_of};
use crate::actions::submit::submit;
use crate::domain::access::{Label, Permission, ReviewState};
use crate::domain::location::Location;
use crate::domain::people::Identity;
use crate::domain::receipt::{Outcome, Receipt};
use crate::domain::record::{Body, Record};
use crate::domain::report::content::Narrated;
use crate::domain::report::kind::Kinds;
use crate::domain::report::window::Window;
use crate::domain::report::{IssuedReport, Narrative, narrative_key};
use crate::domain::time::CivilDay;

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    /// Somebody wrote since: what stands there now, if anything.
    #[error("the section was written by somebody else since")]
    Changed(Option<Box<Narrated>>),
    #[error(transparent)]
    NotSet(#[from] NotSet),
    #[error(transparent)]
    NotMade(#[from] NotMade),
}

/// Words for a section.
#[derive(Debug, Clone)]
pub struct Words {
    pub kind: String,
    pub window: Window,
    pub unit: Option<String>,
    pub section: String,
    pub text: String,
    /// What the writer had before him.
    pub previous: Option<Uuid>,
    /// Of the report that the words are for.
    pub level: Label,
}

/// The unit that somebody reports for: the one that he names, or his own.
///
/// # Errors
/// [`NotSet`] where he may report for none.
pub fn reports_for(identity: &Identity, claimed: Option<String>) -> Result<Option<String>, NotSet> {
    // Whoever reports over all units reports for any.
    if claimed.is_some() && identity.everywhere(Permission::Report) {
        return Ok(claimed);
    }
    unit_of(identity, &[Permission::Report], claimed)
}

/// Writes a section of the report of one level; who may not read that report does not learn of the words. Nobody writes past what he has not read: of two who had the same before them one is told.
///
/// # Errors
/// [`NotWritten`]; nothing was stored then.
pub async fn write(
    context: &Context,
    identity: &Identity,
    words: Words,
) -> Result<(Receipt, Option<String>), NotWritten> {
    let unit = reports_for(identity, words.unit)?;
    if let Some(unit) = unit.as_deref().filter(|unit| !Ground::of(context).has_unit(&identity.viewer, unit)) {
        return Err(NotMade::UnknownUnit(unit.to_owned()).into());
    }
    let of = Of { kind: &words.kind, window: words.window, unit: unit.as_deref(), level: words.level };
    let current = async || {
        let all = said::narratives(&Ground::of(context), &identity.viewer, of, i64::MAX).await;
        all.map(|(mut all, _)| all.remove(&words.section)).map_err(NotMade::from)
    };
    let stands = current().await?;
    if stands.as_ref().and_then(|stands| stands.id) != words.previous {
        return Err(NotWritten::Changed(stands.map(Box::new)));
    }
    let said = Narrative {
        kind: words.kind.clone(),
        period: words.window.to_string(),
        section: words.section.clone(),
        text: words.text.clone(),
        previous: words.previous,
        level: Narrative::kept(words.level),
    };
    let key = narrative_key(unit.as_deref(), &said);
    let mut record =
        of_the_desk(context, identity, unit.clone(), words.level.max(Label::Internal), Body::Narrative(said));
    record.key = Some(key);
    let receipt = submit(context, &identity.actor, record).await.map_err(NotSet::from)?;
    // The key names what it takes the place of, so that of two at the same moment one is refused.
    if receipt.outcome == Outcome::KeyTaken {
        return Err(NotWritten::Changed(current().await?.map(Box::new)));
    }
    Ok((receipt, unit))
}

/// What stands on the letter.
#[derive(Debug, Clone, Default)]
pub struct Letter {
    pub number: Option<String>,
    pub place: Option<String>,
    pub position: Option<String>,
    pub signer: Option<String>,
}

/// Issues a report: from then on its cut-off, and what it said, are in the log.
///
/// # Errors
/// [`NotWritten`]; nothing was stored then.
pub async fn issue(
    context: &Context,
    identity: &Identity,
    kinds: &Arc<Kinds>,
    mut wanted: Wanted,
    letter: Letter,
    today: CivilDay,
) -> Result<(Receipt, IssuedReport, make::Made), NotWritten> {
    wanted.unit = reports_for(identity, wanted.unit.take())?;
    let made = make::make(&Ground::of(context), identity, kinds, &wanted, today).await?;
    let report = IssuedReport {
        kind: wanted.kind,
        period: wanted.window.to_string(),
        units: made.content.units.clone(),
        level: made.content.level,
        epoch: made.content.epoch.clone(),
        cut_off: made.content.cut_off.seq,
        day: made.content.cut_off.day,
        content: made.digest(),
        number: letter.number,
        place: letter.place,
        position: letter.position,
        signer: letter.signer,
    };
    // Of a report that counts restricted records, those know who may read them.
    let label = report.level.max(Label::Internal);
    let record = of_the_desk(context, identity, wanted.unit, label, Body::IssuedReport(report.clone()));
    let receipt = submit(context, &identity.actor, record).await.map_err(NotSet::from)?;
    Ok((receipt, report, made))
}

fn of_the_desk(context: &Context, identity: &Identity, unit: Option<String>, label: Label, body: Body) -> Record {
    let now = (context.clock)();
    let id = (context.new_id)();
    let mut record = Record::new(id, now, label, ReviewState::Approved, Location::default(), body);
    record.event_at = Some(now);
    record.unit = unit;
    name(identity, &mut record);
    record
}
