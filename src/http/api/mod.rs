//! What goes beyond the OGC API: logging inspections, attention levels, linear reference, patrols and what they
//! covered, what is said about records, synchronisation, files in and out.

pub mod accounts;
pub mod at_risk;
pub mod attachments;
pub mod audit;
pub mod bundles;
pub mod coverage;
pub mod desk;
pub mod devices;
pub mod export;
pub mod forms;
pub mod import_events;
pub mod import_jobs;
pub mod imports;
pub mod incidents;
pub mod inspections;
pub mod linear;
pub mod patrols;
pub mod pull;
pub mod push;
pub mod readings;
pub mod receipts;
pub mod records;
pub mod sessions;
pub mod thread;
pub mod tokens;
pub mod uploads;
pub mod waiting;
