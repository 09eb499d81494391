//! GPX, as rows and as a track.
#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use mocgioi::exchange::gpx;

fuzz_target!(|data: &[u8]| {
    if let Ok(file) = gpx::open(Cursor::new(data.to_vec())) {
        assert!(file.rows.take(data.len() + 1).count() <= data.len(), "more rows than bytes");
    }
    if let Ok(file) = gpx::read_track(data) {
        let fixes = file.tracks.iter().flat_map(|track| track.segments.iter().flatten());
        let fixes = fixes.chain(file.routes.iter().flat_map(|route| &route.points));
        let fixes = fixes.chain(file.waypoints.iter().map(|waypoint| &waypoint.fix));
        let bad = fixes.filter(|fix| fix.place().is_none()).count() as u64;
        assert_eq!(bad, file.bad, "every bad fix is counted");
    }
});
