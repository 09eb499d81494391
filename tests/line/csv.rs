//! CSV files as they lie on disks: one table of markers in every encoding, and one larger than any buffer.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use mocgioi::exchange::csv::{CsvOptions, open};
use mocgioi::exchange::rows::{FileFault, SourceFile, SourcePlace, SourceRow};

fn opened(name: &str) -> SourceFile {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/line/files").join(name);
    let file = File::open(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    open(file, &CsvOptions::default()).unwrap_or_else(|fault| panic!("{name}: {fault}"))
}

fn good(name: &str) -> Vec<SourceRow> {
    opened(name).rows.map(|row| row.unwrap_or_else(|fault| panic!("{name}: {fault}"))).collect()
}

/// Made from one text by other programs than ours.
const ENCODED: [(&str, &str); 6] = [
    ("moc_utf8_bom.csv", "utf-8"),
    ("moc_utf16le.csv", "utf-16le"),
    ("moc_utf16be_bom.csv", "utf-16be"),
    ("moc_windows1258.csv", "windows-1258"),
    ("moc_tcvn3.csv", "tcvn3"),
    ("moc_vni.csv", "vni"),
];

#[test]
fn one_table_reads_the_same_from_six_encodings() {
    for (name, encoding) in ENCODED {
        assert!(opened(name).notes[0].ends_with(&format!("Encoding: {encoding}")), "{name}");
        let rows = good(name);
        assert_eq!(rows, good("moc_utf8_bom.csv"), "{name}");
        assert_eq!(
            rows.iter().map(|row| (row.row, row.line)).collect::<Vec<_>>(),
            [(1, Some(2)), (2, Some(4)), (3, Some(6))]
        );
        assert_eq!(rows[0].given.as_deref(), Some("103°24'05,12\"Đ 20°41'07,345\"B"));
        assert_eq!(rows[0].field("notes"), Some("đường lên mốc bị sạt, phải đi vòng"));
        assert_eq!(rows[1].field("notes"), Some("chân mốc nứt;\nđã chụp ảnh"));
        let SourcePlace::Point(point) = rows[1].place else { panic!("{name}: a point") };
        assert_eq!((point.x, point.y, point.z), (103.4105, 20.6902, Some(1187.25)));
        assert_eq!((rows[2].field("number"), &rows[2].place), (Some("1088/2"), &SourcePlace::None));
    }
}

#[test]
fn a_file_cut_within_a_letter_ends_with_a_fault_and_its_line() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/line/files/moc_utf16be_bom.csv");
    let bytes = std::fs::read(path).unwrap();
    let half = std::io::Cursor::new(bytes[..bytes.len() - 5].to_vec());
    let rows: Vec<Result<SourceRow, FileFault>> = open(half, &CsvOptions::default()).unwrap().rows.collect();
    let fault = rows.last().unwrap().as_ref().unwrap_err();
    assert_eq!((rows.len(), fault.code, fault.line, fault.ends()), (3, "text_bad_byte", Some(6), true));
}

/// A table of so many rows that is never whole anywhere.
struct Endless {
    row: u64,
    rows: u64,
    waiting: Vec<u8>,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.waiting.is_empty() && self.row <= self.rows {
            if self.row == 0 {
                self.waiting.write_all("Mốc,Kinh độ,Vĩ độ,Ghi chú\n".as_bytes())?;
            } else {
                writeln!(self.waiting, "{0},102.{0:06},22.{0:06},\"dòng\n{0}\"", self.row)?;
            }
            self.row += 1;
        }
        let count = self.waiting.len().min(buffer.len());
        buffer[..count].copy_from_slice(&self.waiting[..count]);
        self.waiting.drain(..count);
        Ok(count)
    }
}

#[test]
fn rows_and_lines_count_on_far_beyond_the_first_buffer() {
    let table = Endless { row: 0, rows: 60_000, waiting: Vec::new() };
    let rows = open(table, &CsvOptions::default()).unwrap().rows;
    let mut last = 0;
    for row in rows {
        let row = row.unwrap();
        assert_eq!((row.row, row.line), (last + 1, Some(2 * last + 2)));
        last = row.row;
    }
    assert_eq!(last, 60_000);
}
