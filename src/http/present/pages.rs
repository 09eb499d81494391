//! Landing page, collections, items, one item, and the plain pages.

use axum::http::StatusCode;
use maud::Markup;

use super::{Around, context, picture, words_lang};
use crate::atlas::LayerId;
use crate::domain::attention::{Class, points};
use crate::domain::messages::Lang;
use crate::http::ask::Ask;
use crate::http::page;
use crate::http::page::view::{AttentionRow, CollectionCard, Context, Focus, Landing, ProblemPage, Visitor};
use crate::http::problem::Problem;
use crate::http::routes::ROUTES;

/// How many segments the landing page lists before it points to the whole list.
const SHOWN: usize = 12;

pub fn landing_page(ask: &Ask) -> Markup {
    let found = ask.snapshot.ranked(&ask.outlook(), Class::Low, &ask.visible);
    let attention = found
        .iter()
        .take(SHOWN)
        .map(|found| AttentionRow {
            label: found.segment.key.label(),
            line_name: super::risk::line_name(&ask.snapshot, found.segment.key.line(), ask.lang),
            class: found.assessment.class.numeral(),
            score: Some(points(found.assessment.tenths)),
            reasons: super::risk::reasons(&found.assessment),
            href: format!("/api/v1/segments/{}/risk?f=html", found.segment.key),
        })
        .collect();
    let more = found.len().saturating_sub(SHOWN);
    let base = ask.base();
    let landing = Landing {
        work: super::links::of_work(ask),
        collections: cards(ask),
        attention,
        attention_more: (more > 0).then(|| (more, "/api/v1/segments/at-risk?f=html".to_owned())),
        curl: vec![
            (
                format!("curl '{base}/api/v1/segments/at-risk'"),
                both(ask, "Đoạn cần quan tâm và vì sao", "Segments that need attention, and why"),
            ),
            (
                format!("curl '{base}/collections/hazards/items?line=VN-LA'"),
                both(ask, "Điểm sạt lở, vết nứt tuyến Việt Nam – Lào", "Hazards on the Vietnam–Laos line"),
            ),
            (format!("ogrinfo -ro -al -so OAPIF:{base}"), both(ask, "Mọi lớp, bằng GDAL", "All layers, by GDAL")),
        ],
        seq: ask.snapshot.last_seen(&ask.visible).cast_unsigned(),
        day: ask.day.written_vi(),
    };
    page::landing(&context(ask), &landing, &picture(ask))
}

fn both(ask: &Ask, vi: &str, en: &str) -> String {
    match ask.lang {
        Lang::Vi => vi.to_owned(),
        Lang::En => en.to_owned(),
    }
}

pub(super) fn title(ask: &Ask, layer: LayerId) -> String {
    both(ask, layer.about().title_vi, layer.about().title_en)
}

fn cards(ask: &Ask) -> Vec<CollectionCard> {
    LayerId::ALL.into_iter().map(|layer| card(ask, layer)).collect()
}

fn card(ask: &Ask, layer: LayerId) -> CollectionCard {
    CollectionCard {
        id: layer.about().id.to_owned(),
        title: title(ask, layer),
        description: both(ask, layer.about().description_vi, layer.about().description_en),
        count: ask.snapshot.count(layer, &ask.visible),
    }
}

pub fn collections_page(ask: &Ask) -> Markup {
    page::collections_page(&context(ask), &cards(ask))
}

pub fn collection_page(ask: &Ask, layer: LayerId) -> Markup {
    let focus = ask.snapshot.extent(layer, &ask.visible).map(|bbox| Focus { bbox, ..Focus::default() });
    page::collection_page(&context(ask), &card(ask, layer), focus.as_ref(), &picture(ask))
}

pub fn conformance_page(ask: &Ask, classes: &[&str]) -> Markup {
    page::conformance_page(&context(ask), classes)
}

/// The properties of a layer.
pub fn schema_page(ask: &Ask, layer: LayerId, rows: &[[String; 3]]) -> Markup {
    let (title, heads) = match ask.lang {
        Lang::Vi => (layer.about().title_vi, ["Thuộc tính", "Tên gọi", "Kiểu"]),
        Lang::En => (layer.about().title_en, ["Property", "Name", "Type"]),
    };
    page::schema_page(&context(ask), title, heads, rows)
}

pub fn api_page(ask: &Ask) -> Markup {
    let routes: Vec<_> = ROUTES
        .iter()
        .map(|route| [route.method.to_string(), route.path.to_owned(), route.summary.to_owned()])
        .collect();
    page::api_page(&context(ask), &routes)
}

pub fn problem_page(problem: &Problem, lang: Lang, around: &Around) -> Markup {
    let visitor = super::visitor(&around.visitor, around.session.as_deref(), &around.address);
    let known = matches!(visitor, Visitor::Known { .. });
    let may_help = match problem.status {
        StatusCode::UNAUTHORIZED => true,
        StatusCode::FORBIDDEN => visitor != Visitor::Unnamed,
        _ => false,
    };
    let view = ProblemPage {
        log_in: may_help.then(|| (crate::http::login::leading_to(&around.address), known)),
        status: problem.status.as_u16(),
        title: problem.title(lang).to_owned(),
        detail: problem.detail(lang),
        code: problem.fault.code.as_str().to_owned(),
        advice: problem.faults.iter().map(|fault| format!("{}: {}", fault.pointer, fault.detail(lang))).collect(),
    };
    page::problem_page(&Context { lang: words_lang(lang), json: None, visitor }, &view)
}
