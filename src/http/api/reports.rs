//! `/api/v1/reports`: kinds of reports and what was issued; one report as JSON, page or DOCX.

use std::sync::{Arc, LazyLock};

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

use super::imports::document_of;
use super::records::unavailable;
use super::reporting_deadlines;
use super::rules::not_set;
use crate::actions::report::make::{Made, make};
use crate::actions::report::{Ground, NotMade, Wanted, document, said, write};
use crate::actions::sending_deadlines;
use crate::domain::access::{Label, Permission};
use crate::domain::fault::{Code, Fault};
use crate::domain::messages::Lang;
use crate::domain::people::Way;
use crate::domain::report::cut_off::CutOff;
use crate::domain::report::kind::{Both, Kind, Kinds};
use crate::domain::report::window::Window;
use crate::exchange::docx;
use crate::exchange::reference::report_kinds;
use crate::http::answer::{self, JSON};
use crate::http::ask::{Ask, Form};
use crate::http::ogc::params::{bad, choice, cut};
use crate::http::page::report::report_page;
use crate::http::present::report_json;
use crate::http::problem::Problem;
use crate::http::reads::Noting;
use crate::http::routes::Answering;

static KINDS: LazyLock<Option<Arc<Kinds>>> = LazyLock::new(|| report_kinds::load().ok().map(Arc::new));

/// The kinds of reports that the program carries.
pub(super) fn kinds() -> Result<Arc<Kinds>, Problem> {
    KINDS.clone().ok_or_else(|| Problem::internal(&"the kinds of reports cannot be read"))
}

/// The words that the reader asked for.
pub(super) fn said_in(lang: Lang, both: &Both) -> &str {
    if lang == Lang::Vi { &both.vi } else { &both.en }
}

/// `GET /api/v1/reports`: what kinds there are, and what was issued of what one may know.
pub fn list(ask: Ask) -> Answering {
    Box::pin(async move {
        let kinds = kinds()?;
        let viewer = &ask.identity.viewer;
        let issued =
            said::issued(&Ground::of(&ask.app.context), viewer, i64::MAX).await.map_err(|error| unavailable(&error))?;
        let restricted = issued.iter().filter(|one| one.record.label == Label::Restricted).count();
        Noting::of(&ask).note(restricted as u64).await?;
        let set = sending_deadlines::all(&ask.app.context).await.map_err(|error| unavailable(&error))?;
        let base = ask.base();
        let issued: Vec<Value> = issued.iter().rev().map(|one| report_json::issued(one, &base)).collect();
        let listed: Vec<Value> = kinds.kinds.iter().map(|kind| report_json::kind(kind, ask.lang)).collect();
        let document = json!({
            "version": kinds.version,
            "kinds": listed,
            "windows": { "rule": kinds.windows.rule,
                "about": if ask.lang == Lang::Vi { &kinds.windows.vi } else { &kinds.windows.en },
                "verified": kinds.windows.verified, "unverified": kinds.windows.unverified },
            "sending": said_in(ask.lang, &kinds.sending),
            "sections": kinds.sections.iter()
                .map(|head| json!({ "key": head.key, "title": if ask.lang == Lang::Vi { &head.vi } else { &head.en } }))
                .collect::<Vec<_>>(),
            "issued": issued,
            "deadlines": set.iter().map(reporting_deadlines::shown).collect::<Vec<_>>(),
        });
        let title = if ask.lang == Lang::Vi { "Báo cáo" } else { "Reports" };
        Ok::<Response, Problem>(document_of(&ask, title, &document))
    })
}

/// `GET /api/v1/reports/{kind}/{period}`.
pub fn read(ask: Ask) -> Answering {
    Box::pin(async move {
        let kinds = kinds()?;
        let (made, kind) = made(&ask, &kinds).await?;
        let base = ask.base();
        let wants_docx = ask.parameter("f") == Some("docx");
        if !wants_docx && ask.form == Form::Json {
            let issued = said::issued(&Ground::of(&ask.app.context), &ask.identity.viewer, i64::MAX).await;
            let issued = issued.map_err(|error| unavailable(&error))?;
            let document = report_json::report(&made, kind, &issued, &base, ask.lang);
            return Ok(answer::json(StatusCode::OK, JSON, &document));
        }
        let ground = Ground::of(&ask.app.context);
        let laid_out = document::document(&ground, &ask.identity, &made, (&kinds, kind), &base);
        let laid_out = laid_out.await.map_err(|error| not_made(&error))?;
        if !wants_docx {
            return Ok(answer::printed(report_page(&laid_out)));
        }
        let written = tokio::task::spawn_blocking(move || docx::write(&laid_out)).await;
        let file = written.map_err(|error| Problem::internal(&error))?.map_err(|error| Problem::internal(&error))?;
        let mut response = answer::bytes(StatusCode::OK, docx::MEDIA, file);
        let name = format!("attachment; filename=\"bao-cao-{}-{}.docx\"", made.content.kind, made.content.window);
        if let Ok(name) = HeaderValue::from_str(&name) {
            response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
        }
        Ok::<Response, Problem>(response)
    })
}

