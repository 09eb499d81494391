use super::*;
use crate::geo::testing::fixed;
use proptest::prelude::*;

const TRIPOINT: f64 = 22.400_637_5;

fn latitude(text: &str) -> Result<f64, AngleFault> {
    parse(text, Axis::Latitude)
}

#[test]
fn one_angle_in_the_ways_people_type_it() {
    let ways = [
        "22°24'02.295\"N",
        "22 24 02.295",
        "22-24-02.295N",
        "22-24-02.295-N",
        "22:24:02,295",
        "22d24m02.295s",
        "22D24M02.295S",
        "22d24m02.295sN",
        "N 22º24’02.295”",
        "22° 24′ 02.295″ N",
        "22°24'02,295''B",
        "22° 24' 02.295\" Bắc",
        "22 độ 24 phút 2,295 giây",
        "+22°24'2.295\"",
        "22°24.03825'",
        "22.4006375",
        "22,4006375°",
        "  22.4006375 N ",
    ];
    for way in ways {
        let degrees = latitude(way).unwrap_or_else(|fault| panic!("{way}: {fault}"));
        assert!((degrees - TRIPOINT).abs() < 1e-12, "{way}: {degrees}");
    }
}

#[test]
fn south_and_west_are_negative() {
    for way in
        ["-22°30'", "22°30'S", "22 30 S", "22d30mS", "22°30' Nam", "−22.5", "22d30m00s S", "22°30'00S", "22 30 0s"]
    {
        assert_eq!(latitude(way), Ok(-22.5), "{way}");
    }
    for way in ["102°15'W", "102 15 T", "-102.25", "102° 15' Tây"] {
        assert_eq!(parse(way, Axis::Longitude), Ok(-102.25), "{way}");
    }
    for way in ["102°15'E", "102°15'Đ", "102°15'00\"D", "Đ102.25", "102-15 đông"] {
        assert_eq!(parse(way, Axis::Longitude), Ok(102.25), "{way}");
    }
}

#[test]
fn an_n_is_north_unless_its_companion_speaks_vietnamese() {
    assert_eq!(latitude("22°30'N"), Ok(22.5));
    assert_eq!(parse_pair("22°30'N", "102.25"), (Ok(22.5), Ok(102.25)));
    for companion in ["102°15'Đ", "102°15' Đông", "102°15'T"] {
        assert_eq!(parse_pair("22°30'N", companion).0, Err(AngleFault::NorthOrNam), "{companion}");
        assert_eq!(parse_pair("22°30'B", companion).0, Ok(22.5));
        assert_eq!(parse_pair("22°30'S", companion).0, Ok(-22.5));
    }
}

#[test]
fn what_contradicts_itself_is_refused() {
    for (text, fault) in [
        ("22°60'00\"", AngleFault::Sixty),
        ("22 24 60.0", AngleFault::Sixty),
        ("-22°24'N", AngleFault::SignAndLetter),
        ("-22°24'S", AngleFault::SignAndLetter),
        ("+22°24'S", AngleFault::SignAndLetter),
        ("N22°24'N", AngleFault::TwoLetters),
        ("22°24'E", AngleFault::OtherAxis),
        ("102°24'E", AngleFault::OtherAxis),
        ("22°24'Đ", AngleFault::OtherAxis),
        ("90°00'00.001\"", AngleFault::Beyond { most: 90.0 }),
        ("102°08'38\"", AngleFault::Beyond { most: 90.0 }),
    ] {
        assert_eq!(latitude(text), Err(fault), "{text}");
    }
    assert_eq!(latitude("90°00'00\""), Ok(90.0));
}

#[test]
fn anything_else_is_unreadable() {
    let long = "1".repeat(100);
    let texts = [
        "",
        " ",
        "°",
        "N",
        "-",
        "22'",
        "22\"",
        "22°24\"",
        "22.5°24'",
        "22 24.5 02",
        "1 2 3 4",
        "22--24",
        "22-24-",
        "22:24:",
        "22°240'",
        "2e1",
        "1E5",
        "22m",
        "NaN",
        "inf",
        "22,24,02",
        "22..5",
        ".5.",
        "22°24'02\"X",
        "22°24'02\"NB",
        &long,
        "٢٢",
    ];
    for text in texts {
        assert_eq!(latitude(text), Err(AngleFault::Unreadable), "{text:?}");
    }
}

#[test]
fn both_in_one_text_need_their_letters() {
    let want = Ok((22.5, 102.25));
    for text in [
        "22°30'00\"N 102°15'00\"E",
        "102°15'00\"Đ; 22°30'00\"B",
        "N22 30 00, E102 15 00",
        "22.5N,102.25E",
        "22 30 N / 102 15 E",
    ] {
        assert_eq!(parse_both(text), want, "{text}");
    }
    assert_eq!(parse_both("22.5, 102.25"), Err(AngleFault::LettersNeeded));
    assert_eq!(parse_both("22.5N 102.25Đ"), Err(AngleFault::NorthOrNam));
    assert_eq!(parse_both(""), Err(AngleFault::LettersNeeded));
}

#[test]
fn every_fault_has_words_in_both_languages() {
    let faults = [AngleFault::Unreadable, AngleFault::Sixty, AngleFault::Beyond { most: 90.0 }, AngleFault::NorthOrNam];
    for fault in faults {
        assert!(fault.message_vi().len() > 10 && fault.to_string().len() > 10);
    }
}

proptest! {
    #![proptest_config(fixed(21, 1_000))]

    #[test]
    fn what_is_written_is_read_back(thousandths in -324_000_000_i64..=324_000_000, decimals in 3_usize..=9) {
        #[allow(clippy::cast_precision_loss, reason = "far below 2⁵³")]
        let degrees = thousandths as f64 / 3_600_000.0;
        let text = format(degrees, Axis::Latitude, decimals);
        let read = latitude(&text).expect("our own");
        prop_assert!((read - degrees).abs() < 1e-13, "{}", text);
        prop_assert_eq!(format(read, Axis::Latitude, 3), format(degrees, Axis::Latitude, 3));
        // The same in other clothes.
        let bare = text.replace(['°', '\''], "-").replace('"', "").replace('.', ",");
        prop_assert_eq!(latitude(&bare), Ok(read));
    }

    #[test]
    fn no_text_panics(text in "[-+0-9.,°'\" :dmsNSEWĐTB]{0,24}|\\PC{0,24}") {
        let _ = latitude(&text);
        let _ = parse_both(&text);
        if let Ok(degrees) = parse(&text, Axis::Longitude) {
            prop_assert!(degrees.abs() <= 180.0);
        }
    }
}
