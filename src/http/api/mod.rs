//! What goes beyond the OGC API: logging inspections, attention levels, linear reference, patrols and what they
//! covered, files in and out.

pub mod accounts;
pub mod at_risk;
pub mod audit;
pub mod coverage;
pub mod desk;
pub mod devices;
pub mod export;
pub mod import_events;
pub mod import_jobs;
pub mod imports;
pub mod inspections;
pub mod linear;
pub mod patrols;
pub mod receipts;
pub mod sessions;
pub mod tokens;
