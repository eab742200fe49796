//! The subset of JSON Schema 2020-12 that a step file may use, and the annotations of our own.
//!
//! Unknown keywords are refused when the files are loaded, so this list is complete:
//!
//! | annotation | on | meaning |
//! |---|---|---|
//! | `x-step` | root | number, id, phase, weight, required, assists, version |
//! | `x-derive` | root | named functions that compute server-set members after every save ([`Derive`]) |
//! | `x-completion` | root | rules beyond the schema that completion needs ([`Rule`]) |
//! | `x-group` | field | heading under which a client shows the field |
//! | `x-labels` | enum | words for the enum values; values without one show as they are, underscores as spaces |
//! | `x-words` | integer | words that are accepted for a number |
//! | `x-assigned` | id | the server gives an id where the client chose none |
//! | `x-code` | read-only text | prefix of the label the server numbers the item with |
//! | `x-ref` | text | the value is the id of an item of a list, checked at completion |
//! | `x-unique` | list of objects | member in which no two items may agree |
//! | `x-at-most` | list of objects | upper limits for items with certain members |
//! | `x-required-when` | field | also required to complete when a sibling has this value |
//! | `x-must-be` | boolean | the value it must have to complete |
//! | `x-default-from` | field | default taken from another step |
//! | `x-default-now` | field | default taken from the clock: `year` |
//! | `x-quotes-words` | text, list | names words to avoid, so the check for hype leaves it alone |
//!
//! `required` and `minItems` bind completion only; every other limit binds drafts too.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Map, Value, json};

pub use super::derive::Derive;
pub use super::rule::{Rule, Where};
use super::{Phase, StepNumber};

/// One schema node: a field, an item, or the step itself.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Node {
    #[serde(rename = "$ref")]
    reference: Option<String>,
    pub title: Option<String>,
    pub description: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<Kind>,
    #[serde(default)]
    pub properties: IndexMap<String, Node>,
    #[serde(default)]
    pub required: Vec<String>,
    pub items: Option<Box<Node>>,
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    #[serde(default)]
    pub unique_items: bool,
    pub minimum: Option<i64>,
    pub maximum: Option<i64>,
    pub multiple_of: Option<f64>,
    pub format: Option<String>,
    #[serde(rename = "enum")]
    pub choices: Option<Vec<String>>,
    pub default: Option<Value>,
    #[serde(default)]
    pub read_only: bool,
    #[serde(rename = "x-group")]
    pub group: Option<String>,
    #[serde(rename = "x-labels", default)]
    pub labels: BTreeMap<String, String>,
    #[serde(rename = "x-words", default)]
    pub words: BTreeMap<String, i64>,
    #[serde(rename = "x-assigned", default)]
    pub assigned: bool,
    #[serde(rename = "x-code")]
    pub code: Option<String>,
    #[serde(rename = "x-ref")]
    pub refers: Option<Reference>,
    #[serde(rename = "x-unique")]
    pub unique: Option<String>,
    #[serde(rename = "x-at-most", default)]
    pub at_most: Vec<AtMost>,
    #[serde(rename = "x-required-when")]
    pub required_when: Option<Where>,
    #[serde(rename = "x-must-be")]
    pub must_be: Option<bool>,
    #[serde(rename = "x-default-from")]
    pub default_from: Option<DefaultFrom>,
    #[serde(rename = "x-default-now")]
    pub default_now: Option<Now>,
    #[serde(rename = "x-quotes-words", default)]
    pub quotes_words: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Object,
    Array,
    String,
    Integer,
    Number,
    Boolean,
}

impl Kind {
    fn keyword(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Array => "array",
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
        }
    }
}

/// The value is the id of an item of `list` in `step`, or one of `also`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    pub step: u32,
    pub list: String,
    #[serde(default)]
    pub also: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AtMost {
    #[serde(rename = "where")]
    pub condition: Where,
    pub max: usize,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefaultFrom {
    pub step: u32,
    pub at: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Now {
    Year,
}

/// What a step is, apart from its fields.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    pub number: u32,
    pub id: String,
    pub phase: Phase,
    pub weight: u32,
    pub required: bool,
    pub assists: Vec<String>,
    pub version: u32,
}

/// A whole step file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    #[serde(rename = "$schema")]
    _dialect: String,
    #[serde(rename = "$id")]
    _id: String,
    #[serde(rename = "x-step")]
    pub header: Header,
    pub title: String,
    pub description: String,
    #[serde(rename = "type")]
    _kind: Kind,
    properties: IndexMap<String, Node>,
    #[serde(default)]
    required: Vec<String>,
    #[serde(rename = "$defs", default)]
    definitions: IndexMap<String, Node>,
    #[serde(rename = "x-derive", default)]
    pub derive: Vec<Derive>,
    #[serde(rename = "x-completion", default)]
    pub completion: Vec<Rule>,
}

