//! `GET /api/v1/reports/intake`: who has sent its part of a report, and who has not; `…/merged`: the parts as one text.
//!
//! An agency stands in the table for whoever would see its part, so that no other learns from a row whether it has sent. That
//! somebody has not sent is "chưa gửi": past a deadline only where a duty says a day.

mod due;
mod read;

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};
use uuid::Uuid;

use super::records::unavailable;
use super::reporting_deadlines::told;
use crate::actions::report_parts::unit_of;
use crate::actions::sending_deadlines;
use crate::atlas::LayerId;
use crate::domain::access::{AccessClass, Label, Permission, ReviewState};
use crate::domain::fault::Code;
use crate::domain::messages::Lang;
use crate::domain::period::Period;
use crate::domain::report_merge::{self, MergedSection, Source};
use crate::domain::report_owed::{Asked, Owed, plain};
use crate::domain::time::CivilDay;
use crate::http::answer::{self, JSON};
use crate::http::ask::{Ask, Form};
use crate::http::ogc::params::{self, bad, cut};
use crate::http::page::intake::{IntakePage, IntakeRow, IntakeTable};
use crate::http::present;
use crate::http::problem::Problem;
use crate::http::routes::Answering;
use due::Due;
use read::{Duty, Part, Urged};

/// One row of the table: an agency, and what came of it.
struct Row<'a> {
    owed: Owed,
    /// What stands of its part, the latest last.
    parts: Vec<&'a Part>,
    urged: Vec<Value>,
    /// Sends without being asked by the duty.
    unasked: bool,
}

impl Row<'_> {
    /// Sent when one was approved; else how far the last one is, which its own people alone see.
    fn state(&self) -> &'static str {
        let of = |review: &str| self.parts.iter().any(|part| part.review == review);
        let all = [("approved", "sent"), ("submitted", "waiting"), ("returned", "returned"), ("draft", "draft")];
        all.into_iter().find(|(review, _)| of(review)).map_or("not_sent", |(_, state)| state)
    }

    fn sent(&self) -> impl Iterator<Item = &&Part> {
        self.parts.iter().filter(|part| part.review == "approved")
    }
}

/// The rows of one duty.
struct Table<'a> {
    duty: &'a Duty,
    asked: Asked,
    rows: Vec<Row<'a>>,
}

fn period(ask: &Ask) -> Result<Period, Problem> {
    let text = params::required(ask, "period")?;
    text.parse::<Period>().map_err(|fault| bad("period", fault.message_vi(), fault.to_string()))
}

/// The duty that is asked for, by record id or by document and key (`000:periodic-report`).
fn wanted<'a>(ask: &Ask, duties: &'a [Duty]) -> Result<Option<&'a Duty>, Problem> {
    let Some(text) = ask.parameter("duty") else { return Ok(None) };
    let found = duties.iter().find(|duty| duty.id.to_string() == text || duty.key == text);
    found.map(Some).ok_or_else(|| Problem::not_found(Code::UnknownRecord).with(cut(text)))
}

/// Whether somebody would see the part of an agency, and so may know whether there is one. Parts of an agency without a unit
/// are entered by the department, which then knows.
fn is_told(ask: &Ask, agency: &str) -> bool {
    let directory = ask.app.context.people.directory();
    let unit = unit_of(&directory, agency).map(|unit| unit.key.clone());
    let (identity, review) = (&ask.identity, ReviewState::Approved);
    let class = AccessClass { label: Label::Internal, review, unit, line: None, stretch: None };
    let enters = || class.unit.is_none() && identity.may(Permission::Urge);
    identity.viewer.sees(&class) || enters()
}

/// When an agency was urged to send its part, by letter or in the program: the first before the last.
fn urged(ask: &Ask, urgings: &[Urged], duty: &Duty, period: &str, agency: &str) -> Vec<Value> {
    let directory = ask.app.context.people.directory();
    let key = unit_of(&directory, agency).map(|unit| unit.key.as_str());
    let is_to = |to: &str| plain(to) == plain(agency) || key == Some(to);
    let mine =
        urgings.iter().filter(|one| one.duty == duty.id && one.period.as_deref() == Some(period) && is_to(&one.to));
    mine.map(|one| json!({ "record": one.id, "at": one.at, "number": one.number, "by": one.by })).collect()
}

