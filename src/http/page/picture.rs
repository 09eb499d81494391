//! The picture of the first look: the overview, and the stretches that need attention enlarged.

use maud::{Markup, html};

use super::badges::{LETTERS, badges};
use super::close_up::CloseUp;
use super::overview;
use super::stretch::{Stretch, line_of};
use super::symbols::class_id;
use super::view::Picture;
use super::words::{Lang, Word, accuracy_note, class_name, roman};

/// The whole boundary with a letter at every stretch that is enlarged.
pub fn whole(picture: &Picture, lang: Lang, stretches: &[Stretch]) -> Markup {
    let window = overview::window(680.0, 744.0);
    overview::overview(picture, lang, &window, &badges(picture, lang, &window, stretches))
}

/// A frame for every stretch, with the letters of the overview.
pub fn frames(picture: &Picture, lang: Lang, stretches: &[Stretch]) -> Markup {
    html! {
        @if !stretches.is_empty() {
            section class="frames" aria-label=(Word::ZoomTitle.say(lang)) {
                @for (letter, stretch) in LETTERS.into_iter().zip(stretches) { (frame(picture, lang, letter, stretch)) }
            }
        }
    }
}

fn frame(picture: &Picture, lang: Lang, letter: char, stretch: &Stretch) -> Markup {
    let line = picture.lines.iter().find(|l| l.key == stretch.line_key());
    let label = stretch.label();
    let id = format!("z{letter}");
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
                    span class="ltr" { (letter) }
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
