//! Checks of the standard map set ("bộ bản đồ chuẩn").

use super::Scope;
use crate::domain::report::content::Section;

/// Where no such check is recorded the figure is nought, and says so.
pub(super) fn fill(_scope: &Scope<'_>, section: &mut Section) {
    section.count("map_checks", ("Số lần kiểm tra bộ bản đồ chuẩn", "Checks of the standard map set"), true, &[]);
}
