use std::{collections::HashSet, sync::LazyLock};

/// Sources and licences stand beside it.
const LIST: &str = include_str!("../../data/common_passwords.txt");

static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| LIST.lines().collect());

/// Whether a password (lower case, NFKC) is one that attackers try first: a listed one, or a listed one or a few
/// characters over and over.
pub fn is_common(password: &str) -> bool {
    const FEW: usize = 3;
    WORDS.contains(password)
        || repeated_part(password).is_some_and(|part| part.chars().count() <= FEW || WORDS.contains(part))
}

/// The shortest part that makes up the whole by repetition.
fn repeated_part(text: &str) -> Option<&str> {
    let ends = text.char_indices().map(|(start, _)| start).skip(1);
    ends.filter(|end| text.len().is_multiple_of(*end) && *end <= text.len() / 2).find_map(|end| {
        let part = &text[..end];
        text.as_bytes().chunks(end).all(|chunk| chunk == part.as_bytes()).then_some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_normal_and_large() {
        use unicode_normalization::UnicodeNormalization as _;
        let words: Vec<_> = LIST.lines().collect();
        assert!(words.len() > 20_000);
        assert!(words.is_sorted());
        assert!(words.iter().all(|word| word.nfkc().collect::<String>().to_lowercase() == **word));
    }

    #[test]
    fn what_attackers_try_first_is_common() {
        for word in [
            "password1234",
            "123456789012",
            "qwertyuiop12",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "footballfootball",
            "ééééééé",
        ] {
            assert!(is_common(word), "{word}");
        }
        for word in ["correct horse battery", "aaaaaaaaaaab", "नमस्ते दुनिया ९७"]
        {
            assert!(!is_common(word), "{word}");
        }
    }
}
