//! Cutting and joining the founder's words so that they read as written by a person.

use primitives::{code_points, cut_graphemes};

/// Words that keep their capital inside a sentence.
pub const NAMES: [&str; 16] = [
    "I",
    "India",
    "Indian",
    "Indians",
    "Hindi",
    "English",
    "Tamil",
    "Kannada",
    "Marathi",
    "Delhi",
    "Mumbai",
    "Bengaluru",
    "Chennai",
    "Pune",
    "Kolkata",
    "Hyderabad",
];

/// Words that have their capital from the beginning of a sentence, whatever follows.
const NEVER_NAMES: [&str; 18] = [
    "A", "An", "The", "Our", "We", "Their", "Unlike", "With", "Without", "For", "From", "In", "At", "On",
    "Before", "After", "Every", "No",
];

/// Opens what the founder still has to decide, inside an answer.
pub const QUESTION: &str = "To be decided:";

const QUOTES: [char; 3] = ['"', '”', '»'];

/// At most so many code points, cut between words and marked where something was left out.
pub fn clip(text: &str, max: usize) -> String {
    let text = text.trim();
    if code_points(text) <= max {
        return text.to_owned();
    }
    let cut = cut_graphemes(text, max.saturating_sub(1));
    let whole = cut.rfind(char::is_whitespace).filter(|at| *at > cut.len() / 2).map_or(cut, |at| &cut[..at]);
    format!("{}…", bare(whole))
}

pub fn has_question(text: &str) -> bool {
    text.contains(QUESTION)
}

/// The part of an answer before what is still to be decided.
pub fn settled(text: &str) -> &str {
    text.split_once(QUESTION).map_or(text, |(before, _)| before.trim())
}

/// Without white space and punctuation at the end.
pub fn bare(text: &str) -> &str {
    text.trim().trim_end_matches(|c: char| {
        matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '।' | '–' | '-') || c.is_whitespace()
    })
}

/// One sentence: capital first, full stop last.
pub fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let capital = upper_first(text);
    let unquoted = capital.trim_end_matches(QUOTES);
    if unquoted.ends_with(['.', '!', '?', '।', '…']) {
        return capital;
    }
    let stop = if is_devanagari(unquoted) { "।" } else { "." };
    let quoted = unquoted.len() < capital.len();
    if quoted { format!("{capital}{stop}") } else { format!("{}{stop}", bare(&capital)) }
}

/// Sentences one after the other, empty ones and repetitions left out.
pub fn paragraph<S: AsRef<str>>(parts: &[S], max: usize) -> String {
    let mut sentences: Vec<String> = Vec::with_capacity(parts.len());
    for part in parts.iter().map(|part| sentence(part.as_ref())).filter(|part| !part.is_empty()) {
        if !sentences.iter().any(|said| said.to_lowercase() == part.to_lowercase()) {
            sentences.push(part);
        }
    }
    clip(&sentences.join(" "), max)
}

pub fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// For the middle of a sentence; names and abbreviations keep their capital.
pub fn lower_first(text: &str) -> String {
    let text = text.trim();
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let named = !NEVER_NAMES.contains(&first)
        && (NAMES.contains(&first.trim_end_matches([',', '.']))
            || first.chars().skip(1).any(|c| c.is_uppercase() || c.is_numeric())
            || words.next().is_some_and(|second| second.starts_with(char::is_uppercase)));
    if named {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// For what follows a colon; a second colon in one sentence reads as a mistake.
pub fn after_colon(text: &str) -> String {
    lower_first(&text.replace(": ", " – "))
}

/// A name for the middle of a sentence: a single word may be a brand and stays as it is.
pub fn name_inside(name: &str) -> String {
    if name.split_whitespace().count() > 1 { lower_first(name) } else { name.trim().to_owned() }
}

/// The sentences of a text; a closing quotation mark belongs to the sentence it closes.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, letter) in text.char_indices() {
        let after = &text[at + letter.len_utf8()..];
        let rest = after.trim_start_matches(QUOTES);
        let stops = matches!(letter, '.' | '!' | '?' | '।')
            && (rest.is_empty() || rest.starts_with(char::is_whitespace));
        if at >= start && (letter == '\n' || stops) {
            let end = text.len() - if letter == '\n' { after.len() } else { rest.len() };
            found.push(text[start..end].trim());
            start = end;
        }
    }
    found.push(text[start..].trim());
    found.retain(|sentence| sentence.chars().any(char::is_alphanumeric));
    found
}

pub fn first_sentence(text: &str) -> &str {
    sentences(text).first().copied().unwrap_or_default()
}

/// The beginning of a phrase, up to the first comma, colon or relative clause, without its article.
pub fn head(text: &str, max: usize) -> String {
    let first = bare(first_sentence(text));
    let ends = [", ", ": ", "; ", " – ", " - ", " that ", " which ", " who ", " (", ", and "];
    let end = ends.iter().filter_map(|mark| first.find(mark)).min().unwrap_or(first.len());
    let phrase = first[..end].trim();
    let plain =
        ["A ", "An ", "The ", "a ", "an ", "the "].iter().find_map(|article| phrase.strip_prefix(article));
    clip(&upper_first(plain.unwrap_or(phrase)), max)
}

/// A phrase without its relative clauses, cut further at prepositions until it fits; nothing when it never does.
pub fn core(text: &str, max: usize) -> Option<String> {
    let mut phrase = bare(first_sentence(text));
    for clause in [" who ", " that ", " which ", ": ", "; ", " – ", " ("] {
        phrase = phrase.split_once(clause).map_or(phrase, |(before, _)| before);
    }
    while code_points(phrase) > max {
        let cuts = [", ", " within ", " without ", " with ", " for ", " in ", " of ", " by "];
        let last = cuts.iter().filter_map(|cut| phrase.rfind(cut)).max()?;
        phrase = &phrase[..last];
    }
    Some(bare(phrase).to_owned()).filter(|phrase| !phrase.is_empty())
}

