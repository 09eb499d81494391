//! Maps and charts of reports, drawn by the program itself: as SVG for pages, as PNG for documents.
//!
//! The SVG has attributes alone, no style and no script, so that a page needs no exception for it. Text is in the font that
//! the program carries (`data/fonts`, SIL Open Font License), so that a picture looks the same on every machine.

mod chart;
mod map;
mod raster;

pub use chart::bars;
pub use map::map;
pub use raster::{Raster, raster};

/// A picture as SVG, with its size in pixels of CSS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Svg {
    pub text: String,
    pub width: u32,
    pub height: u32,
    /// What it shows, for those who do not see it.
    pub alt: String,
}

/// Family of the embedded font.
const FONT: &str = "Noto Sans";
const INK: &str = "#15201C";

/// Text that stands in XML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // No XML holds these.
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn label(x: f64, y: f64, size: u32, anchor: &str, bold: bool, text: &str) -> String {
    let weight = if bold { "700" } else { "400" };
    format!(
        "<text x=\"{x:.1}\" y=\"{y:.1}\" font-family=\"{FONT}, sans-serif\" font-size=\"{size}\" font-weight=\"{weight}\" \
         text-anchor=\"{anchor}\" fill=\"{INK}\">{}</text>",
        escaped(text)
    )
}
