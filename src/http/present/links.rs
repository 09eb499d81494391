//! Where else to go from a page.

use serde_json::Value;

use crate::atlas::LayerId;
use crate::domain::messages::Lang;
use crate::http::ask::Ask;
use crate::http::field;

fn say(ask: &Ask, [vi, en]: [&str; 2]) -> String {
    if ask.lang == Lang::Vi { vi } else { en }.to_owned()
}

/// From a record: what was said about it, and for an inspection its minutes.
pub fn of_item(ask: &Ask, layer: LayerId, feature: &Value) -> Vec<(String, String)> {
    let record = feature.pointer("/properties/record").and_then(Value::as_str);
    let Some(record) = record.filter(|_| layer == LayerId::Inspections) else { return Vec::new() };
    let page = format!("/api/v1/records/{record}");
    vec![
        (say(ask, ["Mọi điều về bản ghi này", "Everything about this record"]), format!("{page}?f=html")),
        (say(ask, ["Biên bản hai bên để in", "Minutes of both sides, to print"]), format!("{page}/minutes")),
    ]
}

/// From the landing page to daily work.
pub fn of_work(ask: &Ask) -> Vec<(String, String)> {
    let month = ask.day.to_string().chars().take(7).collect::<String>();
    vec![
        (say(ask, ["Ghi tại hiện trường", "Record in the field"]), field::PAGE.to_owned()),
        (
            say(ask, ["Báo cáo kiểm tra tháng này", "Inspections of this month"]),
            format!("/api/v1/reports/inspections?f=html&period={month}"),
        ),
        (say(ask, ["Vượt ngưỡng theo dõi", "Limits that are crossed"]), "/api/v1/alerts?f=html".to_owned()),
        (say(ask, ["Quy định duyệt", "Rules of approval"]), "/api/v1/approval-rules?f=html".to_owned()),
    ]
}
