//! Writes a system as well-known text, version 1 (OGC 01-009).
//!
//! Two dialects, byte for byte as PROJ 9.6 writes them: with EPSG codes, as `GeoPackage` and GDAL keep it, and with ESRI's
//! names and without codes, as `.prj` files beside Shapefiles have it. Neither says anything of a change of datum.

use super::{Crs, Datum, Family, Projection};

const ELLIPSOID: &str = "6378137,298.257223563";

impl Crs {
    /// Well-known text with the codes of the EPSG register, in one line.
    ///
    /// Geographic systems are written without axes: their order is what the format says, longitude first.
    ///
    /// ```
    /// use mocgioi::domain::crs::Crs;
    ///
    /// let text = Crs::Tm104_00.wkt1();
    /// assert!(text.starts_with("PROJCS[\"VN-2000 / TM-3 104-00\","));
    /// assert_eq!(Crs::from_wkt(&text), Ok(Crs::Tm104_00));
    /// ```
    pub fn wkt1(self) -> String {
        let code = |code: u32| format!("AUTHORITY[\"EPSG\",\"{code}\"]");
        let (datum, datum_code, geographic) = match self.datum() {
            Datum::Wgs84 => ("WGS_1984", 6326, Self::Wgs84),
            Datum::Vn2000 => ("Vietnam_2000", 6756, Self::Vn2000),
        };
        let base = format!(
            "GEOGCS[\"{}\",DATUM[\"{datum}\",SPHEROID[\"WGS 84\",{ELLIPSOID},{}],{}],PRIMEM[\"Greenwich\",0,{}],\
             UNIT[\"degree\",0.0174532925199433,{}],{}]",
            geographic.epsg_name(),
            code(7030),
            code(datum_code),
            code(8901),
            code(9122),
            code(geographic.epsg()),
        );
        let Some(grid) = self.projection() else { return base };
        format!(
            "PROJCS[\"{}\",{base},PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",0],\
             PARAMETER[\"central_meridian\",{}],PARAMETER[\"scale_factor\",{}],PARAMETER[\"false_easting\",{}],\
             PARAMETER[\"false_northing\",0],UNIT[\"metre\",1,{}],AXIS[\"Easting\",EAST],AXIS[\"Northing\",NORTH],{}]",
            self.epsg_name(),
            grid.meridian.degrees(),
            grid.family.scale(),
            Projection::FALSE_EASTING,
            code(9001),
            code(self.epsg()),
        )
    }

    /// Well-known text with ESRI's names, in one line: what a `.prj` file holds.
    ///
    /// ```
    /// use mocgioi::domain::crs::Crs;
    ///
    /// let text = Crs::Tm104_00.wkt1_esri();
    /// assert!(text.contains("DATUM[\"D_Vietnam_2000\""));
    /// assert_eq!(Crs::from_wkt(&text), Ok(Crs::Tm104_00));
    /// ```
    pub fn wkt1_esri(self) -> String {
        let (base, datum) = match self.datum() {
            Datum::Wgs84 => ("GCS_WGS_1984", "D_WGS_1984"),
            Datum::Vn2000 => ("GCS_VN_2000", "D_Vietnam_2000"),
        };
        let base = format!(
            "GEOGCS[\"{base}\",DATUM[\"{datum}\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],\
             UNIT[\"Degree\",0.0174532925199433]]"
        );
        let Some(grid) = self.projection() else { return base };
        format!(
            "PROJCS[\"{}\",{base},PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"False_Easting\",{:?}],\
             PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",{:?}],PARAMETER[\"Scale_Factor\",{:?}],\
             PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]",
            self.esri_name(grid),
            Projection::FALSE_EASTING,
            grid.meridian.degrees(),
            grid.family.scale(),
        )
    }

    fn esri_name(self, grid: Projection) -> String {
        let zone = grid.zone().unwrap_or_default();
        match (grid.family, self.datum()) {
            (Family::Utm, Datum::Wgs84) => format!("WGS_1984_UTM_Zone_{zone}N"),
            (Family::Utm, Datum::Vn2000) => format!("VN_2000_UTM_Zone_{zone}N"),
            // ESRI took over the codes from 9205 on with their hyphen.
            (Family::Tm3, _) if self.epsg() >= 9205 => format!("VN-2000_TM-3_{}", grid.meridian),
            (Family::Tm3, _) if zone > 0 => format!("VN_2000_TM-3_zone_{zone}"),
            (Family::Tm3, _) => format!("VN_2000_TM-3_{}", grid.meridian),
        }
    }
}
