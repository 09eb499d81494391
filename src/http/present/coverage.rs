//! The page of coverage: segment by segment, how much was walked.

use maud::Markup;

use super::linear::bounds;
use super::risk::line_name;
use super::{context, labels, picture};
use crate::atlas::coverage::{Answer, SegmentCoverage};
use crate::atlas::register::{Line, Segment};
use crate::domain::messages::Lang;
use crate::http::api::coverage::percent;
use crate::http::ask::Ask;
use crate::http::page;
use crate::http::page::view::{Focus, ItemRow, ItemsPage, Spot, ValueView};

pub fn coverage_page(ask: &Ask, line: &Line, found: &Answer) -> Markup {
    let columns = ["label_text", "percent", "covered_m", "length_m", "gaps", "first_at", "patrols"];
    let segments: Vec<Segment> = found.segments.iter().map(|held| held.segment.clone()).collect();
    let walked = found.covered_m > 0.0;
    // What nobody went to is most of a line; a person wants to see what somebody did.
    let shown = || found.segments.iter().filter(|held| !walked || !held.by.is_empty());
    let whole = percent(found.covered_m, found.length_m).unwrap_or(0.0);
    let say = |vi: &str, en: &str| (if ask.lang == Lang::Vi { vi } else { en }).to_owned();
    let view = ItemsPage {
        collection_title: format!(
            "{} · {} · {whole} %",
            say("Độ phủ tuần tra", "Patrol coverage"),
            line_name(&ask.snapshot, line.body.key, ask.lang)
        ),
        collection_href: "/collections/patrols?f=html".to_owned(),
        number_matched: segments.len() as u64,
        columns: columns.map(|name| labels::label(name, ask.lang).to_owned()).to_vec(),
        rows: shown().map(|held| row(held, ask.lang)).collect(),
        focus: bounds(&segments).map(|bbox| Focus { bbox, key: None, spots: Vec::<Spot>::new() }),
        ..ItemsPage::default()
    };
    page::items_page(&context(ask), &view, &picture(ask))
}

fn row(held: &SegmentCoverage, lang: Lang) -> ItemRow {
    let number = |metres: Option<f64>| metres.map_or(ValueView::Absent, |metres| ValueView::Number(metres.round()));
    let coverage = held.coverage.as_ref();
    let share = coverage.and_then(|coverage| percent(coverage.covered.0, coverage.length.0));
    let gaps = coverage.map_or(0, |coverage| coverage.gaps.len());
    #[expect(clippy::cast_precision_loss, reason = "a count of some thousands")]
    let counted = |count: usize| ValueView::Number(count as f64);
    ItemRow {
        href: format!("/api/v1/coverage?f=html&segment={}", held.segment.key),
        cells: vec![
            ValueView::Text(format!(
                "{}{}",
                held.segment.key.label(),
                if held.segment.method.is_measured() { "" } else { " ≈" }
            )),
            share.map_or(ValueView::Absent, |share| ValueView::Number((share * 10.0).round() / 10.0)),
            number(coverage.map(|coverage| coverage.covered.0)),
            number(coverage.map(|coverage| coverage.length.0)),
            counted(gaps),
            held.when.map_or(ValueView::Absent, |(first, _)| {
                ValueView::Text(if lang == Lang::Vi { first.day().written_vi() } else { first.day().to_string() })
            }),
            counted(held.by.len()),
        ],
    }
}
