//! Who answers today for an agency that a document names: itself, its successor, or nobody knows.
//!
//! Documents of 2025 name districts; since 1 July 2025 there are none. An order to a dissolved agency is not nobody's, and who
//! took it over is not guessed: where no record says it, the answer is "chưa xác định".

use super::time::CivilDay;

/// What a record says of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub title: String,
    /// The same name in another province is another agency.
    pub province: Option<String>,
    pub valid_to: Option<CivilDay>,
    pub successor: Option<String>,
}

/// Who answers for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Now {
    /// Itself, as far as the records say.
    Same,
    Successor {
        name: String,
        since: CivilDay,
    },
    /// It is no more, and no record says who took over.
    Unclear {
        since: CivilDay,
    },
}

/// More hand-overs than any agency had.
const MOST_STEPS: usize = 10;

/// What stands before the name of a place where its administration is meant.
const OFFICES: [&str; 3] = ["ủy ban nhân dân ", "uỷ ban nhân dân ", "ubnd "];

/// The name as it is compared: in lower case, with "UBND huyện Cao Lộc" and "huyện Cao Lộc" as one.
pub fn plain(name: &str) -> String {
    let name = super::deadline::words::squeeze(name).to_lowercase();
    OFFICES.iter().find_map(|office| name.strip_prefix(office)).unwrap_or(&name).to_owned()
}

/// Who answers on a day for an agency that a document of a province names.
pub fn answering(name: &str, province: Option<&str>, known: &[Known], day: CivilDay) -> Now {
    let mut asked = plain(name);
    let mut now = Now::Same;
    for _ in 0..MOST_STEPS {
        let of_place =
            |held: &&Known| held.province.is_none() || province.is_none() || held.province.as_deref() == province;
        let named = |held: &&Known| plain(&held.title) == asked;
        let ended = |held: &&Known| held.valid_to.is_some_and(|last| last < day);
        // One record says that it ended, another may name the successor.
        let all = || known.iter().filter(named).filter(of_place);
        let Some(last) = all().filter(ended).filter_map(|held| held.valid_to).max() else { return now };
        let since = CivilDay::from_number(last.number() + 1).unwrap_or(last);
        match all().find_map(|held| held.successor.clone()) {
            Some(successor) => {
                asked = plain(&successor);
                now = Now::Successor { name: successor, since };
            }
            None => return Now::Unclear { since },
        }
    }
    now
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> CivilDay {
        text.parse().unwrap()
    }

    fn known(title: &str, valid_to: Option<&str>, successor: Option<&str>) -> Known {
        Known {
            title: title.into(),
            province: Some("Lạng Sơn".into()),
            valid_to: valid_to.map(on),
            successor: successor.map(str::to_owned),
        }
    }

    #[test]
    fn who_took_over_is_said_or_said_to_be_unknown() {
        let all = [
            known("Huyện Cao Lộc", Some("2025-06-30"), None),
            known("Huyện Văn Lãng", Some("2025-06-30"), Some("Xã Na Sầm")),
            known("Sở Xây dựng", None, None),
        ];
        let now = |name, day| answering(name, Some("Lạng Sơn"), &all, on(day));
        assert_eq!(now("UBND huyện Cao Lộc", "2025-06-30"), Now::Same);
        assert_eq!(now("UBND huyện Cao Lộc", "2025-07-01"), Now::Unclear { since: on("2025-07-01") });
        let successor = Now::Successor { name: "Xã Na Sầm".into(), since: on("2025-07-01") };
        assert_eq!(now("Ủy ban nhân dân huyện  Văn Lãng", "2026-01-01"), successor);
        assert_eq!(now("Sở Xây dựng", "2026-01-01"), Now::Same);
        assert_eq!(now("Sở Không Ai Biết", "2026-01-01"), Now::Same);
        assert_eq!(answering("huyện Cao Lộc", Some("Cao Bằng"), &all, on("2026-01-01")), Now::Same);
    }

    #[test]
    fn a_circle_of_successors_ends() {
        let all = [known("A", Some("2020-01-01"), Some("B")), known("B", Some("2020-01-01"), Some("A"))];
        assert!(matches!(answering("A", None, &all, on("2026-01-01")), Now::Successor { .. }));
    }
}
