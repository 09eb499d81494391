//! Features and questions drawn by dice that fall the same in every run.

use std::sync::Arc;

use mocgioi::atlas::block::ClassId;
use mocgioi::atlas::feature::{Feature, Interval, Order, Shape};
use mocgioi::atlas::query::Query;
use mocgioi::atlas::tiles::Drawn;
use mocgioi::domain::position::LonLat;
use mocgioi::geo::Bbox;

pub(crate) type Held = (Arc<Feature>, ClassId);

/// `SplitMix64` (Steele, Lea, Flood 2014).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below `sides`.
    pub(crate) fn below(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((z ^ (z >> 31)) % u64::from(sides)).unwrap()
    }

    pub(crate) fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(u32::try_from(list.len()).unwrap()) as usize]
    }

    /// Whether something happens that happens `share` times of a hundred.
    fn chance(&mut self, share: u32) -> bool {
        self.below(100) < share
    }

    /// On a coarse grid, so that places fall on edges and corners of boxes; ±180° are on it.
    fn degrees(&mut self, west: i32, cells: u32) -> f64 {
        f64::from(west + i32::try_from(self.below(cells + 1)).unwrap())
    }

    fn place(&mut self) -> LonLat {
        let lon = match self.below(10) {
            0 => self.one_of(&[-180.0, -179.0, 179.0, 180.0]),
            1 => self.degrees(-180, 360),
            _ => self.degrees(100, 12),
        };
        LonLat::new(lon, self.degrees(8, 10)).unwrap()
    }

    fn shape(&mut self) -> Shape {
        match self.below(10) {
            0 => Shape::None,
            1..=5 => Shape::Point(self.place()),
            6..=7 => Shape::Lines((0..=self.below(2)).map(|_| self.line()).collect()),
            _ => Shape::Line(self.line().into()),
        }
    }

    fn line(&mut self) -> Vec<LonLat> {
        let start = self.place();
        let (mut at, mut line) = ((start.lon(), start.lat()), vec![start]);
        for _ in 0..self.below(4) {
            at = ((at.0 + self.degrees(-3, 6)).clamp(-180.0, 180.0), at.1 + self.degrees(-3, 6));
            line.push(LonLat::new(at.0, at.1).unwrap());
        }
        line
    }

    fn time(&mut self) -> Interval {
        let from = i64::from(self.below(50));
        match self.below(4) {
            0 => Interval::UNSTATED,
            1 => Interval { from, to: from },
            _ => Interval { from, to: from + i64::from(self.below(20)) },
        }
    }

    /// A feature with this id; a new place in the order, or the one it had.
    pub(crate) fn feature(&mut self, id: &str, frozen: Option<&Order>) -> Held {
        let shape = self.shape();
        let id: Arc<str> = id.into();
        let order = frozen.cloned().unwrap_or_else(|| Order { curve: shape.order_key(), id: Arc::clone(&id) });
        let columns = vec![
            self.chance(80).then(|| Arc::from(self.one_of(&["good", "tilted", "missing"]))),
            self.chance(50).then(|| Arc::from(self.one_of(&["VN-LA", "VN-CN"]))),
        ];
        let json = format!("{{\"id\":\"{id}\",\"throw\":{}}}", self.below(1_000_000)).into_bytes().into();
        let feature = Feature { order, shape, exact: None, time: self.time(), columns, drawn: Drawn::default(), json };
        (Arc::new(feature), self.one_of(&[0, 0, 1, 2]))
    }

    pub(crate) fn features(&mut self, count: u32) -> Vec<Held> {
        (0..count).map(|n| self.feature(&format!("f{n}"), None)).collect()
    }

    fn bbox(&mut self) -> Bbox {
        let south = self.degrees(6, 12);
        let north = south + self.degrees(0, 5);
        let (west, east) = match self.below(8) {
            // Across the antimeridian, along it, and up to it from either side.
            0 => (self.degrees(100, 79), self.degrees(-179, 200)),
            1 => self.one_of(&[(180.0, -180.0), (180.0, 180.0), (-180.0, -180.0), (-180.0, 180.0)]),
            2 => (self.degrees(100, 79), 180.0),
            3 => (-180.0, self.degrees(-179, 290)),
            _ => {
                let west = self.degrees(98, 14);
                (west, west + self.degrees(0, 5))
            }
        };
        // Half of the boxes off the grid, so that lines pass corners closely.
        let shift = self.one_of(&[0.0, 0.25]);
        Bbox::new(west, south + shift, east, north + shift).unwrap()
    }

    pub(crate) fn query(&mut self, held: &[Held]) -> Query {
        let from = i64::from(self.below(60)) - 5;
        let columns = [(0, "good"), (0, "missing"), (1, "VN-LA"), (1, "never seen"), (7, "no such column")];
        let wanted = if self.chance(40) { self.below(3) } else { 0 };
        let filters = (0..wanted).map(|_| self.one_of(&columns)).map(|(n, value)| (n, value.to_owned())).collect();
        let after = (!held.is_empty() && self.chance(30)).then(|| {
            let at = self.below(u32::try_from(held.len()).unwrap()) as usize;
            let mut order = held[at].0.order.clone();
            if self.chance(30) {
                // A cursor whose feature has gone.
                order.id = format!("{}!", order.id).into();
            }
            order
        });
        Query {
            bbox: self.chance(75).then(|| self.bbox()),
            interval: self.chance(30).then(|| Interval { from, to: from + i64::from(self.below(30)) }),
            filters,
            filter: None,
            sort: None,
            after,
            offset: self.one_of(&[0, 0, 0, 1, 17, 100_000]),
            limit: self.one_of(&[0, 1, 2, 7, 50, 100_000]),
        }
    }
}
