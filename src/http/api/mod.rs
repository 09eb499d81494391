//! What goes beyond the OGC API: logging inspections, attention levels.

pub mod at_risk;
pub mod inspections;
