//! HTTP: routes, parsing at the door, the OGC API, pages for people.
//!
//! Every request passes `serve`: it finds the route in the [table](routes), parses the request into an [`Ask`], calls
//! the handler, and turns a [`Problem`] into an answer. Reads take the short road to the atlas and await nothing; writes
//! go through an action.
//!
//! Not here: SQL, and the rules of the domain.

pub mod answer;
pub mod api;
pub mod ask;
pub mod author;
pub mod door;
pub mod edge;
pub mod field;
pub mod login;
pub mod ogc;
pub mod openapi;
pub mod page;
pub mod pieces;
pub mod present;
pub mod problem;
pub mod reads;
pub mod routes;
pub mod tiles;
pub mod upload;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::Response;
use axum::routing::any;

use crate::actions::Context;
use crate::actions::people::tickets::Tickets;
use crate::domain::fault::Code;
use crate::domain::people::{Identity, Way};
use ask::{Ask, Form, form, language, parse_query, takes};
use door::Sent;
use edge::client::Seen;
use edge::headers::keep_nowhere;
use edge::{Edge, size};
use ogc::editing;
use present::Around;
use problem::Problem;
use routes::{Handler, ROUTES, Route, Rule, Takes};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use upload::Upload;

/// Bodies larger than this are read two at a time: each is held in memory until it is answered.
const SMALL_BODY: usize = 4 * 1024 * 1024;
static LARGE_BODIES: Semaphore = Semaphore::const_new(2);

/// How long a write may take in all. A file that arrives piece by piece has ten minutes of its own.
const WORK: Duration = Duration::from_mins(15);

/// Every value of `f` that means JSON somewhere.
const JSON_NAMES: &[&str] = &["json", "geojson", "openapi"];

/// What handlers work with. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub context: Context,
    /// Who everybody is, on a server that runs without accounts.
    pub open_as: Option<Arc<Identity>>,
    /// Where clients find this server, when it is behind a proxy.
    pub public_url: Option<Arc<str>>,
    pub pictures: Arc<present::PictureCache>,
    pub edge: Arc<Edge>,
    /// Whether alerts may go to addresses inside the network.
    pub alerts_inside: bool,
    /// Who is between two pages of the log-in.
    pub tickets: Arc<Tickets>,
    /// Who vouches for people elsewhere.
    #[cfg(feature = "oidc")]
    pub issuer: Option<Arc<crate::actions::people::issuer::Issuer>>,
}

/// The service: one axum route for each path of the table.
pub fn router(app: &App) -> Router {
    let (app, mut router) = (Arc::new(app.clone()), Router::new());
    for here in ROUTES.chunk_by(|one, next| one.path == next.path) {
        let app = Arc::clone(&app);
        router = router.route(
            here[0].path,
            any(move |variables: Result<RawPathParams, _>, request: Request| {
                let variables = variables.ok().map(|found| found.iter().map(|(_, value)| value.to_owned()).collect());
                serve(Arc::clone(&app), here, variables, request)
            }),
        );
    }
    router.fallback(move |request: Request| serve(Arc::clone(&app), &[], Some(Vec::new()), request))
}

/// `here` are the routes of the path that was asked for; none where there is no such path.
async fn serve(app: Arc<App>, here: &'static [Route], variables: Option<Vec<String>>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let edge = Arc::clone(&app.edge);
    let seen = edge.meet(&mut parts);
    let lang = language(&parts.headers);
    let query = parse_query(parts.uri.query().unwrap_or_default());
    // A browser gets its errors as a page, everything else as a problem document, unless `f` says otherwise.
    let f = query.as_ref().ok().and_then(|query| query.get("f")).map(String::as_str);
    let error_form =
        form(&parts.headers, f, JSON_NAMES).or_else(|_| form(&parts.headers, None, JSON_NAMES)).unwrap_or(Form::Json);
    let around = (error_form == Form::Html).then(|| Around {
        visitor: door::identify_on_the_way(&app, &parts, Sent::AsForm).unwrap_or_else(|_| Identity::anonymous()),
        address: address(&parts),
        session: door::session_of(&parts.headers),
    });
    let answered = match edge.admit(&parts, || (!here.is_empty()).then(|| methods(here))) {
        Ok(None) => answer(app, here, variables, query, parts, body).await,
        Ok(Some(preflight)) => Ok(preflight),
        Err(problem) => Err(problem),
    };
    let mut response = answered.unwrap_or_else(|problem| answer::problem(&problem, lang, around.as_ref()));
    edge.dress(&seen, &mut response);
    response
}

