//! `mocgioi audit bundle` and `mocgioi audit check`.

use std::fs::File;
use std::path::Path;

use serde_json::json;

use super::signed::sign;
use super::verify::read;
use super::{AuditError, Desk, words_of_bundles as words};
use crate::actions::evidence::{NoBundle, Request, bundle as write};
use crate::app::audit_options::{BundleOptions, CheckOptions};
use crate::app::chance;
use crate::domain::evidence::NotProven;
use crate::domain::messages::Lang;
use crate::domain::signature::PublicKey;
use crate::exchange::bundle::{Proof, check as check_file};

const README: &str = "\
GÓI CHỨNG CỨ của Mốc Giới\n\
Kiểm tra (không cần mạng, không cần cơ sở dữ liệu): mocgioi audit check TỆP.zip --key KHÓA_CÔNG_KHAI\n\
Khóa công khai phải nhận qua đường khác, không lấy từ gói này. Gói có dữ liệu cá nhân và tên người ghi của các mục nhật ký: \
chỉ giao cho người có quyền.\n\
\n\
EVIDENCE BUNDLE of Mốc Giới\n\
To check it (no network, no database): mocgioi audit check FILE.zip --key PUBLIC_KEY\n\
The public key must have come another way, not from this bundle. The bundle holds personal data and the names of whoever wrote \
the entries of the log: hand it only to those who are entitled to it.\n";

pub(super) async fn bundle(options: BundleOptions) -> Result<(), AuditError> {
    let place = &options.place;
    if options.out.exists() {
        return Err(AuditError::Refused(format!(
            "{}: đã có tệp này · the file is there already",
            options.out.display()
        )));
    }
    let desk = Desk::open(place).await?;
    let key = desk.keys.current()?;
    let (checkpoint, checkpoint_key) = match &options.checkpoint {
        None => (sign(&desk, &key, place).await?, key.public()),
        Some(path) => {
            let signed = read(path)?;
            let public = desk.keys.public(&signed.checkpoint.key)?;
            (signed, public)
        }
    };
    let folder = options.out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Nobody else may read it before its owner decides so.
    let file = tempfile::Builder::new().prefix(".mocgioi-bundle-").tempfile_in(folder)?;
    let request = Request {
        records: &options.records,
        checkpoint: &checkpoint,
        checkpoint_key,
        key: &key,
        made_at: (chance::clock())(),
        readme: README,
    };
    let writing = Box::pin(write(&desk.store, &request, file.reopen()?));
    let items = writing.await.map_err(|why| match why {
        NoBundle::Store(error) => AuditError::Store(error),
        NoBundle::Io(error) => AuditError::Io(error),
        NoBundle::NotCanonical(error) => AuditError::NotCanonical(error),
        why => AuditError::Refused(words::no_bundle(&why, place.lang())),
    })?;
    desk.store.close().await;
    // The other side's check, before anybody relies on it.
    check_file(file.reopen()?, Some(&checkpoint_key)).map_err(|why| not_proven(&why, place.json, place.lang()))?;
    file.as_file().sync_all()?;
    let out = options.out.display().to_string();
    file.persist_noclobber(&options.out).map_err(|error| AuditError::File { file: out.clone(), why: error.error })?;
    let (seq, id) = (checkpoint.checkpoint.seq, checkpoint_key.id());
    if place.json {
        println!("{}", json!({ "file": out, "items": items, "checkpoint": seq, "key": id }));
        return Ok(());
    }
    match place.lang() {
        Lang::Vi => println!("{out}: {items} bản, nhật ký đến mục số {seq}, mốc kiểm tra ký bằng khóa {id}"),
        Lang::En => println!("{out}: {items} items, the log up to entry {seq}, checkpoint signed with key {id}"),
    }
    Ok(())
}

/// Checks a bundle with the program alone.
pub(super) fn check(options: &CheckOptions) -> Result<(), AuditError> {
    let lang = options.lang();
    let pinned = options
        .key
        .as_deref()
        .map(|text| PublicKey::from_hex(text).ok_or_else(|| AuditError::Refused(words::no_key(lang).to_owned())));
    let pinned = pinned.transpose()?;
    let name = options.file.display().to_string();
    let file = File::open(&options.file).map_err(|why| AuditError::File { file: name, why })?;
    let proof = check_file(file, pinned.as_ref()).map_err(|why| not_proven(&why, options.json, lang))?;
    if options.json {
        println!("{}", proof_json(&proof, pinned.is_some()));
    } else {
        println!("{}", words::proof(&proof, pinned.is_some(), lang));
    }
    Ok(())
}

fn not_proven(why: &NotProven, json: bool, lang: Lang) -> AuditError {
    if json {
        println!(
            "{}",
            json!({ "proven": false, "vi": words::not_proven(why, Lang::Vi), "en": words::not_proven(why, Lang::En) })
        );
    } else {
        println!("{}", words::not_proven(why, lang));
    }
    AuditError::Broken(why.to_string())
}

fn proof_json(proof: &Proof, is_pinned: bool) -> serde_json::Value {
    let items = proof.items.iter().map(|(item, at)| {
        json!({
            "record": item.id, "rev": item.rev, "contender": item.contender, "seq": item.seq, "received_at": at,
            "erased_under": item.erased_under, "content": item.content.as_ref().map(|content| &content.record),
        })
    });
    json!({
        "proven": true, "items": items.collect::<Vec<_>>(), "epoch": proof.checkpoint.epoch,
        "checkpoint": { "seq": proof.checkpoint.seq, "hash": proof.checkpoint.hash, "at": proof.checkpoint.at },
        "checkpoint_key": { "key": proof.checkpoint_key.id(), "public": proof.checkpoint_key.hex(), "known": is_pinned },
        "key": { "key": proof.key.id(), "public": proof.key.hex() },
        "made_at": proof.manifest.made_at,
    })
}
