//! `GET /api/v1/reports/inspections`: how much was inspected in a period, and the records behind each figure.
//!
//! Approved inspections count, each once, by the time at which it was made. What waits for approval is a number of its
//! own, for those who would see the records if they were approved.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use crate::atlas::LayerId;
use crate::atlas::inspected::Inspected;
use crate::atlas::query::{Page, Query};
use crate::domain::inspection::{Condition, Mode, TimeStanding};
use crate::domain::messages::Lang;
use crate::domain::object::Subject;
use crate::domain::people::Way;
use crate::domain::period::Period;
use crate::http::answer::{self, JSON};
use crate::http::ask::{Ask, Form};
use crate::http::ogc::items;
use crate::http::ogc::params::{self, bad, choice};
use crate::http::present;
use crate::http::problem::Problem;

/// Which of a period's inspections a figure counts. What is absent does not narrow.
#[derive(Debug, Clone, Copy, Default)]
struct Wanted {
    subject: Option<Subject>,
    mode: Option<Mode>,
    condition: Option<Condition>,
}

impl Wanted {
    fn read(ask: &Ask) -> Result<Self, Problem> {
        Ok(Self {
            subject: choice(ask, "subject", &Subject::ALL, Subject::as_str)?,
            mode: choice(ask, "mode", &Mode::ALL, Mode::as_str)?,
            condition: choice(ask, "condition", &Condition::ALL, Condition::as_str)?,
        })
    }

    fn takes(self, one: &Inspected<'_>) -> bool {
        self.subject.is_none_or(|subject| one.subject == subject)
            && self.mode.is_none_or(|mode| one.mode == mode)
            && self.condition.is_none_or(|condition| one.condition == condition)
    }

    /// Where the records are that a figure counts.
    fn href(self, ask: &Ask, period: Period) -> String {
        let mut href = format!("{}/api/v1/reports/inspections/records?period={period}", ask.base());
        let words = [
            ("subject", self.subject.map(Subject::as_str)),
            ("mode", self.mode.map(Mode::as_str)),
            ("condition", self.condition.map(Condition::as_str)),
        ];
        for (name, word) in words.into_iter().filter_map(|(name, word)| Some((name, word?))) {
            href = format!("{href}&{name}={word}");
        }
        href
    }
}

pub(super) fn period(ask: &Ask) -> Result<Period, Problem> {
    let text = params::required(ask, "period")?;
    text.parse::<Period>().map_err(|fault| bad("period", fault.message_vi(), fault.to_string()))
}

/// Those that count: a time that lies ahead of its receipt satisfies nothing until it is confirmed.
fn counted(ask: &Ask, period: Period) -> (Vec<Inspected<'_>>, usize) {
    let mut all = ask.snapshot.inspected(period, &ask.visible);
    let before = all.len();
    all.retain(|one| one.standing == TimeStanding::Plausible);
    let doubtful = before - all.len();
    (all, doubtful)
}

/// # Errors
/// 400 for what is no period.
pub fn report(ask: &Ask) -> Result<Response, Problem> {
    let period = period(ask)?;
    answer::tagged_with(ask, &waiting(ask, period).map_or_else(String::new, |count| count.to_string()), || {
        let (counted, doubtful) = counted(ask, period);
        let waiting = waiting(ask, period);
        if ask.form == Form::Html {
            return Ok(answer::html(StatusCode::OK, ask.lang, present::report_page(ask, period, &counted, waiting)));
        }
        let figure = |wanted: Wanted| figure(ask, period, &counted, wanted);
        let by_subject: Vec<Value> =
            Subject::ALL.into_iter().map(|subject| of_subject(ask, subject, &figure)).collect();
        let document = json!({
            "period": about(ask, period),
            "inspections": figure(Wanted::default()),
            "by_subject": by_subject,
            "by_mode": by_mode(&figure, Wanted::default()),
            "by_condition": by_condition(&figure, Wanted::default(), true),
            "waiting": waiting,
            "doubtful_times": doubtful,
            "seq": ask.snapshot.last_seen(&ask.visible),
        });
        Ok(answer::json(StatusCode::OK, JSON, &document))
    })
}

