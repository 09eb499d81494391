//! Whoever makes himself administrator in the database, or takes a revocation back, is found, and the row is named.

use mocgioi::domain::access::Actor;
use mocgioi::domain::chain::Digest;
use mocgioi::domain::people::PeopleChange;
use mocgioi::domain::people::line::{ALL_STATED, Line};
use mocgioi::domain::people::replay::RowFault::{self, Altered, Inserted, Removed};
use mocgioi::domain::time::CivilDay;
use mocgioi::store::Store;
use mocgioi::store::verify::Broken;

use crate::desk::Desk;
use crate::raw::Raw;
use crate::support::{ENGINES, Engine, block_on};
use crate::town;

const TABLES: [&str; 8] =
    ["people_unit", "account", "membership", "device", "access_token", "account_link", "people_log", "people_head"];

async fn save(raw: &mut Raw) {
    for table in TABLES {
        raw.run(&format!("CREATE TABLE saved_{table} AS SELECT * FROM {table}")).await;
    }
}

async fn restore(raw: &mut Raw) {
    for table in TABLES {
        raw.run(&format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM saved_{table}")).await;
    }
}

/// Table, key or label, and fault of the row that does not hold.
async fn wrong(store: &Store) -> (String, String, RowFault) {
    match store.verify_people().await {
        Err(Broken::PeopleRow { table, row, label, fault }) => (table.to_owned(), format!("{row} {label}"), fault),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_busy_history_of_people_verifies_and_so_does_what_runs_out() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            let before = store.verify_people().await.unwrap();
            assert_eq!((before.lines, before.rows, before.hash), (0, 0, Digest::ZERO));
            town::build(&store).await;
            let verified = store.verify_people().await.unwrap();
            // 3 units, 3 accounts, 4 memberships, 2 devices, 5 tokens, 1 link.
            assert_eq!((verified.rows, verified.since, verified.is_stated), (18, None, true), "{engine:?}");
            store.prune_people(town::clock(100)()).await.unwrap();
            let pruned = store.verify_people().await.unwrap();
            assert_eq!((pruned.rows, pruned.lines), (17, verified.lines + 1), "the short token is gone, with a line");
            store.prune_people(town::clock(100)()).await.unwrap();
            assert_eq!(store.verify_people().await.unwrap(), pruned, "nothing to prune, nothing to say");
            store.close().await;
        });
        let told = desk.told(&["verify"]);
        assert_eq!((&told["people"]["rows"], &told["people"]["stated_by"]), (&17.into(), &serde_json::Value::Null));
    }
}

