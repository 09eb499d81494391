//! From the tree of a filter to a predicate over the columns of a layer: names are looked up, types held against each other.

use std::sync::Arc;

use super::predicate::Predicate;
use super::space::{Area, turned};
use super::text::{Asked, TextTest};
use super::time::{Edge, When, compare, relate};
use super::truth;
use super::words;
use crate::atlas::layers::{Field, Kind, LayerId};
use crate::atlas::words::{Values, values};
use crate::domain::cql2::{Cql2Fault, Endpoint, Fold, Geometry, Like, Node, Op, Order, SpatialOp, TemporalOp};
use unicode_normalization::UnicodeNormalization as _;

/// Name of the property that is a feature's place.
pub const GEOMETRY: &str = "geometry";

/// Brings a geometry of the filter to longitude and latitude.
pub type ToPlace<'a> = &'a dyn Fn(&Geometry) -> Result<Geometry, Cql2Fault>;

pub(super) struct Typing<'a> {
    pub(super) layer: LayerId,
    pub(super) to_place: ToPlace<'a>,
}

/// A side of a comparison.
enum Side {
    Field(usize, Field, Fold),
    Text(String),
    Number(f64),
    Truth(bool),
    Moment(i64, i64),
    Interval(When),
    Place,
    Shape(Area),
}

