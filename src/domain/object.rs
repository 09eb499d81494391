//! Things on or at the line that are neither markers nor the line itself: what the documents tell people to look after,
//! and to inspect.
//!
//! | kind | who names it (folder of `seeds/`, clause, words) |
//! |---|---|
//! | `boundary_mark` | 000, II.2: "mốc quốc giới, vật đánh dấu đường biên giới" |
//! | `embankment` | 000, IV.4: "kè bảo vệ bờ sông, suối"; 001, III.3.b: "kè bảo vệ chân cột mốc biên giới" |
//! | `ridge` | 000, IV.4: "sống núi biên giới bị sạt lở hoặc có nguy cơ sạt lở cao" |
//! | `patrol_road` | 001, III.3.b: "đường tuần tra biên giới" |
//! | `access_way` | 001, III.3.b: "đường ra các mốc quốc giới" |
//! | `post` | 001, III.5.h: "hệ thống đồn, trạm Biên phòng" |
//! | `village_mark` | 000, IV.12: "mốc địa giới giữa bản biên giới tại vị trí tiếp giáp với đường biên giới" |
//!
//! The course of the line itself ("hướng đi của đường biên giới", 000, IV.4) is a stretch between two markers.

use serde::{Deserialize, Serialize};

use super::inspection::{Condition, Part};
use super::messages::Lang;
use super::source::{Cite, Flag, Source};
use super::words::words;

words! {
    /// What kind of thing it is.
    ObjectKind {
        /// Another mark of the line than its markers.
        BoundaryMark = "boundary_mark",
        /// At a bank or at the foot of a marker.
        Embankment = "embankment",
        Ridge = "ridge",
        PatrolRoad = "patrol_road",
        /// The way to a marker.
        AccessWay = "access_way",
        Post = "post",
        /// Boundary mark of a village or commune, where it meets the line.
        VillageMark = "village_mark",
    }
}

/// Conditions of what cannot tilt, be moved or go missing.
const OF_GROUND: &[Condition] =
    &[Condition::Good, Condition::Damaged, Condition::Buried, Condition::AtRiskOfDamage, Condition::Unknown];

impl ObjectKind {
    /// What people call it, in the documents' words.
    pub const fn title(self, lang: Lang) -> &'static str {
        let (vi, en) = match self {
            Self::BoundaryMark => ("Vật đánh dấu đường biên giới", "Other mark of the line"),
            Self::Embankment => ("Kè", "Embankment"),
            Self::Ridge => ("Sống núi biên giới", "Ridge"),
            Self::PatrolRoad => ("Đường tuần tra biên giới", "Patrol road"),
            Self::AccessWay => ("Đường ra mốc quốc giới", "Way to a marker"),
            Self::Post => ("Đồn, trạm Biên phòng", "Border post"),
            Self::VillageMark => ("Mốc địa giới bản, xã", "Boundary mark of a village or commune"),
        };
        match lang {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    /// The parts that can be looked at one by one.
    pub const fn parts(self) -> &'static [Part] {
        match self {
            Self::BoundaryMark | Self::VillageMark => {
                &[Part::Body, Part::Base, Part::Inscription, Part::Position, Part::Surroundings]
            }
            Self::Embankment => &[Part::Body, Part::Base, Part::Surface, Part::Drainage, Part::Surroundings],
            Self::Ridge => &[Part::Surface, Part::Slope, Part::Surroundings],
            Self::PatrolRoad | Self::AccessWay => {
                &[Part::Surface, Part::Slope, Part::Drainage, Part::Bridge, Part::Surroundings]
            }
            Self::Post => &[Part::Body, Part::Base, Part::Drainage, Part::Surroundings],
        }
    }

    /// What can be said of it as a whole.
    pub fn conditions(self) -> &'static [Condition] {
        match self {
            Self::Ridge | Self::PatrolRoad | Self::AccessWay => OF_GROUND,
            Self::BoundaryMark | Self::Embankment | Self::Post | Self::VillageMark => &Condition::ALL,
        }
    }
}

/// A thing that somebody looks after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoundaryObject {
    pub kind: ObjectKind,
    pub name: String,
    /// What its papers call it.
    pub code: Option<String>,
    /// The unit that looks after it, as named. Who may see the record follows from who wrote it, not from this.
    pub looked_after_by: Option<String>,
    pub note: Option<String>,
    #[serde(default)]
    pub cite: Vec<Cite>,
    #[serde(default)]
    pub flags: Vec<Flag>,
    pub source: Option<Source>,
}

/// What an inspection was of, as a report counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    Marker,
    /// The course of the line between two markers.
    LineCourse,
    Object(ObjectKind),
    /// An object that is not there (yet), or not for whoever asks.
    UnknownObject,
}

impl Subject {
    pub const ALL: [Self; 10] = [
        Self::Marker,
        Self::LineCourse,
        Self::Object(ObjectKind::BoundaryMark),
        Self::Object(ObjectKind::Embankment),
        Self::Object(ObjectKind::Ridge),
        Self::Object(ObjectKind::PatrolRoad),
        Self::Object(ObjectKind::AccessWay),
        Self::Object(ObjectKind::Post),
        Self::Object(ObjectKind::VillageMark),
        Self::UnknownObject,
    ];

    /// The words of all, in that order.
    pub const WORDS: [&'static str; Self::ALL.len()] = {
        let mut words = [""; Self::ALL.len()];
        let mut n = 0;
        while n < words.len() {
            words[n] = Self::ALL[n].as_str();
            n += 1;
        }
        words
    };

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Marker => "marker",
            Self::LineCourse => "line_course",
            Self::Object(kind) => kind.as_str(),
            Self::UnknownObject => "unknown_object",
        }
    }

    pub const fn title(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Marker, Lang::Vi) => "Mốc quốc giới",
            (Self::Marker, Lang::En) => "Boundary marker",
            (Self::LineCourse, Lang::Vi) => "Hướng đi của đường biên giới",
            (Self::LineCourse, Lang::En) => "Course of the line",
            (Self::Object(kind), lang) => kind.title(lang),
            (Self::UnknownObject, Lang::Vi) => "Đối tượng chưa rõ loại",
            (Self::UnknownObject, Lang::En) => "Object of a kind not known here",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_a_subject_of_its_own_with_words_and_parts() {
        for kind in ObjectKind::ALL {
            assert!(Subject::ALL.contains(&Subject::Object(*kind)), "{kind:?}");
            assert!(!kind.parts().is_empty() && kind.conditions().contains(&Condition::Unknown), "{kind:?}");
            assert_ne!(kind.title(Lang::Vi), kind.title(Lang::En));
        }
        let distinct: std::collections::BTreeSet<&str> = Subject::WORDS.into_iter().collect();
        assert_eq!(distinct.len(), Subject::ALL.len());
    }

    #[test]
    fn a_ridge_can_be_damaged_and_cannot_be_tilted() {
        assert!(ObjectKind::Ridge.conditions().contains(&Condition::Damaged));
        assert!(!ObjectKind::Ridge.conditions().contains(&Condition::Tilted));
        assert!(ObjectKind::VillageMark.conditions().contains(&Condition::Tilted));
        assert!(!ObjectKind::Ridge.parts().contains(&Part::Inscription));
    }
}
