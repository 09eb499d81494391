//! GPX 1.0 and 1.1, in two ways: as the track of a patrol, and as rows of a register.
//!
//! | file | what it does |
//! |---|---|
//! | [`track`] | every fix of a file, the bad ones too, in its order |
//! | [`mod@rows`] | waypoints, routes and tracks as rows, for an import |
//! | `element` | what both read in a point |
//! | [`write`](mod@write) | writes waypoints and tracks |
//!
//! Read with `quick-xml` and not with the crate `gpx`, which refuses a whole file for one coordinate out of range, holds
//! it whole, and knows no lines. Extensions are passed over, but for the accuracy of a fix and the columns of our own
//! files. GPX is WGS 84 by its standard; heights are above sea level.
//!
//! ```
//! use mocgioi::exchange::gpx;
//!
//! let text = r#"<gpx version="1.1"><trk><trkseg>
//!   <trkpt lat="21.70" lon="102.40"><time>2026-11-20T01:30:00Z</time></trkpt>
//!   <trkpt lat="91.00" lon="102.41"/>
//! </trkseg></trk></gpx>"#;
//! let file = gpx::read_track(text.as_bytes())?;
//! let fixes = &file.tracks[0].segments[0];
//! assert_eq!((fixes.len(), file.bad), (2, 1));
//! assert!(fixes[0].place().is_some() && fixes[0].at.is_some() && fixes[1].place().is_none());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod element;
pub mod rows;
#[cfg(test)]
mod tests;
pub mod track;
pub mod write;

pub use rows::open;
pub use track::{GpxFile, GpxFix, GpxRoute, GpxTrack, GpxWaypoint, read_track};
pub use write::GpxWriter;

use super::rows::FileFault;

/// Most fixes of a file, and most points of one row.
pub const MOST_FIXES: usize = 2_000_000;
/// Most tracks, segments, routes and waypoints of a file: empty ones take room, too.
const MOST_PARTS: usize = 200_000;
/// The namespace of our own columns, and its prefix.
const NAMESPACE: &str = "urn:mocgioi:gpx:1";
const PREFIX: &str = "mocgioi";

fn too_many(line: u64) -> FileFault {
    FileFault::fatal(
        "gpx_too_many",
        format!("Tệp có quá {MOST_FIXES} điểm hoặc quá {MOST_PARTS} đoạn: hãy chia nhỏ"),
        format!("The file has more than {MOST_FIXES} fixes or {MOST_PARTS} parts: split it"),
    )
    .at_line(line)
}
