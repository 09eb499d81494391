//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::alert_options::AlertOptions;
use super::audit_options::AuditCommand;
use super::blobs_command::BlobsCommand;
use super::bundle_options::BundleCommand;
use super::edge_options::EdgeOptions;
use super::export_options::ExportCommand;
use super::files_options::FilesOptions;
use super::people_options::PeopleOptions;
use super::place::DatabaseOptions;
use super::report_command::ReportCommand;
use super::user_options::UserCommand;

#[derive(Debug, Parser)]
#[command(name = "mocgioi", version, about = "Mốc Giới: sổ đăng ký mốc quốc giới · the register of boundary markers")]
pub struct Line {
    #[command(subcommand)]
    pub command: Command,
    /// Say more (and more) on standard error
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    verbose: u8,
}

impl Line {
    pub const fn log_level(&self) -> tracing::Level {
        match self.verbose {
            0 => tracing::Level::WARN,
            1 => tracing::Level::INFO,
            _ => tracing::Level::DEBUG,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Chạy máy chủ · serve the map and take inspections
    Serve(Box<ServeOptions>),
    /// Số hiệu mốc · marker numbers
    #[command(subcommand)]
    Marker(MarkerCommand),
    /// Nạp tệp vào một lớp · put a file into a layer, or say what it would do
    Import(Box<ImportCommand>),
    /// Xuất một lớp, hoặc cả sổ đăng ký, ra tệp · take a layer away as a file, or hand over the register
    Export(Box<ExportCommand>),
    /// Báo cáo của đơn vị trong một kỳ, tệp DOCX · a report of a unit for a period, as DOCX
    Report(Box<ReportCommand>),
    /// Tài khoản, đơn vị, thiết bị · accounts, units, devices and tokens
    User(UserCommand),
    /// Nhật ký có chuỗi băm · the chained log: verify, sign, erase lawfully
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Ảnh và bản quét · photos and scans that hang on records
    #[command(subcommand)]
    Blobs(BlobsCommand),
    /// Gói .mocgioi: hàng đợi của thiết bị mang đến bằng tay · a device's queue that is brought by hand
    #[command(subcommand)]
    Bundle(BundleCommand),
}

#[derive(Debug, Args)]
pub struct ImportCommand {
    /// CSV, GeoJSON, `GeoJSONSeq`, GPX, KML, KMZ, Shapefile (.shp or .zip) or GeoPackage
    #[arg(required_unless_present = "undo")]
    pub file: Option<PathBuf>,
    /// boundary-lines, markers, hazards, inspections
    #[arg(long, required_unless_present = "undo")]
    pub layer: Option<String>,
    /// Reference system of the coordinates, such as `EPSG:9206`, `"VN-2000 104-00"`; needed where the file does not say
    #[arg(long)]
    pub crs: Option<String>,
    /// Only say, row by row, what would be added, changed or refused, and why
    #[arg(long)]
    pub dry_run: bool,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
    /// Line that marker numbers belong to where a row names none, such as VN-LA
    #[arg(long)]
    pub line: Option<String>,
    /// Name of the new version of a boundary line
    #[arg(long)]
    pub line_version: Option<String>,
    /// Whether a boundary line is official or a sketch
    #[arg(long)]
    pub status: Option<String>,
    /// Where the data comes from, in words
    #[arg(long)]
    pub source: Option<String>,
    /// Licence of a boundary line
    #[arg(long)]
    pub licence: Option<String>,
    /// How far off a boundary line may be, in metres
    #[arg(long)]
    pub accuracy_m: Option<f64>,
    /// What heights are counted from, in words
    #[arg(long)]
    pub vertical_datum: Option<String>,
    /// Encoding of a text file where it cannot be told: utf-8, utf-16le, utf-16be, windows-1258, tcvn3, vni
    #[arg(long)]
    pub encoding: Option<String>,
    /// Delimiter of a CSV file where it cannot be told
    #[arg(long, allow_hyphen_values = true)]
    pub delimiter: Option<String>,
    /// What columns named X and Y hold: x-northing (as surveyors write) or x-easting
    #[arg(long)]
    pub axes: Option<String>,
    /// Table of a GeoPackage that has several
    #[arg(long)]
    pub table: Option<String>,
    /// How far from its line a place may be, in metres [default: by layer]
    #[arg(long)]
    pub max_distance_m: Option<f64>,
    /// Share of the surveyed markers that the file may move [default: 0.2]
    #[arg(long)]
    pub max_moved_share: Option<f64>,
    /// Put the good rows in although others are refused
    #[arg(long)]
    pub skip_refused: bool,
    /// Take back the import with this id
    #[arg(long, value_name = "IMPORT", conflicts_with_all = ["file", "layer"])]
    pub undo: Option<uuid::Uuid>,
    /// Why it is taken back
    #[arg(long, requires = "undo")]
    pub reason: Option<String>,
    #[command(flatten)]
    pub place: DatabaseOptions,
    /// Language of messages
    #[arg(long, env = "MOCGIOI_LANG", value_enum, default_value = "vi")]
    pub lang: MessageLang,
}

#[derive(Debug, Default, Args)]
pub struct ServeOptions {
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, env = "MOCGIOI_LISTEN")]
    pub listen: Option<String>,
    /// `sqlite:PATH` or `postgres://USER@HOST/NAME` [default: sqlite:mocgioi.db in the data folder]
    #[arg(long, env = "MOCGIOI_DATABASE_URL")]
    pub database: Option<String>,
    /// Folder for the database and what belongs to it [default: var]
    #[arg(long, env = "MOCGIOI_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    /// Where clients find this server, when it is behind a proxy, such as `https://map.example`
    #[arg(long, env = "MOCGIOI_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// TOML file with the same keys; unknown keys are an error
    #[arg(long, env = "MOCGIOI_CONFIG")]
    pub config: Option<PathBuf>,
    #[command(flatten)]
    pub edge: EdgeOptions,
    #[command(flatten)]
    pub files: FilesOptions,
    #[command(flatten)]
    pub people: PeopleOptions,
    #[command(flatten)]
    pub alerts: AlertOptions,
    /// Load the reference data and the seed records first; a second load changes nothing
    #[arg(long)]
    pub load_seeds: bool,
    /// Who may come: `accounts`, or `open` for everybody to read and write everything [default: accounts]
    #[arg(long, env = "MOCGIOI_ACCESS")]
    pub access: Option<String>,
    /// Make an account to try things out with, and print a token of it
    #[arg(long)]
    pub demo: bool,
}

#[derive(Debug, Subcommand)]
pub enum MarkerCommand {
    /// Đọc số hiệu mốc như tài liệu viết · read marker numbers the way documents write them
    Parse(ParseOptions),
}

#[derive(Debug, Args)]
pub struct ParseOptions {
    /// Such as "144 - 145", "VN-CN 1088/2", "1088/2 – 1089 và 1119-1120"
    #[arg(allow_hyphen_values = true)]
    pub text: String,
    /// Line the numbers belong to, such as VN-LA
    #[arg(long)]
    pub line: Option<String>,
    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
    /// Language of messages
    #[arg(long, env = "MOCGIOI_LANG", value_enum, default_value = "vi")]
    pub lang: MessageLang,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum MessageLang {
    Vi,
    En,
}
