use serde_json::Value;

/// Trims every text and leaves out what is empty or null then: an answer of blanks is no answer.
pub fn tidy(value: Value) -> Value {
    kept(value).unwrap_or(Value::Null)
}

fn kept(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(text) => match text.trim() {
            "" => None,
            trimmed if trimmed.len() == text.len() => Some(Value::String(text)),
            trimmed => Some(Value::String(trimmed.to_owned())),
        },
        Value::Array(items) => Some(Value::Array(items.into_iter().filter_map(kept).collect())),
        Value::Object(members) => {
            let kept = |(name, member)| Some((name, kept(member)?));
            Some(Value::Object(members.into_iter().filter_map(kept).collect()))
        }
        Value::Bool(_) | Value::Number(_) => Some(value),
    }
}
