//! Step 17: what the primary customer thinks on each rung of awareness, and what to say there.

use serde_json::{Value, json};

use super::desk::{Basis, Desk};
use super::words::{clip, first_sentence, lower_first, paragraph, sentence};
use crate::domain::StepNumber;
use crate::domain::read::Read;

pub fn teach(desk: &mut Desk<'_, '_>) {
    let Some(profile) = primary(desk.on(StepNumber::PROFILES).list("icps")) else { return };
    let brief = desk.brief();
    let pain = worst(profile).map_or(brief.problem, |pain| pain.text("description"));
    let objection = profile.list("objections").first();
    let doubt = objection.map_or_else(
        || "Will it work for us?".to_owned(),
        |objection| sentence(objection.text("description")),
    );
    let answer = objection.map_or(brief.guarantee, |objection| objection.text("response"));
    let start = if brief.time_to_value.is_empty() {
        String::new()
    } else {
        format!("What to expect: {}", lower_first(brief.time_to_value))
    };
    let rungs = [
        (
            "unaware",
            "This is how it has always been.".to_owned(),
            format!("Does this sound familiar? {}", sentence(pain)),
        ),
        ("problem_aware", sentence(pain), first_sentence(brief.problem).to_owned()),
        (
            "solution_aware",
            "There must be a way to solve this.".to_owned(),
            first_sentence(brief.solution).to_owned(),
        ),
        ("product_aware", doubt, answer.to_owned()),
        ("most_aware", "What happens after we say yes?".to_owned(), paragraph(&[brief.outcome, &start], 500)),
    ];
    for (rung, belief, message) in rungs {
        if !message.is_empty() && !desk.knows("ladder", "rung", rung) {
            let step = json!({ "rung": rung, "belief": clip(&belief, 500), "message": clip(&sentence(&message), 500) });
            desk.propose_item("ladder", step, &Basis::rule(55));
        }
    }
}

/// The profile with the highest confidence; the first one among equals.
pub fn primary(profiles: &[Value]) -> Option<&Value> {
    let confidence = |profile: &Value| profile["confidence_score"].as_f64().unwrap_or(0.0);
    profiles.iter().rev().max_by(|one, other| confidence(one).total_cmp(&confidence(other)))
}

/// The most severe pain of a profile.
pub fn worst(profile: &Value) -> Option<&Value> {
    profile.list("pains").iter().rev().max_by_key(|pain| pain.number("severity").unwrap_or(5))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surest_profile_is_primary_and_ties_go_by_order() {
        let profiles =
            [json!({"name": "A", "confidence_score": 0.5}), json!({"name": "B", "confidence_score": 0.5})];
        assert_eq!(primary(&profiles).unwrap()["name"], "A");
        assert!(primary(&[]).is_none());
    }
}
