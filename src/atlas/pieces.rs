//! Bytes of an answer in pieces: long runs of a block are shared as they lie, short ones copied together.

use bytes::Bytes;

/// A run from this length on is not copied. Shorter ones cost less to copy than to hand over one by one: a system call
/// takes sixteen at most.
const SHARED_FROM: usize = 16 * 1024;

/// Pieces in their order.
#[derive(Debug, Clone, Default)]
pub struct Pieces {
    whole: Vec<Bytes>,
    /// What was copied since the last whole piece.
    open: Vec<u8>,
}

impl Pieces {
    /// With room for so many bytes to be copied.
    pub fn with_capacity(bytes: usize) -> Self {
        Self { whole: Vec::new(), open: Vec::with_capacity(bytes) }
    }

    pub fn len(&self) -> usize {
        self.whole.iter().map(Bytes::len).sum::<usize>() + self.open.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Copies bytes to the end.
    pub fn push(&mut self, bytes: &[u8]) {
        self.open.extend_from_slice(bytes);
    }

    /// Puts a part of bytes that stay at the end.
    pub fn share(&mut self, all: &Bytes, part: std::ops::Range<usize>) {
        if part.len() < SHARED_FROM {
            self.push(&all[part]);
        } else {
            self.close();
            self.whole.push(all.slice(part));
        }
    }

    /// Puts other pieces at the end.
    pub fn append(&mut self, mut other: Self) {
        self.close();
        self.whole.append(&mut other.whole);
        self.open = other.open;
    }

    /// Takes the last byte away.
    pub fn pop(&mut self) {
        if self.open.pop().is_none()
            && let Some(last) = self.whole.last_mut()
        {
            last.truncate(last.len().saturating_sub(1));
        }
    }

    /// All in one.
    pub fn to_vec(&self) -> Vec<u8> {
        let mut all = Vec::with_capacity(self.len());
        self.whole.iter().for_each(|piece| all.extend_from_slice(piece));
        all.extend_from_slice(&self.open);
        all
    }

    /// Features as the list that JSON makes of them.
    pub fn as_list(&self) -> Vec<u8> {
        [b"[", self.to_vec().as_slice(), b"]"].concat()
    }

    /// The pieces themselves; none is empty.
    pub fn into_pieces(mut self) -> Vec<Bytes> {
        self.close();
        self.whole
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            self.whole.push(Bytes::from(std::mem::take(&mut self.open)));
        }
    }
}

/// Equal in what they say, wherever they are cut.
impl PartialEq for Pieces {
    fn eq(&self, other: &Self) -> bool {
        self.to_vec() == other.to_vec()
    }
}

impl Eq for Pieces {}

impl From<Vec<u8>> for Pieces {
    fn from(open: Vec<u8>) -> Self {
        Self { whole: Vec::new(), open }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_runs_are_copied_together_and_long_ones_stay_where_they_lie() {
        let block = Bytes::from(vec![b'x'; 3 * SHARED_FROM]);
        let mut pieces = Pieces::default();
        pieces.push(b"[");
        pieces.share(&block, 0..10);
        pieces.share(&block, 20..20 + SHARED_FROM);
        pieces.share(&block, 0..1);
        let mut all = Pieces::with_capacity(1);
        all.push(b"{");
        all.append(pieces);
        all.push(b",");
        all.pop();
        all.push(b"]");
        let expected = format!("{{[{}{}x]", "x".repeat(10), "x".repeat(SHARED_FROM));
        assert_eq!((all.len(), all.to_vec()), (expected.len(), expected.into_bytes()));
        let cut = all.into_pieces();
        assert_eq!(cut.iter().map(Bytes::len).collect::<Vec<_>>(), [1, 11, SHARED_FROM, 2]);
        assert_eq!(cut[2].as_ptr(), block[20..].as_ptr(), "not a copy");
    }

    #[test]
    fn the_last_byte_of_a_shared_piece_can_be_taken_away() {
        let mut pieces = Pieces::default();
        pieces.share(&Bytes::from(vec![b'x'; SHARED_FROM]), 0..SHARED_FROM);
        pieces.pop();
        assert_eq!(pieces.len(), SHARED_FROM - 1);
        let mut none = Pieces::default();
        none.pop();
        assert!(none.is_empty() && none.into_pieces().is_empty());
    }
}
