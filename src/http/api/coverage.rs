//! `GET /api/v1/coverage`: how much of a line was walked, by whom, when, and which markers they were at.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::linear::{millimetres, segment_properties, unknown};
use super::patrols;
use super::units::known_unit;
use crate::atlas::LayerId;
use crate::atlas::coverage::{
    Answer, MOST_TRACKS, MarkerVisit, NoCoverage, Question, SegmentCoverage, Walker, coverage as of_line,
};
use crate::atlas::patrols::USUAL_PAUSE_S;
use crate::atlas::register::Line;
use crate::domain::fault::{Code, Fault};
use crate::domain::inspection::Mode;
use crate::domain::number::{LineKey, MarkerKey, SegmentKey};
use crate::domain::patrol::Force;
use crate::domain::position::Metres;
use crate::domain::time::Instant;
use crate::geo::{Tolerance, Visited};
use crate::http::answer::{self, GEOJSON};
use crate::http::ask::{Ask, Form};
use crate::http::ogc::links::{FEATURES, own};
use crate::http::ogc::params;
use crate::http::present;
use crate::http::problem::Problem;

/// # Errors
/// 400 for parameters that cannot be read or ask for too much, 404 for a patrol or marker there is not, 422 for a unit.
pub fn coverage(ask: &Ask) -> Result<Response, Problem> {
    let (key, range) = place(ask)?;
    let question = question(ask)?;
    let register = ask.register();
    let line = register.line(key).ok_or_else(|| Problem::not_found(Code::UnknownSegment).with(key.to_string()))?;
    for (name, end) in range.iter().flat_map(|range| [("from_marker", range.from()), ("to_marker", range.to())]) {
        register.marker(&end).ok_or_else(|| unknown(name, &end))?;
    }
    let chosen = ask.snapshot.patrols_asked_for(&question, &ask.visible).map_err(|error| match error {
        NoCoverage::UnknownPatrol(id) => patrols::unknown(&id.to_string()),
        NoCoverage::TooMany(tracks) => Problem::parameter(
            Fault::new("from", Code::TooManyTracks).with(tracks.to_string()).with(MOST_TRACKS.to_string()),
        ),
    })?;
    answer::tagged(ask, || {
        // Thousands of fixes may have to be looked at: others are answered by another thread meanwhile.
        let found = tokio::task::block_in_place(|| of_line(register, line, range.as_ref(), &question, chosen));
        if ask.form == Form::Html {
            return Ok(answer::html(StatusCode::OK, ask.lang, present::coverage_page(ask, line, &found)));
        }
        Ok(answer::json(StatusCode::OK, GEOJSON, &document(ask, line, range.as_ref(), &question, &found)))
    })
}

/// What is asked about: a line, or a range of it.
fn place(ask: &Ask) -> Result<(LineKey, Option<SegmentKey>), Problem> {
    let line = params::line(ask, "line")?;
    let segment = ask.parameter("segment").map(|text| params::segment(ask, "segment", text)).transpose()?;
    // `from` and `to` are times; a marker cannot be read as one, so it can only mean the range.
    let end = |name: &'static str, short: &'static str| -> Result<Option<MarkerKey>, Problem> {
        let text = ask.parameter(name).or_else(|| ask.parameter(short).filter(|text| !is_time(text)));
        text.map(|text| marker(ask, name, text, line)).transpose()
    };
    let ends = (end("from_marker", "from")?, end("to_marker", "to")?);
    let range = match (segment, ends) {
        (None, (None, None)) => None,
        (Some(segment), (None, None)) => Some(segment),
        (None, (Some(from), Some(to))) => {
            Some(SegmentKey::new(from, to).map_err(|fault| Problem::parameter(Fault::number("to_marker", &fault)))?)
        }
        (Some(_), _) => return Err(params::bad("segment", "đã có mốc đầu, mốc cuối", "the range is given twice")),
        (None, (None, Some(_))) => return Err(Problem::parameter(Fault::new("from_marker", Code::Missing))),
        (None, (Some(_), None)) => return Err(Problem::parameter(Fault::new("to_marker", Code::Missing))),
    };
    match (line, range) {
        (None, None) => Err(Problem::parameter(Fault::new("line", Code::Missing))),
        (Some(line), Some(range)) if line != range.line() => {
            Err(Problem::parameter(Fault::new("line", Code::NotOneOf).with(range.line().to_string())))
        }
        (None, Some(range)) => Ok((range.line(), Some(range))),
        (Some(line), range) => Ok((line, range)),
    }
}

