//! Whatever a patch does to a founder's answers, they stay answers.

use std::sync::OnceLock;

use proptest::prelude::*;
use serde_json::Value;
use testkit::arbitrary::{cases, changed, json_with};

use super::fixtures::{FILES, catalogue, journey, prepare_over, step};
use super::{Answers, StepNumber};

fn companies() -> &'static [Answers] {
    static COMPANIES: OnceLock<Vec<Answers>> = OnceLock::new();
    COMPANIES.get_or_init(|| FILES.iter().map(|(_, file)| journey(file)).collect())
}

/// RFC 7396, section 2, as it is written there.
fn merge_patch(target: Option<Value>, patch: &Value) -> Value {
    let Value::Object(members) = patch else { return patch.clone() };
    let mut target = match target {
        Some(Value::Object(target)) => target,
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) | None => {
            serde_json::Map::new()
        }
    };
    for (name, value) in members {
        let before = target.remove(name);
        if !value.is_null() {
            target.insert(name.clone(), merge_patch(before, value));
        }
    }
    Value::Object(target)
}

/// A step that a company has answered, and a patch on it.
fn a_patch() -> impl Strategy<Value = (&'static Answers, StepNumber, Value)> {
    (0..FILES.len(), 1_u32..=23).prop_flat_map(|(company, number)| {
        let (answers, number) = (&companies()[company], step(number));
        let latest = answers.latest(number).clone();
        let patch = prop_oneof![changed(latest), json_with(&["facts", "items", "icps", "channels", "id"])];
        patch.prop_map(move |patch| (answers, number, patch))
    })
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn any_patch_on_answers_is_refused_or_makes_a_draft_that_is_stable((answers, number, patch) in a_patch()) {
        let latest = answers.latest(number);
        let mut patched = latest.clone();
        json_patch::merge(&mut patched, &patch);
        prop_assert_eq!(&patched, &merge_patch(Some(latest.clone()), &patch));
        let n = u32::from(number.get());
        if let Ok(first) = prepare_over(n, patched, Some(latest), answers) {
            let again = prepare_over(n, first.data.clone(), Some(&first.data), answers);
            prop_assert_eq!(again.map(|second| second.data), Ok(first.data.clone()));
            catalogue().step(number).completion(&first.data, answers);
        }
    }
}
