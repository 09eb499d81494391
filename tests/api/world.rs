//! The servers that these tests share, and shorthands to look at what they answer.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use mocgioi::domain::access::Actor;
use mocgioi::domain::time::Instant;
use mocgioi::http::App;
use mocgioi::http::routes::{Handler, ROUTES, Route};
use mocgioi::store::erasures::Order;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::support::{Answer, Database, ENGINES, Engine, Server, block_on, gpx, id, inspection, patrol, post, walk};

/// When it is, for every server here: two days after `support::inspection` was made.
pub(crate) const NOW: &str = "2026-11-22T12:00:00+07:00";

/// Holds the clock still.
pub(crate) fn still(app: &mut App) {
    let now: Instant = NOW.parse().unwrap();
    app.context.clock = Arc::new(move || now);
}

pub(crate) fn start(database: &Database) -> Server {
    Server::start_with(database, still)
}

/// A server that nobody writes to: whatever is read from it stays as it was loaded.
pub(crate) fn reader() -> &'static Server {
    static READER: OnceLock<(Database, Server)> = OnceLock::new();
    let make = || {
        let database = Database::new(Engine::Sqlite);
        let server = start(&database);
        (database, server)
    };
    &READER.get_or_init(make).1
}

/// A server on each engine that tests write to, each with ids of its own ([`fresh`]).
pub(crate) fn writers() -> impl Iterator<Item = &'static Server> {
    static WRITERS: [OnceLock<(Database, Server)>; 2] = [const { OnceLock::new() }; 2];
    ENGINES.into_iter().zip(&WRITERS).map(|(engine, writer)| {
        let make = || {
            let database = Database::new(engine);
            let server = start(&database);
            (database, server)
        };
        &writer.get_or_init(make).1
    })
}

/// A sound inspection with an id that no other test has.
pub(crate) fn fresh() -> Value {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    inspection(NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A sound inspection with these fields changed; null takes a field out.
pub(crate) fn fresh_with(changes: &Value) -> Value {
    changed(&fresh(), changes)
}

pub(crate) fn changed(inspection: &Value, changes: &Value) -> Value {
    let mut inspection = inspection.clone();
    for (name, value) in changes.as_object().unwrap() {
        inspection[name] = value.clone();
    }
    inspection.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    inspection
}

/// An id that no inspection has.
pub(crate) fn nobody() -> String {
    id(0xffff_ffff_ffff)
}

pub(crate) fn id_of(inspection: &Value) -> &str {
    inspection["id"].as_str().unwrap()
}

pub(crate) fn item_path(inspection: &Value) -> String {
    format!("/collections/inspections/items/{}", id_of(inspection))
}

/// An address that answers, for a route of the table.
pub(crate) fn sample(route: &Route) -> String {
    let key = if route.path.contains("segments") { "VN-LA:144..145" } else { "VN-LA:211" };
    let path =
        route.path.replace("{collectionId}", "markers").replace("{featureId}", "VN-LA:211").replace("{key}", key);
    let path = path.replace("{id}", &nobody()).replace("{line}", "VN-LA").replace("{type}", "inspection");
    let path = path.replace("{tileMatrixSetId}", "WebMercatorQuad");
    if route.method == "GET" { joined(&path, needs(route.path)) } else { path }
}

/// The parameters without which a path does not answer.
pub(crate) fn needs(path: &str) -> &'static str {
    match path {
        "/api/v1/linear/place" => "marker=VN-LA:144&toward=VN-LA:145&offset_m=300",
        "/api/v1/linear/locate" => "line=VN-LA&lon=103.9&lat=20.9",
        "/api/v1/linear/range" => "from=VN-LA:144&to=VN-LA:194",
        "/api/v1/audit" => some_record(),
        "/api/v1/coverage" => "line=VN-LA",
        "/api/v1/reports/inspections"
        | "/api/v1/reports/inspections/records"
        | "/api/v1/reports/intake"
        | "/api/v1/reports/map-checks" => "period=2026-12",
        "/api/v1/reports/{kind}/{period}/records" => "figure=inspections",
        "/api/v1/reports/intake/merged" => "period=2026-12&duty=000:periodic-report",
        "/api/v1/events" => "wait_s=0",
        "/api/v1/export" => "layer=markers&format=geojson",
        _ => "",
    }
}

/// An address with more in its query.
pub(crate) fn joined(path: &str, query: &str) -> String {
    match (query, path.contains('?')) {
        ("", _) => path.to_owned(),
        (_, true) => format!("{path}&{query}"),
        (_, false) => format!("{path}?{query}"),
    }
}

/// The routes that answer to GET, as JSON and as a page. A file has the form that its parameters say; of patrols and
/// imports nobody has sent any to these servers.
pub(crate) fn reads() -> impl Iterator<Item = &'static Route> {
    ROUTES.iter().filter(|route| {
        // The log-in page is a page alone.
        let both = !route.json_names.is_empty();
        let reads = route.method == "GET" && matches!(route.handler, Handler::Read(_) | Handler::ReadOr(..));
        reads && both && !route.path.contains("{id}")
    })
}

