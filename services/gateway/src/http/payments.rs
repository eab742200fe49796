//! `/api/payments/v2`.

mod checkouts;
mod health;
mod plans;
mod subscriptions;
mod transactions;
mod webhook;

use std::time::Duration;

use utoipa_actix_web::service_config::ServiceConfig;

pub use plans::LimitsView;
pub use subscriptions::{SubscriptionAnswer, Usage, subscription, usage};
pub use transactions::{TransactionPage, transactions};

/// A call during which payments asks the provider.
const PROVIDER: Duration = Duration::from_secs(10);

pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(plans::routes)
        .configure(checkouts::routes)
        .configure(webhook::routes)
        .configure(subscriptions::routes)
        .configure(transactions::routes)
        .configure(health::routes);
}
