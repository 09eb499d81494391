//! Rows kept on disk until all are known.
//!
//! Some formats say first what is true of all rows (how wide a column is, whether all have heights). Their writers put
//! the rows into a temporary file without a name, learn from them, and read them again. Cost: one write and one read a
//! row and pass; memory for one row.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, Write as _};

use super::rows::{OutPlace, OutRow, OutValue, SourcePoint};

/// Rows on disk, and what was learned of them.
pub struct Spool {
    out: BufWriter<File>,
    about: About,
}

/// What is true of all rows of a [`Spool`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct About {
    pub rows: u64,
    /// Rows with a place.
    pub places: u64,
    pub parts: u64,
    pub vertices: u64,
    /// Vertices with a height.
    pub heights: u64,
    /// Smallest and largest x, y and z; infinite and turned around where there is none.
    pub low: [f64; 3],
    pub high: [f64; 3],
}

impl About {
    const NOTHING: Self = Self {
        rows: 0,
        places: 0,
        parts: 0,
        vertices: 0,
        heights: 0,
        low: [f64::INFINITY; 3],
        high: [f64::NEG_INFINITY; 3],
    };

    /// Whether every vertex has a height, and there is one at all.
    pub const fn all_have_heights(&self) -> bool {
        self.heights > 0 && self.heights == self.vertices
    }

    /// Whether some have heights and some not.
    pub const fn some_have_heights(&self) -> bool {
        self.heights > 0 && self.heights < self.vertices
    }

    fn add(&mut self, place: &OutPlace) {
        let parts = place.parts();
        self.places += u64::from(!parts.is_empty());
        self.parts += parts.len() as u64;
        for vertex in parts.into_iter().flatten() {
            self.vertices += 1;
            self.heights += u64::from(vertex.z.is_some());
            let axes = self.low.iter_mut().zip(&mut self.high).zip([Some(vertex.x), Some(vertex.y), vertex.z]);
            for ((low, high), value) in axes {
                *low = value.map_or(*low, |value| low.min(value));
                *high = value.map_or(*high, |value| high.max(value));
            }
        }
    }
}

impl Spool {
    /// # Errors
    /// When no temporary file can be made.
    pub fn new() -> io::Result<Self> {
        Ok(Self { out: BufWriter::new(tempfile::tempfile()?), about: About::NOTHING })
    }

    pub const fn about(&self) -> About {
        self.about
    }

    /// # Errors
    /// When the temporary file cannot be written.
    pub fn push(&mut self, row: &OutRow) -> io::Result<()> {
        self.about.rows += 1;
        self.about.add(&row.place);
        put_text(&mut self.out, &row.id)?;
        put_place(&mut self.out, &row.place)?;
        for value in &row.values {
            put_value(&mut self.out, value)?;
        }
        self.out.write_all(&[END])
    }

    /// All rows once more, from the first. Values that were written are read; nothing else has the file.
    ///
    /// # Errors
    /// When the temporary file cannot be written or read.
    pub fn replay(&mut self) -> io::Result<Replay<'_>> {
        self.out.flush()?;
        let file = self.out.get_mut();
        file.rewind()?;
        Ok(Replay { input: BufReader::new(file), left: self.about.rows })
    }
}

/// The rows of a [`Spool`], one after the other.
pub struct Replay<'a> {
    input: BufReader<&'a mut File>,
    left: u64,
}

impl Iterator for Replay<'_> {
    type Item = io::Result<OutRow>;

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        Some(self.row())
    }
}

const END: u8 = 0;
const NULL: u8 = 1;
const TEXT: u8 = 2;
const INTEGER: u8 = 3;
const REAL: u8 = 4;
const BOOLEAN: u8 = 5;

const NO_PLACE: u8 = 0;
const POINT: u8 = 1;
const LINE: u8 = 2;
const LINES: u8 = 3;

type Out = BufWriter<File>;

fn put_text(out: &mut Out, text: &str) -> io::Result<()> {
    out.write_all(&(text.len() as u64).to_le_bytes())?;
    out.write_all(text.as_bytes())
}

fn put_place(out: &mut Out, place: &OutPlace) -> io::Result<()> {
    match place {
        OutPlace::None => out.write_all(&[NO_PLACE]),
        OutPlace::Point(point) => {
            out.write_all(&[POINT])?;
            put_vertex(out, point)
        }
        OutPlace::Line(line) => {
            out.write_all(&[LINE])?;
            put_line(out, line)
        }
        OutPlace::Lines(parts) => {
            out.write_all(&[LINES])?;
            out.write_all(&(parts.len() as u64).to_le_bytes())?;
            parts.iter().try_for_each(|part| put_line(out, part))
        }
    }
}

