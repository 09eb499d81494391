//! GeoPackage (OGC 12-128, read 1.0 to 1.4, written 1.3): an SQLite file with tables of features.
//!
//! | file | what is there |
//! |---|---|
//! | [`blob`] | a geometry in its envelope of bytes, both ways |
//! | [`file`] | what can be told of the file before SQLite sees it |
//! | [`connection`] | SQLite opened so that a hostile file can do nothing |
//! | [`plan`] | a statement's program is looked at before it runs |
//! | [`catalog`] | layers, their columns and reference systems |
//! | [`read`](mod@read) | the rows |
//! | [`write`](mod@write), [`create`] | the way out |
//!
//! **A file from a stranger is a program.** SQLite files carry triggers, views, virtual tables, generated columns and
//! defaults with expressions. Here the file is opened read-only and immutable, with `trusted_schema` off, nothing is ever
//! written, and every statement is a plain selection from one table whose compiled program must consist of reading that
//! table's tree and nothing else. A table of features that is a view or virtual is refused; triggers and the rest of the
//! schema are never reached, and a note says that they were there. Names from the file stand in a statement only between
//! quotation marks that are doubled inside.
//!
//! **Bounds.** A geometry may have 16 MiB, a value 64 KiB, a table 500 columns; SQLite is stopped when it works long
//! without giving a row. Memory for a few rows. Cost: linear.
//!
//! **The journal.** An immutable file is read without its `-wal`: rows that another program has not yet moved into the
//! file would be missing, so a file with a journal beside it is refused.

pub mod blob;
mod catalog;
mod connection;
mod create;
mod fault;
mod file;
mod plan;
pub mod read;
pub mod write;

pub use read::open;
pub use write::writer;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod hostile_tests;

/// A name as SQL takes it literally.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
