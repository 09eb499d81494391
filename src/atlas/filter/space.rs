//! How a feature lies to a geometry of the filter: the relations of DE-9IM, by the crate `geo`.
//!
//! On the longitude–latitude grid, where edges are straight as maps draw them (RFC 7946, 3.1.1). A feature outside of the
//! geometry's bounds is disjoint without a further look, and a point is held against polygons by [`Inside`]. Cost: 50 ns for those;
//! O((n + m) log(n + m)) for the others.

use geo::algorithm::relate::IntersectionMatrix;
use geo::{BoundingRect as _, PreparedGeometry, Relate as _, Validation as _};

use super::truth;
use crate::atlas::feature::Shape;
use crate::domain::cql2::{Geometry, SpatialOp};
use crate::domain::position::LonLat;
use crate::geo::{Inside, Side};

/// A geometry that features are held against, in longitude and latitude.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    geometry: geo::Geometry,
    /// West, south, east, north.
    bounds: [f64; 4],
    /// Its polygons, where it is made of polygons alone: what points are held against.
    polygons: Vec<Inside>,
}

impl Area {
    /// Of a geometry in longitude and latitude; none for one that is none: empty, too few corners, rings that cross.
    pub(super) fn of(geometry: &Geometry) -> Option<Self> {
        let geometry = converted(geometry);
        // Of what crosses itself nobody can say what lies inside; and the relations are not made for it.
        if !is_made(&geometry) || !geometry.is_valid() {
            return None;
        }
        let rect = geometry.bounding_rect()?;
        let (low, high) = (rect.min(), rect.max());
        let polygons = polygons(&geometry).iter().map(|polygon| inside(polygon)).collect();
        Some(Self { geometry, bounds: [low.x, low.y, high.x, high.y], polygons })
    }

    pub const fn bounds(&self) -> [f64; 4] {
        self.bounds
    }

    fn side(&self, at: LonLat) -> Side {
        let mut found = Side::Outside;
        for polygon in &self.polygons {
            match polygon.side(at.lon(), at.lat()) {
                Side::Inside => return Side::Inside,
                Side::Edge => found = Side::Edge,
                Side::Outside => {}
            }
        }
        found
    }

    /// Whether the relation holds between two geometries of a filter.
    pub(super) fn relates(&self, op: SpatialOp, other: &Self) -> bool {
        holds(op, &self.geometry.relate(&other.geometry))
    }

    /// Of each shape whether the relation holds from it to this geometry.
    pub(super) fn test<'a>(&self, op: SpatialOp, shapes: impl Iterator<Item = &'a Shape>) -> Vec<u8> {
        let prepared = PreparedGeometry::from(&self.geometry);
        let [west, south, east, north] = self.bounds;
        let apart = truth::of(op == SpatialOp::Disjoint);
        shapes
            .map(|shape| {
                let Some([w, s, e, n]) = shape.bounds() else { return truth::UNKNOWN };
                if e < west || w > east || n < south || s > north {
                    return apart;
                }
                if let (Shape::Point(at), false) = (shape, self.polygons.is_empty()) {
                    return truth::of(of_point(op, self.side(*at)));
                }
                truth::of(holds(op, &shape_of(shape).relate(&prepared)))
            })
            .collect()
    }
}

/// What holds of a point that lies so to an area.
const fn of_point(op: SpatialOp, side: Side) -> bool {
    match op {
        SpatialOp::Intersects => !matches!(side, Side::Outside),
        SpatialOp::Disjoint => matches!(side, Side::Outside),
        SpatialOp::Within => matches!(side, Side::Inside),
        SpatialOp::Touches => matches!(side, Side::Edge),
        SpatialOp::Contains | SpatialOp::Crosses | SpatialOp::Overlaps | SpatialOp::Equals => false,
    }
}

fn polygons(geometry: &geo::Geometry) -> Vec<&geo::Polygon> {
    match geometry {
        geo::Geometry::Polygon(polygon) => vec![polygon],
        geo::Geometry::MultiPolygon(all) => all.0.iter().collect(),
        _ => Vec::new(),
    }
}

fn inside(polygon: &geo::Polygon) -> Inside {
    let corners = |ring: &geo::LineString| ring.coords().map(|at| [at.x, at.y]).collect::<Vec<_>>();
    let rings: Vec<Vec<[f64; 2]>> =
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(corners).collect();
    Inside::of(rings.iter().map(Vec::as_slice))
}

/// The relation seen from the other side.
pub(super) const fn turned(op: SpatialOp) -> SpatialOp {
    match op {
        SpatialOp::Within => SpatialOp::Contains,
        SpatialOp::Contains => SpatialOp::Within,
        same => same,
    }
}

