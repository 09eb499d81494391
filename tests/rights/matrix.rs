//! Every route × role × scope × label × state × place, against a table of our own.

use std::collections::BTreeSet;

use mocgioi::domain::access::{Label, Permission, ReviewState, Role};
use mocgioi::http::routes::{ROUTES, Route, Rule};
use serde_json::Value;

use crate::support::{Database, Engine, get, post};
use crate::world::{Scope, Somebody, Thing, World, world};

/// What the rules say, written down a second time: the program's own table is not asked.
pub(crate) fn may_see(somebody: &Somebody, thing: &Thing) -> bool {
    if thing.label == Label::Public && thing.review == ReviewState::Approved {
        return true;
    }
    let Some(role) = somebody.role else { return false };
    let restricted = matches!(role, Role::Commander | Role::Supervisor | Role::ForeignAffairs | Role::Auditor);
    if thing.label == Label::Restricted && !restricted {
        return false;
    }
    let own = match somebody.scope {
        Scope::Everywhere => thing.unit.is_none(),
        _ => thing.unit == somebody.scope.unit(),
    };
    let reached = own
        || match somebody.scope {
            Scope::Everywhere => true,
            Scope::Province => thing.unit.is_some(),
            _ => false,
        };
    let early =
        matches!(role, Role::Inspector | Role::Commander | Role::ForeignAffairs) || somebody.scope == Scope::Everywhere;
    let reviewed = thing.review == ReviewState::Approved || (own && early);
    let here = somebody.scope != Scope::PartOfPostA || thing.marker == "VN-LA:144";
    reached && reviewed && here
}

/// Who may do what, written down a second time.
pub(crate) fn may(role: Option<Role>, permission: Permission) -> bool {
    let Some(role) = role else { return false };
    let who: &[Role] = match permission {
        Permission::ReadInternal => &Role::ALL,
        Permission::ReadRestricted => &[Role::Commander, Role::Supervisor, Role::ForeignAffairs, Role::Auditor],
        Permission::ReadUnapproved | Permission::Record => &[Role::Inspector, Role::Commander, Role::ForeignAffairs],
        Permission::Approve => &[Role::Commander],
        Permission::SetLabel => &[Role::Commander, Role::Supervisor, Role::ForeignAffairs],
        Permission::Import => &[Role::Planner, Role::ForeignAffairs, Role::Administrator],
        Permission::Audit => &[Role::Auditor],
        Permission::ManageDevices => &[Role::Commander, Role::Administrator],
        Permission::ManagePeople | Permission::ManageAlerts => &[Role::Administrator],
        Permission::Exchange | Permission::Urge => &[Role::ForeignAffairs],
        Permission::Plan => &[Role::Planner, Role::ForeignAffairs],
        Permission::Assign => &[Role::Supervisor],
        Permission::Report => &[Role::Commander, Role::Planner, Role::ForeignAffairs],
    };
    who.contains(&role)
}

