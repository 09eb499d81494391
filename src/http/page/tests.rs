//! What must be on every picture and page, whatever else changes.

use super::view::{
    AttentionRow, CollectionCard, Context, Focus, ItemPage, ItemRow, ItemsPage, Landing, Picture, PictureKind,
    PictureLine, PictureMarker, PictureSegment, ProblemPage, Property, Spot, ValueView,
};
use super::words::Lang;
use super::{collection_page, item_page, items_page, landing, overview, problem_page, small_picture, style};

/// One bent line, two markers on it and the segment between them.
fn picture() -> Picture {
    let points: Vec<[f64; 2]> =
        (0..400).map(|i| f64::from(i) / 100.0).map(|t| [103.0 + t / 2.0 + (t * 9.0).sin() / 20.0, 22.0 - t]).collect();
    let marker = |number: &str, i: usize, measured| PictureMarker {
        key: format!("VN-LA:{number}"),
        label: number.to_owned(),
        lon: points[i][0],
        lat: points[i][1],
        kind: PictureKind::Main,
        measured,
        accuracy_m: (!measured).then_some(18_400.0),
    };
    Picture {
        markers: vec![marker("144", 200, false), marker("145", 204, true)],
        segments: vec![PictureSegment {
            key: "VN-LA:144..145".to_owned(),
            label: "144–145".to_owned(),
            href: Some("/collections/segments/items/VN-LA:144..145".to_owned()),
            points: points[200..=204].to_vec(),
            class: Some(4),
            schematic: true,
            reason: "sạt lở <i>nặng</i>".to_owned(),
        }],
        lines: vec![PictureLine {
            key: "VN-LA".to_owned(),
            name: "Việt Nam – Lào".to_owned(),
            status_sketch: true,
            points,
        }],
    }
}

fn focus() -> Focus {
    let here = picture().segments[0].points[2];
    Focus {
        bbox: [here[0] - 0.02, here[1] - 0.02, here[0] + 0.02, here[1] + 0.02],
        key: Some("VN-LA:144".to_owned()),
        spots: vec![Spot { lon: here[0], lat: here[1], indicative: true }],
    }
}

fn first_look() -> String {
    let page = Landing {
        attention: vec![AttentionRow {
            label: "144–145".to_owned(),
            line_name: "Việt Nam – Lào".to_owned(),
            class: Some(4),
            score: Some(71.5),
            reasons: vec!["sạt lở <b>nặng</b>".to_owned()],
            href: "/collections/segments/items/VN-LA:144..145".to_owned(),
        }],
        seq: 48_213,
        day: "22/11/2026".to_owned(),
        ..Landing::default()
    };
    landing(&Context::default(), &page, &picture()).into_string()
}

fn all_pages() -> Vec<String> {
    let ctx = Context::default();
    let title = "<script>alert(1)</script>".to_owned();
    let item = ItemPage {
        title: title.clone(),
        properties: vec![Property {
            name: "x".to_owned(),
            label: title.clone(),
            value: ValueView::Text(title.clone()),
        }],
        focus: Some(focus()),
        ..ItemPage::default()
    };
    let items = ItemsPage {
        collection_title: title.clone(),
        columns: vec![title.clone()],
        rows: vec![ItemRow { href: "javascript:alert(1)".to_owned(), cells: vec![ValueView::Text(title.clone())] }],
        ..ItemsPage::default()
    };
    let collection = CollectionCard { title: title.clone(), ..CollectionCard::default() };
    vec![
        first_look(),
        item_page(&ctx, &item, &picture()).into_string(),
        items_page(&ctx, &items, &picture()).into_string(),
        collection_page(&ctx, &collection, None, &picture()).into_string(),
        problem_page(&ctx, &ProblemPage { title, ..ProblemPage::default() }).into_string(),
    ]
}

