//! The signs on which Windows-1258, TCVN3 and VNI agree, so that a file with no other byte above ASCII needs no guess.
//!
//! TCVN 5712 has a combining grave at 0xB0, which typing in the ABC fonts never gives; there, too, the byte is read as
//! the degree sign that Windows programs put in.

/// The sign of a byte above ASCII, if it is one of them.
pub(super) const fn sign(byte: u8) -> Option<char> {
    Some(match byte {
        0x85 => '…',
        0x91 => '‘',
        0x92 => '’',
        0x93 => '“',
        0x94 => '”',
        0x95 => '•',
        0x96 => '–',
        0x97 => '—',
        0xa0 => '\u{a0}',
        0xb0 => '°',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_1258_has_the_same_signs_there() {
        for byte in 0x80..=0xff {
            if let Some(sign) = sign(byte) {
                let bytes = [byte];
                let (text, _, _) = encoding_rs::WINDOWS_1258.decode(&bytes);
                assert_eq!(text, sign.to_string(), "{byte:02x}");
            }
        }
    }
}
