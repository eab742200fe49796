//! The limits of a step document, checked by the compiled schema and put into our words.

use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::finding::{Code, Finding};
use super::formats;

/// One hostile document must not produce an answer of megabytes.
const MOST_FINDINGS: usize = 100;

pub fn compile(schema: &Value) -> Result<Validator, Box<jsonschema::ValidationError<'static>>> {
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .with_format("http-url", formats::is_http_url)
        .with_format("currency", formats::is_currency)
        .build(schema)
        .map_err(Box::new)
}

pub fn check(validator: &Validator, data: &Value) -> Vec<Finding> {
    validator
        .iter_errors(data)
        .take(MOST_FINDINGS)
        .map(|error| describe(error.instance_path().as_str(), error.kind()))
        .collect()
}

fn describe(pointer: &str, kind: &Kind) -> Finding {
    if let Kind::Required { property } = kind {
        let member = property.as_str().unwrap_or_default();
        return Finding::new(format!("{pointer}/{member}"), Code::Required, "is required");
    }
    let (code, message) = match kind {
        Kind::MinLength { limit } => (Code::TooShort, format!("must have at least {limit} characters")),
        Kind::MaxLength { limit } => (Code::TooLong, format!("must have at most {limit} characters")),
        Kind::MinItems { limit } => (Code::TooFew, format!("must have at least {limit} entries")),
        Kind::MaxItems { limit } => (Code::TooMany, format!("must have at most {limit} entries")),
        Kind::Minimum { limit } => (Code::OutOfRange, format!("must be at least {limit}")),
        Kind::Maximum { limit } => (Code::OutOfRange, format!("must be at most {limit}")),
        Kind::MultipleOf { .. } => (Code::OutOfRange, "has too many decimal places".to_owned()),
        Kind::UniqueItems => (Code::Duplicate, "must not repeat an entry".to_owned()),
        Kind::Enum { options } => (Code::NotInEnum, format!("must be one of {}", words(options))),
        Kind::Format { format } => formats::fault(format),
        Kind::Type { .. } => (Code::WrongType, "has the wrong type".to_owned()),
        other => (Code::Pattern, format!("does not follow the rule {}", other.keyword())),
    };
    Finding::new(pointer, code, message)
}

fn words(options: &Value) -> String {
    let names: Vec<&str> = options.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    names.join(", ")
}
