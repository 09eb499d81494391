//! Inspections by mode, and by what was inspected.

use uuid::Uuid;

use super::Scope;
use super::figures::all;
use super::items::Item;
use crate::atlas::layers::LayerId;
use crate::domain::inspection::{Condition, Mode};
use crate::domain::messages::Lang;
use crate::domain::object::Subject;
use crate::domain::report::content::Section;
use crate::domain::report::kind::Both;

pub(super) fn fill(scope: &Scope<'_>, section: &mut Section) {
    let items = scope.happened(LayerId::Inspections);
    let every = all(&items);
    section.count("inspections", ("Tổng số lần kiểm tra", "Inspections"), true, &every);
    section.split("inspections.mode", true, &every, "mode", &Mode::ALL.map(Mode::as_str));
    section.count("inspections.subjects", ("Theo đối tượng kiểm tra", "By what was inspected"), true, &every);
    for subject in Subject::ALL {
        let of: Vec<&Item> = items.iter().filter(|item| subject_of(scope, item) == subject).collect();
        let title = Both::new(subject.title(Lang::Vi).to_lowercase(), subject.title(Lang::En));
        section.part(&format!("inspections.subject.{}", subject.as_str()), title, true, &of);
    }
    section.count("inspections.found", ("Theo tình trạng ghi nhận khi kiểm tra", "By condition found"), true, &every);
    section.split("inspections.found", true, &every, "condition", &Condition::ALL.map(Condition::as_str));
}

/// What kind of thing was inspected, as those may know who read the report.
fn subject_of(scope: &Scope<'_>, item: &Item) -> Subject {
    let object = item.text("object").and_then(|id| Uuid::try_parse(id).ok());
    match (object, item.text("segment")) {
        (Some(object), _) => scope.snapshot.subject(object, scope.visible),
        (None, Some(_)) => Subject::LineCourse,
        (None, None) => Subject::Marker,
    }
}
