//! `GET /api/v1/events`: what changes on the map, as server-sent events. Each says which feature of which layer, by which entry of the log, and whether
//! it is there or gone: nothing of what is in it. Whoever wants that asks for the feature.
//!
//! `ready` says where the stream begins; `change` that a feature is new, otherwise or gone; `reset` that everything is to be loaded
//! anew. The id of an event is a place to go on from (`Last-Event-ID`). Of several changes of one look only the last has one: whoever was
//! told but some of them loads everything anew, as what he was told of may be nobody's to see by then.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::response::Response;
use futures_util::stream;
use serde_json::{Value, json};

use crate::actions::Context;
use crate::actions::import::jobs::Watching;
use crate::actions::map_events::{News, news};
use crate::actions::pull::scope_of;
use crate::atlas::LayerId;
use crate::domain::chain::Digest;
use crate::domain::fault::{Code, Fault};
use crate::domain::people::Identity;
use crate::http::answer::{self, EVENTS};
use crate::http::ask::Ask;
use crate::http::ogc::params;
use crate::http::problem::Problem;
use crate::http::reads::Noting;

/// After so long without news something is sent all the same, so that nobody between takes the connection for dead.
const SILENCE: Duration = Duration::from_secs(15);
/// Least time between two looks: what is written in one breath is told together.
const BREATH: Duration = Duration::from_millis(100);

/// # Errors
/// 400 for a layer there is not, 429 when too many listen.
pub fn events(ask: &Ask) -> Result<Response, Problem> {
    let layers = layers(ask)?;
    let wait = params::number(ask, "wait_s")?.unwrap_or(0.0);
    let watching = ask.app.context.jobs.watch();
    let watching = watching.ok_or_else(|| Problem::new(StatusCode::TOO_MANY_REQUESTS, Code::TooManyWatchers))?;
    let header = ask.headers.get("last-event-id").and_then(|value| value.to_str().ok());
    let from = header.or_else(|| ask.parameter("after")).map(str::to_owned);
    let mut events = Events {
        context: ask.app.context.clone(),
        identity: ask.identity.clone(),
        noting: Noting::of(ask),
        scope: scope_of(&ask.identity.viewer),
        layers,
        watching,
        seq: ask.snapshot.seq,
        ready: VecDeque::new(),
        until: tokio::time::Instant::now() + Duration::from_secs_f64(wait),
    };
    match from.map(|from| events.place_of(&from, ask)) {
        None => events.say("ready", ask.snapshot.seq, &json!({})),
        Some(Some(seq)) => {
            events.seq = seq;
            events.say("ready", seq, &json!({}));
        }
        Some(None) => events.say("reset", ask.snapshot.seq, &json!({})),
    }
    let body = Body::from_stream(stream::unfold(events, |mut events| async move {
        let event = events.next().await?;
        Some((Ok::<_, Infallible>(event), events))
    }));
    Ok(answer::bytes(StatusCode::OK, EVENTS, body))
}

/// The layers that are listened to: those named, or all.
fn layers(ask: &Ask) -> Result<Vec<LayerId>, Problem> {
    let Some(text) = ask.parameter("layers") else { return Ok(LayerId::ALL.to_vec()) };
    let named = text.split(',').map(|name| {
        LayerId::named(name)
            .ok_or_else(|| Problem::parameter(Fault::new("layers", Code::NotOneOf).with(LayerId::NAMES.join(", "))))
    });
    named.collect()
}

struct Events {
    context: Context,
    identity: Identity,
    noting: Noting,
    /// Names what may be seen: somebody else's place is none here.
    scope: String,
    layers: Vec<LayerId>,
    watching: Watching,
    /// Everything up to here was told.
    seq: i64,
    ready: VecDeque<Bytes>,
    /// When it ends of itself: whoever listens on goes on from the last event.
    until: tokio::time::Instant,
}

impl Events {
    /// Log and viewer by a name that any header can carry, and the number.
    fn place(&self, epoch: &str, seq: i64) -> String {
        let mut name = Digest::of(&[epoch.as_bytes(), self.scope.as_bytes()]).to_string();
        name.truncate(16);
        format!("{name}-{seq}")
    }

    /// The number to go on from; none for a place in another log, of another viewer, or ahead of the picture.
    fn place_of(&self, text: &str, ask: &Ask) -> Option<i64> {
        let seq: i64 = text.rsplit_once('-')?.1.parse().ok()?;
        let known = text == self.place(&ask.snapshot.epoch, seq) && (0..=ask.snapshot.seq).contains(&seq);
        known.then_some(seq)
    }

    fn say(&mut self, name: &str, place: i64, data: &Value) {
        let epoch = self.context.atlas.snapshot().epoch.clone();
        let event = format!("id: {}\nevent: {name}\ndata: {data}\n\n", self.place(&epoch, place));
        self.ready.push_back(event.into());
    }

    /// A change before the last of a look.
    fn say_some(&mut self, data: &Value) {
        self.ready.push_back(format!("id: within\nevent: change\ndata: {data}\n\n").into());
    }

    /// The next event; `None` after the last.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            let snapshot = self.context.atlas.snapshot();
            if snapshot.seq <= self.seq && !self.heard().await? {
                return Some(Bytes::from_static(b": no news\n\n"));
            }
            self.look().await?;
        }
    }

    /// Waits for the picture to change; false after a long silence, `None` when there is nobody to tell any more.
    async fn heard(&mut self) -> Option<bool> {
        let atlas = Arc::clone(&self.context.atlas);
        let next = self.seq + 1;
        let news = async {
            let heard = tokio::time::timeout(SILENCE, atlas.wait_for(next)).await.is_ok();
            tokio::time::sleep(BREATH).await;
            heard
        };
        tokio::select! {
            () = self.watching.stopped() => None,
            () = tokio::time::sleep_until(self.until) => None,
            // Whoever is known no more, or may less, hears no more.
            () = self.context.people.until_unknown(&self.identity, &self.context.clock) => None,
            heard = news => Some(heard),
        }
    }

    /// Puts what changed into words; `None` when it cannot be told.
    async fn look(&mut self) -> Option<()> {
        let snapshot = self.context.atlas.snapshot();
        let found = news(&self.context, &snapshot, &self.identity.viewer, &self.layers, self.seq).await;
        let found =
            found.inspect_err(|error| tracing::error!(%error, "what changed on the map could not be read")).ok()?;
        match found {
            News::Reset(upto) => {
                self.seq = upto;
                self.say("reset", upto, &json!({}));
            }
            News::Changed(upto, all) => {
                // Whoever reads restricted records leaves a trace, or reads nothing.
                let restricted = all.iter().filter(|changed| changed.restricted).count() as u64;
                self.noting.note(restricted).await.ok()?;
                let last = all.len();
                for (n, changed) in all.iter().enumerate() {
                    let data = json!({ "layer": changed.layer.about().id, "id": changed.feature, "seq": changed.seq,
                        "change": if changed.is_there { "put" } else { "removed" } });
                    if n + 1 == last { self.say("change", upto, &data) } else { self.say_some(&data) }
                }
                self.seq = upto;
            }
        }
        Some(())
    }
}
