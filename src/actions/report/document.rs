//! A report as an official document: laid out, with what is known of its issue.

use super::make::Made;
use super::{Ground, NotMade, said};
use crate::domain::people::Identity;
use crate::domain::report::document::Document;
use crate::domain::report::kind::{Kind, Kinds};
use crate::domain::report::layout::{Issue, lay_out};

/// The document of a report. It is a draft unless this very content was issued.
///
/// # Errors
/// When the database does not answer.
pub async fn document(
    ground: &Ground,
    identity: &Identity,
    made: &Made,
    (kinds, kind): (&Kinds, &Kind),
    base: &str,
) -> Result<Document, NotMade> {
    let digest = made.digest();
    let issued = said::issued(ground, &identity.viewer, i64::MAX).await?;
    let of = issued.into_iter().rfind(|one| one.report.content == digest && one.record.unit == made.content.unit);
    let issue = of.map(|one| Issue {
        number: one.report.number,
        place: one.report.place,
        position: one.report.position,
        signer: one.report.signer,
        day: Some(one.record.received_at.day()),
    });
    Ok(lay_out(&made.content, kinds, kind, issue.as_ref(), base))
}
