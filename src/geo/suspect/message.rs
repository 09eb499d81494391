//! What a [`Suspicion`] tells a person, in Vietnamese and in English: one line that names what to look at.

use super::{Likely, Suspicion};
use crate::domain::crs::Crs;
use crate::domain::messages::Lang;
use crate::domain::position::{LonLat, Metres};

/// More would be no help.
const LISTED: usize = 4;

impl Suspicion {
    /// Stable code for clients.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFinite => "coordinate_not_finite",
            Self::Zero => "coordinate_zero",
            Self::DegreesInMetres { .. } => "degrees_in_metre_column",
            Self::MetresInDegrees { .. } => "metres_in_degree_column",
            Self::AxesSwapped { .. } => "axes_swapped",
            Self::OtherSystem { .. } => "wrong_reference_system",
            Self::OutsideArea { .. } => "outside_area_of_use",
            Self::FarFromLine { .. } => "far_from_line",
            Self::Unchecked(_) => "proj_unusable",
        }
    }

    /// The fault in one line.
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::Vi => self.message_vi(),
            Lang::En => self.message_en(),
        }
    }

    /// The fault in Vietnamese, one line.
    pub fn message_vi(&self) -> String {
        let lang = Lang::Vi;
        match self {
            Self::NotFinite => "Tọa độ không phải là số hữu hạn".to_owned(),
            Self::Zero => "Cả hai tọa độ đều bằng 0: có lẽ ô trống hoặc máy chưa định vị được".to_owned(),
            Self::DegreesInMetres { crs, likely } => {
                format!("Tọa độ là độ, nhưng hệ đã khai {} dùng mét{}", name(*crs, lang), may_be(likely, lang))
            }
            Self::MetresInDegrees { crs, likely } if likely.is_empty() => format!(
                "Tọa độ quá lớn so với độ mà hệ đã khai {} dùng: có thể là mét hoặc độ, phút, giây viết liền",
                name(*crs, lang)
            ),
            Self::MetresInDegrees { crs, likely } => {
                format!("Tọa độ là mét, nhưng hệ đã khai {} dùng độ{}", name(*crs, lang), may_be(likely, lang))
            }
            Self::AxesSwapped { crs, place } => format!(
                "Hai tọa độ có lẽ bị đổi chỗ: đổi lại thì trong {} điểm nằm ở {}; trắc địa ghi X là hướng bắc, Y là hướng đông",
                name(*crs, lang),
                at(*place)
            ),
            Self::OtherSystem { crs, place, distance, likely } => format!(
                "Hệ tọa độ đã khai có lẽ không đúng: trong {} {}{}",
                name(*crs, lang),
                lies(*place, *distance, lang),
                may_be(likely, lang)
            ),
            Self::OutsideArea { crs, place } => {
                format!("Ngoài vùng sử dụng của {}: {}", name(*crs, lang), lies(*place, None, lang))
            }
            Self::FarFromLine { place, distance, limit, .. } => format!(
                "Điểm ở {} cách đường biên {}, quá giới hạn {}",
                at(*place),
                metres(*distance, lang),
                metres(*limit, lang)
            ),
            Self::Unchecked(fault) => fault.message(lang),
        }
    }

    /// The fault in English, one line.
    pub fn message_en(&self) -> String {
        let lang = Lang::En;
        match self {
            Self::NotFinite => "A coordinate is not a finite number".to_owned(),
            Self::Zero => "Both coordinates are 0: probably an empty cell or a receiver without a fix".to_owned(),
            Self::DegreesInMetres { crs, likely } => format!(
                "The coordinates are degrees, but the declared {} has metres{}",
                name(*crs, lang),
                may_be(likely, lang)
            ),
            Self::MetresInDegrees { crs, likely } if likely.is_empty() => format!(
                "The coordinates are too large for the degrees of the declared {}: perhaps metres, or degrees, minutes and seconds run together",
                name(*crs, lang)
            ),
            Self::MetresInDegrees { crs, likely } => format!(
                "The coordinates are metres, but the declared {} has degrees{}",
                name(*crs, lang),
                may_be(likely, lang)
            ),
            Self::AxesSwapped { crs, place } => format!(
                "The two coordinates are probably swapped: the other way round {} puts the point at {}; surveyors' X is the northing, Y the easting",
                name(*crs, lang),
                at(*place)
            ),
            Self::OtherSystem { crs, place, distance, likely } => format!(
                "The declared reference system is probably wrong: in {} {}{}",
                name(*crs, lang),
                lies(*place, *distance, lang),
                may_be(likely, lang)
            ),
            Self::OutsideArea { crs, place } => {
                format!("Outside the area where {} is used: {}", name(*crs, lang), lies(*place, None, lang))
            }
            Self::FarFromLine { place, distance, limit, .. } => format!(
                "The point at {} is {} from the boundary line, more than {}",
                at(*place),
                metres(*distance, lang),
                metres(*limit, lang)
            ),
            Self::Unchecked(fault) => fault.message(lang),
        }
    }
}

