//! The way of a leader line from its place to its letter, so that no two cross, none runs over another place, and few cross the boundary.
//!
//! There are at most a handful on a side, so every order and a few shifts are tried and the best is kept.

use super::placer::spread;
use super::project::{Window, Xy};

/// Where leaders may run: below the title in the corner, above the foot.
const CORNER: f64 = 68.0;
const BUS_GAP: f64 = 13.0;

/// Places in the order in which they are called out from top to bottom, with their leaders.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub order: Vec<usize>,
    pub leaders: Vec<Vec<Xy>>,
}

/// On a wide page: along a bus to the gutter, down or up it, and out to the frame beside.
pub fn to_frames(places: &[Xy], right: bool, window: &Window, lines: &[Vec<Xy>]) -> Plan {
    let ends = even(places.len(), window.height);
    best(
        &permutations(places.len()),
        |order, shift| {
            let low = if right { CORNER } else { 12.0 };
            let buses = buses(places, order, shift, low, window.height);
            let outward = lanes(&buses, &ends);
            let leader = |i: usize| {
                let (at, bus) = (places[order[i]], buses[i]);
                let slope = (bus - at[1]).abs();
                let knee = if right { at[0] + slope } else { at[0] - slope };
                let gutter = mirror(44.0 + 9.0 * outward[i], right, window);
                let out = mirror(10.0, right, window);
                vec![at, [knee, bus], [gutter, bus], [gutter, ends[i]], [out, ends[i]]]
            };
            (0..order.len()).map(leader).collect()
        },
        (places, lines),
    )
}

/// On a narrow page: slanting to a letter at the edge, in the order already chosen.
pub fn to_letters(places: &[Xy], right: bool, window: &Window, k: f64, lines: &[Vec<Xy>]) -> Plan {
    let in_order = [(0..places.len()).collect()];
    best(
        &in_order,
        |order, shift| {
            let mut ends: Vec<f64> = order.iter().map(|i| places[*i][1] + shift * k).collect();
            let low = if right { 112.0 * k } else { 40.0 * k };
            spread(&mut ends, 26.0 * k, low, window.height - 110.0 * k);
            let leader = |i: usize| {
                let knee = mirror(44.0 * k, right, window);
                vec![places[order[i]], [knee, ends[i]], [mirror(14.0 * k, right, window), ends[i]]]
            };
            (0..order.len()).map(leader).collect()
        },
        (places, lines),
    )
}

fn best(orders: &[Vec<usize>], draw: impl Fn(&[usize], f64) -> Vec<Vec<Xy>>, map: (&[Xy], &[Vec<Xy>])) -> Plan {
    let shifts = [0.0, -9.0, 9.0, -18.0, 18.0, -27.0, 27.0, -45.0, 45.0];
    orders
        .iter()
        .flat_map(|order| shifts.map(|shift| (order, shift)))
        .map(|(order, shift)| Plan { leaders: draw(order, shift), order: order.clone() })
        .min_by(|a, b| cost(a, map).total_cmp(&cost(b, map)))
        .unwrap_or(Plan { order: Vec::new(), leaders: Vec::new() })
}

/// Crossings weigh most, then running over a place, then calling out against the order from north to south,
/// then crossing the boundary, then length.
fn cost(plan: &Plan, (places, lines): (&[Xy], &[Vec<Xy>])) -> f64 {
    let mut cost = 0.0;
    for (i, leader) in plan.leaders.iter().enumerate() {
        let steps = || leader.windows(2);
        for other in &plan.leaders[..i] {
            let crossings = steps().flat_map(|a| other.windows(2).map(move |b| (a, b))).filter(|(a, b)| cross(a, b));
            cost += 1000.0 * crossings.map(|_| 1.0).sum::<f64>();
        }
        for (j, place) in places.iter().enumerate() {
            let nearest = steps().map(|s| distance(*place, s[0], s[1])).fold(f64::MAX, f64::min);
            if j != plan.order[i] && nearest < 10.0 {
                cost += 100.0 + 20.0 * (10.0 - nearest);
            }
        }
        let over = steps().flat_map(|a| lines.iter().flat_map(|l| l.windows(2)).filter(move |b| cross(a, b)));
        cost += 25.0 * over.map(|_| 1.0).sum::<f64>();
        if i > 0 && places[plan.order[i]][1] < places[plan.order[i - 1]][1] {
            cost += 40.0;
        }
        cost += steps().map(|s| (s[1][0] - s[0][0]).hypot(s[1][1] - s[0][1])).sum::<f64>() / 10.0;
    }
    cost
}

