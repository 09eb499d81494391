//! Photos as a phone takes them, made here.

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder as _, RgbImage};

/// Where the phone says that it was.
pub(crate) const LON: f64 = 104.1;
pub(crate) const LAT: f64 = 20.9;

fn notes() -> Vec<u8> {
    let of = |parts: [u32; 3]| Value::Rational(parts.map(|num| Rational { num, denom: 100 }).to_vec());
    let text = |text: &str| Value::Ascii(vec![text.as_bytes().to_vec()]);
    let fields = [
        (Tag::Make, text("May anh cua don")),
        (Tag::DateTimeOriginal, text("2026:11:22 08:31:00")),
        (Tag::GPSLatitudeRef, text("N")),
        (Tag::GPSLatitude, of([2_000, 5_400, 0])),
        (Tag::GPSLongitudeRef, text("E")),
        (Tag::GPSLongitude, of([10_400, 600, 0])),
    ]
    .map(|(tag, value)| Field { tag, ifd_num: In::PRIMARY, value });
    let mut writer = Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut out = Cursor::new(Vec::new());
    writer.write(&mut out, false).unwrap();
    out.into_inner()
}

/// A photo that differs with `n`, noisy enough that it does not pack well: some 130 bytes for a square of 8 × 8.
pub(crate) fn photo_of(n: u32, width: u32, height: u32) -> Vec<u8> {
    let noise = |x: u32, y: u32| x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503) ^ n.wrapping_mul(97_531);
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let value = noise(x, y).wrapping_mul(2_246_822_519);
        let [_, red, green, blue] = value.to_le_bytes();
        image::Rgb([red, green, blue])
    });
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, 90);
    encoder.set_exif_metadata(notes()).unwrap();
    picture.write_with_encoder(encoder).unwrap();
    out
}

/// A small photo.
pub(crate) fn photo(n: u32) -> Vec<u8> {
    photo_of(n, 64, 48)
}

/// A scan of nothing.
pub(crate) fn scan(n: u32) -> Vec<u8> {
    format!("%PDF-1.4\n% bien ban {n}\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n").into_bytes()
}
