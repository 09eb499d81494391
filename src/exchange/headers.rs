//! Column headers in Vietnamese and English, and the canonical names they stand for.
//!
//! Case, diacritics, punctuation and underscores do not count: `Số hiệu mốc`, `so_hieu_moc` and `SO HIEU MOC` are one
//! header, and the canonical name itself is one, too. Behind a name may stand a unit (`X (m)`, `Vĩ độ (DMS)`) where
//! it fits, and the reference system (`Kinh độ (WGS84)`, `Y VN-2000`, `easting_epsg_9206`).
//!
//! | canonical | headers, besides those in [`SPOKEN`] |
//! |---|---|
//! | `id`, `key`, `line`, `number`, `marker`, `kind`, `side`, `name`, `aliases` | what the row is |
//! | `lon`, `lat`; `easting`, `northing`; `x`, `y`; `wkt`; `coordinates` | where it is; for `x`, `y` see the reader |
//! | `height_m`, `accuracy_m`, `offset_m` | metres |
//! | `near_marker`, `segment`, `from_marker`, `to_marker`, `toward` | where it is by markers |
//! | `observed_at`, `started_at`, `ended_at`, `mode`, `condition`, `severity`, `force`, `unit` | what, when, by whom |
//! | `title`, `description`, `notes`, `source`, `province`, `commune`, `country` | the rest |
//!
//! A header that is not known is nobody's fault: it stays under its own name. Without diacritics some words become one
//! (*Bên*, *Bến*); the words of boundary work win. Cost: one look-up in a hash table.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Canonical names, each with the headers that mean it, folded (see [`fold`]).
pub const SPOKEN: [(&str, &[&str]); 40] = [
    ("id", &["ma", "uuid", "ma so", "ma ban ghi", "fid"]),
    ("key", &["khoa", "ma moc", "marker key"]),
    ("line", &["tuyen", "tuyen bien gioi", "duong bien", "border", "boundary line"]),
    ("number", &["so hieu moc", "moc so", "so moc", "so hieu", "ten moc", "marker number", "marker no"]),
    ("marker", &["moc", "moc gioi", "moc quoc gioi", "cot moc", "boundary marker"]),
    ("kind", &["loai", "loai moc", "loai hinh", "phan loai"]),
    ("side", &["ben", "phia", "thuoc ben", "bank"]),
    ("lon", &["kinh do", "kinh do dong", "kinh do d", "kinh do e", "longitude", "longitude e", "long", "lng", "l"]),
    ("lat", &["vi do", "vi do bac", "vi do b", "vi do n", "latitude", "latitude n", "b"]),
    ("x", &["toa do x", "x coord", "x coordinate"]),
    ("y", &["toa do y", "y coord", "y coordinate"]),
    ("easting", &["dong", "toa do dong", "east", "e", "x dong", "y dong", "y e", "x e", "x east", "y east"]),
    ("northing", &["bac", "toa do bac", "north", "n", "x bac", "y bac", "x n", "y n", "x north", "y north"]),
    ("coordinates", &["toa do", "toa do dia ly", "coordinate", "lat lon", "vi do kinh do"]),
    ("wkt", &["geometry", "geom", "hinh hoc", "geometry wkt", "the geom"]),
    ("height_m", &["do cao", "cao do", "do cao trac dia", "h", "z", "height", "elevation", "altitude", "ele"]),
    ("accuracy_m", &["do chinh xac", "sai so", "sai so vi tri", "accuracy", "precision"]),
    ("offset_m", &["khoang cach", "cach moc", "cach", "khoang cach tu moc", "offset"]),
    ("name", &["ten", "ten goi"]),
    ("aliases", &["bi danh", "ten khac", "ten goi khac", "so cu", "so hieu cu", "alias"]),
    ("title", &["tieu de", "ten diem"]),
    ("description", &["mo ta", "desc"]),
    ("notes", &["ghi chu", "note", "remarks", "remark", "comment", "comments"]),
    ("source", &["nguon", "nguon so lieu", "can cu"]),
    ("severity", &["muc do", "muc do nghiem trong"]),
    ("condition", &["tinh trang", "tinh trang moc", "hien trang"]),
    ("mode", &["hinh thuc", "hinh thuc kiem tra"]),
    (
        "observed_at",
        &[
            "ngay",
            "ngay kiem tra",
            "ngay quan sat",
            "ngay phat hien",
            "thoi gian",
            "thoi diem",
            "date",
            "time",
            "datetime",
        ],
    ),
    ("started_at", &["bat dau", "ngay bat dau", "thoi gian bat dau", "start", "start time"]),
    ("ended_at", &["ket thuc", "ngay ket thuc", "thoi gian ket thuc", "end", "end time"]),
    ("force", &["luc luong"]),
    ("unit", &["don vi", "don vi quan ly", "don vi phu trach"]),
    ("near_marker", &["gan moc", "khu vuc moc", "near"]),
    ("segment", &["doan", "doan bien gioi", "doan moc"]),
    ("from_marker", &["tu moc", "moc dau", "from"]),
    ("to_marker", &["den moc", "toi moc", "moc cuoi", "to"]),
    ("toward", &["ve phia moc", "ve phia", "huong ve moc", "huong ve", "towards", "toward marker"]),
    ("province", &["tinh", "tinh thanh"]),
    ("commune", &["xa", "xa phuong"]),
    ("country", &["nuoc", "quoc gia"]),
];

