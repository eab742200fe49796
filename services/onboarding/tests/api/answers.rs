//! Real answers of a company, by step.

use serde_json::{Value, json};

/// What a founder answers in a step; none where the step is passed over.
pub fn of(step: u32) -> Option<Value> {
    let file: Value =
        serde_json::from_str(include_str!("../../../../tests/journeys/answers/saas_katori.json")).unwrap();
    let data = file["steps"][step.to_string()].clone();
    (!data.is_null()).then_some(data)
}

/// Answers that complete step 1.
pub fn evidence() -> Value {
    json!({
        "company_name": "Katori", "industry": "technology", "stage": "seed",
        "evidence": [{ "type": "url", "name": "Site", "url": "https://katori.example" }],
    })
}
