//! JSON documents as they come in: malformed ones and ones that name a member twice are refused.

use std::fmt;

use problem::{Kind, Refusal};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Reads a document; `place` is where it stands in the request.
pub fn read(place: &str, bytes: &[u8]) -> Result<Value, crate::error::OnboardingError> {
    let Strict(value) = serde_json::from_slice(bytes).map_err(|error| {
        let place = if place.is_empty() { "the body" } else { place };
        Refusal::new(Kind::BadRequest, format!("{place} is not a JSON document: {error}"))
    })?;
    Ok(value)
}

/// What holds for any bytes: what is read is what any other reader finds there.
#[cfg(any(test, fuzzing))]
pub fn assert_sound(bytes: &[u8]) -> Option<Value> {
    let document = read("", bytes).ok()?;
    assert_eq!(serde_json::from_slice::<Value>(bytes).ok().as_ref(), Some(&document));
    assert_eq!(read("", document.to_string().as_bytes()).ok().as_ref(), Some(&document));
    Some(document)
}

struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reading).map(Self)
    }
}

struct Reading;

impl<'de> DeserializeSeed<'de> for Reading {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Reading)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(Reading)?;
            if object.contains_key(&name) {
                return Err(A::Error::custom("a member is given twice"));
            }
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_sound_document_is_read_as_it_is() {
        let text = r#"{"a": [1, -2, 2.5, true, null, "नमस्ते"], "b": {"a": {}}}"#;
        let expected = json!({"a": [1, -2, 2.5, true, null, "नमस्ते"], "b": {"a": {}}});
        assert_eq!(read("", text.as_bytes()).unwrap(), expected);
    }

    #[test]
    fn what_is_no_sound_document_is_refused() {
        let deep = "[".repeat(200);
        let cases =
            ["", "{", r#"{"a":1,"a":2}"#, r#"{"b":{"a":1,"a":1}}"#, "{} {}", "1e999", r#""\ud800""#, &deep];
        for case in cases {
            assert!(read("/data", case.as_bytes()).is_err(), "{case}");
        }
        assert!(read("/data", b"{\"a\": \"\xff\"}").is_err());
    }
}
