//! Where a command finds the database: the same options for all that open it.

use std::path::PathBuf;

use clap::Args;

use super::command::ServeOptions;

#[derive(Debug, Clone, Default, Args)]
pub struct DatabaseOptions {
    /// `sqlite:PATH` or `postgres://USER@HOST/NAME` [default: sqlite:mocgioi.db in the data folder]
    #[arg(long, global = true, env = "MOCGIOI_DATABASE_URL")]
    pub database: Option<String>,
    /// Folder for the database, the keys and what belongs to them [default: var]
    #[arg(long, global = true, env = "MOCGIOI_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    /// TOML file with settings
    #[arg(long, global = true, env = "MOCGIOI_CONFIG")]
    pub config: Option<PathBuf>,
}

impl DatabaseOptions {
    /// Where the database is, as `serve` finds it.
    pub fn serve_options(&self) -> ServeOptions {
        ServeOptions {
            database: self.database.clone(),
            data_dir: self.data_dir.clone(),
            config: self.config.clone(),
            ..ServeOptions::default()
        }
    }
}
