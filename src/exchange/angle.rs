//! Degrees, minutes and seconds in the many ways people type them.
//!
//! `22°24'02.295"N`, `22 24 02,295`, `22-24-02.295N`, `22:24:02`, `22d24m02s`, `N22°24.5'`, `22°24′02″ Bắc`: up to
//! three numbers, large to small, of which only the last has a fraction (point or comma). Signs for degrees, minutes
//! and seconds may be left out; where they stand they must be the right ones. Degrees alone are decimal degrees. The
//! value is `((d·60 + m)·60 + s) / 3600`, one rounding.
//!
//! **Letters.** N S E W, the words North … Bắc …, and Vietnamese B (Bắc) and Đ T (Đông, Tây), before or after. An
//! English N is north, a Vietnamese N is *Nam*, south. Viet Nam lies wholly in the north, so an N is read as north;
//! only beside a longitude that has a Vietnamese letter (Đ, T) nobody can know which language its writer was in, and
//! it is refused ([`AngleFault::NorthOrNam`]). D counts as Đ where it cannot be the sign for degrees. An s right after
//! a number is the sign for seconds if an m marked the minutes, else it is south.
//!
//! **Degenerate input.** Sixty minutes or seconds, a letter of the other axis, a minus with a letter, degrees beyond
//! the axis, an exponent, anything else: a fault that says so. Texts over 80 characters are not looked at. Cost: one
//! pass over the characters.

use scan::{Mark, Token};

mod fault;
mod scan;

pub use fault::AngleFault;

const LONGEST: usize = 80;

/// Which of the two an angle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    Longitude,
    Latitude,
}

/// A letter or word for a direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Direction {
    axis: Axis,
    negative: bool,
    tongue: Tongue,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tongue {
    /// An N alone: English north or Vietnamese *Nam*.
    Either,
    Vietnamese,
    /// English, or a word that needs no other.
    Plain,
}

/// Reads one angle, in degrees.
///
/// ```
/// use mocgioi::exchange::angle::{Axis, parse};
/// let degrees = parse("22°24'02.295\"N", Axis::Latitude)?;
/// assert!((degrees - 22.400_637_5).abs() < 1e-12);
/// assert_eq!(parse("22-24-02,295 B", Axis::Latitude), Ok(degrees));
/// assert!(parse("22°61'", Axis::Latitude).is_err());
/// # Ok::<(), mocgioi::exchange::angle::AngleFault>(())
/// ```
///
/// # Errors
/// See [`AngleFault`].
pub fn parse(text: &str, axis: Axis) -> Result<f64, AngleFault> {
    read(text, axis).map(|(degrees, _)| degrees)
}

/// Reads latitude and longitude that were written beside each other: the letter of one tells the language of the
/// other's.
///
/// ```
/// use mocgioi::exchange::angle::{AngleFault, parse_pair};
/// assert_eq!(parse_pair("22°30'B", "102°15'Đ"), (Ok(22.5), Ok(102.25)));
/// assert_eq!(parse_pair("22°30'N", "102°15'E"), (Ok(22.5), Ok(102.25)));
/// assert_eq!(parse_pair("22°30'N", "102°15'Đ"), (Err(AngleFault::NorthOrNam), Ok(102.25)));
/// ```
pub fn parse_pair(latitude: &str, longitude: &str) -> (Result<f64, AngleFault>, Result<f64, AngleFault>) {
    let (latitude, longitude) = (read(latitude, Axis::Latitude), read(longitude, Axis::Longitude));
    let tongue = |read: &Result<(f64, Option<Direction>), AngleFault>| {
        read.as_ref().ok().and_then(|(_, direction)| direction.map(|direction| direction.tongue))
    };
    let unclear = tongue(&latitude) == Some(Tongue::Either) && tongue(&longitude) == Some(Tongue::Vietnamese);
    let latitude = if unclear { Err(AngleFault::NorthOrNam) } else { latitude };
    (latitude.map(|(degrees, _)| degrees), longitude.map(|(degrees, _)| degrees))
}

/// Reads both from one text, in either order: `22°24'02.295"N 102°08'38.109"E`. Each must have its letter, for without
/// them the order would be a guess. Gives latitude, longitude.
///
/// # Errors
/// See [`AngleFault`].
pub fn parse_both(text: &str) -> Result<(f64, f64), AngleFault> {
    let text = text.trim();
    if text.len() > 2 * LONGEST {
        return Err(AngleFault::Unreadable);
    }
    let mut fault = AngleFault::LettersNeeded;
    // Tried at every place where one may end. There are few, and a text that can be cut at two is not taken.
    let mut found = None;
    for (at, sign) in text.char_indices().filter(|(_, sign)| matches!(sign, ' ' | ',' | ';' | '/' | '\t')) {
        let (first, second) =
            (text.get(..at).unwrap_or_default(), text.get(at + sign.len_utf8()..).unwrap_or_default());
        let first = first.trim_end_matches([',', ';', '/', ' ', '\t']);
        let is = |text: &str, axis| matches!(read(text, axis), Ok((_, Some(_))));
        let pair = if is(first, Axis::Latitude) && is(second, Axis::Longitude) {
            parse_pair(first, second)
        } else if is(first, Axis::Longitude) && is(second, Axis::Latitude) {
            parse_pair(second, first)
        } else {
            continue;
        };
        match pair {
            (Ok(latitude), Ok(longitude)) if found.is_none_or(|known| known == (latitude, longitude)) => {
                found = Some((latitude, longitude));
            }
            (Ok(_), Ok(_)) => return Err(AngleFault::Unreadable),
            (Err(what), _) | (_, Err(what)) => fault = what,
        }
    }
    found.ok_or(fault)
}

