//! Geometries of every kind, true and lying.

use super::*;
use crate::geo::testing::fixed;
use proptest::prelude::*;

/// Header without envelope, little-endian.
fn gp(flags: u8, wkb: &[u8]) -> Vec<u8> {
    let mut blob = vec![b'G', b'P', 0, flags];
    blob.extend(if flags & 1 == 1 { 4326_i32.to_le_bytes() } else { 4326_i32.to_be_bytes() });
    blob.extend(wkb);
    blob
}

fn wkb(kind: u32, count: Option<u32>, doubles: &[f64]) -> Vec<u8> {
    let mut wkb = vec![1];
    wkb.extend(kind.to_le_bytes());
    wkb.extend(count.into_iter().flat_map(u32::to_le_bytes));
    wkb.extend(doubles.iter().flat_map(|double| double.to_le_bytes()));
    wkb
}

fn read(wkb: &[u8]) -> Result<SourcePlace, BlobFault> {
    place(&gp(1, wkb), 4326)
}

fn at(x: f64, y: f64, z: Option<f64>) -> SourcePoint {
    SourcePoint { x, y, z }
}

#[test]
fn both_byte_orders_and_all_dimensions_are_read() {
    let mut big = vec![0];
    big.extend(1_001_u32.to_be_bytes());
    big.extend([1.5, 2.5, 3.5].into_iter().flat_map(f64::to_be_bytes));
    assert_eq!(place(&gp(0, &big), 4326), Ok(SourcePlace::Point(at(1.5, 2.5, Some(3.5)))));
    assert_eq!(read(&wkb(2_001, None, &[1.0, 2.0, 9.0])), Ok(SourcePlace::Point(at(1.0, 2.0, None))));
    assert_eq!(read(&wkb(3_001, None, &[1.0, 2.0, 3.0, 9.0])), Ok(SourcePlace::Point(at(1.0, 2.0, Some(3.0)))));
}

#[test]
fn envelopes_are_stepped_over() {
    for (kind, doubles) in [(1, 4), (2, 6), (3, 6), (4, 8)] {
        let mut blob = gp(1 | kind << 1, &[]);
        blob.extend(vec![0; doubles * 8]);
        blob.extend(wkb(1, None, &[1.0, 2.0]));
        assert_eq!(place(&blob, 4326), Ok(SourcePlace::Point(at(1.0, 2.0, None))));
        assert_eq!(place(&blob[..20], 4326), Err(BlobFault::Length));
    }
    assert_eq!(place(&gp(1 | 5 << 1, &wkb(1, None, &[1.0, 2.0])), 4326), Err(BlobFault::NotOne));
}

#[test]
fn counts_that_lie_are_refused() {
    for count in [0, 1, 3, 1 << 28, u32::MAX] {
        let lying = read(&wkb(2, Some(count), &[1.0, 2.0, 3.0, 4.0]));
        assert_eq!(lying, Err(BlobFault::Length), "{count}");
    }
    assert_eq!(read(&wkb(2, Some(1), &[1.0, 2.0])), Err(BlobFault::OnePoint));
    assert_eq!(read(&wkb(2, Some(0), &[])), Ok(SourcePlace::None));
    assert_eq!(read(&wkb(1, None, &[1.0])), Err(BlobFault::Length));
    assert_eq!(read(&wkb(1, None, &[1.0, 2.0, 3.0])), Err(BlobFault::Length));
}

#[test]
fn nan_is_refused_unless_the_header_says_empty() {
    let nan = wkb(1, None, &[f64::NAN, f64::NAN]);
    assert_eq!(read(&nan), Err(BlobFault::NotFinite));
    assert_eq!(place(&gp(1 | EMPTY, &nan), 4326), Ok(SourcePlace::None));
    assert_eq!(read(&wkb(1, None, &[1.0, f64::NAN])), Err(BlobFault::NotFinite));
    assert_eq!(read(&wkb(1_001, None, &[1.0, 2.0, f64::INFINITY])), Err(BlobFault::NotFinite));
    assert_eq!(read(&wkb(2, Some(2), &[1.0, 2.0, 3.0, f64::NAN])), Err(BlobFault::NotFinite));
}

#[test]
fn a_collection_of_one_is_its_member_and_others_are_named() {
    let one = |kind, member: &[u8]| [wkb(kind, Some(1), &[]), member.to_vec()].concat();
    let line = wkb(2, Some(2), &[1.0, 2.0, 3.0, 4.0]);
    let points = vec![at(1.0, 2.0, None), at(3.0, 4.0, None)];
    assert_eq!(read(&one(5, &line)), Ok(SourcePlace::Line(points)));
    assert_eq!(read(&one(4, &wkb(1, None, &[1.0, 2.0]))), Ok(SourcePlace::Point(at(1.0, 2.0, None))));
    assert_eq!(read(&one(4, &line)), Err(BlobFault::NotOne));
    assert_eq!(read(&one(5, &line[..20])), Err(BlobFault::Length));
    for (kind, name) in [(3, "Polygon"), (5, "MultiLineString"), (7, "GeometryCollection"), (1_006, "MultiPolygon")] {
        assert_eq!(read(&wkb(kind, Some(9), &[])), Ok(SourcePlace::Other(name.into())));
    }
    assert_eq!(place(&gp(1 | EXTENDED, b"?"), 4326), Ok(SourcePlace::Other("extended geometry".into())));
}

#[test]
fn a_bomb_of_nested_collections_is_only_named() {
    let nested = wkb(7, Some(1), &[]).repeat(1 << 20);
    assert_eq!(read(&nested), Ok(SourcePlace::Other("GeometryCollection".into())));
    let multi = wkb(5, Some(1), &[]).repeat(1 << 20);
    assert_eq!(read(&multi), Err(BlobFault::NotOne));
}

#[test]
fn what_is_none_is_refused() {
    for blob in [&b""[..], b"GP", b"GP\x01\x01\0\0\0\0", b"xx\0\x01\0\0\0\0", b"\x01\x01\0\0\0"] {
        assert_eq!(place(blob, 4326), Err(BlobFault::NotOne));
    }
    for wkb in [&[][..], &[1, 1], &[2, 1, 0, 0, 0], &[1, 0, 0, 0, 0x80], &[1, 99, 0, 0, 0]] {
        assert!(read(wkb).is_err(), "{wkb:?}");
    }
}

#[test]
fn a_system_that_is_undefined_is_the_layers() {
    let point = [at(1.0, 2.0, None)];
    for srs in [0, -1, 3_405] {
        assert!(place(&bytes(&[&point], BlobKind::Point, srs), 3_405).is_ok(), "{srs}");
    }
    assert_eq!(place(&bytes(&[&point], BlobKind::Point, 4_326), 3_405), Err(BlobFault::System(4_326)));
}

proptest! {
    #![proptest_config(fixed(31, 256))]

    #[test]
    fn lines_come_back(line in prop::collection::vec((-1e7..1e7, -1e7..1e7, prop::option::of(-1e4..9e3)), 2..20)) {
        let line: Vec<SourcePoint> = line.into_iter().map(|(x, y, z)| at(x, y, z)).collect();
        let flat = line.iter().map(|point| at(point.x, point.y, None)).collect();
        let want = if line.iter().all(|point| point.z.is_some()) { line.clone() } else { flat };
        prop_assert_eq!(place(&bytes(&[&line], BlobKind::Line, 9_206), 9_206), Ok(SourcePlace::Line(want)));
    }

    #[test]
    fn no_bytes_make_it_panic(blob in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = place(&blob, 4_326);
        let _ = read(&blob);
    }
}
