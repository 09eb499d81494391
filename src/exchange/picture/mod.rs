//! Pictures and scans: whether a file is what it says, what a picture tells of place and time, a small copy of it, and a copy
//! that tells nothing but the picture.
//!
//! | module | what it does |
//! |---|---|
//! | [`jpeg`] | the segments of a JPEG from the first to the last, whatever follows |
//! | [`bare`] | takes out everything that is not needed to draw the picture; nothing is drawn anew |
//! | [`camera`] | position, time and which way up |
//! | [`thumbnail`] | a small copy |
//!
//! A picture is unfolded within limits of its own, whatever its head promises.

pub mod bare;
pub mod camera;
pub mod jpeg;
pub mod thumbnail;

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::domain::attachment::MediaType;
use crate::exchange::gpx::read_track;

/// Most points of a picture, in millions: the largest that phones take are 200, of which 120 is what they store by default.
pub const MOST_MEGAPIXELS: u64 = 120;
const LONGEST_SIDE: u32 = 30_000;
/// Most memory for one picture: three bytes a point, and what a decoder needs beside it.
const MOST_MEMORY: u64 = 600 * 1024 * 1024;

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsound {
    /// Damaged or cut off.
    Broken,
    /// Unfolds to more than is taken.
    TooLarge,
    /// Holds markup or a program beside the picture.
    Markup,
}

/// Looks at the whole of a file that begins like one of its kind.
///
/// # Errors
/// [`Unsound`].
pub fn check(bytes: &[u8], media: MediaType) -> Result<(), Unsound> {
    match media {
        MediaType::Heic => heic(bytes),
        MediaType::Pdf => pdf(bytes),
        MediaType::Gpx => read_track(bytes).map(drop).map_err(|_| Unsound::Broken),
        MediaType::Jpeg => {
            let parts = jpeg::Parts::of(bytes).ok_or(Unsound::Broken)?;
            // Cameras put films and further pictures behind the first; markup has no business there, nor in a comment.
            if parts.beside().any(has_markup) {
                return Err(Unsound::Markup);
            }
            unfold(bytes, media).map(drop)
        }
        MediaType::Png | MediaType::Webp => {
            bare::beside(bytes, media)
                .ok_or(Unsound::Broken)?
                .iter()
                .try_for_each(|part| if has_markup(part) { Err(Unsound::Markup) } else { Ok(()) })?;
            unfold(bytes, media).map(drop)
        }
    }
}

/// The picture, and which way up it is.
///
/// # Errors
/// [`Unsound`].
fn unfold(bytes: &[u8], media: MediaType) -> Result<DynamicImage, Unsound> {
    let format = match media {
        MediaType::Jpeg => ImageFormat::Jpeg,
        MediaType::Png => ImageFormat::Png,
        MediaType::Webp => ImageFormat::WebP,
        MediaType::Heic | MediaType::Pdf | MediaType::Gpx => return Err(Unsound::Broken),
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let unsound = |error: image::ImageError| match error {
        image::ImageError::Limits(_) => Unsound::TooLarge,
        _ => Unsound::Broken,
    };
    let mut decoder = reader.into_decoder().map_err(unsound)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_MEGAPIXELS * 1_000_000 || decoder.total_bytes() > MOST_MEMORY {
        return Err(Unsound::TooLarge);
    }
    let up = decoder.orientation().map_err(unsound)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unsound)?;
    picture.apply_orientation(up);
    Ok(picture)
}

/// A container of boxes, each with its length; what is in them is not opened.
fn heic(bytes: &[u8]) -> Result<(), Unsound> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let head = rest.first_chunk::<8>().ok_or(Unsound::Broken)?;
        let size = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        let size = match size {
            // To the end of the file.
            0 => rest.len(),
            1 => {
                let long = rest.get(8..16).and_then(|long| long.try_into().ok()).map(u64::from_be_bytes);
                long.and_then(|size| usize::try_from(size).ok()).ok_or(Unsound::Broken)?
            }
            size => size as usize,
        };
        if size < 8 {
            return Err(Unsound::Broken);
        }
        rest = rest.get(size..).ok_or(Unsound::Broken)?;
    }
    if has_markup(bytes) { Err(Unsound::Markup) } else { Ok(()) }
}

/// How far from the end of a PDF its last line may be.
const PDF_END: usize = 1_024;

/// A document that ends, and runs nothing when it is opened as far as can be seen without unpacking it.
fn pdf(bytes: &[u8]) -> Result<(), Unsound> {
    let end = &bytes[bytes.len().saturating_sub(PDF_END)..];
    if !holds(end, b"%%eof") {
        return Err(Unsound::Broken);
    }
    let runs = [&b"/javascript"[..], b"/launch", b"/embeddedfile"].iter().any(|word| holds(bytes, word));
    if runs || has_markup(&bytes[..bytes.len().min(PDF_END)]) { Err(Unsound::Markup) } else { Ok(()) }
}

/// What a browser or a server would take for a page or a program.
const MARKUP: [&[u8]; 6] = [b"<script", b"<html", b"<!doctype", b"<svg", b"<?php", b"<iframe"];

fn has_markup(bytes: &[u8]) -> bool {
    MARKUP.iter().any(|word| holds(bytes, word))
}

/// Whether a word in small letters stands somewhere, however it is written.
fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|here| here.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests;
