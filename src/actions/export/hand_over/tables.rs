//! The tables of a hand-over, row by row from the history of the register.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::actions::export::layer::{LayerRows, attribution};
use crate::actions::export::plan::{Row, Source};
use crate::atlas::feature::Shape;
use crate::atlas::{LayerId, Snapshot, Visible};
use crate::domain::number::MarkerKey;
use crate::domain::record::{Body, Record};
use crate::domain::revision::Versioned;

/// A table of the package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableKind {
    /// Every version of every line.
    BoundaryLines,
    /// Markers as they stand, placed on the line that counts.
    Markers,
    /// Markers in all revisions, where and as each was asserted.
    MarkerRevisions,
    /// Other names that markers have or had.
    MarkerAliases,
    /// Files that the register was imported from.
    Imports,
}

impl TableKind {
    pub const ALL: [Self; 5] =
        [Self::BoundaryLines, Self::Markers, Self::MarkerRevisions, Self::MarkerAliases, Self::Imports];

    pub const fn name(self) -> &'static str {
        match self {
            Self::BoundaryLines => "boundary_lines",
            Self::Markers => "markers",
            Self::MarkerRevisions => "marker_revisions",
            Self::MarkerAliases => "marker_aliases",
            Self::Imports => "imports",
        }
    }

    const fn always(self) -> &'static [&'static str] {
        match self {
            Self::BoundaryLines => &["key", "version", "status", "current"],
            Self::Markers | Self::MarkerRevisions => &["key", "number", "line"],
            Self::MarkerAliases => &["alias", "marker"],
            Self::Imports => &["layer", "file_name", "file_digest", "format", "crs", "state", "reason"],
        }
    }

    /// Whether its rows have places.
    pub const fn is_placed(self) -> bool {
        matches!(self, Self::BoundaryLines | Self::Markers | Self::MarkerRevisions)
    }
}

pub struct Table<'a> {
    pub kind: TableKind,
    pub snapshot: &'a Snapshot,
    /// Of a viewer who sees everything.
    pub visible: &'a Visible,
}

impl Table<'_> {
    fn revisions(&self) -> &[Versioned] {
        self.snapshot.history().revisions()
    }

    fn lines(&self) -> impl Iterator<Item = Row> {
        self.revisions().iter().filter_map(|versioned| {
            let Body::BoundaryLine(line) = &versioned.record.body else { return None };
            let mut properties = object(json!(versioned.record.body));
            properties.remove("vertices");
            if let Some(Value::Object(provenance)) = properties.remove("provenance") {
                properties.extend(provenance);
            }
            properties.insert("current".into(), json!(self.snapshot.history().is_current_line(&versioned.record)));
            properties.insert("vertex_count".into(), json!(line.vertices.len()));
            envelope(&mut properties, &versioned.record, Some(versioned.seq));
            let id = format!("{}@{}#{}", line.key, line.version, versioned.record.rev);
            Some(Row { id, shape: Shape::Line(line.vertices.clone().into()), properties })
        })
    }

    /// As the layer has them, with what each was asserted to be.
    fn markers(&self) -> Vec<io::Result<Row>> {
        let standing = self.snapshot.history().markers();
        let rows = LayerRows::new(self.snapshot, self.visible, LayerId::Markers);
        let with_given = |row: io::Result<Row>| {
            let mut row = row?;
            if let Some(record) = row.id.parse::<MarkerKey>().ok().and_then(|key| standing.get(&key)) {
                given(&mut row.properties, record);
                row.properties.insert("import".into(), json!(record.import_id));
            }
            Ok(row)
        };
        rows.rows().map(with_given).collect()
    }

    fn marker_revisions(&self) -> impl Iterator<Item = Row> {
        let standing: BTreeMap<Uuid, i64> =
            self.snapshot.history().markers().values().map(|record| (record.id, record.rev)).collect();
        self.revisions().iter().filter_map(move |versioned| {
            let record = &versioned.record;
            let Body::Marker(marker) = &record.body else { return None };
            let mut properties = object(json!(record.body));
            properties.insert("line".into(), json!(marker.key.line()));
            properties.insert("number".into(), json!(marker.key.number().to_string()));
            properties.insert("current".into(), json!(standing.get(&record.id) == Some(&record.rev)));
            given(&mut properties, record);
            envelope(&mut properties, record, Some(versioned.seq));
            let shape = record.location.observed.as_ref().map_or(Shape::None, |seen| Shape::Point(seen.position));
            Some(Row { id: format!("{}#{}", marker.key, record.rev), shape, properties })
        })
    }

    /// What a revision named an alias, and numbers that a marker had before it was given another.
    fn marker_aliases(&self) -> Vec<Row> {
        let standing = self.snapshot.history().markers();
        let now: BTreeMap<Uuid, MarkerKey> = standing.iter().map(|(key, record)| (record.id, *key)).collect();
        let mut found: BTreeMap<(MarkerKey, MarkerKey), i64> = BTreeMap::new();
        for Versioned { seq, record } in self.revisions() {
            let Body::Marker(marker) = &record.body else { continue };
            let key = now.get(&record.id).copied().unwrap_or(marker.key);
            let names = marker.aliases.iter().copied().chain([marker.key]).filter(|name| *name != key);
            for name in names {
                found.entry((name, key)).or_insert(*seq);
            }
        }
        let row = |((alias, marker), since): (&(MarkerKey, MarkerKey), &i64)| {
            let holds = standing
                .get(marker)
                .is_some_and(|record| matches!(&record.body, Body::Marker(body) if body.aliases.contains(alias)));
            let properties = json!({
                "alias": alias,
                "alias_line": alias.line(),
                "marker": marker,
                "kind": if alias.line() == marker.line() { "earlier_or_other_number" } else { "number_on_other_line" },
                "current": holds,
                "since_seq": since,
            });
            Row { id: format!("{alias}={marker}"), shape: Shape::None, properties: object(properties) }
        };
        found.iter().map(row).collect()
    }

    fn imports(&self) -> impl Iterator<Item = Row> {
        self.snapshot.history().imports().map(|record| {
            let mut properties = object(json!(record.body));
            envelope(&mut properties, record, None);
            Row { id: record.id.to_string(), shape: Shape::None, properties }
        })
    }
}

