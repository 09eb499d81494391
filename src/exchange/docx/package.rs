//! The archive: parts, and what they refer to.

use std::io::{self, Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::parts;
use super::text::escaped;

/// What the text refers to, gathered while it is written.
#[derive(Debug, Default)]
pub(super) struct Package {
    /// Addresses of links, each once.
    links: Vec<String>,
    pictures: Vec<Vec<u8>>,
}

impl Package {
    /// The id of a link.
    pub(super) fn link(&mut self, href: &str) -> String {
        let known = self.links.iter().position(|held| held == href);
        let n = known.unwrap_or_else(|| {
            self.links.push(href.to_owned());
            self.links.len() - 1
        });
        format!("rIdL{n}")
    }

    /// The id of a picture, and its number.
    pub(super) fn picture(&mut self, png: Vec<u8>) -> (String, usize) {
        self.pictures.push(png);
        let n = self.pictures.len();
        (format!("rIdP{n}"), n)
    }

    fn relationships(&self) -> String {
        let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let fixed = [
            ("rIdStyles", "styles", "styles.xml"),
            ("rIdSettings", "settings", "settings.xml"),
            ("rIdHeader", "header", "header1.xml"),
            ("rIdFirst", "header", "header2.xml"),
        ];
        let fixed = fixed.map(|(id, kind, target)| {
            format!("<Relationship Id=\"{id}\" Type=\"{base}/{kind}\" Target=\"{target}\"/>")
        });
        let links = self.links.iter().enumerate().map(|(n, href)| {
            let href = escaped(href);
            format!(
                "<Relationship Id=\"rIdL{n}\" Type=\"{base}/hyperlink\" Target=\"{href}\" TargetMode=\"External\"/>"
            )
        });
        let pictures = (1..=self.pictures.len())
            .map(|n| format!("<Relationship Id=\"rIdP{n}\" Type=\"{base}/image\" Target=\"media/picture{n}.png\"/>"));
        let all: String = fixed.into_iter().chain(links).chain(pictures).collect();
        format!(
            "{}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>",
            parts::DECLARATION
        )
    }

    /// The file.
    pub(super) fn write(&self, document: &str) -> io::Result<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let relationships = self.relationships();
        let texts: [(&str, &str); 8] = [
            ("[Content_Types].xml", parts::CONTENT_TYPES),
            ("_rels/.rels", parts::PACKAGE_RELATIONSHIPS),
            ("word/document.xml", document),
            ("word/_rels/document.xml.rels", &relationships),
            ("word/styles.xml", parts::STYLES),
            ("word/settings.xml", parts::SETTINGS),
            ("word/header1.xml", parts::HEADER),
            ("word/header2.xml", parts::FIRST_HEADER),
        ];
        for (name, text) in texts {
            zip.start_file(name, SimpleFileOptions::default())?;
            zip.write_all(text.as_bytes())?;
        }
        for (n, png) in (1..).zip(&self.pictures) {
            zip.start_file(format!("word/media/picture{n}.png"), SimpleFileOptions::default())?;
            zip.write_all(png)?;
        }
        Ok(zip.finish()?.into_inner())
    }
}
