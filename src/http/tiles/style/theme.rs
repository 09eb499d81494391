//! Colours of the map. Those of levels are the same in both themes; their lightness falls steadily, so that the order survives
//! grey paper.

use serde_json::{Value, json};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

/// Colours of one theme.
#[derive(Debug, Clone, Copy)]
pub struct Colours {
    pub sea: &'static str,
    pub land: &'static str,
    pub beyond: &'static str,
    pub hatch: &'static str,
    pub ink: &'static str,
    pub ink2: &'static str,
    pub ink3: &'static str,
    pub of_sea: &'static str,
    /// Around letters and signs.
    pub halo: &'static str,
    pub danger: &'static str,
    pub warn: &'static str,
    pub works: &'static str,
    pub link: &'static str,
    /// Around segments: of levels I to III, and of IV and V.
    pub casing: [&'static str; 2],
}

impl Theme {
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub const fn colours(self) -> Colours {
        match self {
            Self::Light => Colours {
                sea: "#D5E2E6",
                land: "#FCFBF8",
                beyond: "#EBE8DF",
                hatch: "hatch-light",
                ink: "#15201C",
                ink2: "#44514B",
                ink3: "#5F6A65",
                of_sea: "#3F6472",
                halo: "#FFFFFF",
                danger: "#A3121A",
                warn: "#7A4B00",
                works: "#0A5F4D",
                link: "#1B4FD1",
                casing: ["#15201C", "#15201C"],
            },
            Self::Dark => Colours {
                sea: "#0A1114",
                land: "#1C2522",
                beyond: "#131A18",
                hatch: "hatch-dark",
                ink: "#EAEFEC",
                ink2: "#BBC7C1",
                ink3: "#94A29B",
                of_sea: "#7FA3B0",
                halo: "#0E1412",
                danger: "#FF9A94",
                warn: "#F2C162",
                works: "#62D2B2",
                link: "#8FB4FF",
                casing: ["#0E1412", "#EAEFEC"],
            },
        }
    }
}

/// The words of the classes, from I to V, and their fills.
pub const CLASSES: [(&str, &str, &str); 5] = [
    ("very_low", "I", "#BFECFF"),
    ("low", "II", "#EED412"),
    ("moderate", "III", "#E7802E"),
    ("high", "IV", "#AD141C"),
    ("very_high", "V", "#50226C"),
];
/// Points of a screen.
pub const WIDTHS: [f64; 5] = [4.0, 5.0, 6.5, 8.0, 9.5];

/// Something by the class of a segment.
pub fn by_class<T: Into<Value>>(of: impl Fn(usize) -> T, otherwise: impl Into<Value>) -> Value {
    let mut all = vec![json!("match"), json!(["get", "risk_class"])];
    for (n, (word, ..)) in CLASSES.iter().enumerate() {
        all.extend([json!(word), of(n).into()]);
    }
    all.push(otherwise.into());
    all.into()
}
