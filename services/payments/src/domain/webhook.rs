use serde_json::Value;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::domain::OrderId;

#[cfg(any(test, fuzzing))]
pub mod properties;

/// Most bytes of a webhook.
pub const LARGEST: usize = 1 << 20;

/// A webhook as far as it concerns us. It is a hint: nothing in it is believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub event: String,
    pub order: Option<String>,
    pub refund: Option<String>,
    pub state: Option<String>,
    pub merchant: Option<String>,
    attempt: Option<String>,
}

/// Not a JSON object with an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a webhook must be a JSON object with an event")]
pub struct NotANotice;

impl Notice {
    pub fn parse(body: &[u8]) -> Result<Self, NotANotice> {
        let body: Value = serde_json::from_slice(body).map_err(|_| NotANotice)?;
        let event = event(&body).ok_or(NotANotice)?;
        let payload = &body["payload"];
        let attempts = payload["paymentDetails"].as_array();
        Ok(Self {
            event,
            order: text(&payload["merchantOrderId"]).or_else(|| text(&payload["originalMerchantOrderId"])),
            refund: text(&payload["merchantRefundId"]),
            state: text(&payload["state"]),
            merchant: text(&payload["merchantId"]),
            attempt: attempts.and_then(|all| text(&all.last()?["transactionId"])),
        })
    }

    /// What makes two webhooks the same.
    pub fn dedupe_key(&self) -> String {
        let subject = self.refund.as_ref().or(self.order.as_ref());
        let parts = [Some(&self.event), subject, self.state.as_ref(), self.attempt.as_ref()];
        let text: Vec<&str> = parts.into_iter().map(|part| part.map_or("", String::as_str)).collect();
        hex::encode(Sha256::digest(text.join("\u{1f}")))
    }

    /// Whether it claims that the money has arrived.
    pub fn says_paid(&self) -> bool {
        match &self.state {
            Some(state) => state == "COMPLETED",
            None => self.event == "checkout.order.completed",
        }
    }

    /// Whether it is meant for another merchant than `ours`, as far as both are known.
    pub fn is_foreign(&self, ours: Option<&str>) -> bool {
        self.merchant.as_deref().zip(ours).is_some_and(|(theirs, ours)| theirs != ours)
    }

    /// The order whose payment it hints at.
    pub fn payment(&self) -> Option<OrderId> {
        if self.refund.is_some() || !self.event.starts_with("checkout.") {
            return None;
        }
        self.order.as_ref()?.parse().ok()
    }
}

/// Some webhooks carry only the deprecated `type`, the event in upper case with underscores.
fn event(body: &Value) -> Option<String> {
    if !body.is_object() {
        return None;
    }
    text(&body["event"]).or_else(|| Some(text(&body["type"])?.to_ascii_lowercase().replace('_', ".")))
}

/// A control character parts the words of a key, and no word may pass for two.
fn text(value: &Value) -> Option<String> {
    let sound = |text: &&str| !text.is_empty() && text.len() <= 255 && !text.contains(char::is_control);
    value.as_str().map(str::trim).filter(sound).map(str::to_owned)
}

/// What the provider sends as `Authorization`: it proves that the sender knows a constant, no more.
#[derive(Clone)]
pub struct Credential([u8; 64]);

impl Credential {
    /// As the dashboard of the provider knows them.
    #[must_use]
    pub fn new(username: &str, password: &str) -> Self {
        let digest = hex::encode(Sha256::digest(format!("{username}:{password}")));
        let mut expected = [0; 64];
        expected.copy_from_slice(digest.as_bytes());
        Self(expected)
    }

