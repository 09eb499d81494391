//! The whole land boundary, with the names a map published in Việt Nam carries.
//!
//! The window is fixed: it holds the three lines and the places of the two archipelagos. No coast is drawn,
//! because the server has no data of one; the picture says so.

use maud::{Markup, html};

use super::path::short;
use super::project::{Window, Xy};
use super::stretch::rank;
use super::symbols;
use super::trace::{bands, trace};
use super::view::{Picture, PictureKind};
use super::words::{Lang, Word, distance};

/// West, south, east, north of what is always shown.
const EXTENT: [f64; 4] = [101.3, 7.7, 116.9, 24.1];
pub const WIDTH: f64 = 680.0;
pub const HEIGHT: f64 = 744.0;

pub fn window(width: f64, height: f64) -> Window {
    Window::around(EXTENT, width, height)
}

fn window_scale() -> f64 {
    window(WIDTH, HEIGHT).units_per_degree()
}

/// Everything below the lettering: paper, degrees, the band on our side, the lines, classed segments.
pub fn ground(picture: &Picture, window: &Window, degrees: bool) -> Markup {
    let (w, h) = (window.width, window.height);
    let wide_band = w * 0.026;
    let bands = bands(picture, window, wide_band);
    let mut classed: Vec<_> = picture.segments.iter().filter(|s| rank(s.class) > 2).collect();
    classed.sort_by_key(|s| rank(s.class));
    html! {
        rect class="paper" width=(short(w)) height=(short(h)) {}
        @if degrees { (graticule(window)) }
        @for d in &bands { path class="band" stroke-width=(short(wide_band)) d=(d) {} }
        @for line in &picture.lines {
            path class={ "line" @if !line.status_sketch { " official" } } d=(trace(&line.points, window)) {}
        }
        @for s in classed.iter().rev().take(200).rev() {
            path class={ "sf thin " (symbols::class_id(s.class)) } d=(trace(&s.points, window)) {}
        }
    }
}

fn graticule(window: &Window) -> Markup {
    let lons = [104.0, 108.0, 112.0, 116.0].map(|lon| window.at([lon, 8.0])[0]);
    let lats = [8.0, 12.0, 16.0, 20.0, 24.0].map(|lat| window.at([102.0, lat])[1]);
    let lines: String = lons
        .iter()
        .map(|x| format!("M{},0V{}", short(*x), short(window.height)))
        .chain(lats.iter().map(|y| format!("M0,{}H{}", short(*y), short(window.width))))
        .collect();
    html! { path class="grid" d=(lines) {} }
}

/// `104° Đ` along the top, `20° B` down the right, clear of the leaders.
pub fn degree_labels(lang: Lang, window: &Window) -> Markup {
    let (east, north) = if lang == Lang::Vi { ("Đ", "B") } else { ("E", "N") };
    html! {
        g class="deg" {
            @for lon in [104u8, 108, 112] {
                text x=(short(window.at([f64::from(lon), 8.0])[0] + 3.0)) y="11" { (lon) "° " (east) }
            }
            @for lat in [12u8, 16, 20] {
                text x=(short(window.width - 102.0)) y=(short(window.at([102.0, f64::from(lat)])[1] - 3.0)) { (lat) "° " (north) }
            }
        }
    }
}

