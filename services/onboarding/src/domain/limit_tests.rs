//! Every limit of every step file, tried from both sides, and the rules that keep an answer the founder's own.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use testkit::arbitrary::json_with;

use super::fixtures::{FILES, answers, catalogue, company, journey, prepare, prepare_over, step, told};
use super::schema::{Kind, Node, Strictness};
use super::{Answers, StepNumber};

/// Puts a value at a schema path, where `*` stands for a list of one item.
fn nest(path: &[&str], value: Value) -> Value {
    match path {
        [] => value,
        ["*", rest @ ..] => json!([nest(rest, value)]),
        [name, rest @ ..] => json!({ *name: nest(rest, value) }),
    }
}

/// Calls `look` with every field that a client may set.
fn fields<'a>(node: &'a Node, path: &mut Vec<&'a str>, look: &mut dyn FnMut(&Node, &[&str])) {
    for (name, field) in node.properties.iter().filter(|(_, field)| !field.read_only) {
        path.push(name);
        look(field, path);
        fields(field, path, look);
        if let Some(item) = &field.items {
            path.push("*");
            look(item, path);
            fields(item, path, look);
            path.pop();
        }
        path.pop();
    }
}

pub fn for_every_field(look: &mut dyn FnMut(StepNumber, &Node, &[&str])) {
    for step in catalogue().steps() {
        fields(&step.shape, &mut Vec::new(), &mut |node, path| look(step.number, node, path));
    }
}

/// The code with which a value at a path is refused, if it is.
fn refused(step: StepNumber, path: &[&str], value: Value) -> Option<&'static str> {
    let pointer = format!("/{}", path.join("/").replace('*', "0"));
    let violations = prepare(u32::from(step.get()), nest(path, value)).err()?;
    violations.iter().find(|v| v.pointer == pointer).map(|v| v.code.as_str())
}

#[test]
fn every_text_limit_holds_exactly_and_counts_code_points() {
    let mut tried = 0;
    for_every_field(&mut |step, node, path| {
        let (Some(Kind::String), None, None) = (node.kind, &node.choices, &node.format) else { return };
        if let Some(max) = node.max_length {
            let longest = "क".repeat(usize::try_from(max).unwrap());
            assert_eq!(refused(step, path, json!(longest)), None, "{step} {path:?}");
            assert_eq!(
                refused(step, path, json!(format!("{longest}क"))),
                Some("TOO_LONG"),
                "{step} {path:?}"
            );
            tried += 1;
        }
        if let Some(min) = node.min_length {
            let shortest = "अ".repeat(usize::try_from(min).unwrap());
            assert_eq!(refused(step, path, json!(shortest)), None, "{step} {path:?}");
            let short: String = shortest.chars().skip(1).collect();
            let code = if short.is_empty() { None } else { Some("TOO_SHORT") };
            assert_eq!(refused(step, path, json!(short)), code, "{step} {path:?}");
        }
        assert_eq!(refused(step, path, json!(7)), Some("WRONG_TYPE"), "{step} {path:?}");
        assert_eq!(
            refused(step, path, json!("a\u{0}b longer text")),
            Some("INVALID_CHARACTER"),
            "{step} {path:?}"
        );
    });
    assert!(tried > 150, "{tried}");
}

#[test]
fn every_number_limit_holds_exactly() {
    let mut tried = 0;
    for_every_field(&mut |step, node, path| {
        let (Some(Kind::Integer | Kind::Number), Some(min), Some(max)) =
            (node.kind, node.minimum, node.maximum)
        else {
            return;
        };
        assert_eq!(refused(step, path, json!(min)), None, "{step} {path:?}");
        assert_eq!(refused(step, path, json!(max)), None, "{step} {path:?}");
        assert_eq!(refused(step, path, json!(min - 1)), Some("OUT_OF_RANGE"), "{step} {path:?}");
        assert_eq!(refused(step, path, json!(max + 1)), Some("OUT_OF_RANGE"), "{step} {path:?}");
        assert_eq!(refused(step, path, json!("many")), Some("WRONG_TYPE"), "{step} {path:?}");
        tried += 1;
    });
    assert!(tried > 20, "{tried}");
}

