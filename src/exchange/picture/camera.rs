//! What a camera wrote into a picture: where, when, and which way up (EXIF 2.32).

use std::io::Cursor;

use exif::{Exif, In, Reader, Tag, Value};

use crate::domain::position::LonLat;
use crate::domain::time::Instant;

/// Vietnam's time, which a camera is taken to run on where it does not say.
const USUAL_ZONE: &str = "+07:00";

/// What a picture tells. Whoever can take a picture can write anything there: it is shown beside the record, and decides
/// nothing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Told {
    pub at: Option<LonLat>,
    pub taken_at: Option<Instant>,
    /// Which way up: 1 as it lies, 2 to 8 turned or mirrored.
    pub up: u8,
}

/// Reads what a JPEG, PNG, WebP or HEIC tells; none where it tells nothing that can be read.
pub fn read(bytes: &[u8]) -> Option<Told> {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let told = reader.read_from_container(&mut Cursor::new(bytes));
    let told = told.or_else(|error| error.distill_partial_result(|_| {})).ok()?;
    Some(Told { at: place(&told), taken_at: taken_at(&told), up: up(&told) })
}

fn up(told: &Exif) -> u8 {
    let up = told.get_field(Tag::Orientation, In::PRIMARY).and_then(|field| field.value.get_uint(0));
    up.and_then(|up| u8::try_from(up).ok()).unwrap_or(1)
}

fn place(told: &Exif) -> Option<LonLat> {
    let lon = degrees(told, Tag::GPSLongitude, Tag::GPSLongitudeRef, b'W')?;
    let lat = degrees(told, Tag::GPSLatitude, Tag::GPSLatitudeRef, b'S')?;
    // A camera without a fix writes zeros.
    (lon != 0.0 || lat != 0.0).then(|| LonLat::new(lon, lat).ok())?
}

fn degrees(told: &Exif, tag: Tag, side: Tag, negative: u8) -> Option<f64> {
    let Value::Rational(parts) = &told.get_field(tag, In::PRIMARY)?.value else { return None };
    let [degrees, minutes, seconds] = parts.get(..3)?.try_into().ok()?;
    let value = degrees.to_f64() + minutes.to_f64() / 60.0 + seconds.to_f64() / 3_600.0;
    let is_negative = text(told, side).is_some_and(|text| text.as_bytes().first() == Some(&negative));
    value.is_finite().then_some(if is_negative { -value } else { value })
}

fn text(told: &Exif, tag: Tag) -> Option<String> {
    let Value::Ascii(lines) = &told.get_field(tag, In::PRIMARY)?.value else { return None };
    let text = lines.first()?.iter().copied().take_while(u8::is_ascii).map(char::from).collect::<String>();
    Some(text.trim_matches(['\0', ' ']).to_owned())
}

/// `2026:11:22 08:30:00`, in the zone that stands beside it, or in Vietnam's.
fn taken_at(told: &Exif) -> Option<Instant> {
    let said = text(told, Tag::DateTimeOriginal).or_else(|| text(told, Tag::DateTimeDigitized))?;
    let (day, time) = said.split_once(' ')?;
    let zone = text(told, Tag::OffsetTimeOriginal).filter(|zone| zone.len() == 6);
    let written = format!("{}T{time}{}", day.replace(':', "-"), zone.as_deref().unwrap_or(USUAL_ZONE));
    written.parse().ok()
}
