//! How something stands, in words for people.

use super::{Report, Reported, Standing, State};
use crate::domain::deadline::{Deadline, Kind};
use crate::domain::messages::Lang;
use crate::domain::works::Strength;

impl State {
    /// The state alone.
    pub const fn title(self, lang: Lang) -> &'static str {
        let (vi, en) = match self {
            Self::PastDue => ("đã qua hạn, chưa có báo cáo kết quả", "past its date, no result reported"),
            Self::PastDueReported => ("đã qua hạn, theo báo cáo chưa xong", "past its date, reported as not done"),
            Self::DueSoon => ("sắp đến hạn", "due soon"),
            Self::Upcoming => ("chưa đến hạn", "not due yet"),
            Self::AsReported => ("theo báo cáo", "as reported"),
            Self::Waiting => ("chờ việc khác", "waits for other steps"),
            Self::Done => ("đã báo cáo hoàn thành", "reported done"),
            Self::Continuing => ("thường xuyên, không có ngày hết hạn", "continuing, never due"),
            Self::Doubtful => ("thời hạn nghi vấn, giữ nguyên văn", "doubtful date, kept as written"),
            Self::EventUnknown => ("chưa rõ ngày để tính hạn", "the day it counts from is not known"),
            Self::Unread => ("chưa đọc được thời hạn, giữ nguyên văn", "deadline not read, kept as written"),
            Self::NoDeadline => ("không nêu thời hạn", "no deadline said"),
        };
        if matches!(lang, Lang::Vi) { vi } else { en }
    }
}

impl Reported {
    pub const fn title(self, lang: Lang) -> &'static str {
        let (vi, en) = match self {
            Self::Done => ("đã hoàn thành", "done"),
            Self::UnderWay => ("đang thực hiện", "under way"),
            Self::NotBegun => ("chưa bắt đầu", "not begun"),
            Self::Obstacle => ("gặp vướng mắc", "obstacle"),
            Self::CannotTell => ("chưa xác định được", "cannot tell"),
        };
        if matches!(lang, Lang::Vi) { vi } else { en }
    }
}

/// What kind of promise a deadline is: "chậm nhất" orders, "phấn đấu" strives.
pub const fn strength(strength: Strength, lang: Lang) -> &'static str {
    match (strength, lang) {
        (Strength::Order, Lang::Vi) => "yêu cầu",
        (Strength::Order, Lang::En) => "ordered",
        (Strength::Strive, Lang::Vi) => "phấn đấu",
        (Strength::Strive, Lang::En) => "striven for",
    }
}

/// What the words of a deadline were read as.
pub fn reading(deadline: &Deadline, lang: Lang) -> String {
    let vi = matches!(lang, Lang::Vi);
    let day = deadline.last_day().map(|day| if vi { day.written_vi() } else { day.to_string() });
    match (&deadline.kind, day) {
        _ if !deadline.doubts.is_empty() => State::Doubtful.title(lang).to_owned(),
        (Kind::Dated { .. } | Kind::Relative { .. }, Some(day)) if vi => format!("ngày cuối trong hạn: {day}"),
        (Kind::Dated { .. } | Kind::Relative { .. }, Some(day)) => format!("last day: {day}"),
        (Kind::Relative { .. }, None) => State::EventUnknown.title(lang).to_owned(),
        (Kind::Continuing, _) => State::Continuing.title(lang).to_owned(),
        (Kind::Recurring(_), _) => if vi { "định kỳ" } else { "comes again" }.to_owned(),
        (Kind::Dependent, _) => State::Waiting.title(lang).to_owned(),
        (Kind::Unread, _) => State::Unread.title(lang).to_owned(),
        _ => State::NoDeadline.title(lang).to_owned(),
    }
}

/// What was reported, with who reported and its day: “trên 80%” (Đồn A báo cáo, tính đến 21/05/2025).
pub fn told(report: &Report, lang: Lang) -> String {
    let said = match (&report.progress, report.reported) {
        (Some(progress), Some(reported)) => format!("{}: “{progress}”", reported.title(lang)),
        (Some(progress), None) => format!("“{progress}”"),
        (None, Some(reported)) => reported.title(lang).to_owned(),
        (None, None) => String::new(),
    };
    let by = report.by.as_ref();
    match lang {
        Lang::Vi => {
            let by = by.map_or_else(String::new, |by| format!("{by} báo cáo, "));
            format!("{said} ({by}tính đến {})", report.as_of.written_vi())
        }
        Lang::En => {
            let by = by.map_or_else(String::new, |by| format!("by {by}, "));
            format!("{said} ({by}as of {})", report.as_of)
        }
    }
}

/// The whole sentence.
pub fn sentence(standing: &Standing, deadline: &Deadline, lang: Lang) -> String {
    let vi = matches!(lang, Lang::Vi);
    let mut parts = vec![standing.state.title(lang).to_owned()];
    match (standing.state, standing.in_time) {
        (State::Done, Some(true)) => parts.push(if vi { "trong hạn" } else { "in time" }.to_owned()),
        (State::Done, Some(false)) => parts.push(if vi { "sau hạn" } else { "after its date" }.to_owned()),
        (State::Done, None) if standing.last_day.is_some() => {
            parts.push(if vi { "chưa rõ trong hay sau hạn" } else { "in time or not is not said" }.to_owned());
        }
        (State::Waiting, _) => {
            let all = (1..).zip(&deadline.waits_for).map(|(n, step)| format!("({n}) {step}"));
            parts[0] = format!("{}: {}", if vi { "chờ" } else { "waits for" }, all.collect::<Vec<_>>().join("; "));
            if let Some(last) = standing.last_day.filter(|_| standing.passed) {
                parts.push(if vi {
                    format!("ngày {} đã qua", last.written_vi())
                } else {
                    format!("{last} has passed")
                });
            }
        }
        _ => {}
    }
    match &standing.latest {
        Some(report) if standing.state == State::AsReported => {
            parts[0] = format!("{}: {}", standing.state.title(lang), told(report, lang));
        }
        Some(report) => {
            parts.push(format!("{}: {}", if vi { "báo cáo gần nhất" } else { "latest report" }, told(report, lang)));
        }
        None if matches!(standing.state, State::PastDue | State::Continuing) => {}
        None => parts.push(if vi { "chưa có báo cáo kết quả" } else { "no result reported" }.to_owned()),
    }
    parts.join(if standing.state == State::Waiting { "; " } else { ", " })
}