impl std::fmt::Display for Suspicion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message_en())
    }
}

impl std::error::Error for Suspicion {}

/// Refuses coordinates without a declared system, in one line: which it may be, and where each would put this point.
pub fn undeclared(x: f64, y: f64, likely: &[Likely], lang: Lang) -> String {
    match (lang, likely.is_empty()) {
        (Lang::Vi, true) => {
            format!("Chưa khai hệ tọa độ, và không hệ nào được hỗ trợ đặt điểm {x}; {y} vào vùng biên giới")
        }
        (Lang::En, true) => {
            format!("No reference system is declared, and none that is supported puts {x}; {y} into the border region")
        }
        (Lang::Vi, false) => {
            format!("Chưa khai hệ tọa độ: điểm {x}; {y} {}", choices(likely, likely.len(), lang))
        }
        (Lang::En, false) => {
            format!("No reference system is declared: the point {x}; {y} {}", choices(likely, likely.len(), lang))
        }
    }
}

fn name(crs: Crs, lang: Lang) -> String {
    format!("{crs} ({})", crs.name(lang))
}

/// To a metre, longitude first, as it is written everywhere in the program.
fn at(place: LonLat) -> String {
    format!("{:.5}, {:.5}", place.lon(), place.lat())
}

fn metres(metres: Metres, lang: Lang) -> String {
    if metres.0 < 999.5 {
        return format!("{:.0} m", metres.0);
    }
    let kilometres = format!("{:.1} km", metres.0 / 1_000.0);
    if lang == Lang::Vi { kilometres.replace('.', ",") } else { kilometres }
}

fn from_line(distance: Option<Metres>, lang: Lang) -> String {
    match (distance, lang) {
        (None, _) => String::new(),
        (Some(distance), Lang::Vi) => format!(", cách đường biên {}", metres(distance, lang)),
        (Some(distance), Lang::En) => format!(", {} from the line", metres(distance, lang)),
    }
}

fn lies(place: Option<LonLat>, distance: Option<Metres>, lang: Lang) -> String {
    match (place, lang) {
        (None, Lang::Vi) => "không có điểm nào như vậy".to_owned(),
        (None, Lang::En) => "there is no such point".to_owned(),
        (Some(place), Lang::Vi) => format!("điểm nằm ở {}{}", at(place), from_line(distance, lang)),
        (Some(place), Lang::En) => format!("the point lies at {}{}", at(place), from_line(distance, lang)),
    }
}

fn may_be(likely: &[Likely], lang: Lang) -> String {
    if likely.is_empty() { String::new() } else { format!("; {}", choices(likely, LISTED, lang)) }
}

/// The first `most` systems with the place each would give.
fn choices(likely: &[Likely], most: usize, lang: Lang) -> String {
    let one = |it: &Likely| {
        let provinces = it.crs.provinces();
        let provinces = match (provinces.is_empty(), lang) {
            (true, _) => String::new(),
            (false, Lang::Vi) => format!("; trước 7/2025: {}", provinces.join(", ")),
            (false, Lang::En) => format!("; before July 2025: {}", provinces.join(", ")),
        };
        let swapped = match (it.swapped, lang) {
            (false, _) => "",
            (true, Lang::Vi) => ", đổi chỗ hai tọa độ",
            (true, Lang::En) => ", the two swapped",
        };
        let (crs, place) = (it.crs, at(it.place));
        format!("{crs} ({}{provinces}): {place}{}{swapped}", crs.name(lang), from_line(it.distance, lang))
    };
    let named: Vec<String> = likely.iter().take(most).map(one).collect();
    let lead = match lang {
        Lang::Vi => "có thể thuộc",
        Lang::En => "may be in",
    };
    let rest = match (likely.len().saturating_sub(most), lang) {
        (0, _) => String::new(),
        (more, Lang::Vi) => format!(" | và {more} hệ khác"),
        (more, Lang::En) => format!(" | and {more} more"),
    };
    format!("{lead} {}{rest}", named.join(" | "))
}
