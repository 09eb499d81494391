//! What erasing leaves of labels: what hangs on a record that is gone is for no more people than before.

use std::sync::Arc;

use uuid::Uuid;

use crate::domain::access::Label;
use crate::domain::record::Body;
use crate::domain::verdict::{Case, Witness};
use crate::store::dialect::reading;
use crate::store::records::{RecordSql, Table};
use crate::store::{Store, StoreError};

impl Store {
    /// Whether a record would be for more people without this, a change of its label.
    pub(super) async fn restricts(&self, statement: Uuid) -> Result<bool, StoreError> {
        let rows = reading!(self, |conn| conn.rows_by_id(Table::Record, &[statement]).await?);
        let said = rows.into_iter().filter(|row| !row.is_erased()).find_map(|row| Some(row.written()?.record.body));
        let Some(Body::Relabel(relabel)) = said else { return Ok(false) };
        let case = self.cases_of(&[relabel.target], i64::MAX).await?.pop().unwrap_or_default();
        let Some(label) = label_of(&case) else {
            // What was erased itself has its label by what was said of it.
            return Ok(relabel.label != Label::Public);
        };
        let is_other = |said: &&Arc<Witness>| said.record.id != statement;
        let statements = case.statements.iter().filter(is_other).cloned().collect();
        let without = Case { statements, ..case };
        Ok(label_of(&without).is_some_and(|left| left < label))
    }

    /// The label that what is left of a record gets, where its own would say too little: what it was about,
    /// and what contended with it, are known no more. What was said of its label stays.
    pub(super) async fn label_to_keep(&self, record: Uuid) -> Result<Option<Label>, StoreError> {
        let case = self.cases_of(&[record], i64::MAX).await?.pop().unwrap_or_default();
        let above = case.contents.iter().map(|content| case.label_of(content)).max();
        let kept = if case.contents.len() > 1 { above.max(label_of(&case)) } else { above };
        let own = case.contents.iter().map(|content| content.record.label).min();
        Ok(kept.filter(|kept| own.is_some_and(|own| *kept > own)))
    }
}

fn label_of(case: &Case) -> Option<Label> {
    case.label_past().map(|past| past.now())
}
