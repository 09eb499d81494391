//! The page of a report of inspections: one row for each kind of thing, each opening its records.

use maud::Markup;

use super::{context, labels, picture};
use crate::atlas::inspected::Inspected;
use crate::domain::inspection::{Condition, Mode};
use crate::domain::messages::Lang;
use crate::domain::object::Subject;
use crate::domain::period::Period;
use crate::http::ask::Ask;
use crate::http::page;
use crate::http::page::view::{ItemRow, ItemsPage, ValueView};

pub fn report_page(ask: &Ask, period: Period, counted: &[Inspected<'_>], waiting: Option<u64>) -> Markup {
    let say = |vi: &str, en: &str| (if ask.lang == Lang::Vi { vi } else { en }).to_owned();
    let (vi, en) = period.title();
    let (first, last) = (period.first_day(), period.last_day());
    let days = match ask.lang {
        Lang::Vi => format!("{} – {}", first.written_vi(), last.written_vi()),
        Lang::En => format!("{first} – {last}"),
    };
    let mut sums = vec![(format!("{} {}", counted.len(), say("lần kiểm tra", "inspections")), None)];
    sums.extend(waiting.map(|count| (format!("{count} {}", say("chờ duyệt", "waiting for approval")), None)));
    sums.extend(Condition::ALL.into_iter().filter_map(|condition| by_condition(ask.lang, period, condition, counted)));
    let view = ItemsPage {
        collection_title: format!("{} · {} ({days})", say("Kiểm tra", "Inspections"), say(&vi, &en)),
        collection_href: "/collections/inspections?f=html".to_owned(),
        number_matched: counted.len() as u64,
        columns: std::iter::once(labels::label("subject", ask.lang))
            .chain([labels::label("count", ask.lang)])
            .chain(Mode::ALL.map(|mode| labels::value_in(mode.as_str(), ask.lang)))
            .map(str::to_owned)
            .collect(),
        rows: Subject::ALL.into_iter().map(|subject| row(ask.lang, period, subject, counted)).collect(),
        sums,
        ..ItemsPage::default()
    };
    page::items_page(&context(ask), &view, &picture(ask))
}

/// How many were found so, leading to them; conditions that nobody found are left out.
fn by_condition(
    lang: Lang,
    period: Period,
    condition: Condition,
    counted: &[Inspected<'_>],
) -> Option<(String, Option<String>)> {
    let count = counted.iter().filter(|one| one.condition == condition).count();
    let word = condition.as_str();
    let href = format!("/api/v1/reports/inspections/records?f=html&period={period}&condition={word}");
    (count > 0).then(|| (format!("{count} {}", labels::value_in(word, lang)), Some(href)))
}

fn row(lang: Lang, period: Period, subject: Subject, counted: &[Inspected<'_>]) -> ItemRow {
    let of = |mode: Option<Mode>| {
        let count = counted.iter().filter(|one| one.subject == subject && mode.is_none_or(|mode| one.mode == mode));
        #[expect(clippy::cast_precision_loss, reason = "inspections of a year are far fewer than 2^53")]
        ValueView::Number(count.count() as f64)
    };
    ItemRow {
        href: format!("/api/v1/reports/inspections/records?f=html&period={period}&subject={}", subject.as_str()),
        cells: [ValueView::Text(subject.title(lang).to_owned()), of(None)]
            .into_iter()
            .chain(Mode::ALL.map(|mode| of(Some(mode))))
            .collect(),
    }
}