/// Writes an angle with its English letter: `22°24'02.295"N` with three decimals of a second (at most nine).
///
/// ```
/// use mocgioi::exchange::angle::{Axis, format};
/// assert_eq!(format(22.400_637_5, Axis::Latitude, 3), "22°24'02.295\"N");
/// assert_eq!(format(-0.999_999_99, Axis::Longitude, 2), "1°00'00.00\"W");
/// ```
pub fn format(degrees: f64, axis: Axis, decimals: usize) -> String {
    let decimals = decimals.min(9);
    let unit = 10_u64.pow(u32::try_from(decimals).unwrap_or_default());
    #[allow(clippy::cast_precision_loss, reason = "a power of ten up to 10⁹ is exact")]
    let scaled = (degrees.abs() * 3600.0 * unit as f64).round();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and `as` saturates")]
    let total = scaled as u64;
    let (seconds, fraction) = (total / unit, total % unit);
    let letter = match (axis, degrees < 0.0) {
        (Axis::Latitude, false) => 'N',
        (Axis::Latitude, true) => 'S',
        (Axis::Longitude, false) => 'E',
        (Axis::Longitude, true) => 'W',
    };
    let (d, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if decimals == 0 {
        format!("{d}°{m:02}'{s:02}\"{letter}")
    } else {
        format!("{d}°{m:02}'{s:02}.{fraction:0decimals$}\"{letter}")
    }
}

fn read(text: &str, axis: Axis) -> Result<(f64, Option<Direction>), AngleFault> {
    if text.len() > LONGEST {
        return Err(AngleFault::Unreadable);
    }
    let mut tokens = scan::tokens(text)?;
    let direction = take_direction(&mut tokens)?;
    let mut rest = tokens.as_slice();
    let mut sign = None;
    if let [Token::Sign(negative), after @ ..] = rest {
        (sign, rest) = (Some(*negative), after);
    }
    let degrees = amount(rest)?;
    if direction.is_some_and(|direction| direction.axis != axis) {
        return Err(AngleFault::OtherAxis);
    }
    let most = if axis == Axis::Latitude { 90.0 } else { 180.0 };
    if degrees > most {
        return Err(AngleFault::Beyond { most });
    }
    let negative = match (direction, sign) {
        (Some(_), Some(true)) => return Err(AngleFault::SignAndLetter),
        (Some(direction), Some(false)) if direction.negative => return Err(AngleFault::SignAndLetter),
        (Some(direction), _) => direction.negative,
        (None, sign) => sign.unwrap_or_default(),
    };
    Ok((if negative { -degrees } else { degrees }, direction))
}

/// Takes the direction off either end, with a hyphen before it at the end (`21-28-12.5-N`).
fn take_direction(tokens: &mut Vec<Token<'_>>) -> Result<Option<Direction>, AngleFault> {
    let mut found = None;
    if let Some(Token::Direction(direction)) = tokens.first() {
        found = Some(*direction);
        tokens.remove(0);
    }
    if let Some(Token::Direction(direction)) = tokens.last() {
        if found.replace(*direction).is_some() {
            return Err(AngleFault::TwoLetters);
        }
        tokens.pop();
        if tokens.last() == Some(&Token::Sign(true)) {
            tokens.pop();
        }
    }
    Ok(found)
}

fn amount(mut rest: &[Token<'_>]) -> Result<f64, AngleFault> {
    const MARKS: [Mark; 3] = [Mark::Degrees, Mark::Minutes, Mark::Seconds];
    let mut parts: [f64; 3] = [0.0; 3];
    let mut count = 0;
    let mut has_fraction = false;
    while let [Token::Number(text), after @ ..] = rest {
        // Only the last number may have a fraction.
        let (Some(part), false) = (parts.get_mut(count), has_fraction) else { return Err(AngleFault::Unreadable) };
        has_fraction = text.contains(['.', ',']);
        let whole = text.split(['.', ',']).next().unwrap_or_default();
        if count > 0 && whole.len() > 2 {
            return Err(AngleFault::Unreadable);
        }
        *part = text.replace(',', ".").parse().map_err(|_| AngleFault::Unreadable)?;
        if count > 0 && *part >= 60.0 {
            return Err(AngleFault::Sixty);
        }
        rest = after;
        if let [Token::Mark(mark), after @ ..] = rest {
            if MARKS.get(count) != Some(mark) {
                return Err(AngleFault::Unreadable);
            }
            rest = after;
        }
        if let [Token::Sign(true) | Token::Colon, after @ ..] = rest {
            if after.is_empty() {
                return Err(AngleFault::Unreadable);
            }
            rest = after;
        }
        count += 1;
    }
    let [d, m, s] = parts;
    match (count, rest) {
        (1, []) => Ok(d),
        (2, []) => Ok((d * 60.0 + m) / 60.0),
        (3, []) => Ok(((d * 60.0 + m) * 60.0 + s) / 3600.0),
        _ => Err(AngleFault::Unreadable),
    }
}

#[cfg(test)]
mod tests;
