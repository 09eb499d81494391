//! Story 5. Segment 193–194 gives two reasons quoting the plan's clause IV.4 with severity "chưa rõ" and no invented
//! coordinate or date; 211 reads "khu vực mốc 211".

use serde_json::Value;

use crate::support::{Database, ENGINES, Program};

fn segment<'a>(found: &'a Value, key: &str) -> &'a Value {
    let features = found["features"].as_array().unwrap();
    &features.iter().find(|feature| feature["id"] == key).unwrap_or_else(|| panic!("{key} is not at risk"))["properties"]
}

fn hazard_reasons(segment: &Value) -> Vec<Value> {
    let terms = segment["terms"].as_array().unwrap();
    terms.iter().find(|term| term["name"] == "hazards").unwrap()["reasons"].as_array().unwrap().clone()
}

#[test]
fn the_watched_places_of_the_plan_are_explained_in_its_own_words() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let program = Program::start(&database.url, &["--load-seeds"]);
        let found = program.get("/api/v1/segments/at-risk").json();

        let slide = segment(&found, "VN-LA:193..194");
        let reasons = hazard_reasons(slide);
        assert_eq!(reasons.len(), 2, "{engine:?}: a landslide, and a high risk of one");
        for reason in &reasons {
            assert_eq!((reason["document"].as_str(), reason["clause"].as_str()), (Some("000"), Some("IV.4")));
            let quote = reason["quote"].as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(
                quote.contains("điểm bị sạt lở và nguy cơ cao sạt lở tại khu vực đoạn giữa mốc quốc giới 193 - 194"),
                "{quote}"
            );
            assert!(reason["text"].as_str().unwrap().contains("mức độ: chưa rõ"), "{reason}");
        }
        assert_eq!(slide["inspection_state"], "never_inspected");

        let ridge = hazard_reasons(segment(&found, "VN-LA:144..145"));
        assert!(ridge[0]["quote"].as_str().unwrap().contains("144 - 145"), "{ridge:?}");

        for key in ["VN-LA:210..211", "VN-LA:211..212"] {
            let crack = hazard_reasons(segment(&found, key));
            assert!(crack[0]["text"].as_str().unwrap().contains("khu vực mốc 211"), "{crack:?}");
            assert!(crack[0]["quote"].as_str().unwrap().contains("vết nứt khu vực mốc quốc giới"), "{crack:?}");
        }
    }
}

#[test]
fn no_coordinate_date_or_severity_is_invented() {
    let database = Database::new(crate::support::Engine::Sqlite);
    let program = Program::start(&database.url, &["--load-seeds"]);
    let hazards = program.get("/collections/hazards/items").json();
    assert_eq!(hazards["numberMatched"], 4);
    for hazard in hazards["features"].as_array().unwrap() {
        let properties = &hazard["properties"];
        assert_eq!(properties["severity"], "unknown");
        assert_eq!(properties["location_basis"], "referenced");
        assert_eq!(properties["position_method"], "schematic");
        assert!(properties.get("observed_at").is_none(), "the plan gives no date");
        assert!(
            properties["accuracy_m"].as_f64().unwrap() > 10_000.0,
            "an indicative place says how far off it may be"
        );
        // On the stretch, never at a made-up point.
        assert_eq!(hazard["geometry"]["type"], "LineString");
    }
    // Nobody said when, so no time filter may hide them (OGC API – Features, 7.15.4).
    assert_eq!(program.get("/collections/hazards/items?datetime=../1999-01-01").json()["numberMatched"], 4);
}
