//! A request, parsed at the door: parameters checked against what the route takes, language and form settled.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{HeaderMap, header};
use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization as _;

use super::App;
use super::edge::client::Seen;
use super::ogc::params::cut;
use super::problem::Problem;
use super::routes::{LINE_VERSION, Route};
use super::upload::Upload;
use crate::atlas::register::Register;
use crate::atlas::{Outlook, Snapshot, Visible};
use crate::domain::fault::{Code, Fault};
use crate::domain::messages::Lang;
use crate::domain::number::LineKey;
use crate::domain::people::{Directory, Identity};
use crate::domain::time::CivilDay;

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Json,
    Html,
}

impl Form {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Html => "html",
        }
    }
}

/// Everything a handler may know of a request.
pub struct Ask {
    pub app: Arc<App>,
    /// Who asks.
    pub identity: Identity,
    /// The picture this request is answered from, what its viewer sees of it, and the day: one moment for all.
    /// Who is known, as of the request.
    pub directory: Arc<Directory>,
    pub snapshot: Arc<Snapshot>,
    pub visible: Visible,
    pub day: CivilDay,
    /// Today's register; that under `line_version` where the route takes it.
    pub register: Arc<Register>,
    pub route: &'static Route,
    /// Path as asked, without the query.
    pub path: String,
    /// Path and query.
    pub address: String,
    /// Values of the path's variables, in order.
    pub variables: Vec<String>,
    pub query: BTreeMap<String, String>,
    pub headers: HeaderMap,
    /// Who asks, from where, and how.
    pub seen: Seen,
    pub lang: Lang,
    pub form: Form,
    pub body: Bytes,
    /// The body of a route that takes a file.
    pub upload: Upload,
}

impl Ask {
    /// The register that linear references are worked out on: today's, or that under the version asked for.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// On which day and how levels are worked out for this request.
    pub fn outlook(&self) -> Outlook<'_> {
        Outlook { day: self.day, method: &self.app.context.method, units: &self.directory.units }
    }

    pub fn variable(&self, n: usize) -> &str {
        self.variables.get(n).map_or("", String::as_str)
    }

    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }

    /// Where this server is, as the client sees it; empty when the client did not say, so that links are relative.
    pub fn base(&self) -> String {
        if let Some(url) = &self.app.public_url {
            return url.trim_end_matches('/').to_owned();
        }
        let host = self.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        if host.is_empty() || !host.chars().all(plain) {
            String::new()
        } else {
            format!("{}://{host}", self.seen.scheme.as_str())
        }
    }
}

/// Refuses parameters that the resource does not take.
///
/// # Errors
/// 400 that names the parameter and those there are.
pub fn takes(query: &BTreeMap<String, String>, known: &[&str]) -> Result<(), Problem> {
    match query.keys().find(|name| !known.contains(&name.as_str())) {
        Some(unknown) => {
            let all = if known.is_empty() { "-".to_owned() } else { known.join(", ") };
            Err(Problem::parameter(Fault::new(cut(unknown), Code::UnknownParameter).with(all)))
        }
        None => Ok(()),
    }
}

/// Splits a query string. Each parameter once, and only text that is UTF-8.
///
/// # Errors
/// 400 that names the parameter.
pub fn parse_query(text: &str) -> Result<BTreeMap<String, String>, Problem> {
    let mut query = BTreeMap::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decode = |text: &str| {
            // Most are written plainly.
            if text.is_ascii() && !text.contains(['%', '+']) {
                return Ok(text.to_owned());
            }
            percent_decode_str(&text.replace('+', " ")).decode_utf8().map(std::borrow::Cow::into_owned).map_err(|_| {
                let what = ["UTF-8".to_owned(), "not UTF-8".to_owned()];
                let [vi, en] = what;
                Problem::parameter(Fault::new(cut(name), Code::BadParameter).with(vi).with(en))
            })
        };
        let (name, value) = (decode(name)?, decode(value)?);
        let value = if value.is_ascii() { value } else { value.nfc().collect() };
        if query.insert(name.clone(), value).is_some() {
            return Err(Problem::parameter(Fault::new(cut(&name), Code::RepeatedParameter)));
        }
    }
    Ok(query)
}

/// The language of messages: what the client asks for, Vietnamese first.
pub fn language(headers: &HeaderMap) -> Lang {
    let mut wanted = members(headers, &header::ACCEPT_LANGUAGE);
    wanted.retain(|(weight, _)| *weight > 0);
    // Stable: of equal weights the client's first.
    wanted.sort_by_key(|(weight, _)| -weight);
    wanted
        .into_iter()
        .find_map(|(_, range)| match range.split('-').next() {
            Some("vi" | "*") => Some(Lang::Vi),
            Some("en") => Some(Lang::En),
            _ => None,
        })
        .unwrap_or_default()
}

