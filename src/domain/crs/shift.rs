//! The published way from VN-2000 to WGS 84.

/// Seven parameters between two datums, in the coordinate-frame convention: angles are those of the frame, as in the
/// Decision and at EPSG. In the position-vector convention (`TOWGS84`) their signs are the other way round; taking one for
/// the other costs 0.5–0.8 m here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// Metres along the earth-centred axes.
    pub translation: [f64; 3],
    /// Seconds of arc about them.
    pub rotation: [f64; 3],
    /// Parts per million.
    pub scale: f64,
}

impl Shift {
    /// EPSG:6960 "VN-2000 to WGS 84 (2)", Decision 05/2007/QĐ-BTNMT; accuracy 1 m.
    pub const EPSG_6960: Self = Self {
        translation: [-191.904_414_29, -39.303_182_79, -111.450_328_35],
        rotation: [-0.009_288_36, 0.019_754_79, -0.004_273_72],
        scale: 0.252_906_278,
    };
}
