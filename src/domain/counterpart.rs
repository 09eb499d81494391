//! What the other side saw of the same thing, kept apart from what we saw; and where the two agree.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::hazard::Severity;
use super::inspection::{Condition, Details, Inspection};

/// The other side's observation of what one of our inspections is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counterpart {
    pub inspection: Uuid,
    /// The other side, as named.
    pub other: String,
    pub condition: Condition,
    pub notes: Option<String>,
    pub our_signatories: Vec<String>,
    pub their_signatories: Vec<String>,
    /// Number of the minutes that both signed.
    pub minutes: Option<String>,
    /// The meeting that these minutes are of, where the signed scan hangs on that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<Uuid>,
    /// What they found in detail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<Details>,
    /// The file of theirs that it was read from; none for what our own people wrote down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// Where an observation that came in an exchange file is from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// Short name of the key that signed it.
    pub key: String,
    /// Their own id of it.
    pub record: Uuid,
}

/// How far a two-sided record has come. Never typed by anybody: it follows from what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sides {
    /// Only we have said what we saw.
    Unilateral,
    /// What the other side saw stands beside it.
    Bilateral,
    /// Both sides have signed, and the signed paper is here.
    Minuted,
}

impl Sides {
    pub const ALL: [Self; 3] = [Self::Unilateral, Self::Bilateral, Self::Minuted];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unilateral => "unilateral",
            Self::Bilateral => "bilateral",
            Self::Minuted => "minuted",
        }
    }
}

/// How a field of both sides stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Agreed,
    Disputed,
    /// One of the two has not said it, or both.
    Missing,
}

/// What both say alike, what they dispute, and what one of them has not said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compared {
    pub sides: Sides,
    pub agreed: Vec<&'static str>,
    pub disputed: Vec<&'static str>,
    pub missing: Vec<&'static str>,
}

impl Compared {
    pub fn standing(&self, field: &str) -> Standing {
        match field {
            _ if self.agreed.contains(&field) => Standing::Agreed,
            _ if self.disputed.contains(&field) => Standing::Disputed,
            _ => Standing::Missing,
        }
    }

    fn put(&mut self, field: &'static str, standing: Standing) {
        match standing {
            Standing::Agreed => self.agreed.push(field),
            Standing::Disputed => self.disputed.push(field),
            Standing::Missing => self.missing.push(field),
        }
    }
}

/// Sets our inspection beside what the other side said. `scan_is_here`: whether the signed paper has arrived, all files of it.
pub fn compare(ours: &Inspection, theirs: Option<&Counterpart>, scan_is_here: bool) -> Compared {
    let (agreed, disputed, missing) = (Vec::new(), Vec::new(), Vec::new());
    let mut compared = Compared { sides: Sides::Unilateral, agreed, disputed, missing };
    let Some(theirs) = theirs else {
        compared.missing = vec!["condition", "notes", "our_signatories", "their_signatories", "minutes", "scan"];
        return compared;
    };
    let told = |condition: Condition| condition != Condition::Unknown;
    let is_told = told(ours.condition) && told(theirs.condition);
    compared.put("condition", of_both(is_told, ours.condition == theirs.condition));
    compare_details(&mut compared, ours.details.as_ref(), theirs.details.as_ref());
    // Words are for people to compare: they agree only where they are the same.
    compared.put("notes", of_both(ours.notes.is_some() && theirs.notes.is_some(), ours.notes == theirs.notes));
    let is_signed = !theirs.our_signatories.is_empty() && !theirs.their_signatories.is_empty();
    for (name, is_there) in [
        ("our_signatories", !theirs.our_signatories.is_empty()),
        ("their_signatories", !theirs.their_signatories.is_empty()),
        ("minutes", theirs.minutes.is_some()),
        ("scan", scan_is_here),
    ] {
        compared.put(name, of_both(is_there, true));
    }
    compared.sides = if is_signed && scan_is_here { Sides::Minuted } else { Sides::Bilateral };
    compared
}

