//! `/api/v1/records/{id}/minutes`: an inspection as both sides saw it, to print and sign.

use axum::http::StatusCode;
use axum::response::Response;

use super::records::{LEVELS, inside, seen, sees, unavailable, unknown};
use super::two_sides::TwoSides;
use crate::actions::speak;
use crate::domain::access::Label;
use crate::domain::fault::{Code, Fault};
use crate::domain::messages::Lang;
use crate::domain::record::{Body, Record};
use crate::domain::verdict::{Gone, Verdict};
use crate::exchange::labels::{OtherLang, labels};
use crate::http::answer;
use crate::http::ask::Ask;
use crate::http::page::minutes::minutes_page;
use crate::http::present::line_name;
use crate::http::present::minutes::{Given, fill};
use crate::http::problem::Problem;
use crate::http::reads::Noting;
use crate::http::routes::Answering;

/// # Errors
/// 404 for a record there is not (or that the viewer may not know of), 409 for one that is no inspection, 410 for what was
/// withdrawn or corrected.
pub fn minutes(ask: Ask) -> Answering {
    Box::pin(async move {
        let case = seen(&ask).await?;
        let verdict = case.judge().ok_or_else(|| unknown(&ask))?;
        let id = case.id.to_string();
        match verdict.gone() {
            Some(Gone::Withdrawn) => return Err(Problem::new(StatusCode::GONE, Code::Withdrawn).with(id)),
            Some(Gone::Corrected(_)) => return Err(Problem::new(StatusCode::GONE, Code::Corrected).with(id).with("-")),
            None => {}
        }
        let record = verdict.record();
        let Body::Inspection(ours) = &record.body else {
            return Err(Problem::new(StatusCode::CONFLICT, Code::WrongTarget).with(id));
        };
        let lang = language(&ask, &record)?;
        let labels = labels(lang).map_err(|error| Problem::internal(&error))?;
        let related = speak::hanging_on(&ask.app.context, &case, LEVELS).await.map_err(|error| unavailable(&error))?;
        let both = TwoSides::of(&ask, ours, &related, &sees(&ask));
        let inside = inside(&ask, &verdict);
        let held = both.theirs.as_ref().map(|theirs| theirs.label);
        let restricted = [Some(record.label), held].into_iter().flatten().filter(|it| *it == Label::Restricted);
        Noting::of(&ask).note(restricted.count() as u64).await?;
        let theirs = both.theirs.as_ref().zip(both.counterpart());
        let digest_of = |record: &Record| {
            let case = related.iter().map(|held| &held.case).find(|case| case.id == record.id)?;
            Some((record.id.to_string(), case.judge()?.shown.digest.to_string()))
        };
        let mut digests = vec![(id, verdict.shown.digest.to_string())];
        digests.extend(both.theirs.as_ref().and_then(digest_of));
        let given = Given {
            record: &record,
            ours,
            theirs,
            compared: &both.compared,
            contended: verdict.is_contended,
            inside,
            agency: if inside { agency(&ask, &verdict) } else { [None, None] },
            line: record.line.map(|line| line_name(&ask.snapshot, line, Lang::Vi)).unwrap_or_default(),
            digests,
            now: (ask.app.context.clock)(),
        };
        Ok::<Response, Problem>(answer::printed(minutes_page(&fill(&given, &labels, lang.code()))))
    })
}

/// The language that was asked for, or that of those across the line.
fn language(ask: &Ask, record: &Record) -> Result<OtherLang, Problem> {
    let fault = || Problem::parameter(Fault::new("with", Code::NotOneOf).with(OtherLang::WORDS.join(", ")));
    match ask.parameter("with") {
        Some(word) => OtherLang::ALL.into_iter().find(|lang| lang.code() == word).ok_or_else(fault),
        None => record.line.and_then(OtherLang::across).ok_or_else(fault),
    }
}

/// The unit above and the unit itself, by their titles; what a record says of itself where the unit is not registered.
fn agency(ask: &Ask, verdict: &Verdict<'_>) -> [Option<String>; 2] {
    let Some(key) = &verdict.shown.record.unit else { return [None, None] };
    let directory = ask.app.context.people.directory();
    let unit = directory.units.get(key).filter(|_| verdict.shown.vouched);
    let above = unit.and_then(|unit| directory.units.get(unit.parent.as_deref()?));
    [above.map(|above| above.title.clone()), Some(unit.map_or_else(|| key.clone(), |unit| unit.title.clone()))]
}
