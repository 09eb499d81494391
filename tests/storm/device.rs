//! A device as the field app is one: what it has recorded stays in its queue until a receipt came.

use std::sync::atomic::Ordering;
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};

use super::Progress;
use super::ask::try_ask;
use super::dice::Dice;

/// Most records of one push here; a server takes more.
const PIECE: usize = 25;

/// What a server said of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Receipt {
    pub(crate) record: Value,
    pub(crate) epoch: String,
    pub(crate) outcome: String,
    pub(crate) seq: Option<i64>,
}

pub(crate) struct Device {
    pub(crate) name: String,
    pub(crate) token: String,
    pub(crate) queue: Vec<Value>,
    /// Every receipt that ever came.
    pub(crate) receipts: Vec<Receipt>,
    dice: Dice,
}

impl Device {
    pub(crate) fn new(n: usize, token: String, seed: u64) -> Self {
        let dice = Dice::new(seed.wrapping_mul(7_919) + n as u64);
        Self { name: format!("máy {n}"), token, queue: Vec::new(), receipts: Vec::new(), dice }
    }

    /// Pushes piece after piece, whatever breaks, until nothing is left in the queue.
    pub(crate) fn send_all(&mut self, base: &str, progress: &Progress) {
        let mut patience = 20;
        while !self.queue.is_empty() {
            self.dice.shuffle(&mut self.queue);
            let piece = self.queue.len().min(1 + self.dice.index(PIECE));
            progress.asked.fetch_add(1, Ordering::SeqCst);
            let Some(receipts) = push(base, &self.name, &self.token, &self.queue[..piece]) else {
                progress.failed.fetch_add(1, Ordering::SeqCst);
                sleep(Duration::from_millis(patience / 2 + self.dice.below(patience)));
                patience = (patience * 2).min(600);
                continue;
            };
            patience = 20;
            // One in thirty the app dies before it has noted the receipt, and sends the record again.
            let noted: Vec<bool> = receipts.iter().map(|_| self.dice.below(30) > 0).collect();
            progress.done.fetch_add(noted.iter().filter(|noted| **noted).count() as u64, Ordering::SeqCst);
            let mut noted = noted.into_iter();
            self.queue.retain(|_| !noted.next().unwrap_or(false));
            self.receipts.extend(receipts);
            sleep(Duration::from_millis(self.dice.below(30)));
        }
    }
}

/// One push: a receipt for each record, or nothing at all.
pub(crate) fn push(base: &str, device: &str, token: &str, records: &[Value]) -> Option<Vec<Receipt>> {
    let url = format!("{base}/api/v1/sync/push");
    let body = json!({ "device": device, "records": records }).to_string();
    let answer = try_ask("POST", &url, token, &[("content-type", "application/json")], body.as_bytes())?;
    match answer.status {
        200 => {}
        // Overloaded, or its database is away for a moment: all of it again.
        429 | 500..600 => return None,
        _ => panic!("{}: {}", answer.status, answer.text()),
    }
    let answer = answer.json();
    let receipts = answer["receipts"].as_array().unwrap();
    assert_eq!(receipts.len(), records.len(), "{answer}");
    let read = |(record, receipt): (&Value, &Value)| {
        assert_eq!(receipt["id"], record["id"], "{receipt}");
        assert_ne!(receipt["outcome"], "refused", "{receipt} for {record}");
        Receipt {
            record: record.clone(),
            epoch: answer["epoch"].as_str().unwrap().to_owned(),
            outcome: receipt["outcome"].as_str().unwrap().to_owned(),
            seq: receipt["seq"].as_i64(),
        }
    };
    Some(records.iter().zip(receipts).map(read).collect())
}
