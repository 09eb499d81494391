//! What is wrong with an XML file, in both languages.

use crate::exchange::fields::quoted;
use crate::exchange::rows::FileFault;

/// The file is cut off, or breaks the rules of XML; `what` names the rule, in English.
pub(in crate::exchange) fn syntax(what: &str, line: u64) -> FileFault {
    let what = quoted(what);
    FileFault::fatal("xml_syntax", format!("Sai cú pháp XML ({what})"), format!("This is not XML ({what})"))
        .at_line(line)
}

pub(in crate::exchange) fn truncated(line: u64) -> FileFault {
    FileFault::fatal(
        "xml_truncated",
        "Tệp bị cắt giữa chừng: thẻ mở ở đây hoặc trước đây không được đóng",
        "The file is cut off: a tag opened here or before is not closed",
    )
    .at_line(line)
}

pub(in crate::exchange) fn no_root() -> FileFault {
    FileFault::fatal("xml_empty", "Tệp XML rỗng", "The XML file is empty")
}

/// A billion laughs come with one, and no GPX or KML needs one.
pub(in crate::exchange) fn doctype(line: u64) -> FileFault {
    FileFault::fatal(
        "xml_doctype",
        "Tệp có khai báo DOCTYPE, không được nhận vì lý do an toàn: hãy xoá khai báo đó",
        "The file has a DOCTYPE, which is refused for safety: remove it",
    )
    .at_line(line)
}

pub(in crate::exchange) fn entity(name: &str, line: u64) -> FileFault {
    let name = quoted(name);
    FileFault::fatal(
        "xml_entity",
        format!("Không nhận thực thể &{name};: chỉ dùng &lt; &gt; &amp; &apos; &quot; và mã số ký tự"),
        format!(
            "The entity &{name}; is not accepted: only &lt; &gt; &amp; &apos; &quot; and numbers of characters are"
        ),
    )
    .at_line(line)
}

pub(in crate::exchange) fn too_deep(line: u64) -> FileFault {
    FileFault::fatal("xml_too_deep", "Thẻ lồng nhau quá 64 cấp", "Tags are nested deeper than 64 levels").at_line(line)
}

pub(in crate::exchange) fn too_large(line: u64) -> FileFault {
    FileFault::fatal(
        "xml_too_large",
        "Thẻ dài quá 64 KiB, hoặc văn bản dài quá 16 MiB",
        "A tag longer than 64 KiB, or a text longer than 16 MiB",
    )
    .at_line(line)
}

pub(in crate::exchange) fn unknown_encoding(label: &str) -> FileFault {
    let label = quoted(label);
    FileFault::fatal(
        "xml_encoding",
        format!("Không biết bảng mã \"{label}\": hãy lưu lại tệp bằng UTF-8"),
        format!("The encoding \"{label}\" is not known: save the file as UTF-8"),
    )
    .at_line(1)
}

pub(in crate::exchange) fn not_in_encoding(encoding: &str, line: u64) -> FileFault {
    FileFault::fatal(
        "xml_encoding",
        format!("Văn bản không đúng bảng mã {encoding} đã khai: hãy lưu lại tệp bằng UTF-8"),
        format!("The text is not {encoding}, which the file declares or implies: save the file as UTF-8"),
    )
    .at_line(line)
}

pub(in crate::exchange) fn character(code: u8, line: u64) -> FileFault {
    FileFault::fatal(
        "xml_character",
        format!("Ký tự điều khiển U+{code:04X} không được có trong XML"),
        format!("The control character U+{code:04X} may not stand in XML"),
    )
    .at_line(line)
}
