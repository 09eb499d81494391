//! A server with accounts: a province with two posts, people in every role, and a record of every kind.

use std::sync::Arc;

use mocgioi::actions::people::People;
use mocgioi::actions::people::manage::{Desk, Place};
use mocgioi::app::{chance, follower};
use mocgioi::domain::access::{Actor, Label, Permissions, ReviewState, Role};
use mocgioi::domain::inspection::{Condition, Inspection, Mode};
use mocgioi::domain::location::{Location, Referent};
use mocgioi::domain::people::Unit;
use mocgioi::domain::record::{Body, Record};
use mocgioi::store::Store;
use mocgioi::store::writer::Submission;
use uuid::Uuid;

use crate::support::{Answer, Database, Server, block_on, get};

/// Where somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Over all units.
    Everywhere,
    /// In the province, above both posts.
    Province,
    PostA,
    PostB,
    /// In post A, for VN-LA:140..150 only.
    PartOfPostA,
}

pub(crate) const SCOPES: [Scope; 5] =
    [Scope::Everywhere, Scope::Province, Scope::PostA, Scope::PostB, Scope::PartOfPostA];

impl Scope {
    pub(crate) fn unit(self) -> Option<&'static str> {
        match self {
            Self::Everywhere => None,
            Self::Province => Some("son-la"),
            Self::PostA | Self::PartOfPostA => Some("don-a"),
            Self::PostB => Some("don-b"),
        }
    }
}

/// Somebody with a token; the role is none for nobody in particular.
#[derive(Debug, Clone)]
pub(crate) struct Somebody {
    pub(crate) role: Option<Role>,
    pub(crate) scope: Scope,
    pub(crate) token: Option<String>,
}

/// A record of a kind, with a word in its notes that no other has.
#[derive(Debug, Clone)]
pub(crate) struct Thing {
    pub(crate) id: Uuid,
    pub(crate) label: Label,
    pub(crate) review: ReviewState,
    pub(crate) unit: Option<&'static str>,
    pub(crate) marker: &'static str,
    pub(crate) word: String,
}

