//! Rules of single steps that no schema can say, and what they leave open of a step.

use serde_json::{Value, json};

use super::Answers;
use super::fixtures::{answers, catalogue, company, prepare, prepare_over, step, told};

#[test]
fn an_open_critical_issue_blocks_steps_3_and_4() {
    let open =
        json!({"issues": [{"type": "contradiction", "priority": "critical", "title": "Two founders"}]});
    let three = prepare(3, open).unwrap().data;
    let issues = catalogue().step(step(3)).completion(&three, &Answers::default());
    assert_eq!(told(&issues), [("/issues/0", "CRITICAL_ISSUES_OPEN")]);
    let sheet = json!({"truth_sheet": [{"category": "team", "label": "A", "value": "B", "status": "confirmed"}], "locked": true});
    let four = prepare(4, sheet).unwrap().data;
    let issues = catalogue().step(step(4)).completion(&four, &answers([(3, three)]));
    assert_eq!(told(&issues), [("", "CRITICAL_ISSUES_OPEN")]);
}

#[test]
fn a_resolved_issue_says_how() {
    let data = prepare(
        3,
        json!({"issues": [{"type": "contradiction", "priority": "low", "title": "T", "resolved": true}]}),
    );
    let issues = catalogue().step(step(3)).completion(&data.unwrap().data, &Answers::default());
    assert_eq!(told(&issues), [("/issues/0/resolution", "REQUIRED")]);
}

#[test]
fn each_content_of_the_truth_sheet_that_was_locked_has_a_version() {
    let sheet = |value: &str, locked: bool| json!({"truth_sheet": [{"category": "team", "label": "A", "value": value, "status": "confirmed"}], "locked": locked});
    let over =
        |previous: &Value, input| prepare_over(4, input, Some(previous), &Answers::default()).unwrap().data;
    let one = prepare(4, sheet("B", true)).unwrap().data;
    assert_eq!(
        one["versions"],
        json!([{"version": 1, "created_at": "2026-11-20T10:00:00.000Z", "item_count": 1}])
    );
    assert_eq!(over(&one, sheet("B", true)), one);
    let unlocked = over(&one, sheet("C", false));
    assert_eq!(unlocked["versions"].as_array().unwrap().len(), 1);
    assert_eq!(over(&unlocked, sheet("C", true))["versions"][1]["version"], 2);
}

#[test]
fn step_8_needs_exactly_one_entry_for_each_alternative() {
    let id = |n: u128| uuid::Uuid::from_u128(n).to_string();
    let rivals = answers([(
        7,
        json!({"alternatives": [{"id": id(1), "name": "Excel"}, {"id": id(2), "name": "Rival"}]}),
    )]);
    let entry = |n| json!({"alternative_id": id(n), "text": "we are faster"});
    let issues = |entries: Value| {
        let data = prepare_over(8, json!({"leverage": entries}), None, &rivals).unwrap().data;
        let found = catalogue().step(step(8)).completion(&data, &rivals);
        told(&found).into_iter().map(|(at, code)| (at.to_owned(), code)).collect::<Vec<_>>()
    };
    assert_eq!(issues(json!([entry(1), entry(2)])), []);
    assert_eq!(issues(json!([entry(2)])), [("/leverage".to_owned(), "MISSING_REFERENCE")]);
    let unknown = issues(json!([entry(1), entry(2), entry(3)]));
    assert_eq!(unknown, [("/leverage/2/alternative_id".to_owned(), "UNKNOWN_REFERENCE")]);
    let twice = prepare_over(8, json!({"leverage": [entry(1), entry(1)]}), None, &rivals).unwrap_err();
    assert_eq!(told(&twice), [("/leverage/1/alternative_id", "DUPLICATE")]);
}

#[test]
fn forced_decisions_are_added_and_may_not_be_changed() {
    let bold = answers([(9, json!({"selected_path": "bold"}))]);
    let data = prepare_over(15, json!({}), None, &bold).unwrap().data;
    assert_eq!(data["items"].as_array().unwrap().len(), 3);
    let changed = json!({"items": [{"category": "audience", "item": "enterprise", "decision": "focus"}]});
    assert_eq!(
        told(&prepare_over(15, changed, None, &bold).unwrap_err()),
        [("/items/0/decision", "FORCED_DECISION")]
    );
    let removed = prepare_over(15, json!({"items": []}), Some(&data), &bold).unwrap().data;
    assert_eq!(removed["items"].as_array().unwrap().len(), 3);
}

#[test]
fn lifting_an_avoided_channel_warns_and_primary_ones_are_one_to_three() {
    let safe = answers([(9, json!({"selected_path": "safe"}))]);
    let lifted =
        prepare_over(20, json!({"channels": [{"id": "tiktok", "tier": "primary"}]}), None, &safe).unwrap();
    assert_eq!(told(&lifted.warnings), [("/channels/0/tier", "AVOIDED_CHANNEL")]);
    assert_eq!(lifted.data["channels"][0]["is_owned"], false);
    let channels = ["linkedin", "x", "events", "youtube"].map(|id| json!({"id": id, "tier": "primary"}));
    let many = prepare(20, json!({"channels": channels, "go_to_market": "Visit them all"})).unwrap().data;
    let issues = catalogue().step(step(20)).completion(&many, &safe);
    assert_eq!(told(&issues), [("/channels", "PRIMARY_CHANNELS")]);
    let twice = json!({"channels": [{"id": "x", "tier": "primary"}, {"id": "x", "tier": "avoid"}]});
    assert_eq!(told(&prepare(20, twice).unwrap_err()), [("/channels/1/id", "DUPLICATE")]);
}

#[test]
fn hype_is_warned_about_but_may_be_forbidden_by_name() {
    let hype = prepare(
        18,
        json!({"tone": ["disruptive"], "forbidden_words": ["disrupt"], "donts": ["No synergy talk"]}),
    );
    assert_eq!(told(&hype.unwrap().warnings), [("/tone/0", "HYPE_WORD")]);
}

#[test]
fn the_first_step_is_complete_with_a_link() {
    let data = prepare(1, company()).unwrap().data;
    assert_eq!(catalogue().step(step(1)).completion(&data, &Answers::default()), []);
    assert_eq!(data["evidence"][0]["status"], "pending");
}
