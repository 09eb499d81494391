//! What goes beyond the OGC API: logging inspections, attention levels, linear reference.

pub mod at_risk;
pub mod inspections;
pub mod linear;
