//! A fix, and what may be wrong with one.

use crate::domain::position::{LonLat, Metres};
use crate::domain::time::Instant;

/// One position as a device wrote it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fix {
    pub place: LonLat,
    pub at: Option<Instant>,
    /// How far off the device itself thinks it may be.
    pub accuracy: Option<Metres>,
}

/// A stated accuracy, or what is taken for it where none is stated; a negative one or NaN states nothing.
pub(in crate::geo) fn stated_or(accuracy: Option<Metres>, unstated: Metres) -> f64 {
    accuracy.filter(|stated| stated.0 >= 0.0).unwrap_or(unstated).0
}

/// Why a fix was left out; see [`clean`](super::clean).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BadFix {
    ZeroPoint,
    Imprecise,
    NoTime,
    TimeBack,
    Spike,
    Repeated,
}

impl BadFix {
    pub const ALL: [Self; 6] =
        [Self::ZeroPoint, Self::Imprecise, Self::NoTime, Self::TimeBack, Self::Spike, Self::Repeated];

    /// As clients read it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ZeroPoint => "zero_point",
            Self::Imprecise => "imprecise",
            Self::NoTime => "no_time",
            Self::TimeBack => "time_back",
            Self::Spike => "spike",
            Self::Repeated => "repeated",
        }
    }
}