/// `a, b and c`.
pub fn and_list<S: AsRef<str>>(parts: &[S]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [firsts @ .., last] => {
            let firsts: Vec<&str> = firsts.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", firsts.join(", "), last.as_ref())
        }
    }
}

/// An industry or stage as it is said.
pub fn spoken(code: &str) -> String {
    match code {
        "food_beverage" => "food and beverage".to_owned(),
        "pre_seed" => "pre-seed".to_owned(),
        plain => plain.replace('_', " "),
    }
}

/// Whether any of the phrases stands in the text, word by word. A phrase that ends in `*` ends in a stem: the
/// last word of the text may go on.
pub fn mentions(text: &str, phrases: &[&str]) -> bool {
    let padded = in_words(text);
    phrases.iter().any(|phrase| match phrase.strip_suffix('*') {
        Some(stem) => padded.contains(in_words(stem).trim_end()),
        None => padded.contains(&in_words(phrase)),
    })
}

/// The words in lower case, a space on both sides of each.
fn in_words(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !is_word(c)).filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |padded, word| padded + word + " ")
}

/// Combining vowel signs belong to the word.
fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '\'' || ('\u{0900}'..='\u{0D7F}').contains(&letter)
}

fn is_devanagari(text: &str) -> bool {
    text.chars().next_back().is_some_and(|c| ('\u{0900}'..='\u{097F}').contains(&c))
}

/// What stands between quotation marks, at least three words of it.
pub fn quotes(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (open, close) in [('"', '"'), ('“', '”'), ('«', '»')] {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once(open) {
            let Some((quote, left)) = after.split_once(close) else { break };
            found.push(quote.trim());
            rest = left;
        }
    }
    found.retain(|quote| quote.split_whitespace().count() >= 3);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sentences_end_at_stops_and_not_inside_figures() {
        let text = "Food cost fell from 36.4 % to 31.8 %. Really? हाँ, सच में। Yes";
        assert_eq!(sentences(text), ["Food cost fell from 36.4 % to 31.8 %.", "Really?", "हाँ, सच में।", "Yes"]);
    }

    #[test]
    fn a_phrase_is_cut_at_its_first_clause() {
        assert_eq!(head("A live cost sheet per dish, fed by photos", 60), "Live cost sheet per dish");
        assert_eq!(head("All filings of one factory", 60), "All filings of one factory");
    }

    #[test]
    fn a_closing_quote_belongs_to_its_sentence() {
        assert_eq!(
            sentences("They say: \"Too late.\" 3,800 orders"),
            ["They say: \"Too late.\"", "3,800 orders"]
        );
        assert_eq!(sentence("Expect to hear \"too late\""), "Expect to hear \"too late\".");
    }

    #[test]
    fn a_core_fits_or_is_nothing() {
        let audience = "Mothers in Delhi NCR, Mumbai and Bengaluru who cook";
        assert_eq!(core(audience, 90).as_deref(), Some("Mothers in Delhi NCR, Mumbai and Bengaluru"));
        assert_eq!(
            core("Food cost down within 90 days of the first month", 35).as_deref(),
            Some("Food cost down within 90 days")
        );
        assert_eq!(core("Unabbreviatable", 5), None);
    }

    #[test]
    fn sentences_are_closed_in_their_own_script() {
        assert_eq!(sentence("one page a month"), "One page a month.");
        assert_eq!(sentence("ताज़ा पिसा आटा"), "ताज़ा पिसा आटा।");
        assert_eq!(sentence("Really?"), "Really?");
        assert_eq!(sentence("  "), "");
    }

    #[test]
    fn names_keep_their_capital() {
        assert_eq!(lower_first("Owners of groups"), "owners of groups");
        assert_eq!(lower_first("Indian families"), "Indian families");
        assert_eq!(lower_first("GST filings"), "GST filings");
        assert_eq!(lower_first("Delhi NCR families"), "Delhi NCR families");
        assert_eq!(lower_first("Unlike Tally, it listens"), "unlike Tally, it listens");
    }

    #[test]
    fn whole_words_are_found_in_any_script() {
        assert!(mentions("It is too Expensive!", &["expensive"]));
        assert!(!mentions("inexpensive", &["expensive"]));
        assert!(!mentions("The latest demographics", &["late", "demo"]));
        assert!(mentions("बहुत महँगा है", &["महँगा"]));
        assert!(mentions("Katori vs. DineDesk", &["vs"]) && mentions("Too,  much", &["too much"]));
    }

    #[test]
    fn a_stem_is_found_at_the_beginning_of_a_word() {
        assert!(mentions("Three companies", &["compan*"]) && mentions("A client story", &["client stor*"]));
        assert!(!mentions("Accompanied", &["compan*"]));
    }

    #[test]
    fn quotes_are_found_between_marks() {
        assert_eq!(quotes("They say: \"it is too late\" and \"no\"."), ["it is too late"]);
    }

    proptest! {
        #[test]
        fn a_clipped_text_keeps_the_limit(text in "\\PC{0,80}", max in 1_usize..40) {
            prop_assert!(code_points(&clip(&text, max)) <= max);
        }

        #[test]
        fn cutting_and_joining_takes_any_text(text in "\\PC{0,60}") {
            let _ = (sentences(&text), head(&text, 20), sentence(&text), lower_first(&text), quotes(&text));
        }
    }
}
