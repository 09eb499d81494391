//! Tasks and works for people: a table by agency, and a few sentences on the page of each.

use maud::Markup;
use serde_json::Value;

use super::{context, labels, picture};
use crate::domain::fulfilment::State;
use crate::domain::messages::Lang;
use crate::http::ask::Ask;
use crate::http::page;
use crate::http::page::view::{ItemRow, ItemsPage, ValueView};

fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    of[name].as_str().unwrap_or_default()
}

fn say<'a>(ask: &Ask, vi: &'a str, en: &'a str) -> &'a str {
    if ask.lang == Lang::Vi { vi } else { en }
}

/// One row for what an agency leads, agency by agency; how many are in which state leads to those.
pub fn page(ask: &Ask, title: &str, document: &Value) -> Markup {
    let agencies = document["agencies"].as_array().map(Vec::as_slice).unwrap_or_default();
    let rows = agencies.iter().flat_map(|agency| {
        let entries = agency["entries"].as_array().map(Vec::as_slice).unwrap_or_default();
        entries.iter().map(|entry| row(ask, agency, entry))
    });
    let counts = State::ALL.iter().filter_map(|state| Some((state, document["counts"][state.as_str()].as_u64()?)));
    let sums = counts.map(|(state, count)| {
        let href = format!("{}?f=html&as_of={}&state={}", ask.path, text(document, "day"), state.as_str());
        (format!("{count} {}", state.title(ask.lang)), Some(href))
    });
    let columns =
        [("Việc", "What"), ("Chủ trì", "Lead"), ("Tình hình", "Standing"), ("Thời hạn", "Deadline"), ("Mục", "Clause")];
    let view = ItemsPage {
        collection_title: format!("{title} · {}", day(ask, text(document, "day"))),
        collection_href: format!("{}?f=html", ask.path),
        number_matched: document["matched"].as_u64().unwrap_or_default(),
        columns: columns.map(|(vi, en)| say(ask, vi, en).to_owned()).to_vec(),
        rows: rows.collect(),
        sums: sums.collect(),
        ..ItemsPage::default()
    };
    page::items_page(&context(ask), &view, &picture(ask))
}

fn day(ask: &Ask, text: &str) -> String {
    let day = text.parse::<crate::domain::time::CivilDay>().ok().filter(|_| ask.lang == Lang::Vi);
    day.map_or_else(|| text.to_owned(), crate::domain::time::CivilDay::written_vi)
}

fn row(ask: &Ask, agency: &Value, entry: &Value) -> ItemRow {
    let works = text(entry, "works");
    let what =
        if works.is_empty() { text(entry, "title").to_owned() } else { format!("{works}: {}", text(entry, "title")) };
    let now = &agency["answers_now"]["state_words"];
    let lead = match (agency["agency"].as_str(), now.as_str()) {
        (None, _) => say(ask, "chưa xác định", "not known").to_owned(),
        (Some(name), None) => name.to_owned(),
        (Some(name), Some(now)) => format!("{name} ({}: {now})", say(ask, "nay", "now")),
    };
    let clause = format!("{}, {}", text(entry, "document"), labels::clause(text(entry, "clause")));
    let href = text(entry, "href");
    let cells = [what, lead, words(ask, entry).to_owned(), text(entry, "deadline").to_owned(), clause];
    ItemRow { href: format!("{href}?f=html"), cells: cells.map(ValueView::Text).to_vec() }
}

fn words<'a>(ask: &Ask, entry: &'a Value) -> &'a str {
    text(entry, say(ask, "state_words", "state_words_en"))
}

/// On the page of a task or of works, how it stands is told in sentences; the JSON has the rest.
pub fn tell(ask: &Ask, feature: &mut Value) {
    let Some(entries) = feature["properties"]["standing"].as_array() else { return };
    let told: Vec<Value> = entries.iter().map(|entry| sentence(ask, entry).into()).collect();
    feature["properties"]["standing"] = told.into();
}

fn sentence(ask: &Ask, entry: &Value) -> String {
    let mut parts = vec![words(ask, entry).to_owned()];
    if let Some(title) = entry["title"].as_str().filter(|_| entry["milestone"].is_u64()) {
        parts[0] = format!("{title}: {}", parts[0]);
    }
    if let Some(clause) = entry["clause"].as_str().filter(|_| entry["milestone"].is_u64()) {
        parts.push(format!("{} {}", say(ask, "mục", "clause"), labels::clause(clause)));
    }
    for (name, vi, en) in [
        ("reports", "báo cáo", "reports"),
        ("visits", "lần giám sát", "visits"),
        ("urgings", "lần đôn đốc", "urgings"),
        ("assignments", "lần giao việc", "assignments"),
    ] {
        let count = entry[name].as_array().map_or(0, Vec::len);
        if count > 0 {
            parts.push(format!("{count} {}", say(ask, vi, en)));
        }
    }
    for lead in entry["lead_now"].as_array().into_iter().flatten() {
        if let Some(now) = lead["answers_now"]["state_words"].as_str() {
            parts.push(format!("{} ({}: {now})", text(lead, "name"), say(ask, "nay", "now")));
        }
    }
    parts.join("; ")
}
