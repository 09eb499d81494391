//! Narratives and issued reports, as somebody may see them.

use std::collections::BTreeMap;

use super::Ground;
use crate::actions::StoreError;
use crate::domain::access::{Label, Viewer};
use crate::domain::record::{Body, Record};
use crate::domain::report::content::Narrated;
use crate::domain::report::window::Window;
use crate::domain::report::{IssuedReport, Narrative};

/// Which report the words are of.
#[derive(Debug, Clone, Copy)]
pub struct Of<'a> {
    pub kind: &'a str,
    pub window: Window,
    pub unit: Option<&'a str>,
}

/// The newest words of each section, by its key, as the log stood at a number.
///
/// # Errors
/// When the database does not answer.
pub async fn narratives(
    ground: &Ground,
    (viewer, level): (&Viewer, Label),
    of: Of<'_>,
    upto: i64,
) -> Result<BTreeMap<String, Narrated>, StoreError> {
    let period = of.window.to_string();
    let mut newest = BTreeMap::new();
    for said in ground.store.said_in_reports("narrative", upto).await? {
        let record = said.record;
        let is_seen = viewer.sees(&record.access_class(said.vouched)) && record.label <= level;
        let Body::Narrative(Narrative { kind, period: held, section, text, .. }) = record.body else { continue };
        if is_seen && kind == of.kind && held == period && record.unit.as_deref() == of.unit {
            let narrated = Narrated { id: record.id, text, by: record.person, at: record.received_at };
            newest.insert(section, narrated);
        }
    }
    Ok(newest)
}

/// A report that went out.
#[derive(Debug, Clone, PartialEq)]
pub struct Issued {
    pub window: Window,
    pub report: IssuedReport,
    pub record: Record,
}

/// All that somebody may know of, in the order of the log.
///
/// # Errors
/// When the database does not answer.
pub async fn issued(ground: &Ground, viewer: &Viewer, upto: i64) -> Result<Vec<Issued>, StoreError> {
    let all = ground.store.said_in_reports("issued_report", upto).await?;
    let seen = all.into_iter().filter(|said| viewer.sees(&said.record.access_class(said.vouched)));
    Ok(seen
        .filter_map(|said| {
            let Body::IssuedReport(report) = &said.record.body else { return None };
            let window = report.period.parse().ok()?;
            Some(Issued { window, report: report.clone(), record: said.record })
        })
        .collect())
}
