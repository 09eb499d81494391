use super::*;
use crate::domain::cql2::{Endpoint, Geometry, Order, SpatialOp, TemporalOp};

fn property(name: &str) -> Node {
    Node::Property(name.to_owned())
}

fn parsed(text: &str) -> Node {
    parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

#[test]
fn and_binds_before_or_and_not_before_both() {
    let equal = |name: &str, number| Node::Call(Op::Compare(Order::Equal), vec![property(name), Node::Number(number)]);
    let expected = Node::Call(
        Op::Or,
        vec![equal("a", 1.0), Node::Call(Op::And, vec![Node::Call(Op::Not, vec![equal("b", 2.0)]), equal("c", 3.0)])],
    );
    assert_eq!(parsed("a = 1 OR NOT b = 2 AND c=3"), expected);
    assert_eq!(parsed("a=1 or ((not (b=2)) and (c=3))"), expected);
}

#[test]
fn texts_and_names_keep_their_quotes() {
    let Node::Call(_, args) = parsed(r#""cửa khẩu" = 'l''ở \'x\' "y"'"#) else { panic!() };
    assert_eq!(args, [property("cửa khẩu"), Node::Text("l'ở 'x' \"y\"".to_owned())]);
    let Node::Call(_, args) = parsed("ghi_chú = ''") else { panic!() };
    assert_eq!(args, [property("ghi_chú"), Node::Text(String::new())]);
}

#[test]
fn predicates_of_each_kind_are_read() {
    for text in [
        "a <> -1.5e3",
        "a >= 0.1 AND b <= .5",
        "a NOT LIKE '%x_'",
        "CASEI(a) LIKE casei('X%')",
        "ACCENTI(CASEI(a)) = ACCENTI(CASEI('Ở'))",
        "a BETWEEN 1 AND 2 AND b = TRUE",
        "a NOT BETWEEN 1 AND 2",
        "a IN (1, 2,3)",
        "a NOT IN ('x')",
        "a IS NULL OR a IS NOT NULL",
        "TRUE",
        "NOT FALSE",
        "a = b",
        "'x' = a",
        "at > TIMESTAMP('2026-11-22T00:00:00Z') and due = DATE('2026-11-22')",
        "S_DISJOINT(geometry, POLYGON((0 0, 1 0, 1 1, 0 0)))",
        "S_INTERSECTS(geometry, MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((2 2,3 2,3 3,2 2),(2.1 2.1,2.2 2.1,2.2 2.2,2.1 2.1))))",
        "s_within(geometry, MULTIPOINT((0 0),(1 1)))",
        "s_within(geometry, MULTIPOINT(0 0, 1 1))",
        "S_CROSSES(LINESTRING Z (0 0 5, 1 1 6), geometry)",
        "S_EQUALS(geometry, GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(0 0, 1 1)))",
        "T_DURING(INTERVAL(started_at, ended_at), INTERVAL('2026-01-01', '..'))",
        "T_finishedBy(at, INTERVAL(DATE('2026-01-01'), TIMESTAMP('2026-02-01T00:00:00Z')))",
    ] {
        parsed(text);
    }
    let Node::Call(Op::Spatial(SpatialOp::Intersects), args) = parsed("S_INTERSECTS(geometry,BBOX(1,2,0,3,4,9))")
    else {
        panic!()
    };
    assert_eq!(args[1], Node::Geometry(Geometry::Box([1.0, 2.0], [3.0, 4.0])));
    let Node::Call(Op::Temporal(TemporalOp::After), args) = parsed("T_AFTER(at, INTERVAL('..','2026-01-01'))") else {
        panic!()
    };
    assert!(
        matches!(args[1], Node::Interval(Endpoint::Open, Endpoint::Moment(first, last)) if last - first == 86_399_999)
    );
}

#[test]
fn what_is_no_filter_is_told_where() {
    for (text, at) in [
        ("", "at byte 0"),
        ("a", "at byte 1"),
        ("a =", "at byte 3"),
        ("a = 1 b", "at byte 6"),
        ("a = 'x", "at byte 4"),
        ("a == 1", "at byte 3"),
        ("(a = 1", "at byte 6"),
        ("a = 1)", "at byte 5"),
        ("a = 1 AND", "at byte 9"),
        ("NOT NOT a = 1", "at byte 4"),
        ("a BETWEEN 1 OR 2", "at byte 12"),
        ("a IN ()", "at byte 6"),
        ("a = 1; DROP TABLE x", "at byte 5"),
        ("a = 1e999", "at byte 4"),
        ("a = 1x", "at byte 4"),
        ("length(a) = 3", "at byte 0"),
        ("and = 1", "at byte 0"),
        ("S_INTERSECTS(geometry)", "at byte 21"),
        ("S_INTERSECTS(geometry, POINT(1))", "at byte 30"),
        ("S_INTERSECTS(geometry, BBOX(1,2,3))", "at byte 28"),
        ("S_INTERSECTS(geometry, GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(POINT(0 0))))", "at byte 42"),
    ] {
        let fault = parse(text).expect_err(text);
        assert!(fault.en.starts_with(at), "{text}: {fault}");
        assert_eq!(fault.code, "filter_syntax", "{text}");
    }
    for text in ["at = DATE('2026-13-01')", "at = TIMESTAMP('yesterday')"] {
        assert_eq!(parse(text).expect_err(text).code, "filter_syntax");
    }
}

#[test]
fn nothing_is_read_beyond_what_a_filter_may_cost() {
    for text in [
        "(".repeat(8_000),
        format!("{}a = 1{}", "(".repeat(40), ")".repeat(40)),
        "NOT (".repeat(1_500),
        format!("a IN ({})", vec!["1"; 3_000].join(",")),
        format!("{}a{} = 'x'", "CASEI(".repeat(50), ")".repeat(50)),
        format!("S_INTERSECTS(geometry, LINESTRING({}))", vec!["1 1"; 1_500].join(",")),
        " ".repeat(9_000),
        vec!["a = 1"; 600].join(" AND "),
    ] {
        assert_eq!(parse(&text).expect_err("too large").code, "filter_too_large", "{}", &text[..20]);
    }
    parsed(&format!("{}a = 1{}", "(".repeat(30), ")".repeat(30)));
    parsed(&vec!["a=1"; 120].join(" OR "));
}
