//! What holds for whatever comes as a business context.

use serde_json::{Map, Value};

use super::{Built, Options, build};
use crate::domain::{
    canonical::{TAIL, checksum, rewrite},
    context::{BusinessContext, ContextError},
    tokens,
};

const OPTIONS: Options = Options { token_budget: 1200 };

/// Any bytes are a sound context or refused.
pub fn bytes(bytes: &[u8]) {
    let document = serde_json::from_slice(bytes);
    let parsed = BusinessContext::parse(bytes);
    match document {
        Ok(document) => {
            assert_eq!(parsed.is_ok(), self::document(document));
        }
        Err(_) => assert!(matches!(parsed, Err(ContextError::Malformed))),
    }
}

/// A document is refused by pointer, or accepted and its manifest is sound. Whether it was accepted.
pub fn document(document: Value) -> bool {
    match BusinessContext::from_document(document) {
        Ok(context) => {
            accepted(&context);
            true
        }
        Err(ContextError::Invalid(faults)) => {
            assert!(!faults.is_empty());
            for fault in faults {
                assert!(fault.pointer.is_empty() || fault.pointer.starts_with('/'), "{fault:?}");
            }
            false
        }
        Err(ContextError::Malformed | ContextError::UnsupportedVersion) => false,
    }
}

/// Every context fits, into the same bytes however it is written.
fn accepted(context: &BusinessContext) {
    let Some(built) = built(context) else { return };
    let rewritten = serde_json::from_str(&reversed(context.document()));
    let again = rewritten.ok().and_then(|document| BusinessContext::from_document(document).ok());
    assert_eq!(again.as_ref().and_then(self::built).as_ref(), Some(&built));
}

/// The manifest of a context, which is sound.
pub fn built(context: &BusinessContext) -> Option<Built> {
    let built = build(context, OPTIONS);
    assert!(built.is_ok(), "{built:?} of {}", context.document());
    built.inspect(assert_sound).ok()
}

fn assert_sound(built: &Built) {
    let compressed = &built.compressed;
    let manifest: Value = serde_json::from_str(&compressed.bytes).unwrap_or_default();
    for kept in [
        "/schema_version",
        "/foundation/company/name",
        "/foundation/company/industry",
        "/foundation/company/stage",
        "/foundation/value_prop",
        "/icps/0/segment",
        "/icps/0/confidence",
        "/competitive/category",
        "/competitive/differentiation",
    ] {
        assert!(manifest.pointer(kept).is_some(), "{kept} was dropped from {}", compressed.bytes);
    }
    // a context that was finalized by force may lack these
    let path = &built.reduced.competitors.category_path;
    let rules = &built.reduced.messaging_data.guardrails;
    let is_ruled = [&rules.r#do, &rules.dont, &rules.banned].into_iter().any(|lines| !lines.is_empty());
    for (kept, was_there) in
        [("/competitive/category_path", path.is_some()), ("/messaging/guardrails", is_ruled)]
    {
        assert_eq!(manifest.pointer(kept).is_some(), was_there, "{kept} of {}", compressed.bytes);
    }
    let entries = |list: &str| manifest.pointer(list).and_then(Value::as_array).map_or(0, Vec::len);
    assert!(entries("/icps") <= built.counts.icps);
    assert!(entries("/competitive/alternatives") <= built.counts.competitors);

    assert!(compressed.token_count < OPTIONS.token_budget);
    assert_eq!(compressed.token_count, tokens::count(&compressed.bytes));
    assert!(compressed.token_count <= compressed.original_token_count);
    assert_eq!(compressed.applied(), compressed.original_token_count >= OPTIONS.token_budget);
    assert_eq!(compressed.level.as_str() == "none", !compressed.applied());

    assert!(compressed.bytes.ends_with(TAIL));
    assert_eq!(rewrite(manifest).ok().as_ref(), Some(&compressed.bytes));
    assert_eq!(built.checksum, checksum(compressed.bytes.as_bytes()));
}

/// Keeps a part of every optional list and text, so that sizes between nothing and everything are tried as well.
pub fn thinned(value: &Value, keep: &mut impl FnMut() -> u8, depth: usize) -> Value {
    match value {
        Value::Array(items) => {
            let share = usize::from(keep());
            let left = (items.len() * share).div_ceil(255).max(1);
            items.iter().take(left).map(|item| thinned(item, keep, depth + 1)).collect()
        }
        Value::Object(members) => {
            let thinned =
                members.iter().map(|(name, member)| (name.clone(), thinned(member, keep, depth + 1)));
            Value::Object(thinned.collect::<Map<_, _>>())
        }
        Value::String(text) if depth > 1 && text.chars().count() > 60 && !text.starts_with("http") => {
            let share = usize::from(keep());
            let left = (text.chars().count() * share / 255).max(20);
            Value::String(text.chars().take(left - 1).chain(['.']).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn reversed(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .rev()
                .map(|(name, member)| format!("{}:{}", Value::from(name.as_str()), reversed(member)))
                .collect();
            format!("{{ {} }}", members.join(" , "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(reversed).collect::<Vec<_>>().join(",\n")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}
