//! How well a customer profile is known, 0 to 1.

use serde_json::{Number, Value};

use super::items_mut;
use crate::domain::read::Read;

/// Confidence in hundredths: name, description, size and vertical half a point each; pains and goals half a
/// point each up to one and a half; objections and triggers 0.3 each up to one; all of it out of six.
pub fn confidence(profile: &Value) -> u32 {
    let known = ["name", "description", "company_size", "vertical"]
        .iter()
        .filter(|member| !profile.text(member).is_empty())
        .count();
    let counted = |list: &str, each: usize, most: usize| (profile.list(list).len() * each).min(most);
    let tenths = known * 5
        + counted("pains", 5, 15)
        + counted("goals", 5, 15)
        + counted("objections", 3, 10)
        + counted("triggers", 3, 10);
    // tenths of a point out of six points, in hundredths, rounded
    u32::try_from((tenths * 10 + 3) / 6).unwrap_or(100).min(100)
}

pub fn score(data: &mut Value) {
    for profile in items_mut(data, "icps") {
        let hundredths = confidence(&Value::Object(profile.clone()));
        let score = Number::from_f64(f64::from(hundredths) / 100.0).map_or(Value::Null, Value::Number);
        profile.insert("confidence_score".to_owned(), score);
    }
}

#[cfg(test)]
mod tests {
    use super::confidence;
    use serde_json::json;

    #[test]
    fn confidence_grows_with_what_is_known_and_ends_at_1() {
        assert_eq!(confidence(&json!({})), 0);
        assert_eq!(confidence(&json!({"name": "A"})), 8);
        let pains = vec![json!({}); 10];
        let half = json!({"name": "A", "pains": pains, "goals": [{}]});
        assert_eq!(confidence(&half), 42);
        let full = json!({
            "name": "A", "description": "B", "company_size": "C", "vertical": "D",
            "pains": [1, 2, 3], "goals": [1, 2, 3], "objections": [1, 2, 3, 4], "triggers": [1, 2, 3, 4],
        });
        assert_eq!(confidence(&full), 100);
    }
}