fn holds(op: SpatialOp, matrix: &IntersectionMatrix) -> bool {
    match op {
        SpatialOp::Intersects => matrix.is_intersects(),
        SpatialOp::Disjoint => matrix.is_disjoint(),
        SpatialOp::Within => matrix.is_within(),
        SpatialOp::Contains => matrix.is_contains(),
        SpatialOp::Touches => matrix.is_touches(),
        SpatialOp::Crosses => matrix.is_crosses(),
        SpatialOp::Overlaps => matrix.is_overlaps(),
        SpatialOp::Equals => matrix.is_equal_topo(),
    }
}

/// Whether each line has two places and each ring three.
fn is_made(geometry: &geo::Geometry) -> bool {
    let has = |line: &geo::LineString, least: usize| {
        let mut distinct: Vec<geo::Coord> = Vec::new();
        for at in line.coords() {
            if !distinct.contains(at) {
                distinct.push(*at);
            }
            if distinct.len() == least {
                return true;
            }
        }
        false
    };
    let polygon =
        |polygon: &geo::Polygon| has(polygon.exterior(), 3) && polygon.interiors().iter().all(|ring| has(ring, 3));
    match geometry {
        geo::Geometry::LineString(line) => has(line, 2),
        geo::Geometry::MultiLineString(all) => !all.0.is_empty() && all.iter().all(|line| has(line, 2)),
        geo::Geometry::Polygon(one) => polygon(one),
        geo::Geometry::MultiPolygon(all) => !all.0.is_empty() && all.iter().all(polygon),
        geo::Geometry::GeometryCollection(all) => !all.0.is_empty() && all.iter().all(is_made),
        _ => true,
    }
}

fn shape_of(shape: &Shape) -> geo::Geometry {
    let point = |at: &LonLat| geo::Point::new(at.lon(), at.lat());
    // A recording that stood still is a line of one place, which is a point.
    let line = |vertices: &[LonLat]| -> Option<geo::LineString> {
        let moves = vertices.first().is_some_and(|first| vertices.iter().any(|at| at != first));
        moves.then(|| vertices.iter().map(|at| (at.lon(), at.lat())).collect())
    };
    match shape {
        Shape::None => geo::Geometry::MultiPoint(geo::MultiPoint(Vec::new())),
        Shape::Point(at) => geo::Geometry::Point(point(at)),
        Shape::Line(vertices) => match line(vertices) {
            Some(line) => geo::Geometry::LineString(line),
            None => geo::Geometry::MultiPoint(geo::MultiPoint(vertices.first().map(point).into_iter().collect())),
        },
        Shape::Lines(parts) => {
            let lines: Vec<geo::LineString> = parts.iter().filter_map(|part| line(part)).collect();
            if lines.is_empty() {
                let places = parts.iter().filter_map(|part| part.first()).map(point);
                return geo::Geometry::MultiPoint(geo::MultiPoint(places.collect()));
            }
            geo::Geometry::MultiLineString(geo::MultiLineString(lines))
        }
    }
}

fn converted(geometry: &Geometry) -> geo::Geometry {
    let line = |corners: &Vec<[f64; 2]>| -> geo::LineString { corners.iter().map(|[x, y]| (*x, *y)).collect() };
    let polygon = |rings: &Vec<Vec<[f64; 2]>>| {
        let mut rings = rings.iter().map(line);
        let outer = rings.next().unwrap_or_else(|| geo::LineString(Vec::new()));
        geo::Polygon::new(outer, rings.collect())
    };
    match geometry {
        Geometry::Point([x, y]) => geo::Geometry::Point(geo::Point::new(*x, *y)),
        Geometry::Line(corners) => geo::Geometry::LineString(line(corners)),
        Geometry::Polygon(rings) => geo::Geometry::Polygon(polygon(rings)),
        Geometry::Points(all) => {
            geo::Geometry::MultiPoint(geo::MultiPoint(all.iter().map(|[x, y]| geo::Point::new(*x, *y)).collect()))
        }
        Geometry::Lines(all) => geo::Geometry::MultiLineString(geo::MultiLineString(all.iter().map(line).collect())),
        Geometry::Polygons(all) => geo::Geometry::MultiPolygon(geo::MultiPolygon(all.iter().map(polygon).collect())),
        Geometry::Collection(all) => {
            geo::Geometry::GeometryCollection(geo::GeometryCollection(all.iter().map(converted).collect()))
        }
        Geometry::Box([west, south], [east, north]) => {
            let rect = |west, east| geo::Rect::new((west, *south), (east, *north)).to_polygon();
            // A box may be a point or a line.
            let (no_width, no_height) = (west.total_cmp(east).is_eq(), south.total_cmp(north).is_eq());
            if no_width && no_height {
                geo::Geometry::Point(geo::Point::new(*west, *south))
            } else if no_width || (no_height && west <= east) {
                geo::Geometry::LineString(line(&vec![[*west, *south], [*east, *north]]))
            } else if west <= east {
                geo::Geometry::Polygon(rect(*west, *east))
            } else {
                // Across the antimeridian.
                geo::Geometry::MultiPolygon(geo::MultiPolygon(vec![rect(*west, 180.0), rect(-180.0, *east)]))
            }
        }
    }
}

#[cfg(test)]
mod tests;
