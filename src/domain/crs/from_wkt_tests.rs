//! What `.prj` files say, and what of it is believed.

use super::{Crs, CrsFault};

const ESRI_104: &str = "PROJCS[\"VN2000_104_3\",GEOGCS[\"GCS_VN-2000\",DATUM[\"D_Vietnam_2000\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],\
     PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"False_Easting\",500000.0],\
     PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",104.0],PARAMETER[\"Scale_Factor\",0.9999],\
     PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]";

const WKT2_107_45: &str = "PROJCRS[\"VN-2000 / TM-3 107-45\",BASEGEOGCRS[\"VN-2000\",DATUM[\"Vietnam 2000\",\
     ELLIPSOID[\"WGS 84\",6378137,298.257223563,LENGTHUNIT[\"metre\",1]]],PRIMEM[\"Greenwich\",0,ANGLEUNIT[\"degree\",0.0174532925199433]],\
     ID[\"EPSG\",4756]],CONVERSION[\"Vietnam TM-3 107-45\",METHOD[\"Transverse Mercator\",ID[\"EPSG\",9807]],\
     PARAMETER[\"Latitude of natural origin\",0,ANGLEUNIT[\"degree\",0.0174532925199433],ID[\"EPSG\",8801]],\
     PARAMETER[\"Longitude of natural origin\",107.75,ANGLEUNIT[\"degree\",0.0174532925199433],ID[\"EPSG\",8802]],\
     PARAMETER[\"Scale factor at natural origin\",0.9999,SCALEUNIT[\"unity\",1],ID[\"EPSG\",8805]],\
     PARAMETER[\"False easting\",500000,LENGTHUNIT[\"metre\",1],ID[\"EPSG\",8806]],\
     PARAMETER[\"False northing\",0,LENGTHUNIT[\"metre\",1],ID[\"EPSG\",8807]]],CS[Cartesian,2],\
     AXIS[\"easting (E)\",east,ORDER[1],LENGTHUNIT[\"metre\",1]],AXIS[\"northing (N)\",north,ORDER[2],LENGTHUNIT[\"metre\",1]],\
     ID[\"EPSG\",5899]]";

#[track_caller]
fn refused_because(text: &str, words: &str) {
    let fault = Crs::from_wkt(text).expect_err(words);
    let (vi, en) = (fault.message_vi(), fault.message_en());
    assert!(vi.contains(words) && en.contains(words), "{vi}\n{en}");
}

#[test]
fn every_system_is_recognised_in_what_is_written_for_it() {
    for &crs in Crs::ALL {
        assert_eq!(Crs::from_wkt(&crs.wkt1()), Ok(crs));
        assert_eq!(Crs::from_wkt(&crs.wkt1_esri()), Ok(crs));
        let compound = format!("COMPD_CS[\"with heights\",{},VERT_CS[\"Hon Dau 1992 height\"]]", crs.wkt1());
        assert_eq!(Crs::from_wkt(&compound), Ok(crs));
    }
}

#[test]
fn parameters_decide_where_there_is_no_code_and_names_do_not() {
    assert_eq!(Crs::from_wkt(ESRI_104), Ok(Crs::Tm104_00));
    assert_eq!(Crs::from_wkt(&ESRI_104.replace("104.0", "104.75")), Ok(Crs::Tm104_45));
    let utm = ESRI_104.replace("104.0", "105").replace("0.9999", "0.9996");
    assert_eq!(Crs::from_wkt(&utm), Ok(Crs::Vn2000Utm48));
    assert_eq!(Crs::from_wkt(&utm.replace("D_Vietnam_2000", "D_WGS_1984")), Ok(Crs::Wgs84Utm48));
    assert_eq!(Crs::from_wkt(WKT2_107_45), Ok(Crs::Tm107_45));
}

#[test]
fn a_grid_of_vn_2000_defined_on_wgs_84_is_refused_though_it_is_called_vn2000() {
    refused_because(&ESRI_104.replace("D_Vietnam_2000", "D_WGS_1984"), "D_WGS_1984, Transverse_Mercator");
}

#[test]
fn a_code_that_the_parameters_contradict_is_not_believed() {
    let edited = Crs::Tm104_00.wkt1().replace("\"central_meridian\",104", "\"central_meridian\",105.5");
    assert!(matches!(Crs::from_wkt(&edited), Err(CrsFault::WktContradicts { code: Crs::Tm104_00, .. })));
    refused_because(&edited, "105.5");
    let other_datum = Crs::Vn2000.wkt1().replace("Vietnam_2000", "WGS_1984");
    refused_because(&other_datum, "WGS_1984");
}

#[test]
fn other_systems_are_refused_with_what_was_read() {
    for (from, to, words) in [
        ("104.0", "104.25", "104.25"),
        ("0.9999", "0.9998", "0.9998"),
        ("500000.0", "0.0", "false easting 0"),
        ("\"False_Northing\",0.0", "\"False_Northing\",10000000.0", "false northing"),
        ("UNIT[\"Meter\",1.0]", "UNIT[\"Foot\",0.3048]", "unit of length"),
        (",UNIT[\"Meter\",1.0]", "", "unit of length"),
        ("D_Vietnam_2000", "D_Indian_1960", "D_Indian_1960"),
        ("6378137.0,298.257223563", "6378245.0,298.3", "ellipsoid"),
        ("\"Greenwich\",0.0", "\"Paris\",2.337229167", "prime meridian"),
        ("0.0174532925199433", "0.01570796326794897", "unit of angle"),
        ("Transverse_Mercator", "Mercator_2SP", "Mercator_2SP"),
    ] {
        assert!(ESRI_104.contains(from), "{from}");
        refused_because(&ESRI_104.replace(from, to), words);
    }
    refused_because("LOCAL_CS[\"site\"]", "LOCAL_CS");
    refused_because(&WKT2_107_45.replace("5899", "3857"), "EPSG:3857");
}

#[test]
fn an_unnamed_datum_is_vn_2000_only_with_the_shift_of_epsg_6960() {
    let unnamed = "DATUM[\"Unknown based on WGS 84 ellipsoid\",SPHEROID[\"WGS 84\",6378137,298.257223563],TOWGS84[X]]";
    let unnamed = format!("GEOGCS[\"unknown\",{unnamed},PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]]");
    let with = |shift: &str| Crs::from_wkt(&unnamed.replace('X', shift));
    let rotations = "0.00928836,-0.01975479,0.00427372,0.252906278";
    assert_eq!(with(&format!("-191.90441429,-39.30318279,-111.45032835,{rotations}")), Ok(Crs::Vn2000));
    assert!(with(&format!("-192.873,-39.382,-111.202,{rotations}")).is_err());
    assert!(with("0,0,0,0,0,0,0").is_err());
}
