//! A small copy of a picture, drawn anew: so that nothing is in it but the picture.

use image::codecs::jpeg::JpegEncoder;

use super::{Unsound, unfold};
use crate::domain::attachment::MediaType;

/// Longest side, in points.
pub const SIDE: u32 = 320;
const QUALITY: u8 = 80;

/// A JPEG whose longer side has at most [`SIDE`] points. Cost: the whole picture is unfolded.
///
/// # Errors
/// [`Unsound`] for what is no picture that can be opened.
pub fn thumbnail(bytes: &[u8], media: MediaType) -> Result<Vec<u8>, Unsound> {
    let picture = unfold(bytes, media)?;
    let fits = picture.width() <= SIDE && picture.height() <= SIDE;
    let small = if fits { picture } else { picture.thumbnail(SIDE, SIDE) };
    let mut out = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
    small.to_rgb8().write_with_encoder(encoder).map_err(|_| Unsound::Broken)?;
    Ok(out)
}
