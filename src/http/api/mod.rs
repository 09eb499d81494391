//! What goes beyond the OGC API: logging inspections, attention levels, linear reference, files.

pub mod at_risk;
pub mod export;
pub mod inspections;
pub mod linear;