fn tables<'a>(
    ask: &Ask,
    period: Period,
    duties: &'a [Duty],
    parts: &'a [Part],
    wanted: Option<&Duty>,
) -> Vec<Table<'a>> {
    let (units, urgings) = (read::units(ask), read::urgings(ask));
    let written = period.to_string();
    let mut tables = Vec::new();
    for duty in duties.iter().filter(|duty| wanted.is_none_or(|wanted| wanted.id == duty.id)) {
        let asked = duty.words.asks(period);
        let mut came: Vec<&Part> = parts.iter().filter(|part| part.duty == duty.id && part.period == written).collect();
        came.sort_by_key(|part| (part.at.clone(), part.id));
        let owing = if asked == Asked::Yes { duty.words.owing(&units, period.last_day()) } else { Vec::new() };
        let mut rows: Vec<Row<'_>> = Vec::new();
        for owed in owing {
            let (mine, rest): (Vec<&Part>, _) =
                came.into_iter().partition(|part| plain(&part.agency) == plain(&owed.agency));
            came = rest;
            // Whoever sees a part knows that it came.
            if !mine.is_empty() || is_told(ask, &owed.agency) {
                let urged = urged(ask, &urgings, duty, &written, &owed.agency);
                rows.push(Row { owed, parts: mine, urged, unasked: false });
            }
        }
        // Whoever sends without being on the list is not lost.
        while let Some(first) = came.first() {
            let agency = first.agency.clone();
            let (mine, rest) = came.into_iter().partition(|part| plain(&part.agency) == plain(&agency));
            came = rest;
            let owed = Owed { agency, collective: None, dissolved: None };
            rows.push(Row { owed, parts: mine, urged: Vec::new(), unasked: true });
        }
        if !rows.is_empty() || wanted.is_some() {
            tables.push(Table { duty, asked, rows });
        }
    }
    tables
}

/// # Errors
/// 400 for what is no period, 404 for a duty that there is not.
pub fn intake(ask: Ask) -> Answering {
    Box::pin(async move {
        let set = sending_deadlines::all(&ask.app.context).await.map_err(|error| unavailable(&error))?;
        listed(&ask, &Due::of(&ask, set)?)
    })
}

fn listed(ask: &Ask, due: &Due) -> Result<Response, Problem> {
    let period = period(ask)?;
    let (duties, parts) = (read::duties(ask)?, read::parts(ask)?);
    let wanted = wanted(ask, &duties)?;
    let tables = tables(ask, period, &duties, &parts, wanted);
    if ask.form == Form::Html {
        let page = page(ask, period, &tables, due);
        return Ok(answer::html(StatusCode::OK, ask.lang, present::intake_page(ask, &page)));
    }
    let shown: Vec<Value> = tables.iter().map(|table| document(ask, period, table, due)).collect();
    let (vi, en) = period.title();
    let title = if ask.lang == Lang::Vi { vi } else { en };
    let about = json!({ "name": period, "title": title, "from": period.first_day(), "to": period.last_day() });
    let document = json!({ "period": about, "day": ask.day, "duties": shown });
    Ok(answer::json(StatusCode::OK, JSON, &document))
}

fn document(ask: &Ask, period: Period, table: &Table<'_>, due: &Due) -> Value {
    let deadline = table.duty.words.deadline(period);
    let rows: Vec<Value> = table
        .rows
        .iter()
        .map(|row| {
            let parts: Vec<Value> = row.parts.iter().map(|part| part.shown(ask)).collect();
            json!({
                "agency": row.owed.agency,
                "by_collective": row.owed.collective,
                "dissolved": row.owed.dissolved,
                "asked_for": !row.unasked,
                "state": row.state(),
                "due": due.day(table.duty, period, &row.owed.agency),
                "deadline_set": due.set(table.duty, period, &row.owed.agency).map(told),
                "past_deadline": due.day(table.duty, period, &row.owed.agency)
                    .map(|day| row.state() != "sent" && ask.day > day),
                "sent_at": row.sent().map(|part| &part.sent_at).min(),
                "parts": parts,
                "urged": row.urged,
            })
        })
        .collect();
    let count = |state: &str| table.rows.iter().filter(|row| row.state() == state).count();
    let merged = format!("{}/api/v1/reports/intake/merged?period={period}&duty={}", ask.base(), table.duty.id);
    json!({
        "duty": table.duty.id,
        "key": table.duty.key,
        "title": table.duty.title,
        "to": table.duty.words.to,
        "document": table.duty.words.document,
        "clause": table.duty.clause,
        "deadline": table.duty.words.deadline,
        "deadline_day": deadline,
        "owed_by_itself": table.asked == Asked::Yes,
        "counts": {
            "agencies": table.rows.len(),
            "sent": count("sent"),
            "waiting": count("waiting"),
            "not_sent": table.rows.iter().filter(|row| row.state() != "sent").count(),
            "urged": table.rows.iter().filter(|row| !row.urged.is_empty()).count(),
        },
        "agencies": rows,
        "merged": merged,
    })
}