/// An address for every route that there is; a new route has none, and the test says so.
#[allow(clippy::too_many_lines, reason = "a table: one row a route")]
fn sample(route: &Route) -> &'static str {
    match route.path {
        "/" => "/",
        "/conformance" => "/conformance",
        "/api" => "/api",
        "/collections" => "/collections",
        "/collections/{collectionId}" => "/collections/inspections",
        "/collections/{collectionId}/queryables" => "/collections/inspections/queryables",
        "/collections/{collectionId}/schema" => "/collections/inspections/schema",
        "/collections/{collectionId}/items" if route.method != "GET" => "/collections/markers/items",
        "/collections/{collectionId}/items/{featureId}" if route.method != "GET" => {
            "/collections/markers/items/VN-LA:144"
        }
        "/collections/{collectionId}/items" => "/collections/inspections/items?limit=1000",
        "/collections/{collectionId}/items/{featureId}" => {
            "/collections/inspections/items/01932f5e-7c1a-7abc-8def-000000000000"
        }
        "/tileMatrixSets" => "/tileMatrixSets",
        "/tileMatrixSets/{tileMatrixSetId}" => "/tileMatrixSets/WebMercatorQuad",
        "/tiles" => "/tiles",
        "/tiles/style.json" => "/tiles/style.json",
        "/tiles/base/{file}" => "/tiles/base/places.geojson",
        "/tiles/sprite/{file}" => "/tiles/sprite/signs.json",
        "/tiles/fonts/{fontstack}/{range}" => "/tiles/fonts/Noto%20Sans%20Bold/0-255.pbf",
        "/tiles/{tileMatrixSetId}" => "/tiles/WebMercatorQuad",
        "/tiles/{tileMatrixSetId}/tilejson.json" => "/tiles/WebMercatorQuad/tilejson.json",
        "/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}" => "/tiles/WebMercatorQuad/0/0/0",
        "/collections/{collectionId}/tiles" => "/collections/inspections/tiles",
        "/collections/{collectionId}/tiles/{tileMatrixSetId}" => "/collections/inspections/tiles/WebMercatorQuad",
        "/collections/{collectionId}/tiles/{tileMatrixSetId}/tilejson.json" => {
            "/collections/inspections/tiles/WebMercatorQuad/tilejson.json"
        }
        "/collections/{collectionId}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}" => {
            "/collections/inspections/tiles/WebMercatorQuad/14/0/0"
        }
        "/api/v1/markers/{key}/inspections" => "/api/v1/markers/VN-LA:144/inspections",
        "/api/v1/segments/{key}/inspections" => "/api/v1/segments/VN-LA:144..145/inspections",
        "/api/v1/objects" => "/api/v1/objects",
        "/api/v1/objects/{id}/inspections" => "/api/v1/objects/01932f5e-7c1a-7abc-8def-000000000000/inspections",
        "/api/v1/reports/inspections" => "/api/v1/reports/inspections?period=2026",
        "/api/v1/reports/inspections/records" => "/api/v1/reports/inspections/records?period=2026-12&limit=1000",
        "/api/v1/reports" => "/api/v1/reports",
        "/api/v1/reports/{kind}/{period}" => "/api/v1/reports/periodic/2026-12",
        "/api/v1/reports/{kind}/{period}/records" => {
            "/api/v1/reports/periodic/2026-12/records?figure=inspections&limit=1000"
        }
        "/api/v1/reports/{kind}/{period}/narratives/{section}" => "/api/v1/reports/periodic/2026-12/narratives/opening",
        "/api/v1/reports/parts" => "/api/v1/reports/parts",
        "/api/v1/reporting-deadlines" => "/api/v1/reporting-deadlines",
        "/api/v1/reports/intake" => "/api/v1/reports/intake?period=2026-12",
        "/api/v1/reports/intake/merged" => "/api/v1/reports/intake/merged?period=2026-12&duty=000:periodic-report",
        "/api/v1/segments/at-risk" => "/api/v1/segments/at-risk?min_class=no_data&limit=1000",
        "/api/v1/segments/{key}/risk" => "/api/v1/segments/VN-LA:144..145/risk",
        "/api/v1/segments/{key}/risk/trend" => "/api/v1/segments/VN-LA:144..145/risk/trend",
        "/api/v1/segments/what-if" => "/api/v1/segments/what-if",
        "/api/v1/attention/method" => "/api/v1/attention/method",
        "/api/v1/attention/method/approvals" => "/api/v1/attention/method/approvals",
        "/api/v1/linear/place" => "/api/v1/linear/place?marker=VN-LA:144&toward=VN-LA:145&offset_m=3",
        "/api/v1/linear/locate" => "/api/v1/linear/locate?line=VN-LA&lon=104&lat=20.6",
        "/api/v1/linear/range" => "/api/v1/linear/range?from=VN-LA:144&to=VN-LA:145",
        "/api/v1/patrols" => "/api/v1/patrols",
        "/api/v1/patrols/{id}/track" => "/api/v1/patrols/01932f5e-7c1b-7abc-8def-000000000000/track",
        "/api/v1/coverage" => "/api/v1/coverage?line=VN-LA",
        "/api/v1/imports" => "/api/v1/imports",
        "/api/v1/imports/{id}" => "/api/v1/imports/01932f5e-7c1b-7abc-8def-000000000000",
        "/api/v1/imports/{id}/moves" => "/api/v1/imports/01932f5e-7c1b-7abc-8def-000000000000/moves",
        "/api/v1/imports/{id}/undo" => "/api/v1/imports/01932f5e-7c1b-7abc-8def-000000000000/undo",
        "/api/v1/import-jobs/{id}" => "/api/v1/import-jobs/01932f5e-7c1b-7abc-8def-000000000000",
        "/api/v1/import-jobs/{id}/events" => "/api/v1/import-jobs/01932f5e-7c1b-7abc-8def-000000000000/events",
        "/api/v1/import-jobs/{id}/cancel" => "/api/v1/import-jobs/01932f5e-7c1b-7abc-8def-000000000000/cancel",
        "/api/v1/lines/{line}/versions" => "/api/v1/lines/VN-LA/versions",
        "/api/v1/export" => "/api/v1/export?layer=inspections&format=csv",
        "/api/v1/sessions" => "/api/v1/sessions",
        "/api/v1/sessions/{id}" => "/api/v1/sessions/01932f5e-7c1b-7abc-8def-000000000000",
        "/api/v1/accounts/{name}/one-time-password" => "/api/v1/accounts/khong-co-ai/one-time-password",
        "/api/v1/sessions/current" => "/api/v1/sessions/current",
        "/api/v1/audit" => "/api/v1/audit?record=01932f5e-7c1a-7abc-8def-000000000000",
        "/api/v1/records/{id}" => "/api/v1/records/01932f5e-7c1a-7abc-8def-000000000000",
        "/api/v1/records/{id}/minutes" => "/api/v1/records/01932f5e-7c1a-7abc-8def-000000000000/minutes",
        "/api/v1/records/{id}/reviews" => "/api/v1/records/01932f5e-7c1a-7abc-8def-000000000000/reviews",
        "/api/v1/records/{id}/withdrawal" => "/api/v1/records/01932f5e-7c1a-7abc-8def-000000000000/withdrawal",
        "/api/v1/records/{id}/label" => "/api/v1/records/01932f5e-7c1a-7abc-8def-000000000000/label",
        "/api/v1/meetings/{id}/tasks" => "/api/v1/meetings/01932f5e-7c1b-7abc-8def-000000000000/tasks",
        "/api/v1/incidents/{id}/steps" => "/api/v1/incidents/01932f5e-7c1a-7abc-8def-000000000000/steps",
        "/api/v1/hazards/{id}/readings" => "/api/v1/hazards/01932f5e-7c1a-7abc-8def-000000000000/readings",
        "/api/v1/forms" => "/api/v1/forms",
        "/api/v1/forms/{type}" => "/api/v1/forms/inspection",
        "/api/v1/reviews/waiting" => "/api/v1/reviews/waiting",
        "/api/v1/approval-rules" => "/api/v1/approval-rules",
        "/api/v1/approval-rules/{id}/end" => "/api/v1/approval-rules/01932f5e-7c1b-7abc-8def-000000000000/end",
        "/api/v1/inspection-rules" => "/api/v1/inspection-rules",
        "/api/v1/inspection-rules/{id}/end" => "/api/v1/inspection-rules/01932f5e-7c1b-7abc-8def-000000000000/end",
        "/api/v1/inspections/due" => "/api/v1/inspections/due?limit=1000",
        "/api/v1/campaigns" => "/api/v1/campaigns",
        "/api/v1/campaigns/{id}" => "/api/v1/campaigns/01932f5e-7c1b-7abc-8def-000000000000",
        "/api/v1/campaigns/{id}/end" => "/api/v1/campaigns/01932f5e-7c1b-7abc-8def-000000000000/end",
        "/api/v1/reports/map-checks" => "/api/v1/reports/map-checks?period=2026",
        "/api/v1/patrol-plans" => "/api/v1/patrol-plans",
        "/api/v1/tasks/standing" => "/api/v1/tasks/standing",
        "/api/v1/works/standing" => "/api/v1/works/standing",
        "/api/v1/tasks/{id}/reports" => "/api/v1/tasks/01932f5e-7c1b-7abc-8def-000000000000/reports",
        "/api/v1/works/{id}/reports" => "/api/v1/works/01932f5e-7c1b-7abc-8def-000000000000/reports",
        "/api/v1/works/{id}/visits" => "/api/v1/works/01932f5e-7c1b-7abc-8def-000000000000/visits",
        "/api/v1/urgings" => "/api/v1/urgings",
        "/api/v1/assignments" => "/api/v1/assignments",
        "/api/v1/alerts" => "/api/v1/alerts",
        "/api/v1/alert-targets" => "/api/v1/alert-targets",
        "/api/v1/alert-targets/{id}" => "/api/v1/alert-targets/01932f5e-7c1b-7abc-8def-000000000000",
        "/api/v1/alert-targets/{id}/deliveries" => {
            "/api/v1/alert-targets/01932f5e-7c1b-7abc-8def-000000000000/deliveries"
        }
        "/api/v1/alert-deliveries/{id}/replay" => {
            "/api/v1/alert-deliveries/01932f5e-7c1b-7abc-8def-000000000000/replay"
        }
        "/api/v1/events" => "/api/v1/events?wait_s=0",
        "/api/v1/thresholds" => "/api/v1/thresholds",
        "/api/v1/thresholds/{id}/end" => "/api/v1/thresholds/01932f5e-7c1b-7abc-8def-000000000000/end",
        "/api/v1/sync/push" => "/api/v1/sync/push",
        "/api/v1/sync/bundles" => "/api/v1/sync/bundles",
        "/api/v1/exchange-files" => "/api/v1/exchange-files",
        "/api/v1/exchange-files/received" => "/api/v1/exchange-files/received",
        "/api/v1/sync/recipient" => "/api/v1/sync/recipient",
        "/api/v1/sync/pull" => "/api/v1/sync/pull?limit=10000",
        "/api/v1/me" => "/api/v1/me",
        "/api/v1/tokens" => "/api/v1/tokens",
        "/api/v1/tokens/{id}" => "/api/v1/tokens/01932f5e-7c1b-7abc-8def-000000000000",
        "/api/v1/devices" => "/api/v1/devices",
        "/api/v1/devices/{id}" => "/api/v1/devices/01932f5e-7c1b-7abc-8def-000000000000",
        "/api/v1/uploads" => "/api/v1/uploads",
        "/api/v1/uploads/{id}" => "/api/v1/uploads/01932f5e-7c1b-7abc-8def-000000000000",
        "/api/v1/attachments/{sha256}" => {
            "/api/v1/attachments/2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
        }
        "/api/v1/attachments/{sha256}/thumbnail" => {
            "/api/v1/attachments/2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881/thumbnail"
        }
        "/api/v1/records/{id}/attachments" => "/api/v1/records/01932f5e-7c1a-7abc-8def-000000000000/attachments",
        "/field/" => "/field/",
        "/field/{file}" => "/field/main.js",
        "/login" => "/login",
        "/logout" => "/logout",
        "/login/oidc" => "/login/oidc",
        "/login/oidc/callback" => "/login/oidc/callback",
        path => panic!("{path}: a route without a sample here; what may be seen of it?"),
    }
}

