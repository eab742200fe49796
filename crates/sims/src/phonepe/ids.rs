use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::clock::epoch_ms;

/// An id chosen by the merchant, for an order or a refund: at most 63 of letters, digits, `_` and `-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reference(String);

impl Reference {
    /// Nothing when it breaks the rules.
    pub fn parse(text: &str) -> Option<Self> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        ((1..=63).contains(&text.len()) && text.bytes().all(allowed)).then(|| Self(text.to_owned()))
    }

    /// As the merchant wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `OMO…`, as orders are numbered.
pub fn order_id(now: OffsetDateTime) -> String {
    numbered("OMO", now)
}

/// `OM…`, as attempts are numbered.
pub fn transaction_id(now: OffsetDateTime) -> String {
    numbered("OM", now)
}

/// `OMR…`, as refunds are numbered.
pub fn refund_id(now: OffsetDateTime) -> String {
    numbered("OMR", now)
}

fn numbered(prefix: &str, now: OffsetDateTime) -> String {
    let (year, month, day) = (now.year() % 100, u8::from(now.month()), now.day());
    let (hour, minute, second) = now.to_hms();
    let (millisecond, random) = (now.millisecond(), rand::random_range(0..10_000_000_u32));
    format!("{prefix}{year:02}{month:02}{day:02}{hour:02}{minute:02}{second:02}{millisecond:03}{random:07}")
}

/// A bearer text that looks like the provider's: three dotted parts, claims readable, signature random.
pub fn token(expires_at: OffsetDateTime, mut claims: Value) -> String {
    claims["expiresOn"] = json!(epoch_ms(expires_at));
    let header = BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
    let claims = BASE64_URL_SAFE_NO_PAD.encode(claims.to_string());
    let signature = BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
    format!("{header}.{claims}.{signature}")
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_reference_has_one_to_sixty_three_plain_characters() {
        for good in ["a", "ORD-20260101_A", &"x".repeat(63)] {
            assert!(Reference::parse(good).is_some(), "{good}");
        }
        for bad in ["", "a b", "a/b", "é", &"x".repeat(64)] {
            assert!(Reference::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn ids_start_as_the_providers_do_and_never_repeat() {
        let now = datetime!(2026-02-03 04:05:06.007 UTC);
        assert!(order_id(now).starts_with("OMO260203040506007"));
        assert!(transaction_id(now).starts_with("OM260203040506007"));
        assert!(refund_id(now).starts_with("OMR260203040506007"));
        assert_ne!(order_id(now), order_id(now));
    }
}
