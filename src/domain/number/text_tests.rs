//! What [`parse_text`] reads.

use unicode_normalization::UnicodeNormalization;

use super::fixtures::{line, lines};
use super::{NumberFault, parse_text};

/// The keys of what a text names, `code` if it is refused.
fn read(text: &str, default_line: Option<&str>) -> String {
    match parse_text(text, default_line.map(line), &lines()) {
        Ok(parsed) => {
            let keys: Vec<String> = parsed.iter().map(ToString::to_string).collect();
            keys.join(" ")
        }
        Err(fault) => fault.code().to_owned(),
    }
}

#[track_caller]
fn reads_on(default_line: &str, text: &str, keys: &str) {
    assert_eq!(read(text, Some(default_line)), keys, "{text:?}");
}

#[track_caller]
fn reads(text: &str, keys: &str) {
    assert_eq!(read(text, None), keys, "{text:?}");
}

#[test]
fn every_range_of_the_documents_reads() {
    for text in ["144 - 145", "144-145", "144–145", "mốc 144 - 145", "từ mốc 144 đến mốc 145"] {
        reads_on("VN-LA", text, "VN-LA:144..145");
    }
    reads_on("VN-LA", "193 – 194", "VN-LA:193..194");
    reads_on("VN-LA", "đoạn giữa mốc quốc giới 193 - 194", "VN-LA:193..194");
    reads_on("VN-CN", "1088/2-1089", "VN-CN:1088_2..1089");
    reads_on("VN-CN", "mốc 1104-1105", "VN-CN:1104..1105");
    reads_on("VN-LA", "khu vực mốc quốc giới 211", "VN-LA:211");
    reads_on("VN-CN", "1088/2 – 1089 và 1119-1120", "VN-CN:1088_2..1089 VN-CN:1119..1120");
}

#[test]
fn a_range_may_run_over_a_line_end() {
    for text in
        ["1119–1120", "1119–\n1120", "1119–\r\n\r\n1120", "1119\r\n–1120", "1119 \u{AD}\n 1120", "1119 đến\nmốc\n1120"]
    {
        reads_on("VN-CN", text, "VN-CN:1119..1120");
    }
    reads_on("VN-CN", "mốc quốc\ngiới 211", "VN-CN:211");
}

#[test]
fn every_dash_makes_a_range() {
    for dash in [
        "-", "\u{AD}", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2015}", "\u{2212}", "\u{FE58}",
        "\u{FE63}", "\u{FF0D}", "..", " .. ", " đến ", " tới ", "đến", " TỚI ", " den ", " toi ",
    ] {
        reads_on("VN-LA", &format!("144{dash}145"), "VN-LA:144..145");
    }
}

#[test]
fn every_form_of_a_number_reads() {
    reads_on("VN-CN", "222 (1)", "VN-CN:222.1");
    reads_on("VN-CN", "261(1)", "VN-CN:261.1");
    reads_on("VN-CN", "261 ( 1 )", "VN-CN:261.1");
    reads_on("VN-CN", "2６1（1）", "VN-CN:261.1");
    reads_on("VN-KH", "47/7(2)", "VN-KH:47_7.2");
    reads_on("VN-KH", "47 / 7 (2)", "VN-KH:47_7.2");
    reads_on("VN-CN", "1088⁄2", "VN-CN:1088_2");
    reads_on("VN-CN", "1088∕2", "VN-CN:1088_2");
    reads_on("VN-CN", "１０８８／２", "VN-CN:1088_2");
    reads_on("VN-CN", "0", "VN-CN:0");
    reads_on("VN-CN", "0-1", "VN-CN:0..1");
}

#[test]
fn odd_spaces_are_spaces_and_zero_width_ones_nothing() {
    reads_on("VN-LA", "\u{FEFF}mốc\u{a0}144\u{202f}–\u{2009}14\u{200b}5\u{2060} ", "VN-LA:144..145");
    reads_on("VN-LA", "mo\u{200b}\u{302}\u{301}c 144", "VN-LA:144");
}

