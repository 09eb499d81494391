//! Reads the fields of a JSON object and collects every fault, not only the first: a phone in the field may be
//! without network again in a minute.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use uuid::{Uuid, Variant};

use super::fault::{Code, Fault};
use super::secrecy;
use super::time::{Instant, TimeFault};

/// A JSON value in which no object names a field twice. (`serde_json` would silently keep the last one.)
#[derive(Debug)]
pub struct Strict(pub Value);

struct StrictVisitor;

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(StrictVisitor)
    }
}

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Strict;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Strict, E> {
        Ok(Strict(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Strict, E> {
        Ok(Strict(Value::String(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Strict, E> {
        Ok(Strict(Value::String(value)))
    }

    fn visit_unit<E>(self) -> Result<Strict, E> {
        Ok(Strict(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Strict, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Strict(Value::Array(list)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Strict, A::Error> {
        let mut object = serde_json::Map::new();
        while let Some((name, Strict(value))) = entries.next_entry::<String, Strict>()? {
            if object.contains_key(&name) {
                return Err(serde::de::Error::custom(format_args!("field \"{name}\" is given twice")));
            }
            object.insert(name, value);
        }
        Ok(Strict(Value::Object(object)))
    }
}

/// Most faults that are told of one list.
const MOST_ITEM_FAULTS: usize = 20;

/// A JSON object being read. Every getter notes its fault and goes on.
pub struct Fields<'a> {
    object: &'a serde_json::Map<String, Value>,
    known: Vec<&'static str>,
    faults: Vec<Fault>,
}

impl<'a> Fields<'a> {
    /// # Errors
    /// When the value is not an object there is nothing more to read.
    pub fn of(value: &'a Value) -> Result<Self, Vec<Fault>> {
        match value {
            Value::Object(object) => Ok(Self { object, known: Vec::new(), faults: Vec::new() }),
            _ => Err(vec![Fault::new("", Code::NotObject)]),
        }
    }

    pub fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// What stands in a field that somebody else reads, as it was written.
    pub fn value(&mut self, name: &'static str) -> Option<&'a Value> {
        self.get(name)
    }

    /// How many faults were found so far.
    pub const fn fault_count(&self) -> usize {
        self.faults.len()
    }

    /// The items of an optional list, as they were written.
    pub fn list(&mut self, name: &'static str) -> &'a [Value] {
        let Some(value) = self.get(name) else { return &[] };
        let items = value.as_array();
        if items.is_none() {
            self.faults.push(Fault::new(Self::pointer(name), Code::NotAList));
        }
        items.map_or(&[], Vec::as_slice)
    }

    fn get(&mut self, name: &'static str) -> Option<&'a Value> {
        self.known.push(name);
        self.object.get(name).filter(|value| !value.is_null())
    }

    fn pointer(name: &str) -> String {
        format!("/{}", name.replace('~', "~0").replace('/', "~1"))
    }

    /// What stands in an optional field, as it was written. Blank is as good as absent: one submission, one content,
    /// whether a form sends `""` or nothing.
    pub fn text(&mut self, name: &'static str, longest: usize) -> Option<String> {
        self.written(name, longest).filter(|text| !text.trim().is_empty())
    }

    /// A name in an optional field, without blanks around it.
    pub fn name(&mut self, name: &'static str, longest: usize) -> Option<String> {
        self.text(name, longest).map(|text| text.trim().to_owned())
    }

    /// Text without characters that cannot be stored.
    fn written(&mut self, name: &'static str, longest: usize) -> Option<String> {
        let value = self.get(name)?;
        let Some(text) = value.as_str() else {
            self.faults.push(Fault::new(Self::pointer(name), Code::NotText));
            return None;
        };
        if text.chars().count() > longest {
            self.faults.push(Fault::new(Self::pointer(name), Code::TooLong).with(longest.to_string()));
            return None;
        }
        if let Some(bad) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            let code = format!("{:04X}", u32::from(bad));
            self.faults.push(Fault::new(Self::pointer(name), Code::ControlCharacter).with(code));
            return None;
        }
        if let Some(mark) = secrecy::mark(text) {
            self.faults.push(Fault::new(Self::pointer(name), Code::SecrecyMark).with(mark));
            return None;
        }
        Some(unicode_normalization::UnicodeNormalization::nfc(text).collect())
    }

    /// Text in a field that must be there; blank is for whoever reads it to refuse.
    pub fn required_text(&mut self, name: &'static str, longest: usize) -> Option<String> {
        if self.get(name).is_none() {
            self.faults.push(Fault::new(Self::pointer(name), Code::Missing));
            return None;
        }
        self.written(name, longest)
    }

    pub fn uuid_v7(&mut self, name: &'static str) -> Option<Uuid> {
        let text = self.required_text(name, 100)?;
        // Only the hyphenated form: one id, one spelling. The version means something in the standard's variant only.
        let standard = |id: &Uuid| id.get_variant() == Variant::RFC4122 && id.get_version_num() == 7;
        let id = Uuid::try_parse(&text).ok().filter(|id| standard(id) && text.len() == 36);
        if id.is_none() {
            self.faults.push(Fault::new(Self::pointer(name), Code::NotUuid));
        }
        id
    }

    pub fn instant(&mut self, name: &'static str) -> Option<Instant> {
        self.required_text(name, 100).and_then(|text| self.read_instant(name, &text))
    }

    pub fn optional_instant(&mut self, name: &'static str) -> Option<Instant> {
        self.text(name, 100).and_then(|text| self.read_instant(name, &text))
    }

    fn read_instant(&mut self, name: &'static str, text: &str) -> Option<Instant> {
        match text.parse() {
            Ok(at) => Some(at),
            Err(fault) => {
                let code = if fault == TimeFault::OutOfRange { Code::TimeOutOfRange } else { Code::NotInstant };
                self.faults.push(Fault::new(Self::pointer(name), code));
                None
            }
        }
    }

    /// One of a set of words.
    pub fn choice<T: Copy>(&mut self, name: &'static str, all: &[T], word: fn(T) -> &'static str) -> Option<T> {
        let text = self.required_text(name, 100)?;
        let found = all.iter().copied().find(|&value| word(value) == text);
        if found.is_none() {
            let words: Vec<_> = all.iter().map(|&value| word(value)).collect();
            self.faults.push(Fault::new(Self::pointer(name), Code::NotOneOf).with(words.join(", ")));
        }
        found
    }

    /// Some of a set of words, each once and in the order of the set; nothing when the field is not there.
    pub fn choices<T: Copy>(&mut self, name: &'static str, all: &[T], word: fn(T) -> &'static str) -> Vec<T> {
        let Some(value) = self.get(name) else { return Vec::new() };
        let Some(items) = value.as_array() else {
            self.faults.push(Fault::new(Self::pointer(name), Code::NotAList));
            return Vec::new();
        };
        let known = |item: &Value| all.iter().any(|&value| Some(word(value)) == item.as_str());
        for (n, _) in items.iter().enumerate().filter(|(_, item)| !known(item)).take(MOST_ITEM_FAULTS) {
            let words: Vec<_> = all.iter().map(|&value| word(value)).collect();
            let pointer = format!("{}/{n}", Self::pointer(name));
            self.faults.push(Fault::new(pointer, Code::NotOneOf).with(words.join(", ")));
        }
        all.iter().copied().filter(|&value| items.iter().any(|item| item.as_str() == Some(word(value)))).collect()
    }

    /// One of a set of words, in a field that need not be there.
    pub fn optional_choice<T: Copy>(
        &mut self,
        name: &'static str,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        self.get(name)?;
        self.choice(name, all, word)
    }

    /// The id of another record, of any version: some are made from files.
    pub fn uuid(&mut self, name: &'static str) -> Option<Uuid> {
        let text = self.required_text(name, 100)?;
        let id = Uuid::try_parse(&text).ok().filter(|_| text.len() == 36);
        if id.is_none() {
            self.faults.push(Fault::new(Self::pointer(name), Code::NotUuid));
        }
        id
    }

    /// The same in a field that need not be there.
    pub fn optional_uuid(&mut self, name: &'static str) -> Option<Uuid> {
        self.get(name)?;
        self.uuid(name)
    }

    /// A field that somebody else reads.
    pub fn passed(&mut self, name: &'static str) {
        self.known.push(name);
    }

    pub fn flag(&mut self, name: &'static str) -> Option<bool> {
        let value = self.get(name)?;
        if value.as_bool().is_none() {
            self.faults.push(Fault::new(Self::pointer(name), Code::NotOneOf).with("true, false"));
        }
        value.as_bool()
    }

    /// A whole number from 1 up.
    pub fn count(&mut self, name: &'static str, most: i64) -> Option<i64> {
        let number = self.number(name)?;
        #[expect(clippy::cast_possible_truncation, reason = "a whole number, and held against the most there may be")]
        let whole = number as i64;
        let is_count = number.fract() == 0.0 && (1..=most).contains(&whole);
        if !is_count {
            self.faults.push(Fault::new(Self::pointer(name), Code::NotACount).with(most.to_string()));
        }
        is_count.then_some(whole)
    }

    /// How many faults were found so far.
    pub const fn faults(&self) -> usize {
        self.faults.len()
    }

    /// Text in a field that must be there and must not be blank.
    pub fn needed_text(&mut self, name: &'static str, longest: usize) -> Option<String> {
        let before = self.faults.len();
        let text = self.name(name, longest);
        if text.is_none() && self.faults.len() == before {
            self.faults.push(Fault::new(Self::pointer(name), Code::Missing));
        }
        text
    }

    /// A list of texts, in a field that need not be there; blank ones are left out.
    pub fn texts(&mut self, name: &'static str, most: usize, longest: usize) -> Vec<String> {
        let Some(value) = self.get(name) else { return Vec::new() };
        let Some(items) = value.as_array().filter(|items| items.len() <= most) else {
            self.faults.push(Fault::new(Self::pointer(name), Code::NotAList));
            return Vec::new();
        };
        let mut texts = Vec::new();
        for (n, item) in items.iter().enumerate() {
            // Read as a field, so that the same is refused.
            let object = serde_json::Map::from_iter([("item".to_owned(), item.clone())]);
            let mut one = Fields { object: &object, known: Vec::new(), faults: Vec::new() };
            texts.extend(one.name("item", longest));
            let faults = one.faults.into_iter().take(MOST_ITEM_FAULTS);
            self.faults.extend(faults.map(|fault| Fault { pointer: format!("{}/{n}", Self::pointer(name)), ..fault }));
        }
        texts
    }

    /// An object whose fields are some of these names, each with one of these words; nothing when it is not there.
    pub fn words_by_name(
        &mut self,
        name: &'static str,
        names: &[&'static str],
        words: &[&'static str],
    ) -> Vec<(&'static str, &'static str)> {
        let Some(value) = self.get(name) else { return Vec::new() };
        let Some(object) = value.as_object() else {
            self.faults.push(Fault::new(Self::pointer(name), Code::NotObject));
            return Vec::new();
        };
        let mut found = Vec::new();
        for (field, value) in object.iter().take(MOST_ITEM_FAULTS) {
            let pointer =
                || format!("{}{}", Self::pointer(name), Self::pointer(&field.chars().take(80).collect::<String>()));
            let known = names.iter().find(|known| *known == field);
            let word = words.iter().find(|word| Some(**word) == value.as_str());
            match (known, word) {
                (Some(known), Some(word)) => found.push((*known, *word)),
                (None, _) => self.faults.push(Fault::new(pointer(), Code::UnknownField).with(names.join(", "))),
                (_, None) => self.faults.push(Fault::new(pointer(), Code::NotOneOf).with(words.join(", "))),
            }
        }
        found
    }

    /// A number in a range, in a field that need not be there.
    pub fn number_within(&mut self, name: &'static str, least: f64, most: f64) -> Option<f64> {
        let number = self.number(name)?;
        if !(least..=most).contains(&number) {
            let fault = Fault::new(Self::pointer(name), Code::NumberRange);
            self.faults.push(fault.with(least.to_string()).with(most.to_string()));
            return None;
        }
        Some(number)
    }

    pub fn number(&mut self, name: &'static str) -> Option<f64> {
        let value = self.get(name)?;
        let number = value.as_f64().filter(|number| number.is_finite());
        if number.is_none() {
            self.faults.push(Fault::new(Self::pointer(name), Code::NotNumber));
        }
        number
    }

    /// Ends the reading: faults for fields nobody asked for, then all faults, or none.
    ///
    /// # Errors
    /// Every fault found.
    pub fn finish(mut self) -> Result<(), Vec<Fault>> {
        self.known.sort_unstable();
        self.known.dedup();
        for name in self.object.keys() {
            if !self.known.contains(&name.as_str()) {
                let pointer = Self::pointer(&name.chars().take(80).collect::<String>());
                self.faults.push(Fault::new(pointer, Code::UnknownField).with(self.known.join(", ")));
            }
        }
        if self.faults.is_empty() { Ok(()) } else { Err(self.faults) }
    }
}
