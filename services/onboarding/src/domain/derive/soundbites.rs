//! Soundbites by length, in characters.

use serde_json::Value;

use super::items_mut;

pub fn measure(data: &mut Value) {
    for line in items_mut(data, "soundbites") {
        let length = line.get("content").and_then(Value::as_str).map(|text| class(text.chars().count()));
        match length {
            Some(length) => line.insert("length".to_owned(), Value::from(length)),
            None => line.remove("length"),
        };
    }
}

fn class(characters: usize) -> &'static str {
    match characters {
        0..=80 => "short",
        81..=160 => "medium",
        _ => "long",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lengths_are_counted_in_characters_not_bytes() {
        let mut data = json!({"soundbites": [
            {"content": "क".repeat(80)}, {"content": "a".repeat(81)}, {"content": "a".repeat(161)}, {},
        ]});
        measure(&mut data);
        let lengths: Vec<&Value> = (0..4).map(|n| &data["soundbites"][n]["length"]).collect();
        assert_eq!(lengths, [&json!("short"), &json!("medium"), &json!("long"), &Value::Null]);
    }
}