fn buses(places: &[Xy], order: &[usize], shift: f64, low: f64, height: f64) -> Vec<f64> {
    let mut buses: Vec<f64> = order.iter().map(|i| places[*i][1] + shift).collect();
    spread(&mut buses, BUS_GAP, low, height - 12.0);
    buses
}

/// Which lane of the gutter each leader takes: of those going down the topmost is outermost, of those going up the
/// lowest.
fn lanes(buses: &[f64], ends: &[f64]) -> Vec<f64> {
    let up = |i: &usize| ends[*i] < buses[*i];
    (0..buses.len())
        .map(|i| {
            let outer =
                if up(&i) { (i + 1..buses.len()).filter(up).count() } else { (0..i).filter(|j| !up(j)).count() };
            float(outer)
        })
        .collect()
}

/// The middles of `n` equal shares of a height, from the top.
fn even(n: usize, height: f64) -> Vec<f64> {
    let share = height / float(n).max(1.0);
    (0..n).map(|i| share * (float(i) + 0.5)).collect()
}

fn float(n: usize) -> f64 {
    f64::from(u16::try_from(n).unwrap_or(u16::MAX))
}

fn mirror(x: f64, right: bool, window: &Window) -> f64 {
    if right { window.width - x } else { x }
}

/// All orders of `0..n`, the natural one first.
fn permutations(n: usize) -> Vec<Vec<usize>> {
    (0..n).fold(vec![Vec::new()], |orders, _| {
        let longer = |order: Vec<usize>| {
            let rest: Vec<usize> = (0..n).filter(|i| !order.contains(i)).collect();
            rest.into_iter().map(move |i| order.iter().copied().chain([i]).collect())
        };
        orders.into_iter().flat_map(longer).collect()
    })
}

fn side(p: Xy, a: Xy, b: Xy) -> f64 {
    (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
}

fn cross(a: &[Xy], b: &[Xy]) -> bool {
    side(a[0], b[0], b[1]) * side(a[1], b[0], b[1]) < 0.0 && side(b[0], a[0], a[1]) * side(b[1], a[0], a[1]) < 0.0
}

/// Of a point from a piece of line.
pub fn distance(p: Xy, a: Xy, b: Xy) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let square = dx * dx + dy * dy;
    let along = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / square.max(1e-12);
    let t = along.clamp(0.0, 1.0);
    (p[0] - a[0] - t * dx).hypot(p[1] - a[1] - t * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_leaders_cross_nor_run_over_another_place() {
        let window = Window::around([101.3, 7.7, 116.9, 24.1], 680.0, 744.0);
        // As on the line with Laos: nearly one height, one behind the other.
        let places = [[90.0, 146.0], [127.0, 143.0], [140.0, 146.0]];
        for plan in [to_frames(&places, false, &window, &[]), to_frames(&places, true, &window, &[])] {
            assert_eq!(plan.leaders.len(), 3);
            assert!(cost(&plan, (&places, &[])) < 500.0, "{plan:?}");
        }
        let narrow = to_letters(&places, false, &window, 1.9, &[]);
        assert_eq!(narrow.order, [0, 1, 2]);
    }

    #[test]
    fn every_order_is_tried() {
        assert_eq!(permutations(3).len(), 6);
        assert_eq!(permutations(3)[0], [0, 1, 2]);
        assert_eq!(permutations(0), vec![Vec::<usize>::new()]);
    }

    #[test]
    fn without_places_there_are_no_leaders() {
        let window = Window::around([101.3, 7.7, 116.9, 24.1], 680.0, 744.0);
        assert!(to_frames(&[], true, &window, &[]).leaders.is_empty());
    }
}
