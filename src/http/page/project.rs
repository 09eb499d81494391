//! Degrees to picture units: equirectangular, true at the middle latitude of the picture.
//!
//! Over the sixteen degrees of the overview the scale east–west is off by 4 % at the edges, which a sketch bears.

/// A point in picture units: x to the right, y down.
pub type Xy = [f64; 2];

/// Kilometres in a degree of latitude, near enough for a scale bar.
const KM_PER_DEGREE: f64 = 110.8;

/// West, south, east, north.
pub type Bbox = [f64; 4];

/// A window on the ground and the size it is drawn at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    west: f64,
    north: f64,
    /// Picture units in a degree of longitude and of latitude.
    kx: f64,
    ky: f64,
    pub width: f64,
    pub height: f64,
}

impl Window {
    /// Shows at least `bbox`, centred, in a picture of this size.
    pub fn around(bbox: Bbox, width: f64, height: f64) -> Self {
        let [w, s, e, n] = bbox;
        let squeeze = f64::midpoint(s, n).to_radians().cos().max(0.05);
        let wide = ((e - w) * squeeze).max(1e-6);
        let tall = (n - s).max(1e-6);
        let ky = (width / wide).min(height / tall);
        let kx = ky * squeeze;
        Self {
            west: f64::midpoint(w, e) - width / kx / 2.0,
            north: f64::midpoint(s, n) + height / ky / 2.0,
            kx,
            ky,
            width,
            height,
        }
    }

    pub fn at(&self, [lon, lat]: [f64; 2]) -> Xy {
        [(lon - self.west) * self.kx, (self.north - lat) * self.ky]
    }

    /// The ground that is in view, with `margin` picture units more on every side.
    pub fn ground(&self, margin: f64) -> Bbox {
        [
            self.west - margin / self.kx,
            self.north - (self.height + margin) / self.ky,
            self.west + (self.width + margin) / self.kx,
            self.north + margin / self.ky,
        ]
    }

    pub fn units_per_km(&self) -> f64 {
        self.ky / KM_PER_DEGREE
    }

    /// A round number of metres whose bar takes at most `room` units, and the length of that bar.
    pub fn scale_bar(&self, room: f64) -> (f64, f64) {
        let per_m = self.units_per_km() / 1000.0;
        let most = (room / per_m).max(1.0);
        let power = 10f64.powf(most.log10().floor());
        let step = [5.0, 2.0, 1.0].into_iter().find(|s| s * power <= most).unwrap_or(1.0);
        (step * power, step * power * per_m)
    }
}

/// The box around some points; `None` without any.
pub fn bounds<'a>(points: impl IntoIterator<Item = &'a [f64; 2]>) -> Option<Bbox> {
    points.into_iter().fold(None, |bbox: Option<Bbox>, p| {
        let b = bbox.unwrap_or([p[0], p[1], p[0], p[1]]);
        Some([b[0].min(p[0]), b[1].min(p[1]), b[2].max(p[0]), b[3].max(p[1])])
    })
}

/// Both boxes.
pub fn union(a: Bbox, b: Bbox) -> Bbox {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

/// Widens a box by a share of its size and to at least `km` across, so that a point still has surroundings.
pub fn roomy(bbox: Bbox, share: f64, km: f64) -> Bbox {
    let [w, s, e, n] = bbox;
    let squeeze = f64::midpoint(s, n).to_radians().cos().max(0.05);
    let least = km / KM_PER_DEGREE / 2.0;
    let dy = ((n - s) * (0.5 + share)).max(least);
    let dx = ((e - w) * (0.5 + share)).max(least / squeeze);
    let [lon, lat] = [f64::midpoint(w, e), f64::midpoint(s, n)];
    [lon - dx, lat - dy, lon + dx, lat + dy]
}

/// Ground distance in kilometres, on the plane.
pub fn km_between(a: [f64; 2], b: [f64; 2]) -> f64 {
    let squeeze = f64::midpoint(a[1], b[1]).to_radians().cos();
    ((b[0] - a[0]) * squeeze).hypot(b[1] - a[1]) * KM_PER_DEGREE
}

pub fn contains(b: Bbox, p: [f64; 2]) -> bool {
    p[0] >= b[0] && p[0] <= b[2] && p[1] >= b[1] && p[1] <= b[3]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_shows_the_whole_box_centred() {
        let w = Window::around([102.0, 8.0, 110.0, 24.0], 600.0, 700.0);
        let [x, y] = w.at([106.0, 16.0]);
        assert!((x - 300.0).abs() < 1e-9 && (y - 350.0).abs() < 1e-9);
        let [x, y] = w.at([102.0, 24.0]);
        assert!((0.0..600.0).contains(&x) && y.abs() < 1e-9);
        let ground = w.ground(0.0);
        assert!((ground[3] - 24.0).abs() < 1e-9 && ground[0] < 102.0);
    }

    #[test]
    fn a_point_still_gets_a_window() {
        let w = Window::around(roomy([105.0, 20.0, 105.0, 20.0], 0.2, 6.0), 320.0, 240.0);
        let (metres, length) = w.scale_bar(70.0);
        assert!(length <= 70.0 && length > 20.0);
        assert!((metres - 1000.0).abs() < 1e-6);
    }

    #[test]
    fn no_points_have_no_box() {
        assert_eq!(bounds(&Vec::new()), None);
        assert!((km_between([105.0, 20.0], [105.0, 21.0]) - 110.8).abs() < 1e-9);
    }
}
