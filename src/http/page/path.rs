//! SVG path data.

use super::project::Xy;

/// `M12.3,4 5,6.1`; empty for fewer than two points.
pub fn path(points: &[Xy]) -> String {
    if points.len() < 2 {
        return String::new();
    }
    let pairs: Vec<String> = points.iter().map(|p| format!("{},{}", short(p[0]), short(p[1]))).collect();
    format!("M{}", pairs.join(" "))
}

/// A closed ring.
pub fn ring(points: &[Xy]) -> String {
    format!("{}z", path(points))
}

/// A number with at most one decimal.
pub fn short(v: f64) -> f64 {
    // Adding zero makes -0 a plain 0.
    (v * 10.0).round() / 10.0 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_one_decimal() {
        assert_eq!(path(&[[-0.04, 10.0], [5.52, 9.5]]), "M0,10 5.5,9.5");
        assert_eq!(ring(&[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]), "M0,0 1,0 1,1z");
        assert_eq!(path(&[[3.0, 3.0]]), "");
    }
}
