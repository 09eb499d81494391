//! The tree of a filter, before anybody asked what its properties are.

use super::geometry::Geometry;

macro_rules! operators {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($variant),+ }

        impl $name {
            /// Its name in CQL2 JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Read in either case.
            pub fn named(word: &str) -> Option<Self> {
                [$(Self::$variant),+].into_iter().find(|op| op.as_str().eq_ignore_ascii_case(word))
            }
        }
    };
}

operators! {
    /// A comparison of two values.
    Order { Equal = "=", NotEqual = "<>", Less = "<", Greater = ">", AtMost = "<=", AtLeast = ">=" }
}

operators! {
    /// How two geometries lie to each other.
    SpatialOp {
        Intersects = "s_intersects", Disjoint = "s_disjoint", Within = "s_within", Contains = "s_contains",
        Touches = "s_touches", Crosses = "s_crosses", Overlaps = "s_overlaps", Equals = "s_equals",
    }
}

operators! {
    /// How two times lie to each other (Allen's relations).
    TemporalOp {
        After = "t_after", Before = "t_before", Contains = "t_contains", Disjoint = "t_disjoint", During = "t_during",
        Equals = "t_equals", FinishedBy = "t_finishedBy", Finishes = "t_finishes", Intersects = "t_intersects",
        Meets = "t_meets", MetBy = "t_metBy", OverlappedBy = "t_overlappedBy", Overlaps = "t_overlaps",
        StartedBy = "t_startedBy", Starts = "t_starts",
    }
}

/// What is done with the arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    And,
    Or,
    Not,
    Compare(Order),
    Like,
    Between,
    /// The value first, then the list.
    In,
    IsNull,
    Casei,
    Accenti,
    Spatial(SpatialOp),
    Temporal(TemporalOp),
}

impl Op {
    /// Its name in CQL2 JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::And => "and",
            Self::Or => "or",
            Self::Not => "not",
            Self::Compare(order) => order.as_str(),
            Self::Like => "like",
            Self::Between => "between",
            Self::In => "in",
            Self::IsNull => "isNull",
            Self::Casei => "casei",
            Self::Accenti => "accenti",
            Self::Spatial(op) => op.as_str(),
            Self::Temporal(op) => op.as_str(),
        }
    }

    pub fn named(word: &str) -> Option<Self> {
        let plain = [Self::And, Self::Or, Self::Not, Self::Like, Self::Between, Self::In, Self::IsNull, Self::Casei];
        let plain = plain.into_iter().chain([Self::Accenti]).find(|op| op.as_str() == word);
        plain
            .or_else(|| Order::named(word).map(Self::Compare))
            .or_else(|| SpatialOp::named(word).map(Self::Spatial))
            .or_else(|| TemporalOp::named(word).map(Self::Temporal))
    }
}

/// An end of an interval.
#[derive(Debug, Clone, PartialEq)]
pub enum Endpoint {
    Open,
    /// First and last millisecond.
    Moment(i64, i64),
    Property(String),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    Call(Op, Vec<Self>),
    Property(String),
    Text(String),
    Number(f64),
    Truth(bool),
    /// First and last millisecond: a day in Vietnam, or twice the same.
    Moment(i64, i64),
    Interval(Endpoint, Endpoint),
    Geometry(Geometry),
}

impl Node {
    /// The property that this is, if it is one.
    pub fn property(&self) -> Option<&str> {
        match self {
            Self::Property(name) => Some(name),
            _ => None,
        }
    }
}
