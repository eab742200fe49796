//! Notes of unfinished work belong to issues, not into the code.

use super::source::SourceFile;
use super::{Breach, Rule};

/// In two parts, so that this file passes its own check.
const NOTES: [(&str, &str); 2] = [("TO", "DO"), ("FIX", "ME")];

pub fn check(file: &SourceFile) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (number, line) in file.text.lines().enumerate() {
        for word in line.split(|letter: char| !letter.is_alphanumeric() && letter != '_') {
            if NOTES.iter().any(|(head, tail)| word.strip_prefix(head) == Some(tail)) {
                let place = format!("{}:{}", file.path, number + 1);
                breaches.push(Breach::new(Rule::UnfinishedWork, place, format!("says {word}")));
            }
        }
    }
    breaches
}
