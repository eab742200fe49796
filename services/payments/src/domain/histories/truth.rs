//! The provider as it is, whatever anybody believes of it. Written from its documents, and from nothing that is tested here.

use serde_json::json;
use time::{Duration, OffsetDateTime};

use crate::domain::{OrderId, ProviderOrder, ProviderState, provider};

/// Our id at the provider.
pub const MERCHANT: &str = "MERCHANT";
/// What every checkout costs, in paise.
pub const PRICE: i64 = 700_000;
/// How long a checkout can be paid.
pub const LIFE: Duration = Duration::minutes(30);
/// Why an order failed whose customer went back.
pub const BACKED_OUT: &str = "TXN_CANCELLED";
const REFUSED: &str = "ZM";
const EXPIRED: &str = "ORDER_EXPIRED";

/// What an order comes to, change by change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    Paid,
    Refused,
    PaidAfterRefusal,
    BackedOut,
    /// A state that no document knows.
    Odd,
    WrongAmount,
    WrongOrder,
    WrongMerchant,
    /// Its page was lost on the way to the customer.
    Unseen,
    /// It never arrived.
    Unheard,
}

/// What has become of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Truth {
    Unheard,
    Pending,
    Odd,
    Failed(&'static str),
    Paid,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Order {
    pub fate: Fate,
    pub truth: Truth,
    number: usize,
    expires_at: OffsetDateTime,
}

impl Fate {
    pub const ALL: [Self; 10] = [
        Self::Paid,
        Self::Refused,
        Self::PaidAfterRefusal,
        Self::BackedOut,
        Self::Odd,
        Self::WrongAmount,
        Self::WrongOrder,
        Self::WrongMerchant,
        Self::Unseen,
        Self::Unheard,
    ];
    /// Of orders whose page was shown.
    pub const SHOWN: [Self; 5] =
        [Self::Paid, Self::Refused, Self::PaidAfterRefusal, Self::BackedOut, Self::WrongAmount];
}

impl Order {
    pub fn new(fate: Fate, number: usize, now: OffsetDateTime) -> Self {
        let truth = if fate == Fate::Unheard { Truth::Unheard } else { Truth::Pending };
        Self { fate, truth, number, expires_at: now + LIFE }
    }

    /// The provider's id of it.
    pub fn id(&self) -> String {
        format!("OMO{}", self.number)
    }

    pub fn was_never_shown(&self) -> bool {
        matches!(self.fate, Fate::Unseen | Fate::Unheard)
    }

    /// In full, and as the order that we know.
    pub fn is_paid_to_us(&self) -> bool {
        self.truth == Truth::Paid && matches!(self.fate, Fate::Paid | Fate::PaidAfterRefusal)
    }

    /// The next change. What has failed may still be paid; what is paid stays paid.
    pub fn change(&mut self) {
        self.truth = match (self.fate, self.truth) {
            (Fate::Refused | Fate::Unseen | Fate::PaidAfterRefusal, Truth::Pending) => Truth::Failed(REFUSED),
            (Fate::BackedOut, Truth::Pending) => Truth::Failed(BACKED_OUT),
            (Fate::Odd, Truth::Pending) => Truth::Odd,
            (
                Fate::Paid
                | Fate::PaidAfterRefusal
                | Fate::WrongAmount
                | Fate::WrongOrder
                | Fate::WrongMerchant,
                Truth::Pending | Truth::Failed(_),
            ) => Truth::Paid,
            (Fate::Unheard, _)
            | (_, Truth::Paid | Truth::Odd | Truth::Unheard)
            | (Fate::Refused | Fate::Unseen | Fate::BackedOut | Fate::Odd, Truth::Failed(_)) => self.truth,
        };
    }

    /// An order that nobody pays in time has failed.
    pub fn see(&mut self, now: OffsetDateTime) {
        if self.truth == Truth::Pending && now >= self.expires_at {
            self.truth = Truth::Failed(EXPIRED);
        }
    }

    pub fn expires_at(&self) -> OffsetDateTime {
        self.expires_at
    }

    /// What it answers when it is asked.
    pub fn answer(&self) -> Option<ProviderOrder> {
        let state = match self.truth {
            Truth::Unheard => return None,
            Truth::Pending => ProviderState::Pending,
            Truth::Odd => ProviderState::Other("ON_HOLD".to_owned()),
            Truth::Failed(_) => ProviderState::Failed,
            Truth::Paid => ProviderState::Completed,
        };
        let amount = if self.fate == Fate::WrongAmount { PRICE - 1 } else { PRICE };
        let mut order = provider::fixture(state, &self.id(), amount);
        order.merchant_id = Some(self.merchant().to_owned());
        if self.fate == Fate::WrongOrder {
            order.order_id = Some("OMO99".to_owned());
        }
        if let Truth::Failed(code) = self.truth {
            order.error_code = Some(code.to_owned());
            order.attempts.clear();
        }
        Some(order)
    }

    /// What it sends; ahead of itself while nothing has been decided.
    pub fn announcement(&self, ours: &OrderId) -> Vec<u8> {
        let state = if let Truth::Failed(_) = self.truth { "FAILED" } else { "COMPLETED" };
        let body = json!({
            "event": format!("checkout.order.{}", state.to_lowercase()),
            "payload": { "merchantId": self.merchant(), "merchantOrderId": ours.as_str(), "state": state },
        });
        body.to_string().into_bytes()
    }

    fn merchant(&self) -> &'static str {
        if self.fate == Fate::WrongMerchant { "SOMEBODY_ELSE" } else { MERCHANT }
    }
}
