//! What can be wrong with a GeoPackage, in Vietnamese and in English.

use crate::exchange::rows::FileFault;

pub(super) fn not_one() -> FileFault {
    FileFault::fatal("geopackage_not_one", "đây không phải là tệp GeoPackage", "this is not a GeoPackage")
}

pub(super) fn cut_short() -> FileFault {
    FileFault::fatal(
        "geopackage_cut_short",
        "tệp GeoPackage ngắn hơn độ dài nó khai: tệp bị cắt cụt",
        "the GeoPackage is shorter than it says: it was cut off",
    )
}

pub(super) fn in_use() -> FileFault {
    FileFault::fatal(
        "geopackage_in_use",
        "bên cạnh tệp còn nhật ký chưa ghi xong: hãy đóng chương trình đang mở tệp (ví dụ QGIS) rồi thử lại",
        "a journal lies beside the file: close the program that has it open (QGIS, for example) and try again",
    )
}

pub(super) fn damaged(error: &sqlx::Error) -> FileFault {
    let what = error.as_database_error().map_or_else(|| error.to_string(), |error| error.message().to_owned());
    if what == "interrupted" {
        return too_costly();
    }
    FileFault::fatal(
        "geopackage_damaged",
        format!("không đọc được tệp GeoPackage: {what}"),
        format!("cannot read the GeoPackage: {what}"),
    )
}

pub(super) fn too_costly() -> FileFault {
    FileFault::fatal(
        "geopackage_too_costly",
        "đọc tệp GeoPackage quá lâu mà không ra dòng nào: cấu trúc tệp bất thường",
        "reading the GeoPackage takes long without giving a row: its structure is abnormal",
    )
}

/// `what` is a short English name for what stands there, the same in both languages.
pub(super) fn not_a_table(table: &str, what: &str) -> FileFault {
    FileFault::fatal(
        "geopackage_not_a_table",
        format!("\"{table}\" không phải là bảng thường ({what}) nên không được đọc: hãy xuất lớp sang tệp mới"),
        format!("\"{table}\" is no plain table ({what}) and is not read: export the layer to a new file"),
    )
}

pub(super) fn missing_table(table: &str) -> FileFault {
    FileFault::fatal(
        "geopackage_missing_table",
        format!("tệp GeoPackage thiếu bảng {table}"),
        format!("the GeoPackage has no table {table}"),
    )
}

pub(super) fn no_layers() -> FileFault {
    FileFault::fatal(
        "geopackage_no_layers",
        "tệp GeoPackage không có lớp đối tượng nào",
        "the GeoPackage has no layer of features",
    )
}

pub(super) fn several_layers(layers: &[&str]) -> FileFault {
    let list = layers.join(", ");
    FileFault::fatal(
        "several_layers",
        format!("tệp có nhiều lớp, hãy chọn một: {list}"),
        format!("the file has several layers, choose one: {list}"),
    )
}

pub(super) fn no_layer(layer: &str, layers: &[&str]) -> FileFault {
    let list = layers.join(", ");
    FileFault::fatal(
        "no_such_layer",
        format!("tệp không có lớp \"{layer}\", chỉ có: {list}"),
        format!("the file has no layer \"{layer}\", only: {list}"),
    )
}

/// `what` as in [`not_a_table`].
pub(super) fn layer_form(layer: &str, what: &str) -> FileFault {
    FileFault::fatal(
        "geopackage_layer_form",
        format!("lớp \"{layer}\" không đúng dạng GeoPackage: {what}"),
        format!("layer \"{layer}\" is not as GeoPackage wants it: {what}"),
    )
}

pub(super) fn order(row: u64) -> FileFault {
    let mut fault = FileFault::fatal(
        "geopackage_order",
        "số thứ tự dòng không tăng dần: tệp bị hỏng",
        "the numbers of the rows do not ascend: the file is damaged",
    );
    fault.row = Some(row);
    fault
}

pub(super) fn value(row: u64, column: &str) -> FileFault {
    FileFault::row(
        row,
        "geopackage_value",
        format!("cột {column}: giá trị không phải văn bản UTF-8, là nhị phân, hoặc dài quá 64 KiB"),
        format!("column {column}: the value is not UTF-8 text, is binary, or has more than 64 KiB"),
    )
}

pub(super) fn stopped() -> FileFault {
    FileFault::fatal(
        "geopackage_stopped",
        "việc đọc tệp GeoPackage dừng ngoài dự kiến",
        "reading the GeoPackage stopped unexpectedly",
    )
}
