//! The first look at what a client sent: texts trimmed and NFC-normalised, absent things removed, numbers
//! written one way. What has the wrong type stays as it is, for the schema to refuse.

use std::{borrow::Cow, collections::HashSet};

use primitives::is_blank;
use serde_json::{Map, Number, Value};
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};
use uuid::Uuid;

use super::finding::{Code, Finding};
use super::schema::{Kind, Node};

/// One hostile document must not produce an answer of megabytes.
const MOST_FINDINGS: usize = 50;
/// An unknown name may be as long as the document; the warning is not.
const LONGEST_NAME: usize = 100;

#[derive(Default)]
pub struct Tidied {
    pub violations: Vec<Finding>,
    pub warnings: Vec<Finding>,
}

impl Tidied {
    /// The tidy value, or nothing where it counts as not given.
    pub fn value(&mut self, node: &Node, value: Value, pointer: &str) -> Option<Value> {
        match (node.kind, value) {
            (_, Value::Null) => None,
            (Some(Kind::String), Value::String(text)) => self.text(node, &text, pointer),
            (Some(Kind::Integer), value) => Some(integer(node, value)),
            (Some(Kind::Array), Value::Array(items)) => Some(self.list(node, items, pointer)),
            (Some(Kind::Object), Value::Object(members)) => Some(self.object(node, members, pointer)),
            (_, other) => Some(other),
        }
    }

    fn text(&mut self, node: &Node, text: &str, pointer: &str) -> Option<Value> {
        let control = text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
        if control && self.violations.len() < MOST_FINDINGS {
            let message = "must not contain control characters";
            self.violations.push(Finding::new(pointer, Code::InvalidCharacter, message));
        }
        let normal = match is_nfc_quick(text.chars()) {
            IsNormalized::Yes => Cow::Borrowed(text),
            IsNormalized::No | IsNormalized::Maybe => Cow::Owned(text.nfc().collect()),
        };
        let trimmed = normal.trim();
        match node.format.as_deref() {
            Some("uuid") => Uuid::parse_str(trimmed)
                .map_or_else(|_| text_value(trimmed), |id| text_value(&id.to_string())),
            Some(_) | None => text_value(trimmed),
        }
    }

    fn list(&mut self, node: &Node, items: Vec<Value>, pointer: &str) -> Value {
        let item_node = node.items.as_deref();
        let mut seen: HashSet<String> = HashSet::new();
        let mut kept: Vec<Value> = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let tidy = match item_node {
                Some(item_node) => self.value(item_node, item, &format!("{pointer}/{index}")),
                None => Some(item),
            };
            kept.extend(tidy.filter(|value| value.as_str().is_none_or(|text| seen.insert(text.to_owned()))));
        }
        Value::Array(kept)
    }

    fn object(&mut self, node: &Node, mut members: Map<String, Value>, pointer: &str) -> Value {
        let mut kept = Map::new();
        for (name, field) in &node.properties {
            let value = members.remove(name);
            let tidy = value.and_then(|value| self.value(field, value, &format!("{pointer}/{name}")));
            kept.extend(tidy.map(|value| (name.clone(), value)));
        }
        for name in members.keys() {
            self.unknown(name, pointer);
        }
        Value::Object(kept)
    }

    fn unknown(&mut self, name: &str, pointer: &str) {
        if self.warnings.len() < MOST_FINDINGS {
            let short: String = name.chars().take(LONGEST_NAME).collect();
            let escaped = short.replace('~', "~0").replace('/', "~1");
            let message = "is not a field of this step and was left out";
            self.warnings.push(Finding::new(format!("{pointer}/{escaped}"), Code::UnknownField, message));
        }
    }
}

fn text_value(text: &str) -> Option<Value> {
    (!is_blank(text)).then(|| Value::String(text.to_owned()))
}

/// Words become their number, and 5.0 becomes 5.
fn integer(node: &Node, value: Value) -> Value {
    match &value {
        Value::String(word) => {
            node.words.get(&word.trim().to_lowercase()).map_or(value, |number| Value::from(*number))
        }
        Value::Number(number) if number.is_f64() => whole(number).map_or(value, Value::from),
        Value::Number(_) | Value::Bool(_) | Value::Array(_) | Value::Object(_) | Value::Null => value,
    }
}

fn whole(number: &Number) -> Option<i64> {
    // "-0" cannot be an integer's text, so zero is taken apart
    let text = format!("{:.0}", number.as_f64().filter(|float| float.fract() == 0.0)?);
    if text == "-0" { Some(0) } else { text.parse().ok() }
}
