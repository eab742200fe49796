//! Inputs that nobody would think of.

use std::{
    env, fs,
    panic::{RefUnwindSafe, catch_unwind},
    path::Path,
};

use proptest::{collection, option, prelude::*, sample};
use serde_json::{Map, Value, json};

/// Tries a property this often, or as often as `PROPTEST_CASES` says.
#[must_use]
pub fn cases(few: u32) -> ProptestConfig {
    let config = ProptestConfig::default();
    if env::var_os("PROPTEST_CASES").is_some() { config } else { ProptestConfig { cases: few, ..config } }
}

/// Any JSON; many of its members have one of these names.
pub fn json_with(names: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        sample::select(vec![i64::MIN, -1, 0, 1, i64::MAX]).prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        "[\\x00-\\x1f]{1,3}".prop_map(Value::from),
        "[0-9]{1,40}".prop_map(Value::from),
    ];
    let name = prop_oneof![sample::select(names).prop_map(str::to_owned), "[a-z/~]{0,8}"];
    leaf.prop_recursive(4, 32, 6, move |inner| {
        let members = collection::vec((name.clone(), inner.clone()), 0..6);
        prop_oneof![
            collection::vec(inner, 0..5).prop_map(Value::from),
            members.prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// A document of which a few parts are gone or something else.
pub fn changed(document: Value) -> impl Strategy<Value = Value> {
    let mut pointers = Vec::new();
    list(&document, String::new(), &mut pointers);
    let change = (sample::select(pointers), option::of(json_with(&["id", "name", "value"])));
    collection::vec(change, 1..6).prop_map(move |changes| {
        let mut document = document.clone();
        for (pointer, value) in changes {
            apply(&mut document, &pointer, value);
        }
        document
    })
}

fn list(value: &Value, pointer: String, pointers: &mut Vec<String>) {
    let below = |name: &str| format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| list(member, below(name), pointers));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, item)| list(item, below(&n.to_string()), pointers));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    pointers.push(pointer);
}

/// What an earlier change has removed is not changed any more.
fn apply(document: &mut Value, pointer: &str, value: Option<Value>) {
    if let Some(value) = value {
        if let Some(place) = document.pointer_mut(pointer) {
            *place = value;
        }
        return;
    }
    let Some((parent, name)) = pointer.rsplit_once('/') else { return };
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.remove(&name.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(items)) => {
            if let Some(index) = name.parse().ok().filter(|index: &usize| *index < items.len()) {
                items.remove(index);
            }
        }
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => {}
    }
}

/// Tries a property with everything that `tests/fuzz` keeps for a target.
pub fn try_kept(target: &str, property: impl Fn(&[u8]) + RefUnwindSafe) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz/corpus").join(target);
    let mut tried = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "seed") {
            // grown on this machine
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        assert!(catch_unwind(|| property(&bytes)).is_ok(), "does not hold for {}", path.display());
        tried += 1;
    }
    assert!(tried > 0, "nothing is kept in {}", folder.display());
}
