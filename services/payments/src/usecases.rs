//! What callers and jobs can ask of payments, one file each.

mod cancel;
mod check_order;
mod current_subscription;
mod deliver_mails;
mod erase_workspace;
mod first_subscription;
mod get_access;
mod get_status;
mod give_up;
mod housekeeping;
mod ingest_webhook;
mod initiate;
mod list_plans;
mod list_transactions;
mod open_checkout;
mod process_webhooks;
mod reconcile;
mod settle;
mod trail;
mod verify;

pub use cancel::cancel;
pub use current_subscription::current_subscription;
pub use deliver_mails::deliver_mails;
pub use erase_workspace::erase_workspace;
pub use get_access::get_access;
pub use get_status::{CheckoutState, get_status};
pub use housekeeping::{expire_incomplete, forget_old};
pub use ingest_webhook::{IncomingWebhook, ingest_webhook};
pub use initiate::{Initiate, initiate};
pub use list_plans::list_plans;
pub use list_transactions::list_transactions;
pub use process_webhooks::process_webhooks;
pub use reconcile::reconcile;
pub use verify::verify;