#[test]
fn every_choice_refuses_what_is_not_in_it() {
    for_every_field(&mut |step, node, path| {
        let Some(choices) = &node.choices else { return };
        for choice in choices {
            assert_eq!(refused(step, path, json!(choice)), None, "{step} {path:?} {choice}");
        }
        assert_eq!(refused(step, path, json!("no_such_thing")), Some("NOT_IN_ENUM"), "{step} {path:?}");
    });
}

#[test]
fn every_list_limit_holds_exactly() {
    for_every_field(&mut |step, node, path| {
        let (Some(Kind::Array), Some(max)) = (node.kind, node.max_items) else { return };
        // more kinds of channels or rungs than there are cannot be sent without repeating one
        if node.unique.is_some() || node.items.as_ref().is_some_and(|item| item.choices.is_some()) {
            return;
        }
        let items = |count: u64| -> Value {
            let text = |n| if node.is_list_of_objects() { json!({}) } else { json!(entry(node, n)) };
            (0..count).map(text).collect()
        };
        assert_eq!(refused(step, path, items(max)), None, "{step} {path:?}");
        assert_eq!(refused(step, path, items(max + 1)), Some("TOO_MANY"), "{step} {path:?}");
        assert_eq!(refused(step, path, json!({})), Some("WRONG_TYPE"), "{step} {path:?}");
    });
}

fn entry(list: &Node, n: u64) -> String {
    let is_id = list.items.as_ref().is_some_and(|item| item.format.as_deref() == Some("uuid"));
    if is_id { uuid::Uuid::from_u128(u128::from(n)).to_string() } else { format!("entry {n}") }
}

#[test]
fn a_draft_may_omit_anything_but_completion_names_every_required_field() {
    for step in catalogue().steps() {
        let prepared = prepare(u32::from(step.number.get()), json!({})).unwrap();
        let issues = step.completion(&prepared.data, &Answers::default());
        for name in &step.shape.required {
            let pointer = format!("/{name}");
            let defaulted = step.shape.properties[name.as_str()].default.is_some();
            assert_eq!(
                issues.iter().any(|issue| issue.pointer == pointer),
                !defaulted || step.shape.properties[name.as_str()].must_be.is_some(),
                "step {} {name}: {issues:?}",
                step.number
            );
        }
    }
}

#[test]
fn the_crates_validator_accepts_every_step_file_as_a_2020_12_schema_of_complete_data() {
    for (name, file) in FILES {
        let answers = journey(file);
        for step in catalogue().steps() {
            let Some(data) = &answers.state(step.number).submitted else { continue };
            let plain = step.shape.plain(Strictness::Complete);
            assert!(jsonschema::meta::is_valid(&plain), "{name} {}", step.number);
            assert!(jsonschema::is_valid(&plain, data), "{name} {}", step.number);
        }
    }
}

#[test]
fn texts_are_trimmed_composed_and_counted_in_code_points() {
    let prepared =
        prepare(1, json!({"company_name": "  Cafe\u{301} दाना ", "notes": "", "website": null})).unwrap();
    assert_eq!(prepared.data["company_name"], "Café दाना");
    assert!(prepared.data.get("notes").is_none() && prepared.data.get("website").is_none());
}

#[test]
fn a_text_that_shows_nothing_is_no_answer() {
    for nothing in [
        "\u{200b}",
        "\u{200c}\u{200d}",
        " \u{2060}\u{feff} ",
        "\u{ad}\u{ad}",
        "\u{202e}\u{2066}\u{200f}",
        "\u{3164}\u{115f}\u{ffa0}",
        "\u{e0041}\u{fe0f}\u{34f}",
        "\u{301}\u{93f}",
    ] {
        let data = json!({ "company_name": nothing.repeat(3), "notes": nothing });
        assert_eq!(prepare(1, data).unwrap().data, prepare(1, json!({})).unwrap().data, "{nothing:?}");
        let list = prepare(18, json!({ "tone": ["calm", nothing] })).unwrap();
        assert_eq!(list.data["tone"], json!(["calm"]), "{nothing:?}");
    }
}

#[test]
fn joiners_inside_words_and_emoji_stay_as_they_are() {
    for text in [
        "क्\u{200d}ष",
        "नमस्\u{200c}ते",
        "👨\u{200d}👩\u{200d}👧",
        "❤\u{fe0f}",
        "क्\u{200d}",
        "2\u{fe0f}\u{20e3}",
    ] {
        assert_eq!(prepare(1, json!({ "notes": text })).unwrap().data["notes"], text);
    }
}

