//! What [`parse_text`] refuses, and what it says then.

use super::fixtures::{line, lines, number};
use super::{Lines, NumberFault, parse_text};

fn fault(text: &str, default_line: Option<&str>) -> Option<NumberFault> {
    parse_text(text, default_line.map(line), &lines()).err()
}

/// Checks the code of a refusal.
#[track_caller]
fn refused(text: &str, code: &str) {
    let fault = fault(text, Some("VN-LA"));
    assert_eq!(fault.map(|fault| fault.code()), Some(code), "{text:?}");
}

/// Checks the piece that is quoted as unreadable.
#[track_caller]
fn unreadable(text: &str, piece: &str) {
    let quoted = Some(NumberFault::unreadable(piece));
    assert_eq!(fault(text, Some("VN-LA")), quoted, "{text:?}");
}

#[track_caller]
fn says(text: &str, default_line: Option<&str>, vi: &str, en: &str) {
    let fault = fault(text, default_line);
    let messages = fault.map(|fault| (fault.message_vi(), fault.to_string()));
    assert_eq!(messages, Some((vi.to_owned(), en.to_owned())));
}

#[test]
fn a_bare_number_on_several_lines_is_refused_with_all_their_names() {
    says(
        "144",
        None,
        "Mốc \"144\" có trên các tuyến VN-CN, VN-KH, VN-LA: hãy ghi rõ tuyến, ví dụ VN-LA:144",
        "Marker \"144\" exists on the lines VN-CN, VN-KH, VN-LA: name the line, for example VN-LA:144",
    );
    says(
        "700/1 - 701",
        None,
        "Đoạn \"700/1–701\" có trên các tuyến VN-CN, VN-LA: hãy ghi rõ tuyến, ví dụ VN-LA:700_1..701",
        "Range \"700/1–701\" exists on the lines VN-CN, VN-LA: name the line, for example VN-LA:700_1..701",
    );
    says(
        "cọc dấu 12",
        None,
        "\"cọc dấu 12\" có trên các tuyến VN-KH, VN-LA: hãy ghi rõ tuyến, ví dụ VN-LA:stake-12",
        "Stake \"cọc dấu 12\" exists on the lines VN-KH, VN-LA: name the line, for example VN-LA:stake-12",
    );
    let lines = ["VN-CN", "VN-KH", "VN-LA"].map(line).to_vec();
    let (from, to) = (number("0"), None);
    assert_eq!(fault("0", None), Some(NumberFault::LineRequired { from, to, lines }));
}

#[test]
fn a_number_on_no_line_is_refused() {
    says(
        "1379",
        None,
        "Mốc \"1379\" không có trên tuyến nào: hãy kiểm tra lại số",
        "Marker \"1379\" does not exist on any line: check the number",
    );
    let code = |text| fault(text, None).map(|fault| fault.code());
    assert_eq!(code("1000-1379"), Some("unknown_number"));
    assert_eq!(code("VN-CN cọc dấu 12"), Some("unknown_number"));
}

#[test]
fn a_number_beyond_its_line_is_told_where_that_line_ends() {
    says(
        "1088/2",
        Some("VN-LA"),
        "Mốc \"1088/2\" vượt quá số cuối của tuyến VN-LA là 800: hãy kiểm tra lại số hoặc tuyến",
        "Marker \"1088/2\" is beyond the last number of line VN-LA, 800: check the number or the line",
    );
    refused("700-801", "out_of_range");
    refused("144, VN-KH:316", "out_of_range");
}

#[test]
fn a_line_that_is_not_known_is_refused() {
    says(
        "144",
        Some("VN-TH"),
        "Không có tuyến \"VN-TH\": hãy dùng một trong các tuyến VN-CN, VN-KH, VN-LA",
        "There is no line \"VN-TH\": use one of VN-CN, VN-KH, VN-LA",
    );
    refused("VN-TH:144", "unknown_line");
    // Also where no number asks for it.
    assert_eq!(fault("VN-LA:144", Some("VN-TH")).map(|fault| fault.code()), Some("unknown_line"));
    let nowhere = parse_text("1", Some(line("VN-LA")), &Lines::default());
    assert!(nowhere.is_err_and(|fault| fault.to_string().contains("load the list of lines")));
}

