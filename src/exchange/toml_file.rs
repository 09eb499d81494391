//! TOML texts whose strings are all brought to Unicode form NFC, the canonical form of stored text.

use serde::de::DeserializeOwned;
use toml::{Table, Value};
use unicode_normalization::UnicodeNormalization;

use super::ExchangeFault;

/// Reads a TOML text into a value. `file` is only for the fault.
pub(super) fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, ExchangeFault> {
    let fault = |source| ExchangeFault::Toml { file: file.to_owned(), source: Box::new(source) };
    let mut table: Table = toml::from_str(text).map_err(fault)?;
    compose_table(&mut table);
    table.try_into().map_err(fault)
}

fn compose_table(table: &mut Table) {
    for (_, value) in table.iter_mut() {
        compose(value);
    }
}

fn compose(value: &mut Value) {
    match value {
        Value::String(text) => *text = text.nfc().collect(),
        Value::Array(items) => items.iter_mut().for_each(compose),
        Value::Table(table) => compose_table(table),
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_composed_at_every_depth() {
        let decomposed = "Lạng Sơn".nfd().collect::<String>();
        let text = format!("a = '{decomposed}'\nb = [{{ c = ['{decomposed}'] }}]");
        let table: Table = read("x.toml", &text).unwrap();
        assert_eq!(format!("{table:?}").matches("Lạng Sơn").count(), 2, "{table:?}");
    }

    #[test]
    fn a_fault_names_the_file() {
        let fault = read::<Table>("data/x.toml", "a = ").unwrap_err();
        assert!(fault.to_string().starts_with("data/x.toml: "), "{fault}");
    }
}
