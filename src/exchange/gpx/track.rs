//! Every fix of a GPX file, in the order of the file: what a patrol uploads.
//!
//! Nothing is judged here. A fix whose coordinates are out of range or no numbers is kept where it stands, so that
//! nobody joins its neighbours, and counted in `bad`; a time or height that can not be read is left out and counted. Only
//! XML that is broken, an attack, or a file written with decimal commas is refused.
//!
//! **Degenerate input.** Files without times, tracks without segments, segments without fixes: read as they are.
//! **Bounds.** 2,000,000 fixes, 200,000 tracks, segments, routes and waypoints; the size of the file is the
//! caller's to bound. **Cost.** About 64 bytes and 3 µs a fix.

use std::io::BufRead;

use super::element::{Given, enter, number, time};
use super::{MOST_FIXES, MOST_PARTS, too_many};
use crate::domain::position::LonLat;
use crate::domain::time::Instant;
use crate::exchange::rows::FileFault;
use crate::exchange::xml::Cursor;

/// One fix as the device gave it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GpxFix {
    /// As written; NaN where it is missing or no number.
    pub lon: f64,
    /// As written; NaN where it is missing or no number.
    pub lat: f64,
    /// Metres above sea level.
    pub ele: Option<f64>,
    pub at: Option<Instant>,
    /// Horizontal dilution of precision, which is no length.
    pub hdop: Option<f32>,
    /// Radius of the fix's uncertainty in metres, as some telephones give it in an extension.
    pub accuracy: Option<f32>,
}

impl GpxFix {
    /// The place, unless the fix is bad.
    pub fn place(&self) -> Option<LonLat> {
        LonLat::new(self.lon, self.lat).ok()
    }
}

/// A track. Between segments the device did not record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GpxTrack {
    pub name: Option<String>,
    pub segments: Vec<Vec<GpxFix>>,
}

/// A planned way: nobody need have walked it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GpxRoute {
    pub name: Option<String>,
    pub points: Vec<GpxFix>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct GpxWaypoint {
    pub name: Option<String>,
    pub fix: GpxFix,
}

/// All that a file holds, and what was wrong with it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GpxFile {
    pub tracks: Vec<GpxTrack>,
    pub routes: Vec<GpxRoute>,
    pub waypoints: Vec<GpxWaypoint>,
    /// Fixes whose coordinates are out of range, missing or no numbers.
    pub bad: u64,
    /// Times that could not be read or are outside the years 1900 to 9998.
    pub bad_times: u64,
    /// Heights that could not be read.
    pub bad_heights: u64,
}

/// Reads a file.
///
/// # Errors
/// Broken or hostile XML, no GPX, decimal commas, more than the bounds allow.
pub fn read_track(input: impl BufRead) -> Result<GpxFile, FileFault> {
    within(input, MOST_FIXES)
}

/// Reads a file of so many fixes at most.
pub(super) fn within(input: impl BufRead, most: usize) -> Result<GpxFile, FileFault> {
    let mut reading = Reading { xml: Cursor::open(input)?, file: GpxFile::default(), fixes: 0, parts: 0, most };
    enter(&mut reading.xml)?;
    while reading.xml.next_child()? {
        match reading.xml.name() {
            "trk" => reading.track()?,
            "rte" => reading.route()?,
            "wpt" => reading.waypoint()?,
            _ => reading.xml.skip()?,
        }
    }
    reading.xml.finish()?;
    Ok(reading.file)
}

struct Reading<R> {
    xml: Cursor<R>,
    file: GpxFile,
    fixes: usize,
    parts: usize,
    most: usize,
}

impl<R: BufRead> Reading<R> {
    fn track(&mut self) -> Result<(), FileFault> {
        self.part()?;
        let mut track = GpxTrack::default();
        while self.xml.next_child()? {
            match self.xml.name() {
                "name" => track.name = self.name()?,
                "trkseg" => {
                    self.part()?;
                    let segment = self.points("trkpt")?;
                    track.segments.push(segment);
                }
                _ => self.xml.skip()?,
            }
        }
        self.file.tracks.push(track);
        Ok(())
    }

    fn points(&mut self, name: &str) -> Result<Vec<GpxFix>, FileFault> {
        let mut points = Vec::new();
        while self.xml.next_child()? {
            if self.xml.name() == name {
                points.push(self.fix()?.1);
            } else {
                self.xml.skip()?;
            }
        }
        Ok(points)
    }

    fn route(&mut self) -> Result<(), FileFault> {
        self.part()?;
        let mut route = GpxRoute::default();
        while self.xml.next_child()? {
            match self.xml.name() {
                "name" => route.name = self.name()?,
                "rtept" => {
                    let point = self.fix()?.1;
                    route.points.push(point);
                }
                _ => self.xml.skip()?,
            }
        }
        self.file.routes.push(route);
        Ok(())
    }

    fn waypoint(&mut self) -> Result<(), FileFault> {
        self.part()?;
        let (name, fix) = self.fix()?;
        self.file.waypoints.push(GpxWaypoint { name, fix });
        Ok(())
    }

    fn part(&mut self) -> Result<(), FileFault> {
        self.parts += 1;
        if self.parts > MOST_PARTS { Err(too_many(self.xml.line())) } else { Ok(()) }
    }

    fn name(&mut self) -> Result<Option<String>, FileFault> {
        let name = self.xml.content()?;
        Ok(Some(name.trim().to_owned()).filter(|name| !name.is_empty()))
    }

    /// The point that was just started, and its name.
    fn fix(&mut self) -> Result<(Option<String>, GpxFix), FileFault> {
        self.fixes += 1;
        if self.fixes > self.most {
            return Err(too_many(self.xml.line()));
        }
        let (lon, lat) = Given::of(&self.xml)?.read()?;
        let (lon, lat) = (lon.unwrap_or(f64::NAN), lat.unwrap_or(f64::NAN));
        let mut fix = GpxFix { lon, lat, ele: None, at: None, hdop: None, accuracy: None };
        let mut name = None;
        self.file.bad += u64::from(fix.place().is_none());
        while self.xml.next_child()? {
            match self.xml.name() {
                "ele" => {
                    let text = self.xml.content()?;
                    fix.ele = number(&text);
                    self.file.bad_heights += u64::from(fix.ele.is_none() && !text.trim().is_empty());
                }
                "time" => {
                    let text = self.xml.content()?;
                    fix.at = time(&text).ok();
                    self.file.bad_times += u64::from(fix.at.is_none() && !text.trim().is_empty());
                }
                "name" => name = self.name()?,
                "hdop" => fix.hdop = self.small()?,
                "extensions" => {
                    while self.xml.next_child()? {
                        if self.xml.name().rsplit(':').next() == Some("accuracy") {
                            fix.accuracy = self.small()?;
                        } else {
                            self.xml.skip()?;
                        }
                    }
                }
                _ => self.xml.skip()?,
            }
        }
        Ok((name, fix))
    }

    /// A number of which a few digits tell all; `None` when it is none, or less than nothing.
    fn small(&mut self) -> Result<Option<f32>, FileFault> {
        let text = self.xml.content()?;
        Ok(text.trim().parse().ok().filter(|number: &f32| number.is_finite() && *number >= 0.0))
    }
}
