//! Every limit of every step file, tried from both sides, and inputs that nobody would think of.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use testkit::arbitrary::json_with;

use super::fixtures::{FILES, catalogue, journey, prepare, step, told};
use super::schema::{Kind, Node, Strictness};
use super::{Answers, StepNumber, properties};

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
        properties::draft(step(number), input, None, &Answers::default());
    }
}
