//! Token counts by the two tokenizers in use by model providers; the larger count is the one that holds.

use std::{sync::LazyLock, thread};

use tiktoken_rs::{CoreBPE, cl100k_base_singleton, o200k_base_singleton};

/// Both vocabularies, decoded once for the process.
static TOKENIZERS: LazyLock<[&'static CoreBPE; 2]> =
    LazyLock::new(|| [o200k_base_singleton(), cl100k_base_singleton()]);

/// Shorter texts are counted faster by one thread than by two.
const WORTH_A_THREAD: usize = 16 * 1024;

/// Decodes the vocabularies now, so that the first build does not wait for it.
pub fn warm_up() {
    LazyLock::force(&TOKENIZERS);
}

/// Of a text beyond this many bytes, far more than fits any budget, only so much is counted, evenly spread.
const COUNTED: usize = 256 * 1024;

/// The larger of the two counts; of a huge text an estimate, the same on every machine.
pub fn count(text: &str) -> usize {
    let [o200k, cl100k] = *TOKENIZERS;
    if text.len() < WORTH_A_THREAD {
        return o200k.count_ordinary(text).max(cl100k.count_ordinary(text));
    }
    thread::scope(|scope| {
        let other = scope.spawn(|| estimate(cl100k, text));
        let mine = estimate(o200k, text);
        // a failed thread counts as over every budget
        mine.max(other.join().unwrap_or(usize::MAX))
    })
}

/// The larger of the two counts if it is below the budget. Stops counting as soon as it is not.
pub fn count_below(text: &str, budget: usize) -> Option<usize> {
    let mut larger = 0;
    for tokenizer in *TOKENIZERS {
        let tokens = tally(tokenizer, text, budget);
        if tokens >= budget {
            return None;
        }
        larger = larger.max(tokens);
    }
    Some(larger)
}

fn estimate(tokenizer: &CoreBPE, text: &str) -> usize {
    let (mut tokens, mut bytes) = (0, 0);
    for part in Parts(text).step_by(text.len().div_ceil(COUNTED)) {
        tokens += tokenizer.count_ordinary(part);
        bytes += part.len();
    }
    tokens * text.len() / bytes.max(1)
}

/// Counts part by part until the limit is reached.
fn tally(tokenizer: &CoreBPE, text: &str, limit: usize) -> usize {
    let mut tokens = 0;
    for part in Parts(text) {
        tokens += tokenizer.count_ordinary(part);
        if tokens >= limit {
            break;
        }
    }
    tokens
}

/// Parts of a JSON text whose counts add up to the count of the whole.
///
/// Both tokenizers first split a text by a pattern and never merge across a split. Neither pattern lets a quotation
/// mark follow a letter within one piece, so that a split stands between every ASCII letter and the quotation mark
/// behind it, at the end of each key for example.
struct Parts<'a>(&'a str);

/// Parts are gathered to this size, so that the tokenizer is not called for every key.
const PART: usize = 512;

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if self.0.is_empty() {
            return None;
        }
        let bytes = self.0.as_bytes();
        let boundary = |&index: &usize| bytes[index] == b'"' && bytes[index - 1].is_ascii_alphabetic();
        let end = (PART.min(bytes.len()).max(1)..bytes.len()).find(boundary).unwrap_or(bytes.len());
        let (part, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(part)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_larger_count_holds() {
        let hindi = "हर महीने की पहली तारीख को किताबें बंद";
        let cl100k = cl100k_base_singleton().count_ordinary(hindi);
        assert!(cl100k > o200k_base_singleton().count_ordinary(hindi));
        assert_eq!(count(hindi), cl100k);
    }

    #[test]
    fn a_count_that_reaches_the_budget_is_not_below_it() {
        let text = r#"{"name":"Ledger"}"#;
        let tokens = count(text);
        assert_eq!(count_below(text, tokens), None);
        assert_eq!(count_below(text, tokens + 1), Some(tokens));
    }

    #[test]
    fn a_huge_text_is_estimated_closely() {
        let huge = r#"{"name":"Ledger for everyone","pain":"हर महीने देर"},"#.repeat(8_000);
        assert!(huge.len() > COUNTED);
        let exact = tally(cl100k_base_singleton(), &huge, usize::MAX);
        assert!(count(&huge).abs_diff(exact) * 50 < exact);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn parts_count_as_much_as_the_whole(
            texts in prop::collection::vec(("[a-z_]{1,12}", "(\\PC|[\\x00-\\x7f]|'s|'LL|[अ-हा-ौ्]){0,80}"), 1..40)
        ) {
            let whole = serde_json::to_string(&texts).unwrap();
            for tokenizer in *TOKENIZERS {
                prop_assert_eq!(tally(tokenizer, &whole, usize::MAX), tokenizer.count_ordinary(&whole));
            }
        }
    }
}