/// Countries, the sea, the archipelagos, the tripoints; `k` scales the type for small screens. Names start at their
/// place, so that larger type grows away from the line.
pub fn names(picture: &Picture, lang: Lang, window: &Window, k: f64) -> Markup {
    let country = |word: Word, lon: f64, lat: f64, class: &str| {
        let [x, y] = window.at([lon, lat]);
        html! {
            text class={ "ct " (class) } x=(short(x)) y=(short(y)) font-size=(short(13.0 * k)) { (word.say(lang)) }
        }
    };
    // How large the type is against the ground, 1 on a wide page.
    let crowd = k * window_scale() / window.units_per_degree();
    let tripoints = picture.markers.iter().filter(|m| m.kind == PictureKind::Tripoint);
    html! {
        (country(Word::China, 106.5, 23.3, ""))
        (country(Word::Laos, 103.1, 17.3, ""))
        (country(Word::Cambodia, 104.45 - 1.15 * crowd, 12.9, ""))
        (country(Word::VietNam, 105.0, 20.6, "us"))
        (country(Word::EastSea, 109.9, 13.4, "sea"))
        (archipelago(Word::HoangSa1, lang, window.at([112.0, 16.5]), k, 15.0))
        (archipelago(Word::TruongSa1, lang, window.at([113.8, 9.5]), k, -30.0))
        @for m in tripoints {
            @let [x, y] = window.at([m.lon, m.lat]);
            g transform=(format!("translate({} {})scale({})", short(x), short(y), short(k * 0.8))) {
                (symbols::marker(m.kind, m.measured, [0.0, 0.0]))
            }
        }
    }
}

/// A conventional sign, not an outline, and the name `drop` below it (or above).
fn archipelago(name: Word, lang: Lang, [x, y]: Xy, k: f64, drop: f64) -> Markup {
    let dots = [[-9.0, -2.0], [-3.0, -6.0], [3.0, -1.0], [10.0, -5.0], [7.0, 3.0], [-4.0, 3.0]];
    html! {
        g class="isle" {
            @for [dx, dy] in dots {
                circle cx=(short(x + dx * k)) cy=(short(y + (dy - 4.0) * k)) r=(short(1.5 * k)) {}
            }
            text x=(short(x)) y=(short(y + drop * k)) font-size=(short(12.5 * k)) { (name.say(lang)) }
            text x=(short(x)) y=(short(y + (drop + 15.0) * k)) font-size=(short(12.0 * k)) { (Word::OfVietNam.say(lang)) }
        }
    }
}

/// "SƠ ĐỒ", what it may not be used for, north, scale, attribution.
pub fn furniture(picture: &Picture, lang: Lang, window: &Window, k: f64) -> Markup {
    let (w, h) = (window.width, window.height);
    let (metres, length) = window.scale_bar(w * 0.2);
    let sketch = picture.lines.iter().any(|l| l.status_sketch);
    let right = short(w - 16.0 * k);
    let one_line = w > 40.0 * 12.0 * k;
    html! {
        @if sketch {
            g class="stamp" {
                text class="big" x=(right) y=(short(38.0 * k)) font-size=(short(25.0 * k)) { (Word::Sketch.say(lang)) }
                @if one_line {
                    text x=(right) y="57" font-size="12" { (Word::NotForBoundary.say(lang)) }
                } @else {
                    text x=(right) y=(short(55.0 * k)) font-size=(short(12.0 * k)) { (Word::NotFor1.say(lang)) }
                    text x=(right) y=(short(70.0 * k)) font-size=(short(12.0 * k)) { (Word::NotFor2.say(lang)) }
                }
            }
            text class="sign" x=(short(w - 10.0 * k)) y=(short(h - 10.0 * k)) font-size=(short(11.0 * k)) {
                (Word::Attribution.say(lang))
            }
        }
        (symbols::north([24.0 * k, h - 72.0 * k], Word::North.say(lang), k))
        (symbols::scale_bar([14.0 * k, h - 34.0 * k], length, &distance(lang, metres), k))
    }
}

/// Title and description for readers who do not see the picture; both archipelagos are named in full.
pub fn spoken(lang: Lang, id: &str) -> Markup {
    html! {
        title id={ (id) "-t" } { (Word::PictureTitle.say(lang)) }
        desc id={ (id) "-d" } {
            (Word::PictureDesc.say(lang)) " " (Word::HoangSa.say(lang)) "; " (Word::TruongSa.say(lang)) ". "
            (Word::Sketch.say(lang)) ", " (Word::NotForBoundary.say(lang)) "."
        }
    }
}
