//! XML from strangers, shared by GPX and KML: decoded, walked element by element, and refused where it attacks.
//!
//! A [`Cursor`] shows one start tag, end tag or text at a time. What it does not do is the point of it:
//!
//! - no document type (`<!DOCTYPE`): refused, and with it all entities but the five of XML (`&lt;` `&gt;` `&amp;`
//!   `&apos;` `&quot;`) and numbers (`&#273;`). Nothing can be expanded and nothing be fetched;
//! - elements nested at most 64 deep, a tag with its attributes at most 64 KiB, a text at most 16 MiB;
//! - text in any encoding that the file declares, decoded as it is read; what does not fit it is refused ([`text`]);
//! - every fault with the line it was found on, or the line on which the broken tag begins.
//!
//! **Namespaces.** An element belongs to the format if it has the root's prefix (usually none). Its name is then given
//! without it; others, such as `gx:Track` or Garmin's extensions, keep theirs, and no reader takes them by mistake.
//! **Cost.** Linear in the text; memory for the largest tag or text met.

pub(super) mod fault;
pub(super) mod text;
pub(super) mod write;

use std::io::BufRead;

use quick_xml::escape::{EscapeError, resolve_xml_entity};
use quick_xml::events::attributes::{AttrError, Attributes};
use quick_xml::events::{BytesRef, Event};
use quick_xml::{Error, Reader, XmlVersion};

use super::rows::FileFault;
use text::{LONGEST_TEXT, XmlText};

const DEEPEST: usize = 64;
const LONGEST_TAG: usize = 64 << 10;
const LONGEST_NAME: usize = 256;

/// What the cursor came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A start tag: [`Cursor::name`] and [`Cursor::attributes`] speak of it. An empty element gives an end, too.
    Start,
    End,
    /// It is in the cursor. Text comes in pieces where references or comments stand in it.
    Text,
    /// The end of a document whose root was closed.
    Eof,
}

/// Walks one document.
pub(super) struct Cursor<R> {
    reader: Reader<XmlText<R>>,
    buffer: Vec<u8>,
    tag: String,
    name_length: usize,
    text: String,
    /// The root's prefix with its colon; `None` before the root.
    prefix: Option<String>,
    depth: usize,
    line: u64,
}

impl<R: BufRead> Cursor<R> {
    /// # Errors
    /// An encoding that nobody knows, or an input that can not be read.
    pub(super) fn open(input: R) -> Result<Self, FileFault> {
        let mut reader = Reader::from_reader(XmlText::open(input)?);
        reader.config_mut().expand_empty_elements = true;
        Ok(Self {
            reader,
            buffer: Vec::new(),
            tag: String::new(),
            name_length: 0,
            text: String::new(),
            prefix: None,
            depth: 0,
            line: 1,
        })
    }

