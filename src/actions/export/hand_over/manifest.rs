//! What the package says of itself: each file with its digest, the state of the log, and what the coordinates are.

use serde_json::{Value, json};

use crate::atlas::Snapshot;
use crate::atlas::register::history::LineVersion;
use crate::domain::crs::{Crs, Shift};
use crate::domain::line::LineStatus;
use crate::domain::messages::Lang;
use crate::domain::time::Instant;

/// Version of the layout of the package.
const VERSION: i64 = 1;
/// Letters in a line of the README.
const WIDTH: usize = 110;

/// A file of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    pub name: String,
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Rows, of files that have some.
    pub rows: Option<u64>,
}

/// What is said of a package as a whole.
#[derive(Debug, Clone)]
pub struct About<'a> {
    pub snapshot: &'a Snapshot,
    pub crs: Crs,
    pub at: Instant,
    pub program: String,
}

impl About<'_> {
    fn versions(&self) -> Vec<LineVersion> {
        self.snapshot.history().versions()
    }

    fn is_sketch(&self) -> bool {
        self.versions().iter().any(|held| held.current && held.status == LineStatus::Sketch)
    }

    /// `manifest.json`.
    pub fn manifest(&self, files: &[FileEntry]) -> Value {
        let files: Vec<Value> = files
            .iter()
            .map(|file| json!({ "name": file.name, "bytes": file.bytes, "sha256": file.sha256, "rows": file.rows }))
            .collect();
        let lines: Vec<Value> = self
            .versions()
            .iter()
            .map(|held| {
                json!({ "line": held.line, "version": held.version, "status": held.status, "seq": held.seq, "current": held.current })
            })
            .collect();
        let (crs, shift) = (self.crs, Shift::EPSG_6960);
        json!({
            "package": "mocgioi-hand-over",
            "version": VERSION,
            "program": self.program,
            "made_at": self.at,
            "log": { "epoch": self.snapshot.epoch, "seq": self.snapshot.seq, "hash": self.snapshot.hash.to_string() },
            "sketch": self.is_sketch(),
            "lines": lines,
            "datum": {
                "tables": { "crs": crs.to_string(), "name": crs.epsg_name(), "axes": axes(crs) },
                "geojson": { "crs": Crs::Wgs84.to_string(), "name": Crs::Wgs84.epsg_name(), "axes": axes(Crs::Wgs84) },
                "kept_as": Crs::Wgs84.to_string(),
                "operation": {
                    "code": "EPSG:6960", "name": "VN-2000 to WGS 84 (2)", "convention": "coordinate_frame",
                    "accuracy_m": 1.0, "translation_m": shift.translation, "rotation_arcsec": shift.rotation,
                    "scale_ppm": shift.scale,
                },
                "heights": "as given, in columns; vertical_datum says what they are counted from where the source did",
                "statement_vi": self.statement(Lang::Vi),
                "statement_en": self.statement(Lang::En),
            },
            "files": files,
        })
    }

    fn statement(&self, lang: Lang) -> String {
        let (crs, name) = (self.crs, self.crs.name(lang));
        match lang {
            Lang::Vi => format!(
                "Tọa độ trong register.gpkg và csv/ ở hệ {crs} ({name}); trong geojson/ ở WGS 84 kinh độ, vĩ độ. Chương \
                 trình giữ mọi vị trí ở WGS 84; giữa VN-2000 và WGS 84 luôn dùng EPSG:6960 (Quyết định 05/2007/QĐ-BTNMT, \
                 bảy tham số, độ chính xác 1 m). Tọa độ đúng như nguồn đã ghi nằm ở các cột given_coordinates, given_crs. \
                 Độ cao ghi như nguồn đưa, không quy đổi."
            ),
            Lang::En => format!(
                "Coordinates in register.gpkg and csv/ are in {crs} ({name}); in geojson/ in WGS 84 longitude, latitude. The \
                 program keeps every place in WGS 84; between VN-2000 and WGS 84 it always takes EPSG:6960 (Decision \
                 05/2007/QĐ-BTNMT, seven parameters, accuracy 1 m). Coordinates exactly as their source wrote them are in \
                 the columns given_coordinates and given_crs. Heights are as given, not converted."
            ),
        }
    }

    /// `README.txt`, Vietnamese first.
    pub fn readme(&self, files: &[FileEntry]) -> String {
        let (snapshot, program, at) = (self.snapshot, &self.program, self.at);
        let listed = files.iter().map(|file| {
            let rows = file.rows.map(|rows| format!(", {rows} dòng · rows")).unwrap_or_default();
            format!("  {}{rows}", file.name)
        });
        let listed = listed.collect::<Vec<_>>().join("\n");
        let (sketch_vi, sketch_en) = if self.is_sketch() {
            (
                "SƠ ĐỒ: có tuyến chưa có đường chính thức. Không dùng để xác định biên giới.\n\n",
                "SƠ ĐỒ, A SKETCH: some line has no official course yet. Never use it to say where the boundary is.\n\n",
            )
        } else {
            ("", "")
        };
        let (statement_vi, statement_en) = (wrapped(&self.statement(Lang::Vi)), wrapped(&self.statement(Lang::En)));
        let (epoch, seq, hash) = (&snapshot.epoch, snapshot.seq, snapshot.hash);
        format!(
            "BÀN GIAO SỔ ĐĂNG KÝ MỐC QUỐC GIỚI · HAND-OVER OF THE REGISTER OF BOUNDARY MARKERS\n\n\
             {sketch_vi}\
             Gói này chứa toàn bộ sổ đăng ký: mọi phiên bản đường biên, mốc hiện nay (markers), mọi lần sửa của từng mốc\n\
             (marker_revisions), các tên khác của mốc (marker_aliases) và các tệp đã nạp (imports). Phần của những lần nạp\n\
             đã hoàn tác không có ở đây; lần nạp ấy vẫn còn trong imports, kèm lý do.\n\n\
             Mốc chưa đo tọa độ có position_method khác surveyed và indicative = true: vị trí chỉ cho biết thứ tự.\n\n\
             {statement_vi}\n\n\
             Nhật ký: epoch {epoch}, số {seq}, mã băm {hash}. Lập lúc {at}, {program}.\n\
             Kiểm tra: sha256sum -c SHA256SUMS\n\n\
             --\n\n\
             {sketch_en}\
             This package holds the whole register: every version of the boundary lines, the markers as they stand (markers),\n\
             every revision of each (marker_revisions), their other names (marker_aliases) and the files it was imported from\n\
             (imports). What imports brought that were undone is not here; the imports themselves are, with the reason.\n\n\
             Markers that were not measured have a position_method other than surveyed and indicative = true: their places\n\
             tell the order only.\n\n\
             {statement_en}\n\n\
             Log: epoch {epoch}, number {seq}, hash {hash}. Made at {at} by {program}.\n\
             To verify: sha256sum -c SHA256SUMS\n\n\
             --\n\n\
             {listed}\n"
        )
    }
}

/// The text in lines that a plain viewer shows whole.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + word.chars().count() < WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

const fn axes(crs: Crs) -> [&'static str; 2] {
    if crs.is_geographic() {
        ["longitude, degrees", "latitude, degrees"]
    } else {
        ["easting, metres", "northing, metres"]
    }
}
