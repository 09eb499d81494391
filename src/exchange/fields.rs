//! Names and values of a row on their way in, the same for every format.

use super::headers::known;

/// Adds a value: trimmed, and left out when nothing is left of it. Names stay as written; [`super::files`] makes them
/// canonical.
pub(super) fn push(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    let value = value.trim();
    if !value.is_empty() {
        fields.push((name.trim().to_owned(), value.to_owned()));
    }
}

pub(super) fn has(fields: &[(String, String)], name: &str) -> bool {
    fields.iter().any(|(key, _)| key == name)
}

/// GPX and KML have one place for what a thing is called, and people write a marker's number there. So the name is
/// offered as `number` too, unless the file has a column for it, under whatever header.
pub(super) fn offer_name_as_number(fields: &mut Vec<(String, String)>) {
    let is_number = |(key, _): &(String, String)| known(key).is_some_and(|known| known.name == "number");
    let name = fields.iter().find(|(key, _)| key == "name").map(|(_, value)| value.clone());
    if let Some(name) = name.filter(|_| !fields.iter().any(is_number)) {
        fields.push(("number".to_owned(), name));
    }
}

/// A text of a stranger's file as a message may quote it: one line, not long.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text.trim().chars().take(LONGEST).collect();
    if text.trim().chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short.replace(char::is_control, " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_trimmed_and_empty_ones_left_out() {
        let mut fields = Vec::new();
        push(&mut fields, " name ", " Mốc 211 ");
        push(&mut fields, "note", "  ");
        assert_eq!(fields, [("name".to_owned(), "Mốc 211".to_owned())]);
    }

    #[test]
    fn a_name_is_offered_as_number_where_there_is_none() {
        let mut fields = vec![("name".to_owned(), "211".to_owned())];
        offer_name_as_number(&mut fields);
        assert_eq!(fields.last(), Some(&("number".to_owned(), "211".to_owned())));
        for header in ["number", "Số hiệu mốc"] {
            let mut fields = vec![("name".to_owned(), "Khe".to_owned()), (header.to_owned(), "12".to_owned())];
            offer_name_as_number(&mut fields);
            assert_eq!(fields.len(), 2, "{header}");
        }
    }

    #[test]
    fn a_quote_is_short_and_on_one_line() {
        assert_eq!(quoted(" a\nb "), "a b");
        assert_eq!(quoted(&"ố".repeat(1_000)).chars().count(), 61);
    }
}
