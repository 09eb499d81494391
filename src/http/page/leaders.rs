//! Letters that tie a place on the overview to its enlargement.
//!
//! Places in the western half are called out to the left, the others to the right.

use maud::{Markup, html};

use super::path::{path, short};
use super::project::{Window, Xy};
use super::route::{self, Plan};
use super::stretch::Stretch;
use super::symbols;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Call {
    pub letter: char,
    pub at: Xy,
    pub class: Option<u8>,
    pub right: bool,
}

const LETTERS: [char; 8] = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];

/// Gives every stretch its side and letter; the pairs come back in the order of the letters, and within a side from
/// the top frame to the bottom one.
pub fn call_out<'a>(stretches: Vec<Stretch<'a>>, window: &Window, lines: &[Vec<Xy>]) -> Vec<(Call, Stretch<'a>)> {
    let mut placed: Vec<_> = stretches.into_iter().map(|s| (window.at(s.anchor()), s)).collect();
    placed.sort_by(|a, b| a.0[0].total_cmp(&b.0[0]));
    let east = placed.split_off(placed.len() / 2);
    let mut called = Vec::new();
    let mut letters = LETTERS.into_iter();
    for (right, mut side) in [(false, placed), (true, east)] {
        side.sort_by(|a, b| a.0[1].total_cmp(&b.0[1]));
        let sites: Vec<Xy> = side.iter().map(|(at, _)| *at).collect();
        for i in route::to_frames(&sites, right, window, lines).order {
            let (Some(letter), Some((at, stretch))) = (letters.next(), side.get(i)) else {
                continue;
            };
            called.push((Call { letter, at: *at, class: stretch.worst, right }, stretch.clone()));
        }
    }
    called
}

/// Leaders that end at the frames beside a wide picture.
pub fn to_frames(calls: &[Call], window: &Window, lines: &[Vec<Xy>]) -> Markup {
    both_sides(calls, 1.0, |places, right| route::to_frames(places, right, window, lines))
}

/// Leaders that end at letters near the place, for a picture with its frames below.
pub fn to_letters(calls: &[Call], window: &Window, k: f64, lines: &[Vec<Xy>]) -> Markup {
    both_sides(calls, k, |places, right| route::to_letters(places, right, window, k, lines))
}

fn both_sides(calls: &[Call], k: f64, plan: impl Fn(&[Xy], bool) -> Plan) -> Markup {
    let drawn = |right: bool| {
        let side: Vec<Call> = calls.iter().filter(|c| c.right == right).copied().collect();
        let places: Vec<Xy> = side.iter().map(|c| c.at).collect();
        let plan = plan(&places, right);
        let ends: Vec<(Call, Vec<Xy>)> =
            plan.order.iter().filter_map(|i| side.get(*i).copied()).zip(plan.leaders).collect();
        html! {
            @for (_, leader) in &ends { path class="lead" d=(path(leader)) {} }
            @for (call, leader) in &ends {
                circle class={ "dot " (symbols::class_id(call.class)) } cx=(short(call.at[0])) cy=(short(call.at[1]))
                    r=(short(4.2 * k)) {}
                @if let Some([x, y]) = leader.last() {
                    (symbols::badge(call.letter, [if right { x - 4.0 } else { x + 4.0 }, *y], k))
                }
            }
        }
    };
    html! { (drawn(false)) (drawn(true)) }
}
