//! `mocgioi marker parse TEXT`: reads marker numbers the way documents write them. Exit code 2 when it cannot.

use std::process::ExitCode;

use serde_json::{Value, json};

use super::command::{MessageLang, ParseOptions};
use crate::domain::number::{MarkerKey, NumberFault, Parsed, parse_text};
use crate::exchange::reference;

pub fn parse(options: &ParseOptions) -> ExitCode {
    let lines = match reference::lines() {
        Ok(lines) => lines,
        Err(error) => {
            eprintln!("mocgioi: {error}");
            return ExitCode::FAILURE;
        }
    };
    let read = || -> Result<Vec<Parsed>, NumberFault> {
        let line = options.line.as_deref().map(|line| lines.named(line)).transpose()?;
        let found = parse_text(&options.text, line, &lines)?;
        // Two lines for one text: one of them is a mistake, and nobody here knows which.
        line.map_or(Ok(()), |line| Parsed::all_on(&found, line))?;
        Ok(found)
    };
    match read() {
        Ok(found) => {
            print(&found, options.json);
            ExitCode::SUCCESS
        }
        Err(fault) => {
            let message = match options.lang {
                MessageLang::Vi => fault.message_vi(),
                MessageLang::En => fault.message_en(),
            };
            if options.json {
                println!("{}", json!({ "error": { "code": fault.code(), "detail": message } }));
            }
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn print(found: &[Parsed], as_json: bool) {
    if as_json {
        let values: Vec<Value> = found.iter().map(value).collect();
        let whole = match values.as_slice() {
            [one] => one.clone(),
            several => Value::from(several),
        };
        println!("{whole}");
        return;
    }
    for parsed in found {
        let kind = match parsed {
            Parsed::Marker(key) => marker_kind(key),
            Parsed::Range { .. } => "range".to_owned(),
        };
        println!("{}\t{}\t{kind}", parsed.canonical(), parsed);
    }
}

fn marker_kind(key: &MarkerKey) -> String {
    serde_json::to_value(key.number().kind()).ok().and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default()
}

fn value(parsed: &Parsed) -> Value {
    match parsed {
        Parsed::Marker(key) => marker(key),
        Parsed::Range { from, to } => json!({
            "canonical": parsed.canonical(),
            "key": parsed.to_string(),
            "kind": "range",
            "line": parsed.line(),
            "from": marker(from),
            "to": marker(to),
        }),
    }
}

fn marker(key: &MarkerKey) -> Value {
    let number = key.number();
    json!({
        "canonical": number.to_string(),
        "key": key,
        "kind": number.kind(),
        "line": key.line(),
        "number": number.main(),
        "sub": number.sub(),
        "k": number.k(),
    })
}
