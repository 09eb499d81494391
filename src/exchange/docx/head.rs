//! What stands around the text: agency and country, title, addressees, recipients and signature.

use super::parts::TEXT_WIDTH;
use super::text::{Dress, centered, paragraph, run, side_by_side, stroke};
use crate::domain::report::document::Document;

const LEFT: u32 = 3_600;
const RIGHT: u32 = TEXT_WIDTH - LEFT;

/// Agency upper left, country and motto upper right, number and date below.
pub(super) fn head(document: &Document) -> String {
    let agency = document.agency.as_deref().map_or_else(|| "………………………".to_owned(), str::to_uppercase);
    let above = document.above.as_deref().map(|above| centered(&run(&above.to_uppercase(), Dress::of(26))));
    let number = document.number.as_deref().unwrap_or("………/BC-……");
    let left = [
        above.unwrap_or_default(),
        centered(&run(&agency, Dress::of(26).bold())),
        stroke(1_150),
        centered(&run(&format!("Số: {number}"), Dress::of(26))),
    ];
    let right = [
        centered(&run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Dress::of(24).bold())),
        centered(&run("Độc lập - Tự do - Hạnh phúc", Dress::of(26).bold())),
        stroke(1_330),
        centered(&run(&document.dated(), Dress::of(26).italic())),
    ];
    side_by_side(&[(LEFT, left.concat()), (RIGHT, right.concat())])
}

/// Kind of document, what it is about, the period, whom it is for.
pub(super) fn title(document: &Document) -> String {
    let space = |before: u32, content: String| {
        let properties = format!(
            "<w:spacing w:before=\"{before}\" w:after=\"0\"/><w:ind w:firstLine=\"0\"/><w:jc w:val=\"center\"/>"
        );
        paragraph(&properties, &content)
    };
    let mut all = vec![
        space(360, run("BÁO CÁO", Dress::of(28).bold())),
        centered(&run(&document.title, Dress::of(28).bold())),
        centered(&run(&document.period, Dress::of(28).bold())),
        stroke(3_100),
        centered(&run(&format!("({})", document.remark), Dress::of(24).italic())),
    ];
    let to = document.to.join("; ");
    let mut properties = String::from("<w:spacing w:before=\"240\" w:after=\"200\"/>");
    properties.push_str("<w:ind w:firstLine=\"0\"/><w:jc w:val=\"center\"/>");
    all.push(paragraph(&properties, &run(&format!("Kính gửi: {to}"), Dress::of(28))));
    all.concat()
}

/// Recipients lower left, signature lower right.
pub(super) fn foot(document: &Document) -> String {
    let plain =
        |content: &str| paragraph("<w:spacing w:before=\"0\" w:after=\"0\"/><w:ind w:firstLine=\"0\"/>", content);
    let mut left = plain(&run("Nơi nhận:", Dress::of(24).bold().italic()));
    for (n, one) in document.recipients.iter().enumerate() {
        let end = if n + 1 == document.recipients.len() { "." } else { ";" };
        left.push_str(&plain(&run(&format!("- {one}{end}"), Dress::of(22))));
    }
    let position =
        document.position.as_deref().map_or_else(|| "QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ".to_owned(), str::to_uppercase);
    let room = centered(&run(" ", Dress::of(28))).repeat(4);
    let name = document.signer.as_deref().unwrap_or("(Họ và tên)");
    let right = [centered(&run(&position, Dress::of(28).bold())), room, centered(&run(name, Dress::of(28).bold()))];
    let before = paragraph("<w:keepNext/><w:spacing w:before=\"0\" w:after=\"0\"/><w:ind w:firstLine=\"0\"/>", "");
    let half = TEXT_WIDTH / 2;
    [before, side_by_side(&[(half, left), (TEXT_WIDTH - half, right.concat())])].concat()
}
