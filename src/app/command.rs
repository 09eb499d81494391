//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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
    Serve(ServeOptions),
    /// Số hiệu mốc · marker numbers
    #[command(subcommand)]
    Marker(MarkerCommand),
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
    /// Load the reference data and the seed records first; a second load changes nothing
    #[arg(long)]
    pub load_seeds: bool,
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
