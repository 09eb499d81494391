//! `/api/v1/records/{id}` and what is said about a record: reviews, withdrawal, label.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};
use uuid::Uuid;

use super::imports::document_of;
use super::meetings;
use super::objects;
use super::receipts::{body, refused, said, unstored};
use super::standing;
use super::thread::{self, Told};
use super::two_sides::TwoSides;
use crate::actions::StoreError;
use crate::actions::ordered::Ordered;
use crate::actions::speak::{self, Hanging, NotHis, Target};
use crate::actions::submit::submit;
use crate::atlas::LayerId;
use crate::domain::access::{Label, ReviewState};
use crate::domain::draft::head::Received;
use crate::domain::draft::statement;
use crate::domain::fault::{Code, Fault};
use crate::domain::messages::Lang;
use crate::domain::record::{Body, Record};
use crate::domain::verdict::{Case, Verdict, Witness};
use crate::http::ask::Ask;
use crate::http::ogc::item::gone;
use crate::http::ogc::params::cut;
use crate::http::problem::Problem;
use crate::http::reads::{self, Noting};
use crate::http::routes::Answering;

/// How deep what hangs on a record is followed: a finding, its report, the answer, what came of that.
pub(super) const LEVELS: usize = 3;

type Reader = fn(&Value, Option<Uuid>, Received) -> Result<Record, Vec<Fault>>;

/// `POST …/reviews`: approve, return, submit.
pub fn review(ask: Ask) -> Answering {
    say(ask, statement::review)
}

/// `POST …/withdrawal`.
pub fn withdraw(ask: Ask) -> Answering {
    say(ask, statement::tombstone)
}

/// `POST …/label`.
pub fn relabel(ask: Ask) -> Answering {
    say(ask, statement::relabel)
}

fn say(ask: Ask, read: Reader) -> Answering {
    Box::pin(async move {
        let target = id(&ask)?;
        let received = Received::at((ask.app.context.clock)());
        let mut record = read(&body(&ask)?, Some(target), received).map_err(Problem::invalid)?;
        let case = speak::case_of(&ask.app.context, target).await.map_err(|error| unavailable(&error))?;
        match speak::sign(&ask.identity, &mut record, case.as_ref()) {
            Ok(Target::Known) => {}
            Ok(Target::Unknown) => return Err(unknown(&ask)),
            Err(NotHis) => return Err(Problem::new(StatusCode::FORBIDDEN, Code::Forbidden)),
        }
        if let Some(case) = &case {
            if !speak::may_be_about(&record.body, case) {
                return Err(Problem::new(StatusCode::CONFLICT, Code::WrongTarget).with(target.to_string()));
            }
            name_content(&mut record, case);
            if !speak::has_effect(case, &record) {
                return Err(without_effect(case, target));
            }
        }
        let taken = submit(&ask.app.context, &ask.identity.actor, record).await.map_err(refused)?;
        said(&ask, target, taken)
    })
}

/// Whoever decides about a record in front of him means the content that he was shown, where there is but one.
fn name_content(record: &mut Record, case: &Case) {
    let Some(shown) = case.judge().filter(|verdict| !verdict.is_contended) else { return };
    if let Body::Review(review) = &mut record.body {
        // A statement that was taken before keeps what it said.
        let before = case.statements.iter().find(|held| held.record.id == record.id);
        review.content = match before.map(|held| &held.record.body) {
            Some(Body::Review(held)) if review.content.is_none() => held.content.clone(),
            _ => review.content.take().or_else(|| Some(shown.shown.digest.to_string())),
        };
    }
}

fn without_effect(case: &Case, target: Uuid) -> Problem {
    match case.judge() {
        Some(verdict) if verdict.withdrawn.is_some() => {
            Problem::new(StatusCode::GONE, Code::Withdrawn).with(target.to_string())
        }
        _ => Problem::new(StatusCode::CONFLICT, Code::WithoutEffect),
    }
}

/// What comes of a database that does not answer.
pub(super) fn unavailable(error: &StoreError) -> Problem {
    tracing::error!(%error, "what is known of a record could not be read");
    unstored(error)
}

pub(super) fn id(ask: &Ask) -> Result<Uuid, Problem> {
    let text = ask.variable(0);
    Uuid::try_parse(text).ok().filter(|_| text.len() == 36).ok_or_else(|| unknown(ask))
}

pub(super) fn unknown(ask: &Ask) -> Problem {
    Problem::not_found(Code::UnknownRecord).with(cut(ask.variable(0)))
}

