//! GeoPackage (OGC 12-128, read 1.0 to 1.4, written 1.3): an SQLite file with tables of features.
//!
//! | file | what is there |
//! |---|---|
//! | [`blob`] | a geometry in its envelope of bytes, both ways |
//! | `file` | what can be told of the file before SQLite sees it |
//! | `connection` | SQLite opened so that a hostile file can do nothing |
//! | `catalog` | layers, their columns and reference systems |
//! | [`read`](mod@read) | the rows |
//! | [`write`](mod@write), `create` | the way out |
//!
//! **A file from a stranger is a program.** SQLite files carry triggers, views, virtual tables, computed columns and
//! defaults with expressions. Here the file is opened read-only and immutable, with `trusted_schema` off; nothing is ever
//! written, so no trigger fires, and a note says when there are some. Every statement selects named, stored columns of
//! one table, without an index and unsorted. What stands in the place of a table must be one in the words of the schema,
//! not a view and not virtual; that the schema's words and names agree with each other is looked after by SQLite itself.
//! Names from the file stand in a statement only between quotation marks that are doubled inside.
//!
//! **Bounds.** A geometry may have 8 MiB, a value 64 KiB, a table 255 columns; SQLite is stopped when it works long
//! without giving a row. Memory for some twenty rows, 400 MiB at worst. Cost: linear, about 6 µs a row.
//!
//! **The journal.** An immutable file is read without its `-wal`: rows that another program has not yet moved into the
//! file would be missing, so a file with a journal beside it is refused.

pub mod blob;
mod catalog;
mod connection;
mod create;
mod fault;
mod file;
pub mod read;
pub mod write;

pub use read::open;
pub use write::writer;

/// A name as SQL takes it literally.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests;
