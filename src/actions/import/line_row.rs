//! What a row of boundary lines becomes: a version of a line, held against the course that counts now.

use super::candidate::Plan;
use super::interpret::{Interpreted, Interpreter};
use super::options::Action;
use super::site::Site;
use crate::domain::access::{Label, ReviewState};
use crate::domain::fault::{Code, Fault};
use crate::domain::line::BoundaryLine;
use crate::domain::location::Location;
use crate::domain::position::LonLat;
use crate::domain::record::{Body, Record};
use crate::domain::row::line::LineRow;
use crate::domain::time::CivilDay;
use crate::exchange::identity::record_id;
use crate::geo::{Polyline, distance};

/// A boundary line is longer: what is shorter was cut to nothing on its way here.
pub const LEAST_LENGTH_M: f64 = 1_000.0;
/// Vertices that differ by less are the same in other digits.
const SAME_VERTEX_M: f64 = 0.02;

impl Interpreter<'_> {
    pub(super) fn line(&self, read: &LineRow, site: &Site) -> Result<Interpreted, Vec<Fault>> {
        let Some(held) = self.snapshot.register().line(read.key) else {
            let known: Vec<String> = self.snapshot.register().lines().map(|line| line.body.key.to_string()).collect();
            return Err(vec![Fault::new("line", Code::NotOneOf).with(known.join(", "))]);
        };
        let vertices = site.vertices().map(<[LonLat]>::to_vec).ok_or_else(|| vec![Fault::new("", Code::NotALine)])?;
        let length = Polyline::new(vertices.iter().copied()).map_or(0.0, |course| course.length().0);
        if length < LEAST_LENGTH_M {
            return Err(vec![too_short(length)]);
        }
        let (first, last) = (vertices.first(), vertices.last());
        let ends = (held.body.vertices.first(), held.body.vertices.last());
        if let ((Some(first), Some(last)), (Some(start), Some(end))) = ((first, last), ends) {
            let forward = distance(*first, *start).0 + distance(*last, *end).0;
            let backward = distance(*first, *end).0 + distance(*last, *start).0;
            if backward < forward {
                return Err(vec![Fault::new("", Code::LineReversed)]);
            }
        }
        let body = read.over(&held.body, vertices);
        let key = format!("{}@{}", read.key, read.version);
        let history = self.snapshot.history();
        if let Some(record) = history.line_record(read.key, &read.version) {
            return match &record.body {
                Body::BoundaryLine(line) if same_version(line, &body, read.licence.is_some()) => {
                    Ok((record.clone(), Plan::Settled(Action::Unchanged), Vec::new()))
                }
                _ => Err(vec![Fault::new("version", Code::VersionTaken).with(key)]),
            };
        }
        let faults = self.far_from_held(&held.body, held.course.length().0, &body, length);
        if !faults.is_empty() {
            return Err(faults);
        }
        let id = history.taken(&key).unwrap_or_else(|| record_id("line-version", CivilDay::EPOCH, &[&key]));
        let (label, review) = (Label::Public, ReviewState::Approved);
        let mut record = Record::new(id, self.now, label, review, Location::default(), Body::BoundaryLine(body));
        record.rev = history.newest(id) + 1;
        record.key = Some(key);
        record.line = Some(read.key);
        record.import_id = Some(self.import);
        Ok((record, Plan::Settled(Action::Add), Vec::new()))
    }

    /// Another line under this name, or a part of it: said when somebody did not say that it is meant.
    fn far_from_held(&self, held: &BoundaryLine, held_m: f64, new: &BoundaryLine, new_m: f64) -> Vec<Fault> {
        let allowed = self.options.max_moved_share;
        // All of it may move.
        if allowed >= 1.0 {
            return Vec::new();
        }
        let mut faults = Vec::new();
        let share = if held_m > 0.0 { (new_m - held_m).abs() / held_m } else { 0.0 };
        if share > allowed {
            faults.push(Fault::foreign(
                "",
                "line_length_differs",
                format!("Tuyến dài {:.1} km, bản đang dùng {:.1} km: chênh {:.0} %, quá {:.0} % cho phép. Nếu đúng ý, ghi --max-moved-share 1.", new_m / 1e3, held_m / 1e3, share * 1e2, allowed * 1e2),
                format!("The line is {:.1} km long, the one in use {:.1} km: {:.0} % apart, more than the {:.0} % allowed. If that is meant, say --max-moved-share 1.", new_m / 1e3, held_m / 1e3, share * 1e2, allowed * 1e2),
            ));
        }
        let ends = [
            ("đầu", "start", held.vertices.first().zip(new.vertices.first())),
            ("cuối", "end", held.vertices.last().zip(new.vertices.last())),
        ];
        for (vi, en, ends) in ends {
            let apart = ends.map_or(0.0, |(held, new)| distance(*held, *new).0);
            let limit = held.ends_agree_within(new);
            if apart > limit {
                faults.push(Fault::foreign(
                    "",
                    "line_end_moves",
                    format!("Điểm {vi} tuyến cách điểm {vi} của bản đang dùng {apart:.0} m, quá {limit:.0} m (sai số nêu của hai bản và 5 km). Nếu đúng ý, ghi --max-moved-share 1."),
                    format!("The {en} of the line is {apart:.0} m from the {en} of the one in use, more than {limit:.0} m (what both state as their errors, and 5 km). If that is meant, say --max-moved-share 1."),
                ));
            }
        }
        faults
    }
}

/// Whether a row says of a version what is stored of it.
fn same_version(held: &BoundaryLine, new: &BoundaryLine, says_licence: bool) -> bool {
    let vertices = held.vertices.len() == new.vertices.len()
        && held.vertices.iter().zip(&new.vertices).all(|(a, b)| distance(*a, *b).0 < SAME_VERTEX_M);
    let (was, is) = (&held.provenance, &new.provenance);
    vertices
        && held.status == new.status
        && held.worst_m.total_cmp(&new.worst_m).is_eq()
        && (was.source == is.source || (is.source.len() >= 250 && was.source.starts_with(&is.source)))
        && (!says_licence || was.licence == is.licence)
}

fn too_short(length: f64) -> Fault {
    Fault::foreign(
        "",
        "line_too_short",
        format!("Tuyến chỉ dài {length:.0} m: không thể là một đường biên giới."),
        format!("The line is only {length:.0} m long: that cannot be a boundary line."),
    )
}
