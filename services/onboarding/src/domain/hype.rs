//! Words that sound big and say nothing raise a warning wherever they are written.

use serde_json::Value;

use super::completion::visit;
use super::finding::{Code, Finding};
use super::schema::Node;

/// Beginnings, so that synergies and disruptive are found too.
const STEMS: [(&str, &str); 4] = [
    ("synerg", "synergy"),
    ("paradigm", "paradigm"),
    ("disrupt", "disrupt"),
    ("revolutionary", "revolutionary"),
];

const MOST_WARNINGS: usize = 50;

pub fn warnings(shape: &Node, data: &Value) -> Vec<Finding> {
    let mut quoted: Vec<String> = Vec::new();
    let mut found = Vec::new();
    visit(shape, data, "", &mut |node, value, pointer| {
        if node.quotes_words {
            quoted.push(format!("{pointer}/"));
        }
        let exempt = node.quotes_words || quoted.iter().any(|list| pointer.starts_with(list.as_str()));
        if let (Some(text), false) = (value.as_str(), exempt) {
            let message = |word| format!("\"{word}\" reads as hype; say what changes for the customer");
            found.extend(words_in(text).map(|word| Finding::new(pointer, Code::HypeWord, message(word))));
        }
    });
    found.truncate(MOST_WARNINGS);
    found
}

pub fn words_in(text: &str) -> impl Iterator<Item = &'static str> {
    let lower = text.to_lowercase();
    STEMS
        .into_iter()
        .filter(move |(stem, _)| {
            lower.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(stem))
        })
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::words_in;

    #[test]
    fn hype_is_found_in_any_form_but_not_inside_other_words() {
        let words = |text| words_in(text).collect::<Vec<_>>();
        assert_eq!(words("A Disruptive, revolutionary idea"), ["disrupt", "revolutionary"]);
        assert_eq!(words("synergies and paradigms"), ["synergy", "paradigm"]);
        assert!(words("An evolution without interruption").is_empty());
    }
}