fn is_time(text: &str) -> bool {
    params::day_or_instant(text).is_some()
}

/// A marker by its key, or by its number where the line is named.
fn marker(ask: &Ask, name: &str, text: &str, line: Option<LineKey>) -> Result<MarkerKey, Problem> {
    let whole = line.filter(|_| !text.contains(':')).map_or_else(|| text.to_owned(), |line| format!("{line}:{text}"));
    params::marker_of(ask, name, &whole)
}

fn question(ask: &Ask) -> Result<Question, Problem> {
    let tolerance = Metres(params::number(ask, "tolerance_m")?.unwrap_or(50.0));
    let tolerance =
        Tolerance::new(tolerance).map_err(|fault| params::bad("tolerance_m", fault.to_string(), fault.to_string()))?;
    let ids = |text: &str| -> Result<Vec<Uuid>, Problem> {
        text.split(',').map(|id| Uuid::try_parse(id.trim()).map_err(|_| patrols::unknown(id))).collect()
    };
    let time =
        |name, pick: fn((Instant, Instant)) -> Instant| ask.parameter(name).and_then(params::day_or_instant).map(pick);
    let (from, to) = (time("from", |(first, _)| first), time("to", |(_, last)| last));
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(params::bad("to", "kết thúc trước khi bắt đầu", "ends before it starts"));
    }
    Ok(Question {
        patrols: ask.parameter("patrol").map(ids).transpose()?,
        from,
        to,
        unit: ask.parameter("unit").map(|unit| known_unit(ask, &[LayerId::Patrols], unit)).transpose()?,
        mode: params::choice(ask, "mode", &Mode::ALL, Mode::as_str)?,
        force: params::choice(ask, "force", &Force::ALL, Force::as_str)?,
        tolerance,
        max_gap_s: params::seconds(ask, "max_gap_s")?,
    })
}

fn document(ask: &Ask, line: &Line, range: Option<&SegmentKey>, question: &Question, found: &Answer) -> Value {
    let segments: Vec<Map<String, Value>> = found.segments.iter().map(segment).collect();
    let features: Vec<Value> =
        found.segments.iter().zip(&segments).map(|(held, properties)| feature(held, properties)).collect();
    let bad = found.walkers.iter().flat_map(|walker| &walker.tracks).fold(Map::new(), |mut sum, track| {
        for (why, count) in &track.believed.bad {
            let held = sum.get(*why).and_then(Value::as_u64).unwrap_or(0);
            sum.insert((*why).to_owned(), json!(held + *count as u64));
        }
        sum
    });
    let fixes: usize = found.walkers.iter().flat_map(|walker| &walker.tracks).map(|track| track.believed.fixes).sum();
    json!({
        "type": "FeatureCollection",
        "line": line.body.key,
        "line_version": line.body.version,
        "status": line.body.status,
        "range": range,
        "tolerance_m": question.tolerance.metres().0,
        // None: each recording by what its owner stated, else the usual.
        "max_gap_s": question.max_gap_s,
        "usual_max_gap_s": USUAL_PAUSE_S,
        "from": question.from,
        "to": question.to,
        "length_m": millimetres(found.length_m),
        "covered_m": millimetres(found.covered_m),
        "percent": percent(found.covered_m, found.length_m),
        "indicative": found.segments.iter().any(|held| !held.segment.method.is_measured()),
        "fixes": fixes,
        "bad_fixes": bad,
        "patrols": found.walkers.iter().map(|walker| patrol(walker, question, found.length_m)).collect::<Vec<_>>(),
        "by_unit": found.by_unit.iter().map(|unit| json!({
            "unit": unit.unit,
            "patrols": unit.patrols,
            "covered_m": millimetres(unit.covered_m),
            "percent": percent(unit.covered_m, found.length_m),
        })).collect::<Vec<_>>(),
        "markers": found.markers.iter().map(marker_visit).collect::<Vec<_>>(),
        "reach_m": found.reach_m,
        "segments": segments,
        "numberMatched": features.len(),
        "numberReturned": features.len(),
        "features": features,
        "links": own(ask, FEATURES),
    })
}

