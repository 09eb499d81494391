//! Lines, markers and segments under an earlier version of a line: worked out when somebody asks, and shown with the
//! same queries as today's.

use std::sync::Arc;

use super::encode;
use super::layer::Layer;
use super::layers::LayerId;
use super::query::{Page, Query};
use super::register::Register;
use super::snapshot::{PUBLIC, Snapshot, Visible};
use crate::domain::location::{Location, Referent};
use crate::domain::number::{LineKey, MarkerKey};
use crate::domain::record::Body;

impl Snapshot {
    /// The register under a version of a line; today's for the version that counts.
    pub fn register_at(&self, line: LineKey, version: &str) -> Option<Arc<Register>> {
        let current = self.register().line(line).is_some_and(|held| held.body.version == version);
        if current { Some(Arc::clone(self.register())) } else { self.history().at(line, version) }
    }

    /// A layer under the version of that name, of one line or of all that have it. `None` when no line has it, or the
    /// layer does not depend on versions.
    pub fn layer_at(&self, layer: LayerId, line: Option<LineKey>, version: &str) -> Option<Layer> {
        let versions = self.history().versions();
        let mut lines: Vec<LineKey> = versions
            .into_iter()
            .filter(|held| held.version == version && line.is_none_or(|line| held.line == line))
            .map(|held| held.line)
            .collect();
        lines.sort_unstable();
        lines.dedup();
        if lines.is_empty() {
            return None;
        }
        let mut features = Vec::new();
        for line in lines {
            let register = self.register_at(line, version)?;
            if layer == LayerId::Segments {
                let class = self.class_id(&PUBLIC)?;
                let here = register.segments().filter(|segment| segment.key.line() == line);
                features.extend(here.map(|segment| (Arc::new(encode::segment_feature(segment, None)), class)));
                continue;
            }
            for versioned in self.history().standing_under(line, version) {
                let record = &versioned.record;
                let (of_line, shape) = match (&record.body, layer) {
                    (Body::BoundaryLine(body), LayerId::BoundaryLines) => {
                        (body.key == line, super::feature::Shape::Line(body.vertices.clone().into()))
                    }
                    (Body::Marker(marker), LayerId::Markers) => {
                        let place = register.place(&Location::at(Referent::Marker(marker.key)));
                        (marker.key.line() == line, place.0)
                    }
                    _ => continue,
                };
                let Some(class) = self.class_id(&record.access_class(false)).filter(|_| of_line) else { continue };
                let feature = encode::record_feature(
                    layer,
                    record,
                    versioned.seq,
                    shape.order_key(),
                    &register,
                    &encode::Told::default(),
                );
                features.push((Arc::new(feature), class));
            }
        }
        matches!(layer, LayerId::BoundaryLines | LayerId::Markers | LayerId::Segments).then(|| Layer::build(features))
    }

    /// A marker as an earlier revision had it, in the register that stood until the next. `None` when there is no such
    /// revision that counts or once counted, or the viewer does not see it.
    pub fn revision(&self, layer: LayerId, key: &str, rev: i64, visible: &Visible) -> Option<Vec<u8>> {
        if layer != LayerId::Markers {
            return None;
        }
        let key: MarkerKey = key.parse().ok()?;
        let id = self.history().markers().get(&key)?.id;
        let all = self.history().revisions();
        let mut of_id = all.iter().filter(|held| held.record.id == id && held.record.rev >= rev);
        let asked = of_id.next().filter(|held| held.record.rev == rev)?;
        let register = match of_id.next() {
            Some(next) => Arc::new(self.history().before(next.seq)),
            None => Arc::clone(self.register()),
        };
        self.class_id(&asked.record.access_class(false)).filter(|class| visible.sees(*class))?;
        let feature = encode::record_feature(layer, &asked.record, asked.seq, 0, &register, &encode::Told::default());
        Some(feature.json.to_vec())
    }

    /// Asks a layer that is not today's.
    pub fn query_at(&self, layer: &Layer, query: &Query, visible: &Visible) -> Page {
        query.run(layer, &|class| visible.sees(class))
    }
}