/// What somebody does, the table, what the row is known by, and what is found.
type Deed = (&'static str, &'static str, &'static str, RowFault);

const DEEDS: [Deed; 33] = [
    (
        "UPDATE membership SET role = 'administrator' WHERE id = {role}",
        "membership",
        "binh administrator don-a",
        Altered,
    ),
    ("UPDATE membership SET unit = NULL WHERE id = {role}", "membership", "binh inspector *", Altered),
    ("UPDATE membership SET stretches = '' WHERE id = {role}", "membership", "binh inspector don-a", Altered),
    ("UPDATE membership SET valid_to = 99999 WHERE id = {role}", "membership", "binh inspector don-a", Altered),
    ("DELETE FROM membership WHERE id = {role}", "membership", "binh inspector don-a", Removed),
    (
        "INSERT INTO membership SELECT {other}, account, 'administrator', NULL, '', NULL, NULL FROM membership \
         WHERE id = {role}",
        "membership",
        "binh administrator *",
        Inserted,
    ),
    // Two rows change places.
    (
        "UPDATE membership SET account = (SELECT account FROM saved_membership s WHERE s.role = CASE membership.role \
         WHEN 'administrator' THEN 'auditor' ELSE 'administrator' END) WHERE role IN ('administrator', 'auditor')",
        "membership",
        "",
        Altered,
    ),
    ("UPDATE account SET disabled = 0 WHERE name = 'chi'", "account", "chi", Altered),
    (
        "UPDATE account SET password = (SELECT password FROM saved_account WHERE name = 'admin') WHERE name = 'binh'",
        "account",
        "binh",
        Altered,
    ),
    ("UPDATE account SET must_change = 1 WHERE name = 'binh'", "account", "binh", Altered),
    ("UPDATE account SET title = 'Người khác' WHERE name = 'binh'", "account", "binh", Altered),
    ("UPDATE account SET created = created + 1 WHERE name = 'binh'", "account", "binh", Altered),
    ("DELETE FROM account WHERE name = 'binh'", "account", "binh", Removed),
    (
        "INSERT INTO account SELECT {other}, 'ma', 'Ma', password, 0, 0, created, NULL FROM account WHERE name = 'binh'",
        "account",
        "ma",
        Inserted,
    ),
    ("UPDATE people_unit SET parent = NULL WHERE key = 'don-a'", "people_unit", "don-a", Altered),
    ("UPDATE people_unit SET successor = 'son-la' WHERE key = 'song-ma'", "people_unit", "song-ma", Altered),
    ("DELETE FROM people_unit WHERE key = 'song-ma'", "people_unit", "song-ma", Removed),
    (
        "INSERT INTO people_unit SELECT 'x y', title, parent, NULL, NULL, NULL FROM people_unit WHERE key = 'don-a'",
        "people_unit",
        "x y",
        Inserted,
    ),
    ("UPDATE device SET unit = 'son-la' WHERE title = 'máy 7'", "device", "máy 7", Altered),
    ("UPDATE device SET revoked = 0 WHERE revoked = 1", "device", "máy 8", Altered),
    ("DELETE FROM device WHERE title = 'máy 7'", "device", "{device}", Removed),
    (
        "INSERT INTO device SELECT {other}, 'ma', unit, 0, enrolled FROM device WHERE title = 'máy 7'",
        "device",
        "ma",
        Inserted,
    ),
    ("UPDATE access_token SET revoked = 0 WHERE title = 'QGIS'", "access_token", "QGIS", Altered),
    ("UPDATE access_token SET expires = expires + 1 WHERE id = {token}", "access_token", "máy bàn", Altered),
    ("UPDATE access_token SET scope = 'audit' WHERE id = {token}", "access_token", "máy bàn", Altered),
    (
        "UPDATE access_token SET digest = (SELECT hash FROM people_head) WHERE id = {token}",
        "access_token",
        "máy bàn",
        Altered,
    ),
    (
        "UPDATE access_token SET account = (SELECT id FROM account WHERE name = 'admin') WHERE id = {token}",
        "access_token",
        "máy bàn",
        Altered,
    ),
    ("DELETE FROM access_token WHERE id = {token}", "access_token", "{token}", Removed),
    (
        "UPDATE account_link SET account = (SELECT id FROM account WHERE name = 'admin')",
        "account_link",
        "binh-1",
        Altered,
    ),
    ("DELETE FROM account_link", "account_link", "binh-1", Removed),
    ("INSERT INTO account_link SELECT issuer, 'ma', account, linked FROM account_link", "account_link", "ma", Inserted),
    ("UPDATE account SET password_expires = 1 WHERE name = 'binh'", "account", "binh", Altered),
    (
        "INSERT INTO access_token SELECT {other}, account, device, 'ma', (SELECT hash FROM people_head), scope, created, \
         expires, 0 FROM access_token WHERE id = {token}",
        "access_token",
        "ma",
        Inserted,
    ),
];

#[test]
fn whatever_is_done_to_a_row_of_people_behind_the_programs_back_is_named() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            let town = town::build(&store).await;
            let mut raw = Raw::open(&desk.database).await;
            save(&mut raw).await;
            for (deed, table, known_by, fault) in DEEDS {
                let named =
                    known_by.replace("{device}", &town.device.to_string()).replace("{token}", &town.token.to_string());
                raw.run(&town.in_sql(&desk.database, deed)).await;
                let found = wrong(&store).await;
                assert_eq!((found.0.as_str(), found.2), (table, fault), "{engine:?}: {deed}: {found:?}");
                assert!(found.1.contains(&named), "{engine:?}: {deed}: {found:?}");
                restore(&mut raw).await;
            }
            store.verify_people().await.unwrap();
            if engine == Engine::Sqlite {
                // What cannot even be read hides nothing.
                raw.run("UPDATE account SET name = CAST(X'ff' AS TEXT) WHERE name = 'binh'").await;
                let found = wrong(&store).await;
                assert!(found.1.contains(&town.binh.to_string()) && found.2 == Altered, "{found:?}");
                restore(&mut raw).await;
            }
            raw.run(&town.in_sql(&desk.database, DEEDS[0].0)).await;
            store.close().await;
        });
        let found = desk.broken(&["verify"]);
        assert_eq!(found["broken"]["code"], "people_row_altered", "{found}");
        assert_eq!(found["broken"]["label"], "binh administrator don-a");
        let said = desk.audit(&["verify", "--lang", "vi"]);
        assert!(said.out.contains("binh administrator don-a") && said.out.contains("đã bị sửa"), "{said:?}");
    }
}

