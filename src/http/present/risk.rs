//! The page of segments that need attention.

use maud::Markup;

use super::{context, labels, picture};
use crate::atlas::Snapshot;
use crate::atlas::ranking::Assessed;
use crate::domain::attention::{Assessment, Coverage, points};
use crate::domain::line::BoundaryLine;
use crate::domain::messages::Lang;
use crate::domain::number::LineKey;
use crate::http::api::attention_method::standing;
use crate::http::ask::Ask;
use crate::http::page;
use crate::http::page::view::{Focus, ItemPage, ItemRow, ItemsPage, Property, ValueView};

pub fn at_risk_page(ask: &Ask, found: &[Assessed], matched: usize) -> Markup {
    let rows = found
        .iter()
        .map(|found| ItemRow {
            href: format!("/api/v1/segments/{}/risk?f=html", found.segment.key),
            cells: vec![
                ValueView::Text(found.segment.key.label()),
                ValueView::Text(line_name(&ask.snapshot, found.segment.key.line(), ask.lang)),
                ValueView::Class(found.assessment.class.numeral()),
                score(&found.assessment),
                ValueView::List(reasons(&found.assessment).into_iter().map(ValueView::Text).collect()),
            ],
        })
        .collect();
    let view = ItemsPage {
        collection_title: (if ask.lang == Lang::Vi {
            "Đoạn cần quan tâm"
        } else {
            "Segments that need attention"
        })
        .to_owned(),
        collection_href: "/collections/segments?f=html".to_owned(),
        number_matched: matched as u64,
        columns: match ask.lang {
            Lang::Vi => ["Đoạn mốc", "Tuyến", "Mức", "Điểm", "Vì sao"],
            Lang::En => ["Segment", "Line", "Level", "Points", "Why"],
        }
        .map(str::to_owned)
        .to_vec(),
        rows,
        focus: found.first().map(focus),
        ..ItemsPage::default()
    };
    page::items_page(&context(ask), &view, &picture(ask))
}

/// The page of one segment: its level, and every term with its reasons.
pub fn risk_page(ask: &Ask, found: &Assessed) -> Markup {
    let mut view = one_segment(&ask.snapshot, found, ask.lang);
    let method = &ask.app.context.method;
    let [vi, en] = standing(ask.snapshot.is_approved(method));
    let (label, words) = if ask.lang == Lang::Vi { ("Cách tính", vi) } else { ("Method", en) };
    view.properties.push(property("method", label, ValueView::Text(format!("{} ({words})", method.version))));
    page::item_page(&context(ask), &view, &picture(ask))
}

fn one_segment(snapshot: &Snapshot, found: &Assessed, lang: Lang) -> ItemPage {
    let say = |vi: &'static str, en: &'static str| if lang == Lang::Vi { vi } else { en };
    let assessment = &found.assessment;
    let mut properties = vec![
        property("class", say("Mức cần quan tâm", "Attention level"), ValueView::Class(assessment.class.numeral())),
        property("score", say("Tổng các hạng mục (điểm)", "Sum of terms (points)"), score(assessment)),
    ];
    for term in &assessment.terms {
        let counted = if term.name == "alerts" {
            ValueView::Text(say("không tính điểm", "not counted").to_owned())
        } else if term.name == "inspection_age" && assessment.due.is_none() {
            // No rule sets an interval, so age is stated and not counted: "0" would read like a number of days.
            ValueView::Text(
                say("không tính điểm: chưa có quy định về chu kỳ", "not counted: no rule sets an interval").to_owned(),
            )
        } else {
            ValueView::Number(points(term.tenths))
        };
        let mut inside = vec![property("points", say("Điểm", "Points"), counted)];
        for reason in &term.reasons {
            inside.push(property("reason", say("Vì", "Because"), ValueView::Text(reason.text.clone())));
            if let Some(quote) = &reason.quote {
                let view = ValueView::Quote {
                    text: quote.split_whitespace().collect::<Vec<_>>().join(" "),
                    clause: reason.clause.clone(),
                    document: reason.document_title.clone(),
                };
                inside.push(property("quote", say("Trích", "Quote"), view));
            }
        }
        properties.push(property(term.name, term_label(term.name, lang), ValueView::Fields(inside)));
    }
    let state = serde_json::to_value(assessment.inspection_state).ok();
    let state = state.as_ref().and_then(|state| state.as_str()).unwrap_or_default();
    properties.push(property(
        "inspection_state",
        labels::label("inspection_state", lang),
        ValueView::Text(labels::value_in(state, lang).to_owned()),
    ));
    properties.push(property(
        "inspection_coverage",
        labels::label("inspection_coverage", lang),
        ValueView::Text(
            say(coverage_vi(assessment.inspection_coverage), assessment.inspection_coverage.as_str()).to_owned(),
        ),
    ));
    if let Some(days) = assessment.days_since_inspection {
        let text = ValueView::Text(format!("{days} {}", say("ngày", "days")));
        properties.push(property(
            "days_since_inspection",
            say("Số ngày từ lần kiểm tra gần nhất", "Days since the last inspection"),
            text,
        ));
    }
    properties.push(property(
        "position_method",
        labels::label("position_method", lang),
        ValueView::Text(labels::value_in(found.segment.method.as_str(), lang).to_owned()),
    ));
    if let Some(metres) = found.segment.accuracy_m {
        properties.push(property("accuracy_m", labels::label("accuracy_m", lang), ValueView::Number(metres)));
    }
    ItemPage {
        title: format!("{} {}", say("Đoạn mốc", "Markers"), found.segment.key.label()),
        collection_title: line_name(snapshot, found.segment.key.line(), lang),
        collection_href: "/api/v1/segments/at-risk?f=html".to_owned(),
        properties,
        focus: Some(focus(found)),
        ..ItemPage::default()
    }
}

