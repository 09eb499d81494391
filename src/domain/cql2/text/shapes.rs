//! Literals of space and time: `POINT(…)` to `GEOMETRYCOLLECTION(…)`, `BBOX(…)`, `DATE('…')`, `TIMESTAMP('…')`, `INTERVAL(…)`.

use super::Parser;
use super::token::Token;
use crate::domain::cql2::{Corner, Cql2Fault, Endpoint, Geometry, Node};
use crate::domain::time::{CivilDay, Instant};

/// First and last millisecond of a day in Vietnam.
pub(in crate::domain::cql2) fn day(text: &str) -> Result<(i64, i64), Cql2Fault> {
    let day = CivilDay::of_any_year(text).map_err(|_| {
        Cql2Fault::syntax(
            format!("“{text}” không phải ngày dạng 2026-11-22"),
            format!("\"{text}\" is not a day such as 2026-11-22"),
        )
    })?;
    let (first, last) = day.bounds();
    Ok((first.millis(), last.millis()))
}

pub(in crate::domain::cql2) fn instant(text: &str) -> Result<(i64, i64), Cql2Fault> {
    let at = Instant::of_any_year(text).map_err(|_| {
        Cql2Fault::syntax(
            format!("“{text}” không phải thời điểm RFC 3339"),
            format!("\"{text}\" is not an RFC 3339 time such as 2026-11-22T08:00:00+07:00"),
        )
    })?;
    Ok((at.millis(), at.millis()))
}

/// An end of an interval: `..`, a day or an instant.
pub(in crate::domain::cql2) fn endpoint(text: &str) -> Result<Endpoint, Cql2Fault> {
    if text == ".." {
        return Ok(Endpoint::Open);
    }
    let (first, last) = if text.contains(['T', 't']) { instant(text) } else { day(text) }?;
    Ok(Endpoint::Moment(first, last))
}