impl Typing<'_> {
    pub(super) fn predicate(&self, node: &Node) -> Result<Predicate, Cql2Fault> {
        let Node::Call(op, args) = node else {
            return match node {
                Node::Truth(truth) => Ok(Predicate::Known(truth::of(*truth))),
                Node::Property(_) => self.flag(node),
                _ => Err(words::not_a_condition()),
            };
        };
        match (op, &args[..]) {
            (Op::And, parts) => Ok(Predicate::All(self.all(parts)?)),
            (Op::Or, parts) => Ok(Predicate::Any(self.all(parts)?)),
            (Op::Not, [inner]) => Ok(Predicate::Not(Box::new(self.predicate(inner)?))),
            (Op::Compare(order), [left, right]) => self.compare(*order, self.side(left)?, self.side(right)?),
            (Op::Between, [value, low, high]) => {
                let low = self.compare(Order::AtLeast, self.side(value)?, self.side(low)?)?;
                let high = self.compare(Order::AtMost, self.side(value)?, self.side(high)?)?;
                Ok(Predicate::All(vec![low, high]))
            }
            (Op::Like, [value, pattern]) => self.like(value, pattern),
            (Op::In, [value, list @ ..]) => self.one_of(value, list),
            (Op::IsNull, [value]) => self.is_null(value),
            (Op::Spatial(op), [one, other]) => Self::space(*op, self.side(one)?, self.side(other)?),
            (Op::Temporal(op), [one, other]) => self.time(*op, one, other),
            _ => Err(words::not_a_condition()),
        }
    }

    fn all(&self, parts: &[Node]) -> Result<Vec<Predicate>, Cql2Fault> {
        parts.iter().map(|part| self.predicate(part)).collect()
    }

    /// A property that is itself true or false.
    fn flag(&self, node: &Node) -> Result<Predicate, Cql2Fault> {
        match self.side(node)? {
            Side::Field(n, Field { kind: Kind::Flag, .. }, _) => Ok(Predicate::Flag(n, true)),
            _ => Err(words::not_a_condition()),
        }
    }

    fn field(&self, name: &str) -> Result<(usize, Field), Cql2Fault> {
        let found = self.layer.field(name).filter(|(_, field)| field.kind.is_scalar());
        found.ok_or_else(|| words::no_such_property(self.layer, name))
    }

    fn side(&self, node: &Node) -> Result<Side, Cql2Fault> {
        Ok(match node {
            Node::Property(name) if name == GEOMETRY => Side::Place,
            Node::Property(name) => {
                let (n, field) = self.field(name)?;
                Side::Field(n, field, Fold::default())
            }
            Node::Text(text) => Side::Text(text.nfc().collect()),
            Node::Number(number) => Side::Number(*number),
            Node::Truth(truth) => Side::Truth(*truth),
            Node::Moment(first, last) => Side::Moment(*first, *last),
            Node::Interval(from, to) => Side::Interval(self.interval(from, to)?),
            Node::Geometry(geometry) => {
                Side::Shape(Area::of(&(self.to_place)(geometry)?).ok_or_else(words::empty_geometry)?)
            }
            Node::Call(op @ (Op::Casei | Op::Accenti), args) => {
                let more = match op {
                    Op::Casei => Fold { case: true, accents: false },
                    _ => Fold { case: false, accents: true },
                };
                match args.first().map(|inner| self.side(inner)).transpose()? {
                    Some(Side::Text(text)) => Side::Text(more.apply(&text).into_owned()),
                    Some(Side::Field(n, field, held)) if is_text(field.kind) => Side::Field(
                        n,
                        field,
                        Fold { case: held.case || more.case, accents: held.accents || more.accents },
                    ),
                    _ => return Err(words::texts_only(op.as_str())),
                }
            }
            Node::Call(..) => return Err(words::not_a_value()),
        })
    }

    fn interval(&self, from: &Endpoint, to: &Endpoint) -> Result<When, Cql2Fault> {
        let edge = |end: &Endpoint, open: i64, pick: fn((i64, i64)) -> i64| {
            Ok(match end {
                Endpoint::Open => Edge::Fixed(open),
                Endpoint::Moment(first, last) => Edge::Fixed(pick((*first, *last))),
                Endpoint::Property(name) => match self.field(name)? {
                    (n, field) if is_time(field.kind) => Edge::Field(n),
                    (_, field) => return Err(words::mismatch(field, &words::a_time())),
                },
            })
        };
        let (from, to) = (edge(from, i64::MIN, |span| span.0)?, edge(to, i64::MAX, |span| span.1)?);
        match (from, to) {
            (Edge::Fixed(first), Edge::Fixed(last)) if first > last => Err(words::ends_before()),
            (Edge::Fixed(first), Edge::Fixed(last)) => Ok(When::Fixed((first, last))),
            (from, to) => Ok(When::Between(from, to)),
        }
    }

    fn compare(&self, order: Order, left: Side, right: Side) -> Result<Predicate, Cql2Fault> {
        match (left, right) {
            (Side::Field(left, one, left_fold), Side::Field(right, other, right_fold)) => {
                let alike = family(one.kind) == family(other.kind);
                if alike {
                    Ok(Predicate::Pair(order, (left, left_fold), (right, right_fold)))
                } else {
                    Err(words::mismatch(one, &words::a_property(other)))
                }
            }
            (Side::Field(n, field, fold), with) => self.with_value(order, n, field, fold, &with),
            (value, Side::Field(n, field, fold)) => self.with_value(mirrored(order), n, field, fold, &value),
            (Side::Text(a), Side::Text(b)) => Ok(Predicate::Known(truth::of(super::text::holds(order, a.cmp(&b))))),
            (Side::Number(a), Side::Number(b)) => {
                Ok(Predicate::Known(truth::of(super::text::holds(order, a.total_cmp(&b)))))
            }
            (Side::Truth(a), Side::Truth(b)) => Ok(Predicate::Known(truth::of(super::text::holds(order, a.cmp(&b))))),
            (Side::Moment(a, b), Side::Moment(c, d)) => Ok(Predicate::Known(truth::of(compare(order, (a, b), (c, d))))),
            _ => Err(words::cannot_compare()),
        }
    }

    fn with_value(
        &self,
        order: Order,
        n: usize,
        field: Field,
        fold: Fold,
        with: &Side,
    ) -> Result<Predicate, Cql2Fault> {
        match (field.kind, with) {
            (Kind::Number(_) | Kind::Integer(_), Side::Number(number)) => Ok(Predicate::Number(n, order, *number)),
            (Kind::Flag, Side::Truth(truth)) if matches!(order, Order::Equal | Order::NotEqual) => {
                Ok(Predicate::Flag(n, *truth == (order == Order::Equal)))
            }
            (Kind::Time | Kind::Day, Side::Moment(first, last)) => Ok(Predicate::Span(n, order, (*first, *last))),
            (kind, Side::Text(text)) if is_text(kind) => {
                let asked = match (kind, order, fold == Fold::default()) {
                    (_, Order::Equal | Order::NotEqual, true) => Asked::Compare(order, self.word(field, text)?),
                    (Kind::Marker, _, true) => {
                        Asked::Marker(order, text.parse().map_err(|fault| words::no_key(field, &fault))?)
                    }
                    (Kind::Segment, _, true) => {
                        Asked::Segment(order, text.parse().map_err(|fault| words::no_key(field, &fault))?)
                    }
                    _ => Asked::Compare(order, text.clone()),
                };
                Ok(Predicate::Text(n, Arc::new(TextTest { fold, asked })))
            }
            (_, with) => Err(words::mismatch(field, &said(with))),
        }
    }

    /// A text that a property may hold, as it holds it; a fault for one that it never does.
    fn word(&self, field: Field, text: &str) -> Result<String, Cql2Fault> {
        match field.kind {
            Kind::Marker => {
                let key: crate::domain::number::MarkerKey =
                    text.parse().map_err(|fault| words::no_key(field, &fault))?;
                return Ok(key.to_string());
            }
            Kind::Segment => {
                let key: crate::domain::number::SegmentKey =
                    text.parse().map_err(|fault| words::no_key(field, &fault))?;
                return Ok(key.to_string());
            }
            _ => {}
        }
        match values(self.layer, field.name) {
            Values::Words(all) if !all.contains(&text) => Err(words::not_one_of(field, &all)),
            _ => Ok(text.to_owned()),
        }
    }

    fn like(&self, value: &Node, pattern: &Node) -> Result<Predicate, Cql2Fault> {
        match (self.side(value)?, self.side(pattern)?) {
            (Side::Field(n, field, fold), Side::Text(pattern)) if is_text(field.kind) => {
                Ok(Predicate::Text(n, Arc::new(TextTest { fold, asked: Asked::Like(Like::new(&pattern)) })))
            }
            (Side::Field(_, field, _), with) => Err(words::mismatch(field, &said(&with))),
            (Side::Text(text), Side::Text(pattern)) => {
                Ok(Predicate::Known(truth::of(Like::new(&pattern).matches(&text))))
            }
            _ => Err(words::texts_only("LIKE")),
        }
    }

    fn one_of(&self, value: &Node, list: &[Node]) -> Result<Predicate, Cql2Fault> {
        let each = |one: &Node| self.compare(Order::Equal, self.side(value)?, self.side(one)?);
        let parts: Vec<Predicate> = list.iter().map(each).collect::<Result<_, _>>()?;
        // Of one column, one look.
        let (mut numbers, mut texts, mut column, mut folds) =
            (Vec::new(), std::collections::BTreeSet::new(), None, Fold::default());
        for part in &parts {
            match part {
                Predicate::Number(n, _, with) => {
                    numbers.push(*with);
                    column = Some(*n);
                }
                Predicate::Text(n, test) => {
                    let Asked::Compare(Order::Equal, with) = &test.asked else { return Ok(Predicate::Any(parts)) };
                    (column, folds) = (Some(*n), test.fold);
                    texts.insert(with.clone());
                }
                _ => return Ok(Predicate::Any(parts)),
            }
        }
        match column {
            Some(n) if numbers.len() == parts.len() => Ok(Predicate::OneOfNumbers(n, numbers)),
            Some(n) if numbers.is_empty() => {
                Ok(Predicate::Text(n, Arc::new(TextTest { fold: folds, asked: Asked::OneOf(texts) })))
            }
            _ => Ok(Predicate::Any(parts)),
        }
    }

    fn is_null(&self, value: &Node) -> Result<Predicate, Cql2Fault> {
        Ok(match self.side(value)? {
            Side::Place => Predicate::HasNoPlace,
            Side::Field(n, ..) => Predicate::IsNone(n),
            _ => Predicate::Known(truth::FALSE),
        })
    }

    fn space(op: SpatialOp, one: Side, other: Side) -> Result<Predicate, Cql2Fault> {
        match (one, other) {
            (Side::Place, Side::Shape(area)) => Ok(Predicate::Space(op, Arc::new(area))),
            (Side::Shape(area), Side::Place) => Ok(Predicate::Space(turned(op), Arc::new(area))),
            (Side::Shape(one), Side::Shape(other)) => Ok(Predicate::Known(truth::of(one.relates(op, &other)))),
            (Side::Place, Side::Place) => Ok(Predicate::WithPlace(matches!(
                op,
                SpatialOp::Intersects | SpatialOp::Within | SpatialOp::Contains | SpatialOp::Equals
            ))),
            (Side::Field(_, field, _), _) | (_, Side::Field(_, field, _)) => {
                Err(words::mismatch(field, &words::a_geometry()))
            }
            _ => Err(words::geometries_only(op.as_str())),
        }
    }

    fn time(&self, op: TemporalOp, one: &Node, other: &Node) -> Result<Predicate, Cql2Fault> {
        let when = |node: &Node| {
            Ok(match self.side(node)? {
                Side::Field(n, field, _) if is_time(field.kind) => When::Field(n),
                Side::Field(_, field, _) => return Err(words::mismatch(field, &words::a_time())),
                Side::Moment(first, last) => When::Fixed((first, last)),
                Side::Interval(when) => when,
                _ => return Err(words::times_only(op.as_str())),
            })
        };
        match (when(one)?, when(other)?) {
            (When::Fixed(one), When::Fixed(other)) => Ok(Predicate::Known(truth::of(relate(op, one, other)))),
            (one, other) => Ok(Predicate::Time(op, one, other)),
        }
    }
}

const fn mirrored(order: Order) -> Order {
    match order {
        Order::Less => Order::Greater,
        Order::Greater => Order::Less,
        Order::AtMost => Order::AtLeast,
        Order::AtLeast => Order::AtMost,
        same => same,
    }
}

fn said(side: &Side) -> [String; 2] {
    match side {
        Side::Text(text) => words::a_text(text),
        Side::Number(number) => words::a_number(*number),
        Side::Truth(_) => words::a_truth(),
        Side::Moment(..) | Side::Interval(_) => words::a_time(),
        Side::Place | Side::Shape(_) => words::a_geometry(),
        Side::Field(_, field, _) => words::a_property(*field),
    }
}

const fn is_text(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Line | Kind::Marker | Kind::Segment | Kind::Id)
}

const fn is_time(kind: Kind) -> bool {
    matches!(kind, Kind::Time | Kind::Day)
}

/// Kinds of one family can be compared.
const fn family(kind: Kind) -> u8 {
    match kind {
        Kind::Number(_) | Kind::Integer(_) => 1,
        Kind::Flag => 2,
        Kind::Time | Kind::Day => 3,
        Kind::List | Kind::Structure => 4,
        _ => 0,
    }
}
