//! The step description that clients render from: one document for all 23 steps.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::catalogue::Step;
use super::schema::{AtMost, Kind, Node, Now, Rule};
use super::{Phase, StepNumber};

/// The document as it goes out, and the fingerprint that changes with it.
#[derive(Debug, Clone)]
pub struct Published {
    pub bytes: Vec<u8>,
    /// The first 16 hexadecimal digits of the SHA-256 of the steps; fit for an ETag.
    pub version: String,
}

pub fn publish(steps: &[Step]) -> Published {
    let described: Vec<Value> = steps.iter().map(step).collect();
    let phases: Vec<Value> = Phase::ALL
        .iter()
        .map(|phase| {
            let numbers: Vec<u8> =
                steps.iter().filter(|step| step.phase == *phase).map(|step| step.number.get()).collect();
            json!({
                "number": phase.number(), "numeral": phase.numeral(), "title": phase.title(), "steps": numbers,
            })
        })
        .collect();
    let body = json!({ "total_steps": StepNumber::COUNT, "phases": phases, "steps": described });
    let digest = Sha256::digest(body.to_string().as_bytes());
    let version = hex::encode(&digest[..8]);
    let mut document = body;
    document["version"] = Value::from(version.clone());
    Published { bytes: document.to_string().into_bytes(), version }
}

fn step(step: &Step) -> Value {
    json!({
        "number": step.number.get(),
        "id": step.id,
        "version": step.version,
        "title": step.title,
        "purpose": step.purpose,
        "phase": {
            "number": step.phase.number(), "numeral": step.phase.numeral(), "title": step.phase.title(),
        },
        "required": step.required,
        "weight": step.weight,
        "assists": step.assists,
        "fields": fields(&step.shape, ""),
        "completion": step.rules.iter().map(Rule::to_json).collect::<Vec<_>>(),
    })
}

fn fields(node: &Node, pointer: &str) -> Vec<Value> {
    node.properties
        .iter()
        .map(|(name, field)| {
            let mut described = describe(field, &format!("{pointer}/{name}"));
            described.insert("name".to_owned(), json!(name));
            described.insert("label".to_owned(), json!(label_of(name, field)));
            described.insert("required".to_owned(), json!(node.required.contains(name)));
            Value::Object(described)
        })
        .collect()
}

/// One field: `*` in a pointer stands for any index.
fn describe(field: &Node, pointer: &str) -> Map<String, Value> {
    let mut out = Map::new();
    let mut set = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            out.insert(name.to_owned(), value);
        }
    };
    set("pointer", Some(json!(pointer)));
    set("type", Some(json!(type_of(field))));
    set("help", field.description.clone().map(Value::from));
    set("group", field.group.clone().map(Value::from));
    set("min_length", field.min_length.map(Value::from));
    set("max_length", field.max_length.map(Value::from));
    set("minimum", field.minimum.map(Value::from));
    set("maximum", field.maximum.map(Value::from));
    set("decimal_places", field.multiple_of.map(|_| json!(2)));
    set("min_items", field.min_items.map(Value::from));
    set("max_items", field.max_items.map(Value::from));
    set("choices", field.choices.as_ref().map(|choices| json!(choices_of(field, choices))));
    set("accepted_words", Some(json!(field.words)).filter(|_| !field.words.is_empty()));
    set("default", field.default.clone());
    set(
        "default_from",
        field.default_from.as_ref().map(|from| json!({"step": from.step, "pointer": from.at})),
    );
    set("default_now", field.default_now.map(|Now::Year| json!("year")));
    set("read_only", field.read_only.then_some(Value::Bool(true)));
    set("assigned", field.assigned.then_some(Value::Bool(true)));
    set("must_be", field.must_be.map(Value::Bool));
    set("required_when", field.required_when.as_ref().map(super::rule::Where::to_json));
    let limited = |limit: &AtMost| json!({ "where": limit.condition.to_json(), "max": limit.max });
    let at_most: Vec<Value> = field.at_most.iter().map(limited).collect();
    set("at_most", Some(json!(at_most)).filter(|_| !at_most.is_empty()));
    set("unique_by", field.unique.clone().map(Value::from));
    set(
        "reference",
        field.refers.as_ref().map(|to| json!({"step": to.step, "list": to.list, "also": to.also})),
    );
    if field.kind == Some(Kind::Object) {
        set("fields", Some(json!(fields(field, pointer))));
    }
    if let Some(item) = &field.items {
        set("item", Some(Value::Object(describe(item, &format!("{pointer}/*")))));
    }
    out
}

fn type_of(field: &Node) -> &'static str {
    match (field.kind, field.format.as_deref()) {
        (Some(Kind::String), _) if field.choices.is_some() => "choice",
        (Some(Kind::String), Some("http-url")) => "url",
        (Some(Kind::String), Some("uuid")) => "id",
        (Some(Kind::String), Some("date")) => "date",
        (Some(Kind::String), Some("date-time")) => "time",
        (Some(Kind::String), Some("currency")) => "currency",
        (Some(Kind::String), _) if field.refers.is_some() => "id",
        (Some(Kind::String) | None, _) => "text",
        (Some(Kind::Integer), _) => "integer",
        (Some(Kind::Number), _) => "decimal",
        (Some(Kind::Boolean), _) => "boolean",
        (Some(Kind::Object), _) => "object",
        (Some(Kind::Array), _) => "list",
    }
}

fn label_of(name: &str, field: &Node) -> String {
    field.title.clone().unwrap_or_else(|| words(name))
}

fn choices_of(field: &Node, choices: &[String]) -> Vec<Value> {
    choices
        .iter()
        .map(|value| {
            let label = field.labels.get(value).cloned().unwrap_or_else(|| words(value));
            json!({ "value": value, "label": label })
        })
        .collect()
}

/// `market_share` as "Market share".
fn words(name: &str) -> String {
    let spaced = name.replace('_', " ");
    let mut letters = spaced.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::domain::fixtures::catalogue;

    #[test]
    fn a_round_is_written_as_founders_do() {
        let document: Value = serde_json::from_slice(&catalogue().description().bytes).unwrap();
        let company = document["steps"][0]["fields"].as_array().unwrap();
        let stage = company.iter().find(|field| field["name"] == "stage").unwrap();
        assert_eq!(stage["choices"][2], json!({ "value": "series_a", "label": "Series A" }));
    }
}
