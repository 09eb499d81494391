use std::fmt;

use super::{MarkerKind, NumberFault};

/// A marker's number along its line, without the line.
///
/// Made of a main number (1–9999, or 0 for the tripoint), the auxiliary's number after it (1–999) and the place
/// among markers of the same number (1–9). `Display` is the text people write: `144`, `1088/2`, `261(1)`,
/// `47/7(2)`, `0`, `cọc dấu 12`.
///
/// Ordered as the numbers run along a line: 1088 < 1088(1) < 1088(2) < 1088/1 < 1088/1(1) < 1088/2 < 1089. Stakes
/// are a series of their own and come after all markers.
// The derived order reads the fields from top to bottom, and `None` before `Some`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MarkerNumber {
    series: Series,
    main: u16,
    sub: Option<u16>,
    k: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Series {
    Marker,
    Stake,
}

impl MarkerNumber {
    /// The largest main number, and the largest number of a stake.
    pub const LAST_MAIN: u16 = 9999;
    /// The largest number of an auxiliary marker.
    pub const LAST_SUB: u16 = 999;
    /// The largest place among markers of the same number.
    pub const LAST_K: u8 = 3;

    /// The marker `main/sub(k)`.
    ///
    /// # Errors
    ///
    /// `number_too_large` beyond the bounds, `bad_tripoint` for 0 with a `sub` or `k`, `leading_zero` for a `sub`
    /// or `k` of 0.
    pub fn marker(main: u16, sub: Option<u16>, k: Option<u8>) -> Result<Self, NumberFault> {
        let number = Self { series: Series::Marker, main, sub, k };
        let limits =
            [(Some(main), Self::LAST_MAIN), (sub, Self::LAST_SUB), (k.map(u16::from), u16::from(Self::LAST_K))];
        for (part, limit) in limits {
            if part.is_some_and(|part| part > limit) {
                let piece = number.to_string();
                return Err(NumberFault::NumberTooLarge { piece, limit });
            }
        }
        let plain = sub.is_none() && k.is_none();
        if main == 0 && !plain {
            let piece = number.to_string();
            return Err(NumberFault::BadTripoint { piece });
        }
        if sub == Some(0) || k == Some(0) {
            let piece = number.to_string();
            return Err(NumberFault::LeadingZero { piece });
        }
        Ok(number)
    }

    /// The stake of this number, 1–9999.
    ///
    /// # Errors
    ///
    /// `number_too_large` beyond 9999, `leading_zero` for 0.
    pub fn stake(main: u16) -> Result<Self, NumberFault> {
        let stake = Self { series: Series::Stake, ..Self::marker(main, None, None)? };
        if main == 0 {
            let piece = stake.to_string();
            return Err(NumberFault::LeadingZero { piece });
        }
        Ok(stake)
    }

    /// The main number; of a stake, its number; 0 for the tripoint.
    pub const fn main(&self) -> u16 {
        self.main
    }

    /// The number after the slash: 2 in `1088/2`.
    pub const fn sub(&self) -> Option<u16> {
        self.sub
    }

    /// The number in brackets: 1 in `261(1)`. It does not say on which side the marker stands.
    pub const fn k(&self) -> Option<u8> {
        self.k
    }

    /// What the number says about its marker.
    pub const fn kind(&self) -> MarkerKind {
        match (self.series, self.main, self.sub, self.k) {
            (Series::Stake, ..) => MarkerKind::Stake,
            (Series::Marker, 0, ..) => MarkerKind::Tripoint,
            (Series::Marker, _, _, Some(_)) => MarkerKind::SameNumber,
            (Series::Marker, _, Some(_), None) => MarkerKind::Auxiliary,
            (Series::Marker, _, None, None) => MarkerKind::Main,
        }
    }

    /// Whether this is an auxiliary marker, be it one of several of the same number or not.
    pub const fn is_auxiliary(&self) -> bool {
        self.sub.is_some()
    }

    /// Whether this is a stake, numbered apart from the markers.
    pub const fn is_stake(&self) -> bool {
        matches!(self.series, Series::Stake)
    }
}

impl fmt::Display for MarkerNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_stake() {
            f.write_str("cọc dấu ")?;
        }
        write!(f, "{}", self.main)?;
        if let Some(sub) = self.sub {
            write!(f, "/{sub}")?;
        }
        if let Some(k) = self.k {
            write!(f, "({k})")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::number::fixtures::{any_number, number};

    #[test]
    fn each_form_has_its_text_kind_and_parts() {
        use MarkerKind::{Auxiliary, Main, SameNumber, Stake, Tripoint};
        let forms = [
            ("144", "144", Main, (144, None, None)),
            ("1088_2", "1088/2", Auxiliary, (1088, Some(2), None)),
            ("261.1", "261(1)", SameNumber, (261, None, Some(1))),
            ("47_7.2", "47/7(2)", SameNumber, (47, Some(7), Some(2))),
            ("stake-12", "cọc dấu 12", Stake, (12, None, None)),
            ("0", "0", Tripoint, (0, None, None)),
        ];
        for (slug, text, kind, parts) in forms {
            let number = number(slug);
            assert_eq!(number.to_string(), text);
            assert_eq!(number.kind(), kind, "{text}");
            assert_eq!((number.main(), number.sub(), number.k()), parts, "{text}");
            assert_eq!(number.is_auxiliary(), text.contains('/'), "{text}");
        }
    }

    #[test]
    fn numbers_run_along_the_line_and_stakes_come_after_all_markers() {
        let along = [
            "0",
            "9",
            "47",
            "1088",
            "1088.1",
            "1088.2",
            "1088_1",
            "1088_1.1",
            "1088_2",
            "1088_10",
            "1089",
            "9999_999.3",
            "stake-1",
            "stake-2",
            "stake-10",
        ];
        let numbers = along.map(number);
        assert!(numbers.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn bounds_are_kept() {
        let code = |made: Result<MarkerNumber, NumberFault>| made.map_err(|fault| fault.code());
        assert!(MarkerNumber::marker(9999, Some(999), Some(3)).is_ok());
        assert!(MarkerNumber::stake(9999).is_ok());
        for too_large in [
            MarkerNumber::marker(10_000, None, None),
            MarkerNumber::marker(1, Some(1000), None),
            MarkerNumber::marker(1, None, Some(4)),
            MarkerNumber::stake(10_000),
        ] {
            assert_eq!(code(too_large), Err("number_too_large"));
        }
        for zero in
            [MarkerNumber::marker(1, Some(0), None), MarkerNumber::marker(1, None, Some(0)), MarkerNumber::stake(0)]
        {
            assert_eq!(code(zero), Err("leading_zero"));
        }
        assert_eq!(code(MarkerNumber::marker(0, Some(1), None)), Err("bad_tripoint"));
        assert_eq!(code(MarkerNumber::marker(0, None, Some(1))), Err("bad_tripoint"));
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_the_parts(a in any_number(), b in any_number()) {
            let parts = |n: &MarkerNumber| {
                (n.is_stake(), n.main(), n.sub().unwrap_or(0), n.k().unwrap_or(0))
            };
            prop_assert_eq!(a.cmp(&b), parts(&a).cmp(&parts(&b)));
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            prop_assert_eq!(a.cmp(&b).is_eq(), a == b);
        }
    }
}
