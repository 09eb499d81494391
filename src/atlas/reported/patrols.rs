//! Patrols by mode and force, and how much of each line they walked.

use uuid::Uuid;

use super::Scope;
use super::figures::all;
use super::items::Item;
use crate::atlas::coverage::{Question, coverage};
use crate::atlas::layers::LayerId;
use crate::domain::inspection::Mode;
use crate::domain::patrol::Force;
use crate::domain::position::Metres;
use crate::domain::report::content::{Amount, Section};
use crate::domain::report::kind::Both;
use crate::geo::Tolerance;

/// How near the line a track must pass, in metres, as coverage takes it unless told otherwise.
const TOLERANCE: Metres = Metres(100.0);

pub(super) fn fill(scope: &Scope<'_>, section: &mut Section) {
    let items = scope.happened(LayerId::Patrols);
    let every = all(&items);
    section.count("patrols", ("Tổng số lượt tuần tra", "Patrols"), true, &every);
    section.split("patrols.mode", true, &every, "mode", &Mode::ALL.map(Mode::as_str));
    section.count("patrols.forces", ("Theo lực lượng chủ trì", "By leading force"), true, &every);
    section.split("patrols.force", true, &every, "force", &Force::ALL.map(Force::as_str));
    walked(scope, section, &items);
}

/// Kilometres of each line that lie along the recorded tracks, the union of all.
fn walked(scope: &Scope<'_>, section: &mut Section, items: &[Item]) {
    let ids: Vec<Uuid> = items.iter().filter_map(|item| Uuid::try_parse(item.text("record")?).ok()).collect();
    let Ok(tolerance) = Tolerance::new(TOLERANCE) else { return };
    let question = Question {
        patrols: Some(ids),
        from: None,
        to: None,
        unit: None,
        mode: None,
        force: None,
        tolerance,
        max_gap_s: None,
    };
    let Ok(chosen) = scope.snapshot.patrols_asked_for(&question, scope.visible) else {
        section.notes.push(Both::new(
            "Số vết tuần tra vượt mức tính độ phủ trong một lần; xem độ phủ theo từng đơn vị.",
            "Too many tracks for one answer on coverage: ask unit by unit.",
        ));
        return;
    };
    if chosen.iter().all(|(_, tracks)| tracks.is_empty()) {
        return;
    }
    let register = scope.snapshot.register();
    for line in register.lines() {
        let answer = coverage(register, line, None, &question, chosen.clone());
        if answer.covered_m <= 0.0 {
            continue;
        }
        let walkers = answer.walkers.iter().filter(|walker| walker.covered_m > 0.0);
        let there: Vec<String> = walkers.map(|walker| walker.patrol.id.to_string()).collect();
        let of: Vec<&Item> =
            items.iter().filter(|item| item.text("record").is_some_and(|id| there.iter().any(|it| it == id))).collect();
        let title = Both::new(
            format!("Lượt tuần tra có vết ghi trên {}", line.body.name),
            format!("Patrols with tracks along {}", line.body.name_en),
        );
        section.count(&format!("patrols.walked.{}", line.body.key), (&title.vi, &title.en), true, &of);
        if let Some(figure) = section.figures.last_mut() {
            let value = (answer.covered_m / 100.0).round() / 10.0;
            let unit = Both::new("km đường biên đã đi", "km of the line walked");
            figure.amount = Some(Amount { value, unit });
        }
    }
}
