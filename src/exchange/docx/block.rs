//! The blocks of the text: headings, paragraphs, tables, pictures.

use std::fmt::Write as _;

use super::package::Package;
use super::parts::TEXT_WIDTH;
use super::text::{Dress, centered, escaped, paragraph, run, runs};
use crate::domain::report::document::{Block, Run, Stand};
use crate::exchange::drawing::{self, Raster};

/// English metric units of a pixel of CSS.
const EMU: u32 = 9_525;
/// Widest picture, in pixels: the width of the text.
const WIDEST: u32 = 620;

pub(super) fn blocks(blocks: &[Block], package: &mut Package) -> String {
    let Some((last, before)) = blocks.split_last() else { return String::new() };
    let mut all: String = before.iter().map(|block| one(block, package)).collect();
    // The signature stands on no page without the end of the text.
    all.push_str(&match last {
        Block::Paragraph(Stand::Body, content) => paragraph("<w:keepNext/><w:keepLines/>", &runs(content, 28, package)),
        other => one(other, package),
    });
    all
}

fn one(block: &Block, package: &mut Package) -> String {
    match block {
        Block::Heading(text) => paragraph("<w:pStyle w:val=\"Heading1\"/>", &run(text, Dress::of(28).bold())),
        Block::Paragraph(Stand::Body, content) => paragraph("", &runs(content, 28, package)),
        Block::Paragraph(Stand::Centered, content) => centered(&runs(content, 28, package)),
        Block::Table { title, columns, widths, rows } => table(title, columns, widths, rows, package),
        Block::Map { title, data } => picture(drawing::raster(&drawing::map(title, data)), package),
        Block::Bars { title, bars } => picture(drawing::raster(&drawing::bars(title, bars)), package),
    }
}

/// A table whose head stands again on every page, and whose rows are not torn apart.
fn table(title: &str, columns: &[String], shares: &[u32], rows: &[Vec<Run>], package: &mut Package) -> String {
    let sum = shares.iter().sum::<u32>().max(1);
    let widths: Vec<u32> = shares.iter().map(|share| share * TEXT_WIDTH / sum).collect();
    let whole: u32 = widths.iter().sum();
    let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect::<Vec<_>>().concat();
    let cell = |n: usize, align: &str, content: &str| {
        let width = widths.get(n).copied().unwrap_or(0);
        // The head of a table stands on no page without a row below it.
        let keep = if align == "center" { "<w:keepNext/>" } else { "" };
        let properties = format!(
            "{keep}<w:spacing w:before=\"20\" w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/><w:ind w:firstLine=\"0\"/><w:jc w:val=\"{align}\"/>"
        );
        format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{}</w:tc>",
            paragraph(&properties, content)
        )
    };
    let heads: String =
        columns.iter().enumerate().map(|(n, text)| cell(n, "center", &run(text, Dress::of(22).bold()))).collect();
    let mut body = String::new();
    for row in rows {
        let mut cells = String::new();
        for (n, content) in row.iter().enumerate() {
            let content = runs(std::slice::from_ref(content), 22, package);
            cells.push_str(&cell(n, "left", &content));
        }
        let _ = write!(body, "<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>");
    }
    let above = if title.is_empty() {
        String::new()
    } else {
        let properties = "<w:keepNext/><w:spacing w:before=\"120\" w:after=\"60\"/><w:ind w:firstLine=\"0\"/><w:jc w:val=\"center\"/>";
        paragraph(properties, &run(title, Dress::of(26).bold()))
    };
    let border = |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
    let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"].map(border).concat();
    format!(
        "{above}<w:tbl><w:tblPr><w:tblW w:w=\"{whole}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>{borders}</w:tblBorders>\
         <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>\
         <w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>{body}</w:tbl>{}",
        paragraph(
            "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/><w:ind w:firstLine=\"0\"/>",
            ""
        )
    )
}

fn picture(raster: Option<Raster>, package: &mut Package) -> String {
    let Some(raster) = raster else { return String::new() };
    let wide = raster.width.clamp(1, WIDEST);
    let high = raster.height * wide / raster.width.max(1);
    let (cx, cy) = (wide * EMU, high * EMU);
    let alt = escaped(&raster.alt);
    let (id, n) = package.picture(raster.png);
    let drawn = format!(
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{cx}\" cy=\"{cy}\"/>\
         <wp:docPr id=\"{n}\" name=\"Picture {n}\" descr=\"{alt}\"/>\
         <a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">\
         <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
         <pic:pic xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
         <pic:nvPicPr><pic:cNvPr id=\"{n}\" name=\"Picture {n}\"/><pic:cNvPicPr/></pic:nvPicPr>\
         <pic:blipFill><a:blip r:embed=\"{id}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
         <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{cx}\" cy=\"{cy}\"/></a:xfrm>\
         <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    );
    let properties = "<w:spacing w:before=\"120\" w:after=\"120\"/><w:ind w:firstLine=\"0\"/><w:jc w:val=\"center\"/>";
    paragraph(properties, &drawn)
}
