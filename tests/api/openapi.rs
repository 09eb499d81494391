//! `/api`: the OpenAPI document says what the service does, and the service does what it says.

use std::collections::BTreeSet;

use mocgioi::atlas::LayerId;
use mocgioi::http::routes::ROUTES;
use serde_json::{Value, json};

use crate::importing::{MARKERS, desks, imported, list_with};
use crate::provoking::{provoke_files, provoke_import, provoke_people, provoke_read, provoke_write};
use crate::speaking::provoke_spoken;
use crate::support::{Server, gpx, walk};
use crate::wire::request;
use crate::world::{fresh, id_of, joined, layers, needs, nobody, reader, text, walked, writers};

fn document() -> Value {
    let answer = reader().get("/api");
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/vnd.oai.openapi+json;version=3.0"));
    answer.json()
}

/// Every operation: its path, its method, what is said of it.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        all.extend(
            item.as_object()
                .unwrap()
                .iter()
                .map(|(method, operation)| (path.clone(), method.to_uppercase(), operation.clone())),
        );
    }
    all
}

fn names(operation: &Value, place: &str) -> BTreeSet<String> {
    let parameters = operation["parameters"].as_array().unwrap();
    parameters.iter().filter(|parameter| parameter["in"] == place).map(|parameter| text(&parameter["name"])).collect()
}

/// An address that answers, for a path of the document.
pub(crate) fn sample(path: &str) -> String {
    let feature = path.strip_prefix("/collections/").and_then(|rest| rest.strip_suffix("/items/{featureId}"));
    let id = feature.map(|layer| {
        let page = reader().get(&format!("/collections/{layer}/items?limit=1")).json();
        page["features"][0]["id"].as_str().unwrap_or("none").to_owned()
    });
    let key = if path.contains("segments") { "VN-LA:145..146" } else { "VN-LA:192" };
    joined(
        &path
            .replace("{featureId}", &id.unwrap_or_default())
            .replace("{key}", key)
            .replace("{id}", &nobody())
            .replace("{sha256}", &"0".repeat(64))
            .replace("{type}", "inspection")
            .replace("{kind}", "periodic")
            .replace("{period}", "2026-12")
            .replace("{line}", "VN-LA")
            .replace("base/{file}", "base/places.geojson")
            .replace("sprite/{file}", "sprite/signs.json")
            .replace("{fontstack}/{range}", "Noto%20Sans%20Bold/0-255.pbf")
            .replace("{tileMatrixSetId}", "WebMercatorQuad")
            .replace("{tileMatrix}/{tileRow}/{tileCol}", "6/28/50"),
        needs(path),
    )
}

#[test]
fn it_is_a_document_of_openapi_3_0() {
    let document = document();
    assert_eq!(document["openapi"], "3.0.3");
    assert_eq!(document["servers"][0]["url"], reader().base);
    assert!(document["info"]["title"].is_string() && document["info"]["version"].is_string());
    let operations = operations(&document);
    let ids: BTreeSet<&str> =
        operations.iter().map(|(.., operation)| operation["operationId"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), operations.len(), "an operationId stands twice");
}

#[test]
fn every_route_of_the_table_is_in_it_and_nothing_else() {
    let mut expected = BTreeSet::new();
    for route in ROUTES {
        // Of layers that nothing is edited of, it is not said that it is.
        let edits = route.path.contains("{collectionId}") && route.method != "GET";
        for layer in layers(reader()).into_iter().filter(|layer| !edits || layer == "markers") {
            expected.insert((route.path.replace("{collectionId}", &layer), route.method.to_owned()));
        }
    }
    let found: BTreeSet<_> = operations(&document()).into_iter().map(|(path, method, _)| (path, method)).collect();
    assert_eq!(found, expected);
}