/// What is known of the record that the path names, where whoever asks sees it.
pub(super) async fn seen(ask: &Ask) -> Result<Case, Problem> {
    let case = speak::case_of(&ask.app.context, id(ask)?).await.map_err(|error| unavailable(&error))?;
    let is_seen = |case: &Case| case.judge().is_some_and(|it| sees(ask)(&it.record(), it.shown.vouched));
    case.filter(is_seen).ok_or_else(|| unknown(ask))
}

/// Whether whoever asks sees a record; the flag says whether its unit was checked.
pub(super) fn sees(ask: &Ask) -> impl Fn(&Record, bool) -> bool {
    |record, vouched| ask.identity.viewer.sees(&record.access_class(vouched))
}

/// Whether whoever asks may read internal words and names about a record that he sees.
pub(super) fn inside(ask: &Ask, verdict: &Verdict<'_>) -> bool {
    let internal = Record { label: verdict.label.max(Label::Internal), ..verdict.record() };
    sees(ask)(&internal, verdict.shown.vouched)
}

/// Everything that is known of a record and that its viewer may see: what counts, every content that contends for its id,
/// every step of its review, what corrects it. Whoever is handed something restricted in it is noted before he gets it.
pub fn thread(ask: Ask) -> Answering {
    Box::pin(async move {
        let noting = Noting::of(&ask);
        let case = seen(&ask).await?;
        let related = speak::hanging_on(&ask.app.context, &case, LEVELS).await.map_err(|error| unavailable(&error))?;
        let (answer, told) = thread_of(&ask, &case, &related)?;
        told.note(&noting).await?;
        Ok(answer)
    })
}

fn thread_of(ask: &Ask, case: &Case, related: &[Hanging]) -> Result<(Response, Told), Problem> {
    let told = Told::default();
    let sees = sees(ask);
    let verdict = case.judge().ok_or_else(|| unknown(ask))?;
    // Whoever sees it before it is approved sees what contends for it, and who said what; others see what counts.
    let is_of_its_unit = {
        let early = Record { review: ReviewState::Submitted, label: verdict.label, ..verdict.record() };
        sees(&early, verdict.shown.vouched)
    };
    let inside = inside(ask, &verdict);
    // What was published and taken back is nobody's to read but of those who may read what is internal.
    if let Some(why) = verdict.gone().filter(|_| !inside) {
        return Err(gone(ask, &case.id.to_string(), &why));
    }
    let own = case.own_contents();
    let is_shown = |one: &&Witness| {
        // One that was set aside keeps what its maker asked for.
        let label = verdict.label.max(case.label_of(one));
        let early = Record { review: ReviewState::Submitted, label, ..one.record.clone() };
        one.digest == verdict.shown.digest || is_of_its_unit && sees(&early, one.vouched)
    };
    let shown = own.into_iter().filter(is_shown);
    let contents: Vec<Value> = shown.map(|one| thread::content(one, &verdict, &told)).collect();
    let mut document = thread::document(case, &verdict, &contents, inside, &sees, &told);
    // What it is about may be for fewer people to know of.
    let about = verdict.shown.record.body.target();
    document["about"] = json!(about.filter(|id| inside || ask.snapshot.tells_of(*id, &ask.visible)));
    document["related"] = related.iter().filter_map(|hanging| thread::hanging(hanging, &sees, &told)).collect();
    if let Body::Inspection(ours) = &verdict.shown.record.body {
        let sides = TwoSides::of(ask, ours, related, &sees);
        told.add(sides.papers().map(|paper| reads::of_files(ask, paper)).sum());
        document["two_sided"] = sides.document(ask);
    }
    if let Body::Meeting(meeting) = &verdict.shown.record.body {
        document["points"] = meetings::points(ask, meeting, related).into();
    }
    if let Body::Notice(_) = &verdict.shown.record.body {
        document["passed_on"] = thread::passed_on(related, &sees).into();
    }
    if let Body::Object(_) = &verdict.shown.record.body {
        told.add(reads::of_looks(ask, &case.id.to_string()));
        document["inspected"] = objects::looks(ask, &case.id.to_string()).into();
    }
    if let Some(ordered) = LayerId::of(&verdict.shown.record.body).and_then(Ordered::of) {
        told.add(reads::of_hanging(ask, ordered, case.id));
        document["standing"] = standing::of_record(ask, ordered, case.id).into();
    }
    let title = if ask.lang == Lang::Vi { "Bản ghi" } else { "Record" };
    Ok((document_of(ask, title, &document), told))
}
