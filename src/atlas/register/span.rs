//! Stretches of a line by number alone: no measure is asked, so it holds for every version of the line.

use crate::domain::number::{LineKey, MarkerKey, SegmentKey};

/// A place in the order of a line. Same-number markers are one; stakes have an order of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node {
    is_stake: bool,
    main: u16,
    sub: Option<u16>,
}

impl Node {
    pub fn of(key: MarkerKey) -> Self {
        let number = key.number();
        Self { is_stake: number.is_stake(), main: number.main(), sub: number.sub() }
    }

    pub const fn main(self) -> u16 {
        self.main
    }

    pub const fn is_stake(self) -> bool {
        self.is_stake
    }

    /// Whether `next` follows by number: the next number, or the next auxiliary of the same.
    pub fn is_before(self, next: Self) -> bool {
        let next_main = next.main == self.main + 1 && next.sub.is_none();
        let next_sub = next.main == self.main && next.sub > self.sub;
        self.is_stake == next.is_stake && (next_main || next_sub)
    }
}

/// What lies from one place of a line to another; a point where both are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub line: LineKey,
    pub from: Node,
    pub to: Node,
}

impl Span {
    pub fn of(key: &SegmentKey) -> Self {
        Self { line: key.line(), from: Node::of(key.from()), to: Node::of(key.to()) }
    }

    pub fn at(key: MarkerKey) -> Self {
        Self { line: key.line(), from: Node::of(key), to: Node::of(key) }
    }

    pub fn is_point(&self) -> bool {
        self.from == self.to
    }

    /// Whether they share something: stretches more than an end, a point what it lies on or ends.
    pub fn meets(&self, other: &Self) -> bool {
        self.line == other.line
            && if self.is_point() || other.is_point() {
                self.from <= other.to && other.from <= self.to
            } else {
                self.from < other.to && other.from < self.to
            }
    }

    /// Whether `part` lies in it whole.
    pub fn covers(&self, part: &Self) -> bool {
        self.line == part.line && self.from <= part.from && part.to <= self.to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str) -> Span {
        match text.parse::<SegmentKey>() {
            Ok(key) => Span::of(&key),
            Err(_) => Span::at(text.parse().unwrap()),
        }
    }

    #[test]
    fn stretches_meet_in_more_than_an_end_and_points_at_their_ends_too() {
        for (one, other, meet) in [
            ("VN-LA:144..146", "VN-LA:145..147", true),
            ("VN-LA:0..144", "VN-LA:143..144", true),
            ("VN-LA:144..145", "VN-LA:145..146", false),
            ("VN-LA:144..145", "VN-LA:145", true),
            ("VN-LA:144..145", "VN-LA:144_1", true),
            ("VN-LA:144..145", "VN-LA:146", false),
            ("VN-CN:222.1..222.2", "VN-CN:0..222.3", true),
            ("VN-CN:144..145", "VN-LA:144..145", false),
            ("VN-LA:1..9", "VN-LA:stake-1..stake-9", false),
        ] {
            assert_eq!(span(one).meets(&span(other)), meet, "{one} and {other}");
            assert_eq!(span(other).meets(&span(one)), meet, "{other} and {one}");
        }
    }

    #[test]
    fn a_stretch_covers_what_lies_in_it_whole() {
        let whole = span("VN-CN:222.2..345");
        for (part, inside) in
            [("VN-CN:222.1..345", true), ("VN-CN:234..295", true), ("VN-CN:345..428", false), ("VN-LA:234..295", false)]
        {
            assert_eq!(whole.covers(&span(part)), inside, "{part}");
        }
    }

    #[test]
    fn neighbours_follow_by_number() {
        let node = |text: &str| Node::of(text.parse().unwrap());
        for (from, to, follows) in [
            ("VN-CN:1088", "VN-CN:1089", true),
            ("VN-CN:1088", "VN-CN:1088_1", true),
            ("VN-CN:1088_2", "VN-CN:1089", true),
            ("VN-CN:1088_2", "VN-CN:1089_1", false),
            ("VN-CN:345", "VN-CN:428", false),
            ("VN-CN:8", "VN-CN:stake-9", false),
        ] {
            assert_eq!(node(from).is_before(node(to)), follows, "{from} and {to}");
        }
    }
}