fn put_line(out: &mut Out, line: &[SourcePoint]) -> io::Result<()> {
    out.write_all(&(line.len() as u64).to_le_bytes())?;
    line.iter().try_for_each(|vertex| put_vertex(out, vertex))
}

fn put_vertex(out: &mut Out, vertex: &SourcePoint) -> io::Result<()> {
    // A height is finite, so NaN can stand for none.
    let numbers = [vertex.x, vertex.y, vertex.z.unwrap_or(f64::NAN)];
    numbers.into_iter().try_for_each(|number| out.write_all(&number.to_le_bytes()))
}

fn put_value(out: &mut Out, value: &OutValue) -> io::Result<()> {
    match value {
        OutValue::Null => out.write_all(&[NULL]),
        OutValue::Text(text) => out.write_all(&[TEXT]).and_then(|()| put_text(out, text)),
        OutValue::Integer(number) => out.write_all(&[INTEGER]).and_then(|()| out.write_all(&number.to_le_bytes())),
        OutValue::Real(number) => out.write_all(&[REAL]).and_then(|()| out.write_all(&number.to_le_bytes())),
        OutValue::Boolean(truth) => out.write_all(&[BOOLEAN, u8::from(*truth)]),
    }
}

impl Replay<'_> {
    fn row(&mut self) -> io::Result<OutRow> {
        let id = self.text()?;
        let place = match self.byte()? {
            POINT => OutPlace::Point(self.vertex()?),
            LINE => OutPlace::Line(self.line()?),
            LINES => {
                let count = self.count()?;
                OutPlace::Lines((0..count).map(|_| self.line()).collect::<io::Result<_>>()?)
            }
            _ => OutPlace::None,
        };
        let mut values = Vec::new();
        loop {
            values.push(match self.byte()? {
                END => return Ok(OutRow { id, place, values }),
                TEXT => OutValue::Text(self.text()?),
                INTEGER => OutValue::Integer(i64::from_le_bytes(self.bytes()?)),
                REAL => OutValue::Real(f64::from_le_bytes(self.bytes()?)),
                BOOLEAN => OutValue::Boolean(self.byte()? != 0),
                _ => OutValue::Null,
            });
        }
    }

    fn bytes<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.input.read_exact(&mut bytes).map(|()| bytes)
    }

    fn byte(&mut self) -> io::Result<u8> {
        self.bytes().map(|[byte]| byte)
    }

    fn count(&mut self) -> io::Result<u64> {
        self.bytes().map(u64::from_le_bytes)
    }

    fn text(&mut self) -> io::Result<String> {
        let length = self.count()?;
        let mut text = String::new();
        self.input.by_ref().take(length).read_to_string(&mut text).map(|_| text)
    }

    fn line(&mut self) -> io::Result<Vec<SourcePoint>> {
        let count = self.count()?;
        (0..count).map(|_| self.vertex()).collect()
    }

    fn vertex(&mut self) -> io::Result<SourcePoint> {
        let [x, y, z] = [self.bytes()?, self.bytes()?, self.bytes()?].map(f64::from_le_bytes);
        Ok(SourcePoint { x, y, z: Some(z).filter(|z| !z.is_nan()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: f64, y: f64, z: Option<f64>) -> SourcePoint {
        SourcePoint { x, y, z }
    }

    #[test]
    fn rows_come_back_as_often_as_asked() {
        let text = |text: &str| OutValue::Text(text.to_owned());
        let rows = [
            OutRow { id: "a".into(), place: OutPlace::None, values: vec![OutValue::Null, text("Mốc\n1"), text("")] },
            OutRow {
                id: String::new(),
                place: OutPlace::Point(point(103.1, -0.0, Some(5e-324))),
                values: vec![OutValue::Integer(i64::MIN), OutValue::Real(-0.1), OutValue::Boolean(true)],
            },
            OutRow {
                id: "Đèo Tây".into(),
                place: OutPlace::Line(vec![point(1.0, 2.0, None), point(3.0, 4.0, Some(5.0))]),
                values: Vec::new(),
            },
            OutRow {
                id: "b".into(),
                place: OutPlace::Lines(vec![vec![point(2.0, 3.0, None); 2], vec![point(2.5, 3.5, None); 3]]),
                values: vec![OutValue::Null],
            },
        ];
        let mut spool = Spool::new().unwrap();
        for row in &rows {
            spool.push(row).unwrap();
        }
        for _ in 0..2 {
            let back: Vec<OutRow> = spool.replay().unwrap().map(Result::unwrap).collect();
            assert_eq!(back, rows);
        }
        let about = spool.about();
        assert_eq!((about.rows, about.places, about.parts, about.vertices, about.heights), (4, 3, 4, 8, 2));
        assert_eq!((about.low, about.high), ([1.0, -0.0, 5e-324], [103.1, 4.0, 5.0]));
        assert!(about.some_have_heights() && !about.all_have_heights());
    }
}
