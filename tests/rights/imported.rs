//! A file of inspections or hazards speaks for nobody but whoever imports it, and of nothing outside his part of the line.

use std::process::Command;

use serde_json::Value;

use crate::known::Town;
use crate::support::{Database, ENGINES, refused, send};

const MAY: &str = "read_internal,read_unapproved,import";

fn planner(town: &Town, name: &str, more: &[&str]) -> String {
    town.user(&[&["add", name, "--role", "planner"], more].concat());
    town.token(name, MAY)
}

/// Imports a table and gives what the job told when it ended.
fn import(town: &Town, token: &str, layer: &str, table: &str) -> Value {
    let url = town.url(&format!("/api/v1/imports?layer={layer}&name=k.csv&crs=EPSG:4326&apply=true"));
    let begun = send("POST", &url, Some(token), "text/csv", table.as_bytes());
    assert_eq!(begun.status, 202, "{}", begun.text());
    let job = format!("/api/v1/import-jobs/{}", begun.json()["job"].as_str().unwrap());
    loop {
        let told = town.get(&job, token).json();
        if told["state"] != "running" {
            return told;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

fn inspections(rows: &[&str]) -> String {
    format!("id,marker,observed_at,mode,condition,unit,person\n{}\n", rows.join("\n"))
}

/// Whether nothing went in, and the first row was refused with this code.
fn is_refused(told: &Value, code: &str) -> bool {
    let reasons = told["rows"][0]["reasons"].as_array().unwrap_or_else(|| panic!("{told}"));
    let named = |reason: &Value| reason.as_str().is_some_and(|reason| reason.starts_with(&format!("{code}: ")));
    told["applied"] == false && reasons.iter().any(named)
}

#[test]
fn imported_testimony_speaks_for_its_importer_alone() {
    for engine in ENGINES {
        let town = Town::start(Database::new(engine));
        town.add("chi", "commander", "don-a");
        let chi = town.token("chi", MAY);
        let plan = planner(&town, "plan", &["--unit", "son-la"]);
        let id = "01932f5e-7c1a-7abc-8def-000000000001";
        let row = |unit: &str, person: &str| {
            inspections(&[&format!("{id},VN-LA:144,2026-11-01,unilateral,missing,{unit},{person}")])
        };
        // Not for a post below, nor in the name of its commander.
        assert!(is_refused(&import(&town, &plan, "inspections", &row("don-a", "")), "unit_not_yours"), "{engine:?}");
        assert!(is_refused(&import(&town, &plan, "inspections", &row("", "chi")), "person_not_you"), "{engine:?}");
        assert_eq!(town.get(&format!("/api/v1/records/{id}"), &chi).status, 404, "{engine:?}");
        // As his own unit's, in whose name no account is called so.
        let told = import(&town, &plan, "inspections", &row("", "Lò Văn A"));
        assert_eq!(told["applied"], true, "{engine:?}: {told}");
        assert_eq!(town.get(&format!("/api/v1/records/{id}"), &chi).status, 404, "another unit's is not the post's");
        // Whoever is over all units stands for none.
        let all = planner(&town, "moi", &[]);
        let other = row("don-a", "").replace("00001", "00002");
        assert!(is_refused(&import(&town, &all, "inspections", &other), "unit_not_yours"), "{engine:?}");
        let told = import(&town, &all, "inspections", &other.replace("don-a", ""));
        assert_eq!(told["applied"], true, "{engine:?}: {told}");
        // Who runs the server vouches for what he loads.
        let file = tempfile::NamedTempFile::with_suffix(".csv").unwrap();
        std::fs::write(file.path(), other.replace("00002", "00003").replace(",don-a,", ",don-a,chi")).unwrap();
        let done = Command::new(env!("CARGO_BIN_EXE_mocgioi"))
            .args(["import", file.path().to_str().unwrap(), "--layer", "inspections", "--json"])
            .args(["--database", &town.database.url])
            .output()
            .unwrap();
        assert!(done.status.success(), "{engine:?}: {}", String::from_utf8_lossy(&done.stdout));
        // But for no unit: that it is the post's is a claim, and the post does not get it for that.
        let claimed = format!("/api/v1/records/{}", id.replace("00001", "00003"));
        for _ in 0..3_000 {
            if town.get(&claimed, &all).status == 200 {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let seen = [&all, &chi].map(|who| town.get(&claimed, who).status);
        assert_eq!(seen, [200, 404], "{engine:?}");
    }
}

#[test]
fn whoever_is_confined_to_a_part_of_the_line_imports_nothing_of_another() {
    for engine in ENGINES {
        let town = Town::start(Database::new(engine));
        let plan = planner(&town, "plan", &["--unit", "don-a", "--range", "VN-LA:140..150"]);
        let at = |marker: &str| inspections(&[&format!(",VN-LA:{marker},2026-11-01,unilateral,missing,,")]);
        let told = import(&town, &plan, "inspections", &at("211"));
        assert!(is_refused(&told, "outside_your_part"), "{engine:?}: {told}");
        assert_eq!(import(&town, &plan, "inspections", &at("144"))["applied"], true, "{engine:?}");
        let hazards =
            |place: &str| format!("kind,severity,observed_at,near_marker,lon,lat\nSạt lở,,2026-11-01,{place}\n");
        for place in ["VN-LA:211,,", ",104.1,20.9"] {
            let told = import(&town, &plan, "hazards", &hazards(place));
            assert!(is_refused(&told, "outside_your_part"), "{engine:?}: {place}: {told}");
        }
        assert_eq!(import(&town, &plan, "hazards", &hazards("VN-LA:144,,"))["applied"], true, "{engine:?}");
        // Markers keep their rule.
        let url = town.url("/api/v1/imports?layer=markers&name=k.csv&line=VN-LA&crs=EPSG:4326");
        refused(&send("POST", &url, Some(&plan), "text/csv", b"number,lon,lat\n144,104,20\n"), 403, "forbidden");
        // By hand as by file.
        let new = br#"{"type":"Feature","id":"VN-LA:149","geometry":null,"properties":{}}"#;
        let items = town.url("/collections/markers/items");
        refused(&send("POST", &items, Some(&plan), "application/geo+json", new), 403, "forbidden");
        let all = planner(&town, "moi", &[]);
        let added = send("POST", &items, Some(&all), "application/geo+json", new);
        assert_eq!(added.status, 201, "{engine:?}: {}", added.text());
    }
}
