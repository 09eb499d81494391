use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use image::{ImageEncoder as _, RgbImage};

use super::*;

fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 90]))
}

/// EXIF with a place near marker VN-LA:144, a time, and "turned by a quarter".
fn notes() -> Vec<u8> {
    let of = |parts: [u32; 3]| Value::Rational(parts.map(|n| Rational { num: n, denom: 100 }).to_vec());
    let text = |text: &str| Value::Ascii(vec![text.as_bytes().to_vec()]);
    let fields = [
        (Tag::Orientation, Value::Short(vec![6])),
        (Tag::DateTimeOriginal, text("2026:11:22 08:30:00")),
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

fn jpeg(width: u32, height: u32, notes: Option<Vec<u8>>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new(&mut out);
    if let Some(notes) = notes {
        encoder.set_exif_metadata(notes).unwrap();
    }
    picture(width, height).write_with_encoder(encoder).unwrap();
    out
}

fn png(width: u32, height: u32, notes: Option<Vec<u8>>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut out);
    if let Some(notes) = notes {
        encoder.set_exif_metadata(notes).unwrap();
    }
    picture(width, height).write_with_encoder(encoder).unwrap();
    out
}

fn webp(width: u32, height: u32, notes: Option<Vec<u8>>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = image::codecs::webp::WebPEncoder::new_lossless(&mut out);
    if let Some(notes) = notes {
        encoder.set_exif_metadata(notes).unwrap();
    }
    picture(width, height).write_with_encoder(encoder).unwrap();
    out
}

fn of_all(notes: Option<&Vec<u8>>) -> [(MediaType, Vec<u8>); 3] {
    [
        (MediaType::Jpeg, jpeg(400, 300, notes.cloned())),
        (MediaType::Png, png(400, 300, notes.cloned())),
        (MediaType::Webp, webp(400, 300, notes.cloned())),
    ]
}

#[test]
fn what_a_camera_writes_is_read() {
    for (media, bytes) in of_all(Some(&notes())) {
        let told = camera::read(&bytes).unwrap();
        assert_eq!(told.taken_at.unwrap().to_string(), "2026-11-22T01:30:00.000Z", "{media:?}");
        let at = told.at.unwrap();
        assert!((at.lon() - 104.1).abs() < 1e-9 && (at.lat() - 20.9).abs() < 1e-9, "{media:?}: {at:?}");
        assert_eq!(told.up, 6, "{media:?}");
    }
    assert!(of_all(None).iter().all(|(_, bytes)| camera::read(bytes).is_none()));
}

#[test]
fn a_bare_picture_tells_nothing_and_looks_the_same() {
    for (media, bytes) in of_all(Some(&notes())) {
        let bare = bare::bare(&bytes, media).unwrap();
        let told = camera::read(&bare);
        assert!(told.is_none_or(|told| told.at.is_none() && told.taken_at.is_none()), "{media:?}: {told:?}");
        assert_eq!(check(&bare, media), Ok(()), "{media:?}");
        if media == MediaType::Jpeg {
            assert_eq!(camera::read(&bare).map(|told| told.up), Some(6), "which way up is not anybody's secret");
            assert_eq!(unfold(&bare, media).unwrap(), unfold(&bytes, media).unwrap());
        }
        let plain = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().to_rgb8();
        assert_eq!(plain(&bare), plain(&bytes), "{media:?}");
    }
}

#[test]
fn what_is_behind_a_picture_and_in_its_comments_does_not_stay() {
    let mut bytes = jpeg(40, 30, None);
    let comment = [&[0xFF, 0xFE, 0, 14][..], b"20.9,104.100"].concat();
    bytes.splice(2..2, comment);
    bytes.extend_from_slice(b"a film of the post");
    assert_eq!(check(&bytes, MediaType::Jpeg), Ok(()));
    let bare = bare::bare(&bytes, MediaType::Jpeg).unwrap();
    let text = String::from_utf8_lossy(&bare).into_owned();
    assert!(!text.contains("104.1") && !text.contains("film"));
    assert_eq!(bare, jpeg(40, 30, None));
}

#[test]
fn a_thumbnail_is_small_and_the_right_way_up() {
    let small = thumbnail::thumbnail(&jpeg(1_000, 500, Some(notes())), MediaType::Jpeg).unwrap();
    let small = image::load_from_memory(&small).unwrap();
    assert_eq!((small.width(), small.height()), (160, 320), "turned by a quarter");
    let tiny = thumbnail::thumbnail(&png(20, 10, None), MediaType::Png).unwrap();
    assert_eq!(image::load_from_memory(&tiny).unwrap().width(), 20, "not blown up");
}

#[test]
fn what_is_cut_off_or_damaged_is_refused() {
    for (media, bytes) in of_all(Some(&notes())) {
        assert_eq!(check(&bytes, media), Ok(()), "{media:?}");
        for length in [3, 20, bytes.len() / 2, bytes.len() - 30, bytes.len() - 2] {
            assert_eq!(check(&bytes[..length], media), Err(Unsound::Broken), "{media:?} cut to {length}");
        }
    }
    let heic = [&b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"[..], b"\0\0\0\x0cmdatABCD"].concat();
    assert_eq!(check(&heic, MediaType::Heic), Ok(()));
    assert_eq!(check(&heic[..heic.len() - 1], MediaType::Heic), Err(Unsound::Broken));
    assert_eq!(check(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", MediaType::Pdf), Ok(()));
    assert_eq!(check(b"%PDF-1.4\n1 0 obj<<>>endobj", MediaType::Pdf), Err(Unsound::Broken));
}

#[test]
fn what_unfolds_to_more_than_it_should_is_refused_before_it_does() {
    // A head that promises 20,000 × 20,000 points, in a file of some bytes.
    let mut bomb = png(1, 1, None);
    bomb[16..24].copy_from_slice(&[0, 0, 0x4E, 0x20, 0, 0, 0x4E, 0x20]);
    let crc = crc32(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&crc.to_be_bytes());
    assert_eq!(check(&bomb, MediaType::Png), Err(Unsound::TooLarge));
    let mut wide = jpeg(8, 8, None);
    let frame = wide.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap();
    wide[frame + 5..frame + 9].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF]);
    assert_eq!(check(&wide, MediaType::Jpeg), Err(Unsound::TooLarge));
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

#[test]
fn markup_beside_a_picture_is_refused() {
    let page = b"<HTML><script>alert(1)</script>";
    let mut behind = jpeg(8, 8, None);
    behind.extend_from_slice(page);
    assert_eq!(check(&behind, MediaType::Jpeg), Err(Unsound::Markup));
    let mut comment = jpeg(8, 8, None);
    comment.splice(2..2, [&[0xFF, 0xFE, 0, u8::try_from(page.len() + 2).unwrap()][..], page].concat());
    assert_eq!(check(&comment, MediaType::Jpeg), Err(Unsound::Markup));
    for (media, mut bytes) in of_all(None) {
        bytes.extend_from_slice(b"<svg onload=alert(1)>");
        assert_eq!(check(&bytes, media), Err(Unsound::Markup), "{media:?}");
    }
    let script = b"%PDF-1.4\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n%%EOF";
    assert_eq!(check(script, MediaType::Pdf), Err(Unsound::Markup));
}

#[test]
fn whatever_is_wrong_with_a_file_nothing_here_falls_over() {
    // The same in every run: a multiplier and a modulus, nothing more.
    let mut state = 20_261_126_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let small = [
        (MediaType::Jpeg, jpeg(24, 16, Some(notes()))),
        (MediaType::Png, png(24, 16, Some(notes()))),
        (MediaType::Webp, webp(24, 16, Some(notes()))),
    ];
    let mut refused = 0;
    for n in 0..900 {
        let (media, whole) = &small[n % 3];
        let mut bytes = whole.clone();
        for _ in 0..=next(4) {
            let (at, value) = (next(bytes.len()), next(256).to_le_bytes()[0]);
            bytes[at] = value;
        }
        if next(3) == 0 {
            bytes.truncate(next(bytes.len()));
        }
        refused += usize::from(check(&bytes, *media).is_err());
        let _ = (camera::read(&bytes), bare::bare(&bytes, *media), thumbnail::thumbnail(&bytes, *media));
        let _ = (check(&bytes, MediaType::Heic), check(&bytes, MediaType::Pdf));
    }
    assert!(refused > 300, "{refused}");
}
