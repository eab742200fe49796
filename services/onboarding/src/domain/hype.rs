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
            found.extend(
                words_in(text).into_iter().map(|word| Finding::new(pointer, Code::HypeWord, message(word))),
            );
        }
    });
    found.truncate(MOST_WARNINGS);
    found
}

pub fn words_in(text: &str) -> Vec<&'static str> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let said = |stem: &str| words.iter().any(|word| word.starts_with(stem));
    STEMS.into_iter().filter(|(stem, _)| said(stem)).map(|(_, word)| word).collect()
}

#[cfg(test)]
mod tests {
    use super::words_in;

    #[test]
    fn hype_is_found_in_any_form_but_not_inside_other_words() {
        assert_eq!(words_in("A Disruptive, revolutionary idea"), ["disrupt", "revolutionary"]);
        assert_eq!(words_in("synergies and paradigms"), ["synergy", "paradigm"]);
        assert!(words_in("An evolution without interruption").is_empty());
    }
}