#[test]
fn a_later_change_of_the_row_does_not_hide_what_was_done_to_it() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            let town = town::build(&store).await;
            let mut raw = Raw::open(&desk.database).await;
            save(&mut raw).await;
            let chi = town.chi;
            let password = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$other".to_owned();
            let cases = [
                (7, PeopleChange::SetPassword { account: chi, password, one_use_until: Some(town::clock(0)()) }, "chi"),
                (
                    0,
                    PeopleChange::EndMembership { id: town.role, last_day: CivilDay::EPOCH },
                    "binh administrator don-a",
                ),
            ];
            for (deed, change, named) in cases {
                raw.run(&town.in_sql(&desk.database, DEEDS[deed].0)).await;
                store.change_people(&[change], &Actor::operator(), town::clock(0)()).await.unwrap();
                let found = wrong(&store).await;
                assert!(found.1.contains(named) && found.2 == Altered, "{engine:?}: {named}: {found:?}");
                restore(&mut raw).await;
            }
            // Disabled again by the program, it is what was said.
            raw.run(&town.in_sql(&desk.database, DEEDS[7].0)).await;
            let again = PeopleChange::SetDisabled { account: chi, disabled: true };
            store.change_people(&[again], &Actor::operator(), town::clock(0)()).await.unwrap();
            store.verify_people().await.unwrap();
            store.close().await;
        });
    }
}

#[test]
fn whatever_is_done_to_the_log_of_people_is_named() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            town::build(&store).await;
            let last = store.verify_people().await.unwrap().lines;
            let mut raw = Raw::open(&desk.database).await;
            save(&mut raw).await;
            for sql in [
                "actor = 'ai'",
                "what = 'unit'",
                "subject = 'x'",
                "at = at + 1",
                "stated = ''",
                "format = 1",
                "format = 3",
                "hash = (SELECT hash FROM people_log WHERE version = 4)",
            ] {
                raw.run(&format!("UPDATE people_log SET {sql} WHERE version = 6")).await;
                let found = store.verify_people().await.unwrap_err();
                assert!(matches!(found, Broken::PeopleLine { line: 6 }), "{engine:?}: {sql}: {found}");
                restore(&mut raw).await;
            }
            let next = last + 1;
            let copy = "SELECT {}, at, actor, what, subject, hash, format, stated FROM people_log WHERE version = 3";
            for (sql, line) in [
                ("DELETE FROM people_log WHERE version = 6".to_owned(), 6),
                (format!("INSERT INTO people_log (version, at, actor, what, subject, hash, format, stated) {}", copy.replace("{}", "-1")), next),
                (format!("INSERT INTO people_log (version, at, actor, what, subject, hash, format, stated) {}", copy.replace("{}", &next.to_string())), next),
                ("UPDATE people_log SET version = -6 WHERE version = 6; UPDATE people_log SET version = 6 WHERE version = 7; UPDATE people_log SET version = 7 WHERE version = -6".to_owned(), 6),
            ] {
                raw.run(&sql).await;
                let found = store.verify_people().await.unwrap_err();
                assert!(matches!(found, Broken::PeopleLine { line: at } if at == line), "{engine:?}: {sql}: {found}");
                restore(&mut raw).await;
            }
            for sql in [
                format!("DELETE FROM people_log WHERE version = {last}"),
                "UPDATE people_head SET version = version - 1".to_owned(),
                "UPDATE people_head SET hash = (SELECT hash FROM people_log WHERE version = 4)".to_owned(),
                "DELETE FROM people_head".to_owned(),
            ] {
                raw.run(&sql).await;
                let found = store.verify_people().await.unwrap_err();
                assert!(matches!(found, Broken::PeopleHead { .. }), "{engine:?}: {sql}: {found}");
                restore(&mut raw).await;
            }
            store.verify_people().await.unwrap();
            store.close().await;
        });
    }
}

