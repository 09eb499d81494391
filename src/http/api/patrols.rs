//! `POST /api/v1/patrols` and `POST /api/v1/patrols/{id}/track`.

use axum::body::Bytes;
use axum::http::StatusCode;
use serde_json::{Map, json};
use uuid::Uuid;

use super::attachments::not_handed;
use super::receipts::{body, receipt, refused, stored};
use super::records::unavailable;
use crate::actions::attachments::reading::{self, Share};
use crate::actions::record_track::{MOST_FIXES, NoTrack, Taken, record_track};
use crate::actions::speak;
use crate::actions::store_record::NotRecorded;
use crate::actions::submit::submit;
use crate::atlas::LayerId;
use crate::atlas::patrols::USUAL_PAUSE_S;
use crate::domain::access::Permission;
use crate::domain::attachment::{MediaType, digest};
use crate::domain::draft::head::Received;
use crate::domain::draft::patrol;
use crate::domain::fault::{Code, Fault};
use crate::domain::location::Referent;
use crate::domain::people::Way;
use crate::domain::receipt::Outcome;
use crate::domain::verdict::Case;
use crate::exchange::rows::FileFault;
use crate::http::ask::Ask;
use crate::http::author;
use crate::http::ogc::params::{self, cut};
use crate::http::problem::Problem;
use crate::http::routes::Answering;

pub fn report(ask: Ask) -> Answering {
    Box::pin(async move {
        let received = Received::at((ask.app.context.clock)());
        let mut record = patrol::read(&body(&ask)?, received).map_err(Problem::invalid)?;
        let about = record.location.referent.clone();
        author::sign(&ask, about.as_ref(), &mut record).await?;
        let taken = submit(&ask.app.context, &ask.identity.actor, record).await.map_err(|error| match error {
            // The path names nothing here: it is the field that does.
            NotRecorded::UnknownReferent(Referent::Segment(key)) => {
                Problem::invalid(vec![Fault::new("/segment", Code::UnknownSegment).with(key.to_string())])
            }
            error => refused(error),
        })?;
        receipt(&ask, LayerId::Patrols, taken, Map::new())
    })
}

pub fn track(ask: Ask) -> Answering {
    Box::pin(async move {
        let patrol = id(&ask)?;
        let max_gap_s = params::seconds(&ask, "max_gap_s")?;
        let case = speak::case_of(&ask.app.context, patrol).await.map_err(|error| unavailable(&error))?;
        let whose = case.as_ref().and_then(Case::judge).map(|of| of.shown.record.own_class(of.shown.vouched));
        let viewer = &ask.identity.viewer;
        // Where somebody walked is for his own unit to say.
        if whose.is_some_and(|class| !viewer.may_with(Permission::Record, &class, false)) {
            return Err(unknown(&patrol.to_string()));
        }
        let (context, actor, visible) = (&ask.app.context, &ask.identity.actor, &ask.visible);
        let file = recording(&ask).await?;
        let taken = record_track(context, actor, visible, patrol, max_gap_s, file).await.map_err(not_taken)?;
        let Taken { receipt: taken, believed, max_gap_s } = taken;
        let mut more = Map::new();
        let pause = max_gap_s.unwrap_or(USUAL_PAUSE_S);
        more.insert("patrol".into(), json!(patrol));
        more.insert("fixes".into(), json!(believed.fixes));
        more.insert("bad_fixes".into(), json!(believed.bad));
        more.insert("max_gap_s".into(), json!(pause));
        more.insert("parts".into(), json!(believed.cut_at(pause).len()));
        match taken.outcome {
            // The id is made of the fixes: whatever else differs, it is the same track.
            Outcome::Contended { seq } => Ok(stored(&ask, LayerId::Tracks, taken.id, &taken.epoch, seq, more)),
            _ => receipt(&ask, LayerId::Tracks, taken, more),
        }
    })
}

/// The recording: sent as it is, or piece by piece before (`/api/v1/uploads`) and now named by its digest.
async fn recording(ask: &Ask) -> Result<Bytes, Problem> {
    let Some(named) = ask.parameter("file") else { return Ok(ask.body.clone()) };
    let fault = |code| Fault::new("file", code);
    let sha256 = digest(named).ok_or_else(|| Problem::parameter(fault(Code::NotADigest)))?;
    let files = &ask.app.context.files;
    // Whoever names a file must have sent it: a digest alone opens nothing.
    let is_his = ask.identity.way == Way::Open || files.holds(&sha256, ask.identity.actor.name());
    let blob = files.blob(&sha256).filter(|_| is_his);
    let blob = blob.ok_or_else(|| Problem::parameter(fault(Code::UnknownAttachment)))?;
    if blob.media_type != MediaType::Gpx {
        let (gpx, other) = (MediaType::Gpx.as_str(), blob.media_type.as_str());
        return Err(Problem::parameter(fault(Code::ContentOtherType).with(gpx).with(other)));
    }
    let content = reading::content(&ask.app.context, &blob, Share::Whole).await;
    content.map(Bytes::from).map_err(|error| not_handed(error, blob.media_type))
}

fn id(ask: &Ask) -> Result<Uuid, Problem> {
    let text = ask.variable(0);
    Uuid::try_parse(text).ok().filter(|_| text.len() == 36).ok_or_else(|| unknown(text))
}

/// No such patrol, for whoever asks.
pub fn unknown(id: &str) -> Problem {
    Problem::not_found(Code::UnknownPatrol).with(cut(id))
}

fn not_taken(error: NoTrack) -> Problem {
    let about = |code| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code);
    match error {
        NoTrack::UnknownPatrol(id) => unknown(&id.to_string()),
        NoTrack::File(fault) => unreadable(&fault),
        NoTrack::NoFixes => about(Code::NoFixes),
        NoTrack::NoTimes => about(Code::NoTimes),
        NoTrack::TooManyFixes(fixes) => about(Code::TooManyFixes).with(fixes.to_string()).with(MOST_FIXES.to_string()),
        NoTrack::NotRecorded(error) => refused(error),
        NoTrack::BrokenOff => Problem::internal(&"reading a track was broken off"),
    }
}

/// A file that cannot be read: where, and why, in its reader's words.
fn unreadable(fault: &FileFault) -> Problem {
    let mut problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, Code::UnreadableFile);
    let place = fault.line.map_or_else(String::new, |line| format!("line {line}"));
    problem.faults.push(Fault::foreign(place, fault.code, &fault.vi, &fault.en));
    problem.fault = problem.fault.with(&fault.vi).with(&fault.en);
    problem
}
