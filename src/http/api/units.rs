//! Units that somebody asks about by their keys.

use crate::atlas::LayerId;
use crate::domain::fault::{Code, Fault};
use crate::domain::people::Way;
use crate::http::ask::Ask;
use crate::http::ogc::params::cut;
use crate::http::problem::Problem;

/// The unit that is meant, when there is one: in the tree of units, or named by a record of these layers that is seen. Whoever is
/// not known learns of no other unit than those, from no answer and from no refusal.
///
/// # Errors
/// 422 for a unit there is not.
pub(super) fn known_unit(ask: &Ask, layers: &[LayerId], unit: &str) -> Result<String, Problem> {
    let in_tree = || ask.app.context.people.directory().units.get(unit).is_some();
    let is_known = ask.identity.way != Way::Anonymous && in_tree();
    if is_known || ask.snapshot.names_unit(layers, unit, &ask.visible) {
        return Ok(unit.to_owned());
    }
    Err(Problem::invalid(vec![Fault::new("/unit", Code::UnknownUnit).with(cut(unit))]))
}
