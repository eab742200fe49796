use std::{fmt, str::FromStr};

use time::{OffsetDateTime, UtcOffset, format_description::BorrowedFormatItem, macros::format_description};
use uuid::Uuid;

use crate::domain::UnknownWord;

/// A payment of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TransactionId(pub Uuid);

/// A workspace's subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SubscriptionId(pub Uuid);

impl fmt::Display for TransactionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for SubscriptionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The name under which the provider and we know one checkout: `ORD`, UTC time, six hexadecimal digits. Never used twice.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OrderId(String);

const TIME: &[BorrowedFormatItem<'static>] = format_description!("[year][month][day][hour][minute][second]");
/// The provider takes no more (PhonePe, create payment).
const LONGEST: usize = 63;

impl OrderId {
    pub fn new(now: OffsetDateTime, entropy: [u8; 3]) -> Self {
        let time = now.to_offset(UtcOffset::UTC).format(TIME).unwrap_or_default();
        let [a, b, c] = entropy;
        Self(format!("ORD{time}{a:02X}{b:02X}{c:02X}"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for OrderId {
    type Err = UnknownWord;

    /// Accepts what the provider accepts; whether there is such an order is another question.
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let sound = (1..=LONGEST).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        if sound { Ok(Self(text.to_owned())) } else { Err(UnknownWord { what: "order" }) }
    }
}

impl fmt::Display for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn an_order_id_tells_its_time_in_utc() {
        let id = OrderId::new(datetime!(2026-01-31 05:29:59 +05:30), [0x0a, 0xff, 0x00]);
        assert_eq!(id.as_str(), "ORD202601302359590AFF00");
        assert_eq!(id.as_str().parse(), Ok(id));
    }

    #[test]
    fn what_the_provider_would_refuse_is_no_order_id() {
        for text in ["", "a b", "../ORD", "ORD\u{0}", "Ω", &"A".repeat(64)] {
            assert!(text.parse::<OrderId>().is_err(), "{text}");
        }
    }
}
