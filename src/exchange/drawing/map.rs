//! A small map: the boundary lines and what a report tells of, on plain paper. Degrees are drawn straight, east-west shortened
//! by the cosine of the middle latitude, which over some degrees is within a per cent.

use std::fmt::Write as _;

use super::{FONT, INK, Svg, escaped, label};
use crate::domain::report::content::{MapData, MapPoint, Sign};
use crate::domain::report::words;

const WIDTH: f64 = 640.0;
const LEAST_HEIGHT: f64 = 300.0;
const MOST_HEIGHT: f64 = 460.0;
const MARGIN: f64 = 26.0;
/// Numbers beside signs.
const MOST_LABELS: usize = 40;
/// Metres of a degree of latitude.
const DEGREE_M: f64 = 111_195.0;

/// Where degrees come to lie.
struct Frame {
    west: f64,
    north: f64,
    /// Pixels of a degree of longitude and of latitude.
    x: f64,
    y: f64,
    left: f64,
    top: f64,
    height: f64,
}

impl Frame {
    fn around(data: &MapData) -> Option<Self> {
        let line_ends = data.lines.iter().flat_map(|(_, line)| line).copied();
        let places = data.points.iter().map(|point| [point.lon, point.lat]);
        // Signs first: the lines were cut to where they are.
        let all: Vec<[f64; 2]> = places.chain(line_ends).collect();
        let [first, rest @ ..] = all.as_slice() else { return None };
        let start = [first[0], first[1], first[0], first[1]];
        let [west, south, east, north] =
            rest.iter().fold(start, |[w, s, e, n], [lon, lat]| [w.min(*lon), s.min(*lat), e.max(*lon), n.max(*lat)]);
        let shrink = f64::midpoint(south, north).to_radians().cos().max(0.1);
        let (wide, high) = (((east - west) * shrink).max(0.02), (north - south).max(0.02));
        let inner = WIDTH - 2.0 * MARGIN;
        let height = (inner * high / wide + 2.0 * MARGIN).clamp(LEAST_HEIGHT, MOST_HEIGHT);
        let scale = (inner / wide).min((height - 2.0 * MARGIN) / high);
        let left = (WIDTH - wide * scale) / 2.0;
        let top = (height - high * scale) / 2.0;
        Some(Self { west, north, x: scale * shrink, y: scale, left, top, height })
    }

    fn at(&self, lon: f64, lat: f64) -> (f64, f64) {
        (self.left + (lon - self.west) * self.x, self.top + (self.north - lat) * self.y)
    }
}

/// The map with its legend. Empty data gives an empty sheet.
pub fn map(title: &str, data: &MapData) -> Svg {
    let frame = Frame::around(data);
    let height = frame.as_ref().map_or(LEAST_HEIGHT, |frame| frame.height);
    let whole = height + 64.0;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{whole:.0}\" viewBox=\"0 0 {WIDTH} {whole:.0}\" role=\"img\">\
         <title>{}</title><rect width=\"{WIDTH}\" height=\"{whole:.0}\" fill=\"#FFFFFF\"/>\
         <rect x=\"0.5\" y=\"0.5\" width=\"{:.1}\" height=\"{:.1}\" fill=\"none\" stroke=\"{INK}\"/>",
        escaped(title),
        WIDTH - 1.0,
        height - 1.0
    );
    if let Some(frame) = &frame {
        for (name, line) in &data.lines {
            text.push_str(&course(frame, name, line));
        }
        text.push_str(&signs(frame, &data.points));
        text.push_str(&scale_bar(frame));
    }
    // What may lie under it is less than the name of the sheet.
    let _ = write!(text, "<rect x=\"12\" y=\"12\" width=\"96\" height=\"30\" fill=\"#FFFFFF\" stroke=\"{INK}\"/>");
    text.push_str(&label(60.0, 33.0, 16, "middle", true, title));
    text.push_str(&legend(height, &data.points));
    text.push_str("</svg>");
    Svg { text, width: 640, height: rounded(whole), alt: about(title, data) }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a picture is some hundred pixels high")]
const fn rounded(pixels: f64) -> u32 {
    pixels.round() as u32
}

fn course(frame: &Frame, name: &str, line: &[[f64; 2]]) -> String {
    let points: Vec<String> = line
        .iter()
        .map(|[lon, lat]| {
            let (x, y) = frame.at(*lon, *lat);
            format!("{x:.1},{y:.1}")
        })
        .collect();
    // Between two places of a line of which the middle was cut away no straight stroke may be drawn across the sheet.
    let middle = line.get(line.len() / 2).map(|[lon, lat]| frame.at(*lon, *lat));
    let written = middle.map_or_else(String::new, |(x, y)| haloed(x + 8.0, y - 8.0, name));
    format!(
        "<polyline points=\"{}\" fill=\"none\" stroke=\"{INK}\" stroke-width=\"2\" stroke-dasharray=\"9 3 2 3\"/>{written}",
        points.join(" ")
    )
}

