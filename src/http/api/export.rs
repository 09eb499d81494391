//! `GET /api/v1/export`: a layer as a file, sent while it is written.
//!
//! A thread of its own writes the file into a channel whose far end is the body of the answer. The answer begins with the
//! first piece, so that what goes wrong before is still a problem document; what goes wrong later breaks the connection,
//! and no client takes half a file for a whole one. A client that stops reading is given up after a while; four files may
//! be on their way at a time.

use std::io::{self, Write};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::Response;
use futures_util::stream;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{Semaphore, mpsc};

use crate::actions::export::{ExportOptions, export};
use crate::atlas::LayerId;
use crate::domain::crs::Crs;
use crate::domain::fault::{Code, Fault};
use crate::exchange::out_format::OutFormat;
use crate::http::answer;
use crate::http::ask::Ask;
use crate::http::ogc::params;
use crate::http::problem::Problem;
use crate::http::routes::{Answering, Handler, Kind, Param, Route, Rule};

pub const ROUTE: Route = Route {
    rule: Rule::Anyone,
    method: "GET",
    path: "/api/v1/export",
    summary: "A layer as a file",
    params: &[
        Param { name: "layer", kind: Kind::Choice(&LayerId::NAMES), about: "The layer to take away." },
        Param { name: "format", kind: Kind::Choice(&OutFormat::NAMES), about: "Format of the file." },
        Param {
            name: "crs",
            kind: Kind::Text,
            about: "Reference system of the coordinates, such as EPSG:9206; WGS 84 unless given. GPX, KML and geojsonseq \
                    are always WGS 84.",
        },
    ],
    required: &["layer", "format"],
    filters: false,
    json_names: &[],
    media: answer::BYTES,
    success: "200",
    answer: "file",
    takes: None,
    refusals: &["400", "401", "500", "503"],
    handler: Handler::Download(download),
};

/// Files on their way at a time, and how long another request waits for its turn.
static TURNS: Semaphore = Semaphore::const_new(4);
const WAIT_FOR_TURN: Duration = Duration::from_secs(10);
/// Bytes of a piece, and how many pieces wait for the client.
const LARGEST: usize = 64 * 1024;
const WAITING: usize = 16;
/// How long a client may take none.
const PATIENCE: Duration = Duration::from_mins(1);
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// A piece of the file, or nothing more: the file is whole.
type Piece = Result<Option<Bytes>, io::Error>;

/// # Errors
/// 400 for a layer, format or reference system there is not, or that do not go together; 503 when too many files are on
/// their way.
pub fn download(ask: Ask) -> Answering {
    Box::pin(async move {
        let options = read(&ask)?;
        if let Some(unchanged) = answer::unchanged_file(&ask) {
            return Ok(unchanged);
        }
        let turn = tokio::time::timeout(WAIT_FOR_TURN, TURNS.acquire()).await;
        let turn = turn.ok().and_then(Result::ok).ok_or_else(busy)?;
        let (to, mut from) = mpsc::channel::<Piece>(WAITING);
        let (snapshot, visible) = (Arc::clone(&ask.snapshot), ask.visible.clone());
        let levels = (options.layer == LayerId::Segments).then(|| snapshot.board(&ask.outlook(), &visible));
        let write = move || {
            let (sink, watched) = (Sink(to.clone()), to.clone());
            let went = export(&snapshot, &visible, options, levels.as_deref(), sink, &mut |_, _| !watched.is_closed());
            match &went {
                // A client that went away is no failure of this side.
                Err(error) if to.is_closed() => tracing::debug!(%error, "nobody takes the export any more"),
                Err(error) => tracing::warn!(%error, "an export did not end well"),
                Ok(_) => {}
            }
            let end = went.map(|_| None).map_err(|error| io::Error::other(error.to_string()));
            // Nobody there to hear it is no fault of this side.
            let _ = Sink(to).send(end);
            drop(turn);
        };
        // Not one of the runtime's threads: a program that is told to stop would wait for it.
        thread::Builder::new().name("export".to_owned()).spawn(write).map_err(|error| Problem::internal(&error))?;
        let first = next(&mut from).await;
        if let Some(Err(error)) = first {
            return Err(Problem::internal(&error));
        }
        // Nothing at all is a whole file, too: a text sequence without features.
        let from = first.is_some().then_some(from);
        let pieces = stream::unfold((first, from), |(first, from)| async move {
            let mut from = from?;
            let piece = match first {
                Some(piece) => piece,
                None => next(&mut from).await?,
            };
            let from = piece.is_ok().then_some(from);
            Some((piece, (None, from)))
        });
        let mut response = answer::bytes(StatusCode::OK, options.format.media(), Body::from_stream(pieces));
        describe(&mut response, options, ask.snapshot.last_seen(&ask.visible));
        Ok(answer::tagged_file(&ask, response))
    })
}

/// The next piece; none when the file is whole. A thread that ends without having said so has failed.
async fn next(from: &mut mpsc::Receiver<Piece>) -> Option<io::Result<Bytes>> {
    let ended = || Err(io::Error::other("the export ended without a word"));
    from.recv().await.unwrap_or_else(ended).transpose()
}

fn read(ask: &Ask) -> Result<ExportOptions, Problem> {
    let one_of = |name: &str, all: &[&str]| Problem::parameter(Fault::new(name, Code::NotOneOf).with(all.join(", ")));
    let layer = LayerId::named(params::required(ask, "layer")?).ok_or_else(|| one_of("layer", &LayerId::NAMES))?;
    let format =
        OutFormat::named(params::required(ask, "format")?).ok_or_else(|| one_of("format", &OutFormat::NAMES))?;
    let crs = ask.parameter("crs").map_or(Ok(Crs::Wgs84), Crs::parse);
    let crs = crs.map_err(|fault| {
        Problem::parameter(Fault::foreign("crs", fault.code(), fault.message_vi(), fault.message_en()))
    })?;
    let options = ExportOptions { layer, format, crs };
    options.check().map_err(Problem::parameter)?;
    Ok(options)
}

fn describe(response: &mut Response, options: ExportOptions, seq: i64) {
    let name = format!("attachment; filename=\"{}\"", options.file_name(seq));
    answer::put(header::CONTENT_DISPOSITION, &name, response);
    // As OGC API - Features, Part 2 says it. WGS 84 goes out with longitude first, which is what CRS84 means.
    let crs = match options.crs {
        Crs::Wgs84 => "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>".to_owned(),
        crs => format!("<http://www.opengis.net/def/crs/EPSG/0/{}>", crs.epsg()),
    };
    answer::put(HeaderName::from_static("content-crs"), &crs, response);
}

fn busy() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, Code::Busy)
}

/// Pieces of a file on their way to a client.
struct Sink(mpsc::Sender<Piece>);

impl Sink {
    fn send(&self, mut piece: Piece) -> io::Result<()> {
        let mut waited = Duration::ZERO;
        loop {
            match self.0.try_send(piece) {
                Ok(()) => return Ok(()),
                Err(TrySendError::Closed(_)) => return Err(io::ErrorKind::BrokenPipe.into()),
                Err(TrySendError::Full(_)) if waited >= PATIENCE => return Err(io::ErrorKind::TimedOut.into()),
                Err(TrySendError::Full(back)) => piece = back,
            }
            thread::sleep(LOOK_AGAIN);
            waited += LOOK_AGAIN;
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let piece = bytes.get(..LARGEST.min(bytes.len())).unwrap_or_default();
        self.send(Ok(Some(Bytes::copy_from_slice(piece))))?;
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
