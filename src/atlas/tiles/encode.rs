//! A tile of a layer as bytes.

use std::sync::Arc;

use super::attributes::{COUNT, ID, OF_MARKERS};
use super::cache::Tile;
use super::drawn::{Drawn, DrawnPlace, WHOLE_FROM};
use super::select::{Asked, BUFFER, Hit, since};
use super::write::{self, LayerWriter};
use crate::atlas::block::{Block, ClassId};
use crate::atlas::layers::LayerId;
use crate::geo::tile::{Course, Frame, clip};

/// Columns of no more values keep the numbers that those have in the tile.
const FEW: usize = 1_024;
/// A value that the tile does not have yet.
const NEW: u32 = u32::MAX;

/// The numbers that the values of a block have in the tile.
struct Translated {
    block: usize,
    columns: Vec<Vec<u32>>,
}

impl Translated {
    fn of(n: usize, block: &Block) -> Self {
        let drawn = block.drawn();
        let few = |column| Some(drawn.variety(column)).filter(|variety| *variety <= FEW).unwrap_or(0);
        Self { block: n, columns: (0..drawn.width()).map(|column| vec![NEW; few(column)]).collect() }
    }
}

/// The tile that is asked for. `restricted` tells which classes leave a trace when they are read.
pub fn tile(asked: &Asked<'_>, restricted: &dyn Fn(ClassId) -> bool) -> Tile {
    let since = since(asked.held);
    let hits = asked.select(&since);
    let mut out = LayerWriter::default();
    let (mut told, mut translated) = (0, None);
    let frame = asked.tile.frame(BUFFER);
    let own = u32::try_from(asked.layer.attributes().len()).unwrap_or(0);
    let after = if asked.layer == LayerId::Markers { own + 1 + 3 } else { own + 1 };
    for hit in &hits {
        let in_block = hit.block.and_then(|n| Some((n, asked.held.blocks().get(n)?)));
        let (id, class) = match (in_block, since.get(hit.slot)) {
            (Some((_, block)), _) => (&*block.order(hit.slot).id, block.class(hit.slot)),
            (None, Some((feature, class))) => (&*feature.order.id, *class),
            (None, None) => continue,
        };
        let place = match (in_block, since.get(hit.slot)) {
            (Some((_, block)), _) => place_in(block, hit),
            (None, Some((feature, _))) => place_of(&feature.drawn),
            (None, None) => continue,
        };
        let Some(shape) = shape(asked, &frame, &place) else { continue };
        let number = out.unique_text(id);
        out.tag(0, number);
        match (in_block, since.get(hit.slot)) {
            (Some((n, block)), _) => tell_slot(n, block, hit.slot, &mut translated, &mut out),
            (None, Some((feature, _))) => tell(&feature.drawn.values, &mut out),
            (None, None) => {}
        }
        if asked.layer == LayerId::Markers {
            told += tell_marks(asked, id, own + 1, &mut out);
        }
        if hit.count > 1 {
            let number = out.value(&Arc::from(write::number(hit.count.into())));
            out.tag(after, number);
        }
        told += u32::from(restricted(class)) * hit.count;
        match shape {
            Drawing::Point(at) => out.point(at),
            Drawing::Lines(lines) => out.lines(&lines),
        }
    }
    let features = out.feature_count;
    let bytes = out.finish(asked.layer.about().id, asked.layer.keys().map(|key| key.name));
    Tile { bytes: bytes.into(), features, restricted: told }
}

/// The keys of a tile start with the id and end with the count: see [`LayerId::keys`].
const _: () =
    assert!(matches!(ID.name.as_bytes(), b"id") && matches!(COUNT.name.as_bytes(), b"count") && OF_MARKERS.len() == 3);

fn tell_slot(n: usize, block: &Block, slot: usize, translated: &mut Option<Translated>, out: &mut LayerWriter) {
    let held = match translated {
        Some(held) if held.block == n => held,
        _ => translated.insert(Translated::of(n, block)),
    };
    let drawn = block.drawn();
    for (key, column) in (1..).zip(0..drawn.width()) {
        let Some((value, bytes)) = drawn.value(column, slot) else { continue };
        let number = match held.columns[column].get_mut(value) {
            Some(number) => {
                if *number == NEW {
                    *number = out.value(bytes);
                }
                *number
            }
            None => out.value(bytes),
        };
        out.tag(key, number);
    }
}

fn tell(values: &[Option<Arc<[u8]>>], out: &mut LayerWriter) {
    for (key, value) in (1..).zip(values) {
        if let Some(value) = value {
            let number = out.value(value);
            out.tag(key, number);
        }
    }
}

/// What is known of a marker; how many restricted inspections that rests on.
fn tell_marks(asked: &Asked<'_>, id: &str, key: u32, out: &mut LayerWriter) -> u32 {
    let mark = asked.marks.of(id);
    let said = [
        mark.map(|mark| &mark.condition).or(asked.marks.unknown()),
        mark.and_then(|mark| mark.last_inspected_at.as_ref()),
        asked.marks.never().filter(|_| mark.is_none()),
    ];
    for (key, value) in (key..).zip(said) {
        if let Some(value) = value {
            let number = out.value(value);
            out.tag(key, number);
        }
    }
    mark.map_or(0, |mark| mark.restricted)
}

enum Place<'a> {
    Point(i64, i64),
    Lines(&'a [Course]),
    Nowhere,
}

enum Drawing {
    Point([i32; 2]),
    Lines(Vec<Vec<[i32; 2]>>),
}

fn place_in<'a>(block: &'a Block, hit: &Hit) -> Place<'a> {
    match (block.drawn().point(hit.slot), block.drawn().line(hit.slot)) {
        (Some(at), _) => Place::Point(at.x.into(), at.y.into()),
        (None, Some(line)) => Place::Lines(&line.courses),
        (None, None) => Place::Nowhere,
    }
}

fn place_of(drawn: &Drawn) -> Place<'_> {
    match &drawn.place {
        DrawnPlace::Nowhere => Place::Nowhere,
        DrawnPlace::Point(at) => Place::Point(at.x.into(), at.y.into()),
        DrawnPlace::Lines(courses) => Place::Lines(courses),
    }
}

/// In the units of the tile; nothing where nothing of it lies in the frame, or too little to be a line.
fn shape(asked: &Asked<'_>, frame: &Frame, place: &Place<'_>) -> Option<Drawing> {
    let courses = match place {
        Place::Point(x, y) => return Some(Drawing::Point(asked.tile.local(*x, *y))),
        Place::Nowhere => return None,
        Place::Lines(courses) => courses,
    };
    let (zoom, mut lines, mut spot) = (asked.tile.zoom(), Vec::new(), None);
    for course in courses.iter().filter(|course| frame.meets(course.bounds())) {
        let parts = if frame.covers(course.bounds()) {
            vec![course.at_zoom(zoom).collect()]
        } else {
            clip(course.at_zoom(zoom), frame)
        };
        for part in parts {
            let mut line: Vec<[i32; 2]> = part.into_iter().map(|[x, y]| asked.tile.local(x, y)).collect();
            line.dedup();
            spot = spot.or(line.first().copied());
            if line.len() > 1 {
                lines.push(line);
            }
        }
    }
    // Where everything is shown, a line of less than a unit is one of a unit: it is there.
    if let (true, Some([x, y]), true) = (lines.is_empty(), spot, zoom >= WHOLE_FROM) {
        lines.push(vec![[x, y], [x + 1, y]]);
    }
    (!lines.is_empty()).then_some(Drawing::Lines(lines))
}
