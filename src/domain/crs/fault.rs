//! Why a text names no supported system.

use super::{Crs, Family, Meridian};
use crate::domain::messages::Lang;

/// Why a text was not taken as a reference system. Every message says what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CrsFault {
    /// Nothing was given.
    Empty,
    /// More than this many characters.
    TooLong { limit: usize },
    /// A code of a register, but not of a supported system.
    UnsupportedCode { code: String },
    /// Not a code, and no name that is known.
    Unknown { text: String },
    /// It fits several systems; or none was chosen outright.
    Ambiguous { text: String, candidates: Vec<Crs> },
    /// No TM-3 system has this central meridian.
    NoSuchMeridian { meridian: Meridian },
    /// Well-known text that ends early, nests too deep or is none.
    WktUnreadable { reason: &'static str },
    /// Well-known text of another system; what was read.
    WktUnsupported { read: String },
    /// Well-known text whose code says one system and whose parameters say another.
    WktContradicts { code: Crs, read: String },
}

impl CrsFault {
    /// Stable code for clients.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "crs_missing",
            Self::TooLong { .. } => "crs_too_long",
            Self::UnsupportedCode { .. } => "crs_unsupported",
            Self::Unknown { .. } => "crs_unknown",
            Self::Ambiguous { .. } => "crs_ambiguous",
            Self::NoSuchMeridian { .. } => "crs_no_such_meridian",
            Self::WktUnreadable { .. } => "crs_wkt_unreadable",
            Self::WktUnsupported { .. } => "crs_wkt_unsupported",
            Self::WktContradicts { .. } => "crs_wkt_contradicts",
        }
    }

    /// The fault in one of the two languages, one line.
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::Vi => self.message_vi(),
            Lang::En => self.message_en(),
        }
    }

    /// The fault in Vietnamese, one line.
    pub fn message_vi(&self) -> String {
        let supported = supported(Lang::Vi);
        match self {
            Self::Empty => format!("Chưa ghi hệ tọa độ: hãy ghi một trong {supported}"),
            Self::TooLong { limit } => format!("Tên hệ tọa độ dài quá {limit} ký tự: hãy ghi mã EPSG, ví dụ EPSG:9206"),
            Self::UnsupportedCode { code } => format!("Chưa hỗ trợ hệ tọa độ {code}: hãy dùng một trong {supported}"),
            Self::Unknown { text } => {
                format!("Không nhận ra hệ tọa độ \"{text}\": hãy ghi mã EPSG, một trong {supported}")
            }
            Self::Ambiguous { text, candidates } => format!(
                "\"{text}\" chưa rõ là hệ tọa độ nào: hãy ghi mã EPSG, ở đây có thể là {}",
                list(candidates, Lang::Vi)
            ),
            Self::NoSuchMeridian { meridian } => format!(
                "Không có hệ VN-2000 múi 3° nào có kinh tuyến trục {meridian}: các kinh tuyến trục có là {}",
                meridians()
            ),
            Self::WktUnreadable { reason } => format!("Không đọc được mô tả hệ tọa độ (WKT, .prj): {}", vi(reason)),
            Self::WktUnsupported { read } => {
                format!("Mô tả hệ tọa độ (WKT, .prj) không thuộc hệ được hỗ trợ: {read}; các hệ có là {supported}")
            }
            Self::WktContradicts { code, read } => {
                format!("Mô tả hệ tọa độ (WKT, .prj) mâu thuẫn: mã là {code} nhưng tham số là {read}")
            }
        }
    }

    /// The fault in English, one line.
    pub fn message_en(&self) -> String {
        let supported = supported(Lang::En);
        match self {
            Self::Empty => format!("No reference system given: name one of {supported}"),
            Self::TooLong { limit } => {
                format!(
                    "The name of the reference system has more than {limit} characters: write an EPSG code such as EPSG:9206"
                )
            }
            Self::UnsupportedCode { code } => {
                format!("The reference system {code} is not supported: use one of {supported}")
            }
            Self::Unknown { text } => {
                format!("No known reference system is called \"{text}\": write an EPSG code, one of {supported}")
            }
            Self::Ambiguous { text, candidates } => format!(
                "\"{text}\" does not say which reference system: write the EPSG code, here it may be {}",
                list(candidates, Lang::En)
            ),
            Self::NoSuchMeridian { meridian } => {
                format!("No VN-2000 TM-3 system has the central meridian {meridian}: there are {}", meridians())
            }
            Self::WktUnreadable { reason } => {
                format!("The description of the reference system (WKT, .prj) cannot be read: {reason}")
            }
            Self::WktUnsupported { read } => format!(
                "The description of the reference system (WKT, .prj) is of none that is supported: {read}; there are {supported}"
            ),
            Self::WktContradicts { code, read } => {
                format!(
                    "The description of the reference system (WKT, .prj) contradicts itself: the code is {code}, the parameters are {read}"
                )
            }
        }
    }
}

impl std::fmt::Display for CrsFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message_en())
    }
}

impl std::error::Error for CrsFault {}

/// What is wrong with a text, in English in the code; here in Vietnamese.
fn vi(reason: &'static str) -> &'static str {
    match reason {
        super::wkt_node::TOO_LONG => "quá dài",
        super::wkt_node::TOO_DEEP => "lồng quá nhiều lớp",
        super::wkt_node::CUT_OFF => "bị cắt ngang",
        _ => "sai cú pháp",
    }
}

/// `EPSG:4326 (…), …`: every system with its name.
fn list(systems: &[Crs], lang: Lang) -> String {
    let names: Vec<String> = systems.iter().map(|crs| format!("{crs} ({})", crs.name(lang))).collect();
    names.join(", ")
}

/// All systems, with TM-3 by meridian alone.
fn supported(lang: Lang) -> String {
    let (tm3, others): (Vec<Crs>, Vec<Crs>) =
        Crs::ALL.iter().partition(|crs| crs.projection().is_some_and(|grid| grid.family == Family::Tm3));
    let tm3: Vec<String> =
        tm3.iter().filter_map(|crs| Some(format!("EPSG:{} ({})", crs.epsg(), crs.projection()?.meridian))).collect();
    let lead = match lang {
        Lang::Vi => "VN-2000 múi 3° theo kinh tuyến trục",
        Lang::En => "VN-2000 TM-3 by central meridian",
    };
    format!("{}; {lead}: {}", list(&others, lang), tm3.join(", "))
}

fn meridians() -> String {
    let tm3 = Crs::ALL.iter().filter_map(|crs| crs.projection()).filter(|grid| grid.family == Family::Tm3);
    let names: Vec<String> = tm3.map(|grid| grid.meridian.to_string()).collect();
    names.join(", ")
}
