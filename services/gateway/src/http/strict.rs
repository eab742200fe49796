//! JSON that means one thing only: no member twice, no NUL, not too deep. Looks at every value and keeps none.

use std::{collections::HashSet, fmt};

use problem::Violation;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::error::GatewayError;

/// Deeper than any document of ours.
const DEPTH: usize = 64;

/// Checks a whole document.
pub fn check(document: &str) -> Result<(), GatewayError> {
    let mut walk = Walk { path: Vec::new(), finding: None };
    let mut deserializer = serde_json::Deserializer::from_str(document);
    let walked = Step(&mut walk).deserialize(&mut deserializer).and_then(|()| deserializer.end());
    match (walked, walk.finding) {
        (Ok(()), None) => Ok(()),
        (Ok(()) | Err(_), Some(Finding::Ambiguous(violation))) => Err(GatewayError::Ambiguous(violation)),
        (Ok(()) | Err(_), Some(Finding::Nul(violation))) => Err(GatewayError::Invalid(vec![violation])),
        (Err(error), None) => {
            let place = format!("line {}, column {}", error.line(), error.column());
            Err(GatewayError::Malformed(place))
        }
    }
}

enum Finding {
    Ambiguous(Violation),
    Nul(Violation),
}

struct Walk {
    path: Vec<String>,
    finding: Option<Finding>,
}

impl Walk {
    fn pointer(&self) -> String {
        self.path.iter().map(|part| format!("/{}", part.replace('~', "~0").replace('/', "~1"))).collect()
    }

    fn text(&mut self, text: &str) {
        if self.finding.is_none() && text.contains('\0') {
            let violation = Violation::new(self.pointer(), "INVALID_CHARACTER", "must not contain NUL");
            self.finding = Some(Finding::Nul(violation));
        }
    }

    fn enter<E: Error>(&mut self, part: String) -> Result<(), E> {
        self.path.push(part);
        if self.path.len() > DEPTH { Err(E::custom("too deep")) } else { Ok(()) }
    }
}

struct Step<'a>(&'a mut Walk);

impl<'de> DeserializeSeed<'de> for Step<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Step<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.0.text(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut index = 0usize;
        loop {
            self.0.enter(index.to_string())?;
            let more = items.next_element_seed(Step(&mut *self.0))?.is_some();
            self.0.path.pop();
            if !more {
                return Ok(());
            }
            index += 1;
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut seen = HashSet::new();
        while let Some(name) = members.next_key::<String>()? {
            self.0.enter(name.clone())?;
            self.0.text(&name);
            if !seen.insert(name) {
                let violation = Violation::new(self.0.pointer(), "DUPLICATE", "is given twice");
                self.0.finding = Some(Finding::Ambiguous(violation));
                return Err(Error::custom("a member is given twice"));
            }
            members.next_value_seed(Step(&mut *self.0))?;
            self.0.path.pop();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use problem::Failure as _;

    use super::*;

    fn told(document: &str) -> (u16, Vec<String>) {
        let error = check(document).unwrap_err();
        let pointers = error.violations().into_iter().map(|violation| violation.pointer).collect();
        (error.kind().http_status(), pointers)
    }

    #[test]
    fn what_means_one_thing_passes() {
        check(r#"{"a": [1, -2, 3.5, null, true, "x", {"a": {}}], "b": {"a": []}, "नाम": "🙂"}"#).unwrap();
        check("[]").unwrap();
    }

    #[test]
    fn a_member_given_twice_is_found_at_any_depth() {
        assert_eq!(told(r#"{"a": 1, "a": 2}"#), (400, vec!["/a".to_owned()]));
        assert_eq!(told(r#"{"a": [{}, {"b/c": 1, "b\u002fc": 1}]}"#), (400, vec!["/a/1/b~1c".to_owned()]));
    }

    #[test]
    fn nul_is_found_in_names_and_values() {
        assert_eq!(told(r#"{"a": ["x", "\u0000"]}"#), (422, vec!["/a/1".to_owned()]));
        assert_eq!(told(r#"{"\u0000": 1}"#).0, 422);
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        let deep = "[".repeat(65) + &"]".repeat(65);
        for document in
            ["", "{", "{}{}", "{'a': 1}", "[1,]", "NaN", "\"\\ud800\"", "1e999", "\u{feff}{}", &deep]
        {
            assert_eq!(told(document), (400, Vec::new()), "{document}");
        }
    }
}
