//! `/collections/{id}/queryables` and `/collections/{id}/schema`

use serde_json::{Value, json};

use crate::world::{fresh, layers, link_of, reader, refused, text, walked, writers};

fn schema(layer: &str, which: &str) -> Value {
    let answer = reader().get(&format!("/collections/{layer}/{which}"));
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/schema+json"), "{}", answer.text());
    answer.json()
}

/// What a JSON Schema of ours says of a value, without a library: types, formats by their look, closed sets.
fn fits(said: &Value, value: &Value) -> bool {
    if value.is_null() {
        return true;
    }
    let kind = match said["type"].as_str() {
        Some("string") => value.is_string(),
        Some("number") => value.is_number(),
        Some("integer") => value.is_i64(),
        Some("boolean") => value.is_boolean(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => false,
    };
    let looks = |text: &str| match said["format"].as_str() {
        Some("date") => text.len() == 10,
        Some("date-time") => text.len() >= 20 && text.contains('T'),
        Some("uuid") => text.len() == 36,
        _ => true,
    };
    let word = said["enum"].as_array().is_none_or(|all| all.contains(value));
    kind && word && value.as_str().is_none_or(looks)
}

#[test]
fn every_property_of_every_feature_is_in_the_schema_and_is_what_it_says() {
    let server = writers().next().unwrap();
    server.post("/api/v1/markers/VN-LA:211/inspections", &fresh());
    walked(server, &json!({}), &crate::support::gpx(&[crate::support::walk(&[[104.0, 20.9], [104.002, 20.9]], 0)]));
    let (mut seen, mut wrong) = (0, Vec::new());
    for layer in layers(server) {
        let schema = schema(&layer, "schema");
        for feature in
            server.get(&format!("/collections/{layer}/items?limit=10000")).json()["features"].as_array().unwrap()
        {
            for (name, value) in feature["properties"].as_object().unwrap() {
                seen += 1;
                if !fits(&schema["properties"][name], value) {
                    wrong.push(format!("{layer}.{name}: {} is {value}", schema["properties"][name]));
                }
            }
        }
    }
    wrong.sort();
    wrong.dedup_by_key(|line| line.split(':').next().unwrap().to_owned());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 5_000, "{seen}");
}

#[test]
fn queryables_are_what_a_filter_takes_and_nothing_else() {
    for layer in layers(reader()) {
        let (queryables, schema) = (schema(&layer, "queryables"), schema(&layer, "schema"));
        assert_eq!(queryables["additionalProperties"], false);
        assert_eq!(queryables["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(queryables["$id"], format!("{}/collections/{layer}/queryables", reader().base));
        for (name, said) in schema["properties"].as_object().unwrap() {
            let takes = reader().get(&format!("/collections/{layer}/items?limit=1&filter=%22{name}%22%20IS%20NULL"));
            let listed = queryables["properties"].get(name);
            assert_eq!(listed.is_some(), takes.status == 200, "{layer}.{name}: {}", takes.text());
            assert!(listed.is_none_or(|listed| listed == said), "{layer}.{name}");
        }
        assert!(queryables["properties"].as_object().unwrap().keys().all(|name| !schema["properties"][name].is_null()));
        assert_eq!(queryables["properties"]["geometry"]["x-ogc-role"], "primary-geometry", "{layer}");
    }
}

#[test]
fn codes_units_and_roles_are_said() {
    let hazards = schema("hazards", "queryables");
    assert_eq!(hazards["properties"]["kind"]["enum"], json!(["landslide", "landslide_risk", "crack", "bank_erosion"]));
    assert_eq!(hazards["properties"]["observed_at"]["x-ogc-role"], "primary-instant");
    let readings = schema("readings", "schema");
    assert_eq!(readings["properties"]["width_mm"]["x-ogc-unit"], "mm");
    assert_eq!(readings["properties"]["width_mm"]["type"], "number");
    let markers = schema("markers", "schema");
    assert_eq!(
        (&markers["properties"]["key"]["x-ogc-role"], &markers["properties"]["cite"]["type"]),
        (&json!("id"), &json!("array"))
    );
    let title = |language| {
        let answer = reader().get_with("/collections/markers/queryables", &[("accept-language", language)]);
        answer.json()["properties"]["line"]["title"].clone()
    };
    assert_ne!(title("vi"), title("en"));
}

#[test]
fn a_layer_leads_to_both() {
    for layer in layers(reader()) {
        let document = reader().get(&format!("/collections/{layer}")).json();
        for name in ["queryables", "schema"] {
            let href = link_of(&document, &format!("http://www.opengis.net/def/rel/ogc/1.0/{name}"));
            assert_eq!(href, format!("{}/collections/{layer}/{name}", reader().base));
        }
    }
    refused(&reader().get("/collections/nix/queryables"), 404, "unknown_collection");
    refused(&reader().get("/collections/markers/schema?surprise=1"), 400, "unknown_parameter");
    assert!(text(&schema("markers", "schema")["title"]).contains("Mốc"));
}
