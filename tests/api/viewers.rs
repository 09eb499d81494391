//! Two viewers of one log: what somebody must not see is not there for him.

use std::sync::Arc;

use mocgioi::domain::access::Viewer;
use mocgioi::domain::people::Identity;
use serde_json::json;

use crate::support::{Database, ENGINES, Server};
use crate::world::{features, fresh_with, id_of, item_path, joined, reads, refused, sample, start, still};

const SECRET: &str = "chỉ lưu hành nội bộ";

/// A server for the public, into which a post has logged internal inspections, and one that sees all of it.
fn both(database: &Database) -> (Server, Server, serde_json::Value) {
    let public = Server::start_with(database, |app| {
        still(app);
        app.open_as = Some(Arc::new(Identity { viewer: Viewer::public(), ..Identity::open() }));
    });
    let inspection =
        fresh_with(&json!({ "condition": "missing", "notes": SECRET, "unit": "Đồn Kín", "lon": 50, "lat": -10 }));
    for (path, inspection) in [
        ("/api/v1/markers/VN-LA:144/inspections", inspection.clone()),
        (
            "/api/v1/segments/VN-LA:144..145/inspections",
            fresh_with(&json!({ "condition": "damaged", "notes": SECRET })),
        ),
    ] {
        assert_eq!(public.post(path, &inspection).status, 201);
    }
    (public, start(database), inspection)
}

#[test]
fn the_public_finds_no_internal_inspection_anywhere() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let (public, all, inspection) = both(&database);

        assert_eq!(all.get(&item_path(&inspection)).status, 200);
        refused(&public.get(&item_path(&inspection)), 404, "unknown_item");
        for (query, seen) in [
            ("", 2),
            ("?bbox=49,-11,51,-9", 1),
            ("?condition=missing", 1),
            ("?unit=%C4%90%E1%BB%93n%20K%C3%ADn", 1),
            ("?datetime=2026-11-20", 2),
        ] {
            let path = format!("/collections/inspections/items{query}");
            assert_eq!(all.get(&path).json()["numberMatched"], seen, "{path}");
            let page = public.get(&path);
            assert_eq!((page.json()["numberMatched"].as_u64(), features(&page).len()), (Some(0), 0), "{path}");
        }
        let layer = public.get("/collections/inspections").json();
        assert_eq!((layer["itemCount"].as_u64(), layer["extent"].is_null()), (Some(0), true), "{layer}");
        assert_eq!(all.get("/collections/inspections").json()["itemCount"], 2);

        // Not in a word of any answer, whatever the form.
        for route in reads() {
            for form in ["json", "html"] {
                let answer = public.get(&joined(&sample(route), &format!("f={form}")));
                assert_eq!(answer.status, 200, "{}", route.path);
                let text = answer.text();
                assert!(
                    !text.contains(SECRET) && !text.contains(id_of(&inspection)) && !text.contains("Đồn Kín"),
                    "{} as {form}",
                    route.path
                );
            }
        }
    }
}

#[test]
fn what_the_public_may_not_see_raises_no_level() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let (public, all, _) = both(&database);
        let untouched = crate::world::reader();
        for path in ["/api/v1/segments/VN-LA:144..145/risk", "/api/v1/segments/VN-LA:143..144/risk"] {
            let properties = |server: &Server| server.get(path).json()["properties"].clone();
            assert_eq!(properties(&public)["score"], properties(untouched)["score"], "{path}");
            assert_eq!(properties(&public)["terms"], properties(untouched)["terms"], "{path}");
            assert_eq!(properties(&public)["inspection_state"], "never_inspected");
            assert_ne!(properties(&all)["score"], properties(untouched)["score"], "{path}");
        }
        let ranked = |server: &Server| {
            let found = features(&server.get("/api/v1/segments/at-risk?min_class=no_data"));
            found.into_iter().map(|feature| feature["properties"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(ranked(&public), ranked(untouched));
    }
}

#[test]
fn a_copy_made_for_one_viewer_is_not_confirmed_to_another() {
    for engine in ENGINES {
        let database = Database::new(engine);
        let (public, all, _) = both(&database);
        for path in [
            "/collections",
            "/collections/inspections",
            "/collections/inspections/items",
            "/api/v1/segments/at-risk",
            "/?f=html",
        ] {
            let held = all.get(path).header("etag").to_owned();
            let answer = public.get_with(path, &[("if-none-match", &held)]);
            assert_eq!(answer.status, 200, "{path} with {held}");
        }
    }
}
