//! Parameters of `items`, parsed at the door.

use std::sync::Arc;

use crate::atlas::feature::{Interval, Order};
use crate::domain::fault::{Code, Fault};
use crate::domain::number::LineKey;
use crate::domain::position::PositionFault;
use crate::domain::time::{CivilDay, Instant};
use crate::geo::{Bbox, BboxFault};
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::routes::Kind;
use crate::http::routes::LIMIT;

fn bad(name: &str, vi: impl Into<String>, en: impl Into<String>) -> Problem {
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
    if let Ok(at) = Instant::of_any_year(text) {
        return Some(Interval { from: at.millis(), to: at.millis() });
    }
    let (from, to) = CivilDay::of_any_year(text).ok()?.bounds();
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
