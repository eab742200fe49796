//! Whatever a patch does to a founder's answers, they stay answers.

use proptest::prelude::*;
use serde_json::Value;
use testkit::arbitrary::{cases, changed, json_with};

use super::fixtures::{companies, step};
use super::{Answers, StepNumber, properties};

/// A step that a company has answered, and a patch on it.
fn a_patch() -> impl Strategy<Value = (&'static Answers, StepNumber, Value)> {
    (0..companies().len(), 1_u32..=23).prop_flat_map(|(company, number)| {
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
        properties::patch(number, &patch, answers);
    }
}