/// Text that is read over whatever lies under it.
fn haloed(x: f64, y: f64, text: &str) -> String {
    format!(
        "<text x=\"{x:.1}\" y=\"{y:.1}\" font-family=\"{FONT}, sans-serif\" font-size=\"12\" font-weight=\"700\" fill=\"{INK}\" \
         stroke=\"#FFFFFF\" stroke-width=\"3\" paint-order=\"stroke\">{}</text>",
        escaped(text)
    )
}

fn signs(frame: &Frame, points: &[MapPoint]) -> String {
    let mut text = String::new();
    let mut written: Vec<(f64, f64)> = Vec::new();
    for point in points {
        let (x, y) = frame.at(point.lon, point.lat);
        text.push_str(&sign(point.sign, x, y));
        let is_free = written.iter().all(|(a, b)| (a - x).abs() > 34.0 || (b - y).abs() > 14.0);
        if !point.text.is_empty() && is_free && written.len() < MOST_LABELS {
            written.push((x, y));
            text.push_str(&haloed(x + 8.0, y + 4.0, &point.text));
        }
    }
    text
}

/// By shape first, then by colour: prints are black and white.
fn sign(sign: Sign, x: f64, y: f64) -> String {
    match sign {
        Sign::Good => format!(
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\" fill=\"#FFFFFF\" stroke=\"{INK}\" stroke-width=\"1.6\"/>"
        ),
        Sign::Damaged => format!(
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"10\" height=\"10\" fill=\"#A3121A\" stroke=\"{INK}\"/>",
            x - 5.0,
            y - 5.0
        ),
        Sign::Hazard => format!(
            "<polygon points=\"{:.1},{:.1} {:.1},{:.1} {:.1},{:.1}\" fill=\"#E7802E\" stroke=\"{INK}\"/>",
            x,
            y - 7.0,
            x - 6.5,
            y + 5.0,
            x + 6.5,
            y + 5.0
        ),
        Sign::Incident => format!(
            "<polygon points=\"{:.1},{:.1} {:.1},{:.1} {:.1},{:.1} {:.1},{:.1}\" fill=\"#50226C\" stroke=\"{INK}\"/>",
            x,
            y - 6.5,
            x + 6.5,
            y,
            x,
            y + 6.5,
            x - 6.5,
            y
        ),
    }
}

const SIGNS: [(Sign, &str); 4] = [
    (Sign::Good, "mốc, tình trạng tốt"),
    (Sign::Damaged, "mốc cần khắc phục, theo dõi"),
    (Sign::Hazard, "điểm sạt lở, vết nứt"),
    (Sign::Incident, "vụ việc trong kỳ"),
];

/// Letters of a text, as a length.
#[expect(clippy::cast_precision_loss, reason = "a few dozen letters")]
fn width(text: &str) -> f64 {
    text.chars().count() as f64
}

fn legend(top: f64, points: &[MapPoint]) -> String {
    let there = SIGNS.iter().filter(|(sign, _)| points.iter().any(|point| point.sign == *sign));
    let mut text = String::new();
    let mut x = 8.0;
    for (of, words) in there {
        text.push_str(&sign(*of, x + 8.0, top + 18.0));
        text.push_str(&label(x + 20.0, top + 22.5, 12, "start", false, words));
        x += 34.0 + 5.6 * width(words);
    }
    let notes = [
        "Vị trí mốc chưa đo là vị trí tham khảo. Không dùng để xác định đường biên giới.",
        "Đường biên chưa nạp đường chính thức: © OpenStreetMap contributors (ODbL).",
    ];
    for (n, note) in (0_u8..).zip(notes) {
        text.push_str(&label(8.0, top + 42.0 + 13.0 * f64::from(n), 10, "start", false, note));
    }
    text
}

/// A bar of a round number of kilometres, at most a third of the sheet.
fn scale_bar(frame: &Frame) -> String {
    let pixels_per_km = frame.y / (DEGREE_M / 1000.0);
    let most = WIDTH / 3.0 / pixels_per_km;
    let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0];
    let km = steps.into_iter().rev().find(|km| *km <= most).unwrap_or(1.0);
    let (x, y) = (WIDTH - 20.0 - km * pixels_per_km, frame.height - 16.0);
    let end = WIDTH - 20.0;
    format!(
        "<path d=\"M{x:.1} {:.1} V{y:.1} H{end:.1} V{:.1}\" fill=\"none\" stroke=\"{INK}\" stroke-width=\"1.4\"/>{}",
        y - 5.0,
        y - 5.0,
        label(f64::midpoint(x, end), y - 6.0, 11, "middle", false, &format!("{km:.0} km"))
    )
}

fn about(title: &str, data: &MapData) -> String {
    let count = |sign: Sign| data.points.iter().filter(|point| point.sign == sign).count();
    let said = SIGNS.iter().map(|(sign, words)| format!("{words}: {}", count(*sign)));
    let said: Vec<String> = said.collect();
    let lines: Vec<String> = data.lines.iter().map(|(name, _)| words::place(name)).collect();
    format!("{title} {}; {}", lines.join(", "), said.join("; "))
}
