//! The service as its users meet it: over HTTP, with files laid out like the addresses.
//!
//! | module | what a user would notice |
//! |---|---|
//! | `landing`, `conformance`, `openapi` | what the service says of itself, and that it is so |
//! | `collections`, `items`, `boxes`, `times`, `paging`, `item` | what a map client reads |
//! | `tiles` | what a map draws |
//! | `filtering`, `sorting`, `schemas`, `systems` | filters in CQL2, what they can ask for, reference systems |
//! | `complaints` | what users of other servers complain of |
//! | `inspections`, `again`, `refused`, `bodies` | what a post sends: taken, sent twice, turned away |
//! | `linear` | marker and offset, and back |
//! | `patrols`, `coverage` | who went along the line, and how much of it they covered |
//! | `imports` | files that are looked at, put in, watched, stopped, taken back |
//! | `at_risk` | which segments need attention, and why |
//! | `viewers` | what somebody must not see |
//! | `negotiation`, `caching`, `problems`, `attacks` | what holds for every address |
//! | `world`, `importing`, `wire` | the servers these tests share; requests that no client library would send |

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "the helpers of these tests are tests, too")]

#[path = "../support/mod.rs"]
mod support;

mod again;
mod alerting;
mod at_risk;
mod attacks;
mod attention;
mod bodies;
mod boxes;
mod caching;
mod collections;
mod complaints;
mod conformance;
mod coverage;
mod editing;
mod filtering;
mod importing;
mod imports;
mod inspections;
mod item;
mod items;
mod landing;
mod linear;
mod negotiation;
mod openapi;
mod ordered;
mod paging;
mod patrols;
mod problems;
mod provoking;
mod refused;
mod reporting;
mod schemas;
mod sorting;
mod speaking;
mod systems;
mod tiles;
mod times;
mod two_sided;
mod viewers;
mod wire;
mod world;
