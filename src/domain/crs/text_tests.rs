//! What names a system, and what does not.

use super::{Crs, CrsFault};

#[track_caller]
fn is(crs: Crs, texts: &[&str]) {
    for text in texts {
        assert_eq!(Crs::parse(text), Ok(crs), "{text}");
    }
}

#[track_caller]
fn ambiguous(text: &str, candidates: &[Crs]) {
    let fault = Crs::parse(text);
    assert_eq!(fault, Err(CrsFault::Ambiguous { text: text.to_owned(), candidates: candidates.to_vec() }));
}

#[test]
fn every_system_is_read_by_its_code_and_by_its_names() {
    use crate::domain::messages::Lang;
    for &crs in Crs::ALL {
        let code = crs.epsg();
        for text in [
            code.to_string(),
            format!(" epsg:{code} "),
            format!("EPSG::{code}"),
            format!("EPSG {code}"),
            format!("urn:ogc:def:crs:EPSG::{code}"),
            format!("urn:ogc:def:crs:EPSG:12.013:{code}"),
            format!("http://www.opengis.net/def/crs/EPSG/0/{code}"),
            format!("https://www.opengis.net/def/crs/EPSG/0/{code}"),
            format!("http://www.opengis.net/gml/srs/epsg.xml#{code}"),
            crs.epsg_name(),
            crs.name(Lang::Vi),
            crs.name(Lang::En),
            crs.to_string(),
        ] {
            assert_eq!(Crs::parse(&text), Ok(crs), "{text}");
        }
    }
}

#[test]
fn crs84_is_wgs_84_in_all_its_spellings() {
    let spellings = ["CRS84", "OGC:CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84"];
    is(Crs::Wgs84, &spellings);
    is(Crs::Wgs84, &["http://www.opengis.net/def/crs/OGC/1.3/CRS84", "WGS84", "WGS 84", "wgs-84", "WGS 1984"]);
}

#[test]
fn systems_are_read_as_people_write_them() {
    is(Crs::Vn2000, &["VN-2000", "vn2000", "Hệ tọa độ quốc gia VN-2000", "VN2000 địa lý", "VN-2000 kinh độ, vĩ độ"]);
    let tm104 =
        ["VN-2000 104-00", "VN2000 TM3 104°00'", "kinh tuyến trục 104", "kinh tuyen truc 104", "KTT 104°", "TM-3 104"];
    is(Crs::Tm104_00, &tm104);
    is(Crs::Tm104_00, &["VN-2000 kinh tuyến trục 104 độ 00 phút múi 3 độ", "Hệ VN2000, KTT: 104°00'00\"E, múi 3°"]);
    is(Crs::Tm104_30, &["VN2000 104.5", "kinh tuyến trục 104,5", "KTT 104°30′", "VN-2000 TM-3 104-30"]);
    is(Crs::Tm107_45, &["VN-2000 múi chiếu 3 độ kinh tuyến trục 107 45", "vn2000 107.75"]);
    is(Crs::Tm105_00, &["VN-2000 105-00", "VN-2000 kinh tuyến trục 105, múi 3 độ", "VN2000 TM3 105", "TM-3 zone 482"]);
    is(
        Crs::Vn2000Utm48,
        &["VN-2000 UTM 48N", "VN2000 múi 6 độ kinh tuyến trục 105", "vn2000/utm zone 48n", "VN-2000 múi 48 Bắc"],
    );
    is(Crs::Wgs84Utm49, &["WGS84 UTM49N", "WGS 84 / UTM zone 49N", "UTM 49 WGS-84"]);
}

#[test]
fn decomposed_letters_make_no_difference() {
    use unicode_normalization::UnicodeNormalization;
    is(Crs::Tm104_00, &[&"kinh tuyến trục 104".nfd().collect::<String>()]);
}

#[test]
fn what_fits_several_systems_is_refused_with_their_names() {
    ambiguous("UTM 48N", &[Crs::Vn2000Utm48, Crs::Wgs84Utm48]);
    ambiguous("kinh tuyến trục 105", &[Crs::Tm105_00, Crs::Vn2000Utm48, Crs::Wgs84Utm48]);
    ambiguous("VN-2000 105", &[Crs::Tm105_00, Crs::Vn2000Utm48]);
    ambiguous("VN-2000 UTM", &[Crs::Vn2000Utm48, Crs::Vn2000Utm49]);
    ambiguous("WGS 84 kinh tuyến trục 105", &[Crs::Wgs84Utm48]);
    ambiguous("lon lat", &[Crs::Wgs84, Crs::Vn2000]);
    let fault = Crs::parse("VN-2000 TM-3").expect_err("18 systems");
    assert!(matches!(&fault, CrsFault::Ambiguous { candidates, .. } if candidates.len() == 18));
    assert!(fault.message_vi().contains("EPSG:9206 (VN-2000 múi 3°, kinh tuyến trục 104-00)"), "{fault}");
}

#[test]
fn what_names_no_supported_system_is_refused_with_the_list() {
    for text in ["EPSG:3857", "4979", "urn:ogc:def:crs:EPSG::6956", "OGC:CRS83", "IGNF:WGS84", "EPSG:99999999999"] {
        let fault = Crs::parse(text).expect_err(text);
        assert_eq!(fault.code(), "crs_unsupported", "{text}");
        let (vi, en) = (fault.message_vi(), fault.message_en());
        assert!(vi.contains("EPSG:9218 (108-30)") && en.contains("EPSG:32649 (WGS 84 UTM zone 49N)"), "{vi}\n{en}");
    }
    for text in [
        "HN-72",
        "104",
        "104-00",
        "VN-2000 Sơn La",
        "VN-2000 104-00 105-00",
        "VN-2000 WGS 84",
        "VN-2000 104-75",
        "VN-2000 kinh tuyến trục",
        "VN-2000 địa lý 104-00",
        "WGS 84 104-00",
        "VN-2000 UTM 104-00",
        "hệ tọa độ",
        "EPSG:",
        "EPSG",
        "+proj=tmerc +lon_0=104",
        "VN-2000; DROP TABLE",
        "°",
    ] {
        assert_eq!(Crs::parse(text), Err(CrsFault::Unknown { text: text.to_owned() }));
    }
    let fault = Crs::parse("VN-2000 104-20").expect_err("no such meridian");
    assert!(fault.message_vi().contains("104-20: các kinh tuyến trục có là 102-00, 103-00, 104-00, 104-30"), "{fault}");
    assert_eq!(Crs::parse("  "), Err(CrsFault::Empty));
    assert_eq!(Crs::parse(&"9".repeat(201)), Err(CrsFault::TooLong { limit: 200 }));
}
