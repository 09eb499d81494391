//! What is tied to stretches and places of lines, found by the stretch that it meets.
//!
//! Kept in buckets of `WIDTH` main numbers, each in the pieces that pictures share, so that a write copies a small part.
//! Cost: a look-up goes through the buckets that the stretch lies in; something long is kept in each that it lies in, and
//! found once.

use std::sync::Arc;

use super::block::ClassId;
use super::register::span::Span;
use super::shards::Shards;
use crate::domain::number::LineKey;

/// Main numbers in a bucket.
const WIDTH: u16 = 8;

type Bucket = (LineKey, bool, u16);

/// Something with where it lies and who sees it.
#[derive(Debug)]
pub struct Tied<T> {
    pub span: Span,
    pub class: ClassId,
    pub fact: T,
}

#[derive(Debug, Clone)]
pub struct Strip<T>(Shards<Bucket, Vec<Arc<Tied<T>>>>);

impl<T> Default for Strip<T> {
    fn default() -> Self {
        Self(Shards::default())
    }
}

fn buckets(span: &Span) -> (bool, std::ops::RangeInclusive<u16>) {
    let (from, to) = (span.from.main() / WIDTH, span.to.main() / WIDTH);
    (span.from.is_stake(), from..=to)
}

impl<T> Strip<T> {
    pub fn put(&mut self, span: Span, class: ClassId, fact: T) {
        let tied = Arc::new(Tied { span, class, fact });
        let (is_stake, all) = buckets(&span);
        for n in all {
            let bucket = (span.line, is_stake, n);
            self.0.edit(&bucket).entry(bucket).or_default().push(Arc::clone(&tied));
        }
    }

    /// Takes one out, and says of which class it was.
    pub fn take_out(&mut self, span: &Span, is_it: impl Fn(&T) -> bool) -> Option<ClassId> {
        let (is_stake, all) = buckets(span);
        let mut former = None;
        for n in all {
            let bucket = (span.line, is_stake, n);
            if self.0.get(&bucket).is_none() {
                continue;
            }
            let piece = self.0.edit(&bucket);
            let Some(held) = piece.get_mut(&bucket) else { continue };
            if let Some(place) = held.iter().position(|tied| tied.span == *span && is_it(&tied.fact)) {
                former = Some(held.remove(place).class);
            }
            if held.is_empty() {
                piece.remove(&bucket);
            }
        }
        former
    }

    /// Whatever meets a stretch, each once, in no order.
    pub fn meeting<'a>(&'a self, asked: &'a Span) -> impl Iterator<Item = &'a Tied<T>> {
        let (is_stake, all) = buckets(asked);
        let first = *all.start();
        all.flat_map(move |n| {
            let held = self.0.get(&(asked.line, is_stake, n)).map_or([].as_slice(), Vec::as_slice);
            // In the first of the buckets that both lie in.
            held.iter().filter(move |tied| n == first.max(tied.span.from.main() / WIDTH))
        })
        .map(Arc::as_ref)
        .filter(|tied| tied.span.meets(asked))
    }

    /// All of it, each once, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Tied<T>> {
        let held = self.0.iter().flat_map(|((.., n), held)| held.iter().map(move |tied| (*n, tied)));
        held.filter(|(n, tied)| *n == tied.span.from.main() / WIDTH).map(|(_, tied)| tied.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::number::SegmentKey;

    fn span(from: u16, to: u16) -> Span {
        let text = |n: u16| format!("VN-LA:{n}").parse().unwrap();
        if from == to {
            return Span::at(text(from));
        }
        Span::of(&format!("VN-LA:{from}..{to}").parse::<SegmentKey>().unwrap())
    }

    #[test]
    fn it_finds_what_going_through_all_finds_and_each_once() {
        let mut strip = Strip::default();
        let mut all = Vec::new();
        for n in 0_u16..60 {
            let held = span(n, n + (n * 7) % 31);
            strip.put(held, 0, n);
            all.push((held, n));
        }
        for gone in [3_u16, 17, 40] {
            let (held, n) = all.iter().find(|(_, n)| *n == gone).copied().unwrap();
            assert_eq!(strip.take_out(&held, |fact| *fact == n), Some(0));
            assert_eq!(strip.take_out(&held, |fact| *fact == n), None);
            all.retain(|(_, held)| *held != n);
        }
        for from in 0_u16..95 {
            for asked in [span(from, from), span(from, from + 1), span(from, from + 25)] {
                let mut found: Vec<u16> = strip.meeting(&asked).map(|tied| tied.fact).collect();
                found.sort_unstable();
                let expected: Vec<u16> = all.iter().filter(|(held, _)| held.meets(&asked)).map(|(_, n)| *n).collect();
                assert_eq!(found, expected, "{asked:?}");
            }
        }
        assert_eq!(strip.all().count(), all.len());
    }
}
