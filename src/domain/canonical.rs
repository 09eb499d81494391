//! Canonical bytes: one value, one sequence of bytes, for ever.
//!
//! A serde serializer of our own over typed fields in the order of their declaration. It never passes through a JSON
//! value, because the order of keys there changes with a dependency's feature, and a database rewrites numbers.
//! Golden vectors in `tests/foundations/canonical.rs` hold the format still.
//!
//! | value | bytes |
//! |---|---|
//! | none (in a list or alone) | `00` |
//! | false, true | `01`, `02` |
//! | integer | `03`, 8 bytes, two's complement, big endian |
//! | number | `04`, 8 bytes, IEEE 754 big endian; −0 becomes 0; NaN and infinities are refused |
//! | text | `05`, length in bytes (4, big endian), UTF-8 in Unicode form NFC |
//! | bytes | `06`, length (4), bytes |
//! | list | `07`, count (4), items |
//! | record | `08`, count (4), for each field: name (length 4, bytes), value |
//! | variant with content | `09`, name (length 4, bytes), value |
//!
//! A field that is `None` is left out of its record, so that a later version may add optional fields without
//! changing a digest made before. Maps are refused: their order is not ours.

use serde::Serialize;
use serde::ser::{self, Impossible, SerializeSeq};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Why a value has no canonical bytes. Always a fault of the program, never of the input.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no canonical bytes: {0}")]
pub struct NotCanonical(String);

impl ser::Error for NotCanonical {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// The canonical bytes of a value. Cost: linear in the size of the value.
///
/// ```
/// #[derive(serde::Serialize)]
/// struct Seen { marker: &'static str, width_mm: f64, note: Option<String> }
/// let bytes = mocgioi::domain::canonical::bytes(&Seen { marker: "211", width_mm: 1.5, note: None }).unwrap();
/// assert_eq!(bytes[..5], [0x08, 0, 0, 0, 2]);
/// ```
///
/// # Errors
/// [`NotCanonical`] for NaN, infinities, maps and integers beyond 64 bits signed.
pub fn bytes<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, NotCanonical> {
    let mut out = Vec::with_capacity(256);
    value.serialize(Encoder { out: &mut out })?;
    Ok(out)
}

struct Encoder<'a> {
    out: &'a mut Vec<u8>,
}

impl Encoder<'_> {
    fn length(&mut self, length: usize) -> Result<(), NotCanonical> {
        let length = u32::try_from(length).map_err(|_| NotCanonical("longer than 4 GiB".to_owned()))?;
        self.out.extend_from_slice(&length.to_be_bytes());
        Ok(())
    }

    fn name(&mut self, name: &str) -> Result<(), NotCanonical> {
        self.length(name.len())?;
        self.out.extend_from_slice(name.as_bytes());
        Ok(())
    }

    fn integer(self, value: i64) {
        self.out.push(0x03);
        self.out.extend_from_slice(&value.to_be_bytes());
    }
}

/// Items of a list or fields of a record: the count is written when they end.
struct Items<'a> {
    out: &'a mut Vec<u8>,
    count_at: usize,
    count: u32,
}

impl<'a> Items<'a> {
    fn start(out: &'a mut Vec<u8>, tag: u8) -> Self {
        out.push(tag);
        let count_at = out.len();
        out.extend_from_slice(&[0; 4]);
        Self { out, count_at, count: 0 }
    }

    fn finish(self) {
        if let Some(place) = self.out.get_mut(self.count_at..self.count_at + 4) {
            place.copy_from_slice(&self.count.to_be_bytes());
        }
    }
}

macro_rules! integers {
    ($($method:ident: $kind:ty),*) => {
        $(fn $method(self, value: $kind) -> Result<(), NotCanonical> {
            self.integer(i64::from(value));
            Ok(())
        })*
    };
}

impl<'a> ser::Serializer for Encoder<'a> {
    type Ok = ();
    type Error = NotCanonical;
    type SerializeSeq = Items<'a>;
    type SerializeTuple = Items<'a>;
    type SerializeTupleStruct = Impossible<(), NotCanonical>;
    type SerializeTupleVariant = Impossible<(), NotCanonical>;
    type SerializeMap = Impossible<(), NotCanonical>;
    type SerializeStruct = Items<'a>;
    type SerializeStructVariant = Items<'a>;

