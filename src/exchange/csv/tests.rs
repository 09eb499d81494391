use std::io::Cursor;

use super::*;
use crate::exchange::encoding::Encoding;
use crate::exchange::rows::{DeclaredCrs, SourcePoint};
use crate::geo::testing::fixed;
use proptest::prelude::*;

mod places;

fn file(bytes: impl Into<Vec<u8>>, options: &CsvOptions) -> Result<SourceFile, FileFault> {
    open(Cursor::new(bytes.into()), options)
}

fn rows(text: &str) -> Vec<Result<SourceRow, FileFault>> {
    file(text, &CsvOptions::default()).expect("opens").rows.collect()
}

/// The only row.
fn row(text: &str) -> SourceRow {
    let mut rows = rows(text);
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0).expect("a good row")
}

/// Code, row and line of the fault with which the only row is refused.
fn refused(text: &str) -> (&'static str, Option<u64>, Option<u64>) {
    let mut rows = rows(text);
    assert_eq!(rows.len(), 1, "{rows:?}");
    let fault = rows.remove(0).expect_err("a fault");
    assert!(!fault.vi.is_empty() && !fault.en.is_empty());
    (fault.code, fault.row, fault.line)
}

/// The code with which the file is refused.
fn unopened(bytes: impl Into<Vec<u8>>) -> &'static str {
    match file(bytes, &CsvOptions::default()) {
        Ok(_) => panic!("it opened"),
        Err(fault) => {
            assert!(fault.ends());
            fault.code
        }
    }
}

#[test]
fn headers_become_canonical_names_and_values_are_trimmed() {
    let row = row("Số hiệu mốc; Tuyến ;Ghi chú;Màu sơn\r\n 144 ;VN-LA; ;đỏ\r\n");
    let fields: Vec<_> = row.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(fields, [("number", "144"), ("line", "VN-LA"), ("Màu sơn", "đỏ")]);
    assert_eq!((row.row, row.line, row.place, row.given), (1, Some(2), SourcePlace::None, None));
}

#[test]
fn what_was_found_out_is_noted() {
    let notes = file("number;lon;lat;Màu\n", &CsvOptions::default()).expect("opens").notes;
    assert_eq!(notes[0], "Bảng mã: utf-8 · Encoding: utf-8");
    assert_eq!(notes[1], "Dấu ngăn cột: \";\" · Delimiter: \";\"");
    assert!(notes[2].ends_with("kept under their names: Màu"), "{notes:?}");
}

#[test]
fn rows_and_lines_stay_right_over_quoted_line_ends_blank_lines_and_titles_of_excel() {
    let text = "sep=;\r\nnumber;notes\r\n1;\"a\r\nb\"\r\n\r\n;\r\n2;\"x\"y\r\n3\r\n4;c\r\n";
    let seen: Vec<_> = rows(text)
        .into_iter()
        .map(|row| match row {
            Ok(row) => (row.row, row.line, "good"),
            Err(fault) => (fault.row.unwrap_or(0), fault.line, fault.code),
        })
        .collect();
    assert_eq!(
        seen,
        [(1, Some(3), "good"), (2, Some(7), "csv_quote"), (3, Some(8), "csv_ragged"), (4, Some(9), "good")]
    );
}

#[test]
fn ragged_rows_are_refused_unless_what_is_more_is_empty() {
    assert_eq!(refused("a,b,c\n1,2\n"), ("csv_ragged", Some(1), Some(2)));
    assert_eq!(refused("a,b\n1,2,3\n"), ("csv_ragged", Some(1), Some(2)));
    assert_eq!(row("a,b\n1,2,, \n").fields.len(), 2);
}

#[test]
fn an_empty_file_is_refused_and_a_header_alone_is_not() {
    for nothing in ["", "\n\n", "\u{feff}", " , ,\n"] {
        assert_eq!(unopened(nothing), "csv_empty", "{nothing:?}");
    }
    assert_eq!(rows("number,lon,lat").len(), 0);
}

#[test]
fn a_file_without_a_header_or_with_a_title_above_it_is_told_so() {
    assert_eq!(unopened("144,102.5,22.5\n145,102.6,22.6\n"), "csv_no_header");
    let fault =
        file("BẢNG TỌA ĐỘ;;\n\nMốc số;Kinh độ;Vĩ độ\n1;102,5;22,5\n", &CsvOptions::default()).err().expect("a fault");
    assert_eq!(fault.code, "csv_header_below");
    assert!(fault.en.contains("line 3"), "{}", fault.en);
}

#[test]
fn two_headers_of_one_meaning_are_named() {
    let fault = file("X,Y,X (m)\n", &CsvOptions::default()).err().expect("a fault");
    assert_eq!((fault.code, fault.line), ("csv_header_twice", Some(1)));
    assert!(fault.vi.contains("\"X\"") && fault.vi.contains("\"X (m)\""), "{}", fault.vi);
    assert_eq!(unopened("màu,màu\n"), "csv_header_twice");
}

