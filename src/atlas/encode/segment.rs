//! The feature of a segment.

use std::sync::Arc;

use serde_json::{Map, json};

use super::finish;
use super::measure::{length_m, measure};
use crate::atlas::board::Level;
use crate::atlas::feature::{Feature, Interval, Shape};
use crate::atlas::layers::LayerId;
use crate::atlas::register::Segment;
use crate::domain::attention::points;
use crate::domain::number::SegmentKey;

/// The feature of a segment. Without its level it is public: it says nothing that its two markers and the line do not say.
/// With it, it is for those whom the level was worked out for.
pub fn segment_feature(segment: &Segment, level: Option<Level>) -> Feature {
    let key = segment.key;
    let mut properties = Map::new();
    properties.insert("key".into(), json!(key));
    properties.insert("line".into(), json!(key.line()));
    properties.insert("label_text".into(), json!(key.label()));
    properties.insert("from_marker".into(), json!(key.from()));
    properties.insert("to_marker".into(), json!(key.to()));
    properties.insert("length_m".into(), json!(length_m(segment)));
    properties.insert("from_m".into(), json!(measure(segment.from_m, segment.method)));
    properties.insert("to_m".into(), json!(measure(segment.to_m, segment.method)));
    properties.insert("line_version".into(), json!(segment.line_version));
    properties.insert("line_status".into(), json!(segment.line_status));
    properties.insert("position_method".into(), json!(segment.method));
    properties.insert("accuracy_m".into(), json!(segment.accuracy_m));
    properties.insert("accuracy_basis".into(), json!(segment.method.accuracy_basis()));
    properties.insert("indicative".into(), json!(!segment.method.is_measured()));
    properties.insert("label".into(), json!("public"));
    if let Some(level) = level {
        // Nothing known is not the same as nothing wrong: no data has no score.
        let score = level.class.numeral().map(|_| points(level.tenths));
        properties.insert("risk_class".into(), json!(level.class));
        properties.insert("risk_score".into(), json!(score));
        properties.insert("inspection_state".into(), json!(level.state));
    }
    let shape = Shape::Line(Arc::clone(&segment.course));
    finish(LayerId::Segments, key.to_string(), along_the_line(key), &shape, Interval::UNSTATED, &properties)
}

/// Order of segments: by line, then by number. Unlike the place on the curve it stays when the line is surveyed anew.
fn along_the_line(key: SegmentKey) -> u64 {
    let line = key.line().as_str().bytes().rev().take(2).fold(0, |n, byte| n * 256 + u64::from(byte));
    let number = key.from().number();
    let within = u64::from(number.main()) << 16 | u64::from(number.sub().unwrap_or(0));
    line << 32 | within
}
