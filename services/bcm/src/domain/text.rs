//! Shortening of texts so that what is left reads as a text.

use primitives::{code_points, cut_graphemes};
use unicode_segmentation::UnicodeSegmentation as _;

use super::tokens;

/// The beginning of a text within a number of code points: cut between graphemes, and between words if little is
/// lost by it.
pub fn shortened(text: &str, most: usize) -> &str {
    if code_points(text) <= most {
        return text;
    }
    let cut = cut_graphemes(text, most);
    let cut = if cut.is_empty() { prefix(text, most) } else { cut };
    let inside_a_word = text[cut.len()..].starts_with(|next: char| !next.is_whitespace());
    match cut.rfind(char::is_whitespace) {
        Some(space) if inside_a_word && space * 4 >= cut.len() * 3 => cut[..space].trim_end(),
        _ => cut,
    }
}

/// The longest beginning of a text that has at most so many tokens as a JSON string: cut between graphemes, or between
/// code points where the first grapheme alone is too long.
pub fn within_tokens(text: &str, most: usize) -> &str {
    if fits(text, most) {
        return text;
    }
    let graphemes: Vec<usize> = text.grapheme_indices(true).map(|(start, _)| start).collect();
    match longest_fitting(text, &graphemes, most) {
        "" => {
            let characters: Vec<usize> = text.char_indices().map(|(start, _)| start).collect();
            longest_fitting(text, &characters, most)
        }
        cut => cut,
    }
}

fn longest_fitting<'a>(text: &'a str, ends: &[usize], most: usize) -> &'a str {
    let fitting = ends.partition_point(|&end| fits(&text[..end], most));
    let end = fitting.checked_sub(1).map_or(0, |last| ends[last]);
    text[..end].trim_end()
}

fn fits(text: &str, most: usize) -> bool {
    tokens::count(&serde_json::Value::from(text).to_string()) <= most
}

fn prefix(text: &str, code_points: usize) -> &str {
    text.char_indices().nth(code_points).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_where_little_is_lost() {
        assert_eq!(shortened("books that close themselves", 18), "books that close");
        assert_eq!(shortened("books that close themselves", 16), "books that close");
        assert_eq!(shortened("a internationalisation", 12), "a internatio");
        assert_eq!(shortened("short", 12), "short");
    }

    #[test]
    fn a_single_endless_grapheme_is_cut_all_the_same() {
        let endless = format!("a{}", "\u{301}".repeat(200));
        assert_eq!(code_points(shortened(&endless, 30)), 30);
        let cut = within_tokens(&endless, 20);
        assert!(!cut.is_empty() && fits(cut, 20));
    }

    #[test]
    fn token_limits_hold_in_every_script() {
        for text in ["ஒவ்வொரு மாதமும் ", "👩‍👩‍👧‍👦", "𓀀𓀁", "\u{1}\u{2}", "\"\\", "ledger "]
        {
            let cut = text.repeat(100);
            let cut = within_tokens(&cut, 60);
            assert!(!cut.is_empty() && fits(cut, 60), "{text}");
        }
    }
}
