use std::sync::LazyLock;

use jsonschema::{Validator, error::ValidationErrorKind};
use serde_json::Value;

const SCHEMA: &str = include_str!("../../../../../proto/raptorflow/bcm/v1/business_context.schema.json");

/// More broken rules than this are not listed: nobody reads them, and they travel in a response's head.
const MOST_FAULTS: usize = 20;

static VALIDATOR: LazyLock<Option<Validator>> = LazyLock::new(|| {
    let schema = serde_json::from_str(SCHEMA).ok()?;
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).ok()
});

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// JSON pointer into the document.
    pub pointer: String,
    pub code: &'static str,
    /// Never repeats the answer itself.
    pub message: String,
}

impl Fault {
    pub fn new(pointer: String, code: &'static str, message: String) -> Self {
        Self { pointer, code, message }
    }
}

/// Every rule that the document breaks, up to a readable number.
pub fn faults(document: &Value) -> Vec<Fault> {
    let Some(validator) = VALIDATOR.as_ref() else {
        return vec![Fault::new(String::new(), "INVALID", "the schema cannot be read".to_owned())];
    };
    let mut faults: Vec<Fault> =
        validator.iter_errors(document).map(|error| fault(&error)).take(MOST_FAULTS).collect();
    if faults.is_empty() {
        nul_characters(document, &mut String::new(), &mut faults);
    }
    faults
}

fn fault(error: &jsonschema::ValidationError<'_>) -> Fault {
    let mut pointer = error.instance_path().to_string();
    if let ValidationErrorKind::Required { property } = error.kind()
        && let Some(name) = property.as_str()
    {
        pointer.push('/');
        pointer.push_str(name);
    }
    Fault::new(pointer, code(error.kind().keyword()), error.masked_with("the value").to_string())
}

fn code(keyword: &str) -> &'static str {
    match keyword {
        "required" => "REQUIRED",
        "type" => "WRONG_TYPE",
        "enum" | "const" => "NOT_ALLOWED",
        "minLength" => "TOO_SHORT",
        "maxLength" => "TOO_LONG",
        "minimum" | "maximum" => "OUT_OF_RANGE",
        "minItems" => "TOO_FEW",
        "maxItems" => "TOO_MANY",
        "format" | "pattern" => "WRONG_FORMAT",
        _ => "INVALID",
    }
}

/// Postgres cannot keep U+0000 in a JSON document.
fn nul_characters(value: &Value, pointer: &mut String, faults: &mut Vec<Fault>) {
    let message = "must not contain the NUL character";
    match value {
        Value::String(text) if text.contains('\0') => {
            faults.push(Fault::new(pointer.clone(), "CONTROL_CHARACTER", message.to_owned()));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                within(&index.to_string(), item, pointer, faults);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                if name.contains('\0') {
                    faults.push(Fault::new(pointer.clone(), "CONTROL_CHARACTER", message.to_owned()));
                }
                within(name, member, pointer, faults);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn within(name: &str, value: &Value, pointer: &mut String, faults: &mut Vec<Fault>) {
    let length = pointer.len();
    pointer.push('/');
    pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
    nul_characters(value, pointer, faults);
    pointer.truncate(length);
}
