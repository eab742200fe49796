//! Every value that a step takes at the edge of its limits is one that the context schema takes.

use serde_json::{Value, json};

use super::context::aggregate;
use super::context_tests::{facts, faults};
use super::fixtures::{FILES, catalogue, completed, journey, prepare_over};
use super::limit_tests::for_every_field;
use super::schema::{Kind, Node};

/// Values at the edge of what a step takes, and some that may well be beyond it.
fn edges(node: &Node) -> Vec<Value> {
    let text = |length: Option<u64>| {
        length.and_then(|length| usize::try_from(length).ok()).map(|length| json!("क".repeat(length)))
    };
    match (node.kind, node.format.as_deref()) {
        (Some(Kind::String), _) if node.choices.is_some() => {
            node.choices.iter().flatten().map(|choice| json!(choice)).collect()
        }
        (Some(Kind::String), Some("http-url")) => [
            "http://a",
            "HTTPS://Acme.in:8080/?q=a#b",
            "https://उदाहरण.भारत/पेज",
            "http:acme.in",
            "https:/acme.in",
            "https:///acme.in",
            "https:\\\\acme.in",
        ]
        .map(Value::from)
        .into_iter()
        .chain([json!(format!("https://a.in/{}", "a".repeat(2035)))])
        .collect(),
        (Some(Kind::String), Some("date")) => {
            ["0001-01-01", "2024-02-29", "9999-12-31"].map(Value::from).into()
        }
        (Some(Kind::String), Some("currency")) => ["INR", "USD", "inr"].map(Value::from).into(),
        (Some(Kind::String), Some(_)) => Vec::new(),
        (Some(Kind::String), None) => {
            [text(node.min_length), text(node.max_length)].into_iter().flatten().collect()
        }
        (Some(Kind::Integer | Kind::Number), _) => {
            [node.minimum, node.maximum].into_iter().flatten().map(Value::from).chain([json!(0.25)]).collect()
        }
        (Some(Kind::Boolean), _) => vec![json!(true), json!(false)],
        (Some(Kind::Array | Kind::Object) | None, _) => vec![Value::Null],
    }
}

/// As many items as a list may have: copies of the first one under ids of their own.
fn filled(node: &Node, list: &Value) -> Option<Value> {
    let (max, first) = (usize::try_from(node.max_items?).ok()?, list.as_array()?.first()?);
    let copy = |n: usize| {
        let mut item = first.clone();
        match &mut item {
            Value::Object(members) => drop(members.remove("id")),
            Value::String(text) => *text = format!("{text} {n}"),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {}
        }
        item
    };
    Some(std::iter::once(first.clone()).chain((1..max).map(copy)).collect())
}

/// Puts a value where a schema path leads, `*` being the first item; false when nothing is there.
fn put(data: &mut Value, path: &[&str], value: Value) -> bool {
    match path {
        [] => {
            *data = value;
            true
        }
        ["*", rest @ ..] => {
            data.as_array_mut().and_then(|items| items.first_mut()).is_some_and(|item| put(item, rest, value))
        }
        [name, rest @ ..] => data
            .as_object_mut()
            .is_some_and(|members| put(members.entry(*name).or_insert(Value::Null), rest, value)),
    }
}

#[test]
fn whatever_a_step_takes_the_context_takes() {
    let mut tried = 0;
    for (file, text) in FILES {
        let answers = journey(text);
        for_every_field(&mut |number, node, path| {
            let before = answers.submitted(number);
            let there = before.pointer(&format!("/{}", path.join("/").replace('*', "0")));
            let full = there.and_then(|list| filled(node, list));
            for value in edges(node).into_iter().chain(full) {
                let mut data = before.clone();
                if !data.is_object() || !put(&mut data, path, value) {
                    continue;
                }
                let Ok(prepared) = prepare_over(u32::from(number.get()), data, Some(before), &answers) else {
                    continue;
                };
                if !catalogue().step(number).completion(&prepared.data, &answers).is_empty() {
                    continue;
                }
                let mut changed = answers.clone();
                changed.set(number, completed(prepared.data));
                let faults = faults(&aggregate(catalogue(), &changed, &facts(false)));
                assert!(faults.is_empty(), "{file} {number} {path:?}: {faults:#?}");
                tried += 1;
            }
        });
    }
    assert!(tried > 1000, "{tried}");
}
