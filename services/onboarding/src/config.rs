use std::{net::SocketAddr, time::Duration};

use bootstrap::{grpc, settings::Reader};
use database::Schema;
use primitives::Clock;
use url::Url;

/// What onboarding reads besides the common settings.
#[derive(Clone)]
pub struct Settings {
    /// Where the calls come in.
    pub listen: SocketAddr,
    /// `ONBOARDING_DATABASE_URL` and what belongs to it.
    pub database: database::Settings,
    /// Who knows keys and sessions.
    pub auth: Vec<Url>,
    /// Who knows whether a workspace may be used.
    pub payments: Vec<Url>,
    /// Who makes manifests of contexts.
    pub bcm: Vec<Url>,
    /// A session without activity for this long is abandoned; its Redis copies live as long.
    pub idle: Duration,
    /// Life of the Redis copy of a draft.
    pub draft_copy: Duration,
    /// Sessions that the cleanup job takes at once.
    pub cleanup_batch: i64,
    /// The system's, but for tests.
    pub clock: Clock,
}

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;

impl Settings {
    pub(crate) fn read(reader: &mut Reader) -> Self {
        // The model engine brings further words; until then the deterministic one is all there is.
        reader.one_of("AI_PROVIDER", &[("none", ())]);
        Self {
            listen: grpc::read_listen(reader),
            database: database::Settings::read(reader, Schema::Onboarding),
            auth: reader.urls("AUTH_GRPC_URL", &["http", "https"]),
            payments: reader.urls("PAYMENTS_GRPC_URL", &["http", "https"]),
            bcm: reader.urls("BCM_GRPC_URL", &["http", "https"]),
            idle: Duration::from_secs(reader.number("ONBOARDING_TTL_DAYS", 1..=365) * DAY),
            draft_copy: Duration::from_secs(reader.number("DRAFT_TTL_HOURS", 1..=8760) * HOUR),
            cleanup_batch: reader.number("CLEANUP_BATCH", 1..=10_000),
            clock: Clock::system(),
        }
    }
}
