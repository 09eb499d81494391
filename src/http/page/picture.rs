//! The picture of the first look: the overview, the stretches that need attention enlarged at its sides, the legend.

use maud::{Markup, html};

use super::close_up::CloseUp;
use super::leaders::{Call, call_out, to_frames, to_letters};
use super::legend::legend;
use super::overview;
use super::stretch::{Stretch, line_of, stretches};
use super::symbols::class_id;
use super::trace::pieces;
use super::view::Picture;
use super::words::{Lang, Word, accuracy_note, class_name, roman};

/// Three frames on each side are as many as can be told apart.
const FRAMES: usize = 6;
/// How much larger the lettering is on narrow screens, where the same picture is half as wide.
const NARROW: f64 = 1.9;

pub fn figure(picture: &Picture, lang: Lang) -> Markup {
    let window = overview::window(overview::WIDTH, overview::HEIGHT);
    let coarse: Vec<_> = picture.lines.iter().flat_map(|l| pieces(&l.points, &window, 3.0)).collect();
    let called = call_out(stretches(picture, FRAMES), &window, &coarse);
    let calls: Vec<Call> = called.iter().map(|(call, _)| *call).collect();
    let shape = match (calls.iter().any(|c| !c.right), calls.iter().any(|c| c.right)) {
        (true, true) => "pic both",
        (false, true) => "pic one",
        _ => "pic",
    };
    html! {
        figure class=(shape) {
            div class="over" {
                svg class="map" viewBox=(format!("0 0 {} {}", overview::WIDTH, overview::HEIGHT)) role="img"
                    aria-labelledby="ov-t" aria-describedby="ov-d" {
                    (overview::spoken(lang, "ov"))
                    (overview::ground(picture, &window, true))
                    g class="wide" {
                        (overview::degree_labels(lang, &window))
                        (to_frames(&calls, &window, &coarse))
                        (overview::names(picture, lang, &window, 1.0))
                        (overview::furniture(picture, lang, &window, 1.0))
                    }
                    g class="narrow" {
                        (to_letters(&calls, &window, NARROW, &coarse))
                        (overview::names(picture, lang, &window, NARROW))
                        (overview::furniture(picture, lang, &window, NARROW))
                    }
                }
            }
            @for right in [false, true] {
                @let side = calls.iter().filter(|c| c.right == right).count();
                @if side > 0 {
                    div class={ "frames " (if right { "r" } else { "l" }) @if side * 2 == FRAMES { " full" } } {
                        @for (call, stretch) in called.iter().filter(|(c, _)| c.right == right) {
                            (frame(picture, lang, *call, stretch))
                        }
                    }
                }
            }
            figcaption {
                (legend(lang))
                p class="note" { (Word::PictureNote.say(lang)) " " (Word::Attribution.say(lang)) "." }
            }
        }
    }
}

fn frame(picture: &Picture, lang: Lang, call: Call, stretch: &Stretch) -> Markup {
    let line = picture.lines.iter().find(|l| l.key == stretch.line_key());
    let label = stretch.label();
    let id = format!("z{}", call.letter);
    let title = format!("{}: {} {label}", Word::ZoomTitle.say(lang), Word::Segment.say(lang));
    let href = stretch.worst_segment().and_then(|s| s.href.as_deref());
    let close_up = CloseUp {
        picture,
        lang,
        bbox: stretch.bbox,
        width: 250.0,
        height: 164.0,
        focus: None,
        id: &id,
        title: &title,
        signed: false,
    };
    html! {
        div class="frame" {
            (close_up.draw())
            div class="cap" {
                p class="head" {
                    span class="ltr" { (call.letter) }
                    @if let Some(href) = href {
                        a href=(href) { (Word::Segment.say(lang)) " " (label) }
                    } @else {
                        b { (Word::Segment.say(lang)) " " (label) }
                    }
                    (chip(lang, stretch.worst))
                }
                p class="sub" {
                    @if let Some(line) = line { (line.name) ". " }
                    (certainty(picture, lang, stretch)) "."
                }
            }
        }
    }
}

/// A numeral on its colour, with the name of the class for those who do not know the numerals.
pub fn chip(lang: Lang, class: Option<u8>) -> Markup {
    html! {
        span class={ "chip " (class_id(class)) } title=(class_name(class, lang)) {
            @if class_id(class) == "c0" { (class_name(class, lang)) } @else {
                (roman(class)) span class="vh" { " " (class_name(class, lang)) }
            }
        }
    }
}

/// How sure the ends of the segments are: the worst of them speaks for all.
fn certainty(picture: &Picture, lang: Lang, stretch: &Stretch) -> String {
    let mut unsure = false;
    let mut worst: Option<f64> = None;
    for key in stretch.segments.iter().flat_map(|s| end_keys(&s.key)) {
        for marker in picture.markers.iter().filter(|m| m.key == key && !m.measured) {
            unsure = true;
            worst = match (worst, marker.accuracy_m) {
                (Some(a), Some(b)) => Some(a.max(b)),
                (a, b) => a.or(b),
            };
        }
    }
    if unsure || stretch.segments.iter().any(|s| s.schematic) {
        accuracy_note(lang, worst)
    } else {
        Word::Surveyed.say(lang).to_owned()
    }
}

/// `VN-LA:193` and `VN-LA:194` of `VN-LA:193..194`.
fn end_keys(segment_key: &str) -> Vec<String> {
    let line = line_of(segment_key);
    let rest = segment_key.split_once(':').map_or("", |(_, rest)| rest);
    rest.split("..").map(|end| format!("{line}:{end}")).collect()
}
