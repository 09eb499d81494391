//! Where alerts are sent to: an address, which kinds, and what it may see. A target is a viewer like any other: nothing above
//! its label or outside its unit is sent.

use serde_json::Value;
use uuid::Uuid;

use super::access::{Grant, Label, Permission, Permissions, Units, Viewer};
use super::alert::AlertKind;
use super::draft::LONGEST_NAME;
use super::fault::{Code, Fault};
use super::fields::Fields;
use super::people::UnitTree;
use super::secret::Secret;
use super::time::Instant;

/// Targets that may be there at a time.
pub const MOST_TARGETS: usize = 50;
const LONGEST_URL: usize = 2_000;

/// What a target may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Records of this unit and of those below it; of all where there is none.
    pub unit: Option<String>,
    /// The highest label of what is sent.
    pub label: Label,
    /// Records of the unit itself that nobody has approved, too.
    pub unapproved: bool,
}

#[derive(Debug, Clone)]
pub struct AlertTarget {
    pub id: Uuid,
    pub title: String,
    pub url: String,
    pub secret: Secret,
    pub kinds: Vec<AlertKind>,
    pub scope: Scope,
    /// What the log held before concerns it not.
    pub from_seq: i64,
    pub made_at: Instant,
    pub made_by: String,
    pub ended: Option<(Instant, String)>,
}

/// What somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub title: String,
    pub url: String,
    pub kinds: Vec<AlertKind>,
    pub scope: Scope,
}

impl Scope {
    /// Who the target is, to the rules of access.
    pub fn viewer(&self, units: &UnitTree) -> Viewer {
        let mut may = Permissions::NONE;
        if self.label >= Label::Internal {
            may = may.and(Permissions::of(&[Permission::ReadInternal]));
        }
        if self.label >= Label::Restricted {
            may = may.and(Permissions::of(&[Permission::ReadRestricted]));
        }
        if self.unapproved {
            may = may.and(Permissions::of(&[Permission::ReadUnapproved]));
        }
        let reach = match &self.unit {
            None => Units::All,
            Some(unit) => Units::Some { own: units.own(unit), below: units.below(unit) },
        };
        let stretches = Vec::new();
        if may == Permissions::NONE {
            Viewer::public()
        } else {
            Viewer::with(vec![Grant { permissions: may, units: reach, stretches }])
        }
    }
}

/// Reads what somebody asks for.
///
/// # Errors
/// Every fault, each with a pointer to its field.
pub fn read(value: &Value) -> Result<Wanted, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let title = fields.needed_text("title", LONGEST_NAME);
    let url = fields.needed_text("url", LONGEST_URL);
    let before = fields.faults();
    let kinds = fields.choices("kinds", AlertKind::ALL, AlertKind::as_str);
    if kinds.is_empty() && fields.faults() == before {
        fields.fault(Fault::new("/kinds", Code::Missing));
    }
    let unit = fields.name("unit", LONGEST_NAME);
    let label = fields.choice("label", &Label::ALL, Label::as_str);
    let unapproved = fields.flag("unapproved").unwrap_or(false);
    if unapproved && unit.is_none() {
        fields.fault(Fault::new("/unit", Code::Missing));
    }
    fields.finish()?;
    match (title, url, label) {
        (Some(title), Some(url), Some(label)) => {
            Ok(Wanted { title, url, kinds, scope: Scope { unit, label, unapproved } })
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::{AccessClass, ReviewState};

    #[test]
    fn a_target_sees_nothing_above_its_label_or_outside_its_unit() {
        let tree = UnitTree::default();
        let class = |label, review, unit: &str| AccessClass {
            label,
            review,
            unit: Some(unit.to_owned()),
            line: None,
            stretch: None,
        };
        let scope = |unit: Option<&str>, label, unapproved| Scope { unit: unit.map(str::to_owned), label, unapproved };
        let sees = |scope: &Scope, class: &AccessClass| scope.viewer(&tree).sees(class);
        let approved = |label| class(label, ReviewState::Approved, "don-a");
        for (n, most) in Label::ALL.into_iter().enumerate() {
            for (m, label) in Label::ALL.into_iter().enumerate() {
                assert_eq!(sees(&scope(None, most, false), &approved(label)), m <= n, "{most:?} {label:?}");
                assert_eq!(sees(&scope(Some("don-b"), most, true), &approved(label)), m == 0, "{most:?} {label:?}");
            }
        }
        let waits = class(Label::Internal, ReviewState::Submitted, "don-a");
        assert!(sees(&scope(Some("don-a"), Label::Internal, true), &waits));
        assert!(!sees(&scope(Some("don-a"), Label::Internal, false), &waits));
        assert!(!sees(&scope(None, Label::Restricted, false), &waits));
    }
}