const METRES: [&str; 7] = ["x", "y", "easting", "northing", "height_m", "accuracy_m", "offset_m"];
const DEGREES: [&str; 2] = ["lon", "lat"];
const PLACED: [&str; 8] = ["x", "y", "easting", "northing", "lon", "lat", "wkt", "coordinates"];

static NAMES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let spoken = SPOKEN.iter().flat_map(|(name, spoken)| spoken.iter().map(|text| ((*text).to_owned(), *name)));
    let own = SPOKEN.iter().map(|(name, _)| (fold(name), *name));
    spoken.chain(own).collect()
});

/// The reference system that a header names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedSystem {
    Epsg(u32),
    Wgs84,
    /// VN-2000; which zone it does not say.
    Vn2000,
}

/// What a header means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    pub name: &'static str,
    pub system: Option<NamedSystem>,
}

/// What a header means, if it is known.
///
/// ```
/// use mocgioi::exchange::headers::{NamedSystem, known};
/// assert_eq!(known("Số hiệu mốc").map(|known| known.name), Some("number"));
/// assert_eq!(known("KINH ĐỘ (WGS84)").and_then(|known| known.system), Some(NamedSystem::Wgs84));
/// assert_eq!(known("Diện tích (km²)"), None);
/// ```
pub fn known(header: &str) -> Option<Known> {
    let folded = fold(header);
    let exact = |text: &str| NAMES.get(text).copied();
    if let Some(name) = exact(&folded) {
        return Some(Known { name, system: None });
    }
    let (rest, system) = without_system(&folded);
    let name = exact(rest).or_else(|| {
        let (base, unit) = rest.rsplit_once(' ')?;
        let name = exact(base)?;
        let fits = match unit {
            "m" | "met" | "meter" | "meters" | "metre" | "metres" => METRES.contains(&name),
            "do" | "deg" | "degree" | "degrees" | "dms" | "dd" => DEGREES.contains(&name),
            _ => false,
        };
        fits.then_some(name)
    })?;
    // Only a place is in a reference system.
    (system.is_none() || PLACED.contains(&name)).then_some(Known { name, system })
}

/// Names that a shapefile cuts, besides the canonical ones: how a place came about, and how accurate it is.
const ALSO_CUT: [&str; 2] = ["position_method", "location_basis"];

/// The name that a shapefile cut to its ten bytes, when only one begins with them.
///
/// ```
/// use mocgioi::exchange::headers::uncut;
/// assert_eq!(uncut("observed_a"), Some("observed_at"));
/// assert_eq!(uncut("observed"), None, "not cut");
/// ```
pub fn uncut(name: &str) -> Option<&'static str> {
    let is_cut = name.len() == 10 && known(name).is_none();
    let all = SPOKEN.iter().map(|(name, _)| *name).chain(ALSO_CUT);
    let mut beginning = all.filter(|long| is_cut && long.len() > 10 && long.starts_with(name));
    beginning.next().filter(|_| beginning.next().is_none())
}

