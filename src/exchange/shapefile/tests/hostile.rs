//! Damaged and lying files: a clear fault at the right row, never a panic.

use super::{Bytes, zipped};
use crate::exchange::encoding::EncodingHint;
use crate::exchange::rows::{OutPlace, SourcePlace};
use crate::exchange::shapefile::open;
use crate::exchange::testing::{at, layer, row};
use crate::geo::testing::fixed;
use proptest::prelude::*;

/// Three points with all their parts.
fn three() -> Bytes {
    let points = [1.0, 2.0, 3.0].map(|x| row("a", OutPlace::Point(at(x, 20.0, None))));
    Bytes::written(&layer(false), &points)
}

/// Writes over the bytes.
fn put(bytes: &mut [u8], at: usize, with: &[u8]) {
    bytes[at..at + with.len()].copy_from_slice(with);
}

/// Where the shape record starts.
const fn record(n: usize) -> usize {
    100 + 28 * n
}

#[test]
fn every_part_may_be_cut_anywhere() {
    let whole = three();
    assert_eq!(whole.codes(), ["ok"; 3]);
    for end in 0..whole.shp.len() {
        let cut = Bytes { shp: whole.shp[..end].to_vec(), ..whole.clone() };
        assert_eq!(cut.codes(), ["shapefile_cut_short"], "{end}");
    }
    let shx = whole.shx.clone().unwrap();
    for end in 0..shx.len() {
        let cut = Bytes { shx: Some(shx[..end].to_vec()), ..whole.clone() };
        assert_eq!(cut.codes(), ["shapefile_cut_short"], "{end}");
    }
    let dbf = whole.dbf.clone().unwrap();
    // The last byte is only a mark.
    for end in 0..dbf.len() - 1 {
        let cut = Bytes { dbf: Some(dbf[..end].to_vec()), ..whole.clone() };
        let [code] = cut.codes().try_into().unwrap();
        assert!(matches!(code, "shapefile_table_cut_short" | "shapefile_table_damaged"), "{end}: {code}");
    }
}

#[test]
fn a_zip_may_be_cut_anywhere_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.zip");
    let whole = zipped(&layer(false), &[row("a", OutPlace::Point(at(1.0, 2.0, None)))]);
    for end in 0..whole.len() {
        std::fs::write(&path, &whole[..end]).unwrap();
        let code = open(&path, None, EncodingHint::Detect).err().map(|fault| fault.code);
        assert!(matches!(code, Some("zip_damaged" | "shapefile_cut_short")), "{end}: {code:?}");
    }
}

#[test]
fn record_lengths_that_lie_are_faults_of_their_row() {
    let mut lying = three();
    put(&mut lying.shp, record(1) + 4, &11_u32.to_be_bytes());
    assert_eq!(lying.codes(), ["ok", "shapefile_record_length", "ok"], "the .shx leads past the damage");
    assert_eq!(lying.all()[1].as_ref().unwrap_err().row, Some(2));
    lying.shx = None;
    assert_eq!(lying.codes().len(), 3, "without it the rest cannot be found: {:?}", lying.codes());

    for words in [0x7fff_ffff_u32, u32::MAX] {
        let mut huge = three();
        put(&mut huge.shp, record(1) + 4, &words.to_be_bytes());
        assert_eq!(huge.codes(), ["ok", "shape_too_large", "ok"]);
        huge.shx = None;
        assert_eq!(huge.codes(), ["ok", "shape_too_large"]);
    }
    let mut short = three();
    put(&mut short.shp, record(2) + 4, &12_u32.to_be_bytes());
    short.shx = None;
    assert_eq!(short.codes(), ["ok", "ok", "shapefile_cut_short"]);
}

#[test]
fn entries_of_the_shx_that_point_nowhere_are_faults_of_their_row() {
    for offset in [0_u32, 49, 1 << 20, u32::MAX] {
        let mut lost = three();
        put(lost.shx.as_mut().unwrap(), 108, &offset.to_be_bytes());
        let [first, second, third] = lost.codes().try_into().unwrap();
        assert_eq!((first, third), ("ok", "ok"));
        assert!(matches!(second, "shapefile_record_length" | "shapefile_cut_short"), "{offset}: {second}");
    }
}

