//! `POST /api/v1/sync/push`: the queue of a device, with a receipt for each record.

use axum::http::StatusCode;

use super::receipts::{body, refused};
use super::records::unavailable;
use crate::actions::queue::sign::Sender;
use crate::actions::queue::{NotTaken, PIECE, Queue, take_in};
use crate::http::answer::{self, JSON};
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

/// Most records in one push.
pub const MOST_RECORDS: usize = PIECE;

pub fn push(ask: Ask) -> Answering {
    Box::pin(async move {
        let queue = Queue::read(body(&ask)?, MOST_RECORDS).map_err(Problem::invalid)?;
        let sender = Sender { identity: &ask.identity, by_hand: None };
        let receipts = take_in(&ask.app.context, &sender, &queue).await.map_err(not_taken)?;
        Ok(answer::json(StatusCode::OK, JSON, &receipts.json(ask.lang)))
    })
}

/// What comes of a queue that could not be taken in: all of it can be sent again.
pub(super) fn not_taken(error: NotTaken) -> Problem {
    match error {
        NotTaken::Unread(error) => unavailable(&error),
        NotTaken::Unstored(error) => refused(error),
    }
}