fn without_system(folded: &str) -> (&str, Option<NamedSystem>) {
    for (words, system) in [
        (" wgs84", NamedSystem::Wgs84),
        (" wgs 84", NamedSystem::Wgs84),
        (" vn2000", NamedSystem::Vn2000),
        (" vn 2000", NamedSystem::Vn2000),
    ] {
        if let Some(rest) = folded.strip_suffix(words) {
            return (rest, Some(system));
        }
    }
    let epsg = folded.rsplit_once(" epsg").and_then(|(rest, code)| Some((rest, code.trim_start().parse().ok()?)));
    match epsg {
        Some((rest, code)) => (rest, Some(NamedSystem::Epsg(code))),
        None => (folded, None),
    }
}

/// Small letters without marks; whatever is neither letter nor digit becomes one space.
///
/// ```
/// use mocgioi::exchange::headers::fold;
/// assert_eq!(fold(" Độ_chính xác (m)"), "do chinh xac m");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase) {
        let letter = if letter == 'đ' { 'd' } else { letter };
        if letter.is_alphanumeric() {
            folded.push(letter);
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(header: &str) -> Option<&'static str> {
        known(header).map(|known| known.name)
    }

    #[test]
    fn headers_of_real_tables_are_known() {
        for (header, want) in [
            ("Số hiệu mốc", "number"),
            ("so hieu moc", "number"),
            ("Mốc số", "number"),
            ("Mo\u{302}\u{301}c so\u{302}\u{301}", "number"),
            ("Marker", "marker"),
            ("Kinh độ", "lon"),
            ("Vĩ độ (°)", "lat"),
            ("X", "x"),
            ("Y(m)", "y"),
            ("X (Bắc)", "northing"),
            ("Đông", "easting"),
            ("Bắc", "northing"),
            ("Easting", "easting"),
            ("Độ cao (m)", "height_m"),
            ("Tuyến", "line"),
            ("Bên", "side"),
            ("Loại", "kind"),
            ("MỨC ĐỘ", "severity"),
            ("Ngày kiểm tra", "observed_at"),
            ("observed_at", "observed_at"),
            ("Tình trạng", "condition"),
            ("Ghi chú", "notes"),
            ("Nguồn", "source"),
            ("Độ chính xác (m)", "accuracy_m"),
            ("accuracy_m", "accuracy_m"),
            ("Mã", "id"),
            ("Từ mốc", "from_marker"),
            ("Đến mốc", "to_marker"),
        ] {
            assert_eq!(name(header), Some(want), "{header}");
        }
    }

    #[test]
    fn a_reference_system_in_the_header_is_heard() {
        let system = |header| known(header).and_then(|known| known.system);
        assert_eq!(system("Vĩ độ (WGS 84)"), Some(NamedSystem::Wgs84));
        assert_eq!(system("X VN-2000"), Some(NamedSystem::Vn2000));
        assert_eq!(system("northing_epsg_9206"), Some(NamedSystem::Epsg(9206)));
        assert_eq!(system("X (m), EPSG:3405"), Some(NamedSystem::Epsg(3405)));
        assert_eq!(known("Ghi chú (WGS84)"), None, "only a place is in a system");
    }

    #[test]
    fn a_unit_must_fit() {
        assert_eq!(name("Độ cao (ft)"), None);
        assert_eq!(name("Kinh độ (m)"), None);
        assert_eq!(name("Khoảng cách (km)"), None);
        assert_eq!(name(""), None);
        assert_eq!(name("(m)"), None);
    }

    #[test]
    fn each_spoken_header_is_folded_and_means_one_thing() {
        let mut seen = HashMap::new();
        for (name, spoken) in SPOKEN {
            for text in spoken.iter().map(|text| (*text).to_owned()).chain([fold(name)]) {
                assert_eq!(fold(&text), text);
                assert_eq!(seen.insert(text.clone(), name), None, "{text}");
            }
        }
    }
}
