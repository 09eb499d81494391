//! Somebody writes into a section of a report, or issues it.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::json;
use uuid::Uuid;

use super::receipts::body;
use super::reports::{kinds, level, named, not_written};
use crate::actions::report::Wanted;
use crate::actions::report::write::{Letter, NotWritten, Words, issue as issue_report, write};
use crate::domain::access::Label;
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::receipt::{Outcome, Receipt};
use crate::http::answer::{self, JSON};
use crate::http::ask::Ask;
use crate::http::ogc::params::cut;
use crate::http::problem::Problem;
use crate::http::reads::Noting;
use crate::http::routes::Answering;

/// Longest section, in characters.
const LONGEST_TEXT: usize = 20_000;
const LONGEST_NAME: usize = 200;

/// `PUT …/narratives/{section}`. `If-Match` names what was there before; without it nothing was.
///
/// # Errors
/// 404 for a section there is not, 412 when somebody wrote since.
pub fn narrative(ask: Ask) -> Answering {
    Box::pin(async move {
        let kinds = kinds()?;
        let (kind, window) = named(&ask, &kinds)?;
        let section = ask.variable(2);
        let section = kinds.section(section).ok_or_else(|| Problem::not_found(Code::UnknownItem).with(cut(section)))?;
        let value = body(&ask)?;
        let mut fields = Fields::of(&value).map_err(Problem::invalid)?;
        let text = fields.needed_text("text", LONGEST_TEXT);
        let unit = fields.text("unit", LONGEST_NAME);
        let asked = fields.optional_choice("level", &Label::ALL, Label::as_str);
        fields.finish().map_err(Problem::invalid)?;
        let level = level(&ask, Some(asked.unwrap_or(Label::Internal)))?;
        let words = Words {
            level,
            kind: kind.key.clone(),
            window,
            unit,
            section: section.key.clone(),
            text: text.unwrap_or_default(),
            previous: previous(&ask)?,
        };
        let written = write(&ask.app.context, &ask.identity, words).await;
        if let Err(NotWritten::Changed(Some(_))) = &written {
            // The refusal tells what stands there.
            Noting::of(&ask).note(u64::from(level == Label::Restricted)).await?;
        }
        let (receipt, unit) = written.map_err(|error| not_written(&ask, error))?;
        let seq = seq(&receipt)?;
        let document = json!({ "id": receipt.id, "unit": unit, "level": level, "section": section.key, "epoch": receipt.epoch,
            "receipt": { "id": receipt.id, "outcome": "accepted", "seq": seq } });
        let mut response = answer::json(StatusCode::OK, JSON, &document);
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", receipt.id)) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        Ok::<Response, Problem>(response)
    })
}

/// What the writer had before him, by its id.
fn previous(ask: &Ask) -> Result<Option<Uuid>, Problem> {
    let Some(held) = ask.headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = held.to_str().unwrap_or_default().trim().trim_matches('"');
    Uuid::try_parse(text).map(Some).map_err(|_| Problem::parameter(Fault::new("If-Match", Code::NotUuid)))
}

/// `POST …/{kind}/{period}`: the report goes out, and the log holds from which cut-off and with which content.
///
/// # Errors
/// 403 for another's unit, 422 for what cannot be read.
pub fn issue(ask: Ask) -> Answering {
    Box::pin(async move {
        let kinds = kinds()?;
        let (kind, window) = named(&ask, &kinds)?;
        let value = body(&ask)?;
        let mut fields = Fields::of(&value).map_err(Problem::invalid)?;
        let unit = fields.text("unit", LONGEST_NAME);
        let level_asked = fields.optional_choice("level", &Label::ALL, Label::as_str);
        // What goes out is what somebody has read: it has a cut-off by then.
        let cut_off = fields.needed_text("cutoff", 40);
        let letter = Letter {
            number: fields.text("number", LONGEST_NAME),
            place: fields.text("place", LONGEST_NAME),
            position: fields.text("position", LONGEST_NAME),
            signer: fields.text("signer", LONGEST_NAME),
        };
        let cut_off = cut_off.map(|text| text.parse()).transpose();
        if cut_off.is_err() {
            fields.fault(Fault::new("/cutoff", Code::NotOneOf).with("412@2026-11-14"));
        }
        fields.finish().map_err(Problem::invalid)?;
        let level = level(&ask, level_asked)?;
        let wanted = Wanted { kind: kind.key.clone(), window, unit, level, cut_off: cut_off.unwrap_or(None) };
        let (context, identity) = (&ask.app.context, &ask.identity);
        let issued = issue_report(context, identity, &Arc::clone(&kinds), wanted, letter, ask.day).await;
        let (receipt, report, made) = issued.map_err(|error| not_written(&ask, error))?;
        Noting::of(&ask).note(made.restricted).await?;
        let seq = seq(&receipt)?;
        let cut = made.content.cut_off;
        let unit = made.content.unit.as_deref().unwrap_or("*");
        let unit: String = percent_encoding::utf8_percent_encode(unit, percent_encoding::NON_ALPHANUMERIC).to_string();
        let level = made.content.level.as_str();
        let href =
            format!("{}/api/v1/reports/{}/{window}?unit={unit}&level={level}&cutoff={cut}", ask.base(), kind.key);
        let document = json!({ "id": receipt.id, "unit": made.content.unit, "cutoff": cut, "level": level,
            "content": report.content, "href": href, "epoch": receipt.epoch,
            "receipt": { "id": receipt.id, "outcome": "accepted", "seq": seq } });
        Ok::<Response, Problem>(answer::json(StatusCode::CREATED, JSON, &document))
    })
}

fn seq(receipt: &Receipt) -> Result<i64, Problem> {
    match receipt.outcome {
        Outcome::Accepted { seq } | Outcome::Duplicate { seq } => Ok(seq),
        // Its id was made here: nobody else has it.
        _ => Err(Problem::internal(&"an id that was just made is taken")),
    }
}
