//! A busy history of people on a database of its own.

use std::sync::Arc;

use mocgioi::actions::Clock;
use mocgioi::actions::people::People;
use mocgioi::actions::people::manage::{Desk as Office, Place};
use mocgioi::app::chance;
use mocgioi::domain::access::{Actor, Permissions, Role};
use mocgioi::domain::chain::Digest;
use mocgioi::domain::people::account::Link;
use mocgioi::domain::people::{PeopleChange, Session, Unit};
use mocgioi::domain::time::Instant;
use mocgioi::store::Store;
use uuid::Uuid;

use crate::desk::NOW;
use crate::make::instant;
use crate::support::{Database, Engine};

/// Who and what came of it.
pub(crate) struct Town {
    pub(crate) binh: Uuid,
    pub(crate) chi: Uuid,
    /// Of Bình in post A: inspector.
    pub(crate) role: Uuid,
    /// The token of Bình that was not taken back.
    pub(crate) token: Uuid,
    pub(crate) device: Uuid,
}

/// The clock of the tests, so many days later.
pub(crate) fn clock(days: i64) -> Clock {
    let now: Instant = instant(NOW).plus_millis(days * 86_400_000);
    Arc::new(move || now)
}

fn unit(key: &str, parent: Option<&str>, successor: Option<&str>) -> Unit {
    Unit {
        key: key.to_owned(),
        title: format!("Đơn vị {key}"),
        parent: parent.map(str::to_owned),
        valid_from: None,
        valid_to: successor.map(|_| instant(NOW).day()),
        successor: successor.map(str::to_owned),
    }
}

fn place(role: Role, unit: Option<&str>) -> Place {
    let stretches = if role == Role::Inspector { vec!["VN-LA:140..150".parse().unwrap()] } else { Vec::new() };
    Place { role, unit: unit.map(str::to_owned), stretches, valid_to: None }
}

/// Accounts added, disabled, let in again; roles given and ended; units that follow one another; tokens and devices made,
/// taken back and run out; a password reset and chosen; log-ins.
pub(crate) async fn build(store: &Store) -> Town {
    let clock = clock(0);
    let people = People::load(store.clone(), &clock).await.unwrap();
    let office = Office {
        people: &people,
        clock: &clock,
        salts: chance::salts,
        new_id: chance::new_id,
        actor: Actor::operator(),
    };
    for (key, parent) in [("son-la", None), ("song-ma", Some("son-la")), ("don-a", Some("son-la"))] {
        office.put_unit(unit(key, parent, None)).await.unwrap();
    }
    office.put_unit(unit("song-ma", Some("son-la"), Some("don-a"))).await.unwrap();
    office.add_account("admin", "Quản trị", Some(place(Role::Administrator, None))).await.unwrap();
    office.add_account("binh", "Lê Văn Bình", None).await.unwrap();
    office.add_account("chi", "Chi", Some(place(Role::Auditor, Some("son-la")))).await.unwrap();
    let role = office.grant("binh", place(Role::Inspector, Some("don-a"))).await.unwrap();
    let ended = office.grant("binh", place(Role::Planner, None)).await.unwrap();
    office.end(ended).await.unwrap();
    office.set_disabled("chi", true).await.unwrap();
    office.set_disabled("chi", false).await.unwrap();
    office.set_disabled("chi", true).await.unwrap();
    office.reset_password("binh").await.unwrap();
    let [binh, chi] = ["binh", "chi"].map(|name| people.directory().account(name).unwrap().id);
    let password = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$chosen".to_owned();
    let session = Session {
        digest: Digest::of(&[b"session"]),
        id: Uuid::from_u128(9),
        account: binh,
        created: clock(),
        expires: clock(),
        seen: clock(),
        agent: "trình duyệt".to_owned(),
        issuer: None,
    };
    let link = Link { issuer: "https://so.example".to_owned(), subject: "binh-1".to_owned() };
    let former = Link { subject: "binh-0".to_owned(), ..link.clone() };
    let changes = [
        PeopleChange::SetPassword { account: binh, password, one_use_until: None },
        PeopleChange::Link { account: binh, link: former.clone() },
        PeopleChange::Unlink(former),
        PeopleChange::Link { account: binh, link },
        PeopleChange::CloseSessionsOf(binh),
        PeopleChange::OpenSession(session.clone()),
        PeopleChange::CloseSession(session.digest),
        PeopleChange::OpenSession(session),
    ];
    people.change(&changes, &Actor::account("binh"), &clock).await.unwrap();
    let (revoked, ..) = office.issue("binh", "QGIS", Permissions::all(), 300).await.unwrap();
    let (token, ..) = office.issue("binh", "máy bàn", Permissions::all(), 300).await.unwrap();
    office.issue("binh", "ngắn", Permissions::all(), 1).await.unwrap();
    office.revoke_token(revoked).await.unwrap();
    let (device, ..) = office.enrol("máy 7", "don-a", 300).await.unwrap();
    let (lost, ..) = office.enrol("máy 8", "don-a", 300).await.unwrap();
    office.revoke_device(lost).await.unwrap();
    Town { binh, chi, role, token, device }
}

impl Town {
    /// A statement with the ids of this town in it.
    pub(crate) fn in_sql(&self, database: &Database, sql: &str) -> String {
        let quoted = |id: Uuid| match database.engine {
            Engine::Sqlite => format!("X'{}'", id.simple()),
            Engine::Postgres => format!("'{id}'"),
        };
        sql.replace("{role}", &quoted(self.role))
            .replace("{token}", &quoted(self.token))
            .replace("{other}", &quoted(Uuid::from_u128(7)))
    }
}
