//! The whole land boundary, with the names a map published in Việt Nam carries.
//!
//! The ground is fixed: it holds the three lines and the places of the two archipelagos. No coast is drawn,
//! because the server has no data of one; the picture says so. Names and signs are in groups of the class `k`, which
//! the style makes larger or smaller with the screen, so they start at their place and grow away from the line.

use maud::{Markup, html};

use super::close_up::text_width;
use super::path::{path, short};
use super::placer::Rect;
use super::project::{Window, Xy};
use super::stretch::rank;
use super::symbols::{self, sized};
use super::trace::{bands, trace};
use super::view::{Picture, PictureKind};
use super::words::{Lang, Word, distance};

/// West, south, east, north of what is always shown.
const EXTENT: [f64; 4] = [101.3, 7.7, 116.9, 24.1];

/// How much larger the class `k` is on a phone; the style says it again.
pub const NARROW: f64 = 1.8;

/// Where their names start, or end for the two in the west.
const NAMES: [(Word, [f64; 2], &str); 5] = [
    (Word::China, [106.4, 23.35], "ct"),
    (Word::Laos, [104.3, 17.3], "ct w"),
    (Word::Cambodia, [106.9, 12.9], "ct w"),
    (Word::VietNam, [105.0, 20.75], "ct us"),
    (Word::EastSea, [109.9, 13.4], "ct sea"),
];

/// With the lower end of the name, counted from the place.
const ARCHIPELAGOS: [(Word, [f64; 2], f64); 2] =
    [(Word::HoangSa1, [112.0, 16.5], 15.0), (Word::TruongSa1, [113.8, 9.5], -30.0)];

pub fn window(width: f64, height: f64) -> Window {
    Window::around(EXTENT, width, height)
}

/// The `<svg>`, with what its page puts on top.
pub fn overview(picture: &Picture, lang: Lang, window: &Window, top: &Markup) -> Markup {
    html! {
        svg class="map whole" viewBox=(format!("0 0 {} {}", window.width, window.height)) role="img"
            aria-labelledby="ov-t" aria-describedby="ov-d" {
            title id="ov-t" { (Word::PictureTitle.say(lang)) }
            // Readers who do not see the picture get both archipelagos named in full.
            desc id="ov-d" {
                (Word::PictureDesc.say(lang)) " " (Word::HoangSa.say(lang)) "; " (Word::TruongSa.say(lang)) ". "
                (Word::Sketch.say(lang)) ", " (Word::NotForBoundary.say(lang)) "."
            }
            (ground(picture, window))
            (degrees(lang, window))
            (names(picture, lang, window))
            (furniture(picture, lang, window))
            (top)
        }
    }
}

/// Everything below the lettering: paper, the band on our side, the lines, classed segments.
fn ground(picture: &Picture, window: &Window) -> Markup {
    let wide_band = window.width * 0.026;
    let mut classed: Vec<_> = picture.segments.iter().filter(|s| rank(s.class) > 2).collect();
    classed.sort_by_key(|s| rank(s.class));
    html! {
        rect class="paper" width=(window.width) height=(window.height) {}
        @for d in bands(picture, window, wide_band) { path class="band" stroke-width=(short(wide_band)) d=(d) {} }
        @for line in &picture.lines {
            path class={ "line" @if !line.status_sketch { " official" } } d=(trace(&line.points, window)) {}
        }
        @for s in classed.iter().rev().take(200).rev() {
            path class={ "sf thin " (symbols::class_id(s.class)) } d=(trace(&s.points, window)) {}
        }
    }
}

