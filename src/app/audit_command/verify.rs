//! `mocgioi audit verify`.

use std::io::IsTerminal as _;
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::{AuditError, Desk, report};
use crate::app::audit_options::{Place, VerifyOptions};
use crate::app::chance;
use crate::domain::checkpoint::Checkpoint;
use crate::domain::messages::Lang;
use crate::domain::signature::PublicKey;
use crate::store::Store;
use crate::store::checkpoints::Kept;
use crate::store::verify::{Broken, Verified};

pub(super) async fn verify(options: VerifyOptions) -> Result<(), AuditError> {
    let place = &options.place;
    let desk = Desk::open(place).await?;
    for path in &options.checkpoint {
        agrees(&desk, path, options.key.as_deref()).await?.map_err(|broken| report(broken, place))?;
    }
    // Who changed what about people has a chain of its own.
    desk.store.verify_people().await.map_err(|error| AuditError::Refused(error.to_string()))?;
    let since = if options.since_checkpoint { desk.store.last_checkpoint().await? } else { None };
    let verified = walked(&desk.store, since.as_ref(), place).await?;
    say(&verified, place, options.checkpoint.len());
    desk.store.close().await;
    Ok(())
}

/// Walks and, when all holds, keeps how far: the next incremental walk goes on from there.
pub(super) async fn walked(store: &Store, since: Option<&Kept>, place: &Place) -> Result<Verified, AuditError> {
    let bar = if std::io::stderr().is_terminal() { ProgressBar::no_length() } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} mục · entries {wide_bar} {per_sec} {eta}")
    {
        bar.set_style(style);
    }
    let watch = |done: i64, total: i64| {
        bar.set_length(total.unsigned_abs());
        bar.set_position(done.unsigned_abs());
    };
    let verified = store.verify(since, &watch).await;
    bar.finish_and_clear();
    let verified = verified.map_err(|broken| report(broken, place))?;
    store.keep_checkpoint(&verified.kept((chance::clock())())).await?;
    Ok(verified)
}

/// Whether the log still has the entry of a signed checkpoint.
async fn agrees(desk: &Desk, path: &Path, key: Option<&str>) -> Result<Result<(), Broken>, AuditError> {
    let signed = read(path)?;
    let claim = &signed.checkpoint;
    let key = match key {
        Some(hex) => PublicKey::from_hex(hex).ok_or_else(|| {
            AuditError::Refused(
                "--key: không phải khóa công khai · not a public key of 64 hexadecimal digits".to_owned(),
            )
        })?,
        None => desk.keys.public(&claim.key)?,
    };
    if !signed.is_signed_by(&key) {
        let file = path.display();
        let why = "chữ ký không đúng với khóa · the signature is not the key's";
        return Err(AuditError::Refused(format!("{file}: {why} {}", key.id())));
    }
    // The hash says it all: it stands for every entry up to there.
    let found = desk.store.log_hash_at(claim.seq).await?;
    let reads = desk.store.reads_hash_at(claim.reads_seq).await?;
    if reads.is_none() || reads != claim.reads_digest() {
        return Ok(Err(Broken::ReadsMoved { seq: claim.reads_seq }));
    }
    Ok(if found.is_some() && found == claim.digest() {
        Ok(())
    } else {
        Err(Broken::CheckpointMoved { seq: claim.seq })
    })
}

/// A signed checkpoint from a file.
pub(super) fn read(path: &Path) -> Result<Checkpoint, AuditError> {
    let file = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|why| AuditError::File { file: file.clone(), why })?;
    serde_json::from_str(&text)
        .map_err(|error| AuditError::Refused(format!("{file}: không phải mốc kiểm tra · not a checkpoint ({error})")))
}

fn say(verified: &Verified, place: &Place, checkpoints: usize) {
    let Verified { epoch, entries, hash, records, contenders, erasures, since, erased } = verified;
    let not_seen = not_seen(verified, checkpoints);
    if place.json {
        let erased = erased.iter().map(|one| json!({ "record": one.record, "rev": one.rev, "under": one.under }));
        let document = json!({
            "intact": true, "epoch": epoch, "entries": entries, "hash": hash.to_string(), "records": records,
            "contenders": contenders, "erasures": erasures, "since": since, "erased": erased.collect::<Vec<_>>(),
            "checkpoints": checkpoints,
            "not_seen": not_seen.iter().map(|(vi, en)| json!({ "vi": vi, "en": en })).collect::<Vec<_>>(),
        });
        println!("{document}");
        return;
    }
    let walked = entries - since;
    match place.lang() {
        Lang::Vi => {
            println!("Chuỗi nguyên vẹn đến mục số {entries} ({walked} mục vừa kiểm tra), mã băm {hash}");
            println!("  {records} bản ghi, {contenders} bản tranh chấp, {erasures} lần xóa hợp pháp");
        }
        Lang::En => {
            println!("The chain holds up to entry {entries} ({walked} entries were walked), hash {hash}");
            println!("  {records} records, {contenders} contenders, {erasures} lawful erasures");
        }
    }
    for one in erased {
        match place.lang() {
            Lang::Vi => println!("  bản ghi {} (lần sửa {}): đã xóa theo mục số {}", one.record, one.rev, one.under),
            Lang::En => println!("  record {} (revision {}): erased under entry {}", one.record, one.rev, one.under),
        }
    }
    for (vi, en) in not_seen {
        println!("  {}", if place.lang() == Lang::Vi { vi } else { en });
    }
}

/// What this walk can not have seen, said plainly.
fn not_seen(verified: &Verified, checkpoints: usize) -> Vec<(String, String)> {
    let mut not_seen = Vec::new();
    if verified.since > 0 {
        let since = verified.since;
        not_seen.push((
            format!(
                "Không nhìn thấy: dòng bị sửa hoặc xóa của các mục đến số {since}, và dòng bị chèn mà không mục nào ghi; \
                 hãy kiểm tra toàn bộ định kỳ."
            ),
            format!(
                "Not seen: rows of entries up to {since} that were altered or removed, and rows that no entry wrote; \
                 verify in full from time to time."
            ),
        ));
    }
    if checkpoints == 0 {
        not_seen.push((
            "Không nhìn thấy: nhật ký bị viết lại cho khớp, hoặc bị cắt đuôi cùng các dòng của nó; cần mốc kiểm tra có chữ ký \
             giữ ở nơi khác (--checkpoint)."
                .to_owned(),
            "Not seen: a log that was rewritten consistently, or cut off together with its rows; that takes a signed \
             checkpoint kept elsewhere (--checkpoint)."
                .to_owned(),
        ));
    }
    not_seen
}
