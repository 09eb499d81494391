//! What can be wrong with a CSV file, in Vietnamese and in English.

use super::split::{LONGEST_CELL, LONGEST_ROW, MOST_CELLS, SplitFault};
use crate::exchange::rows::FileFault;

/// How much of a cell a message repeats.
const SHOWN: usize = 40;

pub(super) fn empty() -> FileFault {
    FileFault::fatal(
        "csv_empty",
        "tệp rỗng: cần một dòng tiêu đề và các dòng số liệu",
        "the file is empty: it needs a header row and data rows",
    )
}

pub(super) fn delimiter(byte: u8) -> FileFault {
    let sign = char::from(byte).escape_debug();
    FileFault::fatal(
        "csv_delimiter",
        format!("\"{sign}\" không dùng làm dấu ngăn cột được: hãy dùng dấu phẩy, chấm phẩy, tab hoặc |"),
        format!("\"{sign}\" cannot separate columns: use comma, semicolon, tab or |"),
    )
}

pub(super) fn delimiter_unclear(candidates: [u8; 2]) -> FileFault {
    let [first, second] = candidates.map(|byte| char::from(byte).escape_debug().to_string());
    FileFault::fatal(
        "csv_delimiter_unclear",
        format!("không rõ cột được ngăn bằng \"{first}\" hay \"{second}\": hãy nêu dấu ngăn cột"),
        format!("it is unclear whether \"{first}\" or \"{second}\" separates the columns: state the delimiter"),
    )
}

pub(super) fn too_many_columns(count: usize) -> FileFault {
    FileFault::fatal(
        "csv_columns",
        format!("dòng tiêu đề có {count} cột, nhiều nhất là {MOST_CELLS}"),
        format!("the header has {count} columns, at most {MOST_CELLS} are read"),
    )
}

pub(super) fn no_header() -> FileFault {
    FileFault::fatal(
        "csv_no_header",
        "dòng đầu là số liệu, không phải tiêu đề: hãy thêm một dòng tên cột",
        "the first row holds data, not headers: add a row with the names of the columns",
    )
}

pub(super) fn header_below(line: u64) -> FileFault {
    FileFault::fatal(
        "csv_header_below",
        format!("tên cột có vẻ nằm ở dòng {line}: hãy xóa các dòng phía trên"),
        format!("the names of the columns seem to be on line {line}: remove the lines above"),
    )
}

pub(super) fn header_twice(name: &str, first: &str, second: &str) -> FileFault {
    let (first, second) = (short(first), short(second));
    FileFault::fatal(
        "csv_header_twice",
        format!("hai cột \"{first}\" và \"{second}\" cùng nghĩa ({name}): hãy bỏ hoặc đổi tên một cột"),
        format!("the columns \"{first}\" and \"{second}\" mean the same ({name}): remove or rename one"),
    )
}

pub(super) fn half_a_pair(there: &str, missing: &str) -> FileFault {
    let there = short(there);
    FileFault::fatal(
        "csv_coordinates_incomplete",
        format!("có cột \"{there}\" nhưng không có cột {missing}: hãy thêm hoặc sửa tên cột"),
        format!("there is a column \"{there}\" but none for {missing}: add it, or correct its name"),
    )
}

pub(super) fn several_places(choices: &str) -> FileFault {
    FileFault::fatal(
        "csv_coordinates_unclear",
        format!("có nhiều bộ tọa độ ({choices}): hãy nêu dùng bộ nào"),
        format!("there are several sets of coordinates ({choices}): state which to use"),
    )
}

pub(super) fn no_such_place(choice: &str) -> FileFault {
    FileFault::fatal(
        "csv_coordinates_missing",
        format!("không có các cột {choice} như đã nêu"),
        format!("there are no columns {choice}, as was stated"),
    )
}

pub(super) fn systems_differ(first: &str, second: &str) -> FileFault {
    let (first, second) = (short(first), short(second));
    FileFault::fatal(
        "csv_crs_contradicted",
        format!("hai cột \"{first}\" và \"{second}\" nêu hai hệ tọa độ khác nhau"),
        format!("the columns \"{first}\" and \"{second}\" name different reference systems"),
    )
}

