//! Names that mean something else in one document than in another: what a document is about decides.

use crate::atlas::LayerId;
use crate::domain::messages::Lang;

/// What a document is about, as far as its labels hang on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Alerts, limits, readings: "from" and "to" are the ends of an interval, or of a span of readings.
    Measuring,
    /// Rules of approval: "from" is a day.
    Approving,
    /// Inspection rules and campaigns: "from" and "to" are days, and what is missing was not inspected.
    Ordering,
    /// The track of a patrol: its "parts" are stretches of recording.
    Recording,
    /// An inspection: parts of a marker stand as names.
    Inspecting,
    /// Anything else.
    Common,
}

/// Who reads, and what about.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    pub lang: Lang,
    pub about: About,
}

impl About {
    /// By the address of a document.
    pub fn at(path: &str) -> Self {
        match path {
            "/api/v1/approval-rules" => Self::Approving,
            "/api/v1/inspection-rules" | "/api/v1/inspections/due" => Self::Ordering,
            _ if path.starts_with("/api/v1/campaigns") => Self::Ordering,
            "/api/v1/alerts" | "/api/v1/thresholds" => Self::Measuring,
            _ if path.ends_with("/readings") => Self::Measuring,
            _ => Self::Common,
        }
    }

    pub const fn layer(layer: LayerId) -> Self {
        match layer {
            LayerId::Tracks => Self::Recording,
            LayerId::Readings => Self::Measuring,
            LayerId::Inspections => Self::Inspecting,
            _ => Self::Common,
        }
    }

    const fn words(self) -> &'static [(&'static str, &'static str, &'static str)] {
        match self {
            Self::Measuring => &[
                ("from", "Từ", "From"),
                ("to", "Đến", "To"),
                ("kind", "Loại điểm", "Kind of hazard"),
                ("unit", "Của đơn vị", "Of the unit"),
            ],
            Self::Approving => &[
                ("from", "Từ lúc", "From"),
                ("unit", "Của đơn vị", "Of the unit"),
                ("by", "Người chấm dứt", "Ended by"),
            ],
            Self::Ordering => &[
                ("from", "Từ ngày", "From"),
                ("to", "Đến ngày", "To"),
                ("unit", "Đơn vị", "Unit"),
                ("subject", "Kiểm tra", "Subject"),
                ("source", "Kế hoạch, văn bản", "Plan or document"),
                ("progress", "Đã kiểm tra được", "Progress"),
                ("inspections", "Số lần kiểm tra", "Inspections"),
            ],
            Self::Recording => &[("parts", "Số đoạn ghi liền", "Unbroken parts")],
            Self::Inspecting => &[
                ("body", "Thân", "Body"),
                ("base", "Bệ", "Base"),
                ("inscription", "Chữ khắc", "Inscription"),
                ("emblem", "Quốc huy", "Emblem"),
                ("position", "Vị trí", "Position"),
                ("surroundings", "Xung quanh", "Surroundings"),
                ("revetment", "Kè", "Revetment"),
            ],
            Self::Common => &[],
        }
    }
}

impl Reader {
    pub const fn common(lang: Lang) -> Self {
        Self { lang, about: About::Common }
    }

    /// What a property is called in this document.
    pub fn label(self, name: &str) -> &str {
        let own = self.about.words().iter().find(|(own, _, _)| *own == name);
        own.map_or_else(
            || super::labels::label(name, self.lang),
            |(_, vi, en)| if self.lang == Lang::Vi { vi } else { en },
        )
    }

    /// A word of the data under this name.
    pub fn value(self, name: &str, word: &str) -> String {
        if let Some(when) = super::moment::written(word, self.lang) {
            return when;
        }
        match name {
            // These hold names of properties.
            "agreed" | "disputed" | "missing" | "watched" => self.label(word).to_owned(),
            "sides" if self.lang == Lang::Vi => super::side_labels::sides(word).to_owned(),
            _ => super::labels::value_in(word, self.lang).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_it_means_in_its_document() {
        let label = |about, name| Reader { lang: Lang::Vi, about }.label(name).to_owned();
        assert_eq!(label(About::at("/api/v1/alerts"), "from"), "Từ");
        assert_eq!(label(About::at("/api/v1/approval-rules"), "from"), "Từ lúc");
        assert_eq!(label(About::layer(LayerId::Duties), "from"), "Bên báo cáo");
        assert_eq!(label(About::at("/api/v1/records/x"), "parts"), "Từng phần");
        assert_eq!(label(About::layer(LayerId::Tracks), "parts"), "Số đoạn ghi liền");
    }

    #[test]
    fn how_far_both_sides_are_is_no_mode_of_a_patrol() {
        let reader = Reader::common(Lang::Vi);
        assert_eq!(reader.value("sides", "bilateral"), "song phương");
        assert_eq!(reader.value("mode", "bilateral"), "song phương (cùng lúc, mỗi bên ở bên mình)");
        assert_eq!(reader.value("agreed", "condition"), "Tình trạng");
        assert_eq!(reader.value("at", "2026-11-26T01:30:00.000Z"), "26/11/2026 08:30");
    }
}
