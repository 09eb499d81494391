use serde::{Deserialize, Serialize};

use super::{LineKey, MarkerKind, MarkerNumber, NumberFault};

/// How far the numbers of one line go: data, to be replaced by the official list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineNumbers {
    /// The line.
    pub line: LineKey,
    /// The highest main number known for certain.
    pub last_sure: u16,
    /// The highest main number that may exist; up to it a number is accepted.
    pub last_possible: u16,
    /// Whether the line has stakes (cọc dấu).
    pub stakes: bool,
    /// The main numbers of the tripoints at which the line begins or ends, usually `[0]`.
    pub tripoints: Vec<u16>,
}

/// The lines there are, in any order, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lines(pub Vec<LineNumbers>);

impl LineNumbers {
    /// Whether a marker of this number can exist here. Tripoints are those listed; other markers go up to
    /// `last_possible`; of stakes only their presence is known, not how far they go.
    pub fn has(&self, number: &MarkerNumber) -> bool {
        match number.kind() {
            MarkerKind::Stake => self.stakes,
            MarkerKind::Tripoint => self.tripoints.contains(&number.main()),
            MarkerKind::Main => number.main() <= self.last_possible || self.tripoints.contains(&number.main()),
            MarkerKind::Auxiliary | MarkerKind::SameNumber => number.main() <= self.last_possible,
        }
    }
}

impl Lines {
    /// The line that a person named, in any case.
    ///
    /// # Errors
    ///
    /// `unknown_line`, with the lines there are.
    pub fn named(&self, text: &str) -> Result<LineKey, NumberFault> {
        let line = text.trim().to_uppercase().parse::<LineKey>();
        let line =
            line.map_err(|_| NumberFault::NotALine { piece: NumberFault::quote(text), known: self.sorted(|_| true) })?;
        self.must_know(line).map(|reach| reach.line)
    }

    /// The lines on which this number can exist, sorted. Walks all lines.
    pub fn lines_having(&self, number: &MarkerNumber) -> Vec<LineKey> {
        self.lines_having_all(&[*number])
    }

    /// The lines on which all these numbers can exist, sorted.
    pub(super) fn lines_having_all(&self, numbers: &[MarkerNumber]) -> Vec<LineKey> {
        self.sorted(|line| numbers.iter().all(|number| line.has(number)))
    }

    /// Checks that these numbers can exist on this line.
    pub(super) fn must_have(&self, line: LineKey, numbers: &[MarkerNumber]) -> Result<(), NumberFault> {
        let reach = self.must_know(line)?;
        for number in numbers {
            if reach.has(number) {
                continue;
            }
            return Err(match number.kind() {
                MarkerKind::Stake | MarkerKind::Tripoint => {
                    NumberFault::UnknownNumber { from: *number, to: None, line: Some(line) }
                }
                MarkerKind::Main | MarkerKind::Auxiliary | MarkerKind::SameNumber => {
                    NumberFault::OutOfRange { number: *number, line, last: reach.last_possible }
                }
            });
        }
        Ok(())
    }

    /// What is known of this line.
    pub(super) fn must_know(&self, line: LineKey) -> Result<&LineNumbers, NumberFault> {
        self.0
            .iter()
            .find(|known| known.line == line)
            .ok_or_else(|| NumberFault::UnknownLine { line, known: self.sorted(|_| true) })
    }

    fn sorted(&self, wanted: impl Fn(&LineNumbers) -> bool) -> Vec<LineKey> {
        let wanted = self.0.iter().filter(|line| wanted(line));
        let mut keys: Vec<LineKey> = wanted.map(|line| line.line).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::number::fixtures::{line, lines, number};

    fn having(slug: &str) -> Vec<String> {
        let keys = lines().lines_having(&number(slug));
        keys.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_number_exists_on_every_line_that_may_go_so_far() {
        assert_eq!(having("144"), ["VN-CN", "VN-KH", "VN-LA"]);
        assert_eq!(having("315_1"), ["VN-CN", "VN-KH", "VN-LA"]);
        assert_eq!(having("316"), ["VN-CN", "VN-LA"]);
        assert_eq!(having("800"), ["VN-CN", "VN-LA"]);
        assert_eq!(having("801.1"), ["VN-CN"]);
        assert_eq!(having("1378"), ["VN-CN"]);
        assert!(having("1379").is_empty());
    }

    #[test]
    fn stakes_exist_only_where_the_line_has_some() {
        assert_eq!(having("stake-12"), ["VN-KH", "VN-LA"]);
    }

    #[test]
    fn tripoints_exist_where_they_are_listed() {
        assert_eq!(having("0"), ["VN-CN", "VN-KH", "VN-LA"]);
        let far = LineNumbers {
            line: line("VN-KH"),
            last_sure: 314,
            last_possible: 315,
            stakes: false,
            tripoints: vec![400],
        };
        assert!(far.has(&number("400")));
        assert!(!far.has(&number("400_1")));
        assert!(!far.has(&number("0")));
    }

    #[test]
    fn a_number_missing_from_a_given_line_is_told_how_far_that_line_goes() {
        let refused = |key: &str, slug| lines().must_have(line(key), &[number(slug)]);
        assert_eq!(refused("VN-CN", "1378_2"), Ok(()));
        assert_eq!(
            refused("VN-KH", "316"),
            Err(NumberFault::OutOfRange { number: number("316"), line: line("VN-KH"), last: 315 })
        );
        assert_eq!(
            refused("VN-CN", "stake-1"),
            Err(NumberFault::UnknownNumber { from: number("stake-1"), to: None, line: Some(line("VN-CN")) })
        );
        assert_eq!(
            refused("VN-TH", "1"),
            Err(NumberFault::UnknownLine {
                line: line("VN-TH"),
                known: vec![line("VN-CN"), line("VN-KH"), line("VN-LA")],
            })
        );
    }
}
