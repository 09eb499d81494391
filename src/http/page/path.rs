//! SVG path data, short: one decimal, relative, no spaces that can be spared.

use std::fmt::Write as _;

use super::project::Xy;

/// `M12.3,4l5,-.6…`; empty for fewer than two points.
pub fn path(points: &[Xy]) -> String {
    let mut out = String::new();
    if points.len() > 1 {
        append(&mut out, points);
    }
    out
}

/// A closed ring.
pub fn ring(points: &[Xy]) -> String {
    let mut out = path(points);
    if !out.is_empty() {
        out.push('z');
    }
    out
}

fn append(out: &mut String, points: &[Xy]) {
    let mut at: Option<Xy> = None;
    for p in points {
        let p = [tenth(p[0]), tenth(p[1])];
        match at {
            None => {
                out.push('M');
                let _ = write!(out, "{},{}", short(p[0]), short(p[1]));
                out.push('l');
            }
            Some(q) => {
                let (dx, dy) = (short(p[0] - q[0]), short(p[1] - q[1]));
                if dx == "0" && dy == "0" {
                    continue;
                }
                // A number may follow another without a separator when it starts with a minus.
                if !out.ends_with('l') && !dx.starts_with('-') {
                    out.push(' ');
                }
                out.push_str(&dx);
                if !dy.starts_with('-') {
                    out.push(',');
                }
                out.push_str(&dy);
            }
        }
        at = Some(p);
    }
    if out.ends_with('l') {
        out.push_str("0,0");
    }
}

/// Differences of rounded values, so that errors do not add up along the path.
fn tenth(v: f64) -> f64 {
    (v * 10.0).round() / 10.0
}

/// A number with at most one decimal and no needless character.
pub fn short(v: f64) -> String {
    let mut text = format!("{v:.1}");
    if text.ends_with(".0") {
        text.truncate(text.len() - 2);
    }
    if text == "-0" || text == "0" {
        return "0".to_owned();
    }
    if let Some(rest) = text.strip_prefix("0.") {
        text = format!(".{rest}");
    } else if let Some(rest) = text.strip_prefix("-0.") {
        text = format!("-.{rest}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_short_and_relative() {
        assert_eq!(path(&[[0.04, 10.0], [5.5, 9.5], [5.0, 9.96]]), "M0,10l5.5-.5-.5,.5");
        assert_eq!(ring(&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]), "M0,0l1,0 0,1z");
        assert_eq!(path(&[[3.0, 3.0]]), "");
        assert_eq!(path(&[[3.0, 3.0], [3.01, 3.01]]), "M3,3l0,0");
    }
}
