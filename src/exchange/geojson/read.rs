//! Walks a GeoJSON file of any size and gives a row for every feature; see the [module](super).
//!
//! A collection is recognised by its member `features`, and read on from there without looking back. What stands after
//! the features is read too: a `crs` there would come too late for the rows already given, so the file is refused.
//! Anything else is a sequence of features or geometries, of which a file with one is the shortest. After a record
//! separator a sequence can be taken up again, whatever was wrong before it. Other members of a collection are passed
//! over, and only their brackets and strings are looked at.

use std::io::BufRead;

use super::fault::{
    UNREADABLE, empty, features_of, in_row, late_crs, no_array, not_geojson, not_utf8, syntax, trailing, whole,
};
use super::feature::{self, Setting};
use super::scan::{At, RECORD_SEPARATOR, Scan, ScanFault};
use super::{crs, text};
use crate::exchange::rows::{DeclaredCrs, FileFault, SourceFile, SourceRow};

/// Opens a file: reads up to its first feature.
///
/// # Errors
/// No GeoJSON, not UTF-8, a `crs` member that names no EPSG code.
pub fn open<R: BufRead + Send + 'static>(input: R) -> Result<SourceFile, FileFault> {
    let mut scan = Scan::new(input);
    let mut notes = Vec::new();
    let ahead = scan.ahead()?;
    if ahead.starts_with(b"\xef\xbb\xbf") {
        scan.take(3)?;
        notes.push("UTF-8 BOM".to_owned());
    } else if ahead.starts_with(b"\xff\xfe") || ahead.starts_with(b"\xfe\xff") || ahead.iter().take(2).any(|b| *b == 0)
    {
        return Err(not_utf8(At { line: 1, column: 1 }));
    }
    let separated = scan.token()? == Some(RECORD_SEPARATOR);
    if separated {
        notes.push("GeoJSON text sequence (RFC 8142)".to_owned());
    }
    let mut rows =
        Rows { scan, shape: Shape::Sequence { separated }, crs: DeclaredCrs::ByStandard, row: 0, first: None };
    rows.begin(separated)?;
    let crs = rows.crs.clone();
    Ok(SourceFile { format: "geojson", crs, notes, total: None, rows: Box::new(rows) })
}

enum Shape {
    /// Within `features`. `kind` is the collection's type, where it stood before them.
    Collection {
        kind: Option<String>,
    },
    Sequence {
        separated: bool,
    },
    Done,
}

struct Rows<R> {
    scan: Scan<R>,
    shape: Shape,
    crs: DeclaredCrs,
    row: u64,
    /// The first of a sequence, read to see what the file is.
    first: Option<Result<SourceRow, FileFault>>,
}

/// What the first value of a file turned out to be.
enum Head {
    Collection { kind: Option<String>, crs: Option<DeclaredCrs> },
    One { at: At, kind: Option<String>, crs: Option<DeclaredCrs> },
}

impl<R: BufRead> Iterator for Rows<R> {
    type Item = Result<SourceRow, FileFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        let next = match &self.shape {
            Shape::Done => return None,
            Shape::Collection { .. } => self.next_of_collection(),
            Shape::Sequence { separated } => {
                let separated = *separated;
                self.next_of_sequence(separated)
            }
        };
        let item = next.transpose();
        if item.as_ref().is_none_or(|item| item.as_ref().is_err_and(FileFault::ends)) {
            self.shape = Shape::Done;
        }
        item
    }
}

impl<R: BufRead> Rows<R> {
    /// Reads the first value far enough to know what the file is.
    fn begin(&mut self, separated: bool) -> Result<(), FileFault> {
        if separated {
            self.scan.take(1)?;
        }
        let Err(mut fault) = self.first() else { return Ok(()) };
        if !separated || fault.code == UNREADABLE || !self.scan.skip_to_record()? {
            return Err(fault);
        }
        fault.fatal = false;
        self.row = 1;
        self.first = Some(Err(in_row(fault, 1)));
        Ok(())
    }

    fn first(&mut self) -> Result<(), FileFault> {
        match self.scan.token()? {
            None => return Err(empty()),
            Some(b'{') => {}
            Some(_) => return Err(not_geojson(self.scan.at())),
        }
        match self.head()? {
            Head::Collection { kind, crs } => {
                self.crs = crs.unwrap_or(DeclaredCrs::ByStandard);
                self.shape = Shape::Collection { kind };
            }
            Head::One { at, kind, crs } => {
                if !kind.as_deref().is_some_and(|kind| kind == "Feature" || feature::is_geometry(kind)) {
                    return Err(not_geojson(at));
                }
                self.crs = crs.unwrap_or(DeclaredCrs::ByStandard);
                self.row = 1;
                self.first = Some(self.kept_row(at, true));
            }
        }
        Ok(())
    }

    /// Reads the first object up to its features, or whole.
    fn head(&mut self) -> Result<Head, FileFault> {
        let at = self.scan.at();
        self.scan.keep();
        let (mut kind, mut crs) = (None, None);
        self.scan.take(1)?;
        if self.scan.token()? == Some(b'}') {
            self.scan.take(1)?;
            return Ok(Head::One { at, kind, crs });
        }
        loop {
            let name = self.name()?;
            if name == "features" {
                if kind.as_deref().is_some_and(|kind| kind != "FeatureCollection") {
                    return Err(features_of(kind.as_deref(), self.scan.at()));
                }
                self.scan.keep_no_more();
                self.open_features()?;
                return Ok(Head::Collection { kind, crs });
            }
            self.read_member(&name, &mut kind, &mut crs)?;
            match self.scan.token()? {
                Some(b'}') => {
                    self.scan.take(1)?;
                    return Ok(Head::One { at, kind, crs });
                }
                _ => self.scan.expect(b',')?,
            }
        }
    }

