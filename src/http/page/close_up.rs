//! A close-up: one stretch of the line with its segments, markers and records, large enough to tell them apart.

use maud::{Markup, html};

use super::path::{path, short};
use super::placer::{Placer, Rect};
use super::project::{Bbox, Window, Xy, bounds, contains, roomy};
use super::stretch::rank;
use super::symbols;
use super::trace::{bands, ink, middle, pieces, simplify, towards_us};
use super::view::{Focus, Picture, PictureKind, PictureMarker, PictureSegment};
use super::words::Lang;

/// Markers closer than this to one already drawn are left out: order is the meaning, a heap says nothing.
const LEAST_BETWEEN_MARKERS: f64 = 13.0;
const MOST_LABELS: usize = 40;

#[derive(Debug, Clone, Copy)]
pub struct CloseUp<'a> {
    pub picture: &'a Picture,
    pub lang: Lang,
    pub bbox: Bbox,
    pub width: f64,
    pub height: f64,
    pub focus: Option<&'a Focus>,
    /// Must differ between the pictures of one page.
    pub id: &'a str,
    pub title: &'a str,
    /// Writes the attribution into the picture itself.
    pub signed: bool,
}

impl CloseUp<'_> {
    /// The whole `<svg>`.
    pub fn draw(&self) -> Markup {
        let (w, h) = (self.width, self.height);
        let window = Window::around(roomy(self.bbox, 0.2, 3.0), w, h);
        let runs = self.runs(&window);
        let us = our_side(&runs);
        let mut placer = Placer::new(w, h);
        placer.avoid(runs.iter().flat_map(|(_, run)| ink(run, 4.0, w, h)));
        let corner = self.furniture_room(&mut placer);
        let title_id = format!("{}-t", self.id);
        html! {
            svg class="map" viewBox=(format!("0 0 {w} {h}")) role="img" aria-labelledby=(title_id) {
                title id=(title_id) { (self.title) }
                rect class="paper" width=(w) height=(h) {}
                @for d in bands(self.picture, &window, 22.0) { path class="band" stroke-width="22" d=(d) {} }
                @for (_, run) in &runs { path class="line" d=(path(run)) {} }
                (self.segments_and_markers(&window, &mut placer, us))
                (self.names(&runs, &placer, us))
                (self.furniture(&window, corner))
            }
        }
    }

    fn runs(&self, window: &Window) -> Vec<(&str, Vec<Xy>)> {
        let lines = self.picture.lines.iter();
        lines
            .flat_map(|line| pieces(&line.points, window, 0.4).into_iter().map(move |run| (line.key.as_str(), run)))
            .collect()
    }

    fn segments_and_markers(&self, window: &Window, placer: &mut Placer, us: Xy) -> Markup {
        let segments = self.segments(window);
        let markers = self.markers(window);
        for (_, at) in &markers {
            placer.take(Rect::centred(*at, 14.0, 14.0));
        }
        let spots: Vec<_> = self.focus.iter().flat_map(|f| &f.spots).map(|s| (s, window.at([s.lon, s.lat]))).collect();
        for (_, at) in &spots {
            placer.take(Rect::centred(*at, 24.0, 22.0));
        }
        let tags: Vec<_> = segments
            .iter()
            .filter(|(s, _)| rank(s.class) > 0)
            .filter_map(|(s, run)| {
                let room = placer.place(middle(run)?, 25.0, 18.0, 12.0, us)?;
                Some((s.class, room.centre()))
            })
            .collect();
        let far = [-us[0], -us[1]];
        let labels: Vec<_> = markers
            .iter()
            .take(MOST_LABELS)
            .filter_map(|(marker, at)| {
                let text = symbols::marker_label(marker);
                let room = placer.place(*at, text_width(&text, 12.0), 15.0, 8.0, far)?;
                Some((text, room.centre(), self.is_focus(&marker.key)))
            })
            .collect();
        html! {
            @for (s, run) in &segments { @if self.is_focus(&s.key) { path class="halo" d=(path(run)) {} } }
            @for (s, run) in &segments {
                g { title { (s.label) ": " (s.reason) } (symbols::segment(&path(run), s.class, s.schematic)) }
            }
            @for (marker, at) in &markers { (self.accuracy(marker, *at, window)) }
            @for (marker, at) in &markers {
                @if self.is_focus(&marker.key) { circle class="halo" cx=(short(at[0])) cy=(short(at[1])) r="11" {} }
                (symbols::marker(marker.kind, marker.measured, *at))
            }
            @for (spot, at) in &spots { (symbols::spot(spot.indicative, *at)) }
            @for (class, at) in &tags { (symbols::numeral(*class, *at)) }
            @for (text, at, strong) in &labels {
                text class={ "lb" @if *strong { " on" } } x=(short(at[0])) y=(short(at[1] + 4.3)) { (text) }
            }
        }
    }

    /// Those in view; the worst are drawn last, on top.
    fn segments(&self, window: &Window) -> Vec<(&PictureSegment, Vec<Xy>)> {
        let view = window.ground(0.0);
        let in_view = |s: &&PictureSegment| {
            bounds(&s.points).is_some_and(|b| b[0] <= view[2] && b[2] >= view[0] && b[1] <= view[3] && b[3] >= view[1])
        };
        let mut found: Vec<_> = self
            .picture
            .segments
            .iter()
            .filter(in_view)
            .map(|s| (s, simplify(s.points.iter().map(|p| window.at(*p)), 0.4)))
            .collect();
        found.sort_by_key(|(s, _)| rank(s.class));
        found
    }

    /// Those in view, thinned: the one the page is about first, then tripoints, surveyed ones, main ones.
    fn markers(&self, window: &Window) -> Vec<(&PictureMarker, Xy)> {
        let view = window.ground(-4.0);
        let mut all: Vec<_> = self.picture.markers.iter().filter(|m| contains(view, [m.lon, m.lat])).collect();
        all.sort_by_key(|m| {
            (!self.is_focus(&m.key), m.kind != PictureKind::Tripoint, !m.measured, m.kind != PictureKind::Main)
        });
        let mut kept: Vec<(&PictureMarker, Xy)> = Vec::new();
        for marker in all {
            let at = window.at([marker.lon, marker.lat]);
            let clear = |(_, q): &(_, Xy)| (q[0] - at[0]).hypot(q[1] - at[1]) >= LEAST_BETWEEN_MARKERS;
            if kept.iter().all(clear) {
                kept.push((marker, at));
            }
        }
        kept
    }

    /// A dashed circle, true to scale, where it is large enough to see and small enough to be one.
    fn accuracy(&self, marker: &PictureMarker, at: Xy, window: &Window) -> Markup {
        let radius = marker.accuracy_m.map(|m| m / 1000.0 * window.units_per_km());
        let radius = radius.filter(|r| *r > 12.0 && *r < self.width * 0.7);
        html! {
            @if let Some(r) = radius { circle class="acc" cx=(short(at[0])) cy=(short(at[1])) r=(short(r)) {} }
        }
    }

    fn is_focus(&self, key: &str) -> bool {
        self.focus.is_some_and(|f| f.key.as_deref() == Some(key))
    }
}

/// The direction of Việt Nam for the whole picture: across the chord of the longest run.
fn our_side(runs: &[(&str, Vec<Xy>)]) -> Xy {
    runs.iter()
        .max_by_key(|(_, run)| run.len())
        .and_then(|(key, run)| Some(towards_us(key, *run.first()?, *run.last()?)))
        .unwrap_or([1.0, 0.0])
}

/// Wide enough for most letters; exact widths are the browser's business.
pub fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(|_| size * 0.6).sum::<f64>() + 4.0
}
