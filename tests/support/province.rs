//! A province with two posts and people in them, each with a token that lets them do all their role may.

use mocgioi::actions::people::People;
use mocgioi::actions::people::manage::{Desk, Place};
use mocgioi::app::chance;
use mocgioi::domain::access::{Actor, Permissions, Role};
use mocgioi::domain::people::Unit;
use mocgioi::store::Store;

use super::{Database, block_on};

const PEOPLE: [(&str, Role, Option<&str>); 7] = [
    ("linh-a", Role::Inspector, Some("don-a")),
    ("truong-a", Role::Commander, Some("don-a")),
    ("linh-b", Role::Inspector, Some("don-b")),
    ("truong-b", Role::Commander, Some("don-b")),
    ("tinh", Role::Supervisor, Some("son-la")),
    ("ngoai-vu", Role::ForeignAffairs, None),
    ("kiem-tra", Role::Auditor, None),
];

type Held = (Role, Option<&'static str>, Option<&'static str>);

/// Who looks after a part of the line of post A: the first alone, the second beside post B.
const CONFINED: &str = "VN-LA:140..150";

fn everybody() -> Vec<(&'static str, Vec<Held>)> {
    let mut all: Vec<_> = PEOPLE.into_iter().map(|(name, role, unit)| (name, vec![(role, unit, None)])).collect();
    all.push(("tuyen-a", vec![(Role::Inspector, Some("don-a"), Some(CONFINED))]));
    let both = vec![(Role::Commander, Some("don-b"), None), (Role::Commander, Some("don-a"), Some(CONFINED))];
    all.push(("kiem-nhiem", both));
    all
}

/// Writes the people and the reference data into an empty database; gives everybody's token.
pub fn found(database: &Database) -> Vec<(&'static str, String)> {
    found_in(database, "son-la")
}

/// The same under the name of another province: whose documents they answer for goes by its name.
pub fn found_in(database: &Database, named: &str) -> Vec<(&'static str, String)> {
    block_on(async {
        let store = Store::open(&database.url, "thử").await.unwrap();
        let clock = chance::clock();
        let people = People::load(store.clone(), &clock).await.unwrap();
        let desk = Desk {
            people: &people,
            clock: &clock,
            salts: chance::salts,
            new_id: chance::new_id,
            actor: Actor::operator(),
        };
        for (key, parent) in [("son-la", None), ("don-a", Some("son-la")), ("don-b", Some("son-la"))] {
            let (key, parent) = (key.to_owned(), parent.map(str::to_owned));
            let title = if parent.is_none() { named.to_owned() } else { key.clone() };
            let unit = Unit { title, key, parent, valid_from: None, valid_to: None, successor: None };
            desk.put_unit(unit).await.unwrap();
        }
        let mut tokens = Vec::new();
        for (name, places) in everybody() {
            for (n, (role, unit, stretch)) in places.into_iter().enumerate() {
                let stretches = stretch.map(|text: &str| text.parse().unwrap()).into_iter().collect();
                let place = Place { role, unit: unit.map(str::to_owned), stretches, valid_to: None };
                if n == 0 {
                    desk.add_account(name, "", Some(place)).await.unwrap();
                } else {
                    desk.grant(name, place).await.unwrap();
                }
            }
            let (_, token, _) = desk.issue(name, "thử", Permissions::all(), 30).await.unwrap();
            tokens.push((name, token.expose().to_owned()));
        }
        let (writer, _) = mocgioi::store::writer::Writer::start(store.clone(), chance::salts());
        mocgioi::actions::load_reference::load_reference(&writer, &clock).await.unwrap();
        store.close().await;
        tokens
    })
}
