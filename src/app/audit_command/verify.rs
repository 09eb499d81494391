//! `mocgioi audit verify`.

use std::io::IsTerminal as _;
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::{AuditError, Desk, report};
use crate::app::audit_options::{Place, VerifyOptions};
use crate::app::chance;
use crate::domain::checkpoint::{Checkpoint, Claim};
use crate::domain::messages::Lang;
use crate::domain::signature::PublicKey;
use crate::store::checkpoints::Kept;
use crate::store::verify::{Broken, PeopleVerified, Verified};
use crate::store::{Store, StoreError};

pub(super) async fn verify(options: VerifyOptions) -> Result<(), AuditError> {
    let place = &options.place;
    let desk = Desk::open(place).await?;
    for path in &options.checkpoint {
        agrees(&desk, path, options.key.as_deref()).await?.map_err(|broken| report(broken, place))?;
    }
    // Who changed what about people has a chain of its own, and is walked in full: it is short.
    let people = desk.store.verify_people().await.map_err(|broken| report(broken, place))?;
    let since = if options.since_checkpoint { desk.store.last_checkpoint().await? } else { None };
    let verified = walked(&desk.store, since.as_ref(), place).await?;
    say(&verified, &people, place, options.checkpoint.len());
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

/// Whether the logs still have what a signed checkpoint claims.
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
    Ok(against(&desk.store, claim).await?)
}

/// Each of the three logs must still have the line that was signed: its hash stands for every line up to there.
async fn against(store: &Store, claim: &Claim) -> Result<Result<(), Broken>, StoreError> {
    let found = store.log_hash_at(claim.seq).await?;
    let changes = found.is_some() && found == claim.digest();
    let epoch = store.log_head().await?.epoch;
    if epoch != claim.epoch {
        let (signed, found) = (claim.epoch.clone(), epoch);
        return Ok(Err(Broken::OtherEpoch { signed, found, agrees: changes }));
    }
    let reads = store.reads_hash_at(claim.reads_seq).await?;
    if reads.is_none() || reads != claim.reads_digest() {
        return Ok(Err(Broken::ReadsMoved { seq: claim.reads_seq }));
    }
    if let Some((line, claimed)) = claim.people() {
        let found = store.people_hash_at(line).await?;
        if found.is_none() || found != claimed {
            return Ok(Err(Broken::PeopleMoved { line }));
        }
    }
    Ok(if changes { Ok(()) } else { Err(Broken::CheckpointMoved { seq: claim.seq }) })
}

/// A signed checkpoint from a file.
pub(super) fn read(path: &Path) -> Result<Checkpoint, AuditError> {
    let file = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|why| AuditError::File { file: file.clone(), why })?;
    serde_json::from_str(&text)
        .map_err(|error| AuditError::Refused(format!("{file}: không phải mốc kiểm tra · not a checkpoint ({error})")))
}

fn say(verified: &Verified, people: &PeopleVerified, place: &Place, checkpoints: usize) {
    let Verified { epoch, entries, hash, records, contenders, erasures, since, uncovered, erased } = verified;
    let not_seen = not_seen(verified, people, checkpoints);
    let (lines, rows) = (people.lines, people.rows);
    if place.json {
        let erased = erased.iter().map(|one| json!({ "record": one.record, "rev": one.rev, "under": one.under }));
        let document = json!({
            "intact": true, "epoch": epoch, "entries": entries, "hash": hash.to_string(), "records": records,
            "contenders": contenders, "erasures": erasures, "since": since, "uncovered": uncovered, "erased": erased.collect::<Vec<_>>(),
            "checkpoints": checkpoints,
            "people": { "entries": lines, "hash": people.hash.to_string(), "rows": rows, "stated_by": people.since },
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
            println!("  Nhật ký về người nguyên vẹn đến dòng số {lines}; {rows} dòng của các bảng khớp với nó");
        }
        Lang::En => {
            println!("The chain holds up to entry {entries} ({walked} entries were walked), hash {hash}");
            println!("  {records} records, {contenders} contenders, {erasures} lawful erasures");
            println!("  The log of people holds up to line {lines}; {rows} rows of its tables agree with it");
        }
    }
    if let Some(rows) = uncovered.filter(|rows| *rows > 0) {
        match place.lang() {
            Lang::Vi => {
                println!("  {rows} dòng của lần nạp đang chạy, hoặc đã hủy mà chưa dọn hết: chưa được tính vào đâu");
            }
            Lang::En => {
                println!(
                    "  {rows} rows of an import that is going in, or was cancelled and is not cleared away: they count for nothing"
                );
            }
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
fn not_seen(verified: &Verified, people: &PeopleVerified, checkpoints: usize) -> Vec<(String, String)> {
    let mut not_seen = Vec::new();
    let unstated = if people.is_stated { people.since } else { Some(people.lines) };
    if let Some(line) = unstated {
        not_seen.push((
            format!(
                "Không nhìn thấy: những gì đã bị sửa trong các bảng về người trước dòng số {line} của nhật ký, ngoài vai trò, việc \
                 khóa và thu hồi; phiên bản trước không ghi mã băm của dòng."
            ),
            format!(
                "Not seen: what was done to the tables of people before line {line} of their log, beyond roles, disabling and \
                 revoking; earlier versions wrote no digests of rows."
            ),
        ));
    }
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
