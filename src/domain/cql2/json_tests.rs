use super::{Cql2Fault, json, text};

#[test]
fn both_encodings_say_the_same() {
    for (in_json, in_text) in [
        (
            r#"{"op":"and","args":[{"op":"<","args":[{"property":"a"},1]},{"op":"not","args":[{"op":"isNull","args":[{"property":"b"}]}]}]}"#,
            "a < 1 AND NOT b IS NULL",
        ),
        (r#"{"op":"in","args":[{"property":"a"},["x","y"]]}"#, "a IN ('x','y')"),
        (r#"{"op":"between","args":[{"property":"a"},1,2]}"#, "a BETWEEN 1 AND 2"),
        (
            r#"{"op":"like","args":[{"op":"casei","args":[{"property":"a"}]},{"op":"casei","args":["x%"]}]}"#,
            "CASEI(a) LIKE CASEI('x%')",
        ),
        (
            r#"{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}]}"#,
            "S_INTERSECTS(geometry, POLYGON((0 0,1 0,1 1,0 0)))",
        ),
        (
            r#"{"op":"s_within","args":[{"property":"geometry"},{"bbox":[1,2,3,4]}]}"#,
            "S_WITHIN(geometry, BBOX(1,2,3,4))",
        ),
        (
            r#"{"op":"t_during","args":[{"interval":[{"property":"s"},{"property":"e"}]},{"interval":["2026-01-01",".."]}]}"#,
            "T_DURING(INTERVAL(s,e), INTERVAL('2026-01-01','..'))",
        ),
        (
            r#"{"op":"t_before","args":[{"property":"s"},{"timestamp":"2026-01-01T00:00:00Z"}]}"#,
            "T_BEFORE(s, TIMESTAMP('2026-01-01T00:00:00Z'))",
        ),
        (r#"{"op":"=","args":[{"property":"d"},{"date":"2026-01-01"}]}"#, "d = DATE('2026-01-01')"),
        ("true", "TRUE"),
    ] {
        assert_eq!(json::parse(in_json), text::parse(in_text), "{in_text}");
    }
}

#[test]
fn what_is_no_filter_is_refused() {
    let code = |text: &str| json::parse(text).map_err(|Cql2Fault { code, .. }| code);
    for text in [
        "",
        "{",
        "null",
        "[]",
        "{}",
        r#"{"op":"+","args":[1,2]}"#,
        r#"{"op":"and","args":[true]}"#,
        r#"{"op":"and"}"#,
        r#"{"op":"in","args":[{"property":"a"},[]]}"#,
        r#"{"op":"in","args":[{"property":"a"},1]}"#,
        r#"{"op":"=","args":[{"property":"a"},null]}"#,
        r#"{"op":"=","args":[{"property":"a"},[1]]}"#,
        r#"{"type":"Point","coordinates":[1]}"#,
        r#"{"type":"GeometryCollection","geometries":[{"type":"GeometryCollection","geometries":[]}]}"#,
    ] {
        assert_eq!(code(text), Err("filter_syntax"), "{text}");
    }
    let deep = format!("{}true{}", r#"{"op":"not","args":["#.repeat(40), "]}".repeat(40));
    assert_eq!(code(&deep), Err("filter_too_large"));
    assert_eq!(code(&"[".repeat(8_000)), Err("filter_syntax"));
    assert_eq!(code(&" ".repeat(9_000)), Err("filter_too_large"));
}