#[test]
fn text_lists_lose_empty_and_repeated_entries() {
    let prepared = prepare(18, json!({"tone": [" plain ", "", "plain", "warm"]})).unwrap();
    assert_eq!(prepared.data["tone"], json!(["plain", "warm"]));
}

#[test]
fn unknown_fields_are_left_out_with_a_warning() {
    let prepared = prepare(1, json!({"colour": "red", "evidence": [{"type": "url", "a/b": 1}]})).unwrap();
    assert_eq!(
        told(&prepared.warnings),
        [("/evidence/0/a~1b", "UNKNOWN_FIELD"), ("/colour", "UNKNOWN_FIELD")]
    );
    assert!(prepared.data.get("colour").is_none());
}

#[test]
fn what_the_server_sets_is_kept_and_a_clients_value_ignored_with_a_warning() {
    let first =
        prepare(2, json!({"facts": [{"category": "proof", "label": "Size", "value": "12 people"}]})).unwrap();
    assert_eq!(first.data["facts"][0]["code"], "FACT-01");
    let mut echo = first.data.clone();
    let same = prepare_over(2, echo.clone(), Some(&first.data), &Answers::default()).unwrap();
    assert_eq!((same.data, same.warnings), (first.data.clone(), vec![]), "an echo is no attempt to set it");
    echo["facts"][0]["code"] = json!("MINE");
    let ignored = prepare_over(2, echo, Some(&first.data), &Answers::default()).unwrap();
    assert_eq!(told(&ignored.warnings), [("/facts/0/code", "SERVER_FIELD")]);
    assert_eq!(ignored.data, first.data);
}

#[test]
fn items_get_ids_keep_them_and_may_not_share_one() {
    let input = json!({"alternatives": [{"name": "Excel", "type": "status_quo"}, {"name": "Rival", "type": "direct"}]});
    let first = prepare(7, input.clone()).unwrap();
    let repeated = prepare_over(7, input, Some(&first.data), &Answers::default()).unwrap();
    assert_eq!(repeated.data, first.data, "the same list without ids is the same list");
    let own = "018f0000-0000-7000-8000-00000000abcd";
    let mut items = first.data["alternatives"].as_array().unwrap().clone();
    items[0]["id"] = json!(own.to_uppercase());
    items[1]["id"] = json!(own);
    let refused = prepare(7, json!({"alternatives": items})).unwrap_err();
    assert_eq!(told(&refused), [("/alternatives/1/id", "DUPLICATE")]);
}

#[test]
fn evidence_is_not_added_twice() {
    let link = |url: &str| json!({"type": "url", "name": "Site", "url": url});
    let twice = json!({"evidence": [link("https://katori.example/"), link("https://KATORI.example")]});
    assert_eq!(told(&prepare(1, twice).unwrap_err()), [("/evidence/1", "DUPLICATE_EVIDENCE")]);
}

#[test]
fn at_most_20_links_and_50_files_are_evidence() {
    let links: Vec<Value> = (0..21)
        .map(|n| json!({"type": "url", "name": "L", "url": format!("https://a.example/{n}")}))
        .collect();
    assert_eq!(told(&prepare(1, json!({"evidence": links})).unwrap_err()), [("/evidence", "TOO_MANY")]);
    let files: Vec<Value> = (0..50).map(|n| json!({"type": "file", "name": format!("f{n}")})).collect();
    assert!(prepare(1, json!({"evidence": files})).is_ok());
}

#[test]
fn severity_words_become_their_number() {
    let with = |severity: Value| prepare(16, json!({"icps": [{"pains": [{"severity": severity}]}]}));
    for (word, number) in [("low", 3), ("Moderate", 5), ("severe", 8), ("extreme", 10)] {
        assert_eq!(with(json!(word)).unwrap().data["icps"][0]["pains"][0]["severity"], number);
    }
    assert_eq!(with(json!(null)).unwrap().data["icps"][0]["pains"][0]["severity"], 5);
    assert_eq!(told(&with(json!("awful")).unwrap_err()), [("/icps/0/pains/0/severity", "WRONG_TYPE")]);
}

