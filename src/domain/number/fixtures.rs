//! What the tests of this folder share.

use std::fmt;

use proptest::option;
use proptest::prelude::*;
use serde::Serialize;

use super::{LineKey, LineNumbers, Lines, MarkerKey, MarkerNumber};

/// Parses a value that the test knows to be right.
pub(super) fn key<T: std::str::FromStr<Err: fmt::Debug>>(text: &str) -> T {
    match text.parse() {
        Ok(key) => key,
        Err(fault) => unreachable!("{text}: {fault:?}"),
    }
}

pub(super) fn line(text: &str) -> LineKey {
    key(text)
}

/// The number of a key's second half: `number("1088_2")`.
pub(super) fn number(slug: &str) -> MarkerNumber {
    key::<MarkerKey>(&format!("VN-CN:{slug}")).number()
}

/// The three lines as far as they are known today.
pub(super) fn lines() -> Lines {
    let of = |line_key, last_sure, last_possible, stakes| LineNumbers {
        line: line(line_key),
        last_sure,
        last_possible,
        stakes,
        tripoints: vec![0],
    };
    // Not sorted, so that sorted answers are the code's doing.
    Lines(vec![of("VN-LA", 792, 800, true), of("VN-CN", 1378, 1378, false), of("VN-KH", 314, 315, true)])
}

/// One line on which every number that can be written exists.
pub(super) fn endless() -> Lines {
    Lines(vec![LineNumbers {
        line: line("VN-LA"),
        last_sure: 9999,
        last_possible: 9999,
        stakes: true,
        tripoints: vec![0],
    }])
}

/// Every number there can be.
pub(super) fn any_number() -> impl Strategy<Value = MarkerNumber> {
    let marker = (1_u16..=9999, option::of(1_u16..=999), option::of(1_u8..=9))
        .prop_map(|(main, sub, k)| MarkerNumber::marker(main, sub, k));
    let stake = (1_u16..=9999).prop_map(MarkerNumber::stake);
    let tripoint = Just(MarkerNumber::marker(0, None, None));
    prop_oneof![8 => marker, 2 => stake, 1 => tripoint].prop_filter_map("within bounds", Result::ok)
}

/// The string that serde writes for a value whose form is a string.
pub(super) fn as_serialized(value: &impl Serialize) -> String {
    struct AsText<'v, T>(&'v T);
    impl<T: Serialize> fmt::Display for AsText<'_, T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.serialize(f)
        }
    }
    AsText(value).to_string()
}
