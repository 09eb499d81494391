//! Why a text is no angle, in Vietnamese and in English.

/// What is wrong with an angle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AngleFault {
    /// No form that is known.
    Unreadable,
    /// Minutes or seconds of sixty and more.
    Sixty,
    /// More degrees than the axis has.
    Beyond {
        most: f64,
    },
    /// A letter of the other axis: most often the columns are swapped.
    OtherAxis,
    /// A minus before an angle with a letter, or a plus before one in the south or west.
    SignAndLetter,
    TwoLetters,
    /// An N beside a longitude with a Vietnamese letter: north, or *Nam*.
    NorthOrNam,
    /// Two angles in one text without letters that tell which is which.
    LettersNeeded,
}

impl AngleFault {
    /// The fault in Vietnamese, one line.
    pub fn message_vi(&self) -> String {
        match self {
            Self::Unreadable => "không đọc được: hãy ghi như 22°24'02.295\"B, 22-24-02.295 hoặc 22.4006375".to_owned(),
            Self::Sixty => "phút và giây phải nhỏ hơn 60".to_owned(),
            Self::Beyond { most } => format!("vượt quá {most} độ"),
            Self::OtherAxis => "chữ chỉ hướng không hợp: có thể kinh độ và vĩ độ bị đổi chỗ".to_owned(),
            Self::SignAndLetter => "dấu và chữ chỉ hướng mâu thuẫn: hãy bỏ một trong hai".to_owned(),
            Self::TwoLetters => "có hai chữ chỉ hướng: hãy bỏ một".to_owned(),
            Self::NorthOrNam => {
                "chữ N bên cạnh Đ hoặc T có thể là Nam hoặc North (bắc): hãy ghi B, Bắc hoặc S, Nam".to_owned()
            }
            Self::LettersNeeded => {
                "cần chữ chỉ hướng cho cả vĩ độ và kinh độ, ví dụ 22°24'02\"B 102°08'38\"Đ".to_owned()
            }
        }
    }

    /// The fault in English, one line.
    pub fn message_en(&self) -> String {
        match self {
            Self::Unreadable => "cannot be read: write 22°24'02.295\"N, 22-24-02.295 or 22.4006375".to_owned(),
            Self::Sixty => "minutes and seconds must be below 60".to_owned(),
            Self::Beyond { most } => format!("more than {most} degrees"),
            Self::OtherAxis => "the letter belongs to the other axis: longitude and latitude may be swapped".to_owned(),
            Self::SignAndLetter => "sign and letter contradict each other: leave one out".to_owned(),
            Self::TwoLetters => "there are two letters: leave one out".to_owned(),
            Self::NorthOrNam => "N beside Đ or T may mean North or Nam (south): write B, Bắc or S, Nam".to_owned(),
            Self::LettersNeeded => {
                "latitude and longitude both need their letter, for example 22°24'02\"N 102°08'38\"E".to_owned()
            }
        }
    }
}

impl std::fmt::Display for AngleFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message_en())
    }
}

impl std::error::Error for AngleFault {}
