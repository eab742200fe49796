use std::collections::BTreeMap;

use primitives::{TextError, clean};

use crate::domain::BrokenRule;

const MOST_TEXTS: usize = 10;
const LONGEST_TEXT: usize = 256;
const LONGEST_NAME: usize = 64;

/// What a client wants to remember with a checkout.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata(pub BTreeMap<String, String>);

impl Metadata {
    pub fn parse(sent: BTreeMap<String, String>) -> Result<Self, Vec<BrokenRule>> {
        let mut broken = Vec::new();
        if sent.len() > MOST_TEXTS {
            broken.push(rule("", "TOO_MANY", "must have at most 10 members"));
        }
        let mut texts = BTreeMap::new();
        for (name, text) in sent {
            let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
            if let Err(error) = clean(&name, 1..=LONGEST_NAME) {
                broken.push(rule(&pointer, code(&error), "must have a name of 1 to 64 characters"));
            }
            match clean(&text, 0..=LONGEST_TEXT) {
                Ok(text) => {
                    texts.insert(name, text);
                }
                Err(error) => {
                    broken.push(rule(&pointer, code(&error), "must be a text of at most 256 characters"));
                }
            }
        }
        if broken.is_empty() { Ok(Self(texts)) } else { Err(broken) }
    }
}

fn rule(pointer: &str, code: &'static str, message: &'static str) -> BrokenRule {
    BrokenRule { pointer: format!("/metadata{pointer}"), code, message }
}

fn code(error: &TextError) -> &'static str {
    match error {
        TextError::TooShort(_) => "TOO_SHORT",
        TextError::TooLong(_) => "TOO_LONG",
        TextError::ControlCharacter => "CONTROL_CHARACTER",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: &[(&str, &str)]) -> Result<Metadata, Vec<BrokenRule>> {
        Metadata::parse(texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
    }

    #[test]
    fn texts_of_256_code_points_are_kept() {
        let text = "न".repeat(256);
        assert_eq!(of(&[("note", &text)]).unwrap().0["note"], text);
    }

    #[test]
    fn what_is_too_long_or_unprintable_is_named() {
        let broken = of(&[("a/b", &"x".repeat(257)), ("nul", "\0")]).unwrap_err();
        let named: Vec<_> = broken.iter().map(|rule| (rule.pointer.as_str(), rule.code)).collect();
        assert_eq!(named, [("/metadata/a~1b", "TOO_LONG"), ("/metadata/nul", "CONTROL_CHARACTER")]);
        let names: Vec<String> = (0..11).map(|n| n.to_string()).collect();
        let many: Vec<_> = names.iter().map(|name| (name.as_str(), "")).collect();
        assert_eq!(of(&many).unwrap_err()[0].code, "TOO_MANY");
    }
}
