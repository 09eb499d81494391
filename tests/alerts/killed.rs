//! Receivers that are down or answer with faults, programs that are killed, two programs on one database: nothing is lost, and
//! nothing is new twice.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::receiver::{Came, Receiver};
use crate::support::ENGINES;
use crate::town::{Town, id, incident};

fn records(came: &[Came]) -> BTreeSet<String> {
    came.iter().map(Came::record).collect()
}

/// Under how many ids each record came.
fn ids_of_each(came: &[Came]) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for one in came {
        all.entry(one.record()).or_default().insert(one.id());
    }
    all
}

fn ids(of: std::ops::Range<u64>) -> BTreeSet<String> {
    of.map(id).collect()
}

#[test]
fn whoever_is_down_or_killed_in_between_loses_nothing_and_tells_nothing_twice_as_new() {
    for engine in ENGINES {
        let (mut town, mut receiver) = (Town::new(engine), Receiver::up());
        let target = town.target(&receiver, &json!({ "unit": "don-a", "unapproved": true }));
        town.push("linh-a", &[incident(1), incident(2)]);
        receiver.wait(|came| records(came) == ids(1..3));
        receiver.down();
        town.push("linh-a", &[incident(3), incident(4)]);
        // Killed before, while or after what was pushed is written down: it must not matter.
        town.push("linh-a", &[incident(5), incident(6)]);
        town.restart();
        town.push("linh-a", &[incident(7)]);
        receiver.start();
        // First it takes nothing: neither a fault nor a way elsewhere is an answer.
        receiver.answers(500);
        let before = receiver.came().len();
        receiver.wait(|came| came.len() > before);
        receiver.answers(302);
        let before = receiver.came().len();
        receiver.wait(|came| came.len() > before);
        receiver.answers(200);
        let came = receiver.wait(|came| records(came) == ids(1..8));
        for (record, ids) in ids_of_each(&came) {
            assert_eq!(ids.len(), 1, "{engine:?} {record} came under {ids:?}");
        }
        town.restart();
        town.push("linh-a", &[incident(8)]);
        let came = receiver.wait(|came| records(came) == ids(1..9));
        assert!(ids_of_each(&came).values().all(|ids| ids.len() == 1), "{came:#?}");
        let secret = target["secret"].as_str().unwrap();
        assert!(came.iter().all(|one| one.is_signed_with(secret)));
    }
}

#[test]
fn two_programs_on_one_database_send_each_alert_once() {
    for engine in ENGINES {
        let (town, receiver) = (Town::new(engine), Receiver::up());
        town.target(&receiver, &json!({ "unit": "don-a", "unapproved": true }));
        let other = Town::start(&town.database);
        for n in 1..13 {
            let base = if n % 2 == 0 { &other.base } else { &town.program.base };
            let body = json!({ "records": [incident(n)] }).to_string();
            let url = format!("{base}/api/v1/sync/push");
            let answer =
                crate::support::send("POST", &url, Some(town.token("linh-a")), "application/json", body.as_bytes());
            assert_eq!(answer.json()["receipts"][0]["outcome"], Value::from("accepted"));
        }
        let came = receiver.wait(|came| records(came) == ids(1..13));
        assert_eq!(came.len(), 12, "{engine:?} {came:#?}");
    }
}
