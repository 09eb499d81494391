//! What somebody sees.

use std::collections::BTreeSet;

use super::{AccessClass, Label, Permission, Permissions, ReviewState, Stretch};

/// Units whose records a grant reaches.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Units {
    /// All, and records of no unit.
    All,
    /// The own unit with those that it follows, and those below it.
    Some { own: BTreeSet<String>, below: BTreeSet<String> },
}

impl Units {
    /// Whether records of a unit, or of none, are reached.
    pub fn reach(&self, unit: Option<&str>) -> bool {
        match (self, unit) {
            (Self::All, _) => true,
            (Self::Some { own, below }, Some(unit)) => own.contains(unit) || below.contains(unit),
            (Self::Some { .. }, None) => false,
        }
    }

    fn own(&self, unit: Option<&str>) -> bool {
        match (self, unit) {
            // Whoever is over everything looks after what is nobody's.
            (Self::All, None) => true,
            (Self::Some { own, .. }, Some(unit)) => own.contains(unit),
            _ => false,
        }
    }
}

/// One role somewhere: what may be done, with whose records, on which part of the line.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Grant {
    pub permissions: Permissions,
    pub units: Units,
    /// Empty when the whole line is meant.
    pub stretches: Vec<Stretch>,
}

impl Grant {
    /// Whether the grant lets its holder see a class. A record without a place by marker numbers lies in no stretch:
    /// whoever is confined to one sees it only when it is their own unit's.
    fn sees(&self, class: &AccessClass) -> bool {
        let unit = class.unit.as_deref();
        let cleared = self.permissions.has(match class.label {
            Label::Public | Label::Internal => Permission::ReadInternal,
            Label::Restricted => Permission::ReadRestricted,
        });
        let reviewed = class.review == ReviewState::Approved
            || (self.permissions.has(Permission::ReadUnapproved) || matches!(self.units, Units::All))
                && self.units.own(unit);
        cleared && reviewed && self.units.reach(unit) && self.covers(class)
    }

    fn covers(&self, class: &AccessClass) -> bool {
        match &class.stretch {
            _ if self.stretches.is_empty() => true,
            Some(stretch) => self.stretches.iter().any(|mine| mine.meets(stretch)),
            None => self.units.own(class.unit.as_deref()),
        }
    }
}

/// Someone who reads. Made at the edge, passed to every query.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Viewer {
    everything: bool,
    grants: Vec<Grant>,
}

impl Viewer {
    /// Sees everything: the console of the server, and a server that runs without accounts.
    pub const fn all() -> Self {
        Self { everything: true, grants: Vec::new() }
    }

    /// Sees what is public and approved.
    pub const fn public() -> Self {
        Self { everything: false, grants: Vec::new() }
    }

    /// Sees what is public and approved, and what any of the grants lets be seen.
    pub const fn with(grants: Vec<Grant>) -> Self {
        Self { everything: false, grants }
    }

    /// What is seen by the grants alone that allow something: a permission in one unit is none in another.
    #[must_use]
    pub fn only(&self, permission: Permission) -> Self {
        let allowing = self.grants.iter().filter(|grant| grant.permissions.has(permission));
        Self { everything: self.everything, grants: allowing.cloned().collect() }
    }

    /// What is seen by the grants alone that are not confined to a part of the line.
    #[must_use]
    pub fn on_the_whole_line(&self) -> Self {
        let whole = self.grants.iter().filter(|grant| grant.stretches.is_empty());
        Self { everything: self.everything, grants: whole.cloned().collect() }
    }

    pub const fn sees_everything(&self) -> bool {
        self.everything
    }