/// The form of the answer: `f=` decides, then `Accept`.
///
/// # Errors
/// 400 for an `f` there is not, 406 when nothing of what is accepted exists.
pub fn form(headers: &HeaderMap, f: Option<&str>, json_names: &[&str]) -> Result<Form, Problem> {
    match f {
        Some("html") => return Ok(Form::Html),
        Some(name) if json_names.contains(&name) => return Ok(Form::Json),
        Some(name) => {
            let fault = Fault::new("f", Code::NotOneOf).with(format!("{}, html", json_names.join(", ")));
            let mut problem = Problem::parameter(fault);
            problem.extra.push(("value", cut(name).into()));
            return Err(problem);
        }
        None => {}
    }
    let accepted = members(headers, &header::ACCEPT);
    if accepted.is_empty() {
        return Ok(Form::Json);
    }
    // Of equal weights the client's first; where one range covers both, JSON.
    [(Form::Html, HTML_RANGES, "text/*"), (Form::Json, JSON_RANGES, "application/*")]
        .into_iter()
        .filter_map(|(form, exact, family)| Some((wanted(&accepted, exact, family)?, form)))
        .filter(|((weight, _), _)| *weight > 0)
        .max_by_key(|(wanted, _)| *wanted)
        .map(|(_, form)| form)
        .ok_or_else(|| {
            Problem::new(axum::http::StatusCode::NOT_ACCEPTABLE, Code::NotAcceptable)
                .with("application/geo+json, application/json, text/html")
        })
}

const HTML_RANGES: &[&str] = &["text/html", "application/xhtml+xml"];
const JSON_RANGES: &[&str] = &[
    "application/json",
    "application/geo+json",
    "application/problem+json",
    "application/schema+json",
    "application/vnd.oai.openapi+json",
];

/// How much a form is wanted: weight and place of the most specific range that covers it (RFC 9110, 12.5.1), so that
/// `application/json;q=0, */*` asks for anything but JSON.
fn wanted(accepted: &[(i32, String)], exact: &[&str], family: &str) -> Option<(i32, Reverse<usize>)> {
    let best = |covers: &dyn Fn(&str) -> bool| {
        let covering = accepted.iter().enumerate().filter(|(_, (_, range))| covers(range));
        covering.map(|(place, (weight, _))| (*weight, Reverse(place))).max()
    };
    best(&|range| exact.contains(&range))
        .or_else(|| best(&|range| range == family))
        .or_else(|| best(&|range| range == "*/*"))
}

/// The members of a header like `Accept`, in the client's order, each with its weight in thousandths.
fn members(headers: &HeaderMap, name: &header::HeaderName) -> Vec<(i32, String)> {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|member| {
            let mut parts = member.split(';');
            let range = parts.next()?.trim().to_ascii_lowercase();
            let q = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
            #[expect(clippy::cast_possible_truncation, reason = "a weight is 0 to 1; thousandths are its precision")]
            let q = (q.clamp(0.0, 1.0) * 1000.0) as i32;
            (!range.is_empty()).then_some((q, range))
        })
        .collect()
}

/// The register that a request is about. The line of `line_version` is said by `line`, or by a marker's key.
///
/// # Errors
/// 400 when no line has such a version.
pub fn register(
    snapshot: &Snapshot,
    route: &Route,
    query: &BTreeMap<String, String>,
) -> Result<Arc<Register>, Problem> {
    // Where something is sent, it is the version that a new line gets.
    let reads = route.method == "GET" && !route.filters;
    let asked = query.get(LINE_VERSION.name).filter(|_| reads && route.names().contains(&LINE_VERSION.name));
    let Some(version) = asked else { return Ok(Arc::clone(snapshot.register())) };
    let mut named = ["line", "marker", "from", "from_marker", "segment"].iter().filter_map(|name| query.get(*name));
    let line = named.find_map(|text| text.split(':').next()?.parse::<LineKey>().ok());
    let register = match line {
        Some(line) => snapshot.register_at(line, version),
        // What is wrong with the line itself is for the handler to say.
        None => Some(Arc::clone(snapshot.register())),
    };
    register.ok_or_else(|| {
        let all: Vec<String> = snapshot
            .history()
            .versions()
            .iter()
            .filter(|held| line.is_none_or(|line| held.line == line))
            .map(|held| held.version.clone())
            .collect();
        let fault = Fault::new(LINE_VERSION.name, Code::UnknownVersion).with(cut(version)).with(all.join(", "));
        Problem::parameter(fault)
    })
}