#[test]
fn defaults_come_from_the_file_the_clock_and_earlier_steps() {
    let earlier = answers([
        (2, json!({"value_proposition": "Cost tonight"})),
        (9, json!({"category": "Cost control"})),
    ]);
    let with = |number, input| prepare_over(number, input, None, &earlier).unwrap().data;
    assert_eq!(with(21, json!({})), json!({"currency": "INR", "year": 2026}));
    assert_eq!(with(14, json!({}))["uvp"], "Cost tonight");
    assert_eq!(with(12, json!({}))["category"], "Cost control");
    assert_eq!(with(18, json!({}))["dos"].as_array().unwrap().len(), 3);
}

#[test]
fn decimals_have_two_places_and_whole_floats_are_integers() {
    assert_eq!(
        told(&prepare(21, json!({"tam": {"growth_rate": 12.345}})).unwrap_err()),
        [("/tam/growth_rate", "OUT_OF_RANGE")]
    );
    assert!(prepare(21, json!({"tam": {"growth_rate": -0.07, "value": 5.0}})).is_ok());
    for hundredths in -10_000..=2_000 {
        let rate = f64::from(hundredths) / 100.0;
        assert!(prepare(21, json!({"tam": {"growth_rate": rate}})).is_ok(), "{rate}");
    }
}

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
fn the_documents_root_must_be_an_object() {
    for input in [json!([]), json!("text"), json!(null), json!(1)] {
        assert_eq!(told(&prepare(1, input).unwrap_err()), [("", "WRONG_TYPE")]);
    }
}

#[test]
fn the_published_description_shows_every_field_of_every_step() {
    let published = catalogue().description();
    let document: Value = serde_json::from_slice(&published.bytes).unwrap();
    assert_eq!(document["steps"].as_array().unwrap().len(), 23);
    assert_eq!(document["version"], json!(published.version));
    let fact = &document["steps"][1]["fields"][0];
    assert_eq!((fact["name"].as_str(), fact["type"].as_str()), (Some("facts"), Some("list")));
    assert_eq!(fact["item"]["fields"][1]["pointer"], "/facts/*/category");
    assert_eq!(fact["item"]["fields"][1]["choices"][0], json!({"value": "identity", "label": "Identity"}));
    let mut fields = 0;
    for_every_field(&mut |_, _, _| fields += 1);
    assert!(fields > 250, "{fields}");
    assert_eq!(catalogue().steps().iter().map(|step| step.weight).sum::<u32>(), 92);
    let optional: Vec<u8> =
        catalogue().steps().iter().filter(|step| !step.required).map(|step| step.number.get()).collect();
    assert_eq!(optional, [17, 21, 22]);
}

#[test]
fn the_first_step_is_complete_with_a_link() {
    let data = prepare(1, company()).unwrap().data;
    assert_eq!(catalogue().step(step(1)).completion(&data, &Answers::default()), []);
    assert_eq!(data["evidence"][0]["status"], "pending");
}

#[test]
fn a_document_of_nothing_but_small_things_is_refused_quickly() {
    let started = std::time::Instant::now();
    let channels: Vec<Value> = (0..40_000).map(|_| json!({"id": "x"})).collect();
    assert_eq!(told(&prepare(20, json!({"channels": channels})).unwrap_err())[0], ("/channels", "TOO_MANY"));
    let tones: Vec<Value> = (0..90_000).map(|n| json!(n.to_string())).collect();
    assert_eq!(told(&prepare(18, json!({"tone": tones})).unwrap_err())[0], ("/tone", "TOO_MANY"));
    let unknown: Map<String, Value> = (0..60_000).map(|n| (n.to_string(), json!(1))).collect();
    let prepared = prepare(5, Value::Object(unknown)).unwrap();
    assert_eq!(prepared.warnings.len(), 50);
    // comparing every item with every other would take minutes
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

const NAMES: [&str; 22] = [
    "id",
    "items",
    "facts",
    "issues",
    "evidence",
    "icps",
    "channels",
    "gaps",
    "tam",
    "value",
    "x",
    "y",
    "item",
    "decision",
    "locked",
    "truth_sheet",
    "type",
    "url",
    "name",
    "pains",
    "soundbites",
    "status",
];

proptest! {
    #[test]
    fn any_json_is_refused_or_made_into_a_draft_that_is_stable(input in json_with(&NAMES), number in 1_u32..=23) {
        if let Ok(first) = prepare(number, input) {
            let again = prepare_over(number, first.data.clone(), Some(&first.data), &Answers::default());
            prop_assert_eq!(again.map(|second| second.data), Ok(first.data));
        }
    }
}
