//! Parameters of `items`, parsed at the door.

use std::sync::Arc;

use crate::atlas::feature::{Interval, Order};
use crate::domain::fault::{Code, Fault};
use crate::domain::number::{LineKey, MarkerKey, SegmentKey};
use crate::domain::position::PositionFault;
use crate::domain::time::{CivilDay, Instant};
use crate::geo::{Bbox, BboxFault};
use crate::http::api::inspections::written;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::routes::Kind;
use crate::http::routes::LIMIT;
use crate::http::routes::LINE_VERSION;

pub fn bad(name: &str, vi: impl Into<String>, en: impl Into<String>) -> Problem {
    Problem::parameter(Fault::new(name, Code::BadParameter).with(vi).with(en))
}

/// # Errors
/// 400 for what is not a whole number of at least 1.
pub fn limit(ask: &Ask) -> Result<usize, Problem> {
    let Kind::Integer { most, default, .. } = LIMIT.kind else { return Ok(100) };
    let limit = match ask.parameter("limit") {
        None => default,
        Some(text) => whole("limit", text)?,
    };
    if limit == 0 {
        return Err(bad("limit", "phải từ 1 trở lên", "must be at least 1"));
    }
    Ok(usize::try_from(limit.min(most)).unwrap_or(100))
}

/// # Errors
/// 400 for what is not a whole number.
pub fn offset(ask: &Ask) -> Result<usize, Problem> {
    let offset = ask.parameter("offset").map_or(Ok(0), |text| whole("offset", text))?;
    Ok(usize::try_from(offset.min(1_000_000_000)).unwrap_or(0))
}

fn whole(name: &str, text: &str) -> Result<u64, Problem> {
    // A sign or a decimal point is not a count; digits too many for 64 bits are more than there can be.
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(bad(
            name,
            format!("“{}” không phải số nguyên", cut(text)),
            format!("\"{}\" is not a whole number", cut(text)),
        ));
    }
    Ok(text.parse().unwrap_or(u64::MAX))
}

/// # Errors
/// 400 that says what is wrong with the box.
pub fn bbox(ask: &Ask) -> Result<Option<Bbox>, Problem> {
    ask.parameter("bbox")
        .map(|text| Bbox::from_csv(text).map_err(|fault| bad("bbox", box_fault_vi(&fault), fault.to_string())))
        .transpose()
}

fn box_fault_vi(fault: &BboxFault) -> String {
    match fault {
        BboxFault::Count(found) => format!("khung có 4 hoặc 6 số, đây là {found}"),
        BboxFault::NotANumber(n) => format!("phần thứ {n} không phải là số"),
        BboxFault::Corner(PositionFault::NotFinite) => "tọa độ phải là số hữu hạn".to_owned(),
        BboxFault::Corner(PositionFault::Longitude(lon)) => format!("kinh độ {lon} ngoài khoảng -180 đến 180"),
        BboxFault::Corner(PositionFault::Latitude(lat)) => format!("vĩ độ {lat} ngoài khoảng -90 đến 90"),
        BboxFault::SouthAboveNorth => "vĩ độ nam lớn hơn vĩ độ bắc".to_owned(),
        BboxFault::HeightsReversed => "độ cao thấp lớn hơn độ cao cao".to_owned(),
    }
}

/// # Errors
/// 400 for what is neither an instant, a day, nor an interval of them.
pub fn datetime(ask: &Ask) -> Result<Option<Interval>, Problem> {
    let Some(text) = ask.parameter("datetime") else { return Ok(None) };
    let fault = || {
        bad(
            "datetime",
            format!("“{}” không phải thời điểm RFC 3339 hoặc khoảng a/b", cut(text)),
            format!("\"{}\" is neither an RFC 3339 time nor an interval a/b", cut(text)),
        )
    };
    let interval = match text.split_once('/') {
        None => moment(text).ok_or_else(fault)?,
        Some((from, to)) => {
            let open = |end: &str| end.is_empty() || end == "..";
            if open(from) && open(to) {
                return Err(fault());
            }
            let start = if open(from) { i64::MIN } else { moment(from).ok_or_else(fault)?.from };
            let end = if open(to) { i64::MAX } else { moment(to).ok_or_else(fault)?.to };
            Interval { from: start, to: end }
        }
    };
    if interval.from > interval.to {
        return Err(bad(
            "datetime",
            "khoảng thời gian kết thúc trước khi bắt đầu",
            "the interval ends before it starts",
        ));
    }
    Ok(Some(interval))
}

/// An instant, or a whole civil day in Vietnam.
fn moment(text: &str) -> Option<Interval> {
    let (from, to) = day_or_instant(text)?;
    Some(Interval { from: from.millis(), to: to.millis() })
}

/// The line that a parameter names.
///
/// # Errors
/// 400 that names the lines there are.
pub fn line(ask: &Ask, name: &str) -> Result<Option<LineKey>, Problem> {
    let register = ask.snapshot.register();
    let Some(text) = ask.parameter(name) else { return Ok(None) };
    text.parse().ok().filter(|line| register.line(*line).is_some()).map(Some).ok_or_else(|| {
        let all: Vec<String> = register.lines().map(|line| line.body.key.to_string()).collect();
        Problem::parameter(Fault::new(name, Code::NotOneOf).with(all.join(", ")))
    })
}

