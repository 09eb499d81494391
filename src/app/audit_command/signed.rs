//! `mocgioi audit checkpoint` and `mocgioi audit key`.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use super::verify::walked;
use super::{AuditError, Desk, reads, report};
use crate::app::audit_options::{CheckpointOptions, KeyCommand, Place};
use crate::app::chance;
use crate::app::config::Config;
use crate::app::keys::Keys;
use crate::domain::checkpoint::{Checkpoint, Standings};
use crate::domain::messages::Lang;
use crate::domain::signature::SecretKey;

/// Verifies from the last checkpoint on, or all, and signs what was found. Nothing is signed that does not hold.
pub(super) async fn sign(desk: &Desk, key: &SecretKey, place: &Place) -> Result<Checkpoint, AuditError> {
    let since = desk.store.last_checkpoint().await?;
    let verified = walked(&desk.store, since.as_ref(), place).await?;
    let reads = desk.store.verify_reads(0).await.map_err(|broken| reads::report(&broken, place))?;
    let people = desk.store.verify_people().await.map_err(|broken| report(broken, place))?;
    let standings = Standings {
        changes: (verified.entries, verified.hash),
        reads: (reads.seq, reads.hash),
        people: (people.lines, people.hash),
    };
    Ok(Checkpoint::sign(&verified.epoch, standings, (chance::clock())(), key)?)
}

pub(super) async fn checkpoint(options: CheckpointOptions) -> Result<(), AuditError> {
    let place = &options.place;
    let desk = Desk::open(place).await?;
    let key = desk.keys.current()?;
    let signed = sign(&desk, &key, place).await?;
    desk.store.close().await;
    let text = serde_json::to_string_pretty(&signed).map_err(std::io::Error::from)?;
    write_new(&options.out, &format!("{text}\n"))?;
    if place.json {
        println!("{text}");
        return Ok(());
    }
    let (file, seq, id) = (options.out.display(), signed.checkpoint.seq, key.public().id());
    match place.lang() {
        Lang::Vi => println!("{file}: mốc kiểm tra tại mục số {seq}, ký bằng khóa {id}. Hãy giữ tệp này ở nơi khác."),
        Lang::En => println!("{file}: checkpoint at entry {seq}, signed with key {id}. Keep this file elsewhere."),
    }
    Ok(())
}

/// Writes a file that must not be there yet.
fn write_new(path: &Path, text: &str) -> Result<(), AuditError> {
    let write = || {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    write().map_err(|why| AuditError::File { file: path.display().to_string(), why })
}

pub(super) fn key(command: &KeyCommand) -> Result<(), AuditError> {
    match command {
        KeyCommand::New(place) => {
            let config = Config::read(place.database.serve_options())?;
            let seed = chance::seed().ok_or(AuditError::NoRandomness)?;
            let key = Keys::of(&config.data_dir).renew(&seed)?;
            if place.json {
                println!("{}", json!({ "key": key.id(), "public": key.hex(), "current": true }));
                return Ok(());
            }
            let (id, hex) = (key.id(), key.hex());
            match place.lang() {
                Lang::Vi => println!(
                    "Khóa mới {id}, khóa công khai {hex}\n  Hãy ghi khóa công khai vào sổ và gửi cho người sẽ kiểm tra; sao \
                     lưu thư mục keys ở nơi an toàn."
                ),
                Lang::En => println!(
                    "New key {id}, public key {hex}\n  Write the public key down and give it to whoever will check; back up \
                     the folder keys in a safe place."
                ),
            }
        }
        KeyCommand::List(place) => {
            let config = Config::read(place.database.serve_options())?;
            let keys = Keys::of(&config.data_dir).list()?;
            if place.json {
                let keys = keys.iter().map(
                    |listed| json!({ "key": listed.key.id(), "public": listed.key.hex(), "current": listed.current }),
                );
                println!("{}", json!({ "keys": keys.collect::<Vec<Value>>() }));
                return Ok(());
            }
            let current = if place.lang() == Lang::Vi { "  (đang dùng)" } else { "  (signs now)" };
            for listed in keys {
                println!("{} {}{}", listed.key.id(), listed.key.hex(), if listed.current { current } else { "" });
            }
        }
    }
    Ok(())
}