pub(crate) struct World {
    pub(crate) server: Server,
    pub(crate) people: Vec<Somebody>,
    pub(crate) things: Vec<Thing>,
    /// Tokens that are worth nothing: expired, revoked, of a disabled account, of a lost device, of nobody.
    pub(crate) worthless: Vec<(&'static str, String)>,
    pub(crate) database: Database,
}

impl World {
    pub(crate) fn get(&self, path: &str, somebody: &Somebody) -> Answer {
        let shown = somebody.token.as_deref().map(|token| format!("Bearer {token}"));
        let headers: Vec<(&str, &str)> = shown.iter().map(|text| ("authorization", text.as_str())).collect();
        get(&format!("{}{path}", self.server.base), &headers)
    }
}

/// A desk at which everything may be done.
pub(crate) fn desk<'a>(people: &'a People, clock: &'a mocgioi::actions::Clock) -> Desk<'a> {
    Desk { people, clock, salts: chance::salts, new_id: chance::new_id, actor: Actor::operator() }
}

pub(crate) async fn units(desk: &Desk<'_>) {
    for (key, parent) in [("son-la", None), ("don-a", Some("son-la")), ("don-b", Some("son-la"))] {
        let unit = Unit {
            key: key.to_owned(),
            title: format!("Đơn vị {key}"),
            parent: parent.map(str::to_owned),
            valid_from: None,
            valid_to: None,
            successor: None,
        };
        desk.put_unit(unit).await.unwrap();
    }
}

pub(crate) fn place(role: Role, scope: Scope) -> Place {
    let stretches = if scope == Scope::PartOfPostA { vec!["VN-LA:140..150".parse().unwrap()] } else { Vec::new() };
    Place { role, unit: scope.unit().map(str::to_owned), stretches, valid_to: None }
}

async fn everybody(desk: &Desk<'_>) -> Vec<Somebody> {
    let mut people = vec![Somebody { role: None, scope: Scope::Everywhere, token: None }];
    for role in Role::ALL {
        for (n, scope) in SCOPES.into_iter().enumerate() {
            let name = format!("{}-{n}", role.as_str());
            desk.add_account(&name, "", Some(place(role, scope))).await.unwrap();
            let (_, token, _) = desk.issue(&name, "thử", Permissions::all(), 30).await.unwrap();
            people.push(Somebody { role: Some(role), scope, token: Some(token.expose().to_owned()) });
        }
    }
    // A phone of post A does what an inspector there does.
    let (_, token, _) = desk.enrol("điện thoại", "don-a", 30).await.unwrap();
    people.push(Somebody { role: Some(Role::Inspector), scope: Scope::PostA, token: Some(token.expose().to_owned()) });
    people
}

async fn worthless(desk: &Desk<'_>) -> Vec<(&'static str, String)> {
    let mut all = vec![("of nobody", format!("mg_{}", "0".repeat(64))), ("not a token", "xyz".to_owned())];
    desk.add_account("revoked", "", Some(place(Role::Auditor, Scope::Everywhere))).await.unwrap();
    let (id, token, _) = desk.issue("revoked", "thử", Permissions::all(), 30).await.unwrap();
    desk.revoke_token(id).await.unwrap();
    all.push(("revoked", token.expose().to_owned()));
    desk.add_account("disabled", "", Some(place(Role::Auditor, Scope::Everywhere))).await.unwrap();
    let (_, token, _) = desk.issue("disabled", "thử", Permissions::all(), 30).await.unwrap();
    desk.set_disabled("disabled", true).await.unwrap();
    all.push(("disabled", token.expose().to_owned()));
    let (id, token, _) = desk.enrol("điện thoại mất", "don-a", 30).await.unwrap();
    desk.revoke_device(id).await.unwrap();
    all.push(("of a lost device", token.expose().to_owned()));
    // Made so long ago that it has run out.
    let early: mocgioi::actions::Clock = Arc::new(|| "2020-01-01T00:00:00Z".parse().unwrap());
    let old = Desk { clock: &early, people: desk.people, actor: Actor::operator(), ..*desk };
    old.add_account("expired", "", Some(place(Role::Auditor, Scope::Everywhere))).await.unwrap();
    let (_, token, _) = old.issue("expired", "thử", Permissions::all(), 30).await.unwrap();
    all.push(("expired", token.expose().to_owned()));
    all
}

/// An inspection of every label, state and unit, at a marker within the part of post A and one outside.
fn things() -> Vec<(Thing, Record)> {
    let mut all = Vec::new();
    let now = "2026-11-20T03:00:00Z".parse().unwrap();
    for label in Label::ALL {
        for review in ReviewState::ALL {
            for unit in [None, Some("don-a"), Some("don-b")] {
                for marker in ["VN-LA:144", "VN-LA:211"] {
                    let n = all.len() as u64;
                    let id = Uuid::from_u64_pair(0x0193_2f5e_7c1a_7abc, 0x8def_0000_0000_0000 + n);
                    let word = format!("tukhoa{n:03}x");
                    let inspection = Inspection {
                        mode: Mode::Unilateral,
                        condition: Condition::Damaged,
                        notes: Some(word.clone()),
                        details: None,
                        object: None,
                    };
                    let at = Location::at(Referent::Marker(marker.parse().unwrap()));
                    let mut record = Record::new(id, now, label, review, at, Body::Inspection(inspection));
                    (record.event_at, record.unit) = (Some(now), unit.map(str::to_owned));
                    all.push((Thing { id, label, review, unit, marker, word }, record));
                }
            }
        }
    }
    all
}

pub(crate) fn world(database: Database) -> World {
    let (people, things, worthless) = block_on(async {
        let store = Store::open(&database.url, "thử").await.unwrap();
        let clock = chance::clock();
        let known = People::load(store.clone(), &clock).await.unwrap();
        let desk = desk(&known, &clock);
        units(&desk).await;
        let people = everybody(&desk).await;
        let worthless = worthless(&desk).await;
        let (writer, _) = mocgioi::store::writer::Writer::start(store.clone(), chance::salts());
        mocgioi::actions::load_reference::load_reference(&writer, &clock).await.unwrap();
        let register = follower::picture(&store).await.unwrap();
        let mut made = Vec::new();
        for (thing, record) in things() {
            let (shape, placement) = register.register().place(&record.location);
            let order_key = shape.order_key().cast_signed();
            // Whoever has an account is checked for his unit; what is nobody's came from the console.
            let actor = if thing.unit.is_some() { Actor::account("ai đó") } else { Actor::operator() };
            writer.submit(Submission { record, actor, placement, order_key }).await.unwrap();
            made.push(thing);
        }
        store.close().await;
        (people, made, worthless)
    });
    let server = Server::start_with(&database, |app| app.open_as = None);
    World { server, people, things, worthless, database }
}
