use super::*;
use crate::geo::testing::fixed;
use proptest::prelude::*;

type Row = Result<(u64, Vec<String>), SplitFault>;

/// Feeds the text in pieces of so many characters.
fn cut_by(text: &str, delimiter: u8, size: usize) -> Vec<Row> {
    let mut splitter = Splitter::new(delimiter);
    let (mut record, mut rows) = (Record::default(), Vec::new());
    let letters: Vec<char> = text.chars().collect();
    let of = |record: &Record| (record.line, record.iter().map(str::to_owned).collect());
    for piece in letters.chunks(size.max(1)) {
        let (piece, mut at): (String, _) = (piece.iter().collect(), 0);
        while let Some(cut) = splitter.next(&piece, &mut at, &mut record) {
            let is_last = cut.is_err_and(SplitFault::is_fatal);
            rows.push(cut.map(|()| of(&record)));
            if is_last {
                return rows;
            }
        }
    }
    rows.extend(splitter.finish(&mut record).map(|cut| cut.map(|()| of(&record))));
    rows
}

fn cut(text: &str) -> Vec<Row> {
    let whole = cut_by(text, b',', usize::MAX);
    assert_eq!(whole, cut_by(text, b',', 1), "the same however it is cut: {text:?}");
    whole
}

#[allow(clippy::unnecessary_wraps, reason = "stands beside faults in what is expected")]
fn row(line: u64, cells: &[&str]) -> Row {
    Ok((line, cells.iter().map(|cell| (*cell).to_owned()).collect()))
}

#[test]
fn rows_end_at_any_line_end_and_empty_lines_are_none() {
    assert_eq!(
        cut("a,b\nc,d\r\n\r\n\ne\rf"),
        [row(1, &["a", "b"]), row(2, &["c", "d"]), row(5, &["e"]), row(6, &["f"])]
    );
    assert_eq!(cut(""), []);
    assert_eq!(cut("\n\n"), []);
    assert_eq!(cut(",\n"), [row(1, &["", ""])]);
}

#[test]
fn quotes_hold_delimiters_line_ends_and_doubled_quotes() {
    assert_eq!(
        cut("\"a,b\",\"x\r\ny\",\"say \"\"no\"\"\"\nz"),
        [row(1, &["a,b", "x\r\ny", "say \"no\""]), row(3, &["z"])]
    );
    assert_eq!(cut("a, \"b\" ,c\n"), [row(1, &["a", "b", "c"])]);
    assert_eq!(cut("\"\"\n"), [row(1, &[""])]);
    assert_eq!(cut("\"a\""), [row(1, &["a"])]);
    assert_eq!(cut("\"a\"\"\"\n"), [row(1, &["a\""])]);
}

#[test]
fn a_quote_within_a_plain_cell_is_text() {
    assert_eq!(cut("22°24'02\"N,102°08'38\"E\n"), [row(1, &["22°24'02\"N", "102°08'38\"E"])]);
}

#[test]
fn text_behind_a_quote_costs_its_row_and_no_more() {
    let rows = cut("\"22°24'02\"N\",1\n\"a\" b,\"2\n\"c\"\n");
    assert_eq!(rows, [Err(SplitFault::TextBehindQuote), Err(SplitFault::TextBehindQuote), row(3, &["c"])]);
}

#[test]
fn a_quote_that_swallows_lines_ends_the_reading() {
    assert_eq!(cut("a\n\"b\nc,\"d\ne"), [row(1, &["a"]), Err(SplitFault::QuoteOverLines { opened: 2, closed: 3 })]);
    assert_eq!(cut("a\n\"b\nc\nd"), [row(1, &["a"]), Err(SplitFault::NeverClosed { opened: 2 })]);
    assert_eq!(cut("\""), [Err(SplitFault::NeverClosed { opened: 1 })]);
}

#[test]
fn a_row_that_is_too_large_is_passed_over_and_the_next_is_good() {
    let long = "x".repeat(10_000_000);
    let text = format!("a\n{long},1\nb\n");
    assert_eq!(cut_by(&text, b',', 65_536), [row(1, &["a"]), Err(SplitFault::CellTooLong), row(3, &["b"])]);
    let wide = format!("{},", "x".repeat(900_000)).repeat(6);
    let text = format!("{wide}\n\"b\"\n");
    assert_eq!(cut_by(&text, b',', 65_536), [Err(SplitFault::RowTooLong), row(2, &["b"])]);
    let mut splitter = Splitter::new(b',');
    let mut record = Record::default();
    for _ in 0..200 {
        splitter.next(&long[..65_536], &mut 0, &mut record);
    }
    assert!(record.text.capacity() < 4 * LONGEST_CELL, "what is too large is not kept: {}", record.text.capacity());
}

#[test]
fn cells_beyond_the_most_are_counted_only() {
    let mut splitter = Splitter::new(b',');
    let mut record = Record::default();
    assert_eq!(splitter.next(&format!("{}\n", ",".repeat(100_000)), &mut 0, &mut record), Some(Ok(())));
    assert_eq!((record.cells, record.ends.len()), (100_001, MOST_CELLS));
}

proptest! {
    #![proptest_config(fixed(22, 300))]

    #[test]
    fn what_the_csv_crate_writes_is_cut_as_the_csv_crate_reads_it(
        table in prop::collection::vec(prop::collection::vec("[a ,;\"\r\nđố]{0,6}", 3), 1..6), size in 1_usize..9,
    ) {
        let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
        for cells in &table {
            writer.write_record(cells).expect("three cells");
        }
        let text = String::from_utf8(writer.into_inner().expect("a Vec")).expect("UTF-8");
        let rows: Vec<_> = cut_by(&text, b',', size).into_iter().map(|row| row.expect("well formed").1).collect();
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let want: Vec<Vec<String>> =
            reader.records().map(|row| row.expect("its own").iter().map(str::to_owned).collect()).collect();
        prop_assert_eq!(rows, want);
    }

    #[test]
    fn any_text_is_cut_without_a_panic_and_the_same_however_it_comes(text in "[a,\"\r\n đ]{0,40}", size in 1_usize..7) {
        prop_assert_eq!(cut_by(&text, b',', usize::MAX), cut_by(&text, b',', size));
    }
}
