//! The signature of what is sent: HMAC-SHA-256 over the time, a point and the body, with the secret of the target.
//!
//! `Mocgioi-Signature: t=1764201600,v1=<64 hexadecimal digits>`. A receiver works the same out and compares in constant time;
//! by the time it refuses what somebody sends again much later.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::domain::secret::Secret;
use crate::domain::time::Instant;

/// The value of the header; none for a secret that cannot be a key, which there is not.
pub fn signature(secret: &Secret, at: Instant, body: &[u8]) -> Option<String> {
    let seconds = at.millis().div_euclid(1_000);
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()).ok()?;
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body);
    let mut header = format!("t={seconds},v1=");
    for byte in mac.finalize().into_bytes() {
        let _ = write!(header, "{byte:02x}");
    }
    Some(header)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By `printf '1764201600.{"a":1}' | openssl dgst -sha256 -hmac 'mgw_test'`.
    #[test]
    fn it_is_what_other_programs_work_out() {
        let header = signature(&Secret::new("mgw_test"), Instant::from_millis(1_764_201_600_999), br#"{"a":1}"#);
        let expected = "t=1764201600,v1=f26991fd441533289c0bf9596412b87e889272f2ae08a8509ac435f3fdc02f4e";
        assert_eq!(header.as_deref(), Some(expected));
    }
}
