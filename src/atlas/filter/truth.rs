//! Three truths (Kleene): a comparison with nothing is unknown, and what is not known to be true is not selected.
//!
//! Ordered false < unknown < true, `AND` is the lesser and `OR` the greater of two, and `NOT` mirrors.

pub(super) const FALSE: u8 = 0;
pub(super) const UNKNOWN: u8 = 1;
pub(super) const TRUE: u8 = 2;

pub(super) const fn of(truth: bool) -> u8 {
    if truth { TRUE } else { FALSE }
}

/// Of what may not be there.
pub(super) fn known(truth: Option<bool>) -> u8 {
    truth.map_or(UNKNOWN, of)
}

pub(super) const fn not(truth: u8) -> u8 {
    TRUE - truth
}
