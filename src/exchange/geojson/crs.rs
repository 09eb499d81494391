//! The `crs` member of GeoJSON before 2016. RFC 7946 dropped it; GDAL and QGIS write it for other systems than WGS 84.

use super::Refusal;
use super::text::{members, string};
use crate::exchange::fields::quoted;
use crate::exchange::rows::DeclaredCrs;

/// What the value of a `crs` member declares. `null` means, in that edition, that no system can be assumed.
pub(super) fn declared(value: &str) -> Result<DeclaredCrs, Refusal> {
    if value.trim() == "null" {
        return Ok(DeclaredCrs::Undeclared);
    }
    let unknown = || {
        let shown = quoted(value);
        Refusal::new(
            "geojson_crs",
            format!(
                "Hệ tọa độ khai trong \"crs\" không đọc được: {shown}. Hãy ghi mã EPSG, ví dụ urn:ogc:def:crs:EPSG::4756"
            ),
            format!(
                "The \"crs\" member can not be read: {shown}. Write an EPSG code, such as urn:ogc:def:crs:EPSG::4756"
            ),
        )
    };
    let members_of = |value| Ok::<_, Refusal>(members(value)?.unwrap_or_default());
    let outer = members_of(value)?;
    let find = |name: &str| outer.iter().find(|(key, _)| key == name).map(|(_, value)| *value);
    let properties = members_of(find("properties").ok_or_else(unknown)?)?;
    let property = |name: &str| properties.iter().find(|(key, _)| key == name).map(|(_, value)| *value);
    // `{"type":"EPSG","properties":{"code":4326}}` is older still, and was read by GDAL.
    if let Some(code) = property("code") {
        return code.trim_matches('"').parse().map(DeclaredCrs::Epsg).map_err(|_| unknown());
    }
    let name = property("name").map(string).transpose()?.flatten().ok_or_else(unknown)?;
    named(&name).ok_or_else(unknown)
}

/// `urn:ogc:def:crs:EPSG::4756`, `EPSG:4756`, `http://www.opengis.net/def/crs/EPSG/0/4756`; CRS84 is what the standard
/// says anyway.
fn named(name: &str) -> Option<DeclaredCrs> {
    let name = name.trim().to_ascii_uppercase();
    if name.ends_with("CRS84") {
        return Some(DeclaredCrs::ByStandard);
    }
    let (_, after) = name.split_once("EPSG")?;
    let code = after.rsplit(|c: char| !c.is_ascii_digit()).next()?;
    code.parse().ok().map(DeclaredCrs::Epsg)
}

/// The member for a system, as GDAL writes it.
pub(super) fn member(epsg: u32) -> String {
    format!(r#""crs":{{"type":"name","properties":{{"name":"urn:ogc:def:crs:EPSG::{epsg}"}}}}"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_name(name: &str) -> Result<DeclaredCrs, Refusal> {
        declared(&format!(r#"{{"type":"name","properties":{{"name":"{name}"}}}}"#))
    }

    #[test]
    fn the_usual_names_are_read() {
        for name in [
            "urn:ogc:def:crs:EPSG::4756",
            "urn:ogc:def:crs:EPSG:6.9:4756",
            "EPSG:4756",
            "http://www.opengis.net/def/crs/EPSG/0/4756",
            "http://www.opengis.net/gml/srs/epsg.xml#4756",
        ] {
            assert_eq!(by_name(name), Ok(DeclaredCrs::Epsg(4756)), "{name}");
        }
        assert_eq!(by_name("urn:ogc:def:crs:OGC:1.3:CRS84"), Ok(DeclaredCrs::ByStandard));
        assert_eq!(declared(r#"{"type":"EPSG","properties":{"code":3405}}"#), Ok(DeclaredCrs::Epsg(3405)));
        assert_eq!(declared("null"), Ok(DeclaredCrs::Undeclared));
    }

    #[test]
    fn what_is_written_is_read() {
        let member = member(3405);
        assert_eq!(declared(member.strip_prefix(r#""crs":"#).unwrap()), Ok(DeclaredCrs::Epsg(3405)));
    }

    #[test]
    fn anything_else_is_refused_rather_than_taken_for_wgs_84() {
        for value in [
            "4326",
            "{}",
            r#"{"type":"link","properties":{"href":"http://example.com/crs/42"}}"#,
            r#"{"type":"name","properties":{"name":"VN-2000"}}"#,
            r#"{"type":"name","properties":{"name":"EPSG:99999999999"}}"#,
        ] {
            assert_eq!(declared(value).unwrap_err().code, "geojson_crs", "{value}");
        }
    }
}
