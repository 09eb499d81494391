//! The page of a report of inspections: one row for each kind of thing, each opening its records.

use maud::Markup;

use super::{context, labels, picture};
use crate::atlas::inspected::Inspected;
use crate::domain::inspection::Mode;
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
    let waiting = waiting.map(|count| format!("{}: {count}", say("Chờ duyệt", "Waiting for approval")));
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
        filters: waiting.into_iter().collect(),
        ..ItemsPage::default()
    };
    page::items_page(&context(ask), &view, &picture(ask))
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