impl Parser<'_> {
    pub(super) fn time(&mut self, upper: &str) -> Result<Node, Cql2Fault> {
        self.symbol("(")?;
        let node = if upper == "INTERVAL" {
            let from = self.end_of_interval()?;
            self.symbol(",")?;
            let to = self.end_of_interval()?;
            Node::Interval(from, to)
        } else {
            let Token::Text(text) = &self.next.1 else { return Err(self.unexpected("'…'", "'…'")) };
            let (first, last) = if upper == "DATE" { day(text) } else { instant(text) }?;
            self.take()?;
            Node::Moment(first, last)
        };
        self.symbol(")")?;
        Ok(node)
    }

    fn end_of_interval(&mut self) -> Result<Endpoint, Cql2Fault> {
        match &self.next.1 {
            Token::Text(text) => {
                let end = endpoint(text)?;
                self.take()?;
                Ok(end)
            }
            Token::Word(name) if !matches!(name.to_ascii_uppercase().as_str(), "DATE" | "TIMESTAMP") => {
                let name = name.clone();
                self.take()?;
                Ok(Endpoint::Property(name))
            }
            Token::Quoted(name) => {
                let name = name.clone();
                self.take()?;
                Ok(Endpoint::Property(name))
            }
            Token::Word(_) => {
                let Token::Word(word) = self.take()? else { return Err(self.unexpected("'…'", "'…'")) };
                match self.time(&word.to_ascii_uppercase())? {
                    Node::Moment(first, last) => Ok(Endpoint::Moment(first, last)),
                    _ => Err(self.unexpected("'…'", "'…'")),
                }
            }
            _ => Err(self.unexpected("'…'", "'…'")),
        }
    }

    /// The geometry that this word begins, if it begins one.
    pub(super) fn shape(&mut self, upper: &str) -> Result<Option<Geometry>, Cql2Fault> {
        if !is_shape(upper) {
            return Ok(None);
        }
        self.budget.down()?;
        if upper != "BBOX" {
            self.took_word("Z")?;
        }
        self.symbol("(")?;
        let geometry = match upper {
            "POINT" => Geometry::Point(self.corner()?),
            "LINESTRING" => Geometry::Line(self.list(Self::corner)?),
            "POLYGON" => Geometry::Polygon(self.list(Self::ring)?),
            "MULTIPOINT" => Geometry::Points(self.list(Self::corner_in_parentheses)?),
            "MULTILINESTRING" => Geometry::Lines(self.list(Self::ring)?),
            "MULTIPOLYGON" => Geometry::Polygons(self.list(|parser| {
                parser.symbol("(")?;
                let rings = parser.list(Self::ring)?;
                parser.symbol(")")?;
                Ok(rings)
            })?),
            "BBOX" => self.bbox()?,
            _ => Geometry::Collection(self.list(Self::member)?),
        };
        self.symbol(")")?;
        self.budget.up();
        Ok(Some(geometry))
    }

    fn member(&mut self) -> Result<Geometry, Cql2Fault> {
        let Token::Word(word) = &self.next.1 else { return Err(self.unexpected("POINT, …", "POINT, …")) };
        let upper = word.to_ascii_uppercase();
        if !is_shape(&upper) || matches!(upper.as_str(), "BBOX" | "GEOMETRYCOLLECTION") {
            return Err(self.unexpected("POINT, …", "POINT, …"));
        }
        self.take()?;
        let geometry = self.shape(&upper)?;
        geometry.ok_or_else(|| self.unexpected("POINT, …", "POINT, …"))
    }

    fn list<T>(&mut self, one: impl Fn(&mut Self) -> Result<T, Cql2Fault>) -> Result<Vec<T>, Cql2Fault> {
        let mut all = vec![one(self)?];
        while self.took_symbol(",")? {
            all.push(one(self)?);
        }
        Ok(all)
    }

    fn ring(&mut self) -> Result<Vec<Corner>, Cql2Fault> {
        self.symbol("(")?;
        let ring = self.list(Self::corner)?;
        self.symbol(")")?;
        Ok(ring)
    }

    /// `MULTIPOINT((1 2), (3 4))`, and as many write it, without the inner parentheses.
    fn corner_in_parentheses(&mut self) -> Result<Corner, Cql2Fault> {
        let inner = self.took_symbol("(")?;
        let corner = self.corner()?;
        if inner {
            self.symbol(")")?;
        }
        Ok(corner)
    }

    fn corner(&mut self) -> Result<Corner, Cql2Fault> {
        self.budget.vertex()?;
        let corner = [self.coordinate()?, self.coordinate()?];
        if let Token::Number(_) = self.next.1 {
            self.take()?;
        }
        Ok(corner)
    }

    fn coordinate(&mut self) -> Result<f64, Cql2Fault> {
        match self.next.1 {
            Token::Number(number) => {
                self.take()?;
                Ok(number)
            }
            _ => Err(self.unexpected("tọa độ", "a coordinate")),
        }
    }

    fn bbox(&mut self) -> Result<Geometry, Cql2Fault> {
        let at = self.next.0;
        let all = self.list(Self::coordinate)?;
        of_numbers(&all).ok_or_else(|| Cql2Fault::at(at, "BBOX có 4 hoặc 6 số", "a BBOX has 4 or 6 numbers"))
    }
}

/// A box of four numbers, or six with heights.
pub(in crate::domain::cql2) fn of_numbers(all: &[f64]) -> Option<Geometry> {
    match *all {
        [a, b, c, d] | [a, b, _, c, d, _] => Some(Geometry::Box([a, b], [c, d])),
        _ => None,
    }
}

fn is_shape(upper: &str) -> bool {
    matches!(
        upper,
        "POINT"
            | "LINESTRING"
            | "POLYGON"
            | "MULTIPOINT"
            | "MULTILINESTRING"
            | "MULTIPOLYGON"
            | "GEOMETRYCOLLECTION"
            | "BBOX"
    )
}
