//! The levels of all registered segments, for one viewer on one day by one method: worked out once and kept, and of the next
//! picture only where a change touched something.
//!
//! Cost: the facts of all segments when nobody like the viewer asked on that day before, shared out among the processors; else
//! those of the touched segments.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::encode;
use super::layer::{Edit, Layer};
use super::register::Segment;
use super::snapshot::{PUBLIC, Snapshot, Visible};
use super::touched::Touched;
use crate::domain::attention::{Assessment, Class, HazardFact, InspectionState, Method, assess};
use crate::domain::chain::Digest;
use crate::domain::number::SegmentKey;
use crate::domain::people::UnitTree;
use crate::domain::time::CivilDay;

/// Boards that a picture keeps, those last asked for.
const KEPT: usize = 16;
/// Segments that are worth another thread.
const WORTH_A_THREAD: usize = 512;

/// On which day, and how, levels are worked out.
#[derive(Debug, Clone, Copy)]
pub struct Outlook<'a> {
    pub day: CivilDay,
    pub method: &'a Method,
    /// Whose word counts beside whose.
    pub units: &'a UnitTree,
}

/// The level of a segment, without why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    pub tenths: i64,
    pub class: Class,
    pub state: InspectionState,
}

#[derive(Debug)]
pub struct Board {
    visible: Visible,
    day: CivilDay,
    method: Digest,
    units: UnitTree,
    levels: BTreeMap<SegmentKey, Level>,
    layer: Layer,
    worked_out: usize,
}

impl Board {
    pub fn level(&self, key: &SegmentKey) -> Option<Level> {
        self.levels.get(key).copied()
    }

    pub fn levels(&self) -> impl Iterator<Item = (&SegmentKey, Level)> {
        self.levels.iter().map(|(key, level)| (key, *level))
    }

    /// The layer of segments with their levels.
    pub const fn layer(&self) -> &Layer {
        &self.layer
    }

    /// For how many segments the level was worked out to make this board; the others were taken over.
    pub const fn worked_out(&self) -> usize {
        self.worked_out
    }

    fn is_for(&self, outlook: &Outlook<'_>, visible: &Visible) -> bool {
        // Classes that came since are among what was touched since.
        let same = self.day == outlook.day && self.method == outlook.method.digest && self.units == *outlook.units;
        same && visible.begins_with(&self.visible)
    }
}

/// The boards of a picture, each with what was touched since it was made.
#[derive(Debug, Clone, Default)]
pub struct Boards(Arc<Mutex<Vec<Kept>>>);

type Kept = (Arc<Board>, Touched);

impl Boards {
    /// Those of the next picture.
    #[must_use]
    pub fn next(&self, touched: &Touched) -> Self {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for (_, since) in &mut kept {
            since.merge(touched);
        }
        Self(Arc::new(Mutex::new(kept)))
    }

    fn find(&self, outlook: &Outlook<'_>, visible: &Visible) -> Option<(Arc<Board>, Touched)> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(board, _)| board.is_for(outlook, visible)).cloned()
    }

    fn keep(&self, board: &Arc<Board>, outlook: &Outlook<'_>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(held, _)| !held.is_for(outlook, &board.visible) && held.day.number() + 1 >= outlook.day.number());
        kept.insert(0, (Arc::clone(board), Touched::default()));
        kept.truncate(KEPT);
    }
}

impl Snapshot {
    /// The levels of all registered segments, from what the viewer may know.
    pub fn board(&self, outlook: &Outlook<'_>, visible: &Visible) -> Arc<Board> {
        let held = self.boards().find(outlook, visible);
        let board = match held {
            Some((board, since)) if since.is_nothing() && board.visible == *visible => return board,
            Some((board, since)) => match since.segments(self.register()) {
                Some(touched) => self.renewed(&board, &touched, outlook, visible),
                None => self.whole_board(outlook, visible),
            },
            None => self.whole_board(outlook, visible),
        };
        let board = Arc::new(board);
        self.boards().keep(&board, outlook);
        board
    }

    fn whole_board(&self, outlook: &Outlook<'_>, visible: &Visible) -> Board {
        let segments: Vec<&Segment> = self.register().segments().collect();
        let worked_out = segments.len();
        let levels: Vec<Level> = shared_out(&segments, |segment| self.level(&segment.key, outlook, visible));
        let edits = segments.iter().zip(&levels).filter_map(|(segment, level)| self.put(segment, *level));
        let layer = Layer::of_edits(edits.collect());
        let levels = segments.iter().map(|segment| segment.key).zip(levels).collect();
        let (day, method, units) = (outlook.day, outlook.method.digest, outlook.units.clone());
        Board { visible: visible.clone(), day, method, units, levels, layer, worked_out }
    }

    fn renewed(
        &self,
        board: &Board,
        touched: &BTreeSet<SegmentKey>,
        outlook: &Outlook<'_>,
        visible: &Visible,
    ) -> Board {
        let (mut levels, mut edits) = (board.levels.clone(), Vec::new());
        for key in touched {
            let level = self.level(key, outlook, visible);
            if levels.insert(*key, level) != Some(level)
                && let Some(segment) = self.register().segment(key)
            {
                edits.extend(self.put(&segment, level));
            }
        }
        Board {
            visible: visible.clone(),
            day: outlook.day,
            method: outlook.method.digest,
            units: outlook.units.clone(),
            levels,
            layer: board.layer.edited(&edits),
            worked_out: touched.len(),
        }
    }

    fn put(&self, segment: &Segment, level: Level) -> Option<Edit> {
        let class = self.class_id(&PUBLIC)?;
        Some(Edit::Put(Arc::new(encode::segment_feature(segment, Some(level))), class))
    }

    fn level(&self, key: &SegmentKey, outlook: &Outlook<'_>, visible: &Visible) -> Level {
        let found = self.assess(key, outlook, visible);
        Level { tenths: found.tenths, class: found.class, state: found.inspection_state }
    }

    /// The same with one more hazard where there would be one.
    pub fn assess_with(
        &self,
        keys: &[SegmentKey],
        outlook: &Outlook<'_>,
        visible: &Visible,
        more: impl Fn(&SegmentKey) -> Option<HazardFact> + Sync,
    ) -> Vec<Assessment> {
        shared_out(keys, |key| {
            let mut facts = self.gathered(key, outlook, visible);
            facts.hazards.extend(more(key));
            assess(&facts, outlook.day, outlook.method)
        })
    }

    /// Many segments assessed at once, in their order.
    pub fn assess_all(&self, keys: &[SegmentKey], outlook: &Outlook<'_>, visible: &Visible) -> Vec<Assessment> {
        shared_out(keys, |key| self.assess(key, outlook, visible))
    }
}

/// The same for each, in their order, on as many processors as are worth it.
fn shared_out<T: Sync, R: Send>(all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let parts = processors.min(all.len() / WORTH_A_THREAD).max(1);
    if parts == 1 {
        return all.iter().map(work).collect();
    }
    let work = &work;
    let run = |part: &[T]| part.iter().map(work).collect::<Vec<R>>();
    std::thread::scope(|scope| {
        let running: Vec<_> =
            all.chunks(all.len().div_ceil(parts)).map(|part| (part, scope.spawn(move || run(part)))).collect();
        // A thread that ended early would have left a gap: its part is done here.
        running.into_iter().flat_map(|(part, thread)| thread.join().unwrap_or_else(|_| run(part))).collect()
    })
}