#[test]
fn it_lists_the_parameters_that_are_taken_and_no_others() {
    let document = document();
    for (path, method, operation) in operations(&document) {
        let in_path: BTreeSet<String> =
            path.split('/').filter_map(|part| Some(part.strip_prefix('{')?.strip_suffix('}')?.to_owned())).collect();
        assert_eq!(names(&operation, "path"), in_path, "{path}");
        // The refusal of an unknown parameter names those there are.
        let reply = request(
            &reader().base,
            &method,
            &joined(&sample(&path), "surprise=1"),
            &[("Content-Type", "application/json"), ("Accept-Language", "en")],
            b"{}",
        );
        let detail = text(&reply.json()["detail"]);
        let taken = detail
            .strip_prefix("There is no such parameter here; there are: ")
            .unwrap_or_else(|| panic!("{path}: {detail}"));
        let taken: BTreeSet<String> =
            taken.trim_end_matches('.').split(", ").filter(|name| *name != "-").map(str::to_owned).collect();
        assert_eq!(names(&operation, "query"), taken, "{method} {path}");
    }
    for layer in LayerId::ALL {
        let path = format!("/collections/{}/items", layer.about().id);
        let listed = names(&document["paths"][&path]["get"], "query");
        assert!(layer.about().queryables.iter().all(|name| listed.contains(*name)), "{path}: {listed:?}");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn check(document: &Value, value: &Value, found: &mut usize) {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            assert!(document.pointer(reference.strip_prefix('#').unwrap()).is_some(), "{reference}");
            *found += 1;
        }
        match value {
            Value::Object(members) => members.values().for_each(|value| check(document, value, found)),
            Value::Array(items) => items.iter().for_each(|value| check(document, value, found)),
            _ => {}
        }
    }
    let (document, mut found) = (document(), 0);
    check(&document, &document, &mut found);
    assert!(found > 50, "{found}");
}

/// Provokes what can be provoked from outside on a server without accounts (`tests/rights` provokes the rest). Statuses of failures are documented, too, and cannot.
#[test]
fn every_status_that_occurs_is_documented_and_the_other_way_round() {
    let server: &Server = writers().next().unwrap();
    for (path, method, operation) in operations(&document()) {
        let documented: BTreeSet<u16> =
            operation["responses"].as_object().unwrap().keys().map(|status| status.parse().unwrap()).collect();
        let of_people = ["/sessions", "/me", "/tokens", "/devices", "/accounts", "/login", "/logout", "/field/"]
            .iter()
            .any(|name| path.contains(name));
        // What becomes of files is in tests/attachments.
        let of_files = ["/uploads", "/attachments"].iter().any(|name| path.contains(name));
        let occurred = if crate::ordered::is_one(&path) {
            crate::ordered::provoke(server, &path)
        } else if crate::two_sided::is_one(&path) {
            crate::two_sided::provoke(server, &path)
        } else if crate::attention::is_one(&method, &path) {
            crate::attention::provoke(server, &path)
        } else if crate::reporting::is_one(&path) {
            crate::reporting::provoke(server, &method, &path)
        } else if crate::editing::is_one(&method, &path) {
            crate::editing::provoke(&method, &path)
        } else if of_files {
            provoke_files(server, &method, &path)
        } else if of_people {
            provoke_people(server, &method, &path)
        } else if [
            "/records/",
            "/sync/",
            "/reviews/",
            "/api/v1/hazards/",
            "/api/v1/incidents/",
            "/approval-rules",
            "/thresholds",
            "/inspection-rules",
            "/campaigns",
        ]
        .iter()
        .any(|name| path.contains(name))
        {
            provoke_spoken(server, &method, &path)
        } else if path.contains("/alert-") && (method != "GET" || path.contains("{id}")) {
            crate::alerting::provoke(server, &method, &path)
        } else if path.contains("import") {
            provoke_import(&method, &path)
        } else if method == "GET" {
            provoke_read(server, &path)
        } else {
            provoke_write(server, &path)
        };
        assert!(
            occurred.is_subset(&documented),
            "{method} {path} answered {occurred:?}, documented are {documented:?}"
        );
        // Nobody is known to this server; what becomes of those who are is in `tests/rights`.
        if of_people || of_files {
            continue;
        }
        let unseen: Vec<u16> = documented
            .difference(&occurred)
            .copied()
            // What is refused before any route is looked at is in tests/edge, what asks for an account in tests/rights.
            .filter(|status| ![304, 401, 403, 408, 414, 429, 431, 500, 503, 507].contains(status))
            .collect();
        assert!(unseen.is_empty(), "{method} {path} never answers {unseen:?}");
    }
}

