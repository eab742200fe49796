use std::time::Duration;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// One webhook on its way to the merchant.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Delivery {
    /// Counts up from 1.
    pub id: u64,
    /// Such as `checkout.order.completed`.
    pub event: String,
    /// The merchant's order or refund id that it is about.
    pub subject: String,
    /// The bytes that are sent.
    pub body: String,
    /// What happens to it on its way.
    pub treatment: Treatment,
    /// How far it is.
    pub state: DeliveryState,
    /// Every request made for it.
    pub tries: Vec<Try>,
    /// When it arose.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
}

/// How far a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// To be sent, or being sent.
    Waiting,
    /// Until it is released.
    Held,
    /// Every copy was acknowledged.
    Delivered,
    /// Every try of a copy failed.
    Failed,
    /// Never sent, on purpose.
    Lost,
    /// Never sent: no address is known, or the merchant has not switched this event on.
    Unsubscribed,
}

/// What happens to a webhook on its way. The default is to deliver it once, at once and unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Treatment {
    /// How often it arrives.
    pub copies: u32,
    /// How long it stays away, in real time.
    pub delay_ms: u64,
    /// Held until it is released, so that several can be put in another order.
    pub hold: bool,
    /// Never sent.
    pub lose: bool,
    /// The credential it is sent with.
    pub authorization: Authorization,
    /// Another amount than the true one, in paise.
    pub amount: Option<u64>,
}

/// The `Authorization` header of a webhook.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authorization {
    /// Lower-case hex SHA-256 of `username:password`.
    #[default]
    Right,
    /// The same in upper case.
    UpperCase,
    /// The same after `SHA256 `.
    Prefixed,
    /// That of other credentials.
    Wrong,
    /// No header.
    Missing,
}

/// One request to the merchant.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Try {
    /// When it was answered or given up.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// The merchant's answer.
    pub status: Option<u16>,
    /// What went wrong when there was none.
    pub error: Option<String>,
}

impl Default for Treatment {
    fn default() -> Self {
        Self {
            copies: 1,
            delay_ms: 0,
            hold: false,
            lose: false,
            authorization: Authorization::Right,
            amount: None,
        }
    }
}

impl Treatment {
    /// Arrives this often.
    pub fn duplicate(copies: u32) -> Self {
        Self { copies, ..Self::default() }
    }

    /// Arrives late.
    pub fn delay(by: Duration) -> Self {
        Self { delay_ms: u64::try_from(by.as_millis()).unwrap_or(u64::MAX), ..Self::default() }
    }

    /// Waits for `Control::release`.
    pub fn hold() -> Self {
        Self { hold: true, ..Self::default() }
    }

    /// Never arrives.
    pub fn lose() -> Self {
        Self { lose: true, ..Self::default() }
    }

    /// Arrives with the credential of somebody else.
    pub fn forge() -> Self {
        Self { authorization: Authorization::Wrong, ..Self::default() }
    }

    /// Arrives with the right credential and this amount in it.
    pub fn tamper(amount: u64) -> Self {
        Self { amount: Some(amount), ..Self::default() }
    }

    pub(super) fn first_state(&self) -> DeliveryState {
        match (self.lose, self.hold) {
            (true, _) => DeliveryState::Lost,
            (false, true) => DeliveryState::Held,
            (false, false) => DeliveryState::Waiting,
        }
    }
}

impl Delivery {
    pub(super) fn is_waiting(&self) -> bool {
        self.state == DeliveryState::Waiting
    }

    pub(super) fn unsubscribe(&mut self) {
        self.state = DeliveryState::Unsubscribed;
    }
}

impl Try {
    pub(super) fn acknowledged(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }
}
