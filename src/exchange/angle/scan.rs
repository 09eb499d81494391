//! The pieces of a written angle.

use super::{AngleFault, Axis, Direction, Tongue};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Degrees,
    Minutes,
    Seconds,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Digits with at most one point or comma between them.
    Number(&'a str),
    Mark(Mark),
    /// `true` for a minus or hyphen.
    Sign(bool),
    Colon,
    Direction(Direction),
}

pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, AngleFault> {
    let mut tokens: Vec<Token<'_>> = Vec::with_capacity(8);
    // Whether the minutes were marked by an m, so that an s marks seconds.
    let mut by_letters = false;
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        let token = match first {
            '0'..='9' => {
                let (number, after) = number(rest);
                tokens.push(Token::Number(number));
                // No space between a number and its letter sign: tell `02s` from `02 S`.
                rest = after;
                if let Some((mark, after)) = letter_mark(rest, &tokens, by_letters) {
                    by_letters |= mark == Mark::Minutes;
                    tokens.push(Token::Mark(mark));
                    rest = after;
                }
                rest = rest.trim_start();
                continue;
            }
            '°' | 'º' | '˚' | '⁰' => Token::Mark(Mark::Degrees),
            // Two signs for minutes are one for seconds.
            _ if is_prime(first) && tokens.last() == Some(&Token::Mark(Mark::Minutes)) => {
                tokens.pop();
                Token::Mark(Mark::Seconds)
            }
            _ if is_prime(first) => Token::Mark(Mark::Minutes),
            '"' | '”' | '“' | '″' | '˝' | '‟' | '„' => Token::Mark(Mark::Seconds),
            '-' | '−' | '–' | '‐' | '‑' => Token::Sign(true),
            '+' => Token::Sign(false),
            ':' => Token::Colon,
            _ if first.is_alphabetic() => {
                let end = rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(rest.len());
                let (word, after) = rest.split_at(end);
                tokens.push(by_word(word).ok_or(AngleFault::Unreadable)?);
                rest = after.trim_start();
                continue;
            }
            _ => return Err(AngleFault::Unreadable),
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

const fn is_prime(sign: char) -> bool {
    matches!(sign, '\'' | '’' | '‘' | '′' | '´' | '`' | 'ʹ' | '‛')
}

fn number(text: &str) -> (&str, &str) {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits(text);
    let fraction = text.get(end..).and_then(|rest| rest.strip_prefix(['.', ','])).map_or(0, digits);
    if fraction > 0 {
        end += 1 + fraction;
    }
    text.split_at(end)
}

/// d, m and s that stand right behind a number. What may as well be a direction is left alone.
fn letter_mark<'a>(text: &'a str, tokens: &[Token<'_>], by_letters: bool) -> Option<(Mark, &'a str)> {
    let letter = text.chars().next()?;
    let rest = text.get(letter.len_utf8()..)?;
    let is_first = tokens.iter().filter(|token| matches!(token, Token::Number(_))).count() == 1;
    // A direction may follow at once: `02sN`.
    let ends = rest.chars().next().is_none_or(|next| !next.is_alphabetic()) || by_word(rest).is_some();
    let mark = match letter {
        'd' | 'D' if is_first && ends => Mark::Degrees,
        'm' | 'M' if !is_first && ends => Mark::Minutes,
        's' | 'S' if by_letters && ends => Mark::Seconds,
        _ => return None,
    };
    Some((mark, rest))
}

fn by_word<'a>(word: &str) -> Option<Token<'a>> {
    let direction = |axis, negative, tongue| Token::Direction(Direction { axis, negative, tongue });
    let (lon, lat) = (Axis::Longitude, Axis::Latitude);
    Some(match word.to_lowercase().as_str() {
        "n" => direction(lat, false, Tongue::Either),
        "s" | "south" => direction(lat, true, Tongue::Plain),
        "e" | "east" => direction(lon, false, Tongue::Plain),
        "w" | "west" => direction(lon, true, Tongue::Plain),
        "north" => direction(lat, false, Tongue::Plain),
        "b" | "bắc" => direction(lat, false, Tongue::Vietnamese),
        "nam" => direction(lat, true, Tongue::Vietnamese),
        "đ" | "đông" | "d" => direction(lon, false, Tongue::Vietnamese),
        "t" | "tây" => direction(lon, true, Tongue::Vietnamese),
        "độ" | "deg" | "degree" | "degrees" => Token::Mark(Mark::Degrees),
        "phút" | "min" | "minute" | "minutes" => Token::Mark(Mark::Minutes),
        "giây" | "sec" | "second" | "seconds" => Token::Mark(Mark::Seconds),
        _ => return None,
    })
}
