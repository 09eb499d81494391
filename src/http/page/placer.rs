//! Finds room for labels: greedy, eight places around a point, the least covered one wins.
//!
//! A label never overlaps another or leaves the picture; it may cross a line when nothing better is left, since a
//! halo keeps it readable. What finds no room is left out: order and symbols still tell the story.

use super::project::Xy;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
}

impl Rect {
    pub fn centred(at: Xy, w: f64, h: f64) -> Self {
        Self { x: at[0] - w / 2.0, y: at[1] - h / 2.0, w, h }
    }

    pub fn centre(&self) -> Xy {
        [self.x + self.w / 2.0, self.y + self.h / 2.0]
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.x < other.x + other.w
            && other.x < self.x + self.w
            && self.y < other.y + other.h
            && other.y < self.y + self.h
    }

    pub fn holds(&self, p: Xy) -> bool {
        p[0] >= self.x && p[0] <= self.x + self.w && p[1] >= self.y && p[1] <= self.y + self.h
    }
}

#[derive(Debug)]
pub struct Placer {
    width: f64,
    height: f64,
    taken: Vec<Rect>,
    ink: Vec<Xy>,
}

/// The eight directions, y down.
const AROUND: [Xy; 8] =
    [[1.0, 0.0], [-1.0, 0.0], [0.0, -1.0], [0.0, 1.0], [0.8, -0.8], [0.8, 0.8], [-0.8, -0.8], [-0.8, 0.8]];

impl Placer {
    pub fn new(width: f64, height: f64) -> Self {
        Self { width, height, taken: Vec::new(), ink: Vec::new() }
    }

    /// Lines to keep clear of where possible.
    pub fn avoid(&mut self, ink: impl IntoIterator<Item = Xy>) {
        self.ink.extend(ink);
    }

    /// Room that nothing else may use.
    pub fn take(&mut self, rect: Rect) {
        self.taken.push(rect);
    }

    pub fn is_free(&self, rect: &Rect) -> bool {
        rect.x >= 2.0
            && rect.y >= 2.0
            && rect.x + rect.w <= self.width - 2.0
            && rect.y + rect.h <= self.height - 2.0
            && !self.taken.iter().any(|t| t.overlaps(rect))
    }

    /// Places a box of this size near `at`, `gap` away from it, on the side of `prefer` if it can.
    pub fn place(&mut self, at: Xy, w: f64, h: f64, gap: f64, prefer: Xy) -> Option<Rect> {
        let best = [gap, gap * 1.9]
            .into_iter()
            .flat_map(|g| AROUND.map(|d| (g, d)))
            .filter_map(|(g, d)| {
                let centre = [at[0] + d[0] * (w / 2.0 + g), at[1] + d[1] * (h / 2.0 + g)];
                let rect = Rect::centred(centre, w, h);
                self.is_free(&rect).then(|| (self.cost(&rect, d, prefer) + g / gap, rect))
            })
            .min_by(|a, b| a.0.total_cmp(&b.0))?;
        self.taken.push(best.1);
        Some(best.1)
    }

    /// How many points of lines lie under a box.
    pub fn covered(&self, rect: &Rect) -> usize {
        self.ink.iter().filter(|p| rect.holds(**p)).count()
    }

    fn cost(&self, rect: &Rect, direction: Xy, prefer: Xy) -> f64 {
        let covered: f64 = self.ink.iter().filter(|p| rect.holds(**p)).map(|_| 1.0).sum();
        covered - 2.5 * (direction[0] * prefer[0] + direction[1] * prefer[1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_do_not_overlap_and_stay_inside() {
        let mut placer = Placer::new(100.0, 100.0);
        let rects: Vec<Rect> =
            (0..30).filter_map(|_| placer.place([50.0, 50.0], 20.0, 10.0, 5.0, [1.0, 0.0])).collect();
        assert!(rects.len() > 3 && rects.len() < 30);
        for (i, a) in rects.iter().enumerate() {
            assert!(a.x >= 2.0 && a.x + a.w <= 98.0);
            assert!(rects[..i].iter().all(|b| !a.overlaps(b)));
        }
        assert!(rects[0].x > 50.0, "the preferred side comes first");
    }
}