/// Whether somebody is let through by the rule of a route.
fn let_in(route: &Route, somebody: &Somebody) -> bool {
    match route.rule {
        Rule::Anyone => true,
        Rule::Known => somebody.role.is_some(),
        Rule::Needs(permission) => may(somebody.role, permission),
    }
}

#[test]
fn every_route_role_scope_label_and_state() {
    let world = world(Database::new(Engine::Sqlite));
    let mut cells = 0_usize;
    for somebody in &world.people {
        cells += records(&world, somebody);
        cells += routes(&world, somebody);
    }
    println!("rights matrix: {cells} cells");
    assert!(cells >= 1_000, "{cells} cells");
}

/// Every record by itself, and the list with its counts.
fn records(world: &World, somebody: &Somebody) -> usize {
    let mut expected = BTreeSet::new();
    for thing in &world.things {
        let sees = may_see(somebody, thing);
        let answer = world.get(&format!("/collections/inspections/items/{}", thing.id), somebody);
        assert_eq!(answer.status, if sees { 200 } else { 404 }, "{somebody:?} {thing:?}");
        if sees {
            expected.insert(thing.id.to_string());
        } else {
            // As if it had never been.
            let unknown = world.get("/collections/inspections/items/01932f5e-7c1a-7abc-8def-0000000fffff", somebody);
            let same = |answer: &crate::support::Answer, id: &str| answer.text().replace(id, "…");
            let (id, other) = (thing.id.to_string(), "01932f5e-7c1a-7abc-8def-0000000fffff");
            assert_eq!(same(&answer, &id), same(&unknown, other), "{somebody:?}");
        }
    }
    let page = world.get("/collections/inspections/items?limit=1000", somebody).json();
    let seen: BTreeSet<String> =
        page["features"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(seen, expected, "{somebody:?}");
    assert_eq!(page["numberMatched"].as_u64(), Some(expected.len() as u64), "{somebody:?}");
    // Nor does a filter, or an order, find what he does not see.
    let asked = ["filter=condition%3D%27damaged%27", "sortby=-observed_at"];
    for asked in asked {
        let page = world.get(&format!("/collections/inspections/items?limit=1000&{asked}"), somebody).json();
        let found: BTreeSet<String> =
            page["features"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(found, expected, "{somebody:?} {asked}");
        assert_eq!(page["numberMatched"].as_u64(), Some(expected.len() as u64), "{somebody:?} {asked}");
    }
    let layer = world.get("/collections/inspections", somebody).json();
    assert_eq!(layer["itemCount"].as_u64(), Some(expected.len() as u64), "{somebody:?}");
    assert_eq!(layer["extent"]["spatial"].is_null(), expected.is_empty(), "{somebody:?}: {layer}");
    // And the map: as many as there are, however many lie on one spot.
    let drawn = world.get("/collections/inspections/tiles/WebMercatorQuad/0/0/0", somebody);
    let drawn = crate::support::mvt::read(&drawn.body).remove("inspections").unwrap_or_default();
    let count: u64 = drawn.iter().map(crate::support::mvt::TileFeature::count).sum();
    assert_eq!(count, expected.len() as u64, "{somebody:?}");
    assert!(drawn.iter().all(|one| expected.contains(one.id())), "{somebody:?}");
    world.things.len()
}

/// No word of what somebody may not see, in no answer of any route; and no route for whom it is not.
fn routes(world: &World, somebody: &Somebody) -> usize {
    let hidden: Vec<&Thing> = world.things.iter().filter(|thing| !may_see(somebody, thing)).collect();
    let mut cells = 0;
    for route in ROUTES {
        let (path, admitted) = (sample(route), let_in(route, somebody));
        let answer = if route.method == "GET" {
            world.get(path, somebody)
        } else {
            // Nothing that could be taken: whoever is let in is told what is wrong with it.
            let url = format!("{}{path}", world.server.base);
            send(route.method, &url, somebody.token.as_deref())
        };
        let refused = match somebody.role {
            None => 401,
            Some(_) => 403,
        };
        if admitted {
            let allowed = !matches!(answer.status, 401 | 403 | 500);
            // A token makes no tokens and sets no way out, whoever holds it; and logging in with nothing is no log-in.
            let made = [
                "/api/v1/tokens",
                "/api/v1/devices",
                "/api/v1/sessions",
                "/api/v1/accounts/{name}/one-time-password",
                "/api/v1/alert-targets",
            ];
            let special = made.contains(&route.path) && route.method == "POST";
            assert!(allowed || special, "{somebody:?} {} {path}: {}", route.method, answer.text());
        } else {
            assert_eq!(answer.status, refused, "{somebody:?} {} {path}: {}", route.method, answer.text());
        }
        let text = answer.text();
        for thing in &hidden {
            let id = thing.id.to_string();
            let asked_for = path.contains(&id);
            assert!(!text.contains(&thing.word), "{somebody:?} {path} tells of {thing:?}");
            assert!(asked_for || !text.contains(&id), "{somebody:?} {path} tells of {thing:?}");
        }
        cells += 1;
    }
    // What nobody may see raises no level either.
    let seen = world.things.iter().any(|thing| thing.marker == "VN-LA:144" && may_see(somebody, thing));
    let risk = world.get("/api/v1/segments/VN-LA:144..145/risk", somebody).json();
    let terms = risk["properties"]["terms"].as_array().unwrap();
    let damaged = terms.iter().any(|term| term["records"].to_string().contains("01932f5e-7c1a-7abc"));
    assert_eq!(damaged, seen, "{somebody:?}: {risk}");
    cells + 1
}

fn send(method: &str, url: &str, token: Option<&str>) -> crate::support::Answer {
    crate::support::send(method, url, token, "application/json", b"{}")
}

#[test]
fn what_is_worth_nothing_is_refused_on_every_route_and_never_taken_for_a_stranger() {
    let world = world(Database::new(Engine::Sqlite));
    for (what, token) in &world.worthless {
        for route in ROUTES {
            let url = format!("{}{}", world.server.base, sample(route));
            // Whoever logs in is nobody yet.
            if (route.method, route.path) == ("POST", "/api/v1/sessions") {
                continue;
            }
            let answer = send(route.method, &url, Some(token));
            assert_eq!(answer.status, 401, "{what}: {} {}", route.method, route.path);
            assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"mocgioi\"", "{what}");
            assert_eq!(answer.json()["code"], Value::from("not_authenticated"), "{what}");
        }
    }
    let open = get(&format!("{}/collections", world.server.base), &[]);
    assert_eq!(open.status, 200, "whoever shows nothing sees what is public");
    assert_eq!(post(&format!("{}/api/v1/patrols", world.server.base), "application/json", b"{}").status, 401);
}
