//! Step 17: what the primary customer thinks on each rung of awareness, and what to say there.

use serde_json::{Value, json};

use super::assist_run::{AssistRun, Basis};
use super::phrases::led;
use super::words::{clip, first_sentence, lower_first, paragraph, sentence};
use crate::domain::StepNumber;
use crate::domain::read::Read;

pub fn teach(run: &mut AssistRun<'_, '_>) {
    let Some(profile) = primary(run.on(StepNumber::PROFILES).list("icps")) else { return };
    let brief = run.brief();
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
    let proof = run.facts("proof").first().map_or("", |fact| fact.text("value"));
    let either = |texts: &[&str]| {
        texts
            .iter()
            .map(|text| first_sentence(text))
            .find(|text| !text.is_empty())
            .unwrap_or_default()
            .to_owned()
    };
    let answer =
        [answer, brief.guarantee, proof].into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    let rungs = [
        (
            "unaware",
            "This is how it has always been.".to_owned(),
            if pain.is_empty() { String::new() } else { led("What it looks like", &sentence(pain)) },
        ),
        ("problem_aware", "This is a problem, and it is ours.".to_owned(), either(&[brief.problem, pain])),
        (
            "solution_aware",
            "There must be a way to solve this.".to_owned(),
            either(&[brief.solution, brief.deliverable]),
        ),
        ("product_aware", doubt, answer.to_owned()),
        ("most_aware", "What happens after we say yes?".to_owned(), paragraph(&[brief.outcome, &start], 500)),
    ];
    for (rung, belief, message) in rungs {
        if !message.is_empty() {
            propose(run, rung, &clip(&belief, 500), &clip(&sentence(&message), 500));
        }
    }
}

/// A rung that is there is worded anew when the answers it came from have changed.
fn propose(run: &mut AssistRun<'_, '_>, rung: &str, belief: &str, message: &str) {
    let basis = Basis::rule(55);
    let ladder = run.own().list("ladder");
    match ladder.iter().position(|step| step.text("rung") == rung) {
        None => {
            let step = json!({ "rung": rung, "belief": belief, "message": message });
            run.propose_item("ladder", step, &basis);
        }
        Some(index) if ladder[index].text("belief") != belief || ladder[index].text("message") != message => {
            run.propose_members("ladder", index, json!({ "belief": belief, "message": message }), &basis);
        }
        Some(_) => {}
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
    use crate::domain::fixtures::{catalogue, prepare_over, told};
    use crate::domain::provenance::accept;
    use crate::domain::{Answers, StepNumber};

    #[test]
    fn the_ladder_is_changed_by_suggestions_and_by_nobody_else() {
        let step = catalogue().step(StepNumber::EDUCATION);
        let rung =
            json!({"id": "018f0000-0000-7000-8000-000000000001", "rung": "unaware", "message": "Look."});
        let accepted = accept(&json!({}), "/ladder/-", &rung).unwrap().data;
        let held = step.with_server_set(&Value::Null, &accepted);
        let saved = prepare_over(17, accepted, Some(&held), &Answers::default()).unwrap();
        assert_eq!((saved.data["ladder"].clone(), saved.warnings), (json!([rung]), vec![]));
        let typed = json!({"ladder": [{"rung": "most_aware"}], "reviewed": true});
        let ignored = prepare_over(17, typed, Some(&saved.data), &Answers::default()).unwrap();
        assert_eq!(ignored.data, json!({"ladder": [rung], "reviewed": true}));
        assert_eq!(told(&ignored.warnings), [("/ladder", "SERVER_FIELD")]);
        assert!(step.is_read_only("/ladder/0") && !step.is_read_only("/reviewed"));
    }

    #[test]
    fn the_surest_profile_is_primary_and_ties_go_by_order() {
        let profiles =
            [json!({"name": "A", "confidence_score": 0.5}), json!({"name": "B", "confidence_score": 0.5})];
        assert_eq!(primary(&profiles).unwrap()["name"], "A");
        assert!(primary(&[]).is_none());
    }
}
