//! `items?datetime=`

use serde_json::json;

use crate::world::{escaped, fresh_with, id_of, ids, reader, refused, writers};

/// The days and moments here are of a year in which no other test writes.
fn found(server: &crate::support::Server, datetime: &str) -> Vec<String> {
    let mut found =
        ids(&server.get(&format!("/collections/inspections/items?marker=VN-CN:428&datetime={}", escaped(datetime))));
    found.sort();
    found
}

#[test]
fn an_instant_a_day_and_intervals_select_by_the_time_of_the_event() {
    for server in writers() {
        let made: Vec<_> = ["1998-05-01T00:00:00+07:00", "1998-05-01T23:59:59.999+07:00", "1998-05-02T00:00:00+07:00"]
            .into_iter()
            .map(|at| fresh_with(&json!({ "observed_at": at })))
            .collect();
        for inspection in &made {
            assert_eq!(server.post("/api/v1/markers/VN-CN:428/inspections", inspection).status, 201);
        }
        let [first, last, next] = [0, 1, 2].map(|n| id_of(&made[n]).to_owned());
        let both = vec![first.clone(), last.clone()];
        let all = vec![first.clone(), last.clone(), next.clone()];
        for (datetime, expected) in [
            ("1998-05-01T00:00:00+07:00", vec![first.clone()]),
            ("1998-04-30T17:00:00Z", vec![first.clone()]),
            ("1998-04-30t17:00:00.000z", vec![first.clone()]),
            // A day is a day in Vietnam, from its first to its last millisecond.
            ("1998-05-01", both.clone()),
            ("1998-05-02", vec![next.clone()]),
            ("1998-05-01/1998-05-02", all.clone()),
            ("1998-05-01T23:59:59.999+07:00/1998-05-02", vec![last.clone(), next.clone()]),
            ("1998-05-01T00:00:00.001+07:00/1998-05-01T23:59:59.998+07:00", vec![]),
            ("../1998-05-01", both.clone()),
            ("/1998-05-01", both),
            ("1997-01-01/1998-05-02T00:00:00+07:00", all),
            ("1998-05-03/1999-01-01", vec![]),
        ] {
            assert_eq!(found(server, datetime), expected, "{datetime}");
        }
        for open in ["1998-05-02/..", "1998-05-02/"] {
            let found = found(server, open);
            assert!(found.contains(&next) && !found.contains(&last), "{open}");
        }
    }
}

#[test]
fn a_time_that_is_no_time_is_refused() {
    for datetime in [
        "",
        "..",
        "/",
        "../..",
        "../",
        "yesterday",
        "2026",
        "2026-11",
        "2026-1-2",
        "2026-02-30",
        "2026-11-22T08:30:00",
        "2026-11-22T25:00:00Z",
        "2026-11-22/2026-11-23/2026-11-24",
        "2026-11-23/2026-11-22",
        "2026-11-22T08:30:00 07:00",
        "2026-11-22T08:30:00Z/x",
        "99999-01-01T00:00:00Z",
        "00001-01-01",
        "+001-01-01",
        "-001-01-01",
        "1764000000",
        "２０２６-11-22",
    ] {
        let answer = reader().get(&format!("/collections/inspections/items?datetime={}", escaped(datetime)));
        refused(&answer, 400, "bad_parameter");
        assert_eq!(answer.json()["errors"][0]["pointer"], "datetime", "{datetime:?}");
    }
}

/// OGC API – Features, Part 1, requirement fc-time-response: an interval hides nothing that has no time.
#[test]
fn what_has_no_time_is_in_every_interval() {
    let matched = |path: &str| reader().get(path).json()["numberMatched"].as_u64();
    assert_eq!(matched("/collections/markers/items?datetime=1999-01-01"), matched("/collections/markers/items"));
}

/// Clients write the ends of the calendar for "ever"; a record has limits of its own.
#[test]
fn a_question_may_name_any_year() {
    for server in writers() {
        let inspection = fresh_with(&json!({ "observed_at": "2003-05-01T00:00:00Z" }));
        assert_eq!(server.post("/api/v1/markers/VN-CN:428/inspections", &inspection).status, 201);
        let id = id_of(&inspection).to_owned();
        for (datetime, expected) in [
            ("0001-01-01T00:00:00Z/9999-12-31T23:59:59Z", true),
            ("0000-01-01T00:00:00+07:00/..", true),
            ("../9999-12-31T23:59:59-07:00", true),
            ("0001-01-01/9999-12-31", true),
            ("9999-12-31T23:59:59Z", false),
            ("0001-01-01/1899-12-31", false),
        ] {
            assert_eq!(found(server, datetime).contains(&id), expected, "{datetime}");
        }
        let too_late = fresh_with(&json!({ "observed_at": "9999-12-31T23:59:59Z" }));
        refused(&server.post("/api/v1/markers/VN-CN:428/inspections", &too_late), 422, "invalid_record");
    }
}
