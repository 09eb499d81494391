//! A check of whether somebody works with the standard map set ("bộ bản đồ chuẩn").
//!
//! What is asked for: "Kiểm tra, giám sát việc sử dụng bộ bản đồ chuẩn trong công tác quy hoạch, quản lý và sử dụng đất, quản
//! lý các hoạt động sản xuất, xây dựng và phát triển cơ sở hạ tầng kỹ thuật trong khu vực biên giới và cửa khẩu biên giới"
//! (plan of Sơn La for 2026, clause II.4).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::words::words;

words! {
    /// What the map was used for.
    MapUse {
        /// A plan ("quy hoạch").
        Plan = "plan",
        /// A file of land management or land use ("quản lý và sử dụng đất").
        LandFile = "land_file",
        /// Works and infrastructure ("xây dựng, hạ tầng kỹ thuật").
        Works = "works",
        /// Production ("hoạt động sản xuất").
        Production = "production",
        Other = "other",
    }
}

words! {
    /// What came of it.
    MapFinding {
        /// With the standard map set.
        Consistent = "consistent",
        Inconsistent = "inconsistent",
        /// Whoever checked could not tell.
        CouldNotTell = "could_not_tell",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapCheck {
    /// Who was checked, as named.
    pub checked: String,
    /// For what the map was used.
    pub used_for: MapUse,
    /// Which plan, land file or works, as named, with its number.
    pub title: String,
    /// The record of the works, where there is one.
    pub works: Option<Uuid>,
    /// Which sheet or data set was used.
    pub sheet: String,
    pub result: MapFinding,
    /// What was found, in words.
    pub finding: String,
    /// What is to be done, and until when, in words.
    pub follow_up: Option<String>,
    pub deadline: Option<String>,
    pub notes: Option<String>,
}
