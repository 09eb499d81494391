//! Who writes: the unit of a record is the writer's own, whatever it says.

use unicode_normalization::UnicodeNormalization as _;

use super::problem::Problem;
use crate::domain::fault::{Code, Fault};
use crate::domain::people::{Identity, Way};

/// Puts the writer's unit and name on what he sends. On a server without accounts both stay the claims that they are.
///
/// # Errors
/// 422 for a unit that the writer does not belong to.
pub fn sign(identity: &Identity, unit: &mut Option<String>, person: &mut Option<String>) -> Result<(), Problem> {
    if matches!(identity.way, Way::Open | Way::Anonymous) {
        return Ok(());
    }
    *unit = match unit.take() {
        None => identity.units.first().map(|(key, _)| key.clone()),
        Some(claimed) => {
            let plain = |text: &str| text.trim().nfc().collect::<String>().to_lowercase();
            let claimed = plain(&claimed);
            let own = identity.units.iter().find(|(key, title)| plain(key) == claimed || plain(title) == claimed);
            let own = own.ok_or_else(|| {
                let all: Vec<&str> = identity.units.iter().map(|(key, _)| key.as_str()).collect();
                let all = if all.is_empty() { "-".to_owned() } else { all.join(", ") };
                Problem::invalid(vec![Fault::new("/unit", Code::UnitNotYours).with(all)])
            })?;
            Some(own.0.clone())
        }
    };
    person.get_or_insert_with(|| identity.name.clone());
    Ok(())
}
