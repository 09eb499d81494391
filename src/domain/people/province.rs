//! Which province a unit is of, as far as its own name or that of a unit above it says; and whose word counts beside what a
//! province's document orders.
//!
//! Documents name agencies, not units, and say of which province they are. A name of before 1 July 2025 still names its province.

use super::UnitTree;
use crate::domain::row::folded;

/// Names of provinces and cities under the centre, until 30 June 2025; each of the 34 since then has one of these names.
const PROVINCES: [&str; 63] = [
    "An Giang",
    "Bà Rịa - Vũng Tàu",
    "Bạc Liêu",
    "Bắc Giang",
    "Bắc Kạn",
    "Bắc Ninh",
    "Bến Tre",
    "Bình Dương",
    "Bình Định",
    "Bình Phước",
    "Bình Thuận",
    "Cà Mau",
    "Cao Bằng",
    "Cần Thơ",
    "Đà Nẵng",
    "Đắk Lắk",
    "Đắk Nông",
    "Điện Biên",
    "Đồng Nai",
    "Đồng Tháp",
    "Gia Lai",
    "Hà Giang",
    "Hà Nam",
    "Hà Nội",
    "Hà Tĩnh",
    "Hải Dương",
    "Hải Phòng",
    "Hậu Giang",
    "Hòa Bình",
    "Hồ Chí Minh",
    "Huế",
    "Hưng Yên",
    "Khánh Hòa",
    "Kiên Giang",
    "Kon Tum",
    "Lai Châu",
    "Lạng Sơn",
    "Lào Cai",
    "Lâm Đồng",
    "Long An",
    "Nam Định",
    "Nghệ An",
    "Ninh Bình",
    "Ninh Thuận",
    "Phú Thọ",
    "Phú Yên",
    "Quảng Bình",
    "Quảng Nam",
    "Quảng Ngãi",
    "Quảng Ninh",
    "Quảng Trị",
    "Sóc Trăng",
    "Sơn La",
    "Tây Ninh",
    "Thái Bình",
    "Thái Nguyên",
    "Thanh Hóa",
    "Tiền Giang",
    "Trà Vinh",
    "Tuyên Quang",
    "Vĩnh Long",
    "Vĩnh Phúc",
    "Yên Bái",
];

/// Letters and digits without marks, with one blank between words and one at each end.
fn words(text: &str) -> String {
    let plain: String = folded(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The province that a name names, as whole words, with or without marks: `Sở Ngoại vụ tỉnh Sơn La`, `son-la`.
fn named_in(text: &str) -> Option<&'static str> {
    let text = words(text);
    PROVINCES.into_iter().find(|province| text.contains(&words(province)))
}

impl UnitTree {
    /// The province of a unit: the one that its title or key names, else that of the unit above it. None where no name says.
    pub fn province_of(&self, unit: &str) -> Option<&'static str> {
        let mut at = self.get(unit);
        // A tree has no circle; one more step than it has units ends what would be one.
        for _ in 0..=self.iter().count() {
            let unit = at?;
            let province = named_in(&unit.title).or_else(|| named_in(&unit.key));
            if province.is_some() {
                return province;
            }
            at = unit.parent.as_deref().and_then(|parent| self.get(parent));
        }
        None
    }

    /// Whether the word of a unit counts beside what a document of a province orders: it is of that province, or of none,
    /// as whoever is over several is. What no known unit vouches for is not held against anybody.
    pub fn counts_in_province(&self, his: Option<&str>, province: Option<&str>) -> bool {
        let ordered = province.filter(|province| !province.trim().is_empty()).map(words);
        match (his.and_then(|his| self.province_of(his)).map(words), ordered) {
            (Some(his), Some(ordered)) => his == ordered,
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::people::Unit;

    fn unit(key: &str, title: &str, parent: Option<&str>) -> Unit {
        let (key, title, parent) = (key.to_owned(), title.to_owned(), parent.map(str::to_owned));
        Unit { key, title, parent, valid_from: None, valid_to: None, successor: None }
    }

    #[test]
    fn a_unit_is_of_the_province_that_its_line_of_command_names() {
        let tree = UnitTree::new([
            unit("bo", "Bộ Ngoại giao", None),
            unit("son-la", "Bộ đội Biên phòng tỉnh", Some("bo")),
            unit("don-a", "Đồn A", Some("son-la")),
            unit("ls", "Sở Ngoại vụ tỉnh Lạng Sơn", Some("bo")),
            unit("hanoi-x", "Đồn Hà Namy", None),
        ]);
        let of = |key| tree.province_of(key);
        assert_eq!((of("bo"), of("son-la"), of("don-a")), (None, Some("Sơn La"), Some("Sơn La")));
        assert_eq!((of("ls"), of("hanoi-x"), of("khong-co")), (Some("Lạng Sơn"), None, None));
        let counts = |unit, province| tree.counts_in_province(unit, province);
        assert!(
            counts(Some("ls"), Some("Lạng Sơn"))
                && counts(Some("don-a"), Some("Sơn La"))
                && !counts(Some("don-a"), Some("Lạng Sơn"))
        );
        // Over several provinces, of none, of nobody known: not held against anybody.
        assert!(counts(Some("bo"), Some("Lạng Sơn")) && counts(None, Some("Lạng Sơn")) && counts(Some("don-a"), None));
    }
}