/// A graticule, with `104° Đ` along the top and `20° B` down the right.
fn degrees(lang: Lang, window: &Window) -> Markup {
    let (east, north) = if lang == Lang::Vi { ("Đ", "B") } else { ("E", "N") };
    let (w, h) = (window.width, window.height);
    html! {
        g class="deg" {
            @for lon in [104u8, 108, 112] {
                @let x = window.at([f64::from(lon), 8.0])[0];
                path d=(path(&[[x, 0.0], [x, h]])) {}
                text x=(short(x + 3.0)) y="11" { (lon) "° " (east) }
            }
            @for lat in [12u8, 16, 20] {
                @let y = window.at([102.0, f64::from(lat)])[1];
                path d=(path(&[[0.0, y], [w, y]])) {}
                text x=(short(w - 36.0)) y=(short(y - 3.0)) { (lat) "° " (north) }
            }
        }
    }
}

/// Countries, the sea, the archipelagos, the tripoints.
fn names(picture: &Picture, lang: Lang, window: &Window) -> Markup {
    let tripoints = picture.markers.iter().filter(|m| m.kind == PictureKind::Tripoint);
    html! {
        @for (word, at, class) in NAMES {
            (sized(window.at(at), &html! { text class=(class) font-size="13" { (word.say(lang)) } }))
        }
        @for (name, at, drop) in ARCHIPELAGOS { (sized(window.at(at), &archipelago(name, lang, drop))) }
        @for m in tripoints {
            (sized(window.at([m.lon, m.lat]), &symbols::marker(m.kind, m.measured, [0.0, 0.0])))
        }
    }
}

/// A conventional sign, not an outline, and the name `drop` below it (or above).
fn archipelago(name: Word, lang: Lang, drop: f64) -> Markup {
    let dots = [[-9.0, -6.0], [-3.0, -10.0], [3.0, -5.0], [10.0, -9.0], [7.0, -1.0], [-4.0, -1.0]];
    html! {
        g class="isle" {
            @for [x, y] in dots { circle cx=(x) cy=(y) r="1.5" {} }
            text y=(drop) font-size="12.5" { (name.say(lang)) }
            text y=(drop + 15.0) font-size="12" { (Word::OfVietNam.say(lang)) }
        }
    }
}

/// "SƠ ĐỒ", what it may not be used for, north, scale, attribution.
fn furniture(picture: &Picture, lang: Lang, window: &Window) -> Markup {
    let (w, h) = (window.width, window.height);
    let (metres, length) = window.scale_bar(w * 0.2);
    let stamp = html! {
        g class="stamp" {
            text class="big" y="36" font-size="25" { (Word::Sketch.say(lang)) }
            text y="54" font-size="12" { (Word::NotFor1.say(lang)) }
            text y="69" font-size="12" { (Word::NotFor2.say(lang)) }
        }
    };
    html! {
        @if picture.lines.iter().any(|l| l.status_sketch) {
            (sized([w - 14.0, 0.0], &stamp))
            (sized([w - 8.0, h - 8.0], &html! { text class="sign" font-size="11" { (Word::Attribution.say(lang)) } }))
        }
        (sized([14.0, h - 62.0], &symbols::north(Word::North.say(lang))))
        (symbols::scale_bar([14.0, h - 30.0], length, &distance(lang, metres)))
    }
}

/// What the lettering covers on a phone, where it is largest.
pub fn rooms(lang: Lang, window: &Window) -> Vec<Rect> {
    let (w, h) = (window.width, window.height);
    let text = |word: Word, [x, y]: Xy, class: &str| {
        let wide = text_width(word.say(lang), 15.0 * NARROW);
        Rect { x: if class == "ct w" { x - wide } else { x }, y: y - 13.0 * NARROW, w: wide, h: 17.0 * NARROW }
    };
    let corner = Rect { x: w - 150.0 * NARROW, y: 0.0, w: 150.0 * NARROW, h: 72.0 * NARROW };
    let foot = Rect { x: 0.0, y: h - 70.0 * NARROW, w: 60.0 * NARROW, h: 70.0 * NARROW };
    NAMES
        .into_iter()
        .map(|(word, at, class)| text(word, window.at(at), class))
        .chain(ARCHIPELAGOS.map(|(_, at, _)| Rect::centred(window.at(at), 140.0 * NARROW, 64.0 * NARROW)))
        .chain([corner, foot])
        .collect()
}
