//! Pages of other sites: the one that was named may read; the others may not.

use mocgioi::http::edge::EdgeSettings;
use mocgioi::http::edge::cors::Cors;
use mocgioi::http::routes::ROUTES;

use crate::asking::{Edged, MAP, sample, server, settings};
use crate::support::inspection;
use crate::wire::{Reply, request};

const ALLOWED: &str = "access-control-allow-origin";

fn ask(base: &str, method: &str, target: &str, headers: &[(&str, &str)]) -> Reply {
    request(base, method, target, headers, b"")
}

#[test]
fn the_named_map_reads_answers_and_errors_of_every_route_and_nobody_else_does() {
    let base = &server().base;
    let mut asked: Vec<(&str, String)> = ROUTES.iter().map(|route| (route.method, sample(route))).collect();
    asked.extend([("GET", "/nowhere".to_owned()), ("DELETE", "/".to_owned()), ("GET", "/?surprise=1".to_owned())]);
    for (method, target) in asked {
        let reply = ask(base, method, &target, &[("Origin", MAP)]);
        assert_eq!(reply.header(ALLOWED), MAP, "{method} {target}");
        let exposed = reply.header("access-control-expose-headers").to_ascii_lowercase();
        for name in ["etag", "link", "content-crs", "location", "retry-after"] {
            assert!(exposed.split(", ").any(|held| held == name), "{name} of {method} {target}");
        }
        for stranger in ["https://evil.example", "http://map.example", "https://map.example.evil.example", "null"] {
            let reply = ask(base, method, &target, &[("Origin", stranger)]);
            assert_eq!(reply.header(ALLOWED), "", "{stranger} {method} {target}");
        }
        for origin in [MAP, "https://evil.example"] {
            let reply = ask(base, method, &target, &[("Origin", origin)]);
            assert!(varies(&reply), "{method} {target}");
            assert_eq!(reply.header("access-control-allow-credentials"), "");
        }
        assert!(varies(&ask(base, method, &target, &[])), "an answer kept from before must not be shown to a page");
    }
}

fn varies(reply: &Reply) -> bool {
    reply.headers().iter().any(|(name, value)| name == "vary" && value.contains("Origin"))
}

#[test]
fn a_browser_that_asks_beforehand_is_told_what_it_may_send() {
    let base = &server().base;
    for route in ROUTES {
        let target = sample(route);
        let wanted = [("Origin", MAP), ("Access-Control-Request-Method", route.method)];
        let reply = ask(base, "OPTIONS", &target, &wanted);
        assert_eq!((reply.status, reply.header(ALLOWED), reply.body.len()), (204, MAP, 0), "{target}");
        let methods = reply.header("access-control-allow-methods");
        assert!(methods.split(", ").any(|method| method == route.method), "{target}: {methods}");
        let headers = reply.header("access-control-allow-headers").to_ascii_lowercase();
        for name in ["authorization", "content-type", "if-none-match"] {
            assert!(headers.split(", ").any(|held| held == name), "{headers}");
        }
        assert!(reply.header("access-control-max-age").parse::<u32>().unwrap() <= 7_200);
    }
    let stranger = [("Origin", "https://evil.example"), ("Access-Control-Request-Method", "POST")];
    let refused = ask(base, "OPTIONS", "/api/v1/patrols", &stranger);
    assert_eq!((refused.status, refused.header(ALLOWED)), (405, ""));
    assert_eq!(refused.header("access-control-allow-methods"), "");
    let nowhere = ask(base, "OPTIONS", "/nowhere", &[("Origin", MAP), ("Access-Control-Request-Method", "GET")]);
    assert_eq!(nowhere.status, 404);
    assert_eq!(ask(base, "OPTIONS", "/", &[("Origin", MAP)]).status, 405, "nothing was asked");
}

#[test]
fn the_named_map_sends_an_inspection() {
    let body = inspection(8_001).to_string();
    let headers = [("Origin", MAP), ("Content-Type", "application/json")];
    let target = "/api/v1/markers/VN-LA:211/inspections";
    let reply = request(&server().base, "POST", target, &headers, body.as_bytes());
    assert_eq!((reply.status, reply.header(ALLOWED)), (201, MAP));
}

#[test]
fn without_a_setting_no_page_elsewhere_reads_anything() {
    let edged = Edged::start(EdgeSettings { cors: Cors::default(), ..settings() });
    for method in ["GET", "OPTIONS"] {
        let wanted = [("Origin", MAP), ("Access-Control-Request-Method", "GET")];
        let reply = ask(&edged.server.base, method, "/collections", &wanted);
        assert!(reply.headers().iter().all(|(name, _)| !name.starts_with("access-control")), "{reply:?}");
        assert!(!varies(&reply));
    }
}

#[test]
fn the_star_is_for_everybody_and_never_with_credentials() {
    let edged = Edged::start(EdgeSettings { cors: Cors::read(&["*"]).unwrap(), ..settings() });
    for origin in ["https://anybody.example", "null"] {
        let reply = ask(&edged.server.base, "GET", "/collections", &[("Origin", origin)]);
        assert_eq!((reply.header(ALLOWED), reply.header("access-control-allow-credentials")), ("*", ""));
    }
    assert_eq!(ask(&edged.server.base, "GET", "/collections", &[]).header(ALLOWED), "", "no page asks");
}