/// What was asked in detail, as far as one of the two answered: nobody is told to be missing what nobody looked at.
fn compare_details(compared: &mut Compared, ours: Option<&Details>, theirs: Option<&Details>) {
    let none = Details::default();
    let (our, their) = (ours.unwrap_or(&none), theirs.unwrap_or(&none));
    let known = |severity: Option<Severity>| severity.filter(|severity| *severity != Severity::Unknown);
    let severity = (our.severity.is_some(), their.severity.is_some());
    let both = known(our.severity).is_some() && known(their.severity).is_some();
    for (field, (one, other), both, alike) in [
        ("severity", severity, both, our.severity == their.severity),
        of_flags("ground_cracked", our.ground_cracked, their.ground_cracked),
        of_flags("marker_cracked", our.marker_cracked, their.marker_cracked),
        (
            "parts",
            (!our.parts.is_empty(), !their.parts.is_empty()),
            !our.parts.is_empty() && !their.parts.is_empty(),
            our.parts == their.parts,
        ),
    ] {
        if one || other {
            compared.put(field, of_both(both, alike));
        }
    }
}

type Answers = (&'static str, (bool, bool), bool, bool);

fn of_flags(field: &'static str, our: Option<bool>, their: Option<bool>) -> Answers {
    (field, (our.is_some(), their.is_some()), our.is_some() && their.is_some(), our == their)
}

const fn of_both(both_said: bool, alike: bool) -> Standing {
    match (both_said, alike) {
        (false, _) => Standing::Missing,
        (true, true) => Standing::Agreed,
        (true, false) => Standing::Disputed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::inspection::Mode;

    fn ours(condition: Condition, notes: Option<&str>) -> Inspection {
        Inspection { mode: Mode::Bilateral, condition, notes: notes.map(str::to_owned), details: None, object: None }
    }

    fn theirs(condition: Condition, ours_signed: &[&str], theirs_signed: &[&str]) -> Counterpart {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Counterpart {
            inspection: Uuid::nil(),
            other: "Lào".to_owned(),
            condition,
            notes: None,
            our_signatories: names(ours_signed),
            their_signatories: names(theirs_signed),
            minutes: Some("07/BB".to_owned()),
            meeting: None,
            details: None,
            origin: None,
        }
    }

    #[test]
    fn details_are_compared_as_far_as_one_of_the_two_looked() {
        let mut our = ours(Condition::Good, None);
        let mut their = theirs(Condition::Good, &[], &[]);
        our.details = Some(Details { ground_cracked: Some(true), severity: Some(Severity::Low), ..Details::default() });
        let compared = compare(&our, Some(&their), false);
        assert!(compared.missing.contains(&"ground_cracked") && !compared.missing.contains(&"marker_cracked"));
        their.details =
            Some(Details { ground_cracked: Some(false), severity: Some(Severity::Unknown), ..Details::default() });
        let compared = compare(&our, Some(&their), false);
        assert_eq!(compared.disputed, ["ground_cracked"]);
        assert_eq!(compared.standing("severity"), Standing::Missing, "they do not know");
    }

    #[test]
    fn it_is_minuted_only_when_both_have_signed_and_the_paper_is_here() {
        let our = ours(Condition::Good, None);
        let sides = |theirs: Option<&Counterpart>, scan| compare(&our, theirs, scan).sides;
        let full = theirs(Condition::Good, &["An"], &["Khamphet"]);
        assert_eq!(sides(None, true), Sides::Unilateral, "a paper alone is nobody's observation");
        assert_eq!(sides(Some(&full), false), Sides::Bilateral, "a number of minutes is no paper");
        for (ours_signed, theirs_signed) in [(&[][..], &["Khamphet"][..]), (&["An"], &[])] {
            let half = theirs(Condition::Good, ours_signed, theirs_signed);
            assert_eq!(sides(Some(&half), true), Sides::Bilateral, "{ours_signed:?} {theirs_signed:?}");
        }
        assert_eq!(sides(Some(&full), true), Sides::Minuted);
    }

    #[test]
    fn what_one_side_does_not_know_is_missing_and_not_disputed() {
        let with = |our, their| {
            let compared = compare(&ours(our, Some("nứt")), Some(&theirs(their, &[], &[])), false);
            (compared.standing("condition"), compared.standing("notes"), compared.standing("scan"))
        };
        let (missing, agreed, disputed) = (Standing::Missing, Standing::Agreed, Standing::Disputed);
        assert_eq!(with(Condition::Unknown, Condition::Good), (missing, missing, missing));
        assert_eq!(with(Condition::Good, Condition::Good), (agreed, missing, missing));
        assert_eq!(with(Condition::Damaged, Condition::Good), (disputed, missing, missing));
    }
}