async fn answer(
    app: Arc<App>,
    here: &'static [Route],
    variables: Option<Vec<String>>,
    query: Result<BTreeMap<String, String>, Problem>,
    parts: Parts,
    body: Body,
) -> Result<Response, Problem> {
    if let (Some(first), false) = (here.first(), matches!(parts.method, Method::GET | Method::HEAD)) {
        editing::admit(first.path, &parts.method, variables.as_deref())?;
    }
    let route = find(here, &parts.method)?;
    let by_form = route.takes.is_some_and(|takes| takes.media == [login::form::MEDIA]);
    let sent = if by_form { Sent::AsForm } else { Sent::ByScript };
    let identity = match (route.path, &app.open_as) {
        // Whoever logs in is nobody yet, whatever his browser still holds.
        (door::LOG_IN, None) if route.method == "POST" => Identity::anonymous(),
        (path, None) if login::is_way_in(path) || field::is_file(path) => {
            door::identify_on_the_way(&app, &parts, sent)?
        }
        _ => door::identify(&app, &parts, sent)?,
    };
    door::admit(route.rule, &identity)?;
    if let Way::Session(_) | Way::Token(_) = identity.way {
        app.edge.charge_account(&identity.name, &parts.method)?;
    }
    let variables = variables.ok_or_else(|| Problem::new(StatusCode::BAD_REQUEST, Code::BadPath))?;
    let query = query?;
    let form = match route.json_names {
        // What has one form only is answered in it, whatever is asked for; a file has the form that its parameters say.
        [] => Form::Json,
        names => form(&parts.headers, query.get("f").map(String::as_str), names)?,
    };
    // Before the body: nobody should send a long file to be told that a parameter has a misprint.
    if !route.filters {
        takes(&query, &route.names())?;
    }
    let takes_turn = match route.takes {
        Some(body) if body.most > SMALL_BODY && !body.spooled => LARGE_BODIES.acquire().await.ok(),
        _ => None,
    };
    if let Some(takes) = &route.takes {
        admit(&parts, takes)?;
    }
    let (body, upload) = match &route.takes {
        None => Default::default(),
        Some(takes) if takes.spooled => (Bytes::new(), Upload::new(body)),
        Some(takes) => {
            let body = read_body(body, takes).await?;
            if takes.media.contains(&answer::JSON) {
                size::admit_json(&body)?;
            }
            if by_form && route.path != login::PAGE {
                door::admit_form(&identity, &parts.headers, &body)?;
            }
            (body, Upload::default())
        }
    };
    // What tells of people, or who one is, stays nowhere; nor what is shown in a browser that many may use.
    let stays_nowhere = route.rule != Rule::Anyone
        || ["/api/v1/sessions", "/api/v1/me"].contains(&route.path)
        || matches!(identity.way, Way::Session(_));
    let snapshot = app.context.atlas.snapshot();
    let ask = Ask {
        directory: app.context.people.directory(),
        visible: snapshot.visible(&identity.viewer),
        register: ask::register(&snapshot, route, &query)?,
        snapshot,
        day: (app.context.clock)().day(),
        app,
        identity,
        route,
        path: parts.uri.path().to_owned(),
        address: address(&parts),
        variables,
        query,
        seen: Seen::of(&parts),
        lang: language(&parts.headers),
        headers: parts.headers,
        form,
        body,
        upload,
    };
    reads::note(&ask).await?;
    let answer = match route.handler {
        Handler::Read(read) => read(&ask),
        Handler::ReadOr(read, name, _) if ask.parameter(name).is_none() => read(&ask),
        Handler::Write(handle) | Handler::ReadOr(_, _, handle) => match timeout(WORK, handle(ask)).await {
            Ok(answer) => answer,
            // It may still be stored: sent again with the same id it is the same.
            Err(_) => Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, Code::Timeout)),
        },
        // How long a file may take is its reader's affair: the connection ends when nothing is taken any more.
        Handler::Download(handle) => handle(ask).await,
    };
    drop(takes_turn);
    answer.map(|mut response| {
        if stays_nowhere {
            keep_nowhere(&mut response);
        }
        response
    })
}

