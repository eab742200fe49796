//! Doors of `tests/fuzz`: each takes any bytes and panics when a property does not hold for them.

use std::sync::LazyLock;

use serde_json::Value;

use crate::domain::build::{fixture, sound};

/// Every member there is, at its limit.
static FULL: LazyLock<Value> = LazyLock::new(|| fixture::filled(&mut |_| "x".to_owned()));

/// What a caller sends as a business context.
pub fn context(bytes: &[u8]) {
    sound::bytes(bytes);
}

/// A context with every member there is: the first line says how little of each is kept, the others are what its texts
/// are made of.
pub fn compress(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).replace('\0', "");
    let (shares, pieces) = text.split_once('\n').unwrap_or((&text, ""));
    let mut shares = shares.bytes().map(|share| share / 8).chain([1]).cycle();
    let mut context = sound::thinned(&FULL, &mut || shares.next().unwrap_or(1), 0);
    let mut pieces = pieces.split('\n').filter(|piece| !piece.trim().is_empty()).cycle();
    weave(&mut context, &mut || pieces.next().unwrap_or("x"));
    assert!(sound::document(context), "a context within its limits is refused");
}

/// Makes texts of pieces, each as long as it was.
fn weave<'a>(value: &mut Value, piece: &mut impl FnMut() -> &'a str) {
    match value {
        Value::String(text) if text.starts_with(".x") => {
            let middle: String = piece().chars().cycle().take(text.len() - 2).collect();
            *text = format!(".{middle}.");
        }
        Value::Array(items) => items.iter_mut().for_each(|item| weave(item, piece)),
        Value::Object(members) => members.values_mut().for_each(|member| weave(member, piece)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use testkit::arbitrary::try_kept;

    #[test]
    fn what_fuzzing_kept_holds() {
        try_kept("context", super::context);
        try_kept("compress", super::compress);
    }
}
