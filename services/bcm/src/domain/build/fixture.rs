//! Contexts to build from in tests and fuzz targets: one as a founder would leave it, and ones at every limit of the schema.

use serde_json::{Map, Value, json};

#[cfg(test)]
use crate::domain::context::BusinessContext;

#[cfg(test)]
pub fn context(document: Value) -> BusinessContext {
    BusinessContext::from_document(document).unwrap()
}

/// A start-up in Pune, complete, of ordinary length.
#[cfg(test)]
pub fn typical() -> Value {
    serde_json::from_str(include_str!("../../../tests/fixtures/typical.json")).unwrap()
}

/// Every member of the schema at its limit, texts made of the given piece.
#[cfg(test)]
pub fn maximal(piece: &str) -> Value {
    filled(&mut |_| piece.to_owned())
}

/// Every member of the schema at its limit; the pieces of each text come from the caller, who is told the limit.
pub fn filled(piece: &mut impl FnMut(usize) -> String) -> Value {
    let schema: Value = serde_json::from_str(include_str!(
        "../../../../../proto/raptorflow/bcm/v1/business_context.schema.json"
    ))
    .unwrap();
    let mut document = largest(&schema, &schema, piece);
    document["meta"]["forced"] = json!(false);
    document
}

fn largest(root: &Value, schema: &Value, piece: &mut impl FnMut(usize) -> String) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return largest(root, root.pointer(reference.trim_start_matches('#')).unwrap(), piece);
    }
    if let Some(constant) = schema.get("const") {
        return constant.clone();
    }
    if let Some(values) = schema["enum"].as_array() {
        return values.iter().max_by_key(|value| value.to_string().len()).unwrap().clone();
    }
    let kind = schema["type"].as_str().or(schema["type"][0].as_str()).unwrap();
    match kind {
        "object" => {
            let members = schema["properties"].as_object().unwrap();
            let filled = members.iter().map(|(name, member)| (name.clone(), largest(root, member, piece)));
            Value::Object(filled.collect::<Map<_, _>>())
        }
        "array" => {
            let length = schema["maxItems"].as_u64().unwrap_or(5);
            (0..length).map(|_| largest(root, &schema["items"], piece)).collect()
        }
        "string" => json!(longest(schema, piece)),
        "integer" | "number" => schema.get("maximum").cloned().unwrap_or(json!(1_000_000)),
        "boolean" => json!(true),
        other => panic!("the schema has a {other}"),
    }
}

fn longest(schema: &Value, piece: &mut impl FnMut(usize) -> String) -> String {
    match (schema["format"].as_str(), schema["pattern"].as_str()) {
        (Some("uuid"), _) => "0198c0de-0000-7000-8000-000000000001".to_owned(),
        (Some("date-time"), _) => "2026-11-20T10:00:00.000Z".to_owned(),
        (Some("date"), _) => "2026-11-20".to_owned(),
        (Some(other), _) => panic!("the schema has the format {other}"),
        (None, Some("^[A-Z]{3}$")) => "INR".to_owned(),
        (None, Some(_)) => format!("https://{}", "a-z/".repeat(510)),
        (None, None) => {
            let limit = usize::try_from(schema["maxLength"].as_u64().unwrap()).unwrap();
            let piece = piece(limit);
            // a full stop at both ends, so that trimming leaves the length as it is
            let middle: String = piece.chars().cycle().take(limit.saturating_sub(2)).collect();
            format!(".{middle}.")
        }
    }
}
