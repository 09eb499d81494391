//! From the log to what is to be sent: the cursor moves on, and what was found on the way is written down with it.

use std::collections::BTreeSet;

use serde_json::json;
use uuid::Uuid;

use super::Alerts;
use super::find::{Told, touched};
use super::overdue::{Overdue, overdue};
use crate::atlas::{Snapshot, Visible};
use crate::domain::alert::{Alert, AlertKind};
use crate::domain::alert_target::AlertTarget;
use crate::domain::time::{CivilDay, Instant};
use crate::store::StoreError;
use crate::store::alert_deliveries::{Cursor, Delivery};
use crate::store::alert_overdue::KnownOverdue;

/// Changes that are looked through at a time.
const PAGE: i64 = 500;
/// What became overdue, that one target is told of a day; the rest follows on the next.
const MOST_A_DAY: usize = 1_000;

/// Looks through what the log holds beyond the cursor, as far as the picture goes. What a page brings is told as it stands in
/// the picture: what was withdrawn meanwhile is not told at all.
///
/// # Errors
/// When the database does not answer; what was written down before stays, and the rest is looked through again.
pub async fn spread(
    alerts: &Alerts,
    targets: &[AlertTarget],
    mut cursor: Cursor,
    snapshot: &Snapshot,
    now: Instant,
) -> Result<(), StoreError> {
    let today = now.day();
    let head = alerts.store.log_head().await?;
    if cursor.epoch == head.epoch && cursor.seq > snapshot.seq && cursor.seq <= head.seq {
        // Another process has come further than this one's picture.
        return Ok(());
    }
    if cursor.epoch != snapshot.epoch || cursor.seq > head.seq {
        // A log that was restored or replaced: what it held before is no news, and the targets' numbers mean nothing.
        tracing::warn!(seq = cursor.seq, "the log is not the one that alerts were found in; going on from its head");
        alerts.store.move_alerts(alerts.holder, &cursor, (&snapshot.epoch, snapshot.seq, today), (&[], &[])).await?;
        return Ok(());
    }
    while cursor.seq < snapshot.seq {
        // What lies before every target was set is passed over.
        let first = targets.iter().map(|target| target.from_seq).min().unwrap_or(snapshot.seq);
        let from = cursor.seq.max(first.min(snapshot.seq));
        let mut changes = alerts.store.changes_after(from, PAGE).await?;
        changes.retain(|change| change.entry.seq <= snapshot.seq);
        let upto = changes.last().map_or(snapshot.seq, |change| change.entry.seq);
        let records = touched(&changes);
        let mut found = Vec::new();
        let directory = alerts.people.directory();
        for target in targets {
            let visible = snapshot.visible(&target.scope.viewer(&directory.units));
            let told = Told { target, snapshot, visible: &visible, units: &directory.units, now };
            found.extend(records.iter().flat_map(|record| told.of(record)).map(|alert| of(alerts, target, alert, now)));
        }
        let day = CivilDay::from_number(cursor.day).unwrap_or(today);
        if !alerts.store.move_alerts(alerts.holder, &cursor, (&snapshot.epoch, upto, day), (&found, &[])).await? {
            // Another process has taken the work up.
            return Ok(());
        }
        cursor.seq = upto;
        alerts.hold(now).await?;
    }
    if cursor.day < today.number() {
        let (found, known) = new_day(alerts, targets, &cursor, snapshot, now).await?;
        let to = (snapshot.epoch.as_str(), cursor.seq, today);
        alerts.store.move_alerts(alerts.holder, &cursor, to, (&found, &known)).await?;
    }
    Ok(())
}

/// What became overdue since each target was last told, and what each knows to be overdue now. What several targets see alike
/// is worked out once.
async fn new_day(
    alerts: &Alerts,
    targets: &[AlertTarget],
    cursor: &Cursor,
    snapshot: &Snapshot,
    now: Instant,
) -> Result<(Vec<Delivery>, Vec<KnownOverdue>), StoreError> {
    let (today, directory) = (now.day(), alerts.people.directory());
    let mut worked_out: Vec<(Visible, Vec<Overdue>)> = Vec::new();
    let (mut found, mut all_known) = (Vec::new(), Vec::new());
    for target in targets.iter().filter(|target| target.kinds.contains(&AlertKind::Overdue)) {
        let visible = snapshot.visible(&target.scope.viewer(&directory.units));
        let place = worked_out.iter().position(|(held, _)| *held == visible).unwrap_or_else(|| {
            let all = overdue(snapshot, &visible, &directory, today);
            worked_out.push((visible, all));
            worked_out.len() - 1
        });
        let known = alerts.store.known_overdue(target.id).await?;
        let unit = target.scope.unit.as_deref();
        let all = worked_out.get(place).map_or(&[][..], |(_, all)| all.as_slice());
        let (mut things, mut news) = (BTreeSet::new(), 0_usize);
        for one in all.iter().filter(|one| one.concerns(unit, &directory.units)) {
            // Where nobody has noted what was overdue before, only the days since are news.
            let is_new = match &known {
                Some(known) => !known.things.contains(&one.thing),
                None => one.last_day.number() >= cursor.day,
            };
            if is_new && news >= MOST_A_DAY {
                // Told of tomorrow.
                continue;
            }
            things.insert(one.thing.clone());
            if is_new {
                news += 1;
                let name = format!("overdue:{}:{today}", one.thing);
                found.push(of(alerts, target, Alert { name, ..one.alert.clone() }, now));
            }
        }
        all_known.push(KnownOverdue { target: target.id, things });
        alerts.hold(now).await?;
    }
    Ok((found, all_known))
}

/// What is sent: made once, so that whatever is sent again is the same.
fn of(alerts: &Alerts, target: &AlertTarget, alert: Alert, now: Instant) -> Delivery {
    let id: Uuid = (alerts.new_id)();
    let path = format!("/collections/{}/items/{}", alert.layer, alert.feature);
    let mut body = json!(alert);
    body["delivery"] = json!(id);
    body["found_at"] = json!(now);
    // A receiver cannot follow a path without a server: where nobody said its address there is no link.
    if let Some(base) = &alerts.public_url {
        body["href"] = json!(format!("{}{path}", base.trim_end_matches('/')));
    }
    Delivery {
        id,
        target: target.id,
        alert: alert.name,
        kind: alert.kind.as_str().to_owned(),
        record: alert.record,
        layer: alert.layer.to_owned(),
        feature: alert.feature,
        seq: alert.seq,
        body: body.to_string(),
        state: "pending".to_owned(),
        tries: 0,
        made_at: now.millis(),
        since: now.millis(),
        next_at: now.millis(),
        done_at: None,
        status: None,
        error: None,
    }
}