/// The records that a figure counts, as features.
///
/// # Errors
/// 400 for what is no period, and for other words than there are.
pub fn records(ask: &Ask) -> Result<Response, Problem> {
    let (period, wanted) = (period(ask)?, Wanted::read(ask)?);
    let (limit, after) = (params::limit(ask)?, params::cursor(ask)?);
    answer::tagged(ask, || {
        let (mut counted, _) = counted(ask, period);
        counted.retain(|one| wanted.takes(one));
        let matched = counted.len() as u64;
        let rest = counted.iter().filter(|one| after.as_ref().is_none_or(|after| one.step.order > after));
        let mut shown: Vec<&Inspected<'_>> = rest.take(limit.saturating_add(1)).collect();
        let more = shown.len() > limit;
        shown.truncate(limit);
        let page = Page {
            place: None,
            matched,
            returned: shown.len(),
            next: shown.last().filter(|_| more).map(|last| last.step.order.clone()),
            features: shown.iter().map(|one| one.step.json).collect::<Vec<_>>().join(&b',').into(),
        };
        Ok(items::shown(ask, LayerId::Inspections, &Query::default(), page))
    })
}

/// What waits, for whoever is known.
fn waiting(ask: &Ask, period: Period) -> Option<u64> {
    waiting_in(ask, LayerId::Inspections, period)
}

pub(super) fn waiting_in(ask: &Ask, layer: LayerId, period: Period) -> Option<u64> {
    let known = ask.identity.way != Way::Anonymous;
    known.then(|| ask.snapshot.count_within(layer, period, &ask.snapshot.waiting(&ask.identity.viewer)))
}

pub(super) fn about(ask: &Ask, period: Period) -> Value {
    let (vi, en) = period.title();
    let (starts_at, ends_at) = period.bounds();
    json!({
        "name": period,
        "title": if ask.lang == Lang::Vi { vi } else { en },
        "length": period.length().as_str(),
        "from": period.first_day(),
        "to": period.last_day(),
        "starts_at": starts_at,
        "ends_at": ends_at,
        "time_zone": "Asia/Ho_Chi_Minh",
        "rule": if ask.lang == Lang::Vi { "Nghị định 09/2019/NĐ-CP" } else { "Decree 09/2019/NĐ-CP" },
    })
}

type Figure<'a> = dyn Fn(Wanted) -> Map<String, Value> + 'a;

/// A number, and where its records are.
fn figure(ask: &Ask, period: Period, counted: &[Inspected<'_>], wanted: Wanted) -> Map<String, Value> {
    let count = counted.iter().filter(|one| wanted.takes(one)).count();
    let mut figure = Map::new();
    figure.insert("count".into(), json!(count));
    figure.insert("href".into(), wanted.href(ask, period).into());
    figure
}

fn named(name: &str, word: &str, mut figure: Map<String, Value>) -> Value {
    figure.insert(name.into(), word.into());
    figure.into()
}

fn of_subject(ask: &Ask, subject: Subject, figure: &Figure<'_>) -> Value {
    let wanted = Wanted { subject: Some(subject), ..Wanted::default() };
    let mut row = figure(wanted);
    row.insert("title".into(), subject.title(ask.lang).into());
    row.insert("by_mode".into(), by_mode(figure, wanted));
    row.insert("by_condition".into(), by_condition(figure, wanted, false));
    named("subject", subject.as_str(), row)
}

fn by_mode(figure: &Figure<'_>, wanted: Wanted) -> Value {
    let of = |mode: Mode| named("mode", mode.as_str(), figure(Wanted { mode: Some(mode), ..wanted }));
    Mode::ALL.map(of).to_vec().into()
}

/// `all`: those that nothing was found in, too.
fn by_condition(figure: &Figure<'_>, wanted: Wanted, all: bool) -> Value {
    let of = |condition: Condition| {
        let figure = figure(Wanted { condition: Some(condition), ..wanted });
        (all || figure["count"] != 0).then(|| named("condition", condition.as_str(), figure))
    };
    Condition::ALL.into_iter().filter_map(of).collect::<Vec<_>>().into()
}
