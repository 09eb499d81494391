//! What the inspections of one marker, or of one stretch, say together.
//!
//! Knowledge gives way to later knowledge only. Who went there and could not tell (`unknown`) leaves standing what was
//! known before; who did not find the marker (`not_found`) adds a worry, and takes none away: a marker that was gone is
//! not better for not being found. Of each kind the latest is kept; of two at the same moment the one with the later
//! id, so that the order of arrival does not matter.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::inspection::Condition;
use super::time::Instant;

/// One believed inspection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InspectionFact {
    pub record: Uuid,
    /// Key of the marker or segment.
    pub subject: String,
    pub observed_at: Instant,
    pub condition: Condition,
}

impl InspectionFact {
    /// Greater is later.
    pub const fn age(&self) -> (Instant, Uuid) {
        (self.observed_at, self.record)
    }
}

/// All believed inspections of one marker or stretch, so that one of them can be taken back.
#[derive(Debug, Clone, Default)]
pub struct Looks {
    conditions: BTreeMap<(Instant, Uuid), Condition>,
    findings: Findings,
}

impl Looks {
    pub fn take(&mut self, fact: InspectionFact) {
        self.conditions.insert(fact.age(), fact.condition);
        self.findings.take(fact);
    }

    /// Takes one back. Cost: linear in the inspections when it was one that counted.
    pub fn forget(&mut self, fact: &InspectionFact) {
        let known = self.conditions.remove(&fact.age()).is_some();
        if !known || !self.findings.rests_on(fact.record) {
            return;
        }
        self.findings = Findings::default();
        for (&(observed_at, record), &condition) in &self.conditions {
            self.findings.take(InspectionFact { record, subject: fact.subject.clone(), observed_at, condition });
        }
    }

    pub fn holds(&self, fact: &InspectionFact) -> bool {
        self.conditions.contains_key(&fact.age())
    }

    /// What they say together.
    pub const fn findings(&self) -> &Findings {
        &self.findings
    }

    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }
}

/// The latest inspection of each kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    seen: Option<InspectionFact>,
    not_found: Option<InspectionFact>,
    unknown: Option<InspectionFact>,
}

impl Findings {
    /// Takes one more in, in whatever order they come.
    pub fn take(&mut self, fact: InspectionFact) {
        let held = match fact.condition {
            Condition::Unknown => &mut self.unknown,
            Condition::NotFound => &mut self.not_found,
            _ => &mut self.seen,
        };
        if held.as_ref().is_none_or(|held| fact.age() > held.age()) {
            *held = Some(fact);
        }
    }

    /// Whether an inspection is one of those that count.
    fn rests_on(&self, record: Uuid) -> bool {
        [&self.seen, &self.not_found, &self.unknown].into_iter().flatten().any(|fact| fact.record == record)
    }

    /// What several together say.
    pub fn join<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut joined = Self::default();
        for fact in all.into_iter().flat_map(|held| [&held.seen, &held.not_found, &held.unknown]).flatten() {
            joined.take(fact.clone());
        }
        joined
    }

    /// The latest that saw it and could tell.
    pub const fn seen(&self) -> Option<&InspectionFact> {
        self.seen.as_ref()
    }

    /// The latest that could not tell.
    pub const fn unknown(&self) -> Option<&InspectionFact> {
        self.unknown.as_ref()
    }

    /// What counts today: the latest that saw it, a later one that did not find it, and one later than both that could
    /// not tell.
    pub fn standing(&self) -> impl Iterator<Item = &InspectionFact> {
        let later =
            |fact: &&InspectionFact, than: Option<&InspectionFact>| than.is_none_or(|than| fact.age() > than.age());
        let seen = self.seen.as_ref();
        let not_found = self.not_found.as_ref().filter(|fact| later(fact, seen));
        let unknown = self.unknown.as_ref().filter(|fact| later(fact, seen) && later(fact, not_found));
        seen.into_iter().chain(not_found).chain(unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(n: i64, condition: Condition) -> InspectionFact {
        InspectionFact {
            record: Uuid::from_u128(n.cast_unsigned().into()),
            subject: "VN-LA:144".to_owned(),
            observed_at: Instant::from_millis(n),
            condition,
        }
    }

    /// What stands after inspections with these conditions, one after the other.
    fn standing(conditions: &[Condition]) -> Vec<Condition> {
        let facts: Vec<_> = (1..).zip(conditions).map(|(n, condition)| fact(n, *condition)).collect();
        let (mut forward, mut backward) = (Findings::default(), Findings::default());
        for fact in &facts {
            forward.take(fact.clone());
        }
        for fact in facts.iter().rev() {
            backward.take(fact.clone());
        }
        assert_eq!(forward, backward, "the order of arrival does not matter");
        forward.standing().map(|fact| fact.condition).collect()
    }

    #[test]
    fn knowledge_gives_way_to_later_knowledge_only() {
        use Condition::{Damaged, Good, Missing, NotFound, Unknown};
        for (conditions, expected) in [
            (vec![Missing, Unknown], vec![Missing, Unknown]),
            (vec![Missing, NotFound], vec![Missing, NotFound]),
            (vec![Missing, NotFound, Unknown], vec![Missing, NotFound, Unknown]),
            (vec![Missing, Unknown, Good], vec![Good]),
            (vec![NotFound, Good], vec![Good]),
            (vec![Damaged, Good], vec![Good]),
            (vec![Good, NotFound], vec![Good, NotFound]),
            (vec![Unknown, NotFound], vec![NotFound]),
            (vec![Unknown], vec![Unknown]),
            (vec![], vec![]),
        ] {
            assert_eq!(standing(&conditions), expected, "{conditions:?}");
        }
    }

    #[test]
    fn what_is_taken_back_leaves_what_the_others_say() {
        use Condition::{Damaged, Good, Missing, NotFound, Unknown};
        let facts: Vec<_> = (1..).zip([Good, Missing, NotFound, Unknown, Damaged]).map(|(n, c)| fact(n, c)).collect();
        for gone in &facts {
            let (mut all, mut others) = (Looks::default(), Looks::default());
            for fact in &facts {
                all.take(fact.clone());
                if fact != gone {
                    others.take(fact.clone());
                }
            }
            all.forget(gone);
            all.forget(gone);
            assert_eq!(all.findings(), others.findings(), "{gone:?}");
        }
    }

    #[test]
    fn several_say_together_what_one_that_took_all_says() {
        let (mut one, mut other, mut both) = (Findings::default(), Findings::default(), Findings::default());
        for (n, condition) in (1..).zip([Condition::Good, Condition::Missing, Condition::Unknown, Condition::NotFound])
        {
            if n % 2 == 0 { &mut one } else { &mut other }.take(fact(n, condition));
            both.take(fact(n, condition));
        }
        assert_eq!(Findings::join([&one, &other]), both);
    }
}
