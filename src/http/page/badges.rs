//! Letters beside the places on the overview that are enlarged in the frame of the same letter.

use maud::{Markup, html};

use super::overview::{NARROW, rooms};
use super::path::{path, short};
use super::placer::{Placer, Rect};
use super::project::{Window, Xy};
use super::stretch::Stretch;
use super::symbols;
use super::trace::{ink, pieces};
use super::view::Picture;
use super::words::Lang;

pub const LETTERS: [char; 6] = ['A', 'B', 'C', 'D', 'E', 'F'];

/// A dot at every place, and a short tick to its letter. Room is kept for the large type of a phone.
pub fn badges(picture: &Picture, lang: Lang, window: &Window, stretches: &[Stretch]) -> Markup {
    let sites: Vec<Xy> = stretches.iter().map(|s| window.at(s.anchor())).collect();
    let mut placer = Placer::new(window.width, window.height);
    for line in &picture.lines {
        for run in pieces(&line.points, window, 3.0) {
            placer.avoid(ink(&run, 4.0, window.width, window.height));
        }
    }
    for room in rooms(lang, window) {
        placer.take(room);
    }
    for at in &sites {
        placer.take(Rect::centred(*at, 8.0 * NARROW, 8.0 * NARROW));
    }
    let side = 19.0 * NARROW;
    let rooms: Vec<Xy> = stretches
        .iter()
        .zip(&sites)
        .map(|(stretch, at)| {
            let abroad = if stretch.line_key() == "VN-CN" { [0.6, -0.8] } else { [-0.8, 0.6] };
            let place = |gap| placer.place(*at, side, side, gap, abroad);
            [9.0, 24.0, 48.0].into_iter().find_map(place).map_or(*at, |room| room.centre())
        })
        .collect();
    let all = || LETTERS.into_iter().zip(stretches).zip(sites.iter().zip(&rooms));
    html! {
        @for (_, (at, room)) in all() { path class="tick" d=(path(&[*at, *room])) {} }
        @for ((_, stretch), (at, _)) in all() {
            (symbols::sized(*at, &html! { circle class={ "dot " (symbols::class_id(stretch.worst)) } r=(short(4.2)) {} }))
        }
        @for ((letter, _), (_, room)) in all() { (symbols::badge(letter, *room)) }
    }
}
