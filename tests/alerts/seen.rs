//! A target is a viewer: what is above its label, outside its unit or not approved yet is not sent, also when that changes
//! while it waits.

use std::collections::BTreeSet;

use serde_json::json;

use crate::receiver::{Came, Receiver};
use crate::support::{ENGINES, Program, get};
use crate::town::{Town, id, incident};

fn restricted(n: u64) -> serde_json::Value {
    let mut incident = incident(n);
    incident["label"] = "restricted".into();
    incident
}

#[test]
fn nothing_above_its_label_or_outside_its_unit_is_sent() {
    for engine in ENGINES {
        let town = Town::new(engine);
        let [province, post, inner] = [(); 3].map(|()| Receiver::up());
        let public = Receiver::up();
        let inside = json!({ "unit": "don-a", "unapproved": true });
        let mut whole = inside.clone();
        whole["label"] = "restricted".into();
        let targets = [
            (&province, json!({ "unit": "son-la" }), vec![id(1), id(3)]),
            (&post, inside, vec![id(3)]),
            (&inner, whole, vec![id(2), id(3)]),
            (&public, json!({ "label": "public" }), vec![]),
        ];
        let made = targets.map(|(receiver, scope, seen)| (town.target(receiver, &scope)["id"].clone(), receiver, seen));
        town.push("linh-b", &[incident(1)]);
        town.push("linh-a", &[restricted(2), incident(3)]);
        town.approve("truong-b", 11, &id(1));
        town.approve("truong-a", 12, &id(2));
        town.approve("truong-a", 13, &id(3));
        let open = Program::start(&town.database.url, &["--access", "open", "--alert-targets-inside"]);
        for (target, receiver, seen) in &made {
            let records = |came: &[Came]| came.iter().map(Came::record).collect::<BTreeSet<_>>();
            let expected: BTreeSet<String> = seen.iter().cloned().collect();
            let came = receiver.wait(|came| records(came).is_superset(&expected));
            assert_eq!(records(&came), expected, "{engine:?}");
            // Nor does anything else wait to be sent there.
            let path = format!("{}/api/v1/alert-targets/{}/deliveries", open.base, target.as_str().unwrap());
            let told = get(&path, &[]).json();
            let written = told["deliveries"].as_array().unwrap().iter();
            let written: BTreeSet<String> = written.map(|of| of["record"].as_str().unwrap().to_owned()).collect();
            assert_eq!(written, expected, "{engine:?} {told}");
        }
    }
}

#[test]
fn what_is_restricted_while_it_waits_is_not_sent_and_what_is_corrected_is() {
    for engine in ENGINES {
        let (town, mut receiver) = (Town::new(engine), Receiver::up());
        let target = town.target(&receiver, &json!({ "unit": "don-a", "unapproved": true }));
        receiver.answers(503);
        town.push("linh-a", &[incident(1)]);
        receiver.wait(|came| !came.is_empty());
        receiver.down();
        town.push("linh-a", &[incident(2), incident(3)]);
        let label = json!({ "id": id(11), "label": "restricted", "reason": "thử" });
        assert_eq!(town.post("truong-a", &format!("/api/v1/records/{}/label", id(1)), &label).status, 201);
        let withdrawal = json!({ "id": id(12), "reason": "nhầm" });
        assert_eq!(town.post("linh-a", &format!("/api/v1/records/{}/withdrawal", id(2)), &withdrawal).status, 201);
        let mut corrected = incident(4);
        corrected["corrects"] = id(3).into();
        town.push("linh-a", &[corrected]);
        receiver.answers(200);
        receiver.start();
        let before = receiver.came().len();
        let came = receiver.wait(|came| came[before..].iter().any(|one| [id(3), id(4)].contains(&one.record())));
        // Told under the first id that it was found by, or the one that took its place; never twice.
        assert_eq!(came.len(), before + 1, "{came:#?}");
        let open = Program::start(&town.database.url, &["--access", "open", "--alert-targets-inside"]);
        let path = format!("{}/api/v1/alert-targets/{}/deliveries", open.base, target["id"].as_str().unwrap());
        let began = std::time::Instant::now();
        loop {
            let told = get(&path, &[]).json();
            let state = |n: u64| {
                let all = told["deliveries"].as_array().unwrap();
                all.iter().find(|of| of["record"] == id(n)).map(|of| of["state"].as_str().unwrap().to_owned())
            };
            // What was withdrawn before it was found is told of nowhere.
            if state(1).as_deref() == Some("withheld") && state(2).is_none_or(|state| state == "withheld") {
                break;
            }
            assert!(state(2).is_none_or(|state| state != "delivered"), "{told}");
            assert!(began.elapsed().as_secs() < 60, "{told}");
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }
}
