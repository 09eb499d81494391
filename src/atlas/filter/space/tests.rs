use super::*;
use crate::domain::cql2::{Node, text};

fn area(wkt: &str) -> Area {
    let Ok(Node::Call(_, args)) = text::parse(&format!("S_EQUALS(geometry, {wkt})")) else { panic!("{wkt}") };
    let Node::Geometry(geometry) = &args[1] else { panic!("{wkt}") };
    Area::of(geometry).expect("an area")
}

fn at(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).expect("a place")
}

fn point(lon: f64, lat: f64) -> Shape {
    Shape::Point(at(lon, lat))
}

fn line(corners: &[(f64, f64)]) -> Shape {
    Shape::Line(corners.iter().map(|(lon, lat)| at(*lon, *lat)).collect())
}

fn holds(op: SpatialOp, shape: &Shape, wkt: &str) -> u8 {
    area(wkt).test(op, std::iter::once(shape))[0]
}

const SQUARE: &str = "POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,2 1,2 2,1 2,1 1))";

#[test]
fn points_lie_in_on_or_outside_of_a_polygon_with_a_hole() {
    use SpatialOp::{Contains, Crosses, Disjoint, Equals, Intersects, Overlaps, Touches, Within};
    for (shape, true_of) in [
        (point(3.0, 3.0), &[Intersects, Within][..]),
        (point(0.0, 3.0), &[Intersects, Touches]),
        (point(1.0, 1.5), &[Intersects, Touches]),
        (point(1.5, 1.5), &[Disjoint]),
        (point(9.0, 9.0), &[Disjoint]),
        (line(&[(3.0, 3.0), (9.0, 3.0)]), &[Intersects, Crosses]),
        (line(&[(3.0, 3.0), (3.5, 3.5)]), &[Intersects, Within]),
        (line(&[(0.0, -5.0), (0.0, 5.0)]), &[Intersects, Touches]),
        (line(&[(1.2, 1.2), (1.8, 1.8)]), &[Disjoint]),
        (line(&[(-1.0, 4.5), (4.5, -1.0)]), &[Intersects, Crosses]),
    ] {
        for op in [Contains, Crosses, Disjoint, Equals, Intersects, Overlaps, Touches, Within] {
            assert_eq!(holds(op, &shape, SQUARE) == truth::TRUE, true_of.contains(&op), "{op:?} {shape:?}");
        }
    }
}

#[test]
fn lines_and_points_lie_to_lines_and_points() {
    use SpatialOp::{Contains, Crosses, Equals, Intersects, Overlaps, Touches, Within};
    let road = line(&[(0.0, 0.0), (4.0, 0.0)]);
    for (op, shape, wkt, expected) in [
        (Crosses, &road, "LINESTRING(2 -1, 2 1)", true),
        (Touches, &road, "LINESTRING(4 0, 5 5)", true),
        (Overlaps, &road, "LINESTRING(2 0, 9 0)", true),
        (Within, &road, "LINESTRING(-1 0, 9 0)", true),
        (Contains, &road, "POINT(2 0)", true),
        (Equals, &road, "LINESTRING(4 0, 2 0, 0 0)", true),
        (Equals, &road, "LINESTRING(4 0, 2 0.1, 0 0)", false),
        (Equals, &point(1.0, 2.0), "POINT(1 2)", true),
        (Within, &point(1.0, 2.0), "MULTIPOINT((1 2),(3 4))", true),
        (Intersects, &point(1.0, 2.0), "BBOX(1,2,3,4)", true),
        (Intersects, &point(1.0, 2.0), "BBOX(1,2,1,2)", true),
        (Intersects, &road, "BBOX(1,-1,1,1)", true),
        (Intersects, &point(179.5, 0.0), "BBOX(179,-1,-179,1)", true),
        (Intersects, &point(-179.5, 0.0), "BBOX(179,-1,-179,1)", true),
        (Intersects, &point(0.0, 0.0), "BBOX(179,-1,-179,1)", false),
        (Intersects, &point(8.0, 8.0), "GEOMETRYCOLLECTION(POINT(1 1), LINESTRING(7 7, 9 9))", true),
    ] {
        assert_eq!(holds(op, shape, wkt) == truth::TRUE, expected, "{op:?} {wkt}");
    }
}

#[test]
fn what_has_no_place_lies_nowhere_known() {
    for op in [SpatialOp::Intersects, SpatialOp::Disjoint] {
        assert_eq!(holds(op, &Shape::None, SQUARE), truth::UNKNOWN);
    }
}

mod whatever_is_drawn {
    use super::*;
    use crate::geo::testing::fixed;
    use proptest::prelude::*;

    fn corners(least: usize) -> impl Strategy<Value = Vec<[f64; 2]>> {
        prop::collection::vec((0_u8..6, 0_u8..6).prop_map(|(x, y)| [f64::from(x), f64::from(y)]), least..9)
    }

    fn geometries() -> impl Strategy<Value = Geometry> {
        let polygon = || prop::collection::vec(corners(1), 1..3);
        prop_oneof![
            polygon().prop_map(Geometry::Polygon),
            prop::collection::vec(polygon(), 1..3).prop_map(Geometry::Polygons),
            corners(1).prop_map(Geometry::Line),
            prop::collection::vec(corners(1), 1..3).prop_map(Geometry::Lines),
            corners(1).prop_map(Geometry::Points),
            (corners(1), polygon()).prop_map(|(line, polygon)| {
                Geometry::Collection(vec![Geometry::Line(line), Geometry::Polygon(polygon)])
            }),
        ]
    }

    proptest! {
        #![proptest_config(fixed(43, 4_000))]

        // Rings that cross themselves, spikes, repeated corners, lines of one corner: an answer, never a panic.
        #[test]
        fn has_an_answer(geometry in geometries(), one in corners(1), other in corners(1)) {
            let places = |corners: &[[f64; 2]]| corners.iter().map(|[x, y]| at(*x, *y)).collect::<Vec<_>>();
            let shapes = [
                Shape::Point(places(&one)[0]),
                Shape::Line(places(&one).into()),
                Shape::Lines([places(&one), places(&other)].into()),
            ];
            if let Some(area) = Area::of(&geometry) {
                for op in [SpatialOp::Intersects, SpatialOp::Within, SpatialOp::Crosses] {
                    prop_assert_eq!(area.test(op, shapes.iter()).len(), 3);
                }
                area.relates(SpatialOp::Touches, &area);
            }
        }
    }
}
