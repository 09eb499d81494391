//! Reads vector tiles, written from the specification alone (Mapbox Vector Tile 2.1) and strict: what it says that must be, must.

use std::collections::BTreeMap;

use serde_json::{Value, json};

#[derive(Debug, Clone)]
pub struct TileFeature {
    pub properties: BTreeMap<String, Value>,
    /// 1 points, 2 lines.
    pub kind: u64,
    /// In units of the tile.
    pub lines: Vec<Vec<[i64; 2]>>,
}

impl TileFeature {
    pub fn id(&self) -> &str {
        self.properties["id"].as_str().unwrap()
    }

    /// How many it stands for.
    pub fn count(&self) -> u64 {
        self.properties.get("count").map_or(1, |count| count.as_u64().unwrap())
    }
}

/// The layers of a tile, by name.
pub fn read(bytes: &[u8]) -> BTreeMap<String, Vec<TileFeature>> {
    let mut layers = BTreeMap::new();
    for (field, value) in fields(bytes) {
        assert_eq!(field, 3, "a tile holds layers alone");
        let (name, features) = layer(value.bytes());
        assert!(layers.insert(name, features).is_none(), "a layer stands twice");
    }
    layers
}

enum Wire<'a> {
    Number(u64),
    Double(f64),
    Bytes(&'a [u8]),
}

impl<'a> Wire<'a> {
    fn number(&self) -> u64 {
        match self {
            Self::Number(number) => *number,
            _ => panic!("no number"),
        }
    }

    fn bytes(&self) -> &'a [u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            _ => panic!("no bytes"),
        }
    }

    fn text(&self) -> String {
        std::str::from_utf8(self.bytes()).unwrap().to_owned()
    }
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let (mut number, mut shift) = (0, 0);
    loop {
        let (first, rest) = bytes.split_first().expect("a number ends");
        *bytes = rest;
        number |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return number;
        }
        shift += 7;
    }
}

fn fields(mut bytes: &[u8]) -> Vec<(u64, Wire<'_>)> {
    let mut all = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes);
        let value = match key & 7 {
            0 => Wire::Number(varint(&mut bytes)),
            1 => {
                let (eight, rest) = bytes.split_at(8);
                bytes = rest;
                Wire::Double(f64::from_le_bytes(eight.try_into().unwrap()))
            }
            2 => {
                let length = usize::try_from(varint(&mut bytes)).unwrap();
                let (inside, rest) = bytes.split_at(length);
                bytes = rest;
                Wire::Bytes(inside)
            }
            other => panic!("wire type {other}"),
        };
        all.push((key >> 3, value));
    }
    all
}

fn packed(mut bytes: &[u8]) -> Vec<u64> {
    let mut all = Vec::new();
    while !bytes.is_empty() {
        all.push(varint(&mut bytes));
    }
    all
}

fn layer(bytes: &[u8]) -> (String, Vec<TileFeature>) {
    let (mut name, mut keys, mut values, mut raw, mut version, mut extent) =
        (None, Vec::new(), Vec::new(), Vec::new(), 0, 0);
    for (field, value) in fields(bytes) {
        match field {
            1 => name = Some(value.text()),
            2 => raw.push(value.bytes()),
            3 => keys.push(value.text()),
            4 => values.push(said(value.bytes())),
            5 => extent = value.number(),
            15 => version = value.number(),
            other => panic!("field {other} of a layer"),
        }
    }
    assert_eq!((version, extent), (2, 4096));
    assert!(!raw.is_empty(), "a layer without features");
    let mut once = keys.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), keys.len(), "a key stands twice");
    (name.unwrap(), raw.into_iter().map(|bytes| feature(bytes, &keys, &values)).collect())
}

fn said(bytes: &[u8]) -> Value {
    let all = fields(bytes);
    let [(field, value)] = &all[..] else { panic!("a value is one") };
    match (field, value) {
        (1, value) => json!(value.text()),
        (3, Wire::Double(double)) => json!(double),
        (5, value) => json!(value.number()),
        (7, value) => json!(value.number() == 1),
        (other, _) => panic!("value of field {other}"),
    }
}

fn feature(bytes: &[u8], keys: &[String], values: &[Value]) -> TileFeature {
    let (mut properties, mut kind, mut geometry) = (BTreeMap::new(), 0, Vec::new());
    for (field, value) in fields(bytes) {
        match field {
            2 => {
                for pair in packed(value.bytes()).chunks(2) {
                    let [key, value] = [pair[0], pair[1]].map(|number| usize::try_from(number).unwrap());
                    assert!(properties.insert(keys[key].clone(), values[value].clone()).is_none(), "said twice");
                }
            }
            3 => kind = value.number(),
            4 => geometry = packed(value.bytes()),
            other => panic!("field {other} of a feature"),
        }
    }
    TileFeature { properties, kind, lines: lines(kind, &geometry) }
}

fn lines(kind: u64, commands: &[u64]) -> Vec<Vec<[i64; 2]>> {
    let (mut at, mut lines, mut rest) = ([0_i64, 0], Vec::<Vec<[i64; 2]>>::new(), commands.iter().copied());
    while let Some(command) = rest.next() {
        let (what, count) = (command & 7, command >> 3);
        assert!(count > 0 && (what != 1 || count == 1), "a command of nothing, or several places at once");
        for _ in 0..count {
            let mut step = || {
                let coded = rest.next().expect("a coordinate").cast_signed();
                (coded >> 1) ^ -(coded & 1)
            };
            let (dx, dy) = (step(), step());
            at = [at[0] + dx, at[1] + dy];
            match what {
                1 => lines.push(vec![at]),
                2 => {
                    assert!((dx, dy) != (0, 0), "a step of nothing");
                    lines.last_mut().unwrap().push(at);
                }
                other => panic!("command {other}"),
            }
        }
    }
    match kind {
        1 => assert!(lines.len() == 1 && lines[0].len() == 1),
        2 => assert!(!lines.is_empty() && lines.iter().all(|line| line.len() > 1)),
        other => panic!("geometry of type {other}"),
    }
    lines
}

/// Row and column of the tile of a zoom around a place, by the textbook's formula.
pub fn tile_of([lon, lat]: [f64; 2], zoom: u8) -> (u32, u32) {
    let [x, y] = units([lon, lat], zoom);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the grid")]
    let (row, column) = ((y / 4096.0) as u32, (x / 4096.0) as u32);
    (row, column)
}

/// A place in units of a zoom, from the north-western corner of the world.
pub fn units([lon, lat]: [f64; 2], zoom: u8) -> [f64; 2] {
    let across = (lon + 180.0) / 360.0;
    let lat = lat.to_radians();
    let down = 0.5 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::TAU;
    let all = 4096.0 * 2_f64.powi(i32::from(zoom));
    [across * all, down * all]
}