    /// The encoding of the file.
    pub(super) fn encoding(&self) -> &'static str {
        self.reader.get_ref().encoding()
    }

    /// The line on which the last step begins.
    pub(super) const fn line(&self) -> u64 {
        self.line
    }

    /// The name of the last start tag; see the [module](self) on prefixes.
    pub(super) fn name(&self) -> &str {
        let name = self.tag.get(..self.name_length).unwrap_or_default();
        let prefix = self.prefix.as_deref().unwrap_or_default();
        name.strip_prefix(prefix).filter(|local| !local.contains(':')).unwrap_or(name)
    }

    /// Values of attributes of the last start tag, in the order of the names.
    ///
    /// # Errors
    /// Attributes without quotes, twice the same, or with a reference that is none.
    pub(super) fn attributes<const N: usize>(&self, names: [&str; N]) -> Result<[Option<String>; N], FileFault> {
        let mut values = [const { None }; N];
        for attribute in Attributes::new(&self.tag, self.name_length) {
            let attribute = attribute.map_err(|error| self.attribute_fault(&error))?;
            for (name, value) in names.iter().zip(&mut values) {
                if attribute.key.as_ref() == *name {
                    let found = attribute.normalized_value(XmlVersion::Implicit1_0);
                    *value = Some(found.map_err(|error| self.reference_fault(&error))?.into_owned());
                }
            }
        }
        Ok(values)
    }

    /// Goes on to the next start tag, end tag or text.
    ///
    /// # Errors
    /// What ends the file: broken, cut off, or an attack. Nothing more can be read then.
    pub(super) fn step(&mut self) -> Result<Step, FileFault> {
        loop {
            self.buffer.clear();
            self.buffer.shrink_to(1 << 20);
            let input = self.reader.get_mut();
            input.mark();
            self.line = input.line();
            let event = match self.reader.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(error) => return Err(self.broken(&error)),
            };
            match event {
                // The reader turns empty elements into a start and an end.
                Event::Start(start) | Event::Empty(start) => {
                    self.name_length = start.name().as_ref().len();
                    if start.len() > LONGEST_TAG || self.name_length > LONGEST_NAME {
                        return Err(fault::too_large(self.line));
                    }
                    self.tag.clear();
                    self.tag.push_str(&start);
                    return self.start();
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Step::End);
                }
                Event::Text(found) => {
                    self.text.clear();
                    self.text.push_str(&found.xml10_content());
                    if self.depth > 0 {
                        return Ok(Step::Text);
                    }
                    let space = self.text.len() - self.text.trim_start().len();
                    if space < self.text.len() {
                        let space = self.text.get(..space).unwrap_or_default();
                        self.line += space.matches('\n').map(|_| 1).sum::<u64>();
                        return Err(self.outside());
                    }
                }
                Event::CData(found) => {
                    self.text.clear();
                    self.text.push_str(&found.xml10_content());
                    return if self.depth > 0 { Ok(Step::Text) } else { Err(self.outside()) };
                }
                Event::GeneralRef(reference) => {
                    let character = resolved(&reference, self.line)?;
                    self.text.clear();
                    self.text.push_str(&character);
                    return if self.depth > 0 { Ok(Step::Text) } else { Err(self.outside()) };
                }
                Event::DocType(_) => return Err(fault::doctype(self.line)),
                Event::Eof if self.depth > 0 => return Err(fault::truncated(self.line)),
                Event::Eof if self.prefix.is_none() => return Err(fault::no_root()),
                Event::Eof => return Ok(Step::Eof),
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
            }
        }
    }

    fn start(&mut self) -> Result<Step, FileFault> {
        if self.depth == DEEPEST {
            return Err(fault::too_deep(self.line));
        }
        if self.depth == 0 {
            if self.prefix.is_some() {
                return Err(self.outside());
            }
            let name = self.tag.get(..self.name_length).unwrap_or_default();
            self.prefix = Some(name.split_once(':').map_or_else(String::new, |(prefix, _)| format!("{prefix}:")));
        }
        self.depth += 1;
        Ok(Step::Start)
    }

    /// Goes to the next start tag inside the element that the cursor is in; `false` when the element ends. What was
    /// started before must have been ended, with [`Cursor::content`], [`Cursor::skip`] or this.
    ///
    /// # Errors
    /// As for [`Cursor::step`].
    pub(super) fn next_child(&mut self) -> Result<bool, FileFault> {
        loop {
            match self.step()? {
                Step::Start => return Ok(true),
                Step::Text => {}
                Step::End | Step::Eof => return Ok(false),
            }
        }
    }

    /// The text of the element that was just started, up to its end; of elements within it, their text alone.
    ///
    /// # Errors
    /// As for [`Cursor::step`].
    pub(super) fn content(&mut self) -> Result<String, FileFault> {
        let outer = self.depth.saturating_sub(1);
        let mut content = String::new();
        while self.depth > outer {
            if self.step()? == Step::Text {
                content.push_str(&self.text);
                if content.len() > LONGEST_TEXT {
                    return Err(fault::too_large(self.line));
                }
            }
        }
        Ok(content)
    }

    /// Passes over the element that was just started.
    ///
    /// # Errors
    /// As for [`Cursor::step`].
    pub(super) fn skip(&mut self) -> Result<(), FileFault> {
        let outer = self.depth.saturating_sub(1);
        while self.depth > outer {
            self.step()?;
        }
        Ok(())
    }

    /// Goes to the end of the file, past the end of the root.
    ///
    /// # Errors
    /// As for [`Cursor::step`]; also when something stands after the root.
    pub(super) fn finish(&mut self) -> Result<(), FileFault> {
        while self.step()? != Step::Eof {}
        Ok(())
    }

    fn outside(&self) -> FileFault {
        fault::syntax("text outside the root element", self.line)
    }

    fn attribute_fault(&self, error: &AttrError) -> FileFault {
        fault::syntax(&error.to_string(), self.line)
    }

    fn reference_fault(&self, error: &Error) -> FileFault {
        match error {
            Error::Escape(EscapeError::UnrecognizedEntity(_, name)) => fault::entity(name, self.line),
            other => fault::syntax(&other.to_string(), self.line),
        }
    }

    fn broken(&mut self, error: &Error) -> FileFault {
        let line = self.line;
        match error {
            Error::Io(error) => self.reader.get_mut().fault(error),
            // All but one of these are raised by the end of the input.
            Error::Syntax(quick_xml::errors::SyntaxError::InvalidBangMarkup) => {
                fault::syntax("<! and no comment", line)
            }
            Error::Syntax(_) => fault::truncated(line),
            other => fault::syntax(&other.to_string(), line),
        }
    }
}

/// The character a reference in a text stands for.
fn resolved(reference: &BytesRef<'_>, line: u64) -> Result<String, FileFault> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) if text::is_allowed(character) => Ok(character.to_string()),
        Ok(Some(_)) | Err(_) => Err(fault::entity(reference, line)),
        Ok(None) => resolve_xml_entity(reference).map(str::to_owned).ok_or_else(|| fault::entity(reference, line)),
    }
}

#[cfg(test)]
mod tests;
