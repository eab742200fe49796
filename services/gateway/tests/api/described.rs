//! Whatever a test is about: what the gateway answers is among what its description says of the operation.

use std::sync::LazyLock;

use reqwest::Method;

use crate::{
    harness::Answer,
    operations::{self, Operation},
};

static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(operations::all);

static DESCRIPTION: LazyLock<String> =
    LazyLock::new(|| operations::document()["info"]["description"].as_str().unwrap_or_default().to_owned());

/// The description says of these that every operation may answer them.
const ANYWHERE: [u16; 3] = [431, 500, 502];

/// Holds an answer against the description, if the request was for an operation under its documented name.
#[track_caller]
pub fn check(method: &Method, path: &str, answer: &Answer) {
    let Some(operation) = operation(method, path) else { return };
    let status = answer.status;
    if status >= 400 && !answer.bytes.is_empty() {
        let codes = codes(operation, status);
        assert!(codes.contains(&answer.code()), "{} may not answer {status} {}", operation.id, answer.code());
    }
    if ANYWHERE.contains(&status) {
        return;
    }
    let told = String::from_utf8_lossy(&answer.bytes);
    let described = &operation.description["responses"][status.to_string()];
    assert!(described.is_object(), "{} may not answer {status}: {told}", operation.id);
    if status >= 400 || answer.bytes.is_empty() {
        return;
    }
    let sent = answer.header("content-type").split(';').next().unwrap_or_default();
    assert!(described["content"][sent].is_object(), "{} may not answer with {sent}", operation.id);
}

/// What the operation says of a status, and what the description says of all operations.
fn codes(operation: &Operation, status: u16) -> Vec<&str> {
    let own = operation.description["responses"][status.to_string()]["description"].as_str();
    let own = own.unwrap_or_default().split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    let mut of = None;
    let everywhere = DESCRIPTION.split_whitespace().filter_map(|word| {
        of = word.parse().ok().or(of);
        word.strip_prefix('`').filter(|_| of == Some(status))?.split('`').next()
    });
    own.chain(everywhere).collect()
}

fn operation(method: &Method, path: &str) -> Option<&'static Operation> {
    let asked = if method == Method::HEAD { &Method::GET } else { method };
    let meant = OPERATIONS
        .iter()
        .filter(|operation| operation.method == *asked && matches(&operation.template, path));
    meant.min_by_key(|operation| operation.template.matches('{').count())
}

fn matches(template: &str, path: &str) -> bool {
    let (wanted, given) = (template.split('/'), path.split('/'));
    wanted.clone().count() == given.clone().count()
        && wanted.zip(given).all(|(wanted, given)| wanted.starts_with('{') || wanted == given)
}