/// A version that no line has, with those there are.
pub fn unknown_version(ask: &Ask, version: &str) -> Fault {
    let all: Vec<String> =
        ask.snapshot.history().versions().iter().map(|held| format!("{}@{}", held.line, held.version)).collect();
    Fault::new(LINE_VERSION.name, Code::UnknownVersion).with(cut(version)).with(all.join(", "))
}

/// A parameter without which there is no answer.
///
/// # Errors
/// 400 when it is not there.
pub fn required<'a>(ask: &'a Ask, name: &str) -> Result<&'a str, Problem> {
    ask.parameter(name).ok_or_else(|| Problem::parameter(Fault::new(name, Code::Missing)))
}

/// The number that a parameter holds, within what its row in the route table allows; its default where it has one.
///
/// # Errors
/// 400 for what is no number, or outside its bounds.
pub fn number(ask: &Ask, name: &str) -> Result<Option<f64>, Problem> {
    let kind = ask.route.params.iter().find(|param| param.name == name).map(|param| param.kind);
    let Some(Kind::Number { least, most, default }) = kind else { return Ok(None) };
    let Some(text) = ask.parameter(name) else { return Ok(default) };
    // "inf", "nan" and "1e400" are read as numbers by the language, and mean nothing here.
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite()).ok_or_else(|| {
        bad(name, format!("“{}” không phải là số", cut(text)), format!("\"{}\" is not a number", cut(text)))
    })?;
    if !(least..=most).contains(&number) {
        return Err(bad(
            name,
            format!("{number} ngoài khoảng {least} đến {most}"),
            format!("{number} is not within {least} to {most}"),
        ));
    }
    Ok(Some(number))
}

/// The marker that a parameter names, registered or not.
///
/// # Errors
/// 400 when it is missing or cannot be read.
pub fn marker(ask: &Ask, name: &str) -> Result<MarkerKey, Problem> {
    marker_of(ask, name, required(ask, name)?)
}

/// The segment whose key a parameter holds.
///
/// # Errors
/// 400 when it cannot be read.
pub fn segment(ask: &Ask, name: &str, text: &str) -> Result<SegmentKey, Problem> {
    text.parse().map_err(|fault| Problem::parameter(Fault::number(name, &written(text, fault, ask.register()))))
}

/// One of a set of words.
///
/// # Errors
/// 400 that names them.
pub fn choice<T: Copy>(ask: &Ask, name: &str, all: &[T], word: fn(T) -> &'static str) -> Result<Option<T>, Problem> {
    let Some(text) = ask.parameter(name) else { return Ok(None) };
    all.iter().copied().find(|&value| word(value) == text).map(Some).ok_or_else(|| {
        let words: Vec<_> = all.iter().map(|&value| word(value)).collect();
        Problem::parameter(Fault::new(name, Code::NotOneOf).with(words.join(", ")))
    })
}

/// Whole seconds, within what the route table allows.
///
/// # Errors
/// 400 for what is no whole number, or outside its bounds.
pub fn seconds(ask: &Ask, name: &str) -> Result<Option<u32>, Problem> {
    let kind = ask.route.params.iter().find(|param| param.name == name).map(|param| param.kind);
    let (Some(text), Some(Kind::Integer { least, most, .. })) = (ask.parameter(name), kind) else { return Ok(None) };
    let seconds = whole(name, text)?;
    if !(least..=most).contains(&seconds) {
        return Err(bad(
            name,
            format!("{seconds} ngoài khoảng {least} đến {most}"),
            format!("{seconds} is not within {least} to {most}"),
        ));
    }
    Ok(u32::try_from(seconds).ok())
}

/// First and last moment of a day or an instant, as a parameter writes it.
pub fn day_or_instant(text: &str) -> Option<(Instant, Instant)> {
    let instant = Instant::of_any_year(text).map(|at| (at, at)).ok();
    instant.or_else(|| Some(CivilDay::of_any_year(text).ok()?.bounds()))
}

/// The marker whose key this is, registered or not.
///
/// # Errors
/// 400 when it cannot be read.
pub fn marker_of(ask: &Ask, name: &str, text: &str) -> Result<MarkerKey, Problem> {
    text.parse().map_err(|fault| Problem::parameter(Fault::number(name, &written(text, fault, ask.register()))))
}

/// A cursor names the last feature of the page before: its place in the order, then its id.
pub fn cursor_text(order: &Order) -> String {
    format!("{:016x}.{}", order.curve, order.id)
}

/// # Errors
/// 400 for what no `next` link has ever held.
pub fn cursor(ask: &Ask) -> Result<Option<Order>, Problem> {
    let Some(text) = ask.parameter("cursor") else { return Ok(None) };
    let order = text
        .split_once('.')
        .filter(|(curve, id)| curve.len() == 16 && !id.is_empty())
        .and_then(|(curve, id)| Some(Order { curve: u64::from_str_radix(curve, 16).ok()?, id: Arc::from(id) }));
    order
        .map(Some)
        .ok_or_else(|| bad("cursor", "không phải vị trí do liên kết next đưa ra", "not a place from a next link"))
}

/// Enough of a text to recognise it.
pub fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}
