//! How far what was ordered is fulfilled on a civil day: a task, or a milestone of works.
//!
//! Nobody is late by silence. What passed its day without a report says just that: "đã qua hạn, chưa có báo cáo kết quả". Progress
//! stays in the words it was reported in ("trên 80%" is not 80), with the day that they are of.
//!
//! | state | when |
//! |---|---|
//! | done | the latest report says so; in time, after it, or not known which |
//! | past due | the last day is over and nobody reported since |
//! | past due, reported | the last day is over, and a report since says that it is not done |
//! | due soon, upcoming | the last day is ahead: within the days of the reminder, or further |
//! | as reported | reported, in the words of the report, and no day passed or is near |
//! | waiting | it waits for steps of others, and nobody reported that it was begun |
//! | continuing | "thường xuyên": never due |
//! | doubtful | its day is doubtful: kept as written, and nothing follows from it |
//! | no deadline, unread, event unknown | no day is said; it is not read; the day of its event is not known |
//!
//! Of what comes again each period stands for itself: a report counts for the period that its day lies in.

pub mod words;

use serde::Serialize;
use uuid::Uuid;

use super::deadline::calendar::later;
use super::deadline::{Deadline, Kind};
use super::time::CivilDay;
use super::words::words;

words! {
    /// What a report says of how far something is.
    Reported {
        Done = "done",
        UnderWay = "under_way",
        NotBegun = "not_begun",
        Obstacle = "obstacle",
        CannotTell = "cannot_tell",
    }
}

words! {
    State {
        PastDue = "past_due",
        PastDueReported = "past_due_reported",
        DueSoon = "due_soon",
        Upcoming = "upcoming",
        AsReported = "as_reported",
        Waiting = "waiting",
        Done = "done",
        Continuing = "continuing",
        Doubtful = "doubtful",
        EventUnknown = "event_unknown",
        Unread = "unread",
        NoDeadline = "no_deadline",
    }
}

/// What was reported, by a record or by the document itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Report {
    pub as_of: CivilDay,
    /// The record; none where the document itself says it.
    pub record: Option<Uuid>,
    pub reported: Option<Reported>,
    /// In the words of the report.
    pub progress: Option<String>,
    /// The day on which it was done, where that is said.
    pub done_on: Option<CivilDay>,
    /// The day of the event that the deadline counts from, where that is said.
    pub event_on: Option<CivilDay>,
    /// Who reported: the unit that sent it, and the agency that it names.
    pub by: Option<String>,
}

/// How it stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    pub state: State,
    /// The last day that this is about; of what comes again the one that is past due, or the next.
    pub last_day: Option<CivilDay>,
    /// Days until then; less than none when it is over.
    pub days_left: Option<i64>,
    /// The last day is over, and nobody reported that it is done: also of what waits.
    pub passed: bool,
    /// Whether it was done in time; none where that is not known.
    pub in_time: Option<bool>,
    /// The report that this rests on.
    #[serde(skip)]
    pub latest: Option<Report>,
}

/// Works out how something stands on a day from its deadline and what was reported; later words weigh more. `since`: the day
/// of the document, before which nothing that comes again was due.
pub fn stand(
    deadline: &Deadline,
    reports: &[Report],
    since: Option<CivilDay>,
    day: CivilDay,
    remind_days: i64,
) -> Standing {
    let latest = reports.iter().filter(|report| report.as_of <= day).max();
    let standing = |state, last_day: Option<CivilDay>| Standing {
        state,
        last_day,
        days_left: last_day.map(|last| last.number() - day.number()),
        passed: false,
        in_time: None,
        latest: latest.cloned(),
    };
    let is_done = latest.is_some_and(|report| report.reported == Some(Reported::Done));
    if deadline.doubts.is_empty() && matches!(deadline.kind, Kind::Continuing) {
        return standing(State::Continuing, None);
    }
    if let Some(recurring) = deadline.recurring() {
        let (last, next) = recurring.around(day);
        let is_since = |due: CivilDay| since.is_none_or(|since| due >= since);
        let told = |from: CivilDay, to: CivilDay| {
            let of_it = |report: &&Report| (from..=to.min(day)).contains(&report.as_of);
            reports.iter().filter(of_it).max().and_then(|report| report.reported)
        };
        if let Some(last) = last.filter(|last| is_since(last.due))
            && told(last.from, last.to) != Some(Reported::Done)
        {
            let since_then = told(later(last.due, 1).unwrap_or(last.due), last.to.max(last.due));
            let state = if since_then.is_some() { State::PastDueReported } else { State::PastDue };
            return Standing { passed: true, ..standing(state, Some(last.due)) };
        }
        let Some(next) = next else { return standing(State::NoDeadline, None) };
        let done = told(next.from, next.to) == Some(Reported::Done);
        let next = if done { later(next.to, 1).and_then(|day| recurring.of(day)).unwrap_or(next) } else { next };
        return standing(ahead(next.due, day, remind_days), Some(next.due));
    }
    // A deadline that counts from an event has a day as soon as somebody says when that was.
    let event = reports.iter().filter(|report| report.as_of <= day && report.event_on.is_some()).max();
    let event = event.and_then(|report| report.event_on);
    let last_day = event.map_or_else(|| deadline.last_day(), |event| deadline.last_day_from(event));
    if is_done {
        let in_time = last_day.zip(latest).and_then(|(last, report)| match report.done_on {
            Some(done_on) => Some(done_on <= last),
            // Reported before the last day is done before it; after it, nobody said when.
            None => (report.as_of <= last).then_some(true),
        });
        return Standing { in_time, ..standing(State::Done, last_day) };
    }
    let passed = last_day.is_some_and(|last| last < day);
    let is_begun =
        latest.is_some_and(|report| !matches!(report.reported, Some(Reported::NotBegun | Reported::CannotTell)));
    let state = match (last_day, latest) {
        _ if !deadline.doubts.is_empty() => State::Doubtful,
        _ if !deadline.waits_for.is_empty() && !is_begun => State::Waiting,
        (Some(last), Some(report)) if passed && report.as_of > last => State::PastDueReported,
        (Some(_), _) if passed => State::PastDue,
        (Some(last), report) => match (ahead(last, day, remind_days), report) {
            (State::Upcoming, Some(_)) => State::AsReported,
            (state, _) => state,
        },
        (None, Some(_)) => State::AsReported,
        (None, None) => match deadline.kind {
            Kind::Relative { .. } => State::EventUnknown,
            Kind::Unread => State::Unread,
            _ => State::NoDeadline,
        },
    };
    Standing { passed, ..standing(state, last_day) }
}

/// What is still ahead on a day.
fn ahead(last: CivilDay, day: CivilDay, remind_days: i64) -> State {
    if last.number() - day.number() <= remind_days { State::DueSoon } else { State::Upcoming }
}

#[cfg(test)]
mod tests;