/// The report that the address names, made for whoever asks; that restricted records were read for it is noted.
///
/// # Errors
/// 400 for what is no cut-off, 403 for a label that is not his to read, 404 for a report there is not, 503 while another old
/// one is made.
pub(super) async fn made<'a>(ask: &Ask, kinds: &'a Arc<Kinds>) -> Result<(Made, &'a Kind), Problem> {
    let (wanted, kind) = wanted(ask, kinds)?;
    let made = make(&Ground::of(&ask.app.context), &ask.identity, kinds, &wanted, ask.day).await;
    let made = made.map_err(|error| not_made(&error))?;
    Noting::of(ask).note(made.restricted).await?;
    Ok((made, kind))
}

/// Kind and window that the path names.
///
/// # Errors
/// 404 for a kind there is not, or that is not made for such a period; 400 for what is no period.
pub(super) fn named<'a>(ask: &Ask, kinds: &'a Kinds) -> Result<(&'a Kind, Window), Problem> {
    let unknown = || Problem::not_found(Code::UnknownItem).with(cut(ask.variable(0)));
    let kind = kinds.named(ask.variable(0)).ok_or_else(unknown)?;
    let window: Window =
        ask.variable(1).parse().map_err(|_| Problem::not_found(Code::UnknownItem).with(cut(ask.variable(1))))?;
    if kind.takes(window) {
        Ok((kind, window))
    } else {
        Err(Problem::not_found(Code::UnknownItem).with(cut(ask.variable(1))))
    }
}

fn wanted<'a>(ask: &Ask, kinds: &'a Kinds) -> Result<(Wanted, &'a Kind), Problem> {
    let (kind, window) = named(ask, kinds)?;
    let cut_off: Option<CutOff> = match ask.parameter("cutoff") {
        None => None,
        Some(text) => Some(text.parse().map_err(|fault: crate::domain::report::cut_off::NotACutOff| {
            bad("cutoff", fault.message_vi(), fault.to_string())
        })?),
    };
    let level = level(ask, choice(ask, "level", &Label::ALL, Label::as_str)?)?;
    Ok((Wanted { kind: kind.key.clone(), window, unit: unit(ask)?, level, cut_off }, kind))
}

/// Up to which label is counted: what was asked for, or what the reader may know without being restricted.
pub(super) fn level(ask: &Ask, asked: Option<Label>) -> Result<Label, Problem> {
    let viewer = &ask.identity.viewer;
    let inside = viewer.sees_everything() || ask.identity.may(Permission::ReadInternal);
    let most = match (inside, viewer.sees_restricted()) {
        (_, true) => Label::Restricted,
        (true, false) => Label::Internal,
        (false, false) => Label::Public,
    };
    let level = asked.unwrap_or_else(|| most.min(Label::Internal));
    if level <= most { Ok(level) } else { Err(Problem::new(StatusCode::FORBIDDEN, Code::Forbidden)) }
}

/// The unit that is reported: the one that is named, all that is seen for `*`, or else one's own.
fn unit(ask: &Ask) -> Result<Option<String>, Problem> {
    match ask.parameter("unit") {
        Some("*") => return Ok(None),
        Some(unit) if unit.is_empty() || unit.chars().count() > 200 || unit.chars().any(char::is_control) => {
            return Err(bad("unit", "không phải khóa đơn vị", "not the key of a unit"));
        }
        Some(unit) => return Ok(Some(unit.to_owned())),
        None => {}
    }
    if ask.identity.way == Way::Open {
        return Ok(None);
    }
    let own = write::reports_for(&ask.identity, None).unwrap_or(None);
    Ok(own.or_else(|| {
        let over_all = ask.identity.everywhere(Permission::ReadInternal);
        ask.identity.units.first().filter(|_| !over_all).map(|unit| unit.key.clone())
    }))
}

pub(super) fn not_made(error: &NotMade) -> Problem {
    match error {
        NotMade::Ahead(seq) => {
            let (vi, en) = (format!("nhật ký chưa tới số {seq}"), format!("the log has not come to {seq} yet"));
            Problem::parameter(Fault::new("cutoff", Code::BadParameter).with(vi).with(en))
        }
        NotMade::Busy => {
            let mut problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, Code::ReportBusy);
            problem.retry_after = Some(20);
            problem
        }
        NotMade::UnknownUnit(unit) => Problem::invalid(vec![Fault::new("/unit", Code::UnknownUnit).with(cut(unit))]),
        NotMade::Unread(error) => unavailable(error),
    }
}

pub(super) fn not_written(ask: &Ask, error: write::NotWritten) -> Problem {
    match error {
        write::NotWritten::Changed(stands) => {
            let mut problem = Problem::new(StatusCode::PRECONDITION_FAILED, Code::SectionChanged);
            problem.extra.push(("stands", json!(stands)));
            problem
        }
        write::NotWritten::NotSet(error) => not_set(ask, error),
        write::NotWritten::NotMade(error) => not_made(&error),
    }
}
