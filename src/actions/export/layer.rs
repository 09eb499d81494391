//! The rows of a layer of the atlas, and what must be said of them wherever they go.
//!
//! Places are those of the atlas, unrounded; properties are those that map clients get. Added is what a file that travels
//! alone must say itself: whose line a place was worked out on, and whether that line is a sketch.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::plan::{Row, Source};
use crate::atlas::register::Register;
use crate::atlas::walk::Step;
use crate::atlas::{Board, LayerId, Snapshot, Visible};
use crate::domain::line::{BoundaryLine, LineStatus};

/// What is said of everything that was worked out on a sketch.
pub const SKETCH: &str = "SƠ ĐỒ, không dùng để xác định biên giới · A sketch: not for saying where the boundary is.";

/// What a viewer sees of a layer.
pub struct LayerRows<'a> {
    snapshot: &'a Snapshot,
    visible: &'a Visible,
    layer: LayerId,
    lines: BTreeMap<String, &'a BoundaryLine>,
    levels: Option<&'a Board>,
}

impl<'a> LayerRows<'a> {
    pub fn new(snapshot: &'a Snapshot, visible: &'a Visible, layer: LayerId) -> Self {
        let lines = snapshot.register().lines().map(|line| (line.body.key.to_string(), &line.body)).collect();
        Self { snapshot, visible, layer, lines, levels: None }
    }

    /// Segments with what was worked out for whoever sees so much.
    #[must_use]
    pub fn with_levels(self, levels: Option<&'a Board>) -> Self {
        Self { levels: levels.filter(|_| self.layer == LayerId::Segments), ..self }
    }

    fn row(&self, step: Step<'_>) -> io::Result<Row> {
        /// The rest of the feature is passed over.
        #[derive(Deserialize)]
        struct Feature {
            properties: Map<String, Value>,
        }
        let Feature { mut properties } = serde_json::from_slice(step.json)?;
        if self.layer == LayerId::BoundaryLines {
            if let Some(Value::Object(provenance)) = properties.remove("provenance") {
                properties.extend(provenance);
            }
        } else if properties.get("line_version").is_some_and(Value::is_string)
            && let Some(line) = properties.get("line").and_then(Value::as_str).and_then(|key| self.lines.get(key))
        {
            properties.insert("line_status".into(), json!(line.status));
            properties.insert("attribution".into(), json!(line.provenance.attribution));
        }
        Ok(Row { id: step.order.id.to_string(), shape: step.shape.clone(), properties })
    }
}

impl Source for LayerRows<'_> {
    fn name(&self) -> &str {
        self.layer.about().id
    }

    fn always(&self) -> &[&str] {
        self.layer.about().queryables
    }

    fn total(&self) -> u64 {
        self.snapshot.count(self.layer, self.visible)
    }

    fn rows(&self) -> Box<dyn Iterator<Item = io::Result<Row>> + '_> {
        match self.levels {
            Some(board) => Box::new(board.layer().walk(|class| self.visible.sees(class)).map(|step| self.row(step))),
            None => Box::new(self.snapshot.walk(self.layer, self.visible).map(|step| self.row(step))),
        }
    }

    fn attribution(&self, placed: bool) -> String {
        attribution(self.snapshot, placed)
    }
}

/// Source, licence, what the lines are, and which state of the log this is.
pub fn attribution(snapshot: &Snapshot, placed: bool) -> String {
    let mut parts = if placed { of_lines(snapshot.register()) } else { Vec::new() };
    parts.push(format!("Mốc Giới, số · log no. {}", snapshot.seq));
    parts.join(" ")
}

fn of_lines(register: &Register) -> Vec<String> {
    let is_sketch = register.lines().any(|line| line.body.status == LineStatus::Sketch);
    let named: BTreeSet<&str> = register.lines().map(|line| line.body.provenance.attribution.trim()).collect();
    let named = named.into_iter().filter(|text| !text.is_empty()).map(|text| format!("{text}."));
    is_sketch.then(|| SKETCH.to_owned()).into_iter().chain(named).collect()
}
