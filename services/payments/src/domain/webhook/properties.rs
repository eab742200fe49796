//! What holds for whatever is sent to the webhook.

use serde_json::Value;

use super::{Credential, NotANotice, Notice};

/// Of `username:password`, as the provider's documentation has it.
pub const DIGEST: &str = "bc842c31a9e54efe320d30d948be61291f3ceee4766e36ab25fa65243cd76e0e";

/// Nothing but the digest opens, alone or behind its scheme.
pub fn credential(header: &str) {
    let lower = header.to_ascii_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let is_right = matches!(words[..], [DIGEST] | ["sha256", DIGEST]);
    assert_eq!(Credential::new("username", "password").matches(header), is_right, "{header:?}");
}

/// A body is refused, or a notice of sound words, the same however its JSON is written.
pub fn notice(body: &[u8]) {
    let parsed = Notice::parse(body);
    match serde_json::from_slice::<Value>(body) {
        Ok(json) => {
            assert_eq!(parsed, Notice::parse(json.to_string().as_bytes()));
            assert_eq!(parsed, Notice::parse(format!("{json:#}").as_bytes()));
        }
        Err(_) => assert_eq!(parsed, Err(NotANotice)),
    }
    let Ok(notice) = parsed else { return };
    let words = [&notice.order, &notice.refund, &notice.state, &notice.merchant, &notice.attempt];
    for word in words.into_iter().flatten().chain([&notice.event]) {
        assert!((1..=255).contains(&word.len()), "{word:?}");
        // one of them parts the words of a key, and Postgres keeps no NUL
        assert!(!word.chars().any(char::is_control), "{word:?}");
    }
    assert_eq!(notice.dedupe_key().len(), 64);
    if let Some(order) = notice.payment() {
        assert!(notice.event.starts_with("checkout.") && notice.refund.is_none());
        assert_eq!(notice.order.as_deref(), Some(order.as_str()));
    }
}
