//! Where something was: in coordinates, or by markers.

use super::LONGEST_NAME;
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::location::{CRS84, Observed, OffsetMetres, Referent};
use crate::domain::position::{LonLat, PositionFault};

/// Coordinates as a device gave them: `lon`, `lat`, `accuracy_m`.
pub(super) fn observed(fields: &mut Fields<'_>) -> Option<Observed> {
    let (lon, lat) = (fields.number("lon"), fields.number("lat"));
    let accuracy_m = fields.number("accuracy_m");
    if accuracy_m.is_some_and(|metres| !(0.0..=100_000.0).contains(&metres) || lon.is_none()) {
        fields.fault(Fault::new("/accuracy_m", Code::AccuracyRange));
    }
    match (lon, lat) {
        (Some(lon), Some(lat)) => match LonLat::new(lon, lat) {
            Ok(position) => Some(Observed { accuracy_m, ..Observed::at(position, CRS84.to_owned()) }),
            Err(PositionFault::Latitude(_)) => {
                fields.fault(Fault::new("/lat", Code::LatitudeRange));
                None
            }
            Err(_) => {
                fields.fault(Fault::new("/lon", Code::LongitudeRange));
                None
            }
        },
        (None, None) => None,
        (Some(_), None) => {
            fields.fault(Fault::new("/lat", Code::PairIncomplete));
            None
        }
        (None, Some(_)) => {
            fields.fault(Fault::new("/lon", Code::PairIncomplete));
            None
        }
    }
}

/// A marker with `toward` and `offset_m`: so many metres along the line from it. Without both it is the marker itself.
pub(super) fn along(fields: &mut Fields<'_>, referent: Option<Referent>) -> Option<Referent> {
    let (toward, metres) = (fields.name("toward", LONGEST_NAME), fields.number_within("offset_m", 0.0, 1e7));
    if toward.is_none() && metres.is_none() {
        return referent;
    }
    let Some(Referent::Marker(marker)) = referent else {
        fields.fault(Fault::new("/marker", Code::Missing));
        return None;
    };
    let toward = match toward.map(|text| text.parse()) {
        Some(Ok(toward)) => Some(toward),
        Some(Err(fault)) => {
            fields.fault(Fault::number("/toward", &fault));
            None
        }
        None => {
            fields.fault(Fault::new("/toward", Code::Missing));
            None
        }
    };
    if metres.is_none() {
        fields.fault(Fault::new("/offset_m", Code::Missing));
    }
    let offset_m = OffsetMetres::new(metres?)?;
    Some(Referent::Along { marker, toward: toward?, offset_m })
}

/// What the submission refers to by one of these fields: `marker`, `near_marker`, `segment`, `area`. Two of them at once
/// are a contradiction.
pub(super) fn referent(fields: &mut Fields<'_>, allowed: &[&'static str]) -> Option<Referent> {
    let mut found = None;
    for &name in allowed {
        let Some(text) = fields.name(name, LONGEST_NAME) else { continue };
        let read = match name {
            "segment" => text.parse().map(Referent::Segment),
            "near_marker" => text.parse().map(Referent::NearMarker),
            "area" => Ok(Referent::Area(text)),
            _ => text.parse().map(Referent::Marker),
        };
        match read {
            Ok(_) if found.is_some() => {
                fields.fault(Fault::new(format!("/{name}"), Code::TwoPlaces).with(allowed.join(", ")));
            }
            Ok(referent) => found = Some(referent),
            Err(fault) => fields.fault(Fault::number(format!("/{name}"), &fault)),
        }
    }
    found
}
