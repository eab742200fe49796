use std::{net::SocketAddr, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bootstrap::{Environment, Process, grpc, mail, settings::Reader};
use database::Schema;
use primitives::Clock;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use crate::{clients::phonepe, domain::webhook::Credential};

mod provider;

/// What payments reads besides the common settings.
#[derive(Clone)]
pub struct Settings {
    /// Where the calls come in.
    pub listen: SocketAddr,
    /// `PAYMENTS_DATABASE_URL` and what belongs to it.
    pub database: database::Settings,
    /// The auth service.
    pub auth: Vec<Url>,
    /// The provider.
    pub phonepe: phonepe::Settings,
    /// What the provider's webhooks are sent with; without it every webhook is refused.
    pub webhook: Option<Credential>,
    /// Numbers of the business.
    pub rules: Rules,
    /// Seals what identifies a payer.
    pub instrument_key: SecretString,
    /// Where mails go.
    pub mail: mail::Settings,
    /// How often jobs look for work.
    pub tick: Duration,
    /// The system's, but for tests.
    pub clock: Clock,
}

/// Numbers of the business (product section 3).
#[derive(Debug, Clone)]
pub struct Rules {
    /// How long a checkout can be paid.
    pub checkout_life: time::Duration,
    /// How long a workspace may be tried.
    pub trial_days: u16,
    /// How long before its end a period can be renewed.
    pub renewal_window: time::Duration,
    /// How long an unpaid workspace may be used.
    pub grace: time::Duration,
    /// Our id at the provider; checked where an answer or a webhook names one.
    pub merchant_id: Option<String>,
}

impl Settings {
    pub(crate) fn read(reader: &mut Reader, process: &Process) -> Self {
        let provider = provider::read(reader, process);
        Self {
            listen: grpc::read_listen(reader),
            database: database::Settings::read(reader, Schema::Payments),
            auth: reader.urls("AUTH_GRPC_URL", &["http", "https"]),
            phonepe: provider,
            webhook: provider::webhook_credential(reader, process.environment),
            rules: rules(reader),
            instrument_key: instrument_key(reader, process.environment),
            mail: mail::Settings::read(reader, process),
            tick: Duration::from_millis(reader.number("PAYMENTS_JOB_TICK_MS", 10..=60_000)),
            clock: Clock::system(),
        }
    }
}

fn rules(reader: &mut Reader) -> Rules {
    check_later_rules(reader);
    Rules {
        checkout_life: time::Duration::seconds(reader.number("PAYMENT_EXPIRY_SECONDS", 300..=3600)),
        trial_days: reader.number("TRIAL_DAYS", 0..=365),
        renewal_window: time::Duration::days(reader.number("RENEWAL_WINDOW_DAYS", 0..=28)),
        grace: time::Duration::days(reader.number("GRACE_DAYS", 0..=28)),
        merchant_id: reader.optional("PHONEPE_MERCHANT_ID"),
    }
}

/// Refunds and dunning are not part of this release; a mistake in their numbers is told at start all the same.
fn check_later_rules(reader: &mut Reader) {
    let days: Vec<Option<u16>> = reader.list("DUNNING_DAYS").iter().map(|day| day.parse().ok()).collect();
    if !days.iter().all(Option::is_some) || !days.is_sorted() {
        reader.fault("DUNNING_DAYS", "must be a rising list of days");
    }
    reader.number("REFUND_WINDOW_DAYS", 0..=3650);
    reader.number("REFUND_MAX_PERCENT", 0..=100);
    reader.number("REFUND_MAX_COUNT", 0..=100);
    reader.number("REFUND_MAX_PAISE", 100..=i64::MAX);
}

const KEY_BYTES: usize = 32;

fn instrument_key(reader: &mut Reader, environment: Environment) -> SecretString {
    let key = reader.optional_secret("INSTRUMENT_ENCRYPTION_KEY");
    if key.is_none() && environment != Environment::Local {
        reader.fault("INSTRUMENT_ENCRYPTION_KEY", "is missing");
    }
    let key = key.unwrap_or_else(|| STANDARD.encode(rand::random::<[u8; KEY_BYTES]>()).into());
    if STANDARD.decode(key.expose_secret()).map_or(0, |bytes| bytes.len()) != KEY_BYTES {
        reader.fault("INSTRUMENT_ENCRYPTION_KEY", "must be 32 bytes in base64");
    }
    key
}

#[cfg(test)]
mod tests;