/// Path and query, as asked.
fn address(parts: &Parts) -> String {
    parts.uri.path_and_query().map_or_else(|| parts.uri.path(), |all| all.as_str()).to_owned()
}

/// The route of a path for a method. HEAD is a GET whose body the server leaves out.
fn find(here: &'static [Route], method: &Method) -> Result<&'static Route, Problem> {
    if here.is_empty() {
        return Err(Problem::not_found(Code::NotFound));
    }
    let wanted = if method == Method::HEAD { "GET" } else { method.as_str() };
    here.iter().find(|route| route.method == wanted).ok_or_else(|| {
        let allow = methods(here);
        let mut problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, Code::MethodNotAllowed).with(allow.clone());
        problem.allow = Some(allow);
        problem
    })
}

/// The methods of a path, as `Allow` names them.
fn methods(here: &[Route]) -> String {
    let mut methods: Vec<&str> = here.iter().map(|route| route.method).collect();
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    methods.join(", ")
}

/// Looks at what is announced before anything of it is read.
fn admit(parts: &Parts, takes: &Takes) -> Result<(), Problem> {
    let media = parts.headers.get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let encoded = parts.headers.get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity");
    if !takes.media.contains(&media.as_str()) || encoded {
        let all = takes.media.join(", ");
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::WrongMediaType).with(all));
    }
    let announced = parts.headers.get(header::CONTENT_LENGTH).and_then(|n| n.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > takes.most) { Err(too_large(takes)) } else { Ok(()) }
}

fn too_large(takes: &Takes) -> Problem {
    let code = if takes.spooled { Code::FileTooLarge } else { Code::BodyTooLarge };
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, code).with(takes.most.to_string())
}

async fn read_body(body: Body, takes: &Takes) -> Result<Bytes, Problem> {
    match timeout(takes.patience, to_bytes(body, takes.most)).await {
        Err(_) => Err(Problem::new(StatusCode::REQUEST_TIMEOUT, Code::Timeout)),
        Ok(Ok(body)) => Ok(body),
        Ok(Err(error)) if is_too_large(&error) => Err(too_large(takes)),
        Ok(Err(_)) => Err(Problem::new(StatusCode::BAD_REQUEST, Code::BodyUnreadable)),
    }
}

fn is_too_large(error: &axum::Error) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if error.to_string().contains("length limit exceeded") {
            return true;
        }
        cause = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use futures_util::stream;

    use super::*;

    /// A body of so many pieces, each after a pause.
    async fn read(pieces: usize, pause_ms: u64) -> Result<Bytes, Problem> {
        let patience = Duration::from_millis(200);
        let takes = Takes { schema: "object", media: &[], most: 100, patience, spooled: false };
        let body = stream::unfold(0, move |sent| async move {
            tokio::time::sleep(Duration::from_millis(pause_ms)).await;
            (sent < pieces).then_some((Ok::<_, std::convert::Infallible>("1234567890"), sent + 1))
        });
        read_body(Body::from_stream(body), &takes).await
    }

    #[tokio::test]
    async fn a_body_that_trickles_is_not_waited_for_and_one_without_end_is_not_kept() {
        assert_eq!(read(10, 0).await.unwrap().len(), 100);
        let endless = read(usize::MAX, 0).await.unwrap_err();
        assert_eq!((endless.status, endless.fault.code), (StatusCode::PAYLOAD_TOO_LARGE, Code::BodyTooLarge));
        let slow = read(10, 60).await.unwrap_err();
        assert_eq!((slow.status, slow.fault.code), (StatusCode::REQUEST_TIMEOUT, Code::Timeout));
    }
}
