//! Which stretches of the line are worth a magnifying glass.
//!
//! Segments of one line that lie close together make one stretch; stretches are ordered by their worst class,
//! then by how many segments share it. Without any class the segments without data are shown: not knowing is worth
//! a look too.

use super::project::{Bbox, bounds, km_between, union};
use super::view::{Picture, PictureSegment};

/// Segments whose ends come this close belong together.
const JOIN_KM: f64 = 5.0;
/// A stretch longer than this would make its segments too small to see.
const LONGEST_KM: f64 = 30.0;
/// More than this is never looked at: six magnifiers cannot show it.
const CANDIDATES: usize = 80;

#[derive(Debug, Clone)]
pub struct Stretch<'a> {
    /// In the order of the markers.
    pub segments: Vec<&'a PictureSegment>,
    pub bbox: Bbox,
    pub worst: Option<u8>,
}

impl Stretch<'_> {
    /// `VN-LA`
    pub fn line_key(&self) -> &str {
        self.segments.first().map_or("", |s| line_of(&s.key))
    }

    /// `143–146`: from the first marker to the last.
    pub fn label(&self) -> String {
        let first = self.segments.first().map_or("", |s| ends(&s.label).0);
        let last = self.segments.last().map_or("", |s| ends(&s.label).1);
        format!("{first}–{last}")
    }

    /// The segment of the worst class.
    pub fn worst_segment(&self) -> Option<&PictureSegment> {
        self.segments.iter().find(|s| rank(s.class) == rank(self.worst)).copied()
    }

    /// A place in the middle of it.
    pub fn anchor(&self) -> [f64; 2] {
        let middle = self.segments.get(self.segments.len() / 2);
        middle
            .and_then(|s| s.points.get(s.points.len() / 2))
            .copied()
            .unwrap_or([f64::midpoint(self.bbox[0], self.bbox[2]), f64::midpoint(self.bbox[1], self.bbox[3])])
    }
}

/// The stretches most worth showing, at most `most`.
pub fn stretches(picture: &Picture, most: usize) -> Vec<Stretch<'_>> {
    let mut candidates: Vec<&PictureSegment> = picture.segments.iter().filter(|s| s.points.len() > 1).collect();
    if candidates.iter().any(|s| rank(s.class) > 0) {
        candidates.retain(|s| rank(s.class) > 0);
    }
    candidates.sort_by(|a, b| rank(b.class).cmp(&rank(a.class)).then_with(|| order(a).cmp(&order(b))));
    candidates.truncate(CANDIDATES);
    candidates.sort_by_key(|s| order(s));

    let mut found: Vec<Stretch> = Vec::new();
    for segment in candidates {
        let Some(bbox) = bounds(&segment.points) else {
            continue;
        };
        let home = found.iter_mut().rev().find(|s| s.takes(segment, bbox));
        if let Some(stretch) = home {
            stretch.segments.push(segment);
            stretch.bbox = union(stretch.bbox, bbox);
            if rank(segment.class) > rank(stretch.worst) {
                stretch.worst = segment.class;
            }
        } else {
            let worst = segment.class.filter(|_| rank(segment.class) > 0);
            found.push(Stretch { segments: vec![segment], bbox, worst });
        }
    }
    // Stable: equals stay in the order of the lines.
    found.sort_by_key(|s| {
        let peers = s.segments.iter().filter(|x| rank(x.class) == rank(s.worst)).count();
        std::cmp::Reverse((rank(s.worst), peers))
    });
    found.truncate(most);
    found
}

impl Stretch<'_> {
    fn takes(&self, segment: &PictureSegment, bbox: Bbox) -> bool {
        let all = union(self.bbox, bbox);
        line_of(&segment.key) == self.line_key()
            && km_between([all[0], all[1]], [all[2], all[3]]) <= LONGEST_KM
            && self.segments.iter().any(|s| near(s, segment))
    }
}

fn near(a: &PictureSegment, b: &PictureSegment) -> bool {
    let ends = |s: &PictureSegment| [s.points.first().copied(), s.points.last().copied()];
    ends(a).into_iter().flatten().any(|p| ends(b).into_iter().flatten().any(|q| km_between(p, q) <= JOIN_KM))
}

/// 0 for no data.
pub fn rank(class: Option<u8>) -> u8 {
    class.filter(|c| (1..=5).contains(c)).unwrap_or(0)
}

/// `VN-LA` of `VN-LA:193..194`.
pub fn line_of(key: &str) -> &str {
    key.split_once(':').map_or(key, |(line, _)| line)
}

fn ends(label: &str) -> (&str, &str) {
    label.split_once(['–', '-']).map_or((label, label), |(a, b)| (a.trim(), b.trim()))
}

/// Line, number, sub-number: the order along the line.
fn order(segment: &PictureSegment) -> (&str, u32, u32) {
    let (from, _) = ends(&segment.label);
    let mut numbers = from.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty());
    let mut next = || numbers.next().and_then(|n| n.parse().ok()).unwrap_or(0);
    (line_of(&segment.key), next(), next())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(key: &str, label: &str, lon: f64, class: Option<u8>) -> PictureSegment {
        PictureSegment {
            key: key.to_owned(),
            label: label.to_owned(),
            href: None,
            points: vec![[lon, 20.0], [lon + 0.02, 20.0]],
            class,
            schematic: true,
            reason: String::new(),
        }
    }

    #[test]
    fn neighbours_make_one_stretch_in_the_order_of_the_markers() {
        let picture = Picture {
            segments: vec![
                segment("VN-LA:145..146", "145–146", 103.04, Some(2)),
                segment("VN-LA:143..144", "143–144", 103.0, Some(3)),
                segment("VN-LA:144..145", "144–145", 103.02, Some(5)),
                segment("VN-LA:210..211", "210–211", 104.0, Some(4)),
                segment("VN-LA:500..501", "500–501", 105.0, None),
            ],
            ..Picture::default()
        };
        let found = stretches(&picture, 6);
        assert_eq!(found.iter().map(Stretch::label).collect::<Vec<_>>(), ["143–146", "210–211"]);
        assert_eq!(found[0].worst, Some(5));
        assert_eq!(found[0].worst_segment().map(|s| s.label.as_str()), Some("144–145"));
    }

    #[test]
    fn two_lines_are_never_mixed_and_sub_numbers_are_ordered() {
        let picture = Picture {
            segments: vec![
                segment("VN-CN:1089..1090", "1089–1090", 103.04, Some(1)),
                segment("VN-CN:1088_2..1089", "1088/2–1089", 103.02, Some(1)),
                segment("VN-LA:1..2", "1–2", 103.02, Some(1)),
            ],
            ..Picture::default()
        };
        let found = stretches(&picture, 6);
        assert_eq!(found.iter().map(Stretch::label).collect::<Vec<_>>(), ["1088/2–1090", "1–2"]);
    }

    #[test]
    fn without_any_class_what_is_not_known_is_shown() {
        let picture = Picture { segments: vec![segment("VN-LA:1..2", "1–2", 103.0, None)], ..Picture::default() };
        assert_eq!(stretches(&picture, 6)[0].worst, None);
    }
}
