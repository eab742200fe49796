//! PhonePe's payment gateway as its merchants see it: token, checkout, status, refunds and webhooks on the wire, and a
//! control API beside it that decides what the customer, the bank and the network do.

mod checkout;
mod client;
mod clock;
mod connection;
mod control;
mod deliveries;
mod failure;
mod faults;
mod ids;
mod order;
mod payment_mode;
mod refund;
mod rules;
mod settings;
mod simulator;
mod start;
mod state_file;
mod webhooks;
mod wire;
mod world;

pub use client::{Control, ControlError};
pub use clock::ClockSetting;
pub use control::{Announcement, Fate, OrderChange, RawWebhook, Reason, Release};
pub use deliveries::{Authorization, Delivery, DeliveryState, Treatment, Try};
pub use failure::Failure;
pub use faults::{Fault, FaultKind, Operation};
pub use ids::Reference;
pub use order::{Attempt, AttemptState, Disguise, Order, OrderState};
pub use payment_mode::PaymentMode;
pub use refund::{Refund, RefundState, RefundStep};
pub use rules::{DuplicateOrder, RefundPace, RefusedClient, Rules, UnknownOrder};
pub use settings::Settings;
pub use start::PhonePe;
pub use webhooks::{Event, WebhookRules};
