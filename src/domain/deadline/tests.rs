use super::*;

fn on(text: &str) -> CivilDay {
    text.parse().unwrap()
}

/// What a text is read as in a document of 20 March 2026, in short.
fn short(said: &Said<'_>) -> String {
    let deadline = read(said);
    let day = deadline.last_day().map(|day| format!(" {day}")).unwrap_or_default();
    let strength = deadline.strength.map(|strength| format!(" {strength:?}")).unwrap_or_default();
    let doubts: String = deadline.doubts.iter().fold(String::new(), |all, doubt| format!("{all} {:?}", doubt.code));
    let more = match &deadline.kind {
        Kind::Recurring(of) => format!(" {:?} {}.{}", of.every, of.month, of.day),
        Kind::Relative { days, working, event, .. } => {
            format!(" {days}{} {event:?}", if *working { " working" } else { "" })
        }
        Kind::Dated { without_year: true, .. } => " (no year)".to_owned(),
        _ => String::new(),
    };
    format!("{}{day}{more}{strength}{doubts}", deadline.kind.as_str())
}

fn words(text: &str) -> String {
    short(&Said { words: Some(text), written_on: Some(on("2026-03-20")), ..Said::default() })
}

#[test]
fn the_ways_of_the_documents_are_read() {
    for (text, expected) in [
        ("chậm nhất ngày 23/5/2026", "dated 2026-05-23"),
        ("Chậm nhất ngày 23 tháng 5 năm 2026.", "dated 2026-05-23"),
        ("Quý II/2026", "dated 2026-06-30"),
        ("trong quý 3 năm 2026", "dated 2026-09-30"),
        ("trước Quý III/2026", "dated 2026-06-30"),
        ("trước ngày 15/4/2026", "dated 2026-04-14"),
        ("trude ngay 15/4/2026", "dated 2026-04-14"),
        ("trong tháng 6 năm 2026", "dated 2026-06-30"),
        ("đến hết tháng 2/2028", "dated 2028-02-29"),
        ("trước tháng 1/2027", "dated 2026-12-31"),
        ("trong năm 2026", "dated 2026-12-31"),
        ("6 tháng đầu năm 2026", "dated 2026-06-30"),
        ("trước 30/11", "dated 2026-11-29 (no year)"),
        ("trước 01/02", "dated 2027-01-31 (no year)"),
        ("phấn đấu khởi công thi công xây lắp chậm nhất 10/7/2026", "dated 2026-07-10 Strive"),
        ("thường xuyên", "continuing"),
        ("Thường xuyên, liên tục", "continuing"),
        ("trước ngày 30 hằng tháng", "recurring Month 1.29"),
        ("trudc ngay 30 hang thang", "recurring Month 1.29"),
        ("Hằng năm, trước ngày 30 tháng 11", "recurring Year 11.29"),
        ("hằng quý", "recurring Quarter 3.31"),
        ("trước ngày 01 tháng 12 hằng năm", "recurring Year 11.31"),
        ("07 ngày kể từ ngày nhận được văn bản", "relative 7 \"ngày nhận được văn bản\""),
        ("trong thời hạn 07 ngày, kể từ ngày 25/3/2026", "relative 2026-04-01 7 \"ngày 25/3/2026\""),
        ("10 ngày làm việc kể từ ngày ký", "relative 10 working \"ngày ký\""),
        ("sau khi có ý kiến của các Bộ", "dependent"),
    ] {
        assert_eq!(words(text), expected, "{text}");
    }
}

#[test]
fn what_is_not_read_is_said_to_be_unread() {
    for text in [
        "cùng với dự toán ngân sách năm 2026",
        "trước mùa mưa năm 2027",
        "theo thời hạn quy định chung của tỉnh",
        "theo Quyết định ngày 20/6/2026",
        "sớm nhất",
        "ngày 5",
        "trong 20/6/26",
        "trước ngày 15/4/2026 và ngày",
        "năm 2026",
        "hằng quý, chậm nhất ngày 10 tháng cuối quý",
        "99999999999/9999999999/999999999999",
        "ngày 23/5/2026 hoặc sau đó",
    ] {
        assert_eq!(words(text), "unread", "{text}");
    }
    assert_eq!(short(&Said::default()), "none");
}

