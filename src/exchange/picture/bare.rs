//! A picture without anything that tells of who took it where: the same coded picture, byte for byte, in a container that
//! holds nothing else.

use img_parts::Bytes;
use img_parts::png::Png;
use img_parts::webp::WebP;

use super::{camera, jpeg};
use crate::domain::attachment::MediaType;

/// Chunks of a PNG without which the picture would look different.
const PNG_KEPT: [&[u8; 4]; 16] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
];
/// The same of a WebP.
const WEBP_KEPT: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// Flags of `VP8X`: there is EXIF, there is XMP.
const WEBP_NOTES: u8 = 0b0000_1100;

/// The picture without its notes; none for what cannot be taken apart. Which way up a JPEG is stays said, and nothing else.
pub fn bare(bytes: &[u8], media: MediaType) -> Option<Vec<u8>> {
    match media {
        MediaType::Jpeg => bare_jpeg(bytes),
        MediaType::Png => {
            let mut png = Png::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
            png.chunks_mut().retain(|chunk| PNG_KEPT.contains(&&chunk.kind()));
            Some(png.encoder().bytes().to_vec())
        }
        MediaType::Webp => {
            let mut webp = WebP::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
            webp.chunks_mut().retain(|chunk| WEBP_KEPT.contains(&&chunk.id()));
            let mut out = webp.encoder().bytes().to_vec();
            // RIFF, length, WEBP, then the first chunk: `VP8X` where there is one, with its flags first.
            if out.get(12..16) == Some(b"VP8X")
                && let Some(flags) = out.get_mut(20)
            {
                *flags &= !WEBP_NOTES;
            }
            Some(out)
        }
        MediaType::Heic | MediaType::Pdf | MediaType::Gpx => None,
    }
}

fn bare_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let parts = jpeg::Parts::of(bytes)?;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&[0xFF, 0xD8]);
    let (head, rest): (Vec<&jpeg::Part>, Vec<&jpeg::Part>) = parts.parts.iter().partition(|part| part.marker == 0xE0);
    for part in head.into_iter().filter(|part| part.is_of_the_picture()) {
        out.extend_from_slice(part.bytes);
    }
    if let Some(up) = camera::read(bytes).map(|found| found.up).filter(|up| (2..=8).contains(up)) {
        out.extend_from_slice(&only_up(up));
    }
    for part in rest.into_iter().filter(|part| part.is_of_the_picture()) {
        out.extend_from_slice(part.bytes);
    }
    out.extend_from_slice(&[0xFF, 0xD9]);
    Some(out)
}

/// A segment with EXIF that says which way up the picture is, and nothing else.
fn only_up(up: u8) -> Vec<u8> {
    let mut segment = vec![0xFF, 0xE1, 0x00, 34];
    segment.extend_from_slice(b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01");
    // Tag 0x0112, a SHORT, one of them, its value; no further directory.
    segment.extend_from_slice(&[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, up, 0, 0, 0, 0, 0, 0]);
    segment
}

/// What a PNG or WebP holds beside the picture; none for what cannot be taken apart.
pub fn beside(bytes: &[u8], media: MediaType) -> Option<Vec<Vec<u8>>> {
    let (parts, length) = match media {
        MediaType::Png => {
            let png = Png::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
            let whole = png.chunks().last().is_some_and(|chunk| &chunk.kind() == b"IEND");
            let notes = png.chunks().iter().filter(|chunk| !PNG_KEPT.contains(&&chunk.kind()));
            let notes: Vec<Vec<u8>> = notes.map(|chunk| chunk.contents().to_vec()).collect();
            whole.then(|| (notes, png.len()))?
        }
        MediaType::Webp => {
            let size = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?) as usize + 8;
            bytes.get(..size)?;
            let webp = WebP::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
            let notes = webp.chunks().iter().filter(|chunk| !WEBP_KEPT.contains(&&chunk.id()));
            (notes.filter_map(|chunk| chunk.content().data()).map(|data| data.to_vec()).collect(), size)
        }
        _ => return None,
    };
    let mut all = parts;
    all.extend(bytes.get(length..).map(<[u8]>::to_vec));
    Some(all)
}
