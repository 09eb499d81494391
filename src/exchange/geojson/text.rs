//! Takes apart a JSON text that is known to be JSON, leaving numbers as they were written.
//!
//! `serde_json` reads `1.50` as 1.5 and a long number as another one; what a person wrote is to be kept. Its raw values
//! would do the same, but are a feature that all crates built on it would share.

use super::Refusal;
use super::scan::Nest;

/// The values of an array; `None` when the text is none.
pub(super) fn elements(array: &str) -> Option<Vec<&str>> {
    let mut rest = inside(array, '[', ']')?;
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (value, after) = first(rest);
        found.push(value);
        rest = after.strip_prefix(',').unwrap_or(after).trim_start();
    }
    Some(found)
}

/// Names and values of an object; `None` when the text is none.
///
/// # Errors
/// A name that is not Unicode (half of a surrogate pair), or one that occurs twice.
pub(super) fn members(object: &str) -> Result<Option<Vec<(String, &str)>>, Refusal> {
    let Some(mut rest) = inside(object, '{', '}') else { return Ok(None) };
    let mut found: Vec<(String, &str)> = Vec::new();
    while !rest.is_empty() {
        let (name, after) = first(rest);
        let (value, after) = first(after.strip_prefix(':').unwrap_or(after).trim_start());
        found.push((string(name)?.unwrap_or_default(), value));
        rest = after.strip_prefix(',').unwrap_or(after).trim_start();
    }
    let mut names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    if let Some([name, _]) = names.array_windows().find(|[one, next]| one == next) {
        return Err(twice(name));
    }
    Ok(Some(found))
}

/// The text of a JSON string; `None` when the value is none.
///
/// # Errors
/// Half of a surrogate pair, which is no text.
pub(super) fn string(value: &str) -> Result<Option<String>, Refusal> {
    if !value.starts_with('"') {
        return Ok(None);
    }
    serde_json::from_str(value).map(Some).map_err(|_| {
        Refusal::new("geojson_not_unicode", "Có chuỗi không phải Unicode hợp lệ", "A string is not valid Unicode")
    })
}

pub(super) fn twice(name: &str) -> Refusal {
    let name = crate::exchange::fields::quoted(name);
    Refusal::new("geojson_twice", format!("Thành viên \"{name}\" có hai lần"), format!("\"{name}\" occurs twice"))
}

fn inside(text: &str, open: char, close: char) -> Option<&str> {
    text.trim().strip_prefix(open)?.strip_suffix(close).map(str::trim_start)
}

/// The first value of a text, and what comes after it.
fn first(text: &str) -> (&str, &str) {
    let (end, _) = Nest::default().feed(text.as_bytes());
    // At least one byte is passed over, so that no text can hold a loop up.
    let (value, rest) = text.split_at_checked(end.max(1)).unwrap_or((text, ""));
    (value, rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_taken_apart_as_it_is_written() {
        let found = members(r#" { "a\u0062" : 1.50 , "c":[1, {"d":"}"}],"e" : "" } "#).unwrap().unwrap();
        let want = [("ab", "1.50"), ("c", r#"[1, {"d":"}"}]"#), ("e", r#""""#)];
        assert_eq!(found.iter().map(|(name, value)| (name.as_str(), *value)).collect::<Vec<_>>(), want);
        assert_eq!(members("{ }").unwrap(), Some(Vec::new()));
        assert_eq!(members("[]").unwrap(), None);
        assert_eq!(members(r#"{"a":1,"b":2,"a":3}"#).unwrap_err().code, "geojson_twice");
    }

    #[test]
    fn an_array_is_taken_apart() {
        assert_eq!(elements(" [ 1 , [2,3],\"a,b\" ]"), Some(vec!["1", "[2,3]", "\"a,b\""]));
        assert_eq!(elements("[ ]"), Some(Vec::new()));
        assert_eq!(elements("{}"), None);
    }

    #[test]
    fn half_a_surrogate_pair_is_no_text() {
        assert_eq!(string(r#""\ud800""#).unwrap_err().code, "geojson_not_unicode");
        assert_eq!(string(r#""\ud83d\ude00""#).unwrap().unwrap(), "😀");
        assert_eq!(string("12").unwrap(), None);
    }

    #[test]
    fn a_text_that_is_no_json_ends_all_the_same() {
        for text in ["[,]", "[}]", "{:}", "[\u{1e}\u{1e}]", "[é]"] {
            let _ = (elements(text), members(text));
        }
    }
}
