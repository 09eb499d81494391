//! What separates the cells of a file: comma, semicolon, tab or bar.
//!
//! The first rows are cut with each. The best is the one whose header has the most known names; among equals the one
//! under which most rows are as wide as the header, then the wider. A line `sep=;`, which Excel reads and writes,
//! settles it.
//!
//! **Degenerate input.** No candidate gives two columns: the file has one column, and a comma will do. Two candidates
//! are equally good: the file is refused. Cost: the first rows are cut four times.

use super::layout;
use super::split::{Record, SplitFault, Splitter};

const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
const ROWS: usize = 50;

/// How well a delimiter does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Merit {
    known_headers: usize,
    /// Of a hundred rows.
    as_wide: usize,
    columns: usize,
}

/// The delimiter that the first line names (`sep=;`), and the length of the line with its end.
pub(super) fn stated(text: &str) -> Option<(u8, usize)> {
    let head = text.get(..4)?;
    let mut rest = text.get(4..)?.chars();
    let delimiter = rest.next().and_then(|sign| u8::try_from(sign).ok()).filter(|byte| may_be(*byte))?;
    let end = if rest.as_str().starts_with("\r\n") { 2 } else { usize::from(rest.as_str().starts_with(['\n', '\r'])) };
    (head.eq_ignore_ascii_case("sep=") && end > 0).then_some((delimiter, 5 + end))
}

/// Whether a byte can separate cells at all.
pub(super) const fn may_be(byte: u8) -> bool {
    byte == b'\t' || (byte.is_ascii_punctuation() && byte != b'"')
}

/// The delimiter of a text that begins so; `Err` holds two that are equally good.
pub(super) fn detect(text: &str) -> Result<u8, [u8; 2]> {
    let mut merits: Vec<(Merit, u8)> =
        CANDIDATES.iter().filter_map(|delimiter| Some((merit(text, *delimiter)?, *delimiter))).collect();
    merits.sort_by_key(|(merit, _)| std::cmp::Reverse(*merit));
    match merits.as_slice() {
        [] => Ok(b','),
        [(best, first), (next, second), ..] if best == next => Err([*first, *second]),
        [(_, first), ..] => Ok(*first),
    }
}

fn merit(text: &str, delimiter: u8) -> Option<Merit> {
    let (mut splitter, mut record, mut at) = (Splitter::new(delimiter), Record::default(), 0);
    let (mut columns, mut known_headers, mut rows, mut as_wide) = (0, 0, 0, 0);
    while rows < ROWS {
        // A row that the text cuts off has no width yet, unless it is all there is.
        let next = splitter.next(text, &mut at, &mut record);
        let Some(cut) = next.or_else(|| if columns == 0 { splitter.finish(&mut record) } else { None }) else { break };
        if cut.is_err() || record.is_blank() {
            rows += usize::from(cut.is_err());
            if cut.is_err_and(SplitFault::is_fatal) {
                break;
            }
            continue;
        }
        if columns == 0 {
            columns = record.cells;
            known_headers = layout::known_headers(&record);
        } else {
            rows += 1;
            as_wide += usize::from(record.cells == columns);
        }
    }
    (columns > 1).then(|| Merit { known_headers, as_wide: (as_wide * 100).checked_div(rows).unwrap_or(100), columns })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_headers_settle_it() {
        assert_eq!(detect("Mốc số;Kinh độ;Vĩ độ\n144;102,5;22,5\n"), Ok(b';'));
        assert_eq!(detect("number,lon,lat\n144,102.5,22.5\n"), Ok(b','));
        assert_eq!(detect("number\tlon\tlat"), Ok(b'\t'));
        assert_eq!(detect("lon|lat|notes\n1|2|a,b;c\n"), Ok(b'|'));
    }

    #[test]
    fn then_rows_as_wide_as_their_header() {
        assert_eq!(detect("p,q;r\n1,5;2\n1;2,5\n7;8\n"), Ok(b';'));
        assert_eq!(detect("\"p;q\",r\n\"1;2\",3\n"), Ok(b','));
    }

    #[test]
    fn one_column_needs_none_and_two_equals_are_refused() {
        assert_eq!(detect("wkt\n\"POINT (1 2)\"\n"), Ok(b','));
        assert_eq!(detect(""), Ok(b','));
        assert_eq!(detect("p,q;r\n1,2;3\n"), Err([b',', b';']));
    }

    #[test]
    fn excel_s_own_line_is_believed() {
        assert_eq!(stated("sep=;\r\nlon;lat\n"), Some((b';', 7)));
        assert_eq!(stated("SEP=\t\nlon"), Some((b'\t', 6)));
        assert_eq!(stated("sep=lon;lat\n"), None);
        assert_eq!(stated("sep=,"), None);
        assert_eq!(stated("sé"), None);
    }
}
