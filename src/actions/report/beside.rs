//! What was said beside records of the layers, as far as it was said by a number of the log: answers to damage reports,
//! acknowledgements of what was passed on. Whose word counts there is decided as everywhere (`speak::may_hang`).

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::Ground;
use crate::actions::StoreError;
use crate::actions::speak::may_hang;
use crate::atlas::reported::{Answered, Beside};
use crate::atlas::{Labels, LayerId, Snapshot, Visible};
use crate::domain::access::{Label, ReviewState, Viewer};
use crate::domain::inspection::TimeStanding;
use crate::domain::record::Body;
use crate::domain::verdict::{Case, Verdict};

/// Gathers it for what is seen of a picture. The number of restricted records among it comes with it.
///
/// # Errors
/// When the database does not answer.
pub async fn gather(
    ground: &Ground,
    (snapshot, labels): (&Snapshot, &Labels),
    visible: &Visible,
    (viewer, level): (&Viewer, Label),
    upto: i64,
) -> Result<(Beside, u64), StoreError> {
    let mut ids: BTreeSet<Uuid> = BTreeSet::new();
    for layer in [LayerId::DamageReports, LayerId::Notices] {
        ids.extend(snapshot.walk(layer, visible).filter_map(|step| Uuid::try_parse(&step.order.id).ok()));
    }
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let on: HashMap<Uuid, Case> = by_id(ground.store.cases(&ids, upto).await?, &ids);
    let said: BTreeSet<Uuid> = on.values().flat_map(|case| &case.related).map(|witness| witness.record.id).collect();
    let said: Vec<Uuid> = said.into_iter().collect();
    let hanging = by_id(ground.store.cases(&said, upto).await?, &said);
    let (mut beside, mut restricted) = (Beside::default(), 0);
    for (id, case) in &on {
        let Some(of) = case.judge() else { continue };
        let names: BTreeSet<Uuid> = case.related.iter().map(|witness| witness.record.id).collect();
        for one in names.iter().filter_map(|name| hanging.get(name)) {
            let Some(verdict) = one.judge().filter(Verdict::stands) else { continue };
            let mut record = verdict.record();
            record.label = record.label.max(labels.get(&record.id).copied().unwrap_or(record.label));
            let seen = viewer.sees(&record.access_class(verdict.shown.vouched)) && record.label <= level;
            let counts = record.review == ReviewState::Approved && record.time_standing() == TimeStanding::Plausible;
            if !seen || !counts || !may_hang(&ground.directory.units, of.shown, verdict.shown) {
                continue;
            }
            restricted += u64::from(record.label == Label::Restricted);
            match &record.body {
                Body::Answer(answer) => beside.answers.entry(*id).or_default().push(Answered {
                    ruling: answer.ruling.as_str(),
                    authority: answer.authority.clone(),
                    number: answer.number.clone(),
                    at: record.event_at,
                }),
                Body::Acknowledgement(_) => {
                    beside.acknowledged.entry(*id).or_default().push((record.event_at, record.unit.clone()));
                }
                _ => {}
            }
        }
    }
    for answers in beside.answers.values_mut() {
        answers.sort_by(|a, b| (a.at, &a.authority, &a.number).cmp(&(b.at, &b.authority, &b.number)));
    }
    beside.acknowledged.values_mut().for_each(|all| all.sort());
    Ok((beside, restricted))
}

fn by_id(cases: Vec<Case>, wanted: &[Uuid]) -> HashMap<Uuid, Case> {
    cases.into_iter().filter(|case| wanted.contains(&case.id)).map(|case| (case.id, case)).collect()
}
