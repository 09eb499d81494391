//! Official documents as DOCX (ECMA-376, transitional), laid out as Decree 30/2020/NĐ-CP has it.
//!
//! | what | how |
//! |---|---|
//! | paper | A4; margins: top and bottom 20 mm, left 30 mm, right 15 mm |
//! | letters | Times New Roman, black; body 14, justified, first line in by 1.27 cm |
//! | page number | 13, in the middle of the upper margin, none on the first page |
//!
//! Written by hand over the `zip` crate: six small parts, of which a library would hide what the decree asks about. The same
//! document gives the same bytes: no part tells a time.

mod block;
mod head;
mod package;
mod parts;
mod text;

use std::io;

use crate::domain::report::document::Document;

/// Media type of such a file.
pub const MEDIA: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The whole file. Cost: linear in the document; its pictures take some ten milliseconds each.
///
/// # Errors
/// When the archive cannot be written, which in memory it always can.
pub fn write(document: &Document) -> io::Result<Vec<u8>> {
    let mut package = package::Package::default();
    let body = [
        head::head(document),
        head::title(document),
        block::blocks(&document.blocks, &mut package),
        head::foot(document),
    ]
    .concat();
    let document = parts::document(&body);
    package.write(&document)
}