#[test]
fn a_range_in_the_wrong_order_is_told_the_right_one() {
    says(
        "145-144",
        None,
        "Đoạn ghi ngược: hãy ghi từ số nhỏ đến số lớn, 144–145",
        "The range runs backwards: write the lower number first, 144–145",
    );
    refused("1089-1088/2", "descending_range");
    refused("144/1-144", "descending_range");
}

#[test]
fn a_range_needs_two_different_ends_of_one_kind_on_one_line() {
    refused("144-144", "empty_range");
    refused("1-2-3", "chained_range");
    refused("giữa 1 và 2-3", "chained_range");
    refused("VN-LA:144-VN-CN:145", "mixed_lines");
    refused("144 - VN-CN:145", "mixed_lines");
    refused("cọc dấu 12 - mốc 14", "mixed_series");
    refused("mốc 12 - cọc dấu 14", "mixed_series");
    refused("cọc dấu 12 mốc - 14", "mixed_series");
    refused("VN-KH:stake-12..14", "mixed_series");
    let piece = "1 – 2 – 3".to_owned();
    assert_eq!(fault("mốc 7, 1 – 2 – 3, 8", None).map(|fault| fault.code()), Some("line_required"));
    assert_eq!(fault("1 – 2 – 3, 8", None), Some(NumberFault::ChainedRange { piece }));
}

#[test]
fn a_number_out_of_its_bounds_is_refused() {
    refused("007", "leading_zero");
    refused("144/0", "leading_zero");
    refused("144(0)", "leading_zero");
    refused("cọc dấu 0", "leading_zero");
    refused("0/1", "bad_tripoint");
    refused("0(1)", "bad_tripoint");
    refused("10000", "number_too_large");
    refused("144/1000", "number_too_large");
    refused("144(10)", "number_too_large");
    refused(&"9".repeat(900), "number_too_large");
}

#[test]
fn whatever_is_left_over_is_quoted() {
    unreadable("mốc 144 bị nứt", "bị");
    unreadable("144 & 145", "&");
    unreadable("144 145", "145");
    unreadable("24/3/2025", "/2025");
    unreadable("144a", "a");
    unreadable("(1)", "(1)");
    unreadable("144 (1088/2)", "(1088/2)");
    unreadable("144.", ".");
    unreadable("144...145", ".145");
    unreadable("144: 145", ":");
    unreadable("quốc giới 144", "quốc");
    unreadable("móc 144", "móc");
    unreadable("144 cọc dấu", "cọc dấu");
    unreadable("144 VN-LA", "VN-LA");
    unreadable("VN-LA144", "VN-LA144");
    unreadable("cọc dấu 12/1", "12/1");
    unreadable("٣", "٣");
    unreadable("144 \u{7}", "\u{FFFD}");
    unreadable(&"x".repeat(50), &"x".repeat(50));
}

#[test]
fn what_only_keys_write_is_refused_outside_of_keys() {
    unreadable("1088_2", "1088_2");
    unreadable("1.088", "1.088");
    unreadable("stake-12", "stake-12");
    unreadable("VN-LA:1, 2_1", "2_1");
}

#[test]
fn a_missing_number_is_shown_by_what_led_to_it() {
    unreadable("mốc", "mốc");
    unreadable("VN-LA:", "VN-LA:");
    unreadable("-144", "-");
    unreadable("đến 144", "đến");
    unreadable("144 -", "-");
    unreadable("144 – , 145", "– ,");
    unreadable("144 – mốc", "– mốc");
    unreadable("144--145", "--");
    unreadable("144, ", ",");
    unreadable("144;; 145", ";;");
    unreadable("VN-LA VN-CN 144", "VN-LA VN-CN");
}

#[test]
fn nothing_written_is_refused() {
    for text in ["", " ", "\n\u{a0}\u{200b}"] {
        refused(text, "empty");
    }
}

#[test]
fn every_message_is_one_line() {
    for text in ["144\n&\n", "1–\n2–\n3", "1\r\n2", "0\n/\n1", "\u{7}"] {
        let messages = fault(text, Some("VN-LA")).map(|fault| [fault.message_vi(), fault.message_en()]);
        let messages = messages.into_iter().flatten();
        assert!(messages.flat_map(|message| message.chars().collect::<Vec<_>>()).all(|c| !c.is_control()));
    }
}
