use serde_json::{Value, json};

use crate::domain::provider::ProviderAttempt;

/// What a payment was made with.
#[derive(Debug, Clone, PartialEq)]
pub struct Instrument {
    pub card: Option<Card>,
    /// What identifies the payer; kept sealed only.
    pub private: Value,
}

/// What may be shown of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub last_four: Option<String>,
    pub kind: &'static str,
    pub network: Option<String>,
}

impl Instrument {
    pub fn of(attempt: &ProviderAttempt) -> Self {
        Self {
            card: attempt.instrument.as_ref().and_then(card),
            private: json!({ "rail": attempt.rail, "instrument": attempt.instrument }),
        }
    }
}

fn card(instrument: &Value) -> Option<Card> {
    let kind = match instrument["type"].as_str()? {
        "CREDIT_CARD" => "credit",
        "DEBIT_CARD" => "debit",
        _ => return None,
    };
    let masked = instrument["maskedCardNumber"].as_str().unwrap_or_default();
    let shown = masked.len().checked_sub(4).and_then(|start| masked.get(start..));
    let last_four = shown.filter(|four| four.bytes().all(|byte| byte.is_ascii_digit())).map(str::to_owned);
    Some(Card { last_four, kind, network: instrument["cardNetwork"].as_str().map(str::to_owned) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::provider::{ProviderState, fixture};

    #[test]
    fn of_a_card_only_the_last_four_digits_are_shown() {
        let mut attempt = fixture(ProviderState::Completed, "OMO1", 100).attempts.remove(0);
        assert_eq!(Instrument::of(&attempt).card, None);
        attempt.instrument =
            Some(json!({ "type": "CREDIT_CARD", "maskedCardNumber": "XXXXXXXX6667", "cardNetwork": "VISA" }));
        let card = Instrument::of(&attempt).card.unwrap();
        assert_eq!(
            (card.last_four.as_deref(), card.kind, card.network.as_deref()),
            (Some("6667"), "credit", Some("VISA"))
        );
        attempt.instrument = Some(json!({ "type": "DEBIT_CARD", "maskedCardNumber": "नXX" }));
        assert_eq!(Instrument::of(&attempt).card.unwrap().last_four, None);
    }
}
