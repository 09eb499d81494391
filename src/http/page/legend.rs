//! What the signs mean, in words; stays visible beside the picture.

use maud::{Markup, html};

use super::symbols;
use super::view::PictureKind;
use super::words::{Lang, Word, class_name};

pub fn legend(lang: Lang) -> Markup {
    let kinds = [
        (PictureKind::Main, Word::KindMain),
        (PictureKind::Auxiliary, Word::KindAuxiliary),
        (PictureKind::Stake, Word::KindStake),
        (PictureKind::SameNumber, Word::KindSameNumber),
        (PictureKind::Tripoint, Word::KindTripoint),
    ];
    html! {
        section class="legend" aria-label=(Word::Legend.say(lang)) {
            div {
                h3 { (Word::AttentionLevel.say(lang)) }
                ul class="scale" {
                    @for class in [Some(1), Some(2), Some(3), Some(4), Some(5), None] {
                        li { (swatch(class)) span { (class_name(class, lang)) } }
                    }
                }
            }
            div {
                h3 { (Word::Surveyed.say(lang)) " · ≈ " (Word::Indicative.say(lang)) }
                ul class="kinds" {
                    @for (kind, word) in kinds {
                        li {
                            svg class="key" viewBox="0 0 44 20" aria-hidden="true" {
                                (symbols::marker(kind, true, [11.0, 10.0]))
                                (symbols::marker(kind, false, [33.0, 10.0]))
                            }
                            span { (word.say(lang)) }
                        }
                    }
                    li {
                        svg class="key" viewBox="0 0 44 20" aria-hidden="true" {
                            path class="band" stroke-width="8" d="M2,14H42" {}
                            path class="line" d="M2,10H42" {}
                        }
                        span { (Word::Boundary.say(lang)) ", " (Word::OurSide.say(lang)) }
                    }
                    li {
                        svg class="key" viewBox="0 0 44 20" aria-hidden="true" {
                            (symbols::segment("M4,10H40", Some(3), true))
                        }
                        span { (Word::SegmentSchematic.say(lang)) }
                    }
                }
            }
        }
    }
}

/// A piece of line in the width and colour of its class, with its numeral.
fn swatch(class: Option<u8>) -> Markup {
    html! {
        svg class="key wide" viewBox="0 0 64 20" aria-hidden="true" {
            (symbols::segment("M4,10H60", class, false))
            @if class.is_some() { (symbols::numeral(class, [32.0, 10.0])) }
        }
    }
}
