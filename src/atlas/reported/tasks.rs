//! Tasks that documents give, or that both sides agreed on.

use super::Scope;
use super::figures::all;
use super::items::Item;
use crate::atlas::layers::LayerId;
use crate::domain::report::content::Section;
use crate::domain::report::kind::Both;

/// How often a task comes back.
const RECURRENCES: [&str; 5] = ["once", "regular", "monthly", "quarterly", "yearly"];

pub(super) fn fill(scope: &Scope<'_>, section: &mut Section) {
    let items = scope.standing(LayerId::Tasks);
    let every = all(&items);
    section.count("tasks", ("Số nhiệm vụ đang theo dõi", "Tasks that are followed"), false, &every);
    section.split("tasks.recurrence", false, &every, "recurrence", &RECURRENCES);
    let agreed: Vec<&Item> = items.iter().filter(|item| item.value("agreed").is_some()).collect();
    let title = Both::new("theo điều đã thống nhất với phía bạn", "agreed with the other side");
    section.part("tasks.agreed", title, false, &agreed);
    super::stands::fill(section, &items, scope.tasks, "tasks");
}