#[test]
fn counts_that_do_not_agree_are_a_fault() {
    let mut more = three();
    put(more.dbf.as_mut().unwrap(), 4, &2_u32.to_le_bytes());
    assert_eq!(more.codes(), ["shapefile_counts_differ"]);
    more.shx = None;
    assert_eq!(more.codes(), ["ok", "ok", "shapefile_counts_differ"]);
    let mut fewer = three();
    fewer.shp.truncate(record(2));
    put(&mut fewer.shp, 24, &u32::try_from(record(2) / 2).unwrap().to_be_bytes());
    fewer.shx = None;
    assert_eq!(fewer.codes(), ["ok", "ok", "shapefile_counts_differ"]);
    put(more.dbf.as_mut().unwrap(), 4, &u32::MAX.to_le_bytes());
    assert_eq!(more.codes(), ["shapefile_table_cut_short"]);
}

#[test]
fn what_is_not_finite_is_a_fault_of_its_row() {
    let mut nan = three();
    put(&mut nan.shp, record(1) + 12, &f64::NAN.to_le_bytes());
    assert_eq!(nan.codes(), ["ok", "coordinate_not_finite", "ok"]);
}

#[test]
fn polygons_are_named() {
    let mut polygons = three();
    for start in [32, record(0) + 8, record(1) + 8, record(2) + 8] {
        put(&mut polygons.shp, start, &5_u32.to_le_bytes());
    }
    let places: Vec<_> = polygons.all().into_iter().map(|row| row.unwrap().place).collect();
    assert_eq!(places, vec![SourcePlace::Other("Polygon".into()); 3]);
    put(&mut polygons.shp, 32, &1_u32.to_le_bytes());
    assert_eq!(polygons.codes(), ["shape_kind"; 3]);
    put(&mut polygons.shp, 32, &77_u32.to_le_bytes());
    assert_eq!(polygons.codes(), ["shapefile_kind"]);
}

#[test]
fn deleted_rows_are_passed_over_and_keep_their_number() {
    let mut deleted = three();
    let dbf = deleted.dbf.as_mut().unwrap();
    let header = usize::from(u16::from_le_bytes([dbf[8], dbf[9]]));
    let length = usize::from(u16::from_le_bytes([dbf[10], dbf[11]]));
    dbf[header + length] = b'*';
    let rows: Vec<_> = deleted.all().into_iter().map(Result::unwrap).collect();
    let told: Vec<_> = rows.iter().map(|row| (row.row, row.place.clone())).collect();
    let point = |x| SourcePlace::Point(at(x, 20.0, None));
    assert_eq!(told, [(1, point(1.0)), (3, point(3.0))], "each row with its own shape");
}

#[test]
fn text_that_is_not_in_the_encoding_is_a_fault_of_its_row() {
    let mut wrong = three();
    let dbf = wrong.dbf.as_mut().unwrap();
    let at = dbf.windows(3).position(|three| three == "ố".as_bytes()).unwrap();
    dbf[at] = 0xff;
    let faults = wrong.all();
    let fault = faults[0].as_ref().unwrap_err();
    assert_eq!((fault.code, fault.row, fault.ends()), ("shapefile_encoding", Some(1), false));
    assert!(fault.en.contains("number") && fault.vi.contains("number"));
    assert!(faults[1].is_ok());
    wrong.cpg = None;
    assert!(wrong.all()[0].as_ref().unwrap_err().en.contains("state it"));
    wrong.cpg = Some("KLINGON".into());
    assert_eq!(wrong.codes(), ["shapefile_encoding_unknown"]);
}

#[test]
fn columns_that_do_not_fit_a_row_are_a_fault() {
    for (at, with) in [(10, &[1_u8, 0][..]), (8, &[0, 0]), (8, &[31, 0]), (32 + 16, &[255])] {
        let mut bad = three();
        put(bad.dbf.as_mut().unwrap(), at, with);
        let [code] = bad.codes().try_into().unwrap();
        assert!(matches!(code, "shapefile_table_damaged" | "shapefile_table_cut_short"), "{at}: {code}");
    }
}

proptest! {
    #![proptest_config(fixed(32, 512))]

    #[test]
    fn any_byte_may_be_wrong(part in 0..3, share in 0.0..1.0, byte in any::<u8>(), with_index in any::<bool>()) {
        let mut bytes = three();
        if !with_index {
            bytes.shx = None;
        }
        let target = match part {
            0 => &mut bytes.shp,
            1 => bytes.dbf.as_mut().unwrap(),
            _ => bytes.shx.get_or_insert_default(),
        };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a share of a length")]
        let at = (target.len() as f64 * share) as usize;
        if let Some(there) = target.get_mut(at) {
            *there = byte;
        }
        prop_assert!(bytes.all().len() < 100);
    }
}
