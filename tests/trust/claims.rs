//! What a signed checkpoint claims beside the change log: the log of people, and which log it was signed for.

use mocgioi::domain::checkpoint::{Checkpoint, Claim};
use serde_json::Value;

use crate::desk::Desk;
use crate::make::{inspection, write};
use crate::raw::Raw;
use crate::support::{ENGINES, block_on};
use crate::town;

/// A database with records and people, a key, and a signed checkpoint of it in a file.
fn signed(engine: crate::support::Engine) -> (Desk, town::Town, String) {
    let desk = Desk::new(engine);
    let town = block_on(async {
        let store = desk.store().await;
        write(&store, vec![inspection(1), inspection(2)]).await;
        let town = town::build(&store).await;
        store.close().await;
        town
    });
    let file = desk.path("checkpoint.json").to_str().unwrap().to_owned();
    desk.told(&["key", "new"]);
    desk.told(&["checkpoint", "--out", &file]);
    desk.told(&["verify", "--checkpoint", &file]);
    (desk, town, file)
}

#[test]
fn a_checkpoint_names_a_log_of_people_that_was_cut_or_rewritten() {
    for engine in ENGINES {
        let (desk, town, file) = signed(engine);
        let claim: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let (last, claimed) = (claim["checkpoint"]["people_seq"].as_i64().unwrap(), &claim["checkpoint"]["format"]);
        assert_eq!(claimed, &2);
        // A later change is none of its business.
        block_on(async {
            let store = desk.store().await;
            let change = mocgioi::domain::people::PeopleChange::RevokeToken(town.token);
            let actor = mocgioi::domain::access::Actor::operator();
            store.change_people(&[change], &actor, town::clock(1)()).await.unwrap();
            store.close().await;
        });
        desk.told(&["verify", "--checkpoint", &file]);
        // The last three lines are cut off with what they did: the lost phone is no longer lost, nor the token taken back.
        let back = town.in_sql(&desk.database, "UPDATE access_token SET revoked = 0 WHERE id = {token}");
        block_on(async {
            let mut raw = Raw::open(&desk.database).await;
            raw.run(&back).await;
            raw.run("UPDATE device SET revoked = 0").await;
            raw.run(&format!("DELETE FROM people_log WHERE version >= {last}")).await;
            raw.run(&format!(
                "UPDATE people_head SET version = {}, hash = (SELECT hash FROM people_log WHERE version = {0})",
                last - 1
            ))
            .await;
        });
        desk.told(&["verify"]);
        let found = desk.broken(&["verify", "--checkpoint", &file]);
        assert_eq!((&found["broken"]["code"], &found["broken"]["seq"]), (&"people_moved".into(), &last.into()));
        assert!(found["broken"]["vi"].as_str().unwrap().contains("nhật ký về người"), "{engine:?}: {found}");
        // Something else in its place has another hash.
        block_on(async {
            let store = desk.store().await;
            let change = mocgioi::domain::people::PeopleChange::SetDisabled { account: town.binh, disabled: false };
            let actor = mocgioi::domain::access::Actor::operator();
            store.change_people(&[change], &actor, town::clock(1)()).await.unwrap();
            store.close().await;
        });
        desk.told(&["verify"]);
        assert_eq!(desk.broken(&["verify", "--checkpoint", &file])["broken"]["code"], "people_moved");
    }
}

#[test]
fn nothing_is_signed_while_the_tables_of_people_do_not_hold() {
    let (desk, _, _) = signed(crate::support::Engine::Sqlite);
    block_on(async { Raw::open(&desk.database).await.run("UPDATE device SET revoked = 0").await });
    let out = desk.path("next.json");
    let found = desk.broken(&["checkpoint", "--out", out.to_str().unwrap()]);
    assert_eq!((&found["broken"]["code"], &found["broken"]["label"]), (&"people_row_altered".into(), &"máy 8".into()));
    assert!(!out.exists());
}

#[test]
fn a_checkpoint_of_the_first_format_is_read_and_claims_nothing_of_people() {
    let (desk, _, file) = signed(crate::support::Engine::Sqlite);
    let signed: Checkpoint = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let key = std::fs::read_to_string(desk.path(&format!("keys/{}.secret", signed.checkpoint.key))).unwrap();
    let key = mocgioi::domain::signature::unhex_array(key.trim()).expect("a key is a line of digits");
    let key = mocgioi::domain::signature::SecretKey::from_seed(&key);
    let claim = Claim { format: 1, people_seq: None, people_hash: None, ..signed.checkpoint.clone() };
    let old = Checkpoint { signature: key.sign("mocgioi checkpoint", &claim).unwrap(), checkpoint: claim };
    std::fs::write(&file, serde_json::to_string(&old).unwrap()).unwrap();
    desk.told(&["verify", "--checkpoint", &file]);
    // Half a claim is none, whatever it is signed with.
    for claim in [
        Claim { format: 1, ..signed.checkpoint.clone() },
        Claim { people_hash: None, ..signed.checkpoint.clone() },
        Claim { people_seq: None, people_hash: None, ..signed.checkpoint.clone() },
        Claim { format: 3, ..signed.checkpoint },
    ] {
        let half = Checkpoint { signature: key.sign("mocgioi checkpoint", &claim).unwrap(), checkpoint: claim };
        std::fs::write(&file, serde_json::to_string(&half).unwrap()).unwrap();
        let said = desk.audit(&["verify", "--checkpoint", &file]);
        assert_eq!(said.code, 2, "{said:?}");
    }
}

#[test]
fn a_checkpoint_of_another_log_is_said_to_be_one_and_not_taken_for_tampering() {
    for engine in ENGINES {
        let (desk, _, file) = signed(engine);
        let public = desk.told(&["key", "list"])["keys"][0]["public"].as_str().unwrap().to_owned();
        let epoch = desk.told(&["verify"])["epoch"].as_str().unwrap().to_owned();
        block_on(async {
            Raw::open(&desk.database).await.run("UPDATE chain_head SET epoch = 'sau khôi phục'").await;
        });
        desk.told(&["verify"]);
        let found = desk.broken(&["verify", "--checkpoint", &file]);
        assert_eq!((&found["intact"], &found["broken"]["code"]), (&Value::Null, &"other_epoch".into()), "{engine:?}");
        assert_eq!((&found["broken"]["signed"], &found["broken"]["found"]), (&epoch.into(), &"sau khôi phục".into()));
        assert_eq!(found["broken"]["agrees"], true, "its entries are the same");
        // Of another database altogether.
        let other = Desk::new(engine);
        block_on(async {
            let store = other.store().await;
            write(&store, vec![inspection(5), inspection(6), inspection(7)]).await;
            store.close().await;
            Raw::open(&other.database).await.run("UPDATE chain_head SET epoch = 'khác'").await;
        });
        let found = other.broken(&["verify", "--checkpoint", &file, "--key", &public]);
        assert_eq!((&found["broken"]["code"], &found["broken"]["agrees"]), (&"other_epoch".into(), &false.into()));
        for (lang, head) in [("vi", "MỐC KIỂM TRA CỦA NHẬT KÝ KHÁC"), ("en", "A CHECKPOINT OF ANOTHER LOG")] {
            let said = other.audit(&["verify", "--checkpoint", &file, "--key", &public, "--lang", lang]);
            assert!(said.code == 2 && said.out.starts_with(head), "{said:?}");
            assert!(!said.out.contains("ĐỨT") && !said.out.contains("BROKEN"), "{said:?}");
        }
    }
}
