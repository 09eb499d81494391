//! Servers into which files are imported, and what these tests send them.

use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use serde_json::Value;

use crate::support::{Answer, Database, ENGINES, Server, post};
use crate::world::{start, text};

/// A server into which one test at a time imports, since it takes one file at a time.
pub(crate) struct Desk {
    pub(crate) server: &'static Server,
    _turn: MutexGuard<'static, ()>,
}

/// One on each engine.
pub(crate) fn desks() -> impl Iterator<Item = Desk> {
    static SERVERS: [OnceLock<(Database, Server)>; 2] = [const { OnceLock::new() }; 2];
    static TURNS: [Mutex<()>; 2] = [const { Mutex::new(()) }; 2];
    ENGINES.into_iter().zip(SERVERS.iter().zip(&TURNS)).map(|(engine, (server, turn))| {
        let make = || {
            let database = Database::new(engine);
            let server = start(&database);
            (database, server)
        };
        let turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
        Desk { server: &server.get_or_init(make).1, _turn: turn }
    })
}

pub(crate) fn send(server: &Server, query: &str, file: &str) -> Answer {
    post(&format!("{}/api/v1/imports?{query}", server.base), "text/csv", file.as_bytes())
}

/// Sends a file and returns the address of its job.
pub(crate) fn begun(server: &Server, query: &str, file: &str) -> String {
    let answer = send(server, query, file);
    assert_eq!(answer.status, 202, "{}", answer.text());
    let (started, here) = (answer.json(), answer.header("location").to_owned());
    assert_eq!(here, format!("/api/v1/import-jobs/{}", text(&started["job"])));
    assert_eq!(started["href"], format!("{}{here}", server.base));
    assert_eq!(started["events"], format!("{}{here}/events", server.base));
    here
}

/// The job once this holds of it.
pub(crate) fn when(server: &Server, job: &str, holds: impl Fn(&Value) -> bool) -> Value {
    loop {
        let found = server.get(job).json();
        if holds(&found) {
            return found;
        }
        assert_eq!(found["state"], "running", "it will not come to that: {found}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Sends a file and waits for what comes of it.
pub(crate) fn imported(server: &Server, query: &str, file: &str) -> Value {
    let job = begun(server, query, file);
    when(server, &job, |job| job["state"] != "running")
}

/// A list with one marker, so far to the east of where the register has it.
pub(crate) fn list_with(server: &Server, key: &str, east: f64) -> String {
    let found = server.get(&format!("/collections/markers/items/{key}")).json();
    let place = &found["geometry"]["coordinates"];
    let (line, number) = (text(&found["properties"]["line"]), text(&found["properties"]["number"]));
    let (lon, lat) = (place[0].as_f64().unwrap() + east, place[1].as_f64().unwrap());
    format!("number,line,lon,lat,accuracy_m\n{number},{line},{lon:.9},{lat:.9},0.05\n")
}

/// So many landslides near the Laos line, each with an id of its own.
pub(crate) fn landslides(name: &str, rows: u32) -> String {
    let mut file = "id,kind,severity,observed_at,lon,lat,title\n".to_owned();
    for n in 0..rows {
        let (lon, lat) = (104.0 + f64::from(n % 500) * 1e-5, 20.9 + f64::from(n / 500) * 1e-5);
        writeln!(file, "{name}-{n},landslide,low,2026-11-20,{lon:.6},{lat:.6},điểm {n}").unwrap();
    }
    file
}

pub(crate) fn hazards(server: &Server) -> Value {
    server.get("/collections/hazards/items?limit=1").json()["numberMatched"].clone()
}

pub(crate) const MARKERS: &str = "layer=markers&name=moc.csv&crs=EPSG:4326";
pub(crate) const HAZARDS: &str = "layer=hazards&name=sat_lo.csv&crs=EPSG:4326";
