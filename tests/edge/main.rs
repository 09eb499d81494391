//! The edge as strangers meet it: who they are taken for, TLS, what browsers are told, what is too much.
//!
//! | module | what it holds |
//! |---|---|
//! | `address` | what proxies say of clients, and who is believed |
//! | `headers` | what is on every answer, errors included |
//! | `cors` | pages of other sites |
//! | `sizes` | addresses, headers, nesting, packed bodies, garbage |
//! | `rates` | how often somebody may ask |
//! | `tls` | the real program with certificates, asked by curl and by another client |
//! | `documents` | what docs/security.md says of tests |
//! | `asking` | the servers and requests of these tests |

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "the helpers of these tests are tests, too")]

#[path = "../support/mod.rs"]
mod support;
#[path = "../api/wire.rs"]
mod wire;

mod address;
mod asking;
mod cors;
mod documents;
mod headers;
mod rates;
mod sizes;
mod tls;