/// A `$ref` that leads nowhere, or a reference to a step that does not exist.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    #[error("{0} is not defined in this file")]
    Undefined(String),
    #[error(transparent)]
    Step(#[from] super::UnknownStep),
}

impl File {
    /// The step's object with every `$ref` replaced by what it names.
    pub fn resolve(&mut self) -> Result<Node, SchemaError> {
        let root = Node {
            kind: Some(Kind::Object),
            properties: std::mem::take(&mut self.properties),
            required: std::mem::take(&mut self.required),
            ..Node::default()
        };
        resolve(root, &self.definitions)
    }
}

fn resolve(node: Node, definitions: &IndexMap<String, Node>) -> Result<Node, SchemaError> {
    let mut node = match &node.reference {
        None => node,
        Some(reference) => {
            let target = reference
                .strip_prefix("#/$defs/")
                .and_then(|name| definitions.get(name))
                .ok_or_else(|| SchemaError::Undefined(reference.clone()))?;
            overlay(target.clone(), node)
        }
    };
    for step in
        node.refers.iter().map(|refers| refers.step).chain(node.default_from.iter().map(|from| from.step))
    {
        StepNumber::try_from(step)?;
    }
    for field in node.properties.values_mut() {
        *field = resolve(std::mem::take(field), definitions)?;
    }
    if let Some(item) = node.items.take() {
        node.items = Some(Box::new(resolve(*item, definitions)?));
    }
    Ok(node)
}

/// What stands beside a `$ref` says how this use of the shape differs.
fn overlay(base: Node, over: Node) -> Node {
    Node {
        reference: None,
        title: over.title.or(base.title),
        description: over.description.or(base.description),
        group: over.group.or(base.group),
        default: over.default.or(base.default),
        min_length: over.min_length.or(base.min_length),
        max_length: over.max_length.or(base.max_length),
        min_items: over.min_items.or(base.min_items),
        max_items: over.max_items.or(base.max_items),
        default_from: over.default_from.or(base.default_from),
        must_be: over.must_be.or(base.must_be),
        quotes_words: over.quotes_words || base.quotes_words,
        read_only: over.read_only || base.read_only,
        ..base
    }
}

/// How much of a schema binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// Members may be missing and lists still short.
    Draft,
    Complete,
}

impl Node {
    pub fn is_list_of_objects(&self) -> bool {
        self.items.as_ref().is_some_and(|item| item.kind == Some(Kind::Object))
    }

    /// The plain JSON Schema of this node, without our annotations.
    pub fn plain(&self, strictness: Strictness) -> Value {
        let mut schema = Map::new();
        let mut set = |keyword: &str, value: Option<Value>| {
            if let Some(value) = value {
                schema.insert(keyword.to_owned(), value);
            }
        };
        let complete = strictness == Strictness::Complete;
        set("type", self.kind.map(|kind| json!(kind.keyword())));
        set("minLength", self.min_length.map(Value::from));
        set("maxLength", self.max_length.map(Value::from));
        set("minItems", self.min_items.filter(|_| complete).map(Value::from));
        set("maxItems", self.max_items.map(Value::from));
        set("uniqueItems", self.unique_items.then_some(Value::Bool(true)));
        set("minimum", self.minimum.map(Value::from));
        set("maximum", self.maximum.map(Value::from));
        set("multipleOf", self.multiple_of.map(Value::from));
        set("format", self.format.clone().map(Value::from));
        set("enum", self.choices.as_ref().map(|choices| json!(choices)));
        set("items", self.items.as_ref().map(|item| item.plain(strictness)));
        set("required", Some(json!(self.required)).filter(|_| complete && !self.required.is_empty()));
        if !self.properties.is_empty() {
            let properties: Map<String, Value> =
                self.properties.iter().map(|(name, field)| (name.clone(), field.plain(strictness))).collect();
            set("properties", Some(Value::Object(properties)));
        }
        Value::Object(schema)
    }
}
