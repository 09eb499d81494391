use super::*;

fn told(bytes: &[u8]) -> Result<Encoding, EncodingFault> {
    detect(bytes, true, EncodingHint::Detect).map(|found| found.encoding)
}

fn western(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(letter as u32).expect("Latin-1")).collect()
}

#[test]
fn marks_are_believed_and_left_out() {
    let found = |bytes: &[u8]| detect(bytes, true, EncodingHint::Detect).map(|found| (found.encoding, found.mark));
    assert_eq!(found(b"\xef\xbb\xbfa"), Ok((Encoding::Utf8, 3)));
    assert_eq!(found(b"\xff\xfea\0"), Ok((Encoding::Utf16Le, 2)));
    assert_eq!(found(b"\xfe\xff\0a"), Ok((Encoding::Utf16Be, 2)));
    let stated = detect(b"\xef\xbb\xbfa", true, EncodingHint::Is(Encoding::Tcvn3));
    assert_eq!(stated, Err(EncodingFault::Contradicts { stated: Encoding::Tcvn3, mark: "UTF-8" }));
}

#[test]
fn utf_16_without_a_mark_is_told_by_its_zeros() {
    let text = "Mốc số;Kinh độ;Vĩ độ\n144;102,1;22,4\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!((told(&little), told(&big)), (Ok(Encoding::Utf16Le), Ok(Encoding::Utf16Be)));
}

#[test]
fn utf_8_is_told_even_when_the_sample_ends_within_a_letter_or_a_byte_is_broken() {
    assert_eq!(told(b""), Ok(Encoding::Utf8));
    assert_eq!(told("Mốc số".as_bytes()), Ok(Encoding::Utf8));
    let cut = &"Mốc".as_bytes()[..3];
    assert_eq!(detect(cut, false, EncodingHint::Detect).map(|found| found.encoding), Ok(Encoding::Utf8));
    assert_ne!(told(cut), Ok(Encoding::Utf8));
    let mut broken = "Đường biên giới, điểm sạt lở, độ chính xác".as_bytes().to_vec();
    broken.push(0xff);
    assert_eq!(told(&broken), Ok(Encoding::Utf8), "and reading it stops at the byte");
}

#[test]
fn the_three_old_encodings_are_told_by_their_words() {
    // "Mốc số;Kinh độ;Vĩ độ;Tuyến biên giới", as a Western font would show each.
    assert_eq!(told(&western("Môìc sôì;Kinh ðôò;ViÞ ðôò;Tuyêìn biên giõìi")), Ok(Encoding::Windows1258));
    assert_eq!(told(&western("Mèc sè;Kinh ®é;VÜ ®é;TuyÕn biªn giíi")), Ok(Encoding::Tcvn3));
    assert_eq!(told(&western("Moác soá;Kinh ñoä;Vó ñoä;Tuyeán bieân giôùi")), Ok(Encoding::Vni));
}

#[test]
fn signs_alone_need_no_guess() {
    assert_eq!(told(b"lat,lon\n22\xb024'02\x94,102\xb008'38\x94\n"), Ok(Encoding::AsciiSigns));
}

#[test]
fn what_cannot_be_told_is_refused_with_each_reading() {
    let fault = told(&western("so,ten\n1,bé\n")).unwrap_err();
    let EncodingFault::CannotTell { readings, line } = &fault else { panic!("{fault:?}") };
    assert_eq!((readings.len(), *line), (3, 2));
    let vi = fault.message_vi();
    assert!(vi.contains("windows-1258 “1,bé”") && vi.contains("tcvn3 “1,bộ”") && vi.contains("vni “1,b?”"), "{vi}");
    // French is none of them.
    assert!(told(&western("château,forêt,déjà")).is_err());
}

#[test]
fn a_workbook_is_not_taken_for_text() {
    let fault = told(b"PK\x03\x04....").unwrap_err();
    assert!(fault.message_en().contains("XLSX"));
    assert!(told(b"\xff\xfe\0\0a\0\0\0").is_err(), "UTF-32");
}

#[test]
fn any_bytes_at_all_give_an_answer() {
    let mut state = 1_u64;
    for length in 0..300 {
        let bytes: Vec<u8> = (0..length)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                state.to_be_bytes()[0]
            })
            .collect();
        let _ = told(&bytes);
        for encoding in Encoding::STATED {
            let _ = encoding.decode(&bytes);
        }
    }
}
