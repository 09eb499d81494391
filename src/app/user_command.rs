//! `mocgioi user`: accounts, roles, units, devices and tokens, at the console of the server.
//!
//! Whoever can read the database can do this: it is also the way back when an administrator's password is lost. A
//! running server knows of it within half a second. Exit code 2 when something is refused.

use std::process::ExitCode;
use std::sync::Arc;

use serde_json::{Value, json};

use super::chance;
use super::config::{Config, ConfigError};
use super::starter;
use super::user_options::{LinkOptions, PlaceOptions, UserAction, UserCommand};
use crate::actions::people::People;
use crate::actions::people::manage::{Desk, NotManaged, OneTime, Place};
use crate::domain::access::{Actor, Permission, Permissions, Role, Stretch};
use crate::domain::people::account::Owner;
use crate::domain::people::{Directory, Link, Unit};
use crate::domain::time::{CivilDay, Instant};
use crate::store::{Store, StoreError};

#[derive(Debug, thiserror::Error)]
enum UserError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Managed(#[from] NotManaged),
    #[error("{0}")]
    Broken(String),
    #[error("{0}")]
    Option(String),
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// Runs the command to its end.
pub fn user(command: &UserCommand) -> ExitCode {
    starter::run(run(command), |error| {
        eprintln!("mocgioi: {error}");
        match error {
            UserError::Managed(_) | UserError::Option(_) | UserError::Broken(_) => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    })
}

async fn run(command: &UserCommand) -> Result<ExitCode, UserError> {
    let mut options = command.place.serve_options();
    options.people.one_time_password_hours = command.one_time_password_hours;
    let config = Config::read(options)?;
    config.prepare_folder()?;
    let store = Store::open(&config.database, &chance::new_id().to_string()).await?;
    let clock = chance::clock();
    let people = People::load(store.clone(), &clock).await?.with(config.people.lifetimes);
    let desk =
        Desk { people: &people, clock: &clock, salts: chance::salts, new_id: chance::new_id, actor: Actor::operator() };
    let said = act(command, &desk, &store).await;
    store.close().await;
    let said = said?;
    if command.json {
        println!("{said}");
    } else {
        print(&said);
    }
    Ok(ExitCode::SUCCESS)
}

fn one_time(name: &str, once: &OneTime) -> Value {
    json!({ "account": name, "one_time_password": once.password.expose(), "expires": once.expires.to_string() })
}

fn link(options: &LinkOptions) -> Link {
    Link { issuer: options.issuer.clone(), subject: options.subject.clone() }
}

async fn act(command: &UserCommand, desk: &Desk<'_>, store: &Store) -> Result<Value, UserError> {
    let done = json!({ "done": true });
    Ok(match &command.what {
        UserAction::Add { name, title, place } => {
            let place = place.role.is_some().then(|| read_place(place)).transpose()?;
            one_time(name, &desk.add_account(name, title, place).await?)
        }
        UserAction::List => list(&desk.people.directory(), (desk.clock)()),
        UserAction::Disable { name } => desk.set_disabled(name, true).await.map(|()| done)?,
        UserAction::Enable { name } => desk.set_disabled(name, false).await.map(|()| done)?,
        UserAction::ResetPassword { name } => one_time(name, &desk.reset_password(name).await?),
        UserAction::Link { name, link: to } => desk.link(name, link(to)).await.map(|()| done)?,
        UserAction::Unlink(to) => desk.unlink(link(to)).await.map(|()| done)?,
        UserAction::Grant { name, place } => json!({ "membership": desk.grant(name, read_place(place)?).await? }),
        UserAction::End { membership } => desk.end(*membership).await.map(|()| done)?,
        UserAction::Token { name, title, may, days } => {
            let (id, secret, expires) = desk.issue(name, title, read_scope(may)?, *days).await?;
            json!({ "id": id, "token": secret.expose(), "expires": expires.to_string() })
        }
        UserAction::RevokeToken { id } => desk.revoke_token(*id).await.map(|()| done)?,
        UserAction::Unit { key, title, parent, from, to, successor } => {
            let directory = desk.people.directory();
            let held = directory.units.get(key);
            let title = title.clone().or_else(|| held.map(|unit| unit.title.clone()));
            let unit = Unit {
                key: key.clone(),
                title: title.ok_or_else(|| UserError::Option("--title: a new unit needs one".to_owned()))?,
                parent: parent.clone().or_else(|| held.and_then(|unit| unit.parent.clone())),
                valid_from: day(from.as_deref())?.or_else(|| held.and_then(|unit| unit.valid_from)),
                valid_to: day(to.as_deref())?.or_else(|| held.and_then(|unit| unit.valid_to)),
                successor: successor.clone().or_else(|| held.and_then(|unit| unit.successor.clone())),
            };
            desk.put_unit(unit).await.map(|()| done)?
        }
        UserAction::Device { title, unit } => {
            let (id, secret, expires) = desk.enrol(title, unit, 400).await?;
            json!({ "id": id, "token": secret.expose(), "expires": expires.to_string() })
        }
        UserAction::RevokeDevice { id } => desk.revoke_device(*id).await.map(|()| done)?,
        UserAction::Log => {
            store.verify_people().await.map_err(|broken| UserError::Broken(broken.to_string()))?;
            let log = store.people_log(0, 100_000).await?;
            let entries = log.into_iter().map(|entry| {
                let at = Instant::from_millis(entry.at).to_string();
                json!({ "number": entry.version, "at": at, "actor": entry.actor, "what": entry.what, "subject": entry.subject })
            });
            json!({ "log": entries.collect::<Vec<_>>() })
        }
    })
}

fn read_place(options: &PlaceOptions) -> Result<Place, UserError> {
    let all = || Role::ALL.map(Role::as_str).join(", ");
    let role = options.role.as_deref().and_then(Role::named);
    let stretches: Result<Vec<Stretch>, _> = options.range.iter().map(|text| text.parse()).collect();
    Ok(Place {
        role: role.ok_or_else(|| UserError::Option(format!("--role: {}", all())))?,
        unit: options.unit.clone(),
        stretches: stretches.map_err(|fault| UserError::Option(format!("--range: {}", fault.message_vi())))?,
        valid_to: day(options.until.as_deref())?,
    })
}

fn read_scope(words: &[String]) -> Result<Permissions, UserError> {
    let all = || Permission::ALL.map(Permission::as_str).join(", ");
    let scope: Option<Vec<Permission>> = words.iter().map(|word| Permission::named(word.trim())).collect();
    let scope = scope.ok_or_else(|| UserError::Option(format!("--may: {}", all())))?;
    Ok(Permissions::of(&scope))
}

fn day(text: Option<&str>) -> Result<Option<CivilDay>, UserError> {
    let read = |text: &str| text.parse().map_err(|_| UserError::Option(format!("{text}: YYYY-MM-DD")));
    text.map(read).transpose()
}

fn list(directory: &Directory, now: Instant) -> Value {
    let accounts = directory.accounts.values().map(|account| {
        let held = directory.memberships_of(account.id, now.day()).map(|held| {
            let ranges: Vec<String> = held.stretches.iter().map(ToString::to_string).collect();
            json!({ "id": held.id, "role": held.role.as_str(), "unit": held.unit, "ranges": ranges })
        });
        let tokens =
            directory.tokens.values().filter(|token| token.owner == Owner::Account(account.id) && !token.revoked);
        let tokens =
            tokens.map(|token| json!({ "id": token.id, "title": token.title, "expires": token.expires.to_string() }));
        let links = directory.links.iter().filter(|(_, owner)| **owner == account.id);
        let links = links.map(|(link, _)| json!({ "issuer": link.issuer, "subject": link.subject }));
        json!({
            "name": account.name, "title": account.title, "disabled": account.disabled,
            "must_change_password": account.must_change, "links": links.collect::<Vec<_>>(),
            "roles": held.collect::<Vec<_>>(), "tokens": tokens.collect::<Vec<_>>(),
        })
    });
    let units = directory.units.iter().map(
        |unit| json!({ "key": unit.key, "title": unit.title, "parent": unit.parent, "successor": unit.successor }),
    );
    let devices = directory.devices.values().map(
        |device| json!({ "id": device.id, "title": device.title, "unit": device.unit, "revoked": device.revoked }),
    );
    json!({
        "accounts": accounts.collect::<Vec<_>>(),
        "units": units.collect::<Vec<_>>(),
        "devices": devices.collect::<Vec<_>>(),
    })
}

/// For a person: a line a value, lists one thing a line.
fn print(said: &Value) {
    for (name, value) in said.as_object().into_iter().flatten() {
        match value {
            Value::Array(rows) => {
                println!("{name}:");
                for row in rows {
                    println!("  {row}");
                }
            }
            Value::String(text) => println!("{name}: {text}"),
            other => println!("{name}: {other}"),
        }
    }
}

/// Makes the first administrator of a database that knows nobody. Returns his password for one use: it lies in whatever
/// keeps what the server prints, so it runs out like any other. `mocgioi user reset-password admin` makes another.
///
/// # Errors
/// When the database does not answer.
pub async fn first_administrator(
    people: &Arc<People>,
    clock: &crate::actions::Clock,
) -> Result<Option<OneTime>, StoreError> {
    if !people.directory().accounts.is_empty() {
        return Ok(None);
    }
    let desk = desk(people, clock);
    let place = Place { role: Role::Administrator, unit: None, stretches: Vec::new(), valid_to: None };
    match desk.add_account("admin", "Quản trị · administrator", Some(place)).await {
        Ok(once) => Ok(Some(once)),
        Err(NotManaged::Store(error)) => Err(error),
        // Another instance started on the same database was first.
        Err(_) => Ok(None),
    }
}

/// The account for trying things out, and a new token of it.
///
/// # Errors
/// When the database does not answer.
pub async fn demo_token(people: &Arc<People>, clock: &crate::actions::Clock) -> Result<String, StoreError> {
    const DEMO: &str = "demo";
    let desk = desk(people, clock);
    let place = |role| Place { role, unit: None, stretches: Vec::new(), valid_to: None };
    let made = async {
        if people.directory().account(DEMO).is_none() {
            // Its password is known to nobody.
            desk.add_account(DEMO, "Dùng thử · demo", Some(place(Role::Inspector))).await?;
            desk.grant(DEMO, place(Role::Planner)).await?;
        }
        desk.issue(DEMO, "make run", Permissions::all(), 7).await
    };
    match made.await {
        Ok((_, secret, _)) => Ok(secret.expose().to_owned()),
        Err(NotManaged::Store(error)) => Err(error),
        Err(other) => Err(StoreError::Refused(other.to_string())),
    }
}

fn desk<'a>(people: &'a People, clock: &'a crate::actions::Clock) -> Desk<'a> {
    Desk { people, clock, salts: chance::salts, new_id: chance::new_id, actor: Actor::operator() }
}