/// Nothing known is not the same as nothing wrong: no data has no score.
fn score(assessment: &Assessment) -> ValueView {
    assessment.class.numeral().map_or(ValueView::Absent, |_| ValueView::Number(points(assessment.tenths)))
}

const fn coverage_vi(coverage: Coverage) -> &'static str {
    match coverage {
        Coverage::None => "chưa",
        Coverage::Partial => "một phần",
        Coverage::Whole => "toàn bộ",
    }
}

fn property(name: &str, label: &str, value: ValueView) -> Property {
    Property { name: name.to_owned(), label: label.to_owned(), value }
}

fn focus(found: &Assessed) -> Focus {
    let bbox = found.segment.course.iter().fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |[w, s, e, n], at| {
        [w.min(at.lon()), s.min(at.lat()), e.max(at.lon()), n.max(at.lat())]
    });
    Focus { bbox, key: Some(found.segment.key.to_string()), spots: Vec::new() }
}

fn term_label(name: &str, lang: Lang) -> &str {
    let (vi, en) = match name {
        "hazards" => ("Sạt lở, vết nứt", "Landslides, cracks"),
        "marker_condition" => ("Tình trạng mốc", "Marker condition"),
        "line_course" => ("Hướng đi của đường biên", "Course of the line"),
        "incidents" => ("Vụ việc chưa giải quyết xong", "Incidents not resolved"),
        "works" => ("Công trình", "Works"),
        "warnings" => ("Cảnh báo đang có hiệu lực", "Warnings in force"),
        "alerts" => ("Vượt ngưỡng theo dõi", "Limits that are crossed"),
        "inspection_age" => ("Số ngày từ lần kiểm tra gần nhất", "Age of the last inspection"),
        _ => return name,
    };
    if lang == Lang::Vi { vi } else { en }
}

/// What stands behind the score, in the words shown in a list.
pub fn reasons(assessment: &Assessment) -> Vec<String> {
    let mut all = Vec::new();
    for reason in assessment.terms.iter().flat_map(|term| &term.reasons) {
        all.push(match (&reason.document, &reason.clause) {
            (Some(document), Some(clause)) => {
                format!("{} · tài liệu {document}, mục {}", reason.text, labels::clause(clause))
            }
            _ => reason.text.clone(),
        });
    }
    all
}

/// "Việt Nam – Lào": the name without saying again that it is a boundary.
pub fn line_name(snapshot: &Snapshot, line: LineKey, lang: Lang) -> String {
    let short = |body: &BoundaryLine| match lang {
        Lang::Vi => body.name.trim_start_matches("Đường biên giới ").to_owned(),
        Lang::En => body.name_en.clone(),
    };
    snapshot.register().line(line).map_or_else(|| line.to_string(), |line| short(&line.body))
}
