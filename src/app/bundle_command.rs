//! `mocgioi bundle`: what a device sends comes on a stick, and its receipts go back the same way.
//!
//! Beside a running server, or without one. Exit code 0 when the bundle was taken in, whatever became of single records, 2
//! when it is refused as a whole, 1 when it could not be found out.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::json;
use tempfile::NamedTempFile;

use super::bundle_keys::{BundleKeyError, BundleKeys};
use super::bundle_options::{BringOptions, BundleCommand, KeyOptions};
use super::config::{Config, ConfigError};
use super::serve::{ServeError, Service};
use super::{chance, starter};
use crate::actions::Context;
use crate::actions::queue::brought::{Brought, NotBrought, OfFile};
use crate::actions::queue::bundle::bring;
use crate::actions::queue::by_hand::Rules;
use crate::actions::queue::receipts::Said;
use crate::actions::queue::sign::Sender;
use crate::domain::access::{Actor, Permission};
use crate::domain::messages::Lang;
use crate::domain::people::Identity;

#[derive(Debug, thiserror::Error)]
enum BundleError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Key(#[from] BundleKeyError),
    #[error(transparent)]
    Service(#[from] ServeError),
    #[error("chưa có cơ sở dữ liệu · there is no database: {0}")]
    NoDatabase(String),
    #[error("không có tài khoản này, hoặc không được ghi bản ghi · no such account, or it may not record: {0}")]
    NoAccount(String),
    #[error("{}", .0.fault().map_or_else(|| .0.to_string(), |fault| fault.detail(*.1)))]
    Bundle(NotBrought, Lang),
    #[error("{0}: {1}")]
    File(String, io::Error),
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// Runs the command to its end.
pub fn bundle(command: &BundleCommand) -> ExitCode {
    starter::run(run(command), |error| {
        eprintln!("mocgioi: {error}");
        match error {
            BundleError::Bundle(NotBrought::Queue(faults), lang) => {
                for fault in faults {
                    eprintln!("  {}: {}", fault.pointer, fault.detail(*lang));
                }
                ExitCode::from(2)
            }
            BundleError::Bundle(refused, _) if refused.fault().is_some() => ExitCode::from(2),
            BundleError::NoAccount(_) => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    })
}

async fn run(command: &BundleCommand) -> Result<ExitCode, BundleError> {
    match command {
        BundleCommand::Key(options) => key(options),
        BundleCommand::Import(options) => import(options).await,
    }
}

fn key(options: &KeyOptions) -> Result<ExitCode, BundleError> {
    let config = Config::read(options.place.database.serve_options())?;
    config.prepare_folder()?;
    let (keys, now) = (BundleKeys::of(&config.data_dir), chance::clock()());
    let keyring = if options.new { keys.renew(now) } else { keys.keyring(now) }?;
    let all = keyring.recipients();
    if options.place.json {
        println!("{}", json!({ "recipient": all.first(), "older": all.get(1..) }));
        return Ok(ExitCode::SUCCESS);
    }
    for (n, recipient) in all.iter().enumerate() {
        match (n, options.place.lang()) {
            (0, _) => println!("{recipient}"),
            (_, Lang::Vi) => println!("{recipient}  (cũ, vẫn mở được gói)"),
            (_, Lang::En) => println!("{recipient}  (older, still opens bundles)"),
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn import(options: &BringOptions) -> Result<ExitCode, BundleError> {
    let config = Config::read(options.place.database.serve_options())?;
    // Opening one that is not there would make it.
    if !config.database_exists() {
        return Err(BundleError::NoDatabase(config.database));
    }
    let named = |path: &Path, why| BundleError::File(path.display().to_string(), why);
    let file = File::open(&options.file).map_err(|why| named(&options.file, why))?;
    let receipts = options.receipts.clone().unwrap_or_else(|| beside(&options.file));
    // Before anything is taken in: receipts that cannot be written would leave the device in doubt.
    let out = NamedTempFile::new_in(folder_of(&receipts)).map_err(|why| named(&receipts, why))?;
    let keyring = BundleKeys::of(&config.data_dir).keyring(chance::clock()())?;
    let service = Service::start_with(&config.database, false, config.files(), config.people.lifetimes).await?;
    let context = service.app(None).context;
    let lang = options.place.lang();
    let brought = async {
        let identity = who(&context, options.account.as_deref())?;
        let rules = Rules { decisions: options.decisions };
        let sender = Sender { identity: &identity, by_hand: Some(rules) };
        bring(&context, &sender, &keyring, file).await.map_err(|refused| BundleError::Bundle(refused, lang))
    };
    let brought = brought.await;
    drop(context);
    service.end().await;
    let brought = brought?;
    let document = brought.json(lang);
    let write = |mut out: NamedTempFile| {
        writeln!(out, "{document:#}")?;
        out.as_file().sync_all()?;
        out.persist(&receipts).map_err(|error| error.error)
    };
    write(out).map_err(|why| named(&receipts, why))?;
    if options.place.json {
        println!("{document}");
    } else {
        print(&brought, &receipts, lang);
    }
    Ok(ExitCode::SUCCESS)
}

/// In whose name the bundle is brought.
fn who(context: &Context, account: Option<&str>) -> Result<Identity, BundleError> {
    let Some(name) = account else {
        return Ok(Identity { actor: Actor::operator(), ..Identity::open() });
    };
    let known = context.people.directory().by_console(name, (context.clock)()).ok();
    known.filter(|known| known.may(Permission::Record)).ok_or_else(|| BundleError::NoAccount(name.to_owned()))
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".receipts.json");
    name.into()
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

fn print(brought: &Brought, receipts: &Path, lang: Lang) {
    let taken = &brought.receipts.taken;
    let of = |word: &str| taken.iter().filter(|taken| taken.said.as_str() == word).count();
    let files = |word: &str| brought.files.iter().filter(|(_, said)| said.as_str() == word).count();
    let (accepted, same, held) = (of("accepted"), of("duplicate"), of("held"));
    let (conflict, refused) = (of("conflict"), of("refused"));
    let (stored, missing, bad) = (files("stored"), files("missing"), files("refused"));
    let path = receipts.display();
    match lang {
        Lang::Vi => println!(
            "{} bản ghi: nhận {accepted}, đã có {same}, còn chờ {held}, không khớp {conflict}, từ chối {refused}\n\
             Tệp: có {stored}, thiếu {missing}, từ chối {bad}\nBiên nhận cho thiết bị: {path}",
            taken.len()
        ),
        Lang::En => println!(
            "{} records: accepted {accepted}, there before {same}, held {held}, in conflict {conflict}, refused {refused}\n\
             Files: stored {stored}, missing {missing}, refused {bad}\nReceipts for the device: {path}",
            taken.len()
        ),
    }
    for (n, taken) in taken.iter().enumerate() {
        if let Said::Refused(faults) = &taken.said {
            for fault in faults {
                println!("  {n} {}: {} {}", taken.id.as_str().unwrap_or("-"), fault.pointer, fault.detail(lang));
            }
        }
    }
    for (sha256, said) in &brought.files {
        if let OfFile::Refused(fault) = said {
            println!("  {sha256}: {}", fault.detail(lang));
        }
    }
}
