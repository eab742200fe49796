//! Which of the founder's words can stand as a noun phrase inside a sentence of ours.

use super::words::{after_colon, bare, core, first_sentence, mentions};

/// Words that open a sentence about ourselves.
const OURSELVES: [&str; 10] = ["we", "we're", "our", "us", "i", "my", "हम", "हमारा", "हमारे", "हमारी"];
const PRONOUNS: [&str; 10] = ["they", "it", "this", "these", "there", "you", "your", "ये", "यह", "वे"];
/// Words that open a clause which says something of the rest of its sentence.
const OPENINGS: [&str; 9] =
    ["unlike", "compared", "instead", "when", "while", "if", "because", "since", "helping"];
const FINITE: [&str; 10] = ["is", "are", "was", "were", "we", "helps", "है", "हैं", "था", "थे"];

/// After these words the customers are named, to the end of the clause.
const NAMED_AFTER: [&str; 9] = [
    "our customers are ",
    "our clients are ",
    "our buyers are ",
    "we serve ",
    "we work with ",
    "designed for ",
    "made for ",
    "built for ",
    "we sell to ",
];
/// After these words come the customers and then what they are helped to do.
const HELPED_AFTER: [&str; 3] = ["we help ", "helps ", "helping "];
/// What people are helped to do; a phrase without one of these has no end that can be trusted.
const DEEDS: [&str; 48] = [
    "to", "achieve", "avoid", "bring", "build", "buy", "catch", "choose", "collect", "control", "cook",
    "cut", "eat", "file", "find", "fill", "finish", "fix", "get", "give", "go", "grow", "hire", "improve",
    "increase", "keep", "know", "learn", "lower", "make", "manage", "meet", "move", "pass", "pay", "plan",
    "prove", "reach", "reduce", "run", "save", "see", "sell", "serve", "spend", "stop", "track", "win",
];
const MOST_WORDS: usize = 8;

/// Whether the founder speaks of themselves: a sentence of its own, not something to promise or to name.
pub fn is_own_voice(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    OURSELVES.contains(&bare(first).to_lowercase().as_str())
}

/// A text behind words that lead to it; a sentence about ourselves stands alone.
pub fn led(words: &str, text: &str) -> String {
    if is_own_voice(text) { text.to_owned() } else { format!("{words}: {}", after_colon(text)) }
}

/// Whether a text opens with people or things rather than with a statement about them.
pub fn is_noun_like(text: &str) -> bool {
    let first = bare(text.split_whitespace().next().unwrap_or_default()).to_lowercase();
    let stated =
        PRONOUNS.contains(&first.as_str()) || OPENINGS.contains(&first.as_str()) || is_own_voice(text);
    let plain = core(text, usize::MAX).unwrap_or_default();
    !stated && !plain.is_empty() && !mentions(&plain, &FINITE)
}

/// Whom a sentence names as the customers, cut out of it; nothing where that is a guess.
pub fn audience_in(sentence: &str) -> Option<&str> {
    // cuts fall on the same bytes in both spellings only where lower case keeps the length
    let lower = sentence.to_ascii_lowercase();
    let after = |words: &[&str]| {
        words.iter().find_map(|opening| {
            let at = lower.find(opening)?;
            let whole = lower[..at].ends_with(char::is_whitespace) || at == 0;
            whole.then(|| &sentence[at + opening.len()..])
        })
    };
    let found = match after(&NAMED_AFTER) {
        Some(named) => clause(named),
        None => helped(clause(after(&HELPED_AFTER)?))?,
    };
    Some(bare(found)).filter(|phrase| phrase.chars().count() >= 3 && is_noun_like(phrase))
}

fn clause(text: &str) -> &str {
    let first = first_sentence(text);
    let ends = [", ", ": ", "; ", " – ", " ("];
    &first[..ends.iter().filter_map(|mark| first.find(mark)).min().unwrap_or(first.len())]
}

fn helped(text: &str) -> Option<&str> {
    let mut end = 0;
    for word in text.split(' ').take(MOST_WORDS) {
        // the "to" of a range is no deed
        let in_range = text[..end].trim_end().ends_with(char::is_numeric);
        if end > 0 && !in_range && DEEDS.contains(&word.to_lowercase().as_str()) {
            return Some(&text[..end]);
        }
        end = (end + word.len() + 1).min(text.len());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_customers_are_cut_out_of_a_sentence_or_left_unnamed() {
        assert_eq!(
            audience_in("We help coaching-centre owners collect fees on time, without calls."),
            Some("coaching-centre owners")
        );
        assert_eq!(
            audience_in("Our customers are owners of coaching centres with 50 to 600 students."),
            Some("owners of coaching centres with 50 to 600 students")
        );
        assert_eq!(
            audience_in("An app designed for owners of small clinics."),
            Some("owners of small clinics")
        );
        for nothing in [
            "We make flour in small batches.",
            "हम ताज़ा आटा बनाते हैं।",
            "We help. That is all.",
            "It helps a lot",
        ] {
            assert_eq!(audience_in(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_statement_is_no_noun_phrase() {
        assert!(is_noun_like("Owners of restaurants who are busy"));
        assert!(is_noun_like("Coaching centres with 50 to 600 students"));
        for statement in
            ["We help owners collect fees", "Our app saves time", "हम आटा बनाते हैं", "Owners are busy", ""]
        {
            assert!(!is_noun_like(statement), "{statement}");
        }
    }
}
