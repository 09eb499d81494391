//! A body in pieces that are sent as they lie, its length known beforehand.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use hyper::body::{Frame, SizeHint};

use crate::atlas::pieces::Pieces;

/// The body of an answer that shares what it can with the picture.
pub fn in_pieces(pieces: Pieces) -> Body {
    let left = pieces.len() as u64;
    let mut pieces = pieces.into_pieces();
    if pieces.len() > 1 {
        return Body::new(InPieces { pieces: pieces.into_iter(), left });
    }
    pieces.pop().map_or_else(Body::empty, Body::from)
}

struct InPieces {
    pieces: std::vec::IntoIter<Bytes>,
    left: u64,
}

impl hyper::body::Body for InPieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let next = self.pieces.next();
        self.left -= next.as_ref().map_or(0, |piece| piece.len() as u64);
        Poll::Ready(next.map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn all_of_it_arrives_and_its_length_is_known() {
        let long = Bytes::from(vec![b'x'; 100_000]);
        let mut pieces = Pieces::default();
        pieces.push(b"[");
        pieces.share(&long, 0..100_000);
        pieces.push(b"]");
        let body = in_pieces(pieces);
        assert_eq!(hyper::body::Body::size_hint(&body).exact(), Some(100_002));
        let all = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        assert_eq!((all.len(), all[0], all[100_001]), (100_002, b'[', b']'));
        assert!(hyper::body::Body::is_end_stream(&in_pieces(Pieces::default())));
    }
}
