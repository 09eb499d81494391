//! How two spans of time lie to each other.

use super::columns::Span;
use super::table::Table;
use crate::domain::cql2::{Order, TemporalOp};

/// Allen's relations (J. F. Allen, *Communications of the ACM* 26 (1983), 832–843) over milliseconds, ends included.
pub(super) const fn relate(op: TemporalOp, (a, b): Span, (c, d): Span) -> bool {
    match op {
        TemporalOp::After => a > d,
        TemporalOp::Before => b < c,
        TemporalOp::Disjoint => a > d || b < c,
        TemporalOp::Intersects => a <= d && b >= c,
        TemporalOp::Contains => a < c && b > d,
        TemporalOp::During => a > c && b < d,
        TemporalOp::Equals => a == c && b == d,
        TemporalOp::FinishedBy => a < c && b == d,
        TemporalOp::Finishes => a > c && b == d,
        TemporalOp::Meets => b == c,
        TemporalOp::MetBy => a == d,
        TemporalOp::OverlappedBy => a > c && a < d && b > d,
        TemporalOp::Overlaps => a < c && b > c && b < d,
        TemporalOp::StartedBy => a == c && b > d,
        TemporalOp::Starts => a == c && b < d,
    }
}

/// A moment within a day is that day's, so a day and a moment of it are equal, and neither is before the other.
pub(super) const fn compare(order: Order, (a, b): Span, (c, d): Span) -> bool {
    match order {
        Order::Less => b < c,
        Order::Greater => a > d,
        Order::AtMost => a <= d,
        Order::AtLeast => b >= c,
        Order::Equal => a <= d && b >= c,
        Order::NotEqual => a > d || b < c,
    }
}

/// A time that may depend on the feature.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum When {
    Fixed(Span),
    Field(usize),
    Between(Edge, Edge),
}

/// An end of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    Fixed(i64),
    Field(usize),
}

impl When {
    /// Of a row; none where a property is absent, or the interval ends before it begins.
    pub(super) fn of(&self, table: &Table<'_>, row: usize) -> Option<Span> {
        match self {
            Self::Fixed(span) => Some(*span),
            Self::Field(n) => table.column(*n).span(row),
            Self::Between(from, to) => {
                let edge = |edge: &Edge, pick: fn(Span) -> i64| match edge {
                    Edge::Fixed(at) => Some(*at),
                    Edge::Field(n) => table.column(*n).span(row).map(pick),
                };
                let (first, last) = (edge(from, |span| span.0)?, edge(to, |span| span.1)?);
                (first <= last).then_some((first, last))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [TemporalOp; 15] = [
        TemporalOp::After,
        TemporalOp::Before,
        TemporalOp::Contains,
        TemporalOp::Disjoint,
        TemporalOp::During,
        TemporalOp::Equals,
        TemporalOp::FinishedBy,
        TemporalOp::Finishes,
        TemporalOp::Intersects,
        TemporalOp::Meets,
        TemporalOp::MetBy,
        TemporalOp::OverlappedBy,
        TemporalOp::Overlaps,
        TemporalOp::StartedBy,
        TemporalOp::Starts,
    ];

    #[test]
    fn of_two_intervals_exactly_one_of_the_thirteen_relations_holds() {
        let base: Vec<TemporalOp> =
            ALL.into_iter().filter(|op| !matches!(op, TemporalOp::Disjoint | TemporalOp::Intersects)).collect();
        let spans: Vec<Span> = (0..5).flat_map(|a| (a + 1..6).map(move |b| (a, b))).collect();
        for &one in &spans {
            for &other in &spans {
                let holding: Vec<_> = base.iter().filter(|op| relate(**op, one, other)).collect();
                assert_eq!(holding.len(), 1, "{one:?} {other:?}: {holding:?}");
                assert_ne!(
                    relate(TemporalOp::Disjoint, one, other),
                    relate(TemporalOp::Intersects, one, other),
                    "{one:?} {other:?}"
                );
            }
        }
    }

    #[test]
    fn every_relation_holds_somewhere_and_turns_round_as_it_should() {
        let pairs = [
            (TemporalOp::After, TemporalOp::Before, (5, 6), (1, 2)),
            (TemporalOp::Contains, TemporalOp::During, (1, 9), (3, 4)),
            (TemporalOp::FinishedBy, TemporalOp::Finishes, (1, 9), (3, 9)),
            (TemporalOp::Meets, TemporalOp::MetBy, (1, 3), (3, 9)),
            (TemporalOp::Overlaps, TemporalOp::OverlappedBy, (1, 5), (3, 9)),
            (TemporalOp::StartedBy, TemporalOp::Starts, (1, 9), (1, 4)),
            (TemporalOp::Equals, TemporalOp::Equals, (1, 9), (1, 9)),
        ];
        for (op, turned, one, other) in pairs {
            assert!(relate(op, one, other) && relate(turned, other, one), "{op:?}");
        }
    }

    #[test]
    fn a_moment_of_a_day_is_that_day() {
        let (day, noon, next) = ((0, 86_399_999), (43_200_000, 43_200_000), (86_400_000, 86_400_000));
        assert!(compare(Order::Equal, noon, day) && compare(Order::Equal, day, noon));
        assert!(
            !compare(Order::Less, noon, day) && compare(Order::AtMost, noon, day) && compare(Order::AtLeast, noon, day)
        );
        assert!(compare(Order::Greater, next, day) && compare(Order::NotEqual, next, day));
    }
}
