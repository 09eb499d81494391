//! Landing page, collections, items, one item, and the plain pages.

use maud::Markup;

use super::{context, picture, words_lang};
use crate::atlas::LayerId;
use crate::domain::attention::{Class, points};
use crate::domain::line::LineStatus;
use crate::domain::messages::Lang;
use crate::http::ask::Ask;
use crate::http::page;
use crate::http::page::view::{
    ApiPage, AttentionRow, CollectionCard, CollectionPage, CollectionsPage, ConformancePage, Context, Focus, Landing,
    Link, ProblemPage, RouteRow,
};
use crate::http::problem::Problem;
use crate::http::routes::ROUTES;

/// How many segments the landing page lists before it points to the whole list.
const SHOWN: usize = 12;

pub fn landing_page(ask: &Ask) -> Markup {
    let found = ask.snapshot.ranked(ask.day, Class::Low, &ask.visible);
    let attention = found
        .iter()
        .take(SHOWN)
        .map(|found| AttentionRow {
            key: found.segment.key.to_string(),
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
        seq: ask.snapshot.seq.cast_unsigned(),
        day: vietnamese_day(&ask.day.to_string()),
        sketch: ask.snapshot.register().lines().any(|line| line.body.status == LineStatus::Sketch),
        stale_since: None,
    };
    page::landing(&context(ask), &landing, &picture(ask))
}

/// `2026-11-22` as people here write it: `22/11/2026`.
fn vietnamese_day(day: &str) -> String {
    day.rsplit('-').collect::<Vec<_>>().join("/")
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
    LayerId::ALL
        .into_iter()
        .map(|layer| CollectionCard {
            id: layer.about().id.to_owned(),
            title: title(ask, layer),
            description: both(ask, layer.about().description_vi, layer.about().description_en),
            href: format!("/collections/{}?f=html", layer.about().id),
            count: ask.snapshot.count(layer, &ask.visible),
        })
        .collect()
}

pub fn collections_page(ask: &Ask) -> Markup {
    page::collections_page(&context(ask), &CollectionsPage { collections: cards(ask), links: Vec::new() })
}

pub fn collection_page(ask: &Ask, layer: LayerId) -> Markup {
    let view = CollectionPage {
        id: layer.about().id.to_owned(),
        title: title(ask, layer),
        description: both(ask, layer.about().description_vi, layer.about().description_en),
        count: ask.snapshot.count(layer, &ask.visible),
        links: Vec::new(),
        focus: ask.snapshot.extent(layer, &ask.visible).map(|bbox| Focus { bbox, ..Focus::default() }),
    };
    page::collection_page(&context(ask), &view, &picture(ask))
}

pub fn conformance_page(ask: &Ask, classes: &[&str]) -> Markup {
    let classes = classes
        .iter()
        .map(|class| Link {
            title: (*class).to_owned(),
            href: (*class).to_owned(),
            rel: "related".to_owned(),
            media_type: None,
        })
        .collect();
    page::conformance_page(&context(ask), &ConformancePage { classes })
}

pub fn api_page(ask: &Ask) -> Markup {
    let routes = ROUTES
        .iter()
        .map(|route| RouteRow {
            method: route.method.to_string(),
            path: route.path.to_owned(),
            summary: route.summary.to_owned(),
        })
        .collect();
    page::api_page(&context(ask), &ApiPage { routes, links: Vec::new() })
}

pub fn problem_page(problem: &Problem, lang: Lang) -> Markup {
    let view = ProblemPage {
        status: problem.status.as_u16(),
        title: problem.status.canonical_reason().unwrap_or("Error").to_owned(),
        detail: problem.detail(lang),
        code: problem.fault.code.as_str().to_owned(),
        advice: problem.faults.iter().map(|fault| format!("{}: {}", fault.pointer, fault.detail(lang))).collect(),
        links: Vec::new(),
    };
    page::problem_page(&Context { lang: words_lang(lang), json: None }, &view)
}
