//! What came of a bundle, or why nothing came of it.

use std::io;

use serde_json::{Value, json};

use super::NotTaken;
use super::receipts::{Receipts, fault_json};
use crate::actions::attachments::upload::NoUpload;
use crate::domain::chain::Digest;
use crate::domain::fault::{Code, Fault};
use crate::domain::messages::Lang;
use crate::exchange::queue_bundle::{LARGEST_QUEUE, MOST_FILES, NotBundle};
use crate::exchange::sealed::NotOpened;
use crate::store::StoreError;

/// How deep the queue may be nested, as every body.
pub(super) const DEEPEST: usize = 64;

/// What came of a bundle.
#[derive(Debug, Clone, PartialEq)]
pub struct Brought {
    /// Digest of the bundle, as it was brought.
    pub bundle: Digest,
    pub receipts: Receipts,
    /// Every file that the queue names, and what else was in the bundle.
    pub files: Vec<(Digest, OfFile)>,
    /// What the device knows the server by, where it gave a key for that.
    pub mac: Option<String>,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfFile {
    Stored,
    /// It was not in the bundle, and whoever brings it has not sent it before.
    Missing,
    Refused(Fault),
    /// No record of the queue names it: it was left alone.
    Unnamed,
}

impl OfFile {
    pub const WORDS: [&str; 4] = ["stored", "missing", "refused", "unnamed"];

    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Missing => "missing",
            Self::Refused(_) => "refused",
            Self::Unnamed => "unnamed",
        }
    }
}

/// Why a bundle was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotBrought {
    #[error(transparent)]
    Bundle(#[from] NotBundle),
    #[error("its queue is no JSON: {0}")]
    NotJson(serde_json::Error),
    #[error("its reply_key is not 64 hexadecimal digits")]
    ReplyKey,
    #[error("its queue is nested deeper than {DEEPEST}")]
    TooDeep,
    #[error("its queue has {} faults", .0.len())]
    Queue(Vec<Fault>),
    #[error("a file could not be kept: {0}")]
    File(NoUpload),
    #[error(transparent)]
    Taken(#[from] NotTaken),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<io::Error> for NotBrought {
    fn from(error: io::Error) -> Self {
        Self::Bundle(NotBundle::Sealed(error.into()))
    }
}

impl NotBrought {
    /// What is wrong with the bundle itself; none when the reason lies here.
    pub fn fault(&self) -> Option<Fault> {
        let content = |vi: String, en: String| Some(Fault::new("", Code::BundleContent).with(vi).with(en));
        match self {
            Self::Bundle(NotBundle::Sealed(NotOpened::NotSealed)) => Some(Fault::new("", Code::BundleNotSealed)),
            Self::Bundle(NotBundle::Sealed(NotOpened::OtherKey)) => Some(Fault::new("", Code::BundleOtherKey)),
            Self::Bundle(NotBundle::Sealed(NotOpened::Damaged)) => Some(Fault::new("", Code::BundleDamaged)),
            Self::Bundle(NotBundle::NoQueue) => {
                content("không có queue.json".to_owned(), "there is no queue.json".to_owned())
            }
            Self::Bundle(NotBundle::Stray(name)) => {
                content(format!("\"{name}\" không thuộc về gói"), format!("\"{name}\" does not belong into a bundle"))
            }
            Self::Bundle(NotBundle::Twice(name)) => {
                content(format!("\"{name}\" có hai lần"), format!("\"{name}\" is in it twice"))
            }
            Self::Bundle(NotBundle::QueueTooLarge) => content(
                format!("queue.json lớn hơn {LARGEST_QUEUE} byte"),
                format!("queue.json has more than {LARGEST_QUEUE} bytes"),
            ),
            Self::Bundle(NotBundle::TooManyFiles) => {
                content(format!("có hơn {MOST_FILES} tệp"), format!("there are more than {MOST_FILES} files"))
            }
            Self::NotJson(error) => {
                content(format!("queue.json không phải JSON ({error})"), format!("queue.json is no JSON ({error})"))
            }
            Self::ReplyKey => content(
                "reply_key phải là 64 chữ số hệ 16".to_owned(),
                "reply_key must be 64 hexadecimal digits".to_owned(),
            ),
            Self::TooDeep => content(
                format!("queue.json lồng nhau quá {DEEPEST} tầng"),
                format!("queue.json is nested deeper than {DEEPEST}"),
            ),
            Self::Queue(faults) => Some(Fault::new("", Code::Invalid).with(faults.len().to_string())),
            Self::Bundle(NotBundle::Sealed(NotOpened::Unreadable(_)))
            | Self::File(_)
            | Self::Taken(_)
            | Self::Store(_) => None,
        }
    }
}

impl Brought {
    /// What travels back to the device: the receipts as for a push, and what became of the files.
    pub fn json(&self, lang: Lang) -> Value {
        let mut document = self.receipts.json(lang);
        let files: Vec<Value> = self
            .files
            .iter()
            .map(|(sha256, said)| {
                let mut file = json!({ "sha256": sha256.to_string(), "outcome": said.as_str() });
                if let OfFile::Refused(fault) = said {
                    file["errors"] = json!([fault_json(fault, lang)]);
                }
                file
            })
            .collect();
        document["bundle"] = self.bundle.to_string().into();
        document["files"] = files.into();
        if let Some(mac) = &self.mac {
            document["mac"] = mac.as_str().into();
        }
        document
    }
}
