//! Walks a GeoJSON file of any size and gives a row for every feature; see the [module](super).
//!
//! A collection is recognised by its member `features`, and read on from there without looking back. What stands after
//! the features is read too: a `crs` there would come too late for the rows already given, so the file is refused.
//! Anything else is a sequence of features or geometries, of which a file with one is the shortest. After a record
//! separator a sequence can be taken up again, whatever was wrong before it.

use std::io::BufRead;

use super::feature::{self, Setting};
use super::scan::{At, RECORD_SEPARATOR, Scan, ScanFault};
use super::{Refusal, crs, text};
use crate::exchange::fields::quoted;
use crate::exchange::rows::{DeclaredCrs, FileFault, SourceFile, SourceRow};

const UNREADABLE: &str = "unreadable";

/// Opens a file: reads up to its first feature.
///
/// # Errors
/// No GeoJSON, not UTF-8, a `crs` member that names no EPSG code.
pub fn open<R: BufRead + Send + 'static>(input: R) -> Result<SourceFile, FileFault> {
    let mut scan = Scan::new(input);
    let mut notes = Vec::new();
    let ahead = scan.ahead().map_err(fault_of)?;
    if ahead.starts_with(b"\xef\xbb\xbf") {
        scan.take(3).map_err(fault_of)?;
        notes.push("UTF-8 BOM".to_owned());
    } else if ahead.starts_with(b"\xff\xfe") || ahead.starts_with(b"\xfe\xff") || ahead.iter().take(2).any(|b| *b == 0)
    {
        return Err(feature::not_utf8(At { line: 1, column: 1 }));
    }
    let separated = scan.token().map_err(fault_of)? == Some(RECORD_SEPARATOR);
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
            self.scan.take(1).map_err(fault_of)?;
        }
        let Err(mut fault) = self.first() else { return Ok(()) };
        if !separated || fault.code == UNREADABLE || !self.scan.to_next_record().map_err(fault_of)? {
            return Err(fault);
        }
        fault.fatal = false;
        self.row = 1;
        self.first = Some(Err(in_row(fault, 1)));
        Ok(())
    }

    fn first(&mut self) -> Result<(), FileFault> {
        match self.scan.token().map_err(fault_of)? {
            None => return Err(FileFault::fatal("geojson_empty", "Tệp rỗng", "The file is empty")),
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
        self.scan.take(1).map_err(fault_of)?;
        if self.scan.token().map_err(fault_of)? == Some(b'}') {
            self.scan.take(1).map_err(fault_of)?;
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
            match self.scan.token().map_err(fault_of)? {
                Some(b'}') => {
                    self.scan.take(1).map_err(fault_of)?;
                    return Ok(Head::One { at, kind, crs });
                }
                _ => self.scan.expect(b',').map_err(fault_of)?,
            }
        }
    }

    /// A member's name and the colon after it.
    fn name(&mut self) -> Result<String, FileFault> {
        if self.scan.token().map_err(fault_of)? != Some(b'"') {
            return self.scan.expect(b'"').map_err(fault_of).map(|()| String::new());
        }
        let value = self.kept_value()?;
        let name = text::string(&value).map_err(|refusal| whole(refusal, self.scan.at()))?;
        self.scan.expect(b':').map_err(fault_of)?;
        Ok(name.unwrap_or_default())
    }

    /// The text of the next value, in a buffer that goes on being kept.
    fn kept_value(&mut self) -> Result<String, FileFault> {
        self.scan.token().map_err(fault_of)?;
        let (from, at) = (self.scan.kept().len(), self.scan.at());
        self.scan.value().map_err(fault_of)?;
        let bytes = self.scan.kept().get(from..).unwrap_or_default();
        let value = std::str::from_utf8(bytes).map_err(|_| feature::not_utf8(at))?;
        Ok(value.to_owned())
    }

    fn read_member(
        &mut self,
        name: &str,
        kind: &mut Option<String>,
        crs: &mut Option<DeclaredCrs>,
    ) -> Result<(), FileFault> {
        if name != "type" && name != "crs" {
            return self.scan.value().map_err(fault_of);
        }
        let (value, at) = (self.kept_value()?, self.scan.at());
        let of_file = |refusal| whole(refusal, at);
        if serde_json::from_str::<serde::de::IgnoredAny>(&value).is_err() {
            return Err(feature::syntax(at));
        }
        if if name == "type" { kind.is_some() } else { crs.is_some() } {
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
        match self.scan.token().map_err(fault_of)? {
            Some(b'[') => self.scan.take(1).map_err(fault_of),
            Some(_) => Err(FileFault::fatal(
                "geojson_features",
                "\"features\" phải là một mảng",
                "\"features\" must be an array",
            )
            .at_line(self.scan.at().line)),
            None => Err(fault_of(ScanFault::Truncated(self.scan.at()))),
        }
    }

    fn next_of_collection(&mut self) -> Result<Option<SourceRow>, FileFault> {
        self.scan.keep_no_more();
        let next = self.scan.token().map_err(fault_of)?;
        if next == Some(b']') {
            self.scan.take(1).map_err(fault_of)?;
            self.tail()?;
            return Ok(None);
        }
        if self.row > 0 {
            self.scan.expect(b',').map_err(fault_of)?;
            self.scan.token().map_err(fault_of)?;
        }
        self.row += 1;
        let at = self.scan.at();
        self.scan.keep();
        self.scan.value().map_err(|fault| in_row(fault_of(fault), self.row))?;
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
            match self.scan.token().map_err(fault_of)? {
                Some(b'}') => break self.scan.take(1).map_err(fault_of)?,
                _ => self.scan.expect(b',').map_err(fault_of)?,
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
                return Err(FileFault::fatal(
                    "geojson_late_crs",
                    "\"crs\" đứng sau các đối tượng: hãy đặt nó trước \"features\"",
                    "\"crs\" stands after the features: put it before \"features\"",
                )
                .at_line(at.line));
            }
        }
        self.scan.keep_no_more();
        if kind.as_deref() != Some("FeatureCollection") {
            return Err(features_of(kind.as_deref(), self.scan.at()));
        }
        match self.scan.token().map_err(fault_of)? {
            None => Ok(()),
            Some(_) => {
                let At { line, column } = self.scan.at();
                Err(FileFault::fatal(
                    "geojson_trailing",
                    format!("Sau khi kết thúc vẫn còn văn bản, từ cột {column}"),
                    format!("There is text after the end, from column {column}"),
                )
                .at_line(line))
            }
        }
    }

    fn next_of_sequence(&mut self, separated: bool) -> Result<Option<SourceRow>, FileFault> {
        self.scan.keep_no_more();
        loop {
            match self.scan.token().map_err(fault_of)? {
                None => return Ok(None),
                Some(RECORD_SEPARATOR) => self.scan.take(1).map_err(fault_of)?,
                Some(_) => break,
            }
        }
        self.row += 1;
        let at = self.scan.at();
        self.scan.keep();
        match self.scan.value() {
            Ok(()) => self.kept_row(at, true).map(Some),
            Err(fault) => {
                let mut fault = in_row(fault_of(fault), self.row);
                if separated && fault.code != UNREADABLE && self.scan.to_next_record().map_err(fault_of)? {
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

fn in_row(mut fault: FileFault, row: u64) -> FileFault {
    fault.row = Some(row);
    fault
}

fn whole(refusal: Refusal, at: At) -> FileFault {
    FileFault::fatal(refusal.code, refusal.vi, refusal.en).at_line(at.line)
}

fn not_geojson(at: At) -> FileFault {
    FileFault::fatal(
        "geojson_not_geojson",
        "Đây không phải là GeoJSON: cần một FeatureCollection, Feature hoặc hình học",
        "This is no GeoJSON: a FeatureCollection, Feature or geometry is wanted",
    )
    .at_line(at.line)
}

fn features_of(kind: Option<&str>, at: At) -> FileFault {
    let kind = quoted(kind.unwrap_or(""));
    FileFault::fatal(
        "geojson_type",
        format!("\"features\" chỉ có trong FeatureCollection, nhưng \"type\" là \"{kind}\""),
        format!("Only a FeatureCollection has \"features\", but \"type\" is \"{kind}\""),
    )
    .at_line(at.line)
}

fn fault_of(fault: ScanFault) -> FileFault {
    match fault {
        ScanFault::Unreadable(error) => FileFault::fatal(
            UNREADABLE,
            format!("Không đọc được tệp: {error}"),
            format!("The file can not be read: {error}"),
        ),
        ScanFault::Truncated(at) | ScanFault::CutOff(at) => FileFault::fatal(
            "geojson_truncated",
            format!("Tệp bị cắt giữa chừng, tại cột {}", at.column),
            format!("The file is cut off, at column {}", at.column),
        )
        .at_line(at.line),
        ScanFault::Syntax(at) => feature::syntax(at),
        ScanFault::TooDeep(at) => {
            FileFault::fatal("geojson_too_deep", "Lồng nhau quá 64 cấp", "Nested deeper than 64 levels")
                .at_line(at.line)
        }
        ScanFault::TooLarge(at) => {
            FileFault::fatal("geojson_too_large", "Một đối tượng dài quá 16 MiB", "One feature is longer than 16 MiB")
                .at_line(at.line)
        }
    }
}
