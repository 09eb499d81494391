//! What dresses a close-up: the names of both sides, the scale bar, the mark "SƠ ĐỒ", the attribution.

use maud::{Markup, html};

use super::close_up::{CloseUp, text_width};
use super::path::short;
use super::placer::{Placer, Rect};
use super::project::{Window, Xy};
use super::stretch::line_of;
use super::symbols;
use super::trace::ink;
use super::words::{Word, distance};

impl CloseUp<'_> {
    /// Which country is on which side, where there is room to say it.
    pub(super) fn names(&self, runs: &[(&str, Vec<Xy>)], placer: &Placer, us: Xy) -> Markup {
        let Some((key, _)) = runs.first() else {
            return html! {};
        };
        let one_line = runs.iter().all(|(k, _)| k == key);
        let neighbour = match line_of(key) {
            "VN-CN" => Word::China,
            "VN-LA" => Word::Laos,
            _ => Word::Cambodia,
        };
        let place = |word: Word, d: Xy| {
            let text = word.say(self.lang);
            let w = text_width(text, 13.0) + 18.0;
            let spots = [0.36, 0.30, 0.42].into_iter().flat_map(|share| {
                [0.0, 0.25, -0.25, 0.4, -0.4].map(|slip| {
                    let x = self.width * (0.5 + d[0] * share - d[1] * slip);
                    let y = self.height * (0.5 + d[1] * share + d[0] * slip);
                    Rect::centred([x, y], w, 18.0)
                })
            });
            let free = |r: &Rect| {
                r.x >= 2.0
                    && r.x + r.w <= self.width - 2.0
                    && placer.is_free(r)
                    && !runs.iter().any(|(_, run)| ink(run, 4.0, self.width, self.height).iter().any(|p| r.holds(*p)))
            };
            spots.into_iter().find(free).map(|r| (text, r.centre()))
        };
        let labels =
            if one_line { [place(Word::VietNam, us), place(neighbour, [-us[0], -us[1]])] } else { [None, None] };
        html! {
            @for (text, at) in labels.into_iter().flatten() {
                text class="ct" x=(short(at[0])) y=(short(at[1] + 4.0)) font-size="11" { (text) }
            }
        }
    }

    /// Keeps room for the scale bar, the attribution and the mark "SƠ ĐỒ", which goes to the corner that is clearest.
    pub(super) fn furniture_room(&self, placer: &mut Placer) -> Rect {
        let (w, h) = (self.width, self.height);
        placer.take(Rect { x: 0.0, y: h - 28.0, w: w * 0.36, h: 28.0 });
        if self.signed {
            placer.take(Rect { x: 0.0, y: h - 18.0, w, h: 18.0 });
        }
        let foot = if self.signed { 40.0 } else { 24.0 };
        let corner = [[w - 60.0, 4.0], [4.0, 4.0], [w - 60.0, h - foot]]
            .map(|[x, y]| Rect { x, y, w: 56.0, h: 18.0 })
            .into_iter()
            .min_by_key(|r| placer.covered(r))
            .unwrap_or(Rect { x: 4.0, y: 4.0, w: 56.0, h: 18.0 });
        placer.take(corner);
        corner
    }

    pub(super) fn furniture(&self, window: &Window, corner: Rect) -> Markup {
        let (metres, length) = window.scale_bar(self.width * 0.28);
        let sketch = self.picture.lines.iter().any(|l| l.status_sketch);
        let foot = if self.signed && sketch { 26.0 } else { 10.0 };
        let [x, y] = corner.centre();
        html! {
            (symbols::scale_bar([10.0, self.height - foot], length, &distance(self.lang, metres)))
            @if sketch {
                text class="mini" x=(short(x)) y=(short(y + 4.0)) font-size="10.5" { (Word::Sketch.say(self.lang)) }
                @if self.signed {
                    text class="sign" x=(short(self.width - 6.0)) y=(short(self.height - 6.0)) font-size="9.5" {
                        (Word::Attribution.say(self.lang))
                    }
                }
            }
        }
    }
}
