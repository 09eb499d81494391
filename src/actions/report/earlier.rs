//! Late records: what is counted of a period that was reported before, and was not then, or the other way round.
//!
//! Each earlier period is compared with the last report of this kind, length and unit that could tell of it: its own, or a
//! later one, which listed the corrections up to its own cut-off. So each late record is told once.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::make::{Frame, Moment, count, moment};
use super::{Ground, NotMade, Wanted, said};
use crate::atlas::reported::about;
use crate::domain::people::Identity;
use crate::domain::report::content::{Correction, Counted};
use crate::domain::report::corrections::compare;
use crate::domain::report::window::Window;

/// Earlier periods that are looked at, the latest first.
const MOST_PERIODS: usize = 12;

pub(super) async fn corrections(
    ground: &Ground,
    identity: &Identity,
    wanted: &Wanted,
    upto: i64,
    (now, frame): (&Arc<Moment>, &Frame),
) -> Result<Vec<Correction>, NotMade> {
    let issued = said::issued(ground, &identity.viewer, upto).await?;
    let same = |one: &&said::Issued| {
        one.report.kind == wanted.kind
            && one.record.unit == wanted.unit
            && one.window.length() == wanted.window.length()
            && one.window.is_before(wanted.window)
            && one.report.cut_off <= upto
    };
    let before: Vec<(Window, i64)> = issued.iter().filter(same).map(|one| (one.window, one.report.cut_off)).collect();
    let mut compared: BTreeMap<Window, i64> = BTreeMap::new();
    for (window, _) in &before {
        let tells = |(other, _): &&(Window, i64)| other == window || window.is_before(*other);
        let last = before.iter().filter(tells).map(|(_, seq)| *seq).max();
        compared.extend(last.map(|seq| (*window, seq)));
    }
    let mut windows: Vec<(Window, i64)> = compared.into_iter().collect();
    windows.sort_by_key(|(window, _)| std::cmp::Reverse(window.last_day()));
    windows.truncate(MOST_PERIODS);
    let (mut found, mut held): (Vec<Correction>, Option<(i64, Arc<Moment>)>) = (Vec::new(), None);
    for (window, seq) in windows {
        let then = match &held {
            Some((at, moment)) if *at == seq => Arc::clone(moment),
            _ => Arc::new(moment(ground, identity, wanted.level, seq).await?),
        };
        held = Some((seq, Arc::clone(&then)));
        let frame = Frame { window, ..frame.clone() };
        let ((was, _), (is, _)) = (count(&then, &frame).await?, count(now, &frame).await?);
        let what = |record: &Counted| {
            let about = |moment: &Moment| about((&moment.snapshot, &moment.visible), &moment.directory.units, record);
            about(now).or_else(|| about(&then))
        };
        found.extend(compare(window, &was, &is, &what));
    }
    Ok(found)
}
