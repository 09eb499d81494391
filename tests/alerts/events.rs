//! Events for maps: what somebody sees changes, is told to him, and to nobody else; a broken line goes on where it was.

use serde_json::{Value, json};

use crate::support::{ENGINES, Program, get};
use crate::town::{Town, id, incident};

/// Name, id and data of the events of a stream.
fn read(text: &str) -> Vec<(String, String, Value)> {
    let field = |event: &str, name: &str| {
        event.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap_or_default().to_owned()
    };
    let events = text.split("\n\n").filter(|event| event.contains("data:"));
    events
        .map(|event| (field(event, "event"), field(event, "id"), serde_json::from_str(&field(event, "data")).unwrap()))
        .collect()
}

/// What is told from a place on, until there is no more.
fn from(town: &Town, who: &str, after: &str, more: &str) -> Vec<(String, String, Value)> {
    let bearer = format!("Bearer {}", town.token(who));
    let mut headers = vec![("authorization", bearer.as_str())];
    if !after.is_empty() {
        headers.push(("last-event-id", after));
    }
    let answer = get(&format!("{}/api/v1/events?wait_s=0{more}", town.program.base), &headers);
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/event-stream"), "{}", answer.text());
    read(&answer.text())
}

fn changes(events: &[(String, String, Value)]) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let changed = events.iter().filter(|(name, ..)| name == "change");
    changed.map(|(.., data)| (text(&data["layer"]), text(&data["id"]), text(&data["change"]))).collect()
}

fn change(layer: &str, n: u64, what: &str) -> (String, String, String) {
    (layer.to_owned(), id(n), what.to_owned())
}

#[test]
fn everybody_hears_of_what_he_sees_and_goes_on_where_he_was() {
    for engine in ENGINES {
        let town = Town::new(engine);
        let places: Vec<(&str, String)> = ["linh-a", "linh-b", "tinh"]
            .map(|who| {
                let first = from(&town, who, "", "");
                assert_eq!((first.len(), first[0].0.as_str()), (1, "ready"));
                (who, first[0].1.clone())
            })
            .into();
        let mut restricted = incident(2);
        restricted["label"] = "restricted".into();
        town.push("linh-a", &[incident(1), restricted, incident(3)]);
        town.approve("truong-a", 11, &id(1));
        let said = json!({ "id": id(12), "reason": "nhầm" });
        assert_eq!(town.post("linh-a", &format!("/api/v1/records/{}/withdrawal", id(3)), &said).status, 201);
        let heard = |n: usize, more: &str| from(&town, places[n].0, &places[n].1, more);
        // His own, from the first word; what came and went while nobody listened is not told at all.
        let mine = heard(0, "");
        assert_eq!(changes(&mine), [change("incidents", 1, "put")], "{engine:?} {mine:?} {places:?}");
        assert_eq!(changes(&heard(1, "")), [], "of another post");
        assert_eq!(changes(&heard(2, "")), [change("incidents", 1, "put")], "approved");
        assert_eq!(changes(&heard(2, "&layers=hazards,markers")), []);
        // Nothing of what is in it.
        let keys: Vec<&String> = mine.last().unwrap().2.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["change", "id", "layer", "seq"]);

        // Who saw it hears that it is gone, also when it is only hidden from him.
        let place = mine.last().unwrap().1.clone();
        let label = json!({ "id": id(13), "label": "restricted", "reason": "thử" });
        assert_eq!(town.post("truong-a", &format!("/api/v1/records/{}/label", id(1)), &label).status, 201);
        assert_eq!(changes(&from(&town, "linh-a", &place, "")), [change("incidents", 1, "removed")]);
        // The place of somebody else, or of another log, is none.
        for strange in [places[1].1.as_str(), "0123456789abcdef-1", "1", ""] {
            let first = &from(&town, "linh-a", strange, "")[0].0;
            assert_eq!(first, if strange.is_empty() { "ready" } else { "reset" }, "{strange}");
        }
        let answer = town.get("linh-a", "/api/v1/events?layers=nix");
        assert_eq!(answer.status, 400);
        assert_eq!(
            get(&format!("{}/api/v1/events?wait_s=0", town.program.base), &[]).status,
            401,
            "nobody in particular"
        );
    }
}

#[test]
fn a_stream_tells_as_it_happens_and_ends_with_its_listener() {
    for engine in ENGINES {
        let town = Town::new(engine);
        let (bearer, base) = (format!("Bearer {}", town.token("tinh")), town.program.base.clone());
        std::thread::scope(|scope| {
            let listening = scope.spawn(move || {
                let headers = [("authorization", bearer.as_str())];
                get(&format!("{base}/api/v1/events?layers=incidents"), &headers).text()
            });
            // Whether the stream has begun cannot be seen from here: what comes in until it ends is in it, or before it.
            let mut n = 1;
            while town.get("ngoai-vu", "/collections/incidents/items").json()["numberMatched"] != 5 {
                town.push("linh-a", &[incident(n)]);
                town.approve("truong-a", 100 + n, &id(n));
                std::thread::sleep(std::time::Duration::from_millis(300));
                n += 1;
            }
            assert!(!listening.is_finished(), "{engine:?}");
            let user = std::process::Command::new(env!("CARGO_BIN_EXE_mocgioi"))
                .args(["user", "--database", &town.database.url, "disable", "tinh"])
                .output()
                .unwrap();
            assert!(user.status.success(), "{}", String::from_utf8_lossy(&user.stderr));
            let events = read(&listening.join().unwrap());
            let told = changes(&events);
            assert!(told.contains(&change("incidents", 5, "put")), "{engine:?} {events:?}");
            assert_eq!(town.get("tinh", "/api/v1/events?wait_s=0").status, 401);
        });
    }
}

#[test]
fn a_server_that_stops_lets_its_listeners_go() {
    let town = Town::new(ENGINES[0]);
    let program = Program::start(&town.database.url, &["--access", "open"]);
    let url = format!("{}/api/v1/events", program.base);
    std::thread::scope(|scope| {
        let listening = scope.spawn(move || get(&url, &[]).status);
        std::thread::sleep(std::time::Duration::from_millis(500));
        let killed = std::process::Command::new("kill").args(["-TERM", &program.child.id().to_string()]).status();
        assert!(killed.unwrap().success());
        assert_eq!(listening.join().unwrap(), 200);
    });
}