#[test]
fn every_picture_says_that_it_is_a_sketch_and_whose_data_it_shows() {
    for html in [first_look(), small_picture(&picture(), Lang::Vi, Some(&focus())).into_string()] {
        assert!(html.contains("SƠ ĐỒ"));
        assert!(html.contains("không dùng để"));
        assert!(html.contains("© OpenStreetMap contributors, ODbL"));
    }
}

#[test]
fn both_archipelagos_are_named_wherever_the_whole_country_is_shown() {
    let small = small_picture(&picture(), Lang::Vi, None).into_string();
    for html in [first_look(), small] {
        for name in ["Quần đảo Hoàng Sa", "Quần đảo Trường Sa"] {
            assert!(html.contains(&format!("{name} (Việt Nam)")), "in words for who does not see it");
            assert!(html.contains(&format!(">{name}</text>")), "on the picture");
        }
    }
}

#[test]
fn an_indicative_marker_is_dashed_and_approximate_a_surveyed_one_is_neither() {
    let html = first_look();
    assert!(html.contains(">≈144</text>") && html.contains("class=\"mk ap\""));
    assert!(html.contains(">145</text>") && !html.contains("≈145"));
    assert!(html.contains("ước sai 18 km, có thể hơn"));
    assert!(html.contains("class=\"sc c4 ap\""), "a segment with such an end has a dashed casing");
    assert!(html.contains(">IV</text>"), "colour is never the only cue");
}

#[test]
fn no_page_runs_scripts_fetches_anything_or_styles_in_place() {
    for html in all_pages() {
        let lower = html.to_lowercase();
        for never in ["<script", "javascript:", " style=", "@import", "url(", "<img", "src=", "onload", "onclick"] {
            assert!(!lower.contains(never), "{never}");
        }
    }
}

#[test]
fn what_people_wrote_is_escaped() {
    assert!(first_look().contains("sạt lở &lt;b&gt;nặng&lt;/b&gt;"));
    assert!(first_look().contains("<title>144–145: sạt lở &lt;i&gt;nặng&lt;/i&gt;</title>"));
    assert!(all_pages().iter().skip(1).all(|html| html.contains("&lt;script&gt;")));
}

#[test]
fn numbers_read_as_in_the_documents() {
    let html = first_look();
    assert!(html.contains("48.213") && html.contains("71,5"));
}

#[test]
fn an_official_line_is_no_sketch() {
    let mut official = picture();
    official.lines[0].status_sketch = false;
    let html = small_picture(&official, Lang::Vi, None).into_string();
    assert!(html.contains("line official") && !html.contains("class=\"stamp\""));
    assert!(!html.contains("OpenStreetMap"));
}

#[test]
fn a_segment_without_data_is_not_called_very_low() {
    let mut unknown = picture();
    unknown.segments[0].class = None;
    let html = landing(&Context::default(), &Landing::default(), &unknown).into_string();
    assert!(html.contains("chip c0") && html.contains("sc c0 ap"));
    let english = Context { lang: Lang::En, ..Context::default() };
    let html = landing(&english, &Landing::default(), &Picture::default()).into_string();
    assert!(html.contains("<span>No data</span>") && !html.contains("Chưa có số liệu"));
}

#[test]
fn an_empty_picture_is_still_a_page() {
    let html = landing(&Context::default(), &Landing::default(), &Picture::default()).into_string();
    assert!(html.contains("Quần đảo Hoàng Sa (Việt Nam)") && html.ends_with("</html>"));
}

#[test]
fn a_letter_on_the_overview_has_its_frame() {
    let html = first_look();
    assert!(html.contains("font-size=\"11.5\">A</text>") && html.contains("class=\"ltr\">A</span>"));
    assert!(!html.contains("class=\"ltr\">B</span>"));
}

#[test]
fn room_is_kept_for_the_type_that_the_style_shows_on_a_phone() {
    assert!(style::MAP_STYLE.contains(&format!(".whole .k{{transform:scale({})}}", overview::NARROW)));
}
