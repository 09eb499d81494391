use unicode_normalization::UnicodeNormalization as _;

use super::mark;

#[test]
fn marks_are_known_however_they_are_typed() {
    for (text, found) in [
        ("TUYỆT MẬT", "Tuyệt mật"),
        ("tuyệt mật", "Tuyệt mật"),
        ("Hồ sơ tuyệt mật về mốc 211", "Tuyệt mật"),
        ("T U Y Ệ T  M Ậ T", "Tuyệt mật"),
        ("T.U.Y.Ệ.T  M.Ậ.T", "Tuyệt mật"),
        ("TU YỆT MẬT", "Tuyệt mật"),
        ("TUYỆT\nMẬT", "Tuyệt mật"),
        ("TUYỆT - MẬT", "Tuyệt mật"),
        ("tuyệt_mật.pdf", "Tuyệt mật"),
        ("tuyệtmật", "Tuyệt mật"),
        ("TUYẸT MÂT", "Tuyệt mật"),
        ("tuyêt mât", "Tuyệt mật"),
        ("TUYET-MAT", "Tuyệt mật"),
        ("tuyet-mat", "Tuyệt mật"),
        ("bao-cao_tuyet_mat.csv", "Tuyệt mật"),
        ("TUYET MAT", "Tuyệt mật"),
        ("Hồ sơ TUYET MAT số 3", "Tuyệt mật"),
        ("T U Y E T  M A T", "Tuyệt mật"),
        ("t u y e t m a t", "Tuyệt mật"),
        ("ＴＵＹỆＴ　ＭẬＴ", "Tuyệt mật"),
        ("TUY\u{200b}ỆT M\u{ad}ẬT", "Tuyệt mật"),
        ("TUYE\u{200d}\u{302}\u{323}T\u{a0}MẬT", "Tuyệt mật"),
        ("𝐓𝐔𝐘Ệ𝐓 𝐌Ậ𝐓", "Tuyệt mật"),
        ("t\u{336}u\u{336}yệt mật", "Tuyệt mật"),
        ("văn bản tối  mật số 3", "Tối mật"),
        ("Tối mật thư gửi tỉnh", "Tối mật"),
        ("(TỐI MẬT) kế hoạch", "Tối mật"),
        ("TỐI MẬT MÃ SỐ 12", "Tối mật"),
        ("TỐI_MẬT", "Tối mật"),
        ("t ố i m ậ t", "Tối mật"),
        ("TOI-MAT", "Tối mật"),
        ("toi-mat 211", "Tối mật"),
        ("Ho so TOI MAT so 3", "Tối mật"),
        ("TOI MAT", "Tối mật"),
        ("TỐI MÂT", "Tối mật"),
        ("  [ MẬT ]  \r\nKính gửi", "Mật"),
        ("Báo cáo (MẬT) số 3", "Mật"),
        ("M Ậ T\nKính gửi", "Mật"),
        ("M.Ậ.T", "Mật"),
        ("MÂT", "Mật"),
        ("*** MẬT! ***", "Mật"),
        ("(MẬT\nKính gửi", "Mật"),
        ("Độ mật: mật", "Mật"),
        ("ĐỘ MẬT A", "Mật"),
        ("Đ Ộ  M Ậ T", "Mật"),
    ] {
        assert_eq!(mark(text), Some(found), "{text}");
        assert_eq!(mark(&text.nfd().collect::<String>()), Some(found), "{text}, decomposed");
        assert_eq!(mark(&format!("Số 12.\n{text}\n")), Some(found), "{text}, among others");
    }
}

#[test]
fn ordinary_words_are_no_marks() {
    for text in [
        "đổi mật khẩu",
        "MẬT ĐỘ DÂN CƯ",
        "mật độ dân cư thấp, rừng mật ong",
        "bí mật đời tư",
        "bí mật của rừng",
        "bảo vệ bí mật nhà nước",
        "thật, mốc bị mất",
        "Buổi tối mật độ sương dày, không thấy mốc",
        "Tổ tuần tra tối mật phục gần mốc 211",
        "Chúng tôi mật phục từ 20 giờ",
        "chế độ mật khẩu của máy",
        "CHẾ ĐỘ MẬT MÃ",
        "Độ mật: không",
        "ĐỘ MẬT: THƯỜNG",
        "Cảnh đẹp tuyệt, mật ong rừng nhiều",
        "Đẹp tuyệt. Mật ong rừng nhiều",
        "Đồng chí Tuyết mất liên lạc",
        "Dong chi Tuyet mat lien lac luc 20 gio",
        "toi mat dien thoai",
        "TOI MAT DIEN THOAI",
        "toi-mat-dien-thoai.jpg",
        "do mat moc nen phai dung lai",
        "trời tối mắt không nhìn rõ",
        "tới mặt bằng của cột mốc",
        "tối mắt tối mũi",
        "thân mật, mật thiết, bảo mật",
        "MAT",
        "MẤT",
        "Mật",
        "mật",
        "MẬT ONG",
        "MẬT 12 kg",
        "RỪNG: GỖ, MẬT, NẤM",
        "mặt mốc quay về phía nước bạn, tuyệt đối an toàn",
        "M.A.T. 3",
        "",
        "m",
        "\u{302}\u{323}",
    ] {
        assert_eq!(mark(text), None, "{text}");
        assert_eq!(mark(&text.nfd().collect::<String>()), None, "{text}, decomposed");
    }
}

/// What is passed over in the first look has no such letters at all: nothing is lost by it.
#[test]
fn the_first_look_passes_over_nothing_that_the_second_would_find() {
    let mat = |text: &str| {
        let (letters, _) = super::letters(text);
        let bases: Vec<char> = letters.iter().map(|letter| letter.base).collect();
        bases.windows(3).any(|three| three == ['m', 'a', 't'])
    };
    // Every character in the place of each letter.
    for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
        for text in [format!("m{c}t"), format!("{c}at"), format!("ma{c}"), format!("m{c}a{c}t"), format!("ậ{c}mat")] {
            assert!(super::may_hold_mat(&text) || !mat(&text), "{c:?} in {text:?}");
        }
    }
    for text in ["cột mốc 211 bị sạt lở", "2026-11-26T03:00:00Z", "Mường Lát", "ma tuý", "moc-211.jpg"] {
        assert_eq!(super::may_hold_mat(text), mat(text), "{text}");
    }
}
