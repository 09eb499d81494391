//! Which patrols carry a plan out, as far as somebody sees them.

use uuid::Uuid;

use crate::atlas::{Snapshot, Visible};
use crate::domain::people::Directory;
use crate::domain::time::Instant;

/// Patrols that carry out a plan of a unit, or one that it takes the place of, with when they began. What another post walked
/// carries out no plan of this one.
pub fn carried_out(
    snapshot: &Snapshot,
    visible: &Visible,
    directory: &Directory,
    plan: &str,
    unit: Option<&str>,
) -> Vec<(Uuid, Instant)> {
    // Patrols name the plan: this one, or one that it takes the place of.
    let names: Vec<Uuid> = snapshot.with_former(plan).iter().filter_map(|id| id.parse().ok()).collect();
    let own = |his: Option<&str>| directory.units.counts_beside(his, unit);
    let is_of_it = |plan: Uuid, unit: Option<&str>| names.contains(&plan) && own(unit);
    let all = snapshot.patrols().all(&|class| visible.sees(class));
    let walked =
        all.into_iter().filter(|patrol| patrol.plan.is_some_and(|plan| is_of_it(plan, patrol.unit.as_deref())));
    walked.map(|patrol| (patrol.id, patrol.started_at)).collect()
}
