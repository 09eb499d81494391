//! Reports as JSON.

use serde_json::{Map, Value, json};

use crate::actions::report::make::Made;
use crate::actions::report::said::Issued;
use crate::domain::messages::Lang;
use crate::domain::report::content::{Content, Correction, Figure, Section, Table};
use crate::domain::report::kind::{Both, Kind};
use crate::domain::report::layout::href_of;

fn in_lang(lang: Lang, both: &Both) -> &str {
    if lang == Lang::Vi { &both.vi } else { &both.en }
}

/// A kind of report.
pub fn kind(kind: &Kind, lang: Lang) -> Value {
    json!({
        "key": kind.key,
        "title": if lang == Lang::Vi { &kind.title } else { &kind.title_en },
        "periods": kind.periods,
        "recipients": recipients(kind),
    })
}

fn recipients(kind: &Kind) -> Value {
    json!({ "to": kind.to, "copies": kind.copies, "deadline": kind.deadline, "source": kind.source, "flag": kind.flag })
}

/// A report that went out.
pub fn issued(one: &Issued, base: &str) -> Value {
    let report = &one.report;
    let cut_off = format!("{}@{}", report.cut_off, report.day);
    let unit = one.record.unit.as_deref().unwrap_or("*");
    let unit = percent_encoding::utf8_percent_encode(unit, percent_encoding::NON_ALPHANUMERIC);
    let (kind, period, level) = (&report.kind, &report.period, report.level.as_str());
    json!({
        "id": one.record.id,
        "kind": kind,
        "period": period,
        "unit": one.record.unit,
        "level": level,
        "cutoff": cut_off,
        "epoch": report.epoch,
        "content": report.content,
        "number": report.number,
        "issued_at": one.record.received_at,
        "issued_by": one.record.person,
        "href": format!("{base}/api/v1/reports/{kind}/{period}?unit={unit}&level={level}&cutoff={cut_off}"),
    })
}

/// The whole report.
pub fn report(made: &Made, of: &Kind, all: &[Issued], base: &str, lang: Lang) -> Value {
    let content = &made.content;
    let (vi, en) = content.window.title();
    let digest = made.digest();
    let went_out = all.iter().rfind(|one| one.report.content == digest && one.record.unit == content.unit);
    json!({
        "kind": content.kind,
        "title": if lang == Lang::Vi { &of.title } else { &of.title_en },
        "period": { "name": content.window, "title": if lang == Lang::Vi { vi } else { en },
            "from": content.window.first_day(), "to": content.window.last_day() },
        "unit": content.unit,
        "unit_title": content.unit_title,
        "units": content.units,
        "level": content.level,
        "cutoff": content.cut_off,
        "epoch": content.epoch,
        "content": digest,
        "issued": went_out.map(|one| issued(one, base)),
        "recipients": recipients(of),
        "sections": content.sections.iter().map(|it| section(content, it, base, lang)).collect::<Vec<_>>(),
        "corrections": content.corrections.iter().map(|it| correction(it, base)).collect::<Vec<_>>(),
    })
}

fn section(content: &Content, section: &Section, base: &str, lang: Lang) -> Value {
    let notes: Vec<&str> = section.notes.iter().map(|note| in_lang(lang, note)).collect();
    json!({
        "key": section.key,
        "title": in_lang(lang, &section.title),
        "figures": section.figures.iter().map(|it| figure(content, it, base, lang)).collect::<Vec<_>>(),
        "tables": section.tables.iter().map(|it| table(it, base, lang)).collect::<Vec<_>>(),
        "waiting": section.waiting,
        "notes": notes,
        "narrative": section.narrative,
        "parts": section.parts,
    })
}

fn figure(content: &Content, figure: &Figure, base: &str, lang: Lang) -> Value {
    let amount = figure.amount.as_ref().map(|it| json!({ "value": it.value, "unit": in_lang(lang, &it.unit) }));
    json!({
        "key": figure.key,
        "title": in_lang(lang, &figure.title),
        "count": figure.count(),
        "amount": amount,
        "of_period": figure.of_window,
        "depth": figure.depth,
        "href": format!("{base}{}", href_of(content, &figure.key)),
    })
}

fn table(table: &Table, base: &str, lang: Lang) -> Value {
    let rows: Vec<Value> = table
        .rows
        .iter()
        .map(|row| {
            let href = row.record.as_ref().map(|it| format!("{base}/collections/{}/items/{}", it.layer, it.id));
            json!({ "cells": row.cells, "href": href })
        })
        .collect();
    let columns: Vec<&str> = table.columns.iter().map(|column| in_lang(lang, column)).collect();
    json!({ "key": table.key, "title": in_lang(lang, &table.title), "columns": columns, "rows": rows })
}

fn correction(one: &Correction, base: &str) -> Value {
    let mut said = Map::new();
    said.insert("period".into(), json!(one.period));
    said.insert("section".into(), json!(one.section));
    said.insert("change".into(), json!(one.change));
    said.insert("about".into(), json!(one.about));
    said.insert("href".into(), format!("{base}/collections/{}/items/{}", one.record.layer, one.record.id).into());
    said.into()
}