    integers!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
              serialize_u8: u8, serialize_u16: u16, serialize_u32: u32);

    fn serialize_u64(self, value: u64) -> Result<(), NotCanonical> {
        let value = i64::try_from(value).map_err(|_| NotCanonical("integer beyond 63 bits".to_owned()))?;
        self.integer(value);
        Ok(())
    }

    fn serialize_bool(self, value: bool) -> Result<(), NotCanonical> {
        self.out.push(if value { 0x02 } else { 0x01 });
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), NotCanonical> {
        self.serialize_f64(f64::from(value))
    }

    fn serialize_f64(self, value: f64) -> Result<(), NotCanonical> {
        if !value.is_finite() {
            return Err(NotCanonical(format!("{value} is not a finite number")));
        }
        // Adding positive zero turns −0 into 0 and changes nothing else.
        self.out.push(0x04);
        self.out.extend_from_slice(&(value + 0.0).to_bits().to_be_bytes());
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), NotCanonical> {
        self.serialize_str(&value.to_string())
    }

    fn serialize_str(mut self, value: &str) -> Result<(), NotCanonical> {
        self.out.push(0x05);
        // Nearly all text is in form C already, and seeing that is far cheaper than making it anew.
        if value.is_ascii() || is_nfc_quick(value.chars()) == IsNormalized::Yes {
            return self.name(value);
        }
        let text: String = value.nfc().collect();
        self.name(&text)
    }

    fn serialize_bytes(mut self, value: &[u8]) -> Result<(), NotCanonical> {
        self.out.push(0x06);
        self.length(value.len())?;
        self.out.extend_from_slice(value);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), NotCanonical> {
        self.out.push(0x00);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), NotCanonical> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), NotCanonical> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), NotCanonical> {
        self.serialize_none()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<(), NotCanonical> {
        self.serialize_str(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), NotCanonical> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        mut self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Result<(), NotCanonical> {
        self.out.push(0x09);
        self.name(name)?;
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'a>, NotCanonical> {
        Ok(Items::start(self.out, 0x07))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'a>, NotCanonical> {
        Ok(Items::start(self.out, 0x07))
    }

    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, NotCanonical> {
        Err(NotCanonical(format!("{name}: a tuple struct has no field names")))
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, NotCanonical> {
        Err(NotCanonical(format!("{name}: a tuple variant has no field names")))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, NotCanonical> {
        Err(NotCanonical("a map has no order of its own".to_owned()))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Items<'a>, NotCanonical> {
        Ok(Items::start(self.out, 0x08))
    }

    fn serialize_struct_variant(
        mut self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Items<'a>, NotCanonical> {
        self.out.push(0x09);
        self.name(name)?;
        Ok(Items::start(self.out, 0x08))
    }
}

impl SerializeSeq for Items<'_> {
    type Ok = ();
    type Error = NotCanonical;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotCanonical> {
        self.count += 1;
        value.serialize(Encoder { out: self.out })
    }

    fn end(self) -> Result<(), NotCanonical> {
        self.finish();
        Ok(())
    }
}

impl ser::SerializeTuple for Items<'_> {
    type Ok = ();
    type Error = NotCanonical;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotCanonical> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), NotCanonical> {
        SerializeSeq::end(self)
    }
}

impl ser::SerializeStruct for Items<'_> {
    type Ok = ();
    type Error = NotCanonical;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), NotCanonical> {
        let before = self.out.len();
        Encoder { out: self.out }.name(name)?;
        let value_at = self.out.len();
        value.serialize(Encoder { out: self.out })?;
        if self.out.len() == value_at + 1 && self.out.last() == Some(&0x00) {
            self.out.truncate(before);
        } else {
            self.count += 1;
        }
        Ok(())
    }

    fn end(self) -> Result<(), NotCanonical> {
        self.finish();
        Ok(())
    }
}

impl ser::SerializeStructVariant for Items<'_> {
    type Ok = ();
    type Error = NotCanonical;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), NotCanonical> {
        ser::SerializeStruct::serialize_field(self, name, value)
    }

    fn end(self) -> Result<(), NotCanonical> {
        self.finish();
        Ok(())
    }
}
