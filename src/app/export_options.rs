//! Options of `mocgioi export`, checked before anything is opened.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::command::MessageLang;
use super::place::DatabaseOptions;
use crate::actions::export::ExportOptions;
use crate::atlas::LayerId;
use crate::domain::access::Viewer;
use crate::domain::crs::Crs;
use crate::domain::messages::Lang;
use crate::exchange::out_format::OutFormat;

#[derive(Debug, Args)]
pub struct ExportCommand {
    /// boundary-lines, markers, segments, hazards, inspections, …
    #[arg(long, required_unless_present = "hand_over")]
    pub layer: Option<String>,
    /// csv, geojson, geojsonseq, gpx, kml, shapefile (a .zip), geopackage, flatgeobuf
    #[arg(long, required_unless_present = "hand_over")]
    pub format: Option<String>,
    /// Reference system of the coordinates, such as `EPSG:9206`, `"VN-2000 104-00"` [default: EPSG:4326, WGS 84]
    #[arg(long)]
    pub crs: Option<String>,
    /// File to write; `-` writes to standard output
    #[arg(long, short, value_name = "FILE", required_unless_present = "hand_over")]
    pub output: Option<PathBuf>,
    /// The whole register with its history as a .zip, for the national boundary database
    #[arg(long, value_name = "ZIP", conflicts_with_all = ["layer", "format", "output", "viewer"])]
    pub hand_over: Option<PathBuf>,
    /// Whose eyes: everything there is, or only what is public and approved
    #[arg(long, value_enum, default_value = "all")]
    pub viewer: ExportViewer,
    /// Write over a file that is there
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub place: DatabaseOptions,
    /// Language of messages
    #[arg(long, env = "MOCGIOI_LANG", value_enum, default_value = "vi")]
    pub lang: MessageLang,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportViewer {
    Public,
    All,
}

impl ExportViewer {
    pub const fn viewer(self) -> Viewer {
        match self {
            Self::Public => Viewer::public(),
            Self::All => Viewer::all(),
        }
    }
}

/// An option that cannot be meant.
#[derive(Debug, thiserror::Error)]
pub enum BadOption {
    #[error("--{name}: cần một trong · must be one of: {known}")]
    NotOneOf { name: &'static str, known: String },
    #[error("--crs: {0}")]
    Crs(String),
    #[error("{0} đã có: dùng --force nếu muốn ghi đè · is there already: pass --force to write over it")]
    Exists(String),
}

/// Where the file goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Stdout,
    File { path: PathBuf, force: bool },
}

/// What goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    Layer(ExportOptions, ExportViewer),
    HandOver(Crs),
}

impl ExportCommand {
    pub const fn lang(&self) -> Lang {
        match self.lang {
            MessageLang::Vi => Lang::Vi,
            MessageLang::En => Lang::En,
        }
    }

    /// # Errors
    /// [`BadOption`], which names the option.
    pub fn read(&self) -> Result<(What, Target), BadOption> {
        let crs = self.crs.as_deref().map_or(Ok(Crs::Wgs84), Crs::parse);
        let crs = crs.map_err(|fault| BadOption::Crs(format!("{} · {}", fault.message_vi(), fault.message_en())))?;
        let what = match &self.hand_over {
            Some(_) => What::HandOver(crs),
            None => What::Layer(self.layer_options(crs)?, self.viewer),
        };
        let target = match self.hand_over.as_deref().or(self.output.as_deref()) {
            Some(path) if path != Path::new("-") => Target::File { path: path.to_owned(), force: self.force },
            _ => Target::Stdout,
        };
        match &target {
            // Also a link that leads nowhere: it is somebody's.
            Target::File { path, force: false } if path.symlink_metadata().is_ok() => {
                Err(BadOption::Exists(path.display().to_string()))
            }
            _ => Ok((what, target)),
        }
    }

    fn layer_options(&self, crs: Crs) -> Result<ExportOptions, BadOption> {
        let not_one_of = |name, known: &[&str]| BadOption::NotOneOf { name, known: known.join(", ") };
        let layer = self.layer.as_deref().and_then(LayerId::named);
        let layer = layer.ok_or_else(|| not_one_of("layer", &LayerId::NAMES))?;
        let format = self.format.as_deref().and_then(OutFormat::named);
        let format = format.ok_or_else(|| not_one_of("format", &OutFormat::NAMES))?;
        let options = ExportOptions { layer, format, crs };
        let both = |fault: crate::domain::fault::Fault| {
            BadOption::Crs(format!("{} · {}", fault.detail(Lang::Vi), fault.detail(Lang::En)))
        };
        options.check().map_err(both)?;
        Ok(options)
    }
}
