//! Coordinates of a row: brought to WGS 84, and refused when they cannot be meant.

use crate::atlas::Snapshot;
use crate::domain::crs::Crs;
use crate::domain::fault::{Code, Fault};
use crate::domain::location::Observed;
use crate::domain::messages::Lang;
use crate::domain::number::LineKey;
use crate::domain::position::{LonLat, Metres};
use crate::exchange::rows::{DeclaredCrs, SourcePlace, SourcePoint, SourceRow};
use crate::geo::NearIndex;
use crate::geo::suspect::{Check, Reach, Systems, undeclared};

use super::options::{ImportLayer, ImportOptions, Refusal};

/// Where a row is, in WGS 84.
#[derive(Debug, Default)]
pub struct Site {
    points: Vec<LonLat>,
    height_m: Option<f64>,
    given: Option<String>,
    is_line: bool,
    crs: Option<Crs>,
}

impl Site {
    /// The place of a point, or the start of a line.
    pub fn position(&self) -> Option<LonLat> {
        self.points.first().copied()
    }

    pub fn vertices(&self) -> Option<&[LonLat]> {
        self.is_line.then_some(self.points.as_slice())
    }

    /// What the record keeps: the place, and the coordinates as they were given.
    pub fn observed(&self, accuracy_m: Option<f64>, options: &ImportOptions) -> Option<Observed> {
        let position = self.position().filter(|_| !self.is_line)?;
        let crs = self.crs.map_or_else(String::new, |crs| format!("EPSG:{}", crs.epsg()));
        Some(Observed {
            position,
            accuracy_m,
            crs,
            given: self.given.clone(),
            height_m: self.height_m,
            vertical_datum: self
                .height_m
                .map(|_| options.vertical_datum.clone().unwrap_or_else(|| "chưa nêu · not stated".to_owned())),
        })
    }
}

/// Lines with their indexes, and the system that the file's coordinates are in.
pub struct Sites<'a> {
    /// None for a file without coordinates.
    check: Option<Check>,
    lines: Vec<(LineKey, NearIndex, f64)>,
    options: &'a ImportOptions,
    notes: Vec<String>,
}

impl<'a> Sites<'a> {
    /// # Errors
    /// When no system is declared or two contradict each other; then with those that are likely.
    pub fn new(
        snapshot: &Snapshot,
        options: &'a ImportOptions,
        declared: &DeclaredCrs,
        first: Option<&SourceRow>,
    ) -> Result<Self, Refusal> {
        let lines: Vec<_> = snapshot
            .register()
            .lines()
            .map(|line| (line.body.key, NearIndex::new(&line.course), line.body.worst_m))
            .collect();
        let mut notes = Vec::new();
        let by_file = declared_system(declared)?;
        let crs = match (options.crs, by_file) {
            (Some(stated), Some(by_file)) if stated != by_file && *declared != DeclaredCrs::ByStandard => {
                return Err(Refusal::new(
                    "crs_contradicts",
                    format!("Tệp ghi hệ tọa độ {by_file}, trái với --crs {stated}: hãy làm rõ."),
                    format!("The file says {by_file}, --crs says {stated}: find out which."),
                ));
            }
            (Some(stated), Some(by_file)) if stated != by_file => {
                notes.push(format!("theo người nạp, không theo chuẩn của định dạng · as stated, not as the format's standard has it: {stated}"));
                Some(stated)
            }
            (stated, by_file) => stated.or(by_file),
        };
        let Some(crs) = crs else {
            return match first.map(|row| &row.place) {
                None | Some(SourcePlace::None | SourcePlace::Other(_)) => {
                    Ok(Self { check: None, lines, options, notes })
                }
                Some(SourcePlace::Point(point)) => Err(undeclared_system(*point, &lines)),
                Some(SourcePlace::Line(points)) => {
                    let origin = SourcePoint { x: 0.0, y: 0.0, z: None };
                    Err(undeclared_system(points.first().copied().unwrap_or(origin), &lines))
                }
            };
        };
        notes.push(format!("hệ tọa độ · reference system: EPSG:{} {}", crs.epsg(), crs.epsg_name()));
        let check = Check::new(crs)
            .map_err(|fault| Refusal::new(fault.code(), fault.message(Lang::Vi), fault.message(Lang::En)))?;
        Ok(Self { check: Some(check), lines, options, notes })
    }

