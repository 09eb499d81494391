//! What a report says. A figure is a list of records: its number is how many they are, so that number and records cannot
//! come apart.

use serde::Serialize;
use uuid::Uuid;

use super::cut_off::CutOff;
use super::kind::Both;
use super::window::Window;
use crate::domain::access::Label;
use crate::domain::report_merge::{MergedSection, Paragraph};
use crate::domain::time::Instant;

/// A record that a figure counts: its layer and what it is called there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Counted {
    pub layer: &'static str,
    pub id: String,
}

/// What stands beside the number of records: kilometres, per cent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Amount {
    pub value: f64,
    pub unit: Both,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// Names it in its report: `patrols.mode.bilateral`.
    pub key: String,
    pub title: Both,
    pub records: Vec<Counted>,
    pub amount: Option<Amount>,
    /// Whether it counts what happened in the window; the others count what stands at its end.
    pub of_window: bool,
    /// How far in it stands below the figure that it is part of.
    pub depth: usize,
}

impl Figure {
    pub fn count(&self) -> usize {
        self.records.len()
    }
}

/// A row of a table, and the record that it tells of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    pub cells: Vec<String>,
    pub record: Option<Counted>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    pub key: String,
    pub title: Both,
    pub columns: Vec<Both>,
    pub rows: Vec<Row>,
}

/// What somebody wrote into a section, or what agencies sent for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Narrated {
    /// None of what agencies sent, as long as nobody wrote over it.
    pub id: Option<Uuid>,
    pub text: String,
    pub by: Option<String>,
    pub at: Option<Instant>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    pub key: String,
    pub title: Both,
    pub figures: Vec<Figure>,
    pub tables: Vec<Table>,
    /// Submitted and not approved: counted nowhere else.
    pub waiting: Option<usize>,
    pub notes: Vec<Both>,
    pub narrative: Option<Narrated>,
    /// What agencies sent for it.
    pub parts: Vec<Paragraph>,
}

impl Section {
    pub fn new(key: &str, title: Both) -> Self {
        Self {
            key: key.to_owned(),
            title,
            figures: Vec::new(),
            tables: Vec::new(),
            waiting: None,
            notes: Vec::new(),
            narrative: None,
            parts: Vec::new(),
        }
    }

    /// Its words: those that somebody wrote, or else what agencies sent.
    pub fn say(&mut self, written: Option<Narrated>, sent: Option<MergedSection>) {
        let merged = sent.as_ref().map(|sent| Narrated { id: None, text: sent.text(), by: None, at: None });
        self.narrative = written.or(merged);
        self.parts = sent.map_or_else(Vec::new, |sent| sent.paragraphs);
    }

    /// The records that it counts of the window.
    pub fn counted(&self) -> impl Iterator<Item = &Counted> {
        self.figures.iter().filter(|figure| figure.of_window).flat_map(|figure| &figure.records)
    }
}

/// What became of a record of a period that was reported before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It was not counted then.
    Added,
    /// It was counted then, and counts no more.
    Removed,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    pub period: Window,
    pub section: String,
    pub record: Counted,
    pub change: Change,
    /// What it is, in words.
    pub about: String,
}

/// What the map shows at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    Good,
    Damaged,
    Hazard,
    Incident,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MapPoint {
    pub sign: Sign,
    pub lon: f64,
    pub lat: f64,
    pub text: String,
}

/// What the map is drawn from: the lines, thinned, and places of records.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MapData {
    pub lines: Vec<(String, Vec<[f64; 2]>)>,
    pub points: Vec<MapPoint>,
    /// Whether every line on it is an official one.
    pub is_official: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Content {
    pub kind: String,
    pub window: Window,
    pub unit: Option<String>,
    pub unit_title: Option<String>,
    /// Of the unit above.
    pub above: Option<String>,
    /// What is rolled up; empty for all that is seen.
    pub units: Vec<String>,
    pub level: Label,
    pub epoch: String,
    pub cut_off: CutOff,
    pub sections: Vec<Section>,
    pub corrections: Vec<Correction>,
    pub map: MapData,
}

impl Content {
    pub fn figure(&self, key: &str) -> Option<&Figure> {
        self.sections.iter().flat_map(|section| &section.figures).find(|figure| figure.key == key)
    }
}