#[test]
fn a_doubtful_day_is_kept_and_counts_for_nothing() {
    assert_eq!(words("trong ngay 24/3/2025"), "dated BeforeDocument");
    assert_eq!(words("chậm nhất ngày 31/2/2027"), "unread NoSuchDay");
    assert_eq!(words("trước ngày 32 hằng tháng"), "unread NoSuchDay");
    let flag = Flag { code: FlagCode::DoubtfulDate, text: "24/3/2026".into(), note: Some("thứ Bảy".into()) };
    let flags = [flag];
    let of = |text| read(&Said { words: Some(text), flags: &flags, ..Said::default() });
    assert_eq!(of("trong ngày 24/3/2026").last_day(), None);
    assert_eq!(of("trong ngày 24/3/2026").doubts[0].code, DoubtCode::Flagged);
    assert_eq!(of("trong ngày 24/3/2026").words.as_deref(), Some("trong ngày 24/3/2026"));
    // The flag is of other words.
    assert_eq!(of("trong ngày 25/3/2026").last_day(), Some(on("2026-03-25")));
    let entered =
        Said {
            words: Some("trước ngày 15/4/2026"), due: Some(on("2026-04-15")), written_on: None, ..Said::default()
        };
    assert_eq!(short(&entered), "dated Disagrees");
}

#[test]
fn what_stands_beside_the_words_counts() {
    let said = |recurrence| short(&Said { recurrence: Some(recurrence), ..Said::default() });
    assert_eq!(said(Recurrence::Regular), "continuing");
    assert_eq!(said(Recurrence::Monthly), "recurring Month 1.31");
    let yearly = Said { words: Some("trước ngày 30 tháng 11"), periods: &[Period::Year], ..Said::default() };
    assert_eq!(short(&yearly), "recurring Year 11.29");
    let steps = ["các huyện hoàn thành các thủ tục".to_owned(), "có ý kiến của các Bộ".to_owned()];
    let waiting = read(&Said { words: Some("trong tháng 6/2025"), depends_on: &steps, ..Said::default() });
    assert_eq!((waiting.waits_for.len(), waiting.last_day()), (2, Some(on("2025-06-30"))));
    // What this program does not read, whoever entered it did.
    let entered = Said { words: Some("trước mùa mưa"), due: Some(on("2026-04-30")), ..Said::default() };
    assert_eq!(short(&entered), "dated 2026-04-30");
    let relative = read(&Said { words: Some("07 ngày kể từ ngày ký"), ..Said::default() });
    assert_eq!(relative.last_day(), None);
    assert_eq!(relative.last_day_from(on("2026-02-25")), Some(on("2026-03-04")));
}

mod drawn {
    use proptest::prelude::*;

    use super::super::*;

    proptest! {
        /// No words make it fall over, and no day comes of words without one.
        #[test]
        fn any_words_are_read(text in "\\PC{0,60}") {
            let deadline = read(&Said { words: Some(&text), ..Said::default() });
            if !text.chars().any(|c| c.is_ascii_digit()) {
                prop_assert_eq!(deadline.last_day(), None);
            }
        }

        #[test]
        fn pieces_of_deadlines_are_read(pieces in prop::collection::vec(
            prop::sample::select(vec!["trước", "ngày", "30", "/", "11", "2026", "tháng", "năm", "hằng", "quý", "I", "kể", "từ",
                "0", "6", "đầu", "trong", "1", "sau khi", "làm việc"]), 0..10,
        )) {
            let text = pieces.join(" ");
            read(&Said { words: Some(&text), written_on: "2026-03-20".parse().ok(), ..Said::default() });
        }

        #[test]
        fn every_day_is_read_as_it_is_written(number in -25_000_i64..2_000_000, before: bool) {
            let day = CivilDay::from_number(number).unwrap();
            let text = format!("{} ngày {}", if before { "trước" } else { "chậm nhất" }, day.written_vi());
            let read = read(&Said { words: Some(&text), ..Said::default() });
            prop_assert_eq!(read.last_day(), CivilDay::from_number(number - i64::from(before)));
        }
    }
}