#[test]
fn answers_have_the_shape_that_is_documented() {
    let document = document();
    for (path, method, operation) in operations(&document) {
        let page = path == "/api/v1/events" || path.starts_with("/login") || path.starts_with("/field");
        let names_one = path.contains("{id}") || path.contains("{sha256}");
        if method != "GET" || sample(&path).ends_with("/none") || names_one || page {
            continue;
        }
        let answer = reader().get(&sample(&path));
        let media = answer.header("content-type").to_owned();
        let schema = &operation["responses"]["200"]["content"][&media]["schema"];
        assert!(schema.is_object(), "{path} answers {media}, which is not documented");
        // A file is what its format says.
        if schema["$ref"] != "#/components/schemas/file" {
            conforms(&document, schema, &answer.json(), &path);
        }
    }
    let server = writers().next().unwrap();
    let receipt = server.post("/api/v1/markers/VN-LA:192/inspections", &fresh()).json();
    let problem = server.post("/api/v1/markers/VN-LA:192/inspections", &json!({})).json();
    conforms(&document, &json!({ "$ref": "#/components/schemas/receipt" }), &receipt, "receipt");
    conforms(&document, &json!({ "$ref": "#/components/schemas/problem" }), &problem, "problem");
    conforms(&document, &json!({ "$ref": "#/components/schemas/inspection" }), &fresh(), "inspection");
    let said = json!({ "with": ["police"], "members": 4, "segment": "VN-LA:144..145", "notes": "a", "device": "b" });
    let (patrol, track) = walked(server, &said, &gpx(&[walk(&[[104.0, 20.9], [104.001, 20.9]], 0)]));
    conforms(&document, &json!({ "$ref": "#/components/schemas/patrol" }), &patrol, "patrol");
    conforms(&document, &json!({ "$ref": "#/components/schemas/trackReceipt" }), &track, "trackReceipt");
    let item = server.get(&format!("/collections/patrols/items/{}", id_of(&patrol))).json();
    conforms(&document, &json!({ "$ref": "#/components/schemas/feature" }), &item, "patrol");
}

#[test]
fn what_is_told_of_imports_has_the_shape_that_is_documented() {
    let document = document();
    let desk = desks().next().unwrap();
    let server = desk.server;
    let list = list_with(server, "VN-LA:194", 0.001);
    let went = imported(server, &format!("{MARKERS}&apply=true"), &list);
    conforms(&document, &json!({ "$ref": "#/components/schemas/importJob" }), &went, "importJob");
    let import = format!("/api/v1/imports/{}", text(&went["import"]));
    for (path, schema) in
        [(import.clone(), "import"), (format!("{import}/moves"), "importMoves"), ("/api/v1/imports".into(), "imports")]
    {
        conforms(
            &document,
            &json!({ "$ref": format!("#/components/schemas/{schema}") }),
            &server.get(&path).json(),
            schema,
        );
    }
    let undone = server.post(&format!("{import}/undo"), &json!({ "reason": "thử" })).json();
    conforms(&document, &json!({ "$ref": "#/components/schemas/importUndone" }), &undone, "importUndone");
}

/// As much of JSON Schema as the document uses.
fn conforms(document: &Value, schema: &Value, value: &Value, place: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        return conforms(document, document.pointer(&reference[1..]).unwrap(), value, place);
    }
    if value.is_null() && schema["nullable"] == true {
        return;
    }
    let fits = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_u64() || value.is_i64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        other => panic!("{place}: a schema of type {other:?}"),
    };
    assert!(fits, "{place}: {value} is no {}", schema["type"]);
    assert!(schema["enum"].as_array().is_none_or(|all| all.contains(value)), "{place}: {value}");
    for name in schema["required"].as_array().into_iter().flatten() {
        assert!(value.get(name.as_str().unwrap()).is_some(), "{place}: {name} is missing");
    }
    for (name, member) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(name) {
            Some(schema) => conforms(document, schema, member, &format!("{place}/{name}")),
            None => assert_ne!(schema["additionalProperties"], false, "{place}: {name} is not documented"),
        }
    }
    for (n, item) in value.as_array().into_iter().flatten().enumerate() {
        conforms(document, &schema["items"], item, &format!("{place}/{n}"));
    }
}
