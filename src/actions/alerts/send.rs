//! Sends what is due. Each target by itself, so that one that does not answer holds no other up; what is sent again after a
//! crash has the id that it had.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;

use super::signing::signature;
use super::{Alerts, Outgoing};
use crate::atlas::LayerId;
use crate::domain::alert::AlertKind;
use crate::domain::alert_target::AlertTarget;
use crate::domain::retry;
use crate::domain::time::Instant;
use crate::domain::verdict::{DEEPEST, Gone};
use crate::store::StoreError;
use crate::store::alert_deliveries::{Delivery, Outcome};

/// How long a receiver may take: less than the lease, so that nobody else begins meanwhile.
const PATIENCE: Duration = Duration::from_secs(8);
/// Alerts that go to one target in a round.
const AT_ONCE: usize = 100;
/// How long a round may go on.
const ROUND_MS: i64 = 5_000;
const LONGEST_ERROR: usize = 300;

/// Sends to each target what is due.
///
/// # Errors
/// When the database does not answer; what was sent and not noted is sent again.
pub(super) async fn send_due(alerts: &Alerts, targets: Vec<AlertTarget>) -> Result<(), StoreError> {
    let mut all = JoinSet::new();
    for target in targets {
        let alerts = alerts.clone();
        all.spawn(async move { to_one(&alerts, &target).await });
    }
    while let Some(done) = all.join_next().await {
        done.map_err(|error| StoreError::Unavailable(error.to_string()))??;
    }
    Ok(())
}

async fn to_one(alerts: &Alerts, target: &AlertTarget) -> Result<(), StoreError> {
    let began = (alerts.clock)();
    for _ in 0..AT_ONCE {
        let now = (alerts.clock)();
        if now.millis() - began.millis() > ROUND_MS {
            break;
        }
        let Some(delivery) = alerts.store.alert_due(target.id, now).await? else { break };
        let outcome = attempt(alerts, target, &delivery).await;
        let failed = outcome.state == "pending";
        alerts.store.alert_tried(&delivery, &outcome, (alerts.clock)()).await?;
        if failed {
            // Whoever does not answer now will not answer the next either.
            break;
        }
    }
    Ok(())
}

/// Tries once. What the target may not see any more is not sent.
async fn attempt(alerts: &Alerts, target: &AlertTarget, delivery: &Delivery) -> Outcome {
    if !is_seen(alerts, target, delivery) {
        let error = Some("the target may not see the record any more".to_owned());
        return Outcome { state: "withheld", next_at: None, status: None, error };
    }
    let at = (alerts.clock)();
    let body = delivery.body.as_bytes().to_vec();
    let Some(signed) = signature(&target.secret, at, &body) else {
        let error = Some("no key to sign with".to_owned());
        return Outcome { state: "given_up", next_at: None, status: None, error };
    };
    let headers = vec![
        ("content-type", "application/json".to_owned()),
        ("mocgioi-signature", signed),
        ("mocgioi-delivery", delivery.id.to_string()),
        ("mocgioi-attempt", (delivery.tries + 1).to_string()),
        ("mocgioi-kind", delivery.kind.clone()),
    ];
    let sent = timeout(PATIENCE, (alerts.deliver)(Outgoing { url: target.url.clone(), headers, body })).await;
    let (status, error) = match sent {
        Ok(Ok(status)) if (200..300).contains(&status) => {
            return Outcome { state: "delivered", next_at: None, status: Some(status), error: None };
        }
        Ok(Ok(status)) => (Some(status), format!("answered {status}")),
        Ok(Err(error)) => (None, error.chars().take(LONGEST_ERROR).collect()),
        Err(_) => (None, "no answer in time".to_owned()),
    };
    let now = (alerts.clock)();
    let tries = u32::try_from(delivery.tries + 1).unwrap_or(u32::MAX);
    let next_at = retry::next(tries, Instant::from_millis(delivery.since), now, (alerts.chance)());
    let state = if next_at.is_some() { "pending" } else { "given_up" };
    tracing::warn!(target = %target.id, delivery = %delivery.id, tries, error, "an alert did not arrive");
    Outcome { state, next_at, status, error: Some(error) }
}

/// Labels change, records are withdrawn: what counts is what the target sees now.
fn is_seen(alerts: &Alerts, target: &AlertTarget, delivery: &Delivery) -> bool {
    let snapshot = alerts.atlas.snapshot();
    let visible = snapshot.visible(&target.scope.viewer(&alerts.people.directory().units));
    let Some(layer) = LayerId::named(&delivery.layer) else { return false };
    // Everybody sees a marker; that its inspection is overdue, whoever sees the rule.
    let is_of_rule = delivery.kind == AlertKind::Overdue.as_str() && delivery.record.to_string() != delivery.feature;
    if is_of_rule && snapshot.orders().unit_of(delivery.record, &visible).is_none() {
        return false;
    }
    // Of what was corrected meanwhile, what took its place.
    let mut ids = vec![delivery.feature.clone()];
    for _ in 0..DEEPEST {
        if ids.iter().any(|id| snapshot.item(layer, id, &visible).is_some()) {
            return true;
        }
        let next = ids.iter().filter_map(|id| match snapshot.gone(id, &visible)? {
            Gone::Corrected(by) => Some(by.iter().map(ToString::to_string)),
            Gone::Withdrawn => None,
        });
        ids = next.flatten().collect();
    }
    false
}
