//! Whether any record that a viewer sees is of a unit: a server without a tree of units takes their names from records.

use super::layers::LayerId;
use super::snapshot::{Snapshot, Visible};

impl Snapshot {
    /// Whether a record of these layers that is seen is of this unit. Cost: linear in what is seen of them.
    pub fn names_unit(&self, layers: &[LayerId], unit: &str, visible: &Visible) -> bool {
        let Ok(value) = serde_json::to_string(unit) else { return false };
        let said = format!("\"unit\":{value}");
        let names = |json: &[u8]| json.windows(said.len()).any(|window| window == said.as_bytes());
        layers.iter().any(|layer| self.walk(*layer, visible).any(|step| names(step.json)))
    }
}
