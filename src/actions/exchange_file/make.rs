//! Makes a file for the other side. Who made it and what was in it is a record of its own, in the chain before anything is
//! handed out.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::actions::Context;
use crate::actions::attachments::manifest::{self, FileState};
use crate::actions::attachments::reading::{self, NotHanded, Share};
use crate::actions::store_record::NotRecorded;
use crate::actions::submit::submit;
use crate::atlas::{Snapshot, Visible};
use crate::domain::access::{Label, Permission, ReviewState};
use crate::domain::chain::Digest;
use crate::domain::exchange_file::{Document, Entry, ExchangeFile, FORMAT, HandedFile, hand_over};
use crate::domain::fault::{Code, Fault};
use crate::domain::location::Location;
use crate::domain::people::Identity;
use crate::domain::receipt::Receipt;
use crate::domain::record::{Body, Record};
use crate::domain::signature::SecretKey;
use crate::domain::verdict::{Case, Verdict};
use crate::exchange::exchange_file::write;
use crate::store::StoreError;

/// Most bytes of the pictures of one file: they are in memory while it is made.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// What somebody wants to hand over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Id of the record that it was made; sent again, it is the same.
    pub id: Uuid,
    pub from: String,
    pub to: String,
    pub records: Vec<Uuid>,
    /// Internal ones among them that are released by this, and why.
    pub release: Vec<Uuid>,
    pub reason: Option<String>,
    /// The other side's own ids of what some of them are about.
    pub about: BTreeMap<Uuid, Uuid>,
}

