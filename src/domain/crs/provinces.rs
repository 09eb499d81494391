//! Which provinces used a TM-3 system.
//!
//! **Provinces before July 2025; choose by reference system, not by province.** The provinces were merged that month and
//! what a new province uses may differ. So this list only helps people to recognise a system among several likely ones;
//! nothing is ever decided by it. Names as in the areas of use of the EPSG register (v12.013), which follow Circular
//! 973/2001/TT-TCĐC; parts that have since become a city or another province are under the name of 2008.

use super::Crs;

impl Crs {
    /// The provinces, as they were before July 2025, that used this system; none for other systems than TM-3.
    pub const fn provinces(self) -> &'static [&'static str] {
        match self {
            Self::Tm103_00 => &["Điện Biên", "Lai Châu"],
            Self::Tm104_00 => &["Sơn La"],
            Self::Tm104_30 => &["Cà Mau", "Kiên Giang"],
            Self::Tm104_45 => &["An Giang", "Lào Cai", "Nghệ An", "Phú Thọ", "Yên Bái"],
            Self::Tm105_00 => &[
                "Bạc Liêu",
                "Cần Thơ",
                "Đồng Tháp",
                "Hà Nam",
                "Hà Nội",
                "Hậu Giang",
                "Ninh Bình",
                "Thanh Hóa",
                "Vĩnh Phúc",
            ],
            Self::Tm105_30 => &[
                "Bắc Ninh",
                "Hà Giang",
                "Hà Tĩnh",
                "Hải Dương",
                "Hưng Yên",
                "Nam Định",
                "Sóc Trăng",
                "Tây Ninh",
                "Thái Bình",
                "Trà Vinh",
                "Vĩnh Long",
            ],
            Self::Tm105_45 => {
                &["Bến Tre", "Bình Dương", "Cao Bằng", "Hải Phòng", "Long An", "Thành phố Hồ Chí Minh", "Tiền Giang"]
            }
            Self::Tm106_00 => &["Hòa Bình", "Quảng Bình", "Tuyên Quang"],
            Self::Tm106_15 => &["Bình Phước", "Quảng Trị"],
            Self::Tm106_30 => &["Bắc Kạn", "Thái Nguyên"],
            Self::Tm107_00 => &["Bắc Giang", "Thừa Thiên Huế"],
            Self::Tm107_15 => &["Lạng Sơn"],
            Self::Tm107_30 => &["Kon Tum"],
            Self::Tm107_45 => &["Bà Rịa – Vũng Tàu", "Đà Nẵng", "Đồng Nai", "Lâm Đồng", "Quảng Nam", "Quảng Ninh"],
            Self::Tm108_00 => &["Quảng Ngãi"],
            Self::Tm108_15 => &["Bình Định", "Khánh Hòa", "Ninh Thuận"],
            Self::Tm108_30 => &["Bình Thuận", "Đắk Lắk", "Đắk Nông", "Gia Lai", "Phú Yên"],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_province_of_2008_is_listed_once() {
        let mut all: Vec<_> = Crs::ALL.iter().flat_map(|crs| crs.provinces()).collect();
        assert_eq!(all.len(), 63);
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 63);
    }

    #[test]
    fn the_provinces_of_the_documents_have_their_meridians() {
        assert_eq!(Crs::Tm104_00.provinces(), ["Sơn La"]);
        assert_eq!(Crs::Tm107_15.provinces(), ["Lạng Sơn"]);
        assert!(Crs::Vn2000Utm48.provinces().is_empty());
    }
}