    /// A member's name and the colon after it.
    fn name(&mut self) -> Result<String, FileFault> {
        if self.scan.token()? != Some(b'"') {
            // Says what stands there instead.
            self.scan.expect(b'"')?;
        }
        let value = self.kept_value()?;
        let name = text::string(&value).map_err(|refusal| whole(refusal, self.scan.at()))?;
        self.scan.expect(b':')?;
        Ok(name.unwrap_or_default())
    }

    /// The text of the next value, in a buffer that goes on being kept.
    fn kept_value(&mut self) -> Result<String, FileFault> {
        self.scan.token()?;
        let (from, at) = (self.scan.kept().len(), self.scan.at());
        self.scan.value()?;
        let bytes = self.scan.kept().get(from..).unwrap_or_default();
        let value = std::str::from_utf8(bytes).map_err(|_| not_utf8(at))?;
        Ok(value.to_owned())
    }

    fn read_member(
        &mut self,
        name: &str,
        kind: &mut Option<String>,
        crs: &mut Option<DeclaredCrs>,
    ) -> Result<(), FileFault> {
        if name != "type" && name != "crs" {
            return Ok(self.scan.value()?);
        }
        let (value, at) = (self.kept_value()?, self.scan.at());
        let of_file = |refusal| whole(refusal, at);
        if serde_json::from_str::<serde::de::IgnoredAny>(&value).is_err() {
            return Err(syntax(at));
        }
        let before = if name == "type" { kind.is_some() } else { crs.is_some() };
        if before {
            return Err(whole(text::twice(name), at));
        }
        if name == "type" {
            let text = text::string(&value).map_err(of_file)?.unwrap_or(value);
            *kind = Some(text);
        } else {
            *crs = Some(crs::declared(&value).map_err(of_file)?);
        }
        Ok(())
    }

    fn open_features(&mut self) -> Result<(), FileFault> {
        match self.scan.token()? {
            Some(b'[') => Ok(self.scan.take(1)?),
            Some(_) => Err(no_array(self.scan.at())),
            None => Err(ScanFault::Truncated(self.scan.at()).into()),
        }
    }

    fn next_of_collection(&mut self) -> Result<Option<SourceRow>, FileFault> {
        self.scan.keep_no_more();
        let next = self.scan.token()?;
        if next == Some(b']') {
            self.scan.take(1)?;
            self.tail()?;
            return Ok(None);
        }
        if self.row > 0 {
            self.scan.expect(b',')?;
            self.scan.token()?;
        }
        self.row += 1;
        let at = self.scan.at();
        self.scan.keep();
        self.scan.value().map_err(|fault| in_row(fault.into(), self.row))?;
        self.kept_row(at, false).map(Some)
    }

    /// Reads what stands after the features, and that nothing stands after the collection.
    fn tail(&mut self) -> Result<(), FileFault> {
        let mut kind = match &mut self.shape {
            Shape::Collection { kind } => kind.take(),
            _ => None,
        };
        let known = (self.crs != DeclaredCrs::ByStandard).then(|| self.crs.clone());
        loop {
            match self.scan.token()? {
                Some(b'}') => break self.scan.take(1)?,
                _ => self.scan.expect(b',')?,
            }
            self.scan.keep();
            let name = self.name()?;
            let at = self.scan.at();
            if name == "features" {
                return Err(whole(text::twice(&name), at));
            }
            if name != "type" && name != "crs" {
                self.scan.keep_no_more();
            }
            let mut late = known.clone();
            self.read_member(&name, &mut kind, &mut late)?;
            if late.is_some_and(|late| late != self.crs) {
                return Err(late_crs(at));
            }
        }
        self.scan.keep_no_more();
        if kind.as_deref() != Some("FeatureCollection") {
            return Err(features_of(kind.as_deref(), self.scan.at()));
        }
        match self.scan.token()? {
            None => Ok(()),
            Some(_) => Err(trailing(self.scan.at())),
        }
    }

    fn next_of_sequence(&mut self, separated: bool) -> Result<Option<SourceRow>, FileFault> {
        self.scan.keep_no_more();
        loop {
            match self.scan.token()? {
                None => return Ok(None),
                Some(RECORD_SEPARATOR) => self.scan.take(1)?,
                Some(_) => break,
            }
        }
        self.row += 1;
        let at = self.scan.at();
        self.scan.keep();
        match self.scan.value() {
            Ok(()) => self.kept_row(at, true).map(Some),
            Err(fault) => {
                let mut fault = in_row(fault.into(), self.row);
                if separated && fault.code != UNREADABLE && self.scan.skip_to_record()? {
                    fault.fatal = false;
                }
                Err(fault)
            }
        }
    }

    fn kept_row(&self, at: At, alone: bool) -> Result<SourceRow, FileFault> {
        feature::read(self.scan.kept(), &Setting { row: self.row, at, crs: &self.crs, alone })
    }
}
