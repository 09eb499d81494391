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
    /// Words for one level are read in no report of another, above or below.
    pub level: Label,
}

/// The newest words of each section, by its key, as the log stood at a number; with how many of them are restricted.
///
/// # Errors
/// When the database does not answer.
pub async fn narratives(
    ground: &Ground,
    viewer: &Viewer,
    of: Of<'_>,
    upto: i64,
) -> Result<(BTreeMap<String, Narrated>, u64), StoreError> {
    let period = of.window.to_string();
    let mut newest = BTreeMap::new();
    for said in ground.store.said_in_reports("narrative", upto).await? {
        let record = said.record;
        let is_seen = viewer.sees(&record.access_class(said.vouched));
        let Body::Narrative(words) = record.body else { continue };
        let is_of = words.level() == of.level && words.kind == of.kind && words.period == period;
        if is_seen && is_of && record.unit.as_deref() == of.unit {
            let Narrative { section, text, .. } = words;
            let narrated = Narrated { id: Some(record.id), text, by: record.person, at: Some(record.received_at) };
            newest.insert(section, (record.label, narrated));
        }
    }
    let restricted = newest.values().filter(|(label, _)| *label == Label::Restricted).count();
    Ok((newest.into_iter().map(|(section, (_, words))| (section, words)).collect(), restricted as u64))
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
