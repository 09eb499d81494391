//! Bars with their numbers, one below the other.

use std::fmt::Write as _;

use super::{INK, Svg, escaped, label};
use crate::domain::report::document::Bar;

const WIDTH: u32 = 640;
const ROW: u32 = 30;
const LABELS: f64 = 250.0;
/// Bars of one chart.
const MOST: usize = 14;

/// A chart. Cost: linear in the bars.
pub fn bars(title: &str, bars: &[Bar]) -> Svg {
    let bars = &bars[..bars.len().min(MOST)];
    let rows = u32::try_from(bars.len()).unwrap_or(0);
    let height = rows * ROW + 16;
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(1).max(1);
    let room = f64::from(WIDTH) - LABELS - 60.0;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">\
         <title>{}</title><rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#FFFFFF\"/>",
        escaped(title)
    );
    for (n, bar) in (0_u32..).zip(bars) {
        let y = f64::from(n * ROW) + 8.0;
        let long = room * share(bar.count, most);
        text.push_str(&label(LABELS - 10.0, y + 19.0, 14, "end", false, &bar.text));
        let _ = write!(
            text,
            "<rect x=\"{LABELS:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"20\" fill=\"#5F6A65\"/>",
            y + 4.0,
            long.max(2.0)
        );
        text.push_str(&label(LABELS + long + 8.0, y + 19.0, 14, "start", true, &bar.count.to_string()));
    }
    let _ = write!(
        text,
        "<line x1=\"{LABELS:.1}\" y1=\"6\" x2=\"{LABELS:.1}\" y2=\"{}\" stroke=\"{INK}\" stroke-width=\"1\"/></svg>",
        height - 6
    );
    let said: Vec<String> = bars.iter().map(|bar| format!("{} {}", bar.text, bar.count)).collect();
    Svg { text, width: WIDTH, height, alt: format!("{title}: {}", said.join("; ")) }
}

#[expect(clippy::cast_precision_loss, reason = "records of a report are far fewer than 2^53")]
fn share(count: usize, most: usize) -> f64 {
    count as f64 / most as f64
}