pub(super) fn axes_unclear() -> FileFault {
    FileFault::fatal(
        "csv_axes_unclear",
        "không rõ X hay Y là tọa độ bắc: hãy nêu quy ước trục (trắc địa: X là bắc)",
        "it is unclear whether X or Y is the northing: state the axes (surveyors: X is the northing)",
    )
}

pub(super) fn split(fault: SplitFault, line: u64) -> FileFault {
    let (code, vi, en, at) = match fault {
        SplitFault::CellTooLong => (
            "csv_cell_too_long",
            format!("một ô dài quá {} KiB", LONGEST_CELL >> 10),
            format!("a cell is longer than {} KiB", LONGEST_CELL >> 10),
            line,
        ),
        SplitFault::RowTooLong => (
            "csv_row_too_long",
            format!("dòng dài quá {} KiB", LONGEST_ROW >> 10),
            format!("the row is longer than {} KiB", LONGEST_ROW >> 10),
            line,
        ),
        SplitFault::TextBehindQuote => (
            "csv_quote",
            "có chữ sau dấu ngoặc kép đóng ô: dấu ngoặc kép trong ô phải viết hai lần".to_owned(),
            "there is text behind the quote that closes a cell: a quote within a cell is written twice".to_owned(),
            line,
        ),
        SplitFault::QuoteOverLines { opened, closed } => (
            "csv_quote_unbalanced",
            format!("dấu ngoặc kép mở ở dòng {opened} bị đóng trước chữ ở dòng {closed}: thừa hoặc thiếu một dấu"),
            format!(
                "the quote opened on line {opened} closes in front of text on line {closed}: a quote is missing or too many"
            ),
            opened,
        ),
        SplitFault::NeverClosed { opened } => (
            "csv_quote_unbalanced",
            format!("dấu ngoặc kép mở ở dòng {opened} không được đóng"),
            format!("the quote opened on line {opened} is never closed"),
            opened,
        ),
    };
    let fault = if fault.is_fatal() { FileFault::fatal(code, vi, en) } else { FileFault::row(0, code, vi, en) };
    fault.at_line(at)
}

pub(super) fn ragged(row: u64, cells: usize, columns: usize) -> FileFault {
    FileFault::row(
        row,
        "csv_ragged",
        format!("dòng có {cells} ô, tiêu đề có {columns} cột: có thể thừa hoặc thiếu dấu ngăn cột"),
        format!("the row has {cells} cells, the header {columns} columns: a delimiter may be missing or too many"),
    )
}

pub(super) fn nul(row: u64) -> FileFault {
    FileFault::row(row, "csv_nul", "dòng có ký tự NUL", "the row has a NUL character")
}

pub(super) fn nul_in_header() -> FileFault {
    FileFault::fatal("csv_nul", "dòng tiêu đề có ký tự NUL", "the header has a NUL character")
}

pub(super) fn half_a_place(row: u64, header: &str) -> FileFault {
    let header = short(header);
    FileFault::row(
        row,
        "csv_coordinate_missing",
        format!("cột \"{header}\" trống mà tọa độ kia thì có"),
        format!("column \"{header}\" is empty, but the other coordinate is there"),
    )
}

/// What is wrong with cells: `(header, cell, Vietnamese, English)` of each.
pub(super) fn cells(row: u64, code: &'static str, faults: &[(&str, &str, String, String)]) -> FileFault {
    let join =
        |tongue: fn(&(&str, &str, String, String)) -> String| faults.iter().map(tongue).collect::<Vec<_>>().join("; ");
    FileFault::row(
        row,
        code,
        join(|(header, cell, vi, _)| format!("cột \"{}\", \"{}\": {vi}", short(header), short(cell))),
        join(|(header, cell, _, en)| format!("column \"{}\", \"{}\": {en}", short(header), short(cell))),
    )
}

fn short(text: &str) -> String {
    let mut shown: String = text.chars().filter(|letter| !letter.is_control()).take(SHOWN).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}