pub(crate) fn features(answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["features"].as_array().unwrap().clone()
}

pub(crate) fn ids(answer: &Answer) -> Vec<String> {
    features(answer).iter().map(|feature| text(&feature["id"])).collect()
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is not text")).to_owned()
}

/// The address that a document links to under a relation.
pub(crate) fn link(document: &Value, rel: &str) -> Option<String> {
    let links = document["links"].as_array().unwrap();
    links.iter().find(|link| link["rel"] == rel).map(|link| text(&link["href"]))
}

/// The address of a link that must be there.
pub(crate) fn link_of(document: &Value, rel: &str) -> String {
    link(document, rel).unwrap_or_else(|| panic!("no {rel}: {}", document["links"]))
}

pub(crate) fn escaped(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// The ids of all layers, as the service lists them.
pub(crate) fn layers(server: &Server) -> Vec<String> {
    let document = server.get("/collections").json();
    document["collections"].as_array().unwrap().iter().map(|layer| text(&layer["id"])).collect()
}

/// Asserts a problem: its status and stable code, and that it says so in its own members.
pub(crate) fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, answer.code().as_str()), (status, code), "{}", answer.text());
    let problem = answer.json();
    assert_eq!(problem["status"], status);
    assert_eq!(problem["type"], "about:blank", "what went wrong is in `code`");
    assert!(!text(&problem["detail"]).contains('{'), "a hole in the message: {problem}");
}

/// A sound patrol with an id that no other test has, and these fields changed.
pub(crate) fn fresh_patrol(changes: &Value) -> Value {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    changed(&patrol(NEXT.fetch_add(1, Ordering::Relaxed)), changes)
}

/// Reports a patrol and sends its track; what was answered to the track.
pub(crate) fn walked(server: &Server, changes: &Value, file: &str) -> (Value, Value) {
    let patrol = fresh_patrol(changes);
    let answer = server.post("/api/v1/patrols", &patrol);
    assert_eq!(answer.status, 201, "{}", answer.text());
    let answer = send_track(server, &patrol, file);
    assert_eq!(answer.status, 201, "{}", answer.text());
    (patrol, answer.json())
}

pub(crate) fn send_track(server: &Server, patrol: &Value, file: &str) -> Answer {
    let url = format!("{}/api/v1/patrols/{}/track", server.base, id_of(patrol));
    post(&url, "application/gpx+xml", file.as_bytes())
}

/// The parameter that asks for the history of a record that everybody may see.
fn some_record() -> &'static str {
    static SOME: OnceLock<String> = OnceLock::new();
    SOME.get_or_init(|| {
        let page = reader().get("/collections/hazards/items?limit=1").json();
        format!("record={}", page["features"][0]["id"].as_str().unwrap())
    })
}

/// The status for a track that is sent again after it was erased.
pub(crate) fn erased_track(server: &Server, path: &str) -> u16 {
    let file = gpx(&[walk(&[[104.0, 20.9], [104.002, 20.9]], 0)]);
    let send = || post(&format!("{}{path}", server.base), "application/gpx+xml", file.as_bytes());
    erase(server, send().json()["receipt"]["id"].as_str().unwrap());
    send().status
}

/// Erases a record as the console does.
pub(crate) fn erase(server: &Server, record: &str) {
    let context = &server.app.context;
    let (actor, at, record) = (Actor::operator(), (context.clock)(), record.parse().unwrap());
    let order = Order { record, rev: None, reason: "a test", actor: &actor, at };
    block_on(async {
        let erased = context.store.erase(&order, &mut (context.salts)()).await.unwrap();
        assert!(context.caught_up(erased[0].seq, Duration::from_secs(30)).await);
    });
}
