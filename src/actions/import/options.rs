//! What is said of a file, what is to be done with it, and what came of it.

use std::path::PathBuf;

use uuid::Uuid;

use super::candidate::Decision;
use super::importer::Importer;
use crate::domain::crs::Crs;
use crate::domain::fault::Fault;
use crate::domain::number::LineKey;
use crate::domain::position::LonLat;
use crate::domain::record::Record;
use crate::domain::row::line::LineOptions;
use crate::exchange::files::FileOptions;

/// Layers that files can be imported into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportLayer {
    BoundaryLines,
    Markers,
    Hazards,
    Inspections,
}

impl ImportLayer {
    pub const ALL: [Self; 4] = [Self::BoundaryLines, Self::Markers, Self::Hazards, Self::Inspections];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BoundaryLines => "boundary-lines",
            Self::Markers => "markers",
            Self::Hazards => "hazards",
            Self::Inspections => "inspections",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.as_str() == name)
    }

    /// How far from its line a place of the layer may be, in metres, when nobody says otherwise: markers stand on the
    /// line or its bank, and a sketch is off by as much as it says; hazards lie in the border belt.
    pub const fn reach(self, worst_m: f64) -> f64 {
        match self {
            Self::Markers => worst_m + 500.0,
            Self::BoundaryLines => worst_m + 5_000.0,
            Self::Hazards | Self::Inspections => worst_m + 20_000.0,
        }
    }
}

/// Share of the surveyed markers of the register that a file may move without being asked.
pub const MOVED_SHARE: f64 = 0.2;
/// A surveyed marker that moves less than this has not moved: the last digits of another conversion.
pub const MOVED_LEAST_M: f64 = 0.5;

#[derive(Debug, Clone)]
pub struct ImportOptions {
    pub path: PathBuf,
    /// Name of the file as the person knows it.
    pub file_name: String,
    pub layer: ImportLayer,
    /// The reference system that the person declares; without it the file's own declaration counts.
    pub crs: Option<Crs>,
    pub line: Option<LineKey>,
    pub new_line: LineOptions,
    pub source: Option<String>,
    /// Unit of whoever imports: that of the import itself.
    pub unit: Option<String>,
    /// For whom field records may speak; none at the console, and on a server without accounts.
    pub importer: Option<Importer>,
    pub vertical_datum: Option<String>,
    pub file: FileOptions,
    pub max_distance_m: Option<f64>,
    pub max_moved_share: f64,
    /// Put the good rows in although others are refused.
    pub skip_refused: bool,
    pub apply: bool,
    /// Of an edit by hand: its one row says all there is to say of its record.
    pub edit: Option<RowEdit>,
}

/// How the row of an edit is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowEdit {
    /// The place stays, to the last digit.
    pub keeps_place: bool,
    /// Of a place that stays: how accurate it is said to be changes all the same.
    pub says_accuracy: bool,
    /// The record leaves the register.
    pub removes: bool,
}

/// What a row does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Add,
    Change,
    Unchanged,
    Refuse,
}

impl Action {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Change => "change",
            Self::Unchanged => "unchanged",
            Self::Refuse => "refuse",
        }
    }
}

/// One row of the report.
#[derive(Debug, Clone)]
pub struct RowReport {
    pub row: u64,
    pub line: Option<u64>,
    pub action: Action,
    /// Why it is refused, or what a person should know.
    pub reasons: Vec<Fault>,
    pub position: Option<LonLat>,
    pub name: Option<String>,
    /// How far a marker moves.
    pub moved_m: Option<f64>,
}

/// Why a whole file is not put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub Fault);

impl Refusal {
    pub fn new(code: &str, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self(Fault::foreign("", code, vi, en))
    }

    pub fn cancelled() -> Self {
        Self::new("cancelled", "Đã dừng theo yêu cầu; không có gì thay đổi.", "Stopped as asked; nothing was changed.")
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.stable_code() == "cancelled"
    }
}

/// What came of an import or a dry run.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    pub rows: u64,
    pub added: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub refused_rows: u64,
    /// Surveyed markers that move, and how many there are in the register.
    pub moved: u64,
    pub surveyed: u64,
    pub notes: Vec<String>,
    pub format: &'static str,
    pub file_digest: String,
    /// Why nothing was, or would be, put in.
    pub refused: Option<Refusal>,
    pub applied: bool,
    pub import: Option<Uuid>,
    /// Number of the entry that made it count.
    pub seq: Option<i64>,
    /// Records whose derived place moved, and by how much at most, in metres.
    pub relocated: u64,
    pub farthest_m: Option<f64>,
    /// Whether the rows rely on each other, so that none goes in without the others.
    pub hangs_together: bool,
    /// Lines and markers as a dry run would put them in.
    pub foreseen: Vec<Record>,
}

impl Outcome {
    /// The first reason stays.
    pub fn refuse(&mut self, refusal: Refusal) {
        self.refused.get_or_insert(refusal);
    }

    pub(super) fn count(&mut self, decision: &Decision, moved_m: Option<f64>) {
        self.rows += 1;
        match decision {
            Decision::Take(Action::Change) => self.changed += 1,
            Decision::Take(_) | Decision::TakeAgain(_) => self.added += 1,
            Decision::Unchanged(_) => self.unchanged += 1,
            Decision::Refuse(_) => self.refused_rows += 1,
        }
        if matches!(decision, Decision::Take(_)) && moved_m.is_some_and(|metres| metres > MOVED_LEAST_M) {
            self.moved += 1;
        }
    }

    /// Decides over the file as a whole.
    pub(super) fn weigh(&mut self, options: &ImportOptions) {
        if self.rows == 0 {
            self.refuse(Refusal::new("no_rows", "Tệp không có dòng dữ liệu nào.", "The file has no rows."));
        }
        let (moved, surveyed) = (self.moved, self.surveyed);
        #[expect(clippy::cast_precision_loss, reason = "a share of some thousand markers")]
        let share = if surveyed == 0 { 0.0 } else { moved as f64 / surveyed as f64 };
        if moved > 0 && share > options.max_moved_share {
            self.refuse(Refusal::new(
                "moves_too_much",
                format!(
                    "Tệp làm dời {moved} trên {surveyed} mốc đã đo tọa độ, quá tỷ lệ cho phép {:.0} %. Nếu đúng ý, hãy tăng --max-moved-share.",
                    options.max_moved_share * 100.0
                ),
                format!(
                    "The file would move {moved} of {surveyed} surveyed markers, more than the {:.0} % allowed. If that is meant, raise --max-moved-share.",
                    options.max_moved_share * 100.0
                ),
            ));
        }
        if self.refused_rows > 0 && self.hangs_together {
            self.refuse(Refusal::new(
                "rows_hang_together",
                "Tệp chuyển số giữa các mốc, nên mọi dòng phải vào cùng nhau; có dòng bị từ chối.",
                "The file passes numbers from marker to marker, so its rows go in together; some are refused.",
            ));
        }
        if options.skip_refused && self.refused_rows > 0 && self.refused_rows == self.rows {
            self.refuse(Refusal::new("all_rows_refused", "Mọi dòng đều bị từ chối.", "Every row is refused."));
        }
        if self.refused_rows > 0 && !options.skip_refused {
            let n = self.refused_rows;
            self.refuse(Refusal::new(
                "rows_refused",
                format!("{n} dòng bị từ chối. Hãy sửa tệp, hoặc dùng --skip-refused để nạp các dòng còn lại."),
                format!("{n} rows are refused. Mend the file, or pass --skip-refused to put the others in."),
            ));
        }
    }
}
