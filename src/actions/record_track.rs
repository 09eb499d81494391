//! A post sends the recorded track of a patrol as a GPX file.
//!
//! The fixes go into the log as they were given. The id of a track is made of its patrol and its fixes, so the same
//! recording sent again, backwards, or saved by another program is the same track.

use uuid::Uuid;

use super::Context;
use super::store_record::{NotRecorded, store_record};
use crate::atlas::Visible;
use crate::atlas::patrols::{Believed, shown};
use crate::domain::access::{Actor, Label, ReviewState};
use crate::domain::chain::Digest;
use crate::domain::location::Location;
use crate::domain::receipt::{Outcome, Receipt};
use crate::domain::record::{Body, Record};
use crate::domain::track::{RecordedFix, Track};
use crate::exchange::gpx::{self, GpxFile, GpxFix};
use crate::exchange::identity::record_id;
use crate::exchange::rows::FileFault;

/// Most fixes of one track: a fix a second for nearly six days.
pub const MOST_FIXES: usize = 500_000;

/// Why a track was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NoTrack {
    #[error("patrol {0} is not known")]
    UnknownPatrol(Uuid),
    #[error("{0:?}")]
    File(FileFault),
    /// The file has no track with a fix in it.
    #[error("the file has no fixes")]
    NoFixes,
    /// No fix has a time, so nobody can tell a walk from a drawing, or where the recording was broken.
    #[error("no fix has a time")]
    NoTimes,
    #[error("{0} fixes are more than a track may have")]
    TooManyFixes(usize),
    #[error(transparent)]
    NotRecorded(#[from] NotRecorded),
    #[error("reading the file was broken off")]
    BrokenOff,
}

/// What became of a track.
#[derive(Debug)]
pub struct Taken {
    pub receipt: Receipt,
    pub believed: Believed,
    /// The pause up to which its recording counts as unbroken, unless a question says otherwise.
    pub max_gap_s: Option<u32>,
}

/// Stores the track of a patrol that the sender sees, and waits until the picture holds it.
///
/// # Errors
/// [`NoTrack`]; nothing was stored then.
pub async fn record_track(
    context: &Context,
    actor: &Actor,
    visible: &Visible,
    patrol: Uuid,
    max_gap_s: Option<u32>,
    file: impl AsRef<[u8]> + Send + 'static,
) -> Result<Taken, NoTrack> {
    let snapshot = context.atlas.snapshot();
    let sees = |class| visible.sees(class);
    let fact = snapshot.patrols().patrol(patrol, &sees).ok_or(NoTrack::UnknownPatrol(patrol))?;
    // A long file takes a second or two: not on the threads that answer others.
    let read = tokio::task::spawn_blocking(move || {
        let track = read(patrol, max_gap_s, file.as_ref())?;
        let (believed, digest, order_key) = (Believed::of(&track), track.digest(), shown(&track).0.order_key());
        Ok::<_, NoTrack>((track, believed, digest, order_key))
    });
    let (track, believed, digest, order_key) = read.await.map_err(|_| NoTrack::BrokenOff)??;
    let id = record_id("track", fact.started_at.day(), &[&patrol.to_string(), &digest.to_string()]);
    if let Some(held) = snapshot.patrols().track(patrol, id) {
        let receipt = Receipt {
            id,
            epoch: snapshot.epoch.clone(),
            outcome: Outcome::Duplicate { seq: held.seq },
            upto: held.seq,
        };
        return Ok(Taken { receipt, believed, max_gap_s: held.stated_pause_s() });
    }
    let (received_at, event_at) = ((context.clock)(), track.times().map(|(first, _)| first));
    let (label, review) = (Label::Internal, ReviewState::Submitted);
    let mut record = Record::new(id, received_at, label, review, Location::default(), Body::Track(track));
    record.event_at = event_at;
    record.unit.clone_from(&fact.unit);
    record.line = fact.segment.map(|segment| segment.line());
    let receipt = store_record(context, actor, record, None, order_key).await?;
    Ok(Taken { receipt, believed, max_gap_s })
}

fn read(patrol: Uuid, max_gap_s: Option<u32>, file: &[u8]) -> Result<Track, NoTrack> {
    let GpxFile { tracks, bad, .. } = gpx::read_track(file).map_err(NoTrack::File)?;
    let segments = tracks.into_iter().flat_map(|track| track.segments);
    let segments: Vec<Vec<RecordedFix>> = segments.map(|fixes| fixes.iter().filter_map(recorded).collect()).collect();
    let track = Track {
        patrol,
        format: "gpx".to_owned(),
        file_digest: Digest::of(&[file]).to_string(),
        max_gap_s: max_gap_s.map(i64::from),
        out_of_range: i64::try_from(bad).unwrap_or(i64::MAX),
        segments,
    };
    match track.fixes() {
        0 => Err(NoTrack::NoFixes),
        fixes if fixes > MOST_FIXES => Err(NoTrack::TooManyFixes(fixes)),
        _ if track.times().is_none() => Err(NoTrack::NoTimes),
        _ => Ok(track),
    }
}

fn recorded(fix: &GpxFix) -> Option<RecordedFix> {
    // A telephone's 4.7 is no 4.699999809265137.
    let accuracy_m = fix.accuracy.map(|metres| (f64::from(metres) * 1000.0).round() / 1000.0);
    Some(RecordedFix { place: fix.place()?, height_m: fix.ele, at: fix.at, accuracy_m }.finite())
}
