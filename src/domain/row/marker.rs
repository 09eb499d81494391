//! A row of a marker list.

use super::{Row, RowContext, folded};
use crate::domain::fault::{Code, Fault};
use crate::domain::marker::{Attestation, Marker, Side};
use crate::domain::number::MarkerKey;

const SIDES: &[(Side, &str, &[&str])] = &[
    (Side::Ours, "ours", &["việt nam", "vn", "bên ta", "phía việt nam", "vietnam"]),
    (Side::Theirs, "theirs", &["bên bạn", "trung quốc", "lào", "campuchia", "cn", "la", "kh", "nước bạn"]),
    (Side::OnTheLine, "on_the_line", &["trên đường biên giới", "trên đường biên", "đường biên giới"]),
    (Side::Unknown, "unknown", &["chưa rõ", "không rõ"]),
];

/// What a row says of a marker. What it does not say is left as the register has it.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkerRow {
    pub key: MarkerKey,
    pub side: Option<Side>,
    pub description: Option<String>,
    pub height_m: Option<String>,
    pub source: Option<String>,
    /// Numbers it had before, or has on another line.
    pub aliases: Option<Vec<MarkerKey>>,
    pub accuracy_m: Option<f64>,
}

impl MarkerRow {
    /// # Errors
    /// Every fault, under the name of its column.
    pub fn read(fields: &[(String, String)], context: RowContext<'_>) -> Result<Self, Vec<Fault>> {
        let mut row = Row::new(fields, context);
        let name = ["key", "number", "marker", "name"].into_iter().find(|name| row.has(name));
        let key = name.and_then(|name| row.marker(name));
        if name.is_none() {
            row.fault(Fault::new("number", Code::Missing));
        }
        if let (Some(key), Some(kind)) = (key, row.raw("kind")) {
            check_kind(&mut row, key, kind);
        }
        let side = row.word("side", SIDES);
        let description = row.text("description").or_else(|| row.text("notes"));
        let height_m = row.number("height_m").map(|metres| metres.to_string());
        let source = row.text("source");
        let aliases = aliases(&mut row);
        let accuracy_m = row.metres("accuracy_m");
        let read = key.map(|key| Self { key, side, description, height_m, source, aliases, accuracy_m });
        row.finish(read)
    }

    /// The marker after this row, over what the register has of it.
    pub fn over(&self, held: Option<&Marker>, source: &str) -> Marker {
        let source = self.source.clone().unwrap_or_else(|| source.to_owned());
        let mut marker = held.cloned().unwrap_or_else(|| Marker {
            key: self.key,
            side: Side::Unknown,
            attestation: Attestation::Listed,
            description: None,
            height_m: None,
            source: source.clone(),
            anchor: None,
            aliases: Vec::new(),
            cite: Vec::new(),
            removed: false,
        });
        // A renumbered marker keeps answering to its old number.
        if marker.key != self.key && !marker.aliases.contains(&marker.key) {
            marker.aliases.push(marker.key);
        }
        marker.key = self.key;
        marker.attestation = Attestation::Listed;
        marker.source = source;
        marker.side = self.side.unwrap_or(marker.side);
        marker.description = self.description.clone().or(marker.description);
        marker.height_m = self.height_m.clone().or(marker.height_m);
        for alias in self.aliases.iter().flatten() {
            if *alias != marker.key && !marker.aliases.contains(alias) {
                marker.aliases.push(*alias);
            }
        }
        // One that it has again is no old one.
        marker.aliases.retain(|alias| *alias != self.key);
        marker
    }

    /// The marker after this row, where the row says all there is to say: what it leaves out, the marker has no longer.
    pub fn instead(&self, held: Option<&Marker>, source: &str) -> Marker {
        let said = Self { aliases: Some(self.aliases.clone().unwrap_or_default()), ..self.clone() };
        let mut marker = said.over(None, source);
        if let Some(held) = held {
            // What no row can say stays.
            marker.anchor = held.anchor;
            marker.cite.clone_from(&held.cite);
        }
        marker
    }
}

/// The kind follows from the number; a row that says another is wrong in one of the two.
fn check_kind(row: &mut Row<'_>, key: MarkerKey, written: &str) {
    use crate::domain::number::MarkerKind as Kind;
    let words: &[(Kind, &str, &[&str])] = &[
        (Kind::Main, "main", &["mốc chính", "chính"]),
        (Kind::Auxiliary, "auxiliary", &["mốc phụ", "phụ"]),
        (Kind::SameNumber, "same_number", &["mốc đôi cùng số", "mốc ba cùng số", "mốc đôi", "mốc ba", "cùng số"]),
        (Kind::Stake, "stake", &["cọc dấu", "cọc"]),
        (Kind::Tripoint, "tripoint", &["ngã ba", "mốc ngã ba biên giới"]),
    ];
    let value = folded(written);
    let of_word = words
        .iter()
        .find(|(_, code, others)| folded(code) == value || others.iter().any(|other| folded(other) == value));
    match of_word {
        None => {
            let codes: Vec<_> = words.iter().map(|(_, code, _)| *code).collect();
            row.fault(Fault::new("kind", Code::NotOneOf).with(codes.join(", ")));
        }
        // 1088/2(1) is both an auxiliary and one of several of a number.
        Some((kind, ..)) if *kind == key.number().kind() => {}
        Some((Kind::Auxiliary, ..)) if key.number().sub().is_some() => {}
        Some((_, code, _)) => row.fault(Fault::new("kind", Code::KindContradicts).with(*code).with(key.to_string())),
    }
}

/// Several numbers with commas between them, also as a JSON list, which is how this program exports them.
fn aliases(row: &mut Row<'_>) -> Option<Vec<MarkerKey>> {
    let written = row.raw("aliases")?;
    let line = row.line();
    let listed = written.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(written);
    let mut keys = Vec::new();
    for one in listed.split([',', ';']).map(|one| one.trim().trim_matches('"')).filter(|one| !one.is_empty()) {
        match crate::domain::number::parse_text(one, line, row.context.numbers) {
            Ok(found) => {
                for parsed in found {
                    match parsed {
                        crate::domain::number::Parsed::Marker(key) => keys.push(key),
                        crate::domain::number::Parsed::Range { .. } => {
                            row.fault(Fault::new("aliases", Code::NotOneMarker));
                            return None;
                        }
                    }
                }
            }
            Err(fault) => {
                row.fault(Fault::number("aliases", &fault));
                return None;
            }
        }
    }
    Some(keys)
}
