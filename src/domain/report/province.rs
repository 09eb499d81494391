//! Which province a unit is of, and whether what a document says concerns it.
//!
//! Nothing names the province of a unit but its title, or that of a unit above it. What a document orders concerns a province
//! when the document is the province's own, when an agency that it names is of that province, or when it lies on a stretch that the
//! province's documents speak of. A document of no province (the Government's) concerns it when it turns to the provinces as such, or
//! to nobody. Cost: linear in the words.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Provinces on the land border, before and after the mergers of 1 July 2025: titles and documents use both.
const AT_THE_BORDER: [&str; 31] = [
    "Quảng Ninh",
    "Lạng Sơn",
    "Cao Bằng",
    "Hà Giang",
    "Tuyên Quang",
    "Lào Cai",
    "Lai Châu",
    "Điện Biên",
    "Sơn La",
    "Thanh Hóa",
    "Nghệ An",
    "Hà Tĩnh",
    "Quảng Bình",
    "Quảng Trị",
    "Thừa Thiên Huế",
    "Thành phố Huế",
    "Quảng Nam",
    "Đà Nẵng",
    "Kon Tum",
    "Quảng Ngãi",
    "Gia Lai",
    "Đắk Lắk",
    "Đắk Nông",
    "Lâm Đồng",
    "Bình Phước",
    "Đồng Nai",
    "Tây Ninh",
    "Long An",
    "Đồng Tháp",
    "An Giang",
    "Kiên Giang",
];

/// Words with which a document turns to every province that it concerns.
const TO_ALL: [&str; 6] = ["địa phương", "các tỉnh", "các xã", "cấp tỉnh", "Ủy ban nhân dân tỉnh", "UBND tỉnh"];

/// What of documents alone belongs in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Documents {
    /// Nothing: it stands in the report of a unit above.
    None,
    /// Everything: the report is of the whole country, or nothing says of which province the unit is.
    All,
    /// What concerns a province.
    Of(Provinces),
}

/// The titles that say of which province a unit is: its own and those above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provinces {
    titles: Vec<String>,
    names: BTreeSet<String>,
}

/// What a record of a document says of whom it concerns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told<'a> {
    /// Of the document.
    pub province: Option<&'a str>,
    /// Agencies that it names.
    pub agencies: Vec<&'a str>,
}

impl Documents {
    /// What belongs in the report of a unit. `titles`: its own, and those of the units above it, from below.
    pub fn of(titles: &[&str]) -> Self {
        let [own, above @ ..] = titles else { return Self::All };
        let (own, above) = (Provinces::of(&[*own]), Provinces::of(above));
        match (own.names.is_empty(), above.names.is_empty(), above.titles.is_empty()) {
            // The highest of its province.
            (false, true, _) => Self::Of(own),
            (true, true, true) => Self::All,
            _ => Self::None,
        }
    }

    /// Whether a record that only documents tell of belongs in it. `of_place`: provinces whose documents speak of where it is.
    pub fn holds(&self, told: &Told<'_>, of_place: impl FnOnce() -> Vec<String>) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::Of(provinces) => provinces.concerned_by(told, of_place),
        }
    }
}

impl Provinces {
    fn of(titles: &[&str]) -> Self {
        let titles: Vec<String> = titles.iter().map(|title| words(title)).collect();
        let names = AT_THE_BORDER.map(words).into_iter().filter(|name| titles.iter().any(|title| title.contains(name)));
        Self { names: names.collect(), titles: titles.clone() }
    }

    fn is_it(&self, province: &str) -> bool {
        self.titles.iter().any(|title| title.contains(&words(province)))
    }

    fn concerned_by(&self, told: &Told<'_>, of_place: impl FnOnce() -> Vec<String>) -> bool {
        let agencies: Vec<String> = told.agencies.iter().map(|agency| words(agency)).collect();
        let names = |all: &mut dyn Iterator<Item = String>| {
            let all: Vec<String> = all.collect();
            agencies.iter().any(|agency| all.iter().any(|name| agency.contains(name)))
        };
        let own = told.province.filter(|province| !province.is_empty());
        let by_document = match own {
            Some(province) => self.is_it(province),
            None => agencies.is_empty() || names(&mut TO_ALL.into_iter().map(words)),
        };
        by_document || names(&mut self.names.iter().cloned()) || of_place().iter().any(|province| self.is_it(province))
    }
}

/// Words without marks and case, each between spaces, so that one name is found in another text as a whole only. Keys are read like
/// titles: `son-la`.
fn words(text: &str) -> String {
    let plain: String = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| if matches!(c, 'đ' | 'Đ') { 'd' } else { c })
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let plain = plain.to_lowercase();
    format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told<'a>(province: &'a str, agencies: &[&'a str]) -> Told<'a> {
        Told { province: Some(province), agencies: agencies.to_vec() }
    }

    #[test]
    fn documents_belong_to_the_highest_unit_of_their_province() {
        let of = Documents::of;
        assert!(matches!(of(&["Tỉnh Sơn La"]), Documents::Of(_)));
        assert!(matches!(of(&["BCH BĐBP tỉnh Sơn La", "Bộ Tư lệnh BĐBP"]), Documents::Of(_)));
        assert!(matches!(of(&["son-la"]), Documents::Of(_)));
        assert_eq!(of(&["Đồn Chiềng Khương", "Tỉnh Sơn La"]), Documents::None);
        assert_eq!(of(&["Bộ Tư lệnh BĐBP"]), Documents::All);
        assert_eq!(of(&["Cục A", "Bộ Tư lệnh BĐBP"]), Documents::None);
        assert_eq!(of(&[]), Documents::All);
        // No part of another name.
        assert_eq!(of(&["Đồn Sơn Lang"]), Documents::All);
    }

    #[test]
    fn what_a_document_orders_concerns_its_province_and_whom_it_names() {
        let of = Documents::of(&["Sở Ngoại vụ tỉnh Sơn La"]);
        let holds = |told: &Told<'_>, places: &[&str]| {
            of.holds(told, || places.iter().map(|place| (*place).to_owned()).collect())
        };
        assert!(holds(&told("Sơn La", &["Công an tỉnh"]), &[]));
        assert!(!holds(&told("Lạng Sơn", &["UBND tỉnh"]), &[]));
        assert!(holds(&told("Lạng Sơn", &["UBND tỉnh Sơn La"]), &[]));
        assert!(holds(&told("Lạng Sơn", &[]), &["Sơn La"]));
        // The Government turns to ministries, or to the provinces as such.
        assert!(!holds(&told("", &["Bộ Tài chính", "các bộ, ngành liên quan"]), &[]));
        assert!(holds(&told("", &["Bộ Tài chính", "các tỉnh có biên giới"]), &[]));
        assert!(holds(&told("", &["các bộ, ngành và địa phương liên quan"]), &[]));
        assert!(holds(&told("", &[]), &[]));
    }
}
