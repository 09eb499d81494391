//! `mocgioi blobs`: photos and scans are verified, and let go of when nothing names them.
//!
//! Exit code 0 when all is as it was or done, 2 when something is damaged or missing, 1 when it could not be found out.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use indicatif::ProgressBar;
use serde_json::json;

use super::audit_options::Place;
use super::chance;
use super::config::{Config, ConfigError};
use crate::actions::attachments::Files;
use crate::actions::attachments::upkeep::{self, NotKept};
use crate::domain::chain::Digest;
use crate::domain::messages::Lang;
use crate::store::{Store, StoreError};

#[derive(Debug, Subcommand)]
pub enum BlobsCommand {
    /// Kiểm tra mọi tệp · read every photo and scan and compare it with its SHA-256
    Verify(Place),
    /// Bỏ tệp không bản ghi nào nêu · remove files that no record has named for the time of grace
    Collect(CollectOptions),
}

#[derive(Debug, Args)]
pub struct CollectOptions {
    /// Days that a file is kept which no record names; 0 after a lawful erasure [default: the setting `orphan_days`]
    #[arg(long, value_name = "N")]
    grace_days: Option<u32>,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, thiserror::Error)]
enum BlobsError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Kept(#[from] NotKept),
    #[error("chưa có cơ sở dữ liệu · there is no database: {0}")]
    NoDatabase(String),
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// Runs the command to its end.
pub fn blobs(command: &BlobsCommand) -> ExitCode {
    let done = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(BlobsError::from);
    match done.and_then(|runtime| runtime.block_on(run(command))) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(2),
        Err(error) => {
            eprintln!("mocgioi: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: &BlobsCommand) -> Result<bool, BlobsError> {
    let place = match command {
        BlobsCommand::Verify(place) => place,
        BlobsCommand::Collect(options) => &options.place,
    };
    let config = Config::read(place.database.serve_options())?;
    // Opening one that is not there would make it.
    if !config.database_exists() {
        return Err(BlobsError::NoDatabase(config.database));
    }
    let store = Store::open(&config.database, &chance::new_id().to_string()).await?;
    let files = config.files();
    let well = match command {
        BlobsCommand::Verify(place) => verify(&store, &files, place).await?,
        BlobsCommand::Collect(options) => collect(&store, &files, options).await?,
    };
    store.close().await;
    Ok(well)
}

fn names(files: &[Digest]) -> Vec<String> {
    files.iter().map(Digest::to_string).collect()
}

async fn verify(store: &Store, files: &Files, place: &Place) -> Result<bool, BlobsError> {
    // On standard error, and only where somebody watches.
    let bar = ProgressBar::new(0);
    let told = |done: usize, all: usize| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    };
    let found = upkeep::verify(store, files, told).await?;
    bar.finish_and_clear();
    let strays: Vec<String> = found.strays.iter().map(|path| path.display().to_string()).collect();
    if place.json {
        let document = json!({ "whole": found.whole, "damaged": names(&found.damaged), "missing": names(&found.missing),
            "awaited": found.awaited, "strays": strays });
        println!("{document}");
        return Ok(found.is_well());
    }
    let (damaged, missing, stray) = match place.lang() {
        Lang::Vi => ("sai nội dung", "mất", "không rõ từ đâu"),
        Lang::En => ("damaged", "missing", "of unknown origin"),
    };
    for (what, which) in [(damaged, names(&found.damaged)), (missing, names(&found.missing)), (stray, strays)] {
        for name in which {
            println!("{what}: {name}");
        }
    }
    let (whole, awaited) = (found.whole, found.awaited);
    match place.lang() {
        Lang::Vi => println!("{whole} tệp còn nguyên; {awaited} tệp bản ghi có nêu nhưng chưa gửi đến."),
        Lang::En => println!("{whole} files are whole; {awaited} that records name have not come."),
    }
    Ok(found.is_well())
}

async fn collect(store: &Store, files: &Files, options: &CollectOptions) -> Result<bool, BlobsError> {
    let gone = upkeep::collect(store, files, &chance::clock(), options.grace_days).await?;
    if options.place.json {
        println!("{}", json!({ "files": names(&gone.files), "uploads": gone.uploads }));
        return Ok(true);
    }
    for name in &gone.files {
        println!("{name}");
    }
    let (files, uploads) = (gone.files.len(), gone.uploads);
    match options.place.lang() {
        Lang::Vi => println!("Đã bỏ {files} tệp không bản ghi nào nêu và {uploads} lượt gửi quá hạn."),
        Lang::En => println!("Removed {files} files that no record names and {uploads} uploads that had expired."),
    }
    Ok(true)
}
