//! What the server says when it has started: what to open, and three lines to paste.

use std::net::SocketAddr;

use super::chance;
use crate::atlas::LayerId;
use crate::http::App;

pub fn print(app: &App, at: SocketAddr, tls: bool) {
    let scheme = if tls { "https" } else { "http" };
    let own = || format!("{scheme}://{at}");
    let url = app.public_url.as_deref().map_or_else(own, |url| url.trim_end_matches('/').to_owned());
    let snapshot = app.context.atlas.snapshot();
    let visible = snapshot.visible(&app.viewer);
    println!("Mốc Giới đang chạy · Mốc Giới is running\n");
    println!("  Mở trong trình duyệt · open in a browser:  {url}/");
    println!("  QGIS, GDAL (OGC API – Features):           {url}/\n");
    for layer in LayerId::ALL {
        println!("  {:>6}  {}", snapshot.count(layer, &visible), layer.about().title_vi);
    }
    if snapshot.count(LayerId::BoundaryLines, &visible) == 0 {
        println!(
            "\n  Cơ sở dữ liệu còn trống; nạp dữ liệu mẫu bằng --load-seeds · the database is empty: start with --load-seeds"
        );
    }
    println!("\n  Đoạn cần quan tâm và vì sao · segments that need attention, and why:");
    println!("curl '{url}/api/v1/segments/at-risk'");
    println!("\n  Ghi một lần kiểm tra mốc 211 · log an inspection of marker 211:");
    let id = chance::new_id();
    let now = (app.context.clock)();
    println!(
        "curl -X POST '{url}/api/v1/markers/VN-LA:211/inspections' -H 'Content-Type: application/json' \
         -d '{{\"id\":\"{id}\",\"observed_at\":\"{now}\",\"mode\":\"unilateral\",\"condition\":\"good\",\"notes\":\"kiểm tra thử\"}}'"
    );
    println!("\n  Các lần kiểm tra trong khung · inspections in a box, as GeoJSON:");
    println!("curl '{url}/collections/inspections/items?bbox=102,20,106,23'");
    if !at.ip().is_loopback() {
        println!(
            "\n  CHÚ Ý: chưa có tài khoản, ai vào được {at} đều xem và ghi được · there are no accounts yet: whoever reaches {at} reads and writes"
        );
    }
    println!();
}