fn page(ask: &Ask, period: Period, tables: &[Table<'_>], due: &Due) -> IntakePage {
    let (vi, en) = period.title();
    let tables = tables.iter().map(|table| {
        let rows = table.rows.iter().map(|row| {
            let day = due.day(table.duty, period, &row.owed.agency);
            let last = row.sent().last().or_else(|| row.parts.last());
            IntakeRow {
                agency: row.owed.agency.clone(),
                dissolved: row.owed.dissolved.as_deref() == Some(row.owed.agency.as_str()),
                state: match row.state() {
                    "not_sent" if day.is_some_and(|day| ask.day > day) => "past_deadline",
                    state => state,
                },
                href: last.map(|part| format!("/collections/report-parts/items/{}?f=html", part.id)),
                letter: last.and_then(|part| part.letter_words()),
                sent_at: row.sent().map(|part| part.sent_at.clone()).min(),
                scope: last.map(|part| part.scope.clone()),
                on_behalf: last.is_some_and(|part| part.on_behalf),
                urged: row.urged.iter().filter_map(|urged| urged["at"].as_str()).map(str::to_owned).collect(),
                unasked: row.unasked,
                due: day.map(CivilDay::written_vi),
            }
        });
        IntakeTable {
            title: table.duty.title.clone(),
            to: table.duty.words.to.clone(),
            clause: table.duty.clause.clone(),
            document: table.duty.document_title.clone(),
            deadline: table.duty.words.deadline.clone(),
            merged: format!("/api/v1/reports/intake/merged?f=html&period={period}&duty={}", table.duty.id),
            rows: rows.collect(),
        }
    });
    IntakePage {
        period: if ask.lang == Lang::Vi { vi } else { en },
        from: period.first_day().to_string(),
        to: period.last_day().to_string(),
        next: period.next().map(|next| format!("/api/v1/reports/intake?f=html&period={next}")),
        tables: tables.collect(),
    }
}

/// The parts of one duty that were sent, put together section by section, in the order of the list of units.
fn merged_of(ask: &Ask) -> Result<(Period, Uuid, Vec<MergedSection>), Problem> {
    let period = period(ask)?;
    params::required(ask, "duty")?;
    let (duties, parts) = (read::duties(ask)?, read::parts(ask)?);
    let wanted = wanted(ask, &duties)?;
    let tables = tables(ask, period, &duties, &parts, wanted);
    let rows = tables.iter().flat_map(|table| &table.rows);
    let sources: Vec<Source> = rows.flat_map(Row::sent).map(|part| part.source()).collect();
    Ok((period, wanted.map_or(Uuid::nil(), |duty| duty.id), report_merge::merge(&sources)))
}

/// # Errors
/// 400 for what is no period, 404 for a duty that there is not.
pub fn merged(ask: &Ask) -> Result<Response, Problem> {
    let (period, duty, sections) = merged_of(ask)?;
    let shown: Vec<Value> = sections
        .iter()
        .map(|merged| json!({ "section": merged.section, "text": merged.text(), "paragraphs": merged.paragraphs }))
        .collect();
    let document = json!({ "period": period, "duty": duty, "sections": shown });
    if ask.form == Form::Html {
        return Ok(answer::html(StatusCode::OK, ask.lang, present::merged_page(ask, &period.title(), &sections)));
    }
    Ok(answer::json(StatusCode::OK, JSON, &document))
}

/// What the atlas has of a layer for whoever asks, as properties.
fn properties_of(ask: &Ask, layer: LayerId) -> Result<Vec<Value>, Problem> {
    let walk = ask.snapshot.walk(layer, &ask.visible);
    let read =
        walk.map(|step| serde_json::from_slice::<Value>(step.json).map(|mut feature| feature["properties"].take()));
    read.collect::<Result<_, _>>().map_err(|error| Problem::internal(&error))
}
