//! `mocgioi audit`: the chain is verified, signed, erased from within the law, handed over and checked.
//!
//! Exit code 0 when all holds or is done, 2 when something does not hold or is refused, 1 when it could not be found out.

mod bundle;
mod erase;
mod expire;
mod reads;
mod signed;
mod verify;
mod words;
mod words_of_bundles;

use std::process::ExitCode;

use super::audit_options::{AuditCommand, Place};
use super::config::{Config, ConfigError};
use super::keys::{KeyError, Keys};
use super::{chance, starter};
use crate::domain::canonical::NotCanonical;
use crate::store::erasures::NotErased;
use crate::store::verify::Broken;
use crate::store::{Store, StoreError};

#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("chưa có cơ sở dữ liệu · there is no database: {0}")]
    NoDatabase(String),
    #[error("{0}")]
    Broken(String),
    #[error("{0}")]
    NotErased(String),
    #[error(transparent)]
    NotCanonical(#[from] NotCanonical),
    #[error("máy không cho số ngẫu nhiên · the machine gives no random bytes")]
    NoRandomness,
    /// An option, or a file that somebody handed in.
    #[error("{0}")]
    Refused(String),
    #[error("{file}: {why}")]
    File { file: String, why: std::io::Error },
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// Runs the command to its end.
pub fn audit(command: AuditCommand) -> ExitCode {
    starter::run(async { run(command).await.map(|()| ExitCode::SUCCESS) }, failed)
}

fn failed(error: &AuditError) -> ExitCode {
    match error {
        // Said already, in the form that was asked for.
        AuditError::Broken(_) | AuditError::NotErased(_) => ExitCode::from(2),
        AuditError::Refused(_) => {
            eprintln!("mocgioi: {error}");
            ExitCode::from(2)
        }
        _ => {
            eprintln!("mocgioi: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: AuditCommand) -> Result<(), AuditError> {
    match command {
        AuditCommand::Verify(options) => verify::verify(options).await,
        AuditCommand::Checkpoint(options) => signed::checkpoint(options).await,
        AuditCommand::Key(command) => signed::key(&command),
        AuditCommand::Erase(options) => erase::erase(options).await,
        AuditCommand::Expire(options) => expire::expire(options).await,
        AuditCommand::Bundle(options) => Box::pin(bundle::bundle(options)).await,
        AuditCommand::Check(options) => bundle::check(&options),
        AuditCommand::Reads(options) => reads::reads(options).await,
    }
}

/// The database, the keys beside it.
struct Desk {
    store: Store,
    keys: Keys,
}

impl Desk {
    async fn open(place: &Place) -> Result<Self, AuditError> {
        let config = Config::read(place.database.serve_options())?;
        // Opening one that is not there would make it.
        if !config.database_exists() {
            return Err(AuditError::NoDatabase(config.database));
        }
        let store = Store::open(&config.database, &chance::new_id().to_string()).await?;
        Ok(Self { store, keys: Keys::of(&config.data_dir) })
    }
}

/// What was found broken, said in the form that was asked for.
fn report(broken: Broken, place: &Place) -> AuditError {
    match broken {
        Broken::Store(error) => error.into(),
        broken => {
            let said = words::broken(&broken, place.lang());
            if place.json {
                println!("{}", words::broken_json(&broken));
            } else {
                println!("{said}");
            }
            AuditError::Broken(said)
        }
    }
}

/// The same for an erasure that was refused.
fn refused(why: NotErased, place: &Place) -> AuditError {
    match why {
        NotErased::Store(error) => error.into(),
        why => {
            let said = words::not_erased(&why, place.lang());
            if place.json {
                println!("{}", words::not_erased_json(&why));
            } else {
                println!("{said}");
            }
            AuditError::NotErased(said)
        }
    }
}
