//! The parts of a JPEG file: marker segments and the coded picture, from the start to the end of the image, and what is
//! behind it (ITU-T T.81, annex B).
//!
//! Cost: one pass over the bytes. A file whose segments do not fit together, or that ends before its picture, has no parts.

const START: u8 = 0xD8;
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const COMMENT: u8 = 0xFE;
const APP0: u8 = 0xE0;
const APP2: u8 = 0xE2;
const APP14: u8 = 0xEE;

/// One part, with its marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'a> {
    pub marker: u8,
    /// All of it: marker, length, content; of a scan the coded picture, too.
    pub bytes: &'a [u8],
}

impl Part<'_> {
    fn content(&self) -> &[u8] {
        self.bytes.get(4..).unwrap_or_default()
    }

    /// Whether the picture would look different without it: density, colour profile and colour transform, and all that is
    /// no note of an application.
    pub fn is_of_the_picture(&self) -> bool {
        match self.marker {
            APP0 => self.content().starts_with(b"JFIF\0"),
            APP2 => self.content().starts_with(b"ICC_PROFILE\0"),
            APP14 => self.content().starts_with(b"Adobe"),
            0xE0..=0xEF | COMMENT => false,
            _ => true,
        }
    }
}

/// A whole JPEG file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts<'a> {
    pub parts: Vec<Part<'a>>,
    /// What lies behind the end of the image.
    pub behind: &'a [u8],
}

impl<'a> Parts<'a> {
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        if bytes.get(..2)? != [0xFF, START] {
            return None;
        }
        let (mut parts, mut at, mut scans) = (Vec::new(), 2, 0);
        loop {
            if *bytes.get(at)? != 0xFF {
                return None;
            }
            // A marker may be filled up with further FF.
            let marker_at = at + bytes.get(at..)?.iter().position(|&byte| byte != 0xFF)?;
            let marker = bytes[marker_at];
            match marker {
                END if scans > 0 => return Some(Self { parts, behind: &bytes[marker_at + 1..] }),
                0x00 | START | END | 0xD0..=0xD7 => return None,
                _ => {}
            }
            let length = bytes.get(marker_at + 1..marker_at + 3)?;
            let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
            let mut end = marker_at + 1 + length;
            if length < 2 || end > bytes.len() {
                return None;
            }
            if marker == SCAN {
                scans += 1;
                end += coded(&bytes[end..])?;
            }
            parts.push(Part { marker, bytes: &bytes[marker_at - 1..end] });
            at = end;
        }
    }

    /// What is not the picture itself.
    pub fn beside(&self) -> impl Iterator<Item = &'a [u8]> {
        let notes = self.parts.iter().filter(|part| !part.is_of_the_picture()).map(|part| part.bytes);
        notes.chain(std::iter::once(self.behind))
    }
}

/// Length of the coded picture: up to the next marker that is neither a stuffed byte nor a restart.
fn coded(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == 0xFF)?;
        match bytes.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}
