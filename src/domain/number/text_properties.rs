//! What holds of [`parse_text`] for every number and every text.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::fixtures::{any_number, endless, line, lines};
use super::{MarkerKey, Parsed, SegmentKey, parse_text};

proptest! {
    #[test]
    fn every_number_reads_back_from_its_text_and_its_key(number in any_number()) {
        let marker = MarkerKey::new(line("VN-LA"), number);
        let expected = Ok(vec![Parsed::Marker(marker)]);
        let written = number.to_string();
        prop_assert_eq!(&parse_text(&written, Some(line("VN-LA")), &endless()), &expected);
        prop_assert_eq!(&parse_text(&marker.to_string(), None, &endless()), &expected);
        let nfd: String = written.nfd().collect();
        prop_assert_eq!(&parse_text(&nfd, None, &endless()), &expected);
    }

    #[test]
    fn every_range_reads_back_from_its_text_and_its_key(a in any_number(), b in any_number()) {
        let ends = [a, b].map(|number| MarkerKey::new(line("VN-LA"), number));
        if let Ok(segment) = SegmentKey::new(ends[0], ends[1]) {
            let [from, to] = ends;
            let expected = Ok(vec![Parsed::Range { from, to }]);
            prop_assert_eq!(&parse_text(&segment.label(), None, &endless()), &expected);
            prop_assert_eq!(&parse_text(&segment.to_string(), None, &endless()), &expected);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in ".*") {
        let _ = parse_text(&text, None, &lines()).map_err(|fault| (fault.message_vi(), fault.to_string()));
    }

    #[test]
    fn no_mixture_of_known_pieces_makes_it_panic(
        pieces in prop::collection::vec(
            prop_oneof![
                "[0-9/(). _:,;–-]{1,4}",
                "(mốc|cọc dấu|giữa|và|đến|VN-LA|stake-| |\n|144|145|1088/2|quốc)",
            ],
            0..12,
        ),
    ) {
        for parsed in parse_text(&pieces.concat(), None, &lines()).unwrap_or_default() {
            prop_assert_eq!(parsed.segment().is_some(), matches!(parsed, Parsed::Range { .. }));
            let again = parse_text(&parsed.to_string(), None, &lines());
            prop_assert_eq!(again, Ok(vec![parsed]));
        }
    }
}