    pub fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }

    /// The place of a row.
    ///
    /// # Errors
    /// Why its coordinates are not taken.
    pub fn site(&self, row: &SourceRow) -> Result<Site, Vec<Fault>> {
        let (points, is_line): (&[SourcePoint], bool) = match &row.place {
            SourcePlace::None => return Ok(Site::default()),
            SourcePlace::Point(point) => (std::slice::from_ref(point), false),
            SourcePlace::Line(points) => (points, true),
            SourcePlace::Other(name) => return Err(vec![wrong_geometry(name, self.options.layer)]),
        };
        if is_line != (self.options.layer == ImportLayer::BoundaryLines) {
            return Err(vec![wrong_geometry(if is_line { "LineString" } else { "Point" }, self.options.layer)]);
        }
        // Coordinates further down, although the first row had none and nobody said what they would be in.
        let Some(check) = &self.check else { return Err(vec![Fault::new("", Code::CrsMissing)]) };
        let near = self.lines_of(row);
        let indexes: Vec<&NearIndex> = near.iter().map(|(_, index, _)| index).collect();
        let worst = near.iter().map(|(.., worst)| *worst).fold(0.0, f64::max);
        let limit = Metres(self.options.max_distance_m.unwrap_or_else(|| self.options.layer.reach(worst)));
        let reach = Reach { lines: &indexes, limit };
        let mut placed = Vec::with_capacity(points.len());
        for point in points {
            match check.place(point.x, point.y, &reach) {
                Ok(place) => placed.push(place),
                Err(suspicion) => {
                    return Err(vec![Fault::foreign(
                        "",
                        suspicion.code(),
                        suspicion.message(Lang::Vi),
                        suspicion.message(Lang::En),
                    )]);
                }
            }
        }
        let first = points.first();
        let given =
            row.given.clone().or_else(|| first.filter(|_| !is_line).map(|point| format!("{} {}", point.x, point.y)));
        let height_m = first.and_then(|point| point.z).filter(|height| height.is_finite() && !is_line);
        Ok(Site { points: placed, height_m, given, is_line, crs: Some(check.transform().crs()) })
    }

    /// What a person should know of a place far from the line that was taken: a neighbouring zone may put it beside the
    /// line. None for a place that is near.
    pub fn doubt(&self, row: &SourceRow, site: &Site) -> Option<Option<Fault>> {
        let (SourcePlace::Point(point), Some(place), Some(check)) = (&row.place, site.position(), &self.check) else {
            return None;
        };
        let near = self.lines_of(row);
        let indexes: Vec<&NearIndex> = near.iter().map(|(_, index, _)| index).collect();
        if !check.is_far(place, &indexes) {
            return None;
        }
        let Some(other) = check.nearer_in_another_zone(point.x, point.y, &indexes) else { return Some(None) };
        let (zone, own) = (other.crs.epsg_name(), check.transform().crs().epsg_name());
        let code = other.crs.epsg();
        Some(Some(Fault::foreign(
            "",
            "other_zone_nearer",
            format!(
                "Theo hệ đã khai ({own}) điểm cách tuyến hơn 2 km; theo EPSG:{code} ({zone}) thì sát tuyến. Hãy kiểm tra lại múi chiếu."
            ),
            format!(
                "In the declared system ({own}) the point is more than 2 km from the line; in EPSG:{code} ({zone}) it would be beside it. Check the zone."
            ),
        )))
    }

    /// The line that a row names, or the file's; all of them when nobody says.
    fn lines_of(&self, row: &SourceRow) -> Vec<&(LineKey, NearIndex, f64)> {
        let named = ["line", "key", "number", "marker", "near_marker", "segment"].iter().find_map(|name| {
            let text = row.field(name)?;
            text.split(':').next()?.trim().to_uppercase().parse::<LineKey>().ok()
        });
        let wanted = named.or(self.options.line);
        let here: Vec<_> = self.lines.iter().filter(|(key, ..)| wanted.is_none_or(|wanted| *key == wanted)).collect();
        if here.is_empty() { self.lines.iter().collect() } else { here }
    }
}

/// The system that the file itself declares.
fn declared_system(declared: &DeclaredCrs) -> Result<Option<Crs>, Refusal> {
    match declared {
        DeclaredCrs::ByStandard => Ok(Some(Crs::Wgs84)),
        DeclaredCrs::Undeclared => Ok(None),
        DeclaredCrs::Epsg(code) => Crs::from_epsg(*code).map(Some).ok_or_else(|| {
            let all: Vec<String> = Crs::ALL.iter().map(|crs| format!("EPSG:{}", crs.epsg())).collect();
            let all = all.join(", ");
            Refusal::new(
                "crs_unsupported",
                format!("Tệp ghi hệ tọa độ EPSG:{code}, chưa hỗ trợ; hỗ trợ: {all}."),
                format!("The file says EPSG:{code}, which is not supported; supported are: {all}."),
            )
        }),
        DeclaredCrs::Wkt(text) => Crs::from_wkt(text)
            .map(Some)
            .map_err(|fault| Refusal::new(fault.code(), fault.message_vi(), fault.message_en())),
    }
}

fn undeclared_system(point: SourcePoint, lines: &[(LineKey, NearIndex, f64)]) -> Refusal {
    let indexes: Vec<&NearIndex> = lines.iter().map(|(_, index, _)| index).collect();
    let reach = Reach { lines: &indexes, limit: Metres(30_000.0) };
    let likely = Systems::default().likely(point.x, point.y, &reach);
    Refusal::new(
        "crs_undeclared",
        undeclared(point.x, point.y, &likely, Lang::Vi),
        undeclared(point.x, point.y, &likely, Lang::En),
    )
}

fn wrong_geometry(name: &str, layer: ImportLayer) -> Fault {
    let wanted = if layer == ImportLayer::BoundaryLines { "LineString" } else { "Point" };
    Fault::new("", Code::WrongGeometry).with(name).with(wanted).with(layer.as_str())
}
