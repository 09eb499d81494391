//! Pages of linear reference: the segments of a range.

use maud::Markup;

use super::risk::line_name;
use super::{context, labels, picture};
use crate::atlas::encode::length_m;
use crate::atlas::register::Segment;
use crate::domain::messages::Lang;
use crate::domain::number::SegmentKey;
use crate::http::ask::Ask;
use crate::http::page;
use crate::http::page::view::{Focus, ItemRow, ItemsPage, ValueView};

pub fn range_page(ask: &Ask, range: &SegmentKey, segments: &[Segment]) -> Markup {
    let columns = ["label_text", "length_m", "from_m", "to_m", "position_method", "accuracy_m"];
    let number = |metres: Option<f64>| metres.map_or(ValueView::Absent, ValueView::Number);
    let rows = segments
        .iter()
        .map(|segment| ItemRow {
            href: format!("/api/v1/segments/{}/risk?f=html", segment.key),
            cells: vec![
                ValueView::Text(segment.key.label()),
                number(length_m(segment)),
                number(Some(segment.from_m.round())),
                number(Some(segment.to_m.round())),
                ValueView::Text(labels::value_in(segment.method.as_str(), ask.lang).to_owned()),
                number(segment.accuracy_m),
            ],
        })
        .collect();
    let view = ItemsPage {
        collection_title: format!(
            "{} {} ({})",
            if ask.lang == Lang::Vi { "Đoạn mốc" } else { "Markers" },
            range.label(),
            line_name(&ask.snapshot, range.line(), ask.lang)
        ),
        collection_href: "/collections/segments?f=html".to_owned(),
        number_matched: segments.len() as u64,
        columns: columns.map(|name| labels::label(name, ask.lang).to_owned()).to_vec(),
        rows,
        focus: bounds(segments).map(|bbox| Focus { bbox, ..Focus::default() }),
        ..ItemsPage::default()
    };
    page::items_page(&context(ask), &view, &picture(ask))
}

/// The box around some segments.
pub(super) fn bounds(segments: &[Segment]) -> Option<[f64; 4]> {
    let places = segments.iter().flat_map(|segment| segment.course.iter());
    places.fold(None, |bounds: Option<[f64; 4]>, at| {
        let [w, s, e, n] = bounds.unwrap_or([at.lon(), at.lat(), at.lon(), at.lat()]);
        Some([w.min(at.lon()), s.min(at.lat()), e.max(at.lon()), n.max(at.lat())])
    })
}