    /// The grants that allow something.
    pub fn allowing(&self, permission: Permission) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(move |grant| grant.permissions.has(permission))
    }

    /// Units with whose records something is allowed, in order; `None` when it is with all.
    pub fn units_with(&self, permission: Permission) -> Option<Vec<String>> {
        let mut all = BTreeSet::new();
        if self.everything {
            return None;
        }
        for grant in self.allowing(permission) {
            match &grant.units {
                Units::All => return None,
                Units::Some { own, below } => all.extend(own.iter().chain(below).cloned()),
            }
        }
        Some(all.into_iter().collect())
    }

    /// Whether something is allowed with what is a unit's own; `below`: or is one's below it.
    pub fn may_with(&self, permission: Permission, class: &AccessClass, below: bool) -> bool {
        let unit = class.unit.as_deref();
        let reached = |grant: &Grant| if below { grant.units.reach(unit) } else { grant.units.own(unit) };
        self.everything || self.allowing(permission).any(|grant| reached(grant) && grant.covers(class))
    }

    pub fn sees(&self, class: &AccessClass) -> bool {
        self.everything
            || (class.label == Label::Public && class.review == ReviewState::Approved)
            || self.grants.iter().any(|grant| grant.sees(class))
    }

    /// Whether anything restricted could be among what is seen.
    pub fn sees_restricted(&self) -> bool {
        self.everything || self.grants.iter().any(|grant| grant.permissions.has(Permission::ReadRestricted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::Role;

    fn class(label: Label, review: ReviewState, unit: Option<&str>, stretch: Option<&str>) -> AccessClass {
        let stretch: Option<Stretch> = stretch.map(|text| text.parse().unwrap());
        AccessClass { label, review, unit: unit.map(str::to_owned), line: stretch.map(|s| s.line), stretch }
    }

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn viewer(role: Role, own: &[&str], below: &[&str], stretches: &[&str]) -> Viewer {
        let units = Units::Some { own: set(own), below: set(below) };
        let stretches = stretches.iter().map(|text| text.parse().unwrap()).collect();
        Viewer::with(vec![Grant { permissions: role.permissions(), units, stretches }])
    }

    #[test]
    fn the_public_sees_only_what_is_public_and_approved() {
        let public = Viewer::public();
        assert!(public.sees(&class(Label::Public, ReviewState::Approved, None, None)));
        assert!(!public.sees(&class(Label::Public, ReviewState::Submitted, None, None)));
        assert!(!public.sees(&class(Label::Internal, ReviewState::Approved, None, None)));
        assert!(Viewer::all().sees(&class(Label::Restricted, ReviewState::Draft, None, None)));
    }

    #[test]
    fn a_post_sees_its_own_from_the_first_word_and_nothing_of_another() {
        let post = viewer(Role::Inspector, &["don-a"], &[], &[]);
        for review in ReviewState::ALL {
            assert!(post.sees(&class(Label::Internal, review, Some("don-a"), None)), "{review:?}");
            assert!(!post.sees(&class(Label::Internal, review, Some("don-b"), None)), "{review:?}");
            assert!(!post.sees(&class(Label::Restricted, review, Some("don-a"), None)), "{review:?}");
        }
    }

    #[test]
    fn a_province_sees_what_its_posts_have_approved_and_nothing_before() {
        let province = viewer(Role::Supervisor, &["son-la"], &["don-a", "don-b"], &[]);
        assert!(province.sees(&class(Label::Restricted, ReviewState::Approved, Some("don-b"), None)));
        assert!(!province.sees(&class(Label::Internal, ReviewState::Submitted, Some("don-b"), None)));
        assert!(!province.sees(&class(Label::Internal, ReviewState::Approved, None, None)));
    }

    #[test]
    fn whoever_is_confined_to_a_stretch_sees_no_other() {
        let one = viewer(Role::Viewer, &["don-a"], &[], &["VN-LA:140..150"]);
        let at = |text| class(Label::Internal, ReviewState::Approved, Some("don-a"), text);
        assert!(one.sees(&at(Some("VN-LA:144"))) && one.sees(&at(None)));
        assert!(!one.sees(&at(Some("VN-LA:211"))));
    }
}
