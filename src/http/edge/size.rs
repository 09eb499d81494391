//! What a request may be made of: address, headers, the depth of its JSON. Refused before anything is built from it.

use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};

use crate::domain::fault::Code;
use crate::http::problem::Problem;

/// Longest address, in bytes: path and query. 400 ids fit in.
pub const LONGEST_ADDRESS: usize = 16 * 1024;
/// Most bytes of all header lines together.
pub const LARGEST_HEAD: usize = 32 * 1024;
/// Most header lines.
pub const MOST_HEADERS: usize = 64;
/// Most parameters of a query; no route takes a third as many.
pub const MOST_PARAMETERS: usize = 64;
/// How deep JSON may be nested; no form of ours is nested deeper than five.
pub const DEEPEST: usize = 64;

/// # Errors
/// 414, 431 or 400.
pub fn admit(parts: &Parts) -> Result<(), Problem> {
    if length(&parts.uri) > LONGEST_ADDRESS {
        return Err(Problem::new(StatusCode::URI_TOO_LONG, Code::AddressTooLong).with(LONGEST_ADDRESS.to_string()));
    }
    let size: usize = parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if size > LARGEST_HEAD || parts.headers.len() > MOST_HEADERS {
        return Err(Problem::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, Code::HeadersTooLarge)
            .with(MOST_HEADERS.to_string())
            .with(LARGEST_HEAD.to_string()));
    }
    let parameters = parts.uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()).count();
    if parameters > MOST_PARAMETERS {
        let most = MOST_PARAMETERS.to_string();
        return Err(Problem::new(StatusCode::BAD_REQUEST, Code::TooManyParameters).with(most));
    }
    Ok(())
}

fn length(uri: &Uri) -> usize {
    uri.path_and_query().map_or(0, |target| target.as_str().len())
}

/// Refuses JSON nested deeper than [`DEEPEST`], in one pass and without building anything.
///
/// # Errors
/// 400.
pub fn admit_json(body: &[u8]) -> Result<(), Problem> {
    if depth_is_within(body, DEEPEST) {
        Ok(())
    } else {
        Err(Problem::new(StatusCode::BAD_REQUEST, Code::JsonTooDeep).with(DEEPEST.to_string()))
    }
}

/// Whether no bracket outside of strings is open deeper than this. What is no JSON is left to the parser.
fn depth_is_within(text: &[u8], deepest: usize) -> bool {
    let mut depth = 0_usize;
    let (mut in_string, mut escaped) = (false, false);
    for byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => {
                depth += 1;
                if depth > deepest {
                    return false;
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_counts_open_brackets_outside_of_strings() {
        let nested = |n: usize| format!("{}{}", r#"{"a":["#.repeat(n), "]}".repeat(n));
        assert!(depth_is_within(nested(32).as_bytes(), 64));
        assert!(!depth_is_within(nested(33).as_bytes(), 64));
        let wide = "[1],".repeat(100_000);
        assert!(depth_is_within(wide.as_bytes(), 1), "wide is not deep");
        assert!(depth_is_within(format!(r#"{{"a":"{}"}}"#, "[{".repeat(1_000)).as_bytes(), 1));
        assert!(depth_is_within(format!(r#"["\"{}"]"#, "[".repeat(1_000)).as_bytes(), 1));
        assert!(!depth_is_within(format!(r#"["\\",{}"#, "[".repeat(1_000)).as_bytes(), 64));
        assert!(!depth_is_within("[".repeat(10_000_000).as_bytes(), 64));
        assert!(depth_is_within(b"]]]]\xff\"", 0));
    }
}
