//! What goes beyond the OGC API: logging inspections, attention levels, linear reference, patrols and what they
//! covered, what is said about records, reports, synchronisation, files in and out.

pub mod accounts;
pub mod alerts;
pub mod at_risk;
pub mod attachments;
pub mod audit;
pub mod bundles;
pub mod coverage;
pub mod desk;
pub mod devices;
pub mod exchange_files;
pub mod export;
pub mod forms;
pub mod import_events;
pub mod import_jobs;
pub mod imports;
pub mod incidents;
pub mod inspection_report;
pub mod inspections;
pub mod linear;
pub mod meetings;
pub mod minutes;
pub mod objects;
pub mod patrol_plans;
pub mod patrols;
pub mod pull;
pub mod push;
pub mod readings;
pub mod receipts;
pub mod records;
pub mod rules;
pub mod sessions;
pub mod thread;
pub mod tokens;
mod two_sides;
pub mod uploads;
pub mod waiting;
