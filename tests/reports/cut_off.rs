//! Same cut-off, same content: byte for byte, although the log went on.

use serde_json::json;

use crate::posts::{id, tombstone};
use crate::support::ENGINES;
use crate::world::{MONTH, add, count, issue, month, report, seen};

#[test]
fn with_the_same_cut_off_the_bytes_are_the_same_although_the_log_went_on() {
    for engine in ENGINES {
        let posts = month(engine);
        let cut = report(&posts, "ngoai-vu", MONTH)["cutoff"].as_str().unwrap().to_owned();
        let asked = |form: &str| {
            let answer = posts.get("ngoai-vu", &format!("{MONTH}?cutoff={cut}&f={form}"));
            assert_eq!(answer.status, 200, "{}", answer.text());
            answer.body
        };
        let before = ["json", "html", "docx"].map(asked);
        // A late record, one that is withdrawn, one that is corrected, another answer.
        add(&posts, &[seen(100, "2026-11-12", "VN-LA:145", "buried")]);
        assert_eq!(posts.outcomes("truong-a", &[tombstone(101, &id(2))]), ["accepted"]);
        let corrected = json!({ "type": "inspection", "id": id(102), "corrects": id(1), "marker": "VN-LA:144",
            "observed_at": "2026-10-15T08:30:00+07:00", "mode": "joint", "condition": "damaged" });
        add(&posts, &[corrected]);
        let said = issue(&posts, "ngoai-vu", MONTH, &json!({ "number": "1/BC" }));
        assert_eq!(said.status, 201, "{}", said.text());
        let after = ["json", "html", "docx"].map(asked);
        for (n, form) in ["json", "html", "docx"].into_iter().enumerate() {
            assert!(before[n] == after[n], "{engine:?} {form}");
        }
        let now = report(&posts, "ngoai-vu", MONTH);
        assert_eq!((count(&now, "inspections"), count(&now, "inspections.found.damaged")), (4, 1), "{engine:?}");
        // A figure of then opens the records of then.
        let then = format!("{MONTH}/records?figure=inspections&cutoff={cut}");
        let records = report(&posts, "ngoai-vu", &then);
        assert_eq!(records["numberMatched"], 4);
        assert!(records["features"].as_array().unwrap().iter().any(|one| one["id"] == json!(id(2))));
        // And after the program was started anew.
        let posts = posts.restarted();
        let again = report(&posts, "ngoai-vu", &format!("{MONTH}?cutoff={cut}"));
        let first: serde_json::Value = serde_json::from_slice(&before[0]).unwrap();
        // Its links lead to where it is now; what it says is the same.
        assert_eq!(again["content"], first["content"], "{engine:?}");
    }
}

#[test]
fn an_issued_report_says_which_content_went_out() {
    for engine in ENGINES {
        let posts = month(engine);
        let letter = json!({ "number": "45/BC-SNgV", "place": "Sơn La", "position": "Giám đốc", "signer": "Nguyễn Văn A", "unit": "son-la" });
        let answer = issue(&posts, "ngoai-vu", MONTH, &letter);
        assert_eq!(answer.status, 201, "{}", answer.text());
        let issued = answer.json();
        add(&posts, &[seen(100, "2026-11-12", "VN-LA:145", "buried")]);
        let href = issued["href"].as_str().unwrap().replacen(&posts.server.base, "", 1);
        let found = report(&posts, "ngoai-vu", &href);
        assert_eq!(
            (&found["content"], &found["issued"]["number"]),
            (&issued["content"], &json!("45/BC-SNgV")),
            "{engine:?}"
        );
        let page = posts.get("ngoai-vu", &format!("{href}&f=html")).text();
        for part in ["45/BC-SNgV", "GIÁM ĐỐC", "Nguyễn Văn A", "Sơn La, ngày"] {
            assert!(page.contains(part), "{part}");
        }
        assert!(!page.contains("Dự thảo"));
        let draft = posts.get("ngoai-vu", &format!("{MONTH}?unit=son-la&f=html")).text();
        assert!(draft.contains("Dự thảo"));
        let listed = report(&posts, "ngoai-vu", "/api/v1/reports");
        assert_eq!(
            (&listed["issued"][0]["cutoff"], &listed["issued"][0]["issued_by"]),
            (&issued["cutoff"], &json!("ngoai-vu"))
        );
        // Whoever may not report, or not for that unit, issues nothing.
        assert_eq!(issue(&posts, "linh-a", MONTH, &json!({})).status, 403);
        assert_eq!(posts.post("ngoai-vu", MONTH, &json!({})).status, 422, "nobody issues what he has not read");
        assert_eq!(issue(&posts, "truong-a", MONTH, &json!({ "unit": "don-b" })).status, 422);
        assert_eq!(issue(&posts, "truong-a", MONTH, &json!({})).status, 201);
        // Another post does not learn that it went out.
        let listed = report(&posts, "linh-b", "/api/v1/reports");
        assert!(listed["issued"].as_array().unwrap().is_empty(), "{listed}");
    }
}