/// From 0 to 100, to a thousandth; none of nothing. 100 only where no millimetre is missing.
pub fn percent(covered: f64, length: f64) -> Option<f64> {
    let percent = (length > 0.0).then(|| (covered / length * 100_000.0).round() / 1000.0 + 0.0)?;
    Some(if percent >= 100.0 && length - covered >= 0.001 { 99.999 } else { percent })
}

fn segment(held: &SegmentCoverage) -> Map<String, Value> {
    let mut properties = segment_properties(&held.segment);
    let coverage = held.coverage.as_ref();
    let gaps = coverage.map(|coverage| coverage.gaps.as_slice()).unwrap_or_default();
    let gaps: Vec<Value> =
        gaps.iter().map(|gap| json!({ "from_m": millimetres(gap.from.0), "to_m": millimetres(gap.to.0) })).collect();
    // On this version of the line, to the millimetre, so that the figures and the gaps add up.
    properties.insert("length_m".into(), json!(coverage.map(|coverage| millimetres(coverage.length.0))));
    properties.insert("covered_m".into(), json!(coverage.map(|coverage| millimetres(coverage.covered.0))));
    properties
        .insert("percent".into(), json!(coverage.and_then(|coverage| percent(coverage.covered.0, coverage.length.0))));
    properties.insert("gaps".into(), json!(gaps));
    properties.insert("patrols".into(), json!(held.by));
    properties.insert("first_at".into(), json!(held.when.map(|(first, _)| first)));
    properties.insert("last_at".into(), json!(held.when.map(|(_, last)| last)));
    properties
}

fn feature(held: &SegmentCoverage, properties: &Map<String, Value>) -> Value {
    let vertices: Vec<_> = held.segment.course.iter().map(|at| at.to_seven_decimals()).collect();
    json!({
        "type": "Feature",
        "id": held.segment.key,
        "geometry": { "type": "LineString", "coordinates": vertices },
        "properties": properties,
    })
}

fn patrol(walker: &Walker, question: &Question, length_m: f64) -> Value {
    let patrol = &walker.patrol;
    let tracks: Vec<Value> = walker
        .tracks
        .iter()
        .map(|track| {
            let pause = track.pause_s(question.max_gap_s);
            json!({
                "id": track.id,
                "fixes": track.believed.fixes,
                "bad_fixes": track.believed.bad,
                "max_gap_s": pause,
                "parts": track.believed.cut_at(pause).len(),
            })
        })
        .collect();
    json!({
        "id": patrol.id,
        "unit": patrol.unit,
        "mode": patrol.mode,
        "force": patrol.force,
        "with": patrol.with,
        "started_at": patrol.started_at,
        "ended_at": patrol.ended_at,
        "segment": patrol.segment,
        "covered_m": millimetres(walker.covered_m),
        "percent": percent(walker.covered_m, length_m),
        "tracks": tracks,
    })
}

fn marker_visit(held: &MarkerVisit) -> Value {
    let why = match held.visit.answer {
        Visited::CannotTell(doubt) => Some(doubt.as_str()),
        Visited::Yes | Visited::No => None,
    };
    json!({
        "marker": held.marker,
        "visited": held.visit.answer.as_str(),
        "why": why,
        "nearest_m": held.visit.nearest.map(|metres| millimetres(metres.0)),
        "off_m": millimetres(held.visit.off.0),
        "at": held.visit.at,
        "patrol": held.patrol,
    })
}
