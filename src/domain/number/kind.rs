use serde::{Deserialize, Serialize};

/// What a number says about its marker. In serde: `main`, `auxiliary`, `same_number`, `stake`, `tripoint`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkerKind {
    /// `144`
    Main,
    /// `1088/2` (mốc phụ)
    Auxiliary,
    /// `261(1)` or `47/7(2)`: one of a double or triple; to tell the two apart there is
    /// [`MarkerNumber::is_auxiliary`](super::MarkerNumber::is_auxiliary).
    SameNumber,
    /// `cọc dấu 12`
    Stake,
    /// `0`
    Tripoint,
}

#[cfg(test)]
mod tests {
    use super::MarkerKind::{Auxiliary, Main, SameNumber, Stake, Tripoint};
    use crate::domain::number::fixtures::as_serialized;

    #[test]
    fn kinds_are_snake_case_in_serde() {
        let kinds = [Main, Auxiliary, SameNumber, Stake, Tripoint];
        assert_eq!(kinds.map(|kind| as_serialized(&kind)), ["main", "auxiliary", "same_number", "stake", "tripoint"]);
    }
}
