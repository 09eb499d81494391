//! Minutes to print: who gets them, what stands in them, and what they say of themselves.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::posts::{Posts, id, inspection, review, tombstone};
use crate::support::ENGINES;
use crate::two_sides::{signed, theirs};

fn path(n: u64, more: &str) -> String {
    format!("/api/v1/records/{}/minutes{more}", id(n))
}

/// Both observations, seen by the post that made them.
fn both(posts: &Posts) {
    let ours = json!({ "mode": "bilateral", "notes": "nứt bệ <script>alert(1)</script>", "ground_cracked": true });
    posts.push("linh-a", &[inspection(1, &ours), theirs(2, &signed())]);
}

fn digest_of(posts: &Posts, n: u64) -> String {
    let thread = posts.get("linh-a", &format!("/api/v1/records/{}", id(n))).json();
    thread["contents"][0]["digest"].as_str().unwrap().to_owned()
}

#[test]
fn both_observations_stand_side_by_side_with_how_they_compare() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        both(&posts);
        posts.push("truong-a", &[review(3, &id(1), "approve", &json!({})), review(4, &id(2), "approve", &json!({}))]);
        let answer = posts.get("tinh", &path(1, ""));
        assert_eq!((answer.status, answer.header("content-type")), (200, "text/html; charset=utf-8"));
        let page = answer.text();
        for words in [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "ngày 20 tháng 11 năm 2026",
            "Số: 07/BB",
            "SON-LA",
            "DON-A",
            "Mốc số 211",
            "Hư hỏng",
            "Tốt",
            "Chưa thống nhất",
            "Còn thiếu",
            "08:30 ngày 20/11/2026",
            "09:00 ngày 20/11/2026",
            "Nguyễn Văn An",
            "Khamphet",
            "Đại đội biên phòng 217 (Lào)",
            "nứt bệ &lt;script&gt;",
            // Sourced, and with the sign of what is not.
            "ລາວ<sup>1</sup>",
            "ຫຼັກໝາຍຊາຍແດນ<sup>°</sup>",
            "Unicode CLDR",
            &id(1),
            &id(2),
            &digest_of(&posts, 1),
            &digest_of(&posts, 2),
        ] {
            assert!(page.contains(words), "{engine:?}: {words} is not in {page}");
        }
        assert!(!page.contains("DỰ THẢO"), "{engine:?}: both were approved");
        assert!(page.contains("lang=\"lo\"") && !page.contains("lang=\"zh\""));
        // No script, nothing from elsewhere, and the one style that the policy knows.
        let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
        let policy = answer.header("content-security-policy").to_owned();
        assert!(policy.contains(&format!("style-src 'sha256-{}'", STANDARD.encode(Sha256::digest(style)))), "{policy}");
        assert!(policy.contains("default-src 'none'") && policy.contains("form-action 'none'"), "{policy}");
        for never in ["<script", " style=", "<link", "<img", "@import", "url("] {
            assert!(!page.contains(never), "{never}");
        }
    }
}

#[test]
fn what_nobody_approved_is_a_draft_and_says_why() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        both(&posts);
        let page = |who: &str| posts.get(who, &path(1, "")).text();
        let reason = "bản của ta: chờ duyệt · bản của phía bạn: chờ duyệt";
        assert!(page("linh-a").contains("DỰ THẢO") && page("linh-a").contains(reason), "{engine:?}");
        posts.push("truong-a", &[review(3, &id(1), "approve", &json!({}))]);
        let half = page("linh-a");
        assert!(half.contains("DỰ THẢO") && half.contains("bản của phía bạn: chờ duyệt") && !half.contains(reason));
        // The province sees ours alone: minutes that are still to be filled in, and nothing of theirs.
        let ours = page("tinh");
        assert!(!ours.contains("DỰ THẢO") && !ours.contains("Khamphet") && ours.contains("………"), "{engine:?}");
        assert!(!ours.contains(&id(2)));
    }
}

#[test]
fn only_somebody_who_may_see_the_record_gets_it() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        both(&posts);
        let code = |who: &str, path: &str| {
            let answer = posts.get(who, path);
            (answer.status, answer.json()["code"].as_str().unwrap_or_default().to_owned())
        };
        for who in ["linh-b", "truong-b", "tinh", ""] {
            assert_eq!(code(who, &path(1, "?with=lo")).0, 404, "{engine:?} {who}");
        }
        assert_eq!(posts.get("linh-a", &path(1, "?with=zh")).status, 200);
        assert_eq!(posts.get("linh-a", &path(1, "?with=km")).status, 200);
        assert_eq!(code("linh-a", &path(1, "?with=th")).0, 400);
        assert_eq!(code("linh-a", &path(2, "")), (409, "wrong_target".to_owned()), "minutes of what they said alone");
        assert_eq!(code("linh-a", &path(99, "")).0, 404);
        assert_eq!(code("linh-a", "/api/v1/records/x/minutes").0, 404);
        posts.push("linh-a", &[tombstone(5, &id(1))]);
        assert_eq!(code("linh-a", &path(1, "")), (410, "withdrawn".to_owned()));
    }
}

#[test]
fn to_the_public_no_name_is_told() {
    for engine in ENGINES {
        let posts = Posts::new(engine);
        both(&posts);
        let relabel = |n: u64, target: &str| -> Value {
            json!({ "type": "relabel", "id": id(n), "target": target, "label": "public", "reason": "công bố" })
        };
        posts.push("truong-a", &[review(3, &id(1), "approve", &json!({})), review(4, &id(2), "approve", &json!({}))]);
        posts.push("truong-a", &[relabel(5, &id(1)), relabel(6, &id(2))]);
        let page = posts.get("", &path(1, "")).text();
        assert!(page.contains("Mốc số 211") && page.contains("Chưa thống nhất"), "{engine:?}: {page}");
        for name in ["Khamphet", "Nguyễn Văn An", "DON-A", "Đại đội biên phòng"] {
            assert!(!page.contains(name), "{engine:?}: {name}");
        }
        assert!(posts.get("linh-a", &path(1, "")).text().contains("Khamphet"));
    }
}
