//! Receipts that go back on a stick are known for the server's by a key that came with the bundle.
//!
//! Whoever has the stick could write receipts, and a phone that believes them lets go of what never arrived. So the device
//! puts 32 random bytes into its queue (`reply_key`); nobody but who opens the bundle knows them, and the receipts carry
//!
//! ```text
//! mac  = HMAC-SHA-256( reply_key, text )
//! text = "mocgioi receipts 1\n" epoch "\n" bundle "\n", then one line each:
//!        record:  id (or nothing) " " outcome " " seq (or nothing) "\n"
//!        file:    sha256 " " outcome "\n"
//! ```

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;

use super::brought::{Brought, NotBrought};
use crate::domain::signature::{hex, unhex_array};

/// The field of the queue that holds it.
const FIELD: &str = "reply_key";

/// A key of one bundle.
pub(super) struct ReplyKey([u8; 32]);

impl ReplyKey {
    /// Takes the key out of what a bundle says of itself; none where the device gave none.
    ///
    /// # Errors
    /// When it is not 64 hexadecimal digits.
    pub(super) fn take(sent: &mut Value) -> Result<Option<Self>, NotBrought> {
        match sent.as_object_mut().and_then(|sent| sent.remove(FIELD)) {
            None | Some(Value::Null) => Ok(None),
            Some(key) => {
                let key = key.as_str().and_then(unhex_array).ok_or(NotBrought::ReplyKey)?;
                Ok(Some(Self(key)))
            }
        }
    }

    pub(super) fn mac(&self, brought: &Brought) -> Option<String> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(text(brought).as_bytes());
        Some(hex(&mac.finalize().into_bytes()))
    }
}

fn text(brought: &Brought) -> String {
    let mut text = format!("mocgioi receipts 1\n{}\n{}\n", brought.receipts.epoch, brought.bundle);
    for taken in &brought.receipts.taken {
        let id = taken.id.as_str().unwrap_or_default();
        let seq = taken.said.seq().map_or_else(String::new, |seq| seq.to_string());
        let _ = writeln!(text, "{id} {} {seq}", taken.said.as_str());
    }
    for (sha256, said) in &brought.files {
        let _ = writeln!(text, "{sha256} {}", said.as_str());
    }
    text
}
