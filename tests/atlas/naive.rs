//! What a layer should answer, worked out the slow way: one loop, and `geo` for what touches what.

use std::collections::BTreeMap;

use geo::{Intersects as _, LineString, Point, Polygon, Rect};
use mocgioi::atlas::block::ClassId;
use mocgioi::atlas::feature::{Feature, Order, Shape};
use mocgioi::atlas::layer::{Edit, Layer};
use mocgioi::atlas::query::{Page, Query};
use mocgioi::geo::Bbox;

use crate::features::Held;

/// The two viewers of these tests: one sees everything, one sees class 1 only.
pub(crate) const VIEWERS: [fn(ClassId) -> bool; 2] = [|_| true, |class| class == 1];

/// A layer as a list.
#[derive(Debug, Clone, Default)]
pub(crate) struct List(pub(crate) BTreeMap<String, Held>);

impl List {
    pub(crate) fn new(features: &[Held]) -> Self {
        Self(features.iter().map(|held| (held.0.order.id.to_string(), held.clone())).collect())
    }

    pub(crate) fn edit(&mut self, edits: &[Edit]) {
        for edit in edits {
            match edit {
                Edit::Put(feature, class) => {
                    self.0.insert(feature.order.id.to_string(), (feature.clone(), *class));
                }
                Edit::Remove(id) => {
                    self.0.remove(&**id);
                }
            }
        }
    }

    /// What matches, whoever may see it, in layer order.
    fn matching(&self, query: &Query) -> Vec<&Held> {
        let polygons = query.bbox.as_ref().map(polygons);
        let mut matching: Vec<&Held> =
            self.0.values().filter(|(feature, _)| keeps(query, polygons.as_deref(), feature)).collect();
        matching.sort_by(|a, b| (a.0.order.curve, &a.0.order.id).cmp(&(b.0.order.curve, &b.0.order.id)));
        matching
    }

    pub(crate) fn answer(&self, query: &Query, sees: fn(ClassId) -> bool) -> Page {
        page(&self.matching(query), query, sees)
    }

    /// Everything a layer can be asked, against the list.
    pub(crate) fn compare(&self, layer: &Layer, query: &Query, what: &str) {
        let matching = self.matching(query);
        for (n, sees) in VIEWERS.into_iter().enumerate() {
            assert_eq!(query.run(layer, &sees), page(&matching, query, sees), "{what}, viewer {n}: {query:?}");
        }
    }

    /// Counts and single items.
    pub(crate) fn compare_whole(&self, layer: &Layer, what: &str) {
        for sees in VIEWERS {
            let seen = self.0.values().filter(|(_, class)| sees(*class)).count();
            assert_eq!(layer.count_of(sees), seen as u64, "{what}");
        }
        for (id, (feature, class)) in &self.0 {
            let item = layer.item(id, |_| true);
            assert_eq!(item.as_deref(), Some(&*feature.json), "{what}: {id}");
            assert_eq!(layer.item(id, |seen| seen != *class), None, "{what}: {id} is not for everybody");
        }
        assert_eq!(layer.item("nobody", |_| true), None);
    }

    pub(crate) fn bounds(&self, sees: fn(ClassId) -> bool) -> Option<[f64; 4]> {
        let shown = self.0.values().filter(|(_, class)| sees(*class));
        let places = shown.flat_map(|(feature, _)| match &feature.shape {
            Shape::None => Vec::new(),
            Shape::Point(at) => vec![*at],
            Shape::Line(line) => line.to_vec(),
            Shape::Lines(parts) => parts.concat(),
        });
        let places: Vec<[f64; 2]> = places.map(|at| [at.lon(), at.lat()]).collect();
        let least = |n: usize| places.iter().map(|at| at[n]).reduce(f64::min);
        let most = |n: usize| places.iter().map(|at| at[n]).reduce(f64::max);
        Some([least(0)?, least(1)?, most(0)?, most(1)?])
    }
}

fn page(matching: &[&Held], query: &Query, sees: fn(ClassId) -> bool) -> Page {
    let matching: Vec<&Feature> =
        matching.iter().filter(|(_, class)| sees(*class)).map(|(feature, _)| &**feature).collect();
    let is_after =
        |order: &Order| query.after.as_ref().is_none_or(|after| (order.curve, &order.id) > (after.curve, &after.id));
    let rest: Vec<&&Feature> = matching.iter().filter(|f| is_after(&f.order)).skip(query.offset).collect();
    let page = &rest[..rest.len().min(query.limit)];
    let texts: Vec<&str> = page.iter().map(|f| std::str::from_utf8(&f.json).unwrap()).collect();
    Page {
        matched: matching.len() as u64,
        returned: page.len(),
        next: page.last().filter(|_| rest.len() > page.len()).map(|f| f.order.clone()),
        features: texts.join(",").into_bytes().into(),
    }
}

fn keeps(query: &Query, polygons: Option<&[Polygon]>, feature: &Feature) -> bool {
    let time = feature.time;
    polygons.is_none_or(|polygons| touches(polygons, &feature.shape))
        && query.interval.is_none_or(|asked| time.from <= asked.to && time.to >= asked.from)
        && query.filters.iter().all(|(column, value)| {
            feature.columns.get(*column).and_then(Option::as_ref).is_some_and(|held| **held == **value)
        })
}

/// The box as polygons. ±180° are one meridian: a box that reaches it has it under both names.
fn polygons(bbox: &Bbox) -> Vec<Polygon> {
    let text = format!("{bbox:?}");
    let number = |name: &str| {
        let rest = text.split(&format!("{name}: ")).nth(1).unwrap();
        rest.split([',', ' ']).next().unwrap().parse::<f64>().unwrap()
    };
    let [west, south, east, north] = ["west", "south", "east", "north"].map(number);
    let polygon = |west: f64, east: f64| Rect::new((west, south), (east, north)).to_polygon();
    let mut polygons =
        if west > east { vec![polygon(west, 180.0), polygon(-180.0, east)] } else { vec![polygon(west, east)] };
    if [west, east].iter().any(|lon| lon.abs() >= 180.0) {
        polygons.extend([polygon(180.0, 180.0), polygon(-180.0, -180.0)]);
    }
    polygons
}

fn touches(polygons: &[Polygon], shape: &Shape) -> bool {
    match shape {
        // As the standard asks: what has no place is in every box.
        Shape::None => true,
        Shape::Point(at) => {
            let point = Point::new(at.lon(), at.lat());
            polygons.iter().any(|polygon| polygon.intersects(&point))
        }
        Shape::Lines(parts) => parts.iter().any(|part| touches(polygons, &Shape::Line(part.clone().into()))),
        Shape::Line(line) => {
            let line: LineString = line.iter().map(|at| (at.lon(), at.lat())).collect();
            let point = Point::from(line.0[0]);
            // `geo` does not take a line of one vertex for a point.
            polygons
                .iter()
                .any(|polygon| if line.0.len() == 1 { polygon.intersects(&point) } else { polygon.intersects(&line) })
        }
    }
}