#[test]
fn words_read_in_any_case_unicode_form_and_without_marks() {
    let text = "Đoạn đường biên giới giữa cột mốc quốc giới số 144 và mốc giới 145, tại vị trí mốc phụ 511/1";
    let plain = "doan duong bien gioi giua cot moc quoc gioi so 144 va moc gioi 145, tai vi tri moc phu 511/1";
    let [decomposed, compatible]: [String; 2] = [text.nfd().collect(), text.nfkd().collect()];
    let (upper, plain_upper) = (text.to_uppercase(), plain.to_uppercase());
    for form in [text, plain, &decomposed, &compatible, &upper, &plain_upper] {
        reads_on("VN-LA", form, "VN-LA:144..145 VN-LA:511_1");
    }
}

#[test]
fn several_are_read_in_their_order() {
    reads_on("VN-LA", "145, 144; 1/2 và 7", "VN-LA:145 VN-LA:144 VN-LA:1_2 VN-LA:7");
    reads_on("VN-LA", "144, 145, và 146", "VN-LA:144 VN-LA:145 VN-LA:146");
    reads_on("VN-LA", "giữa 193 và 194 và 211", "VN-LA:193..194 VN-LA:211");
    reads_on("VN-LA", "giữa 193-194 và 211", "VN-LA:193..194 VN-LA:211");
    reads_on("VN-LA", "mốc 193 và 194", "VN-LA:193 VN-LA:194");
    reads_on("VN-LA", "mốc 193 khu vực biên giới; 194", "VN-LA:193 VN-LA:194");
}

#[test]
fn stakes_are_stakes_until_markers_are_named() {
    reads_on("VN-KH", "cọc dấu 12", "VN-KH:stake-12");
    reads_on("VN-KH", "coc dau số 12 – 14", "VN-KH:stake-12..stake-14");
    reads_on("VN-KH", "cọc dấu 12 đến cọc dấu 14", "VN-KH:stake-12..stake-14");
    reads_on("VN-KH", "cọc dấu 12 và 13, mốc 14, 15", "VN-KH:stake-12 VN-KH:stake-13 VN-KH:14 VN-KH:15");
    reads_on("VN-KH", "cọc dấu 12, VN-LA:14", "VN-KH:stake-12 VN-LA:14");
    reads("VN-KH cọc dấu 12", "VN-KH:stake-12");
    reads("cọc dấu VN-KH:12", "VN-KH:stake-12");
}

#[test]
fn a_line_may_be_written_before_the_number() {
    for text in [
        "VN-LA:144",
        "vn-la:144",
        "Vn-La 144",
        "VN-LA : 144",
        "VN–LA 144",
        "mốc VN-LA 144",
        "VN-LA: mốc 144",
        "VN-LA\n144",
    ] {
        reads(text, "VN-LA:144");
        // The number's own line wins.
        reads_on("VN-CN", text, "VN-LA:144");
    }
    reads("VN-CN 1088/2", "VN-CN:1088_2");
    reads_on("VN-CN", "VN-LA:144, 145", "VN-LA:144 VN-CN:145");
}

#[test]
fn the_line_of_the_first_end_covers_the_second() {
    for text in
        ["VN-LA:144..145", "VN-LA:144-145", "VN-LA 144 – mốc 145", "VN-LA:144..VN-LA:145", "giữa VN-LA:144 và 145"]
    {
        reads(text, "VN-LA:144..145");
        reads_on("VN-CN", text, "VN-LA:144..145");
    }
    reads("144 - VN-LA:145", "VN-LA:144..145");
}

#[test]
fn keys_read_inside_a_text() {
    reads("VN-CN:1088_2 và VN-CN:261.1", "VN-CN:1088_2 VN-CN:261.1");
    reads("VN-CN:1088_2..1089_1.2", "VN-CN:1088_2..1089_1.2");
    reads("VN-CN:261.1..261.2", "VN-CN:261.1..261.2");
    reads("VN-KH:stake-12..stake-14; VN-KH:stake-1", "VN-KH:stake-12..stake-14 VN-KH:stake-1");
}

#[test]
fn a_number_that_exists_on_one_line_needs_no_line() {
    reads("1088/2", "VN-CN:1088_2");
    reads("mốc 1104-1105", "VN-CN:1104..1105");
    // 144 is on three lines, 1000 on one: so is the range.
    reads("144-1000", "VN-CN:144..1000");
}

#[test]
fn a_thousand_characters_are_read_and_one_more_is_not() {
    let text = format!("{}144", " ".repeat(997));
    reads_on("VN-LA", &text, "VN-LA:144");
    let longer = format!(" {text}");
    assert_eq!(parse_text(&longer, None, &lines()), Err(NumberFault::TooLong { limit: 1000 }));
}
