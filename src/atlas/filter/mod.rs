//! Filters: CQL2 over typed columns.
//!
//! | file | what it does |
//! |---|---|
//! | `typing` | a [tree](crate::domain::cql2) becomes a predicate over the properties of a layer |
//! | `predicate` | works it out, column by column; `text`, `time`, `space` are its parts |
//! | [`columns`] | the values of a property side by side, made of the ready-made features when somebody asks |
//! | `table` | the features of a block, or of a delta, as rows |
//! | `run` | which features a filter selects, spatial parts through the R-tree first |
//! | [`sort`](Sort) | features in the order of their properties, page by page |
//! | `truth`, `words` | true, false, unknown; what is said of wrong names and types |
//!
//! **What a filter sees** is what the features say to whoever sees them, byte for byte: no filter can ask about what is put
//! in for one reader alone, or about records whose class he does not see.

pub mod columns;
mod predicate;
mod run;
mod sort;
mod space;
mod table;
mod text;
mod time;
mod truth;
mod typing;
mod words;

use std::sync::Arc;

use super::block::ClassId;
use super::layer::Layer;
use super::layers::LayerId;
use super::query::{Hit, Query};
use crate::domain::cql2::{Cql2Fault, Geometry, Node};
use predicate::Predicate;
pub use sort::Sort;
pub use typing::{GEOMETRY, ToPlace};

/// A filter that a layer can be asked with.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    layer: LayerId,
    predicate: Predicate,
}

impl Filter {
    /// The filter that a tree means for a layer. Geometries are brought to longitude and latitude by `to_place`.
    ///
    /// # Errors
    /// Names that the layer does not have, with those it has; types that cannot be compared, with the property and its type.
    pub fn new(layer: LayerId, node: &Node, to_place: ToPlace<'_>) -> Result<Self, Cql2Fault> {
        let predicate = typing::Typing { layer, to_place }.predicate(node)?;
        Ok(Self { layer, predicate: predicate.in_order() })
    }

    /// All features that touch an area in longitude and latitude, and those without a place: a box in another reference system.
    pub fn touching(layer: LayerId, area: &Geometry) -> Option<Self> {
        let area = Arc::new(space::Area::of(area)?);
        let touches = Predicate::Space(crate::domain::cql2::SpatialOp::Intersects, area);
        Some(Self { layer, predicate: Predicate::Any(vec![Predicate::HasNoPlace, touches]) })
    }

    /// Everything.
    pub const fn none(layer: LayerId) -> Self {
        Self { layer, predicate: Predicate::Known(truth::TRUE) }
    }

    /// What both select.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { layer: self.layer, predicate: Predicate::All(vec![self.predicate, other.predicate]).in_order() }
    }
}

/// How many features match, and the first `wanted` of them after the query's place: in the order asked for, or in that of the
/// layer. None where the query has neither filter nor order.
pub fn hits<'a>(
    query: &Query,
    layer: &'a Layer,
    sees: &dyn Fn(ClassId) -> bool,
    wanted: usize,
) -> Option<(u64, Vec<Hit<'a>>)> {
    let everything = query.sort.as_ref().map(|sort| Filter::none(sort.layer()));
    let filter = query.filter.as_deref().or(everything.as_ref())?;
    Some(match &query.sort {
        Some(sort) => sort::hits(sort, query, filter, layer, sees, wanted),
        None => run::hits(query, filter, layer, sees, wanted),
    })
}
