use std::ops::RangeInclusive;

use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup},
};
use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

/// Why a text was refused. Lengths are code points.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing is left after trimming, or fewer code points than the least.
    #[error("must have at least {0} characters")]
    TooShort(usize),
    /// More code points than the most.
    #[error("must have at most {0} characters")]
    TooLong(usize),
    /// NUL and other control characters, which Postgres or a reader cannot take.
    #[error("must not contain control characters")]
    ControlCharacter,
}

/// Trims and normalises (NFC) a text and checks its length in code points. Line breaks and tabs are kept. A text that shows a
/// reader nothing is an empty one.
///
/// # Errors
/// The first rule that the text breaks.
pub fn clean(text: &str, limits: RangeInclusive<usize>) -> Result<String, TextError> {
    let text: String = text.trim().nfc().collect();
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(TextError::ControlCharacter);
    }
    let text = if is_blank(&text) { String::new() } else { text };
    let length = code_points(&text);
    if length < *limits.start() {
        Err(TextError::TooShort(*limits.start()))
    } else if length > *limits.end() {
        Err(TextError::TooLong(*limits.end()))
    } else {
        Ok(text)
    }
}

/// Whether a text shows a reader nothing: it has nothing but white space, marks without a letter, and characters that are not
/// drawn (joiners, fillers, soft hyphens, marks of direction). Inside a word joiners mean something and stay.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    let undrawn = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let categories = CodePointMapData::<GeneralCategory>::new();
    text.chars().all(|c| {
        c.is_whitespace() || undrawn.contains(c) || GeneralCategoryGroup::Mark.contains(categories.get(c))
    })
}

/// How many code points a text has.
#[must_use]
pub fn code_points(text: &str) -> usize {
    text.chars().count()
}

/// The longest beginning of at most `code_points` that ends between two graphemes, without trailing white space.
#[must_use]
pub fn cut_graphemes(text: &str, code_points: usize) -> &str {
    let mut left = code_points;
    let mut end = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        let length = grapheme.chars().count();
        if length > left {
            break;
        }
        left -= length;
        end = start + grapheme.len();
    }
    text[..end].trim_end()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn limits_count_code_points_after_trimming() {
        assert_eq!(clean("  नमस्ते \n", 1..=6), Ok("नमस्ते".to_owned()));
        assert_eq!(clean(" \t ", 1..=6), Err(TextError::TooShort(1)));
        assert_eq!(clean("abcdefg", 1..=6), Err(TextError::TooLong(6)));
        assert_eq!(clean("a\0b", 1..=6), Err(TextError::ControlCharacter));
    }

    #[test]
    fn a_text_that_shows_nothing_is_empty_and_joiners_within_a_word_stay() {
        for nothing in ["\u{200b}", "\u{feff} \u{2060}", "\u{ad}\u{202e}", "\u{200d}", "\u{301}", "\u{3164}"]
        {
            assert_eq!(clean(nothing, 1..=6), Err(TextError::TooShort(1)), "{}", nothing.escape_unicode());
            assert_eq!(clean(nothing, 0..=6), Ok(String::new()), "{}", nothing.escape_unicode());
        }
        for word in ["क्\u{200d}ष", "👨\u{200d}👩"] {
            assert_eq!(clean(word, 1..=6), Ok(word.to_owned()));
        }
    }

    #[test]
    fn a_family_is_not_cut_in_two() {
        assert_eq!(cut_graphemes("ab👨‍👩‍👧", 4), "ab");
        assert_eq!(cut_graphemes("ab👨‍👩‍👧", 7), "ab👨‍👩‍👧");
    }

    proptest! {
        #[test]
        fn a_cut_is_a_prefix_within_the_limit(text in "\\PC{0,40}", limit in 0usize..40) {
            let cut = cut_graphemes(&text, limit);
            prop_assert!(text.starts_with(cut));
            prop_assert!(code_points(cut) <= limit);
        }
    }
}