#[test]
fn a_nul_costs_its_row_and_in_the_header_the_file() {
    assert_eq!(refused("number,notes\n1,a\0b\n"), ("csv_nul", Some(1), Some(2)));
    assert_eq!(unopened("number\0,notes\n1,2\n"), "csv_nul");
}

#[test]
fn ten_megabytes_on_one_line_are_one_fault() {
    let text = format!("number,notes\n1,a\n2,{}\n3,c\n", "x".repeat(10_000_000));
    let rows = rows(&text);
    assert!(rows[0].is_ok() && rows[2].is_ok() && rows.len() == 3);
    let fault = rows[1].as_ref().expect_err("too long");
    assert_eq!((fault.code, fault.row, fault.line, fault.ends()), ("csv_cell_too_long", Some(2), Some(3), false));
    assert_eq!(unopened(format!("{}\n", "x,".repeat(5_000_000))), "csv_row_too_long");
    assert_eq!(unopened("x".repeat(5_000_000)), "csv_cell_too_long");
}

#[test]
fn a_quote_that_may_have_swallowed_rows_ends_the_file() {
    let rows = rows("number,notes\n1,a\n2,\"b\n3,c\n4,\"d\n");
    assert!(rows[0].is_ok() && rows.len() == 2);
    let fault = rows[1].as_ref().expect_err("unbalanced");
    assert_eq!((fault.code, fault.line, fault.ends()), ("csv_quote_unbalanced", Some(3), true));
}

#[test]
fn a_bad_byte_is_a_fault_with_its_line() {
    let mut bytes = "number,notes\n1,Mốc đường biên giới\n2,".as_bytes().to_vec();
    bytes.extend_from_slice(b"\xff\n3,c\n");
    let rows: Vec<_> = file(bytes, &CsvOptions::default()).expect("opens").rows.collect();
    let fault = rows[1].as_ref().expect_err("a bad byte");
    assert_eq!((rows.len(), fault.code, fault.line, fault.ends()), (2, "text_bad_byte", Some(3), true));
    assert!(fault.en.contains("0xFF"), "{}", fault.en);
}

#[test]
fn a_table_reads_the_same_in_every_encoding() {
    let text = "Mốc số;Tình trạng\n1088/2;bị nghiêng, đường biên giới\n";
    let want = rows(text);
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(file(utf_16, &CsvOptions::default()).expect("opens").rows.collect::<Vec<_>>(), want);
    let decomposed: String = unicode_normalization::UnicodeNormalization::nfd(text).collect();
    assert_eq!(rows(&decomposed), want);
    assert_eq!(rows(&format!("\u{feff}{text}")), want);
    let tcvn3 = b"M\xe8c s\xe8;T\xd7nh tr\xb9ng\n1088/2;b\xde nghi\xaang, \xae\xad\xeang bi\xaan gi\xedi\n";
    let stated = CsvOptions { encoding: EncodingHint::Is(Encoding::Tcvn3), ..CsvOptions::default() };
    for options in [CsvOptions::default(), stated] {
        let opened = file(*tcvn3, &options).expect("opens");
        assert!(opened.notes.iter().any(|note| note.contains("capitals")));
        assert_eq!(opened.rows.collect::<Vec<_>>(), want);
    }
}

#[test]
fn a_stated_delimiter_is_used_or_refused() {
    let with = |delimiter| CsvOptions { delimiter: Some(delimiter), ..CsvOptions::default() };
    let opened = file("number#notes\n1#a,b;c\n", &with(b'#')).expect("opens");
    assert_eq!(opened.rows.map(|row| row.expect("good").fields.len()).collect::<Vec<_>>(), [2]);
    for bad in [b'"', b'a', b'\n', b' ', 0, 0xff] {
        assert_eq!(file("a,b\n", &with(bad)).err().expect("refused").code, "csv_delimiter");
    }
}

proptest! {
    #![proptest_config(fixed(24, 400))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(file) = file(bytes, &CsvOptions::default()) {
            prop_assert!(file.rows.count() <= 200);
        }
    }

    #[test]
    fn any_table_is_read_or_refused(text in "(number|lon|lat|x|y|wkt|,|;|\"|\n|\r|[0-9.°' NSĐ-]){0,60}") {
        if let Ok(file) = file(text, &CsvOptions::default()) {
            let mut last = 0;
            for row in file.rows {
                let number = row.as_ref().map_or_else(|fault| fault.row, |row| Some(row.row)).unwrap_or(last + 1);
                prop_assert_eq!(number, last + 1);
                last = number;
                if let Ok(SourceRow { place: SourcePlace::Point(SourcePoint { x, y, .. }), .. }) = row {
                    prop_assert!(x.is_finite() && y.is_finite());
                }
            }
        }
    }
}
