//! Where else to go from a page.

use serde_json::Value;

use crate::atlas::LayerId;
use crate::domain::messages::Lang;
use crate::domain::time::CivilDay;
use crate::http::ask::Ask;
use crate::http::field;

fn say(ask: &Ask, [vi, en]: [&str; 2]) -> String {
    if ask.lang == Lang::Vi { vi } else { en }.to_owned()
}

/// From a record: what was said about it (reports, urgings), and for an inspection its minutes.
pub fn of_item(ask: &Ask, layer: LayerId, feature: &Value) -> Vec<(String, String)> {
    let record = feature.pointer("/properties/record").and_then(Value::as_str);
    let of_ordered = matches!(layer, LayerId::Tasks | LayerId::Works);
    let Some(record) = record.filter(|_| of_ordered || layer == LayerId::Inspections) else { return Vec::new() };
    let page = format!("/api/v1/records/{record}");
    let all = (say(ask, ["Mọi điều về bản ghi này", "Everything about this record"]), format!("{page}?f=html"));
    if of_ordered {
        return vec![all];
    }
    vec![all, (say(ask, ["Biên bản hai bên để in", "Minutes of both sides, to print"]), format!("{page}/minutes"))]
}

/// The month whose report a day belongs to: after the cut-off on the 14th it is the next one.
fn reported_in(day: CivilDay) -> String {
    let is_after = day.to_string().get(8..).is_some_and(|day| day > "14");
    // Twenty days from the 15th or later is always a day of the next month.
    let reported = if is_after { CivilDay::from_number(day.number() + 20).unwrap_or(day) } else { day };
    reported.to_string().chars().take(7).collect()
}

/// From the landing page to daily work.
pub fn of_work(ask: &Ask) -> Vec<(String, String)> {
    let month = reported_in(ask.day);
    vec![
        (say(ask, ["Ghi tại hiện trường", "Record in the field"]), field::PAGE.to_owned()),
        (
            say(ask, ["Báo cáo kiểm tra kỳ này", "Report of inspections"]),
            format!("/api/v1/reports/inspections?f=html&period={month}"),
        ),
        (say(ask, ["Hạn kiểm tra", "Inspections that are due"]), "/api/v1/inspections/due?f=html".to_owned()),
        (say(ask, ["Đợt kiểm tra", "Campaigns"]), "/api/v1/campaigns?f=html".to_owned()),
        (say(ask, ["Vượt ngưỡng theo dõi", "Limits that are crossed"]), "/api/v1/alerts?f=html".to_owned()),
        (say(ask, ["Nhiệm vụ theo cơ quan", "Tasks by agency"]), "/api/v1/tasks/standing?f=html".to_owned()),
        (say(ask, ["Tiến độ công trình", "Works"]), "/api/v1/works/standing?f=html".to_owned()),
        (say(ask, ["Quy định duyệt", "Rules of approval"]), "/api/v1/approval-rules?f=html".to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_after_the_cut_off_belongs_to_the_next_month() {
        let of = |day: &str| reported_in(day.parse().unwrap());
        assert_eq!(of("2026-11-14"), "2026-11");
        assert_eq!(of("2026-11-15"), "2026-12");
        assert_eq!(of("2026-12-31"), "2027-01");
        assert_eq!(of("2027-01-31"), "2027-02");
    }
}
