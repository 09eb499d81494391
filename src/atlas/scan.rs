//! Single properties out of ready-made features, without reading the rest.
//!
//! Features are written by [`encode`](crate::atlas::encode): no blanks, members of objects in the order of their names. A byte is
//! looked at once; nothing is copied.

/// The members of an object: each name as written, without its quotes, and its value as written.
pub(super) struct Members<'a>(&'a [u8]);

impl<'a> Members<'a> {
    pub(super) fn of(object: &'a [u8]) -> Self {
        Self(object.strip_prefix(b"{").unwrap_or_default())
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0.strip_prefix(b",").unwrap_or(self.0);
        let quoted = text_end(rest)?;
        let name = &rest[1..quoted - 1];
        let rest = rest[quoted..].strip_prefix(b":")?;
        let end = value_end(rest)?;
        self.0 = &rest[end..];
        Some((name, &rest[..end]))
    }
}

/// The value of a member.
pub(super) fn member<'a>(object: &'a [u8], name: &str) -> Option<&'a [u8]> {
    Members::of(object)
        .take_while(|(held, _)| *held <= name.as_bytes())
        .find(|(held, _)| *held == name.as_bytes())
        .map(|(_, value)| value)
}

/// The properties of a feature, as written.
pub(super) fn properties(feature: &[u8]) -> &[u8] {
    member(feature, "properties").unwrap_or_default()
}

/// Where the text that begins here ends, its quotes included.
fn text_end(bytes: &[u8]) -> Option<usize> {
    if bytes.first() != Some(&b'"') {
        return None;
    }
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// Where the value that begins here ends.
fn value_end(bytes: &[u8]) -> Option<usize> {
    match bytes.first()? {
        b'"' => text_end(bytes),
        b'{' | b'[' => {
            let (mut at, mut depth) = (0, 0_usize);
            loop {
                match bytes.get(at)? {
                    b'"' => at += text_end(&bytes[at..])? - 1,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => {
                        depth -= 1;
                        if depth == 0 {
                            return Some(at + 1);
                        }
                    }
                    _ => {}
                }
                at += 1;
            }
        }
        _ => Some(bytes.iter().position(|byte| matches!(byte, b',' | b'}' | b']')).unwrap_or(bytes.len())),
    }
}

/// A text as written, read.
pub(super) fn text(value: &[u8]) -> Option<std::borrow::Cow<'_, str>> {
    let inner = value.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    if inner.contains(&b'\\') {
        return serde_json::from_slice(value).ok().map(std::borrow::Cow::Owned);
    }
    std::str::from_utf8(inner).ok().map(std::borrow::Cow::Borrowed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn every_member_is_found_as_it_was_written() {
        let feature = json!({ "type": "Feature", "id": "a\"},{\\", "geometry": { "coordinates": [[1, 2], [3, -4.5e-7]], "type": "LineString" },
            "properties": { "empty": {}, "list": [["]", "}"], {}], "none": null, "number": -1.5, "text": "ở \"đây\" \\ {[", "true": true, "z": "" } });
        let bytes = feature.to_string().into_bytes();
        let found = properties(&bytes);
        let all: Vec<(&[u8], &[u8])> = Members::of(found).collect();
        assert_eq!(all.len(), 7);
        for (name, value) in all {
            let name = std::str::from_utf8(name).unwrap();
            assert_eq!(serde_json::from_slice::<Value>(value).unwrap(), feature["properties"][name], "{name}");
            assert_eq!(member(found, name), Some(value));
        }
        assert_eq!(text(member(found, "text").unwrap()).as_deref(), feature["properties"]["text"].as_str());
        assert_eq!(member(found, "nix"), None);
    }

    #[test]
    fn what_is_no_feature_has_no_members() {
        for bytes in [
            &b""[..],
            b"{",
            b"{\"",
            b"{\"a",
            b"{\"a\"",
            b"{\"a\":",
            b"{\"a\":[",
            b"{\"a\":\"\\",
            b"[1]",
            b"}}",
            b"{\"a\":{\"b\":1}",
        ] {
            let _ = Members::of(bytes).count();
            let _ = properties(bytes);
        }
    }
}
