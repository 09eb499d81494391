//! The signs on the picture. Shape tells the kind, fill tells how sure the place is; colour comes third.

use maud::{Markup, html};

use super::path::{path, ring, short};
use super::project::Xy;
use super::view::{PictureKind, PictureMarker};
use super::words::roman;

/// A marker: square, circle, bar, hexagon or stacked squares; solid when surveyed, dashed and hollow when not.
pub fn marker(kind: PictureKind, measured: bool, [x, y]: Xy) -> Markup {
    let class = if measured { "mk" } else { "mk ap" };
    let square = |side: f64, x: f64, y: f64| {
        html! {
            rect x=(short(x - side / 2.0)) y=(short(y - side / 2.0)) width=(short(side)) height=(short(side)) rx="1.5" {}
        }
    };
    html! {
        g class=(class) {
            @match kind {
                PictureKind::Main => { (square(11.0, x, y)) }
                PictureKind::Auxiliary => { circle cx=(short(x)) cy=(short(y)) r="5.5" {} }
                PictureKind::Stake => {
                    rect x=(short(x - 2.5)) y=(short(y - 6.0)) width="5" height="12" rx="1.5" {}
                }
                PictureKind::Tripoint => { path d=(ring(&hexagon([x, y], 7.0))) {} }
                PictureKind::SameNumber => {
                    (square(8.5, x + 2.5, y - 2.5))
                    (square(8.5, x - 2.5, y + 2.5))
                }
            }
        }
    }
}

/// `144`, or `≈144` where the place only follows from the number.
pub fn marker_label(marker: &PictureMarker) -> String {
    if marker.measured { marker.label.clone() } else { format!("≈{}", marker.label) }
}

fn hexagon([x, y]: Xy, radius: f64) -> Vec<Xy> {
    (0..6u8)
        .map(|i| {
            let (sin, cos) = (f64::from(i) * std::f64::consts::FRAC_PI_3).sin_cos();
            [x + radius * sin, y + radius * cos]
        })
        .collect()
}

/// A segment: casing under, fill over. A dashed casing says that the ends are placed by number.
pub fn segment(d: &str, class: Option<u8>, schematic: bool) -> Markup {
    let level = class_id(class);
    html! {
        path class={ "sc " (level) @if schematic { " ap" } } d=(d) {}
        path class={ "sf " (level) } d=(d) {}
        @if level == "c0" { path class="sh" d=(d) {} }
    }
}

/// The Roman numeral of a class on its colour.
pub fn numeral(class: Option<u8>, [x, y]: Xy) -> Markup {
    html! {
        g class={ "nt " (class_id(class)) } {
            rect x=(short(x - 12.0)) y=(short(y - 8.5)) width="24" height="17" rx="4" {}
            text x=(short(x)) y=(short(y + 4.2)) { (roman(class)) }
        }
    }
}

/// `c1 … c5`, `c0` for no data.
pub const fn class_id(class: Option<u8>) -> &'static str {
    match class {
        Some(1) => "c1",
        Some(2) => "c2",
        Some(3) => "c3",
        Some(4) => "c4",
        Some(5) => "c5",
        _ => "c0",
    }
}

/// A record's place; dashed when it is not measured.
pub fn spot(indicative: bool, [x, y]: Xy) -> Markup {
    let diamond = ring(&[[x, y - 9.0], [x + 9.0, y], [x, y + 9.0], [x - 9.0, y]]);
    html! { path class={ "sp" @if indicative { " ap" } } d=(diamond) {} }
}

/// Something drawn around the origin, put at a place; on the overview its size goes with the screen.
pub fn sized([x, y]: Xy, what: &Markup) -> Markup {
    html! {
        g transform=(format!("translate({} {})", short(x), short(y))) { g class="k" { (what) } }
    }
}

/// A bar of true length with its text above.
pub fn scale_bar([x, y]: Xy, length: f64, text: &str) -> Markup {
    html! {
        g class="bar" {
            path d=(path(&[[x, y - 4.0], [x, y], [x + length, y], [x + length, y - 4.0]])) {}
            (sized([x, y - 6.0], &html! { text font-size="10.5" { (text) } }))
        }
    }
}

/// An arrow to the north with its letter; the origin is its foot at the left.
pub fn north(letter: &str) -> Markup {
    html! {
        g class="north" {
            path class="w" d="M8,-25 14.5,1 8,-3z" {}
            path d="M8,-25 8,-3 1.5,1z" {}
            text x="8" y="-29" font-size="11.5" { (letter) }
        }
    }
}

/// A letter in a disc: ties a place on the overview to its enlargement.
pub fn badge(letter: char, at: Xy) -> Markup {
    sized(at, &html! { g class="bg" { circle r="9.5" {} text y="4.1" font-size="11.5" { (letter) } } })
}
