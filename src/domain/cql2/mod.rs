//! CQL2, the filter language of OGC 21-065r2, as text and as JSON.
//!
//! Both are read into one small tree, which knows nothing of layers: what a property is and which types go together is for
//! whoever evaluates it ([`atlas::filter`](crate::atlas::filter)) to say.
//!
//! | file | noun |
//! |---|---|
//! | [`node`](Node) | the tree, and the operators it is made of |
//! | [`geometry`](Geometry) | geometry literals, in the axis order in which they came |
//! | [`text`](mod@text) | CQL2 Text, by recursive descent over tokens |
//! | [`json`](mod@json) | CQL2 JSON |
//! | [`fold`](Fold), [`like`](Like) | `CASEI`, `ACCENTI`; `LIKE` |
//! | [`budget`](Budget) | what a filter may cost: length, depth, nodes, vertices |
//! | [`fault`](Cql2Fault) | why a text is no filter, in Vietnamese and in English |
//!
//! **Why our own.** Of the libraries one doubles its work with every open parenthesis (23 bytes took 11.5 s) and aborts the
//! process on deep nesting, the other needs a GEOS that stable distributions lack. Here each token is looked at once, and every
//! step down is counted, so that reading is linear in the length and bounded in depth by construction.
//!
//! **Not there**, and not declared: arithmetic, arrays, functions of one's own.

mod budget;
mod fault;
mod fold;
mod geometry;
pub mod json;
#[cfg(test)]
mod json_tests;
mod like;
mod node;
pub mod text;

pub use budget::{Budget, DEEPEST, LONGEST, MOST_NODES, MOST_VERTICES};
pub use fault::Cql2Fault;
pub use fold::Fold;
pub use geometry::{Corner, Geometry};
pub use like::Like;
pub use node::{Endpoint, Node, Op, Order, SpatialOp, TemporalOp};