/// Why no file was made.
#[derive(Debug, thiserror::Error)]
pub enum NotMade {
    #[error("{} faults", .0.len())]
    Faults(Vec<Fault>),
    #[error("a picture cannot be handed out: {0}")]
    File(NotHanded),
    #[error("it cannot be written: {0}")]
    Unwritten(std::io::Error),
    #[error("that it was made could not be stored: {0}")]
    Unstored(NotRecorded),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A file, and the receipt of the record that it was made.
#[derive(Debug)]
pub struct Handed {
    pub bytes: Vec<u8>,
    pub receipt: Receipt,
}

/// Makes the file.
///
/// # Errors
/// [`NotMade`]; then nothing was written down, and nothing goes out.
pub async fn make(
    context: &Context,
    identity: &Identity,
    (snapshot, visible): (&Snapshot, &Visible),
    order: Order,
    key: &SecretKey,
) -> Result<Handed, NotMade> {
    let cases = context.store.cases(&order.records, i64::MAX).await?;
    let (mut entries, mut faults) = (Vec::new(), Vec::new());
    for (n, id) in order.records.iter().enumerate() {
        match entry(identity, cases.iter().find(|case| case.id == *id), *id, &order) {
            Ok(entry) => entries.push(entry),
            Err(stays) => faults.push(stays.at(format!("/records/{n}"))),
        }
    }
    if !faults.is_empty() {
        return Err(NotMade::Faults(faults));
    }
    // In one order, so that the same choice gives the same bytes.
    entries.sort_by_key(|entry| (entry.kind(), entry.id()));
    let (named, contents) = pictures(context, snapshot, visible, &entries).await?;
    let document =
        Document { format: FORMAT, from: order.from.clone(), to: order.to.clone(), records: entries, files: named };
    let made = write(&document, &contents, key).map_err(NotMade::Unwritten)?;
    let mut ids: Vec<Uuid> = document.records.iter().map(Entry::id).collect();
    ids.sort_unstable();
    let mut released = order.release;
    released.sort_unstable();
    let body = ExchangeFile {
        from: order.from,
        to: order.to,
        document: made.document,
        key: key.public().id(),
        records: ids,
        released,
        reason: order.reason,
        files: contents.iter().map(|(sha256, _)| sha256.clone()).collect(),
    };
    let record = written(context, identity, order.id, body);
    let receipt = submit(context, &identity.actor, record).await.map_err(NotMade::Unstored)?;
    Ok(Handed { bytes: made.bytes, receipt })
}

/// The record that a file was made. It belongs to no unit: it is its maker's office's.
fn written(context: &Context, identity: &Identity, id: Uuid, body: ExchangeFile) -> Record {
    let (now, at) = ((context.clock)(), Location::default());
    let mut record = Record::new(id, now, Label::Internal, ReviewState::Approved, at, Body::ExchangeFile(body));
    record.person = (!identity.name.is_empty()).then(|| identity.name.clone());
    record
}

/// Why a record stays here.
struct Stays {
    code: Code,
    why: Option<(&'static str, &'static str)>,
    id: Uuid,
}

impl Stays {
    fn at(self, pointer: String) -> Fault {
        let fault = Fault::new(pointer, self.code);
        match self.why {
            Some((vi, en)) => fault.with(vi).with(en),
            None => fault.with(self.id.to_string()),
        }
    }
}

/// What goes out of a record, if it may go out at all.
fn entry(identity: &Identity, case: Option<&Case>, id: Uuid, order: &Order) -> Result<Entry, Stays> {
    let verdict = case.and_then(Case::judge);
    let sees = |it: &Verdict<'_>| identity.viewer.sees(&it.record().access_class(it.shown.vouched));
    // What he may not see is answered as what is not there.
    let unknown = || Stays { code: Code::UnknownRecord, why: None, id };
    let verdict = verdict.filter(sees).ok_or_else(unknown)?;
    let stays = |vi: &'static str, en: &'static str| Stays { code: Code::NotForExchange, why: Some((vi, en)), id };
    let record = verdict.record();
    if !verdict.stands() {
        return Err(stays("đã rút hoặc đã được đính chính", "it was withdrawn or corrected"));
    }
    if record.label == Label::Restricted {
        return Err(stays("mang nhãn hạn chế", "it is restricted"));
    }
    if record.review != ReviewState::Approved || verdict.is_contended {
        return Err(stays("chưa được duyệt", "nobody approved it"));
    }
    if record.label == Label::Internal {
        let may = identity.viewer.may_with(Permission::Exchange, &record.own_class(verdict.shown.vouched), true);
        if !may || !order.release.contains(&id) {
            return Err(stays(
                "nội bộ, chưa được đối ngoại cho phép đưa ra (release)",
                "it is internal and not released",
            ));
        }
    }
    hand_over(&record, order.about.get(&id).copied()).ok_or_else(|| {
        stays(
            "loại bản ghi này không đưa ra, hoặc chỉ có tọa độ",
            "records of its kind, or known by coordinates alone, stay here",
        )
    })
}

type Pictures = (Vec<HandedFile>, Vec<(String, Vec<u8>)>);

/// The pictures of the records, as the public gets them; what cannot be rid of its notes stays here.
async fn pictures(
    context: &Context,
    snapshot: &Snapshot,
    visible: &Visible,
    entries: &[Entry],
) -> Result<Pictures, NotMade> {
    let (mut named, mut contents) = (BTreeSet::new(), Vec::new());
    let mut bytes = 0;
    for entry in entries {
        let Some(manifest) = snapshot.manifests().of(entry.id(), visible) else { continue };
        for file in &manifest.files {
            let (state, blob) = manifest::state(&context.files, file);
            let Some(blob) = blob.filter(|blob| state == FileState::Stored && blob.media_type.is_opened()) else {
                continue;
            };
            let picture = match reading::content(context, &blob, Share::Bare).await {
                Ok(picture) => picture,
                Err(NotHanded::Withheld | NotHanded::Damaged) => continue,
                Err(error) => return Err(NotMade::File(error)),
            };
            let sha256 = Digest::of(&[&picture]).to_string();
            let media_type = blob.media_type.as_str().to_owned();
            named.insert(HandedFile { sha256: sha256.clone(), media_type, record: entry.id() });
            if contents.iter().any(|(held, _)| *held == sha256) {
                continue;
            }
            bytes += picture.len();
            if bytes > MOST_BYTES {
                let words =
                    ["ảnh quá 64 MiB: hãy chia thành nhiều tệp", "its pictures exceed 64 MiB: make several files"];
                let [vi, en] = words;
                return Err(NotMade::Faults(vec![Fault::new("/records", Code::NotForExchange).with(vi).with(en)]));
            }
            contents.push((sha256, picture));
        }
    }
    contents.sort_by(|one, other| one.0.cmp(&other.0));
    Ok((named.into_iter().collect(), contents))
}