    /// Compares in constant time. Any case, surrounding space and a `SHA256 ` prefix are tolerated.
    pub fn matches(&self, header: &str) -> bool {
        let header = header.trim();
        let bare = match header.split_once(char::is_whitespace) {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("SHA256") => rest.trim_start(),
            Some(_) | None => header,
        };
        self.0.ct_eq(bare.to_ascii_lowercase().as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use testkit::arbitrary::json_with;

    use super::{properties::DIGEST, *};

    #[test]
    fn the_documented_credential_is_accepted_in_every_tolerated_spelling() {
        let credential = Credential::new("username", "password");
        let upper = DIGEST.to_uppercase();
        for header in [DIGEST, &upper, &format!(" {DIGEST}\n"), &format!("SHA256 {DIGEST}")] {
            assert!(credential.matches(header), "{header}");
        }
        for header in ["", "SHA256", &DIGEST[1..], &format!("{DIGEST}0"), &format!("Bearer {DIGEST}")] {
            assert!(!credential.matches(header), "{header}");
        }
    }

    fn parse(body: &str) -> Result<Notice, NotANotice> {
        Notice::parse(body.as_bytes())
    }

    #[test]
    fn what_is_no_object_with_an_event_is_refused() {
        for body in
            ["", "[]", "null", "\"event\"", "{}", r#"{"event": 1}"#, r#"{"event": " "}"#, "{\"event\":\"a\""]
        {
            assert_eq!(parse(body), Err(NotANotice), "{body}");
        }
        assert_eq!(Notice::parse(b"{\"event\":\"\xff\"}"), Err(NotANotice));
    }

    #[test]
    fn the_old_type_stands_in_for_a_missing_event() {
        let notice =
            parse(r#"{"type": "CHECKOUT_ORDER_COMPLETED", "payload": {"merchantOrderId": "ORD1"}}"#).unwrap();
        assert_eq!(notice.event, "checkout.order.completed");
        assert_eq!(notice.payment().unwrap().as_str(), "ORD1");
        let both =
            parse(r#"{"event": "checkout.order.failed", "type": "CHECKOUT_ORDER_COMPLETED"}"#).unwrap();
        assert_eq!(both.event, "checkout.order.failed");
    }

    #[test]
    fn two_webhooks_are_the_same_when_event_subject_state_and_attempt_are() {
        let of = |event: &str, order: &str, state: &str, attempt: &str| {
            let body = format!(
                r#"{{"event": "{event}", "payload": {{"merchantOrderId": "{order}", "state": "{state}",
                    "paymentDetails": [{{"transactionId": "{attempt}"}}]}}}}"#
            );
            parse(&body).unwrap().dedupe_key()
        };
        let first = of("checkout.order.failed", "ORD1", "FAILED", "OM1");
        assert_eq!(first, of("checkout.order.failed", "ORD1", "FAILED", "OM1"));
        for other in [
            of("checkout.order.completed", "ORD1", "FAILED", "OM1"),
            of("checkout.order.failed", "ORD2", "FAILED", "OM1"),
            of("checkout.order.failed", "ORD1", "PENDING", "OM1"),
            of("checkout.order.failed", "ORD1", "FAILED", "OM2"),
        ] {
            assert_ne!(first, other);
        }
    }

    #[test]
    fn a_word_with_a_control_character_is_none() {
        let body =
            r#"{"event": "checkout.order.failed", "payload": {"merchantOrderId": "ORD1\u001fFAILED"}}"#;
        assert_eq!(parse(body).unwrap().order, None);
        assert_eq!(parse(r#"{"event": "checkout.order.failed\u001fORD1"}"#), Err(NotANotice));
    }

    #[test]
    fn a_refund_is_no_hint_at_a_payment() {
        let refund = parse(
            r#"{"event": "pg.refund.completed", "payload": {"merchantRefundId": "R1", "originalMerchantOrderId": "ORD1"}}"#,
        );
        assert_eq!(refund.unwrap().payment(), None);
    }

    const NAMES: [&str; 9] = [
        "event",
        "type",
        "payload",
        "merchantOrderId",
        "originalMerchantOrderId",
        "merchantRefundId",
        "merchantId",
        "state",
        "paymentDetails",
    ];

    proptest! {
        #[test]
        fn any_bytes_are_a_notice_or_refused(body in proptest::collection::vec(any::<u8>(), 0..300)) {
            properties::notice(&body);
        }

        #[test]
        fn any_json_is_a_notice_of_sound_words_or_refused(body in json_with(&NAMES), event: bool) {
            let mut body = body;
            if event && body.is_object() {
                body["event"] = "checkout.order.completed".into();
            }
            properties::notice(body.to_string().as_bytes());
        }

        #[test]
        fn no_other_header_is_the_credential(header in "\\PC{0,80}", at in 0..64_usize, other in "[g-zG-Z \\-]") {
            properties::credential(&header);
            let mut spoiled = DIGEST.to_owned();
            spoiled.replace_range(at..=at, &other);
            prop_assert!(!Credential::new("username", "password").matches(&spoiled));
        }
    }
}