impl Source for Table<'_> {
    fn name(&self) -> &str {
        self.kind.name()
    }

    fn always(&self) -> &[&str] {
        self.kind.always()
    }

    /// At most so many: enough for a bar that moves.
    fn total(&self) -> u64 {
        self.revisions().len() as u64
    }

    fn rows(&self) -> Box<dyn Iterator<Item = io::Result<Row>> + '_> {
        match self.kind {
            TableKind::BoundaryLines => Box::new(self.lines().map(Ok)),
            TableKind::Markers => Box::new(self.markers().into_iter()),
            TableKind::MarkerRevisions => Box::new(self.marker_revisions().map(Ok)),
            TableKind::MarkerAliases => Box::new(self.marker_aliases().into_iter().map(Ok)),
            TableKind::Imports => Box::new(self.imports().map(Ok)),
        }
    }

    fn attribution(&self, placed: bool) -> String {
        attribution(self.snapshot, placed)
    }
}

fn object(value: Value) -> Map<String, Value> {
    let Value::Object(mut object) = value else { return Map::new() };
    object.remove("type");
    object
}

/// What the program knows of a record besides what it says.
fn envelope(properties: &mut Map<String, Value>, record: &Record, seq: Option<i64>) {
    properties.insert("record".into(), json!(record.id));
    properties.insert("rev".into(), json!(record.rev));
    properties.insert("form".into(), json!(record.form));
    properties.insert("received_at".into(), json!(record.received_at));
    properties.insert("label".into(), json!(record.label));
    properties.insert("review_state".into(), json!(record.review));
    properties.insert("import".into(), json!(record.import_id));
    properties.insert("corrects".into(), json!(record.corrects));
    if let Some(seq) = seq {
        properties.insert("seq".into(), json!(seq));
    }
}

/// Coordinates and height in the words of whoever brought them.
fn given(properties: &mut Map<String, Value>, record: &Record) {
    let observed = record.location.observed.as_ref();
    properties.insert("given_crs".into(), json!(observed.map(|seen| &seen.crs)));
    properties.insert("given_coordinates".into(), json!(observed.and_then(|seen| seen.given.as_ref())));
    properties.insert("given_accuracy_m".into(), json!(observed.and_then(|seen| seen.accuracy_m)));
    properties.insert("given_height_m".into(), json!(observed.and_then(|seen| seen.height_m)));
    properties.insert("vertical_datum".into(), json!(observed.and_then(|seen| seen.vertical_datum.as_ref())));
}
