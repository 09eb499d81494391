//! A campaign: an inspection of a whole line, or of parts of it, in one mode and within some days.
//!
//! How far it has come is never stored: it follows from the inspections that whoever asks may see.

use serde::{Deserialize, Serialize};

use super::inspection::Mode;
use super::inspection_rule::{InspectionSubject, Reach};
use super::location::Referent;
use super::time::CivilDay;
use super::words::words;

/// Who inspects which part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// By its key.
    pub unit: String,
    /// Of the campaign's line.
    pub places: Vec<Referent>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    pub title: String,
    pub mode: Mode,
    /// Markers, the course of the line, or both.
    pub subjects: Vec<InspectionSubject>,
    pub reach: Reach,
    /// First and last day.
    pub from: CivilDay,
    pub to: CivilDay,
    /// Plan, order or agreement that it carries out, with number and day.
    pub source: String,
    pub clause: Option<String>,
    /// Its own words.
    pub quote: Option<String>,
    #[serde(default)]
    pub shares: Vec<Share>,
    pub notes: Option<String>,
    /// Units that are told of it, beside the one that planned it.
    #[serde(default)]
    pub told: Vec<String>,
}

words! {
    /// How a campaign stands on a day.
    CampaignState {
        Upcoming = "upcoming",
        UnderWay = "under_way",
        /// Everything was inspected.
        Complete = "complete",
        /// Its last day has passed, and something was not inspected.
        EndedIncomplete = "ended_incomplete",
        /// Nothing of its reach is registered, so that nothing can be said of it.
        NothingToInspect = "nothing_to_inspect",
    }
}

impl Campaign {
    /// The last day that counts; `ended`: the day on which it was ended before.
    pub fn last_day(&self, ended: Option<CivilDay>) -> CivilDay {
        ended.map_or(self.to, |ended| ended.min(self.to))
    }

    /// How it stands, `done` of `all` being inspected.
    pub fn state(&self, ended: Option<CivilDay>, day: CivilDay, done: usize, all: usize) -> CampaignState {
        if day < self.from && ended.is_none() {
            CampaignState::Upcoming
        } else if all == 0 {
            CampaignState::NothingToInspect
        } else if done >= all {
            CampaignState::Complete
        } else if day > self.to || ended.is_some_and(|ended| day >= ended) {
            CampaignState::EndedIncomplete
        } else {
            CampaignState::UnderWay
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_ended_incomplete_says_so() {
        use CampaignState::{Complete, EndedIncomplete, NothingToInspect, UnderWay, Upcoming};
        let day = |text: &str| text.parse::<CivilDay>().unwrap();
        let campaign = Campaign {
            title: "Kiểm tra đơn phương toàn tuyến".to_owned(),
            mode: Mode::Unilateral,
            subjects: vec![InspectionSubject::Markers],
            reach: Reach { line: "VN-LA".parse().unwrap(), places: Vec::new() },
            from: day("2026-03-01"),
            to: day("2026-05-31"),
            source: "Kế hoạch số 1".to_owned(),
            clause: None,
            quote: None,
            shares: Vec::new(),
            notes: None,
            told: Vec::new(),
        };
        for (on, ended, done, all, expected) in [
            ("2026-02-28", None, 0, 3, Upcoming),
            ("2026-03-01", None, 0, 3, UnderWay),
            ("2026-05-31", None, 2, 3, UnderWay),
            ("2026-06-01", None, 2, 3, EndedIncomplete),
            ("2026-06-01", None, 3, 3, Complete),
            ("2026-04-01", Some("2026-03-20"), 1, 3, EndedIncomplete),
            ("2026-06-01", None, 0, 0, NothingToInspect),
        ] {
            assert_eq!(campaign.state(ended.map(day), day(on), done, all), expected, "{on} {ended:?} {done} of {all}");
        }
        assert_eq!(campaign.last_day(Some(day("2026-04-01"))), day("2026-04-01"));
        assert_eq!(campaign.last_day(Some(day("2027-04-01"))), day("2026-05-31"));
    }
}
