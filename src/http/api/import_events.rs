//! `GET /api/v1/import-jobs/{id}/events`: how far an import is, as server-sent events: `progress` at most four times a
//! second, then `end`.
//!
//! An event tells of the newest state, never of a queue of older ones: who reads slowly misses some and holds nothing up.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::response::Response;
use futures_util::stream;
use serde_json::json;
use tokio::sync::watch;

use super::import_jobs::found;
use crate::actions::Clock;
use crate::actions::import::jobs::{ImportJob, Progress, Watching};
use crate::actions::people::People;
use crate::domain::fault::Code;
use crate::domain::people::Identity;
use crate::http::answer::{self, EVENTS};
use crate::http::ask::Ask;
use crate::http::problem::Problem;

/// Least time between two events.
const PAUSE: Duration = Duration::from_millis(250);
/// After so long without news something is sent all the same, so that nobody between takes the connection for dead.
const SILENCE: Duration = Duration::from_secs(15);

/// # Errors
/// 404 when there is no such job, 429 when too many watch.
pub fn events(ask: &Ask) -> Result<Response, Problem> {
    let job = found(ask)?;
    let watching = ask.app.context.jobs.watch();
    let watching = watching.ok_or_else(|| Problem::new(StatusCode::TOO_MANY_REQUESTS, Code::TooManyWatchers))?;
    let events = Events {
        progress: job.progress(),
        job,
        watching,
        people: Arc::clone(&ask.app.context.people),
        identity: ask.identity.clone(),
        clock: Arc::clone(&ask.app.context.clock),
        began: false,
        ended: false,
    };
    let body = Body::from_stream(stream::unfold(events, |mut events| async move {
        let event = events.next().await?;
        Some((Ok::<_, Infallible>(event), events))
    }));
    Ok(answer::bytes(StatusCode::OK, EVENTS, body))
}

struct Events {
    job: Arc<ImportJob>,
    progress: watch::Receiver<Progress>,
    watching: Watching,
    people: Arc<People>,
    identity: Identity,
    clock: Clock,
    began: bool,
    ended: bool,
}

impl Events {
    /// The next event; `None` after the last.
    async fn next(&mut self) -> Option<Bytes> {
        if self.ended {
            return None;
        }
        if self.began {
            let progress = &mut self.progress;
            let news = async {
                tokio::time::sleep(PAUSE).await;
                tokio::time::timeout(SILENCE, progress.changed()).await.is_ok()
            };
            tokio::select! {
                () = self.watching.stopped() => return None,
                // Whoever is known no more hears no more.
                () = self.people.until_unknown(&self.identity, &self.clock) => return None,
                heard = news => if !heard {
                    return Some(Bytes::from_static(b": no news\n\n"));
                },
            }
        }
        self.began = true;
        let progress = *self.progress.borrow_and_update();
        if progress.ended {
            self.ended = true;
            return Some(self.end());
        }
        let data = json!({ "rows": progress.rows, "total": progress.total });
        Some(event("progress", &data))
    }

    fn end(&self) -> Bytes {
        let outcome = self.job.seen().outcome;
        let data = json!({
            "state": self.job.state().as_str(),
            "rows": outcome.rows,
            "applied": outcome.applied,
            "import": outcome.import,
        });
        event("end", &data)
    }
}

fn event(name: &str, data: &serde_json::Value) -> Bytes {
    Bytes::from(format!("event: {name}\ndata: {data}\n\n"))
}
