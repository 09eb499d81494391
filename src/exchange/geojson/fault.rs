//! What is wrong with a GeoJSON file, in both languages.

use super::Refusal;
use super::scan::{At, ScanFault};
use crate::exchange::fields::quoted;
use crate::exchange::rows::FileFault;

/// The code of [`FileFault::unreadable`].
pub(super) const UNREADABLE: &str = "file_unreadable";

pub(super) fn in_row(mut fault: FileFault, row: u64) -> FileFault {
    fault.row = Some(row);
    fault
}

pub(super) fn whole(refusal: Refusal, at: At) -> FileFault {
    FileFault::fatal(refusal.code, refusal.vi, refusal.en).at_line(at.line)
}

pub(super) fn not_geojson(at: At) -> FileFault {
    FileFault::fatal(
        "geojson_not_geojson",
        "Đây không phải là GeoJSON: cần một FeatureCollection, Feature hoặc hình học",
        "This is no GeoJSON: a FeatureCollection, Feature or geometry is wanted",
    )
    .at_line(at.line)
}

pub(super) fn features_of(kind: Option<&str>, at: At) -> FileFault {
    let kind = quoted(kind.unwrap_or(""));
    FileFault::fatal(
        "geojson_type",
        format!("\"features\" chỉ có trong FeatureCollection, nhưng \"type\" là \"{kind}\""),
        format!("Only a FeatureCollection has \"features\", but \"type\" is \"{kind}\""),
    )
    .at_line(at.line)
}

impl From<ScanFault> for FileFault {
    fn from(fault: ScanFault) -> Self {
        match fault {
            ScanFault::Unreadable(error) => Self::unreadable(&error),
            ScanFault::Truncated(at) | ScanFault::CutOff(at) => Self::fatal(
                "geojson_truncated",
                format!("Tệp bị cắt giữa chừng, tại cột {}", at.column),
                format!("The file is cut off, at column {}", at.column),
            )
            .at_line(at.line),
            ScanFault::Syntax(at) => syntax(at),
            ScanFault::TooDeep(at) => {
                Self::fatal("geojson_too_deep", "Lồng nhau quá 64 cấp", "Nested deeper than 64 levels").at_line(at.line)
            }
            ScanFault::TooLarge(at) => {
                let (vi, en) = ("Một đối tượng dài quá 16 MiB", "One feature is longer than 16 MiB");
                Self::fatal("geojson_too_large", vi, en).at_line(at.line)
            }
        }
    }
}

pub(super) fn syntax(at: At) -> FileFault {
    let At { line, column } = at;
    FileFault::fatal(
        "geojson_syntax",
        format!("Sai cú pháp JSON tại cột {column}"),
        format!("This is not JSON at column {column}"),
    )
    .at_line(line)
}

pub(super) fn not_utf8(at: At) -> FileFault {
    let At { line, column } = at;
    FileFault::fatal(
        "geojson_not_utf8",
        format!("Từ cột {column} văn bản không phải UTF-8: hãy lưu lại tệp bằng mã UTF-8"),
        format!("From column {column} on the text is not UTF-8: save the file as UTF-8"),
    )
    .at_line(line)
}

pub(super) fn empty() -> FileFault {
    FileFault::fatal("geojson_empty", "Tệp rỗng", "The file is empty")
}

pub(super) fn no_array(at: At) -> FileFault {
    FileFault::fatal("geojson_features", "\"features\" phải là một mảng", "\"features\" must be an array")
        .at_line(at.line)
}

pub(super) fn late_crs(at: At) -> FileFault {
    FileFault::fatal(
        "geojson_late_crs",
        "\"crs\" đứng sau các đối tượng: hãy đặt nó trước \"features\"",
        "\"crs\" stands after the features: put it before \"features\"",
    )
    .at_line(at.line)
}

pub(super) fn trailing(at: At) -> FileFault {
    let At { line, column } = at;
    FileFault::fatal(
        "geojson_trailing",
        format!("Sau khi kết thúc vẫn còn văn bản, từ cột {column}"),
        format!("There is text after the end, from column {column}"),
    )
    .at_line(line)
}