/// Makes the log what an earlier version would have written: without statements.
async fn as_before(desk: &Desk, store: &Store, raw: &mut Raw) -> i64 {
    let mut previous = Digest::ZERO;
    for entry in store.people_log(0, 1_000).await.unwrap() {
        let (version, at) = (entry.version, entry.at);
        let line = Line {
            version,
            format: 1,
            at,
            actor: &entry.actor,
            what: &entry.what,
            subject: &entry.subject,
            stated: "",
        };
        previous = line.hash(&previous).unwrap();
        let hash = hashed(desk, &previous);
        raw.run(&format!("UPDATE people_log SET format = 1, stated = '', hash = {hash} WHERE version = {version}"))
            .await;
    }
    raw.run(&format!("UPDATE people_head SET hash = {}", hashed(desk, &previous))).await;
    raw.number("SELECT version FROM people_head").await
}

pub(crate) fn hashed(desk: &Desk, digest: &Digest) -> String {
    match desk.database.engine {
        Engine::Sqlite => format!("X'{digest}'"),
        Engine::Postgres => format!("decode('{digest}', 'hex')"),
    }
}

#[test]
fn a_log_of_an_earlier_version_goes_on_without_false_alarm_and_says_what_it_cannot_prove() {
    for engine in ENGINES {
        let desk = Desk::new(engine);
        block_on(async {
            let store = desk.store().await;
            let town = town::build(&store).await;
            let mut raw = Raw::open(&desk.database).await;
            let lines = as_before(&desk, &store, &mut raw).await;
            // Earlier versions knew of no links.
            raw.run("DELETE FROM account_link").await;
            save(&mut raw).await;
            let verified = store.verify_people().await.unwrap();
            assert_eq!((verified.lines, verified.is_stated, verified.since), (lines, false, None), "{engine:?}");
            // Words alone tell roles, disabling, revoking, and what was never there; a title they do not tell.
            let words = [DEEDS[0], DEEDS[4], DEEDS[5], DEEDS[7], DEEDS[22]];
            for stated in [false, true] {
                for (deed, table, ..) in words {
                    raw.run(&town.in_sql(&desk.database, deed)).await;
                    if stated {
                        store.state_people(town::clock(0)()).await.unwrap();
                    }
                    assert_eq!(wrong(&store).await.0, table, "{engine:?}: {deed}: stating it makes it no better");
                    restore(&mut raw).await;
                }
            }
            raw.run("UPDATE account SET title = 'ai' WHERE name = 'chi'").await;
            store.verify_people().await.expect("no line says what the title was");

            // The first start of this version states all rows, once; from then on each is held in full.
            for _ in 0..2 {
                store.state_people(town::clock(0)()).await.unwrap();
                let verified = store.verify_people().await.unwrap();
                assert_eq!((verified.lines, verified.since), (lines + 1, Some(lines + 1)), "{engine:?}");
            }
            raw.run("UPDATE account SET title = 'lại khác' WHERE name = 'chi'").await;
            assert_eq!(wrong(&store).await.0, "account");
            restore(&mut raw).await;
            // A change made before anybody called for it states all rows first.
            let title = PeopleChange::RevokeToken(town.token);
            store.change_people(&[title], &Actor::operator(), town::clock(0)()).await.unwrap();
            let verified = store.verify_people().await.unwrap();
            assert_eq!((verified.lines, verified.since), (lines + 2, Some(lines + 1)), "{engine:?}");

            // Nobody can have all rows stated anew, to hide what he did to them.
            raw.run(&town.in_sql(&desk.database, DEEDS[0].0)).await;
            let hash = store.people_hash_at(lines + 2).await.unwrap().unwrap();
            let line = Line {
                version: lines + 3,
                format: 2,
                at: 0,
                actor: "program",
                what: ALL_STATED,
                subject: "0",
                stated: "",
            };
            let hash = hashed(&desk, &line.hash(&hash).unwrap());
            let (version, what) = (line.version, line.what);
            raw.run(&format!("INSERT INTO people_log (version, at, actor, what, subject, hash, format, stated) VALUES ({version}, 0, 'program', '{what}', '0', {hash}, 2, ''); UPDATE people_head SET version = {version}, hash = {hash}")).await;
            let found = store.verify_people().await.unwrap_err();
            assert!(matches!(found, Broken::PeopleLine { line } if line == version), "{engine:?}: {found}");
            restore(&mut raw).await;
            store.state_people(town::clock(0)()).await.unwrap();
            store.close().await;
        });
        let told = desk.told(&["verify"]);
        assert!(told["not_seen"].to_string().contains("tables of people before line"), "{told}");
    }
}
