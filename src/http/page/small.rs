//! The small picture of collections and items: the place enlarged, and where that is on the whole line.

use maud::{Markup, html};

use super::close_up::CloseUp;
use super::overview;
use super::path::short;
use super::view::{Focus, Picture};
use super::words::{Lang, Word};

const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 240.0;

/// Without a focus only the overview is drawn.
pub fn small_picture(picture: &Picture, lang: Lang, focus: Option<&Focus>) -> Markup {
    html! {
        figure class="small" {
            @if let Some(focus) = focus { (enlarged(picture, lang, focus)) }
            (locator(picture, lang, focus))
            figcaption { (Word::Sketch.say(lang)) ": " (Word::NotForBoundary.say(lang)) ". " (Word::PictureNote.say(lang)) }
        }
    }
}

fn enlarged(picture: &Picture, lang: Lang, focus: &Focus) -> Markup {
    CloseUp {
        picture,
        lang,
        bbox: focus.bbox,
        width: WIDTH,
        height: HEIGHT,
        focus: Some(focus),
        id: "zoom",
        title: Word::ZoomTitle.say(lang),
        signed: true,
    }
    .draw()
}

fn locator(picture: &Picture, lang: Lang, focus: Option<&Focus>) -> Markup {
    let window = overview::window(WIDTH, HEIGHT);
    let ring = focus.map(|f| {
        let [x0, y0] = window.at([f.bbox[0], f.bbox[3]]);
        let [x1, y1] = window.at([f.bbox[2], f.bbox[1]]);
        let radius = ((x1 - x0).hypot(y1 - y0) / 2.0).max(7.0);
        ([f64::midpoint(x0, x1), f64::midpoint(y0, y1)], radius)
    });
    let ring = html! {
        @if let Some(([x, y], r)) = ring.filter(|r| r.1 < 110.0) {
            circle class="halo" cx=(short(x)) cy=(short(y)) r=(short(r)) {}
        }
    };
    overview::overview(picture, lang, &window, &ring)
}
