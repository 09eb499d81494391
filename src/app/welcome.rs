//! What the server says when it has started: what to open, and three lines to paste.

use std::net::SocketAddr;

use super::chance;
use crate::actions::people::manage::OneTime;
use crate::atlas::LayerId;
use crate::domain::access::Viewer;
use crate::http::App;

/// How the server is reached, and secrets that are shown once.
#[derive(Default)]
pub struct Known {
    pub tls: bool,
    /// Password of the first administrator, for one use.
    pub administrator: Option<OneTime>,
    /// Token of the account to try things out with.
    pub demo: Option<String>,
}

pub fn print(app: &App, at: SocketAddr, known: &Known) {
    let scheme = if known.tls { "https" } else { "http" };
    let own = || format!("{scheme}://{at}");
    let url = app.public_url.as_deref().map_or_else(own, |url| url.trim_end_matches('/').to_owned());
    let snapshot = app.context.atlas.snapshot();
    let everything = Viewer::all();
    let visible = snapshot.visible(&everything);
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
    if let Some(once) = &known.administrator {
        let (password, until) = (once.password.expose(), once.expires);
        println!(
            "\n  QUẢN TRỊ · ADMINISTRATOR: tên · name: admin, mật khẩu dùng một lần · password for one use: {password}\n  \
             Đăng nhập tại · log in at {url}/login; hạn · until {until}; hết hạn thì · after that: mocgioi user reset-password admin"
        );
    }
    let show = match &known.demo {
        Some(token) => {
            println!(
                "\n  BẢN DÙNG THỬ: mã dưới đây xem và ghi được, có hạn 7 ngày; đừng dùng dữ liệu thật.\n  \
                 THIS IS A DEMO: the token below reads and writes, for 7 days; do not put real data in."
            );
            format!(" -H 'Authorization: Bearer {token}'")
        }
        None => String::new(),
    };
    println!("\n  Đoạn cần quan tâm và vì sao · segments that need attention, and why:");
    println!("curl{show} '{url}/api/v1/segments/at-risk'");
    println!("\n  Ghi một lần kiểm tra mốc 211 · log an inspection of marker 211:");
    let id = chance::new_id();
    let now = (app.context.clock)();
    println!(
        "curl{show} -X POST '{url}/api/v1/markers/VN-LA:211/inspections' -H 'Content-Type: application/json' \
         -d '{{\"id\":\"{id}\",\"observed_at\":\"{now}\",\"mode\":\"unilateral\",\"condition\":\"good\",\"notes\":\"kiểm tra thử\"}}'"
    );
    println!("\n  Các lần kiểm tra trong khung · inspections in a box, as GeoJSON:");
    println!("curl{show} '{url}/collections/inspections/items?bbox=102,20,106,23'");
    if app.open_as.is_some() {
        println!(
            "\n  CHÚ Ý: chạy không có tài khoản (--access open), ai vào được {at} đều xem và ghi được mọi thứ · running without accounts: whoever reaches {at} reads and writes everything"
        );
    } else if known.demo.is_none() {
        println!(
            "\n  Ghi và xem dữ liệu nội bộ cần mã truy cập: mocgioi user add, mocgioi user token · writing, and reading what is internal, needs a token"
        );
    }
    println!();
}
