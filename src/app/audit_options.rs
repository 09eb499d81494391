//! Options of `mocgioi audit`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use uuid::Uuid;

use super::command::MessageLang;
use super::place::DatabaseOptions;
use crate::domain::messages::Lang;

#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Kiểm tra chuỗi nhật ký · walk log and tables, and name the first row that was altered, removed, inserted or moved
    Verify(VerifyOptions),
    /// Lập mốc kiểm tra có chữ ký · write a signed checkpoint, to be kept elsewhere
    Checkpoint(CheckpointOptions),
    /// Khóa ký · keys that checkpoints and bundles are signed with
    #[command(subcommand)]
    Key(KeyCommand),
    /// Xóa hợp pháp dữ liệu cá nhân · lawfully erase a record; the chain still holds
    Erase(EraseOptions),
    /// Xóa bản ghi hết thời hạn lưu · erase what was kept long enough; lists only, unless --apply
    Expire(ExpireOptions),
    /// Gói chứng cứ · hand records over with everything that proves them
    Bundle(BundleOptions),
    /// Kiểm tra gói chứng cứ · check a bundle with this program alone
    Check(CheckOptions),
    /// Ai đã đọc dữ liệu hạn chế · who read restricted records; verifies that log, too
    Reads(ReadsOptions),
}

/// Where the database and the keys are.
#[derive(Debug, Args)]
pub struct Place {
    #[command(flatten)]
    pub database: DatabaseOptions,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
    /// Language of messages
    #[arg(long, env = "MOCGIOI_LANG", value_enum, default_value = "vi")]
    lang: MessageLang,
}

impl Place {
    pub const fn lang(&self) -> Lang {
        language(self.lang)
    }
}

const fn language(lang: MessageLang) -> Lang {
    match lang {
        MessageLang::Vi => Lang::Vi,
        MessageLang::En => Lang::En,
    }
}

#[derive(Debug, Args)]
pub struct VerifyOptions {
    /// Only what came after the last checkpoint kept in the database; rows from before it are not looked at
    #[arg(long)]
    pub since_checkpoint: bool,
    /// Signed checkpoint that the log must still agree with
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Vec<PathBuf>,
    /// Public key of that checkpoint, 64 hexadecimal digits [default: the one in the folder keys]
    #[arg(long, value_name = "HEX", requires = "checkpoint")]
    pub key: Option<String>,
    #[command(flatten)]
    pub place: Place,
}

#[derive(Debug, Args)]
pub struct CheckpointOptions {
    /// File to write; it must not be there
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    #[command(flatten)]
    pub place: Place,
}

#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Tạo khóa mới, thay khóa đang dùng · make a key that signs from now on
    New(Place),
    /// Các khóa công khai · the public keys
    List(Place),
}

#[derive(Debug, Args)]
pub struct EraseOptions {
    pub record: Uuid,
    /// Why: goes into the database for good, so name the legal ground and no person
    #[arg(long)]
    pub reason: Option<String>,
    /// Only this revision
    #[arg(long)]
    pub rev: Option<i64>,
    #[command(flatten)]
    pub place: Place,
}

/// Kinds of records that may run out: what tells of people. The register and what stands in documents stay.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Expiring {
    Track,
    Patrol,
    Inspection,
    Incident,
    Meeting,
}

impl Expiring {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Track => "track",
            Self::Patrol => "patrol",
            Self::Inspection => "inspection",
            Self::Incident => "incident",
            Self::Meeting => "meeting",
        }
    }
}

#[derive(Debug, Args)]
pub struct ExpireOptions {
    /// Records that were received longer ago than this
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=36_500))]
    pub older_than_days: u32,
    /// Which kinds, with commas between them
    #[arg(long, value_name = "KINDS", value_enum, value_delimiter = ',', required = true)]
    pub kinds: Vec<Expiring>,
    /// Why: the rule that sets the time of keeping
    #[arg(long)]
    pub reason: Option<String>,
    /// Erase them; without it they are only counted
    #[arg(long)]
    pub apply: bool,
    #[command(flatten)]
    pub place: Place,
}

#[derive(Debug, Args)]
pub struct ReadsOptions {
    /// How many of the last lines to show
    #[arg(long, default_value_t = 50)]
    pub limit: usize,
    #[command(flatten)]
    pub place: Place,
}

#[derive(Debug, Args)]
pub struct BundleOptions {
    #[arg(required = true)]
    pub records: Vec<Uuid>,
    /// Archive to write; it must not be there
    #[arg(long, value_name = "ZIP")]
    pub out: PathBuf,
    /// Signed checkpoint that the log is to lead to [default: a new one]
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Option<PathBuf>,
    #[command(flatten)]
    pub place: Place,
}

#[derive(Debug, Args)]
pub struct CheckOptions {
    pub file: PathBuf,
    /// Public key that you were given by another way; a bundle that leads to another one is refused
    #[arg(long, value_name = "HEX")]
    pub key: Option<String>,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
    /// Language of messages
    #[arg(long, env = "MOCGIOI_LANG", value_enum, default_value = "vi")]
    lang: MessageLang,
}

impl CheckOptions {
    pub const fn lang(&self) -> Lang {
        language(self.lang)
    }
}
