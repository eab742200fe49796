//! Settings of this service, on top of those that every process has.

use std::{net::SocketAddr, time::Duration};

use bootstrap::{grpc, settings::Reader};
use database::Schema;
use time::Duration as Span;
use url::Url;

use crate::domain::{build::Options, freshness::Ages};

/// Everything read at start.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `BCM_DATABASE_URL`.
    pub database: database::Settings,
    /// `AUTH_GRPC_URL`: who publishes the keys of access tokens.
    pub auth_url: Vec<Url>,
    /// `GRPC_LISTEN`.
    pub listen: SocketAddr,
    /// How manifests are made and kept.
    pub rules: Rules,
}

/// How manifests are made and kept.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// `BCM_TOKEN_BUDGET`: a manifest has fewer tokens.
    pub token_budget: usize,
    /// `BCM_TIER_TTLS`: how long copies live, hot to cold.
    pub tier_ttls: [Duration; 3],
    /// `BCM_STALE_DAYS`.
    pub stale_after: Span,
    /// `BCM_EXPIRED_DAYS`.
    pub expired_after: Span,
    /// `BCM_REBUILD_COOLDOWN_SECONDS`.
    pub cooldown: Span,
    /// `BCM_AUTO_REBUILD_SECONDS`: from the last change to the rebuild.
    pub auto_rebuild_after: Span,
    /// `BCM_KEEP_VERSIONS`: bodies always kept.
    pub keep_versions: i32,
    /// `BCM_KEEP_DAYS`: how long other bodies and the access log are kept.
    pub keep: Span,
}

impl Rules {
    pub(crate) fn options(&self) -> Options {
        Options { token_budget: self.token_budget }
    }

    pub(crate) fn ages(&self) -> Ages {
        Ages { stale: self.stale_after, expired: self.expired_after }
    }
}

/// A smaller budget would not hold even what is never dropped; the database holds no larger manifest.
const BUDGETS: std::ops::RangeInclusive<usize> = 1000..=1200;

impl Settings {
    pub(crate) fn read(reader: &mut Reader) -> Self {
        let days = |reader: &mut Reader, variable, most| Span::days(reader.number(variable, 1..=most));
        let seconds = |reader: &mut Reader, variable, most| Span::seconds(reader.number(variable, 0..=most));
        let database = database::Settings::read(reader, Schema::Bcm);
        let rules = Rules {
            token_budget: reader.number("BCM_TOKEN_BUDGET", BUDGETS),
            tier_ttls: tier_ttls(reader),
            stale_after: days(reader, "BCM_STALE_DAYS", 365),
            expired_after: days(reader, "BCM_EXPIRED_DAYS", 3650),
            cooldown: seconds(reader, "BCM_REBUILD_COOLDOWN_SECONDS", 604_800),
            auto_rebuild_after: seconds(reader, "BCM_AUTO_REBUILD_SECONDS", 86_400),
            keep_versions: reader.number("BCM_KEEP_VERSIONS", 1..=1000),
            keep: days(reader, "BCM_KEEP_DAYS", 3650),
        };
        if rules.expired_after <= rules.stale_after {
            reader.fault("BCM_EXPIRED_DAYS", "must be more than BCM_STALE_DAYS");
        }
        Self {
            database,
            auth_url: reader.urls("AUTH_GRPC_URL", &["http", "https"]),
            listen: grpc::read_listen(reader),
            rules,
        }
    }
}

fn tier_ttls(reader: &mut Reader) -> [Duration; 3] {
    let seconds: Vec<u64> =
        reader.list("BCM_TIER_TTLS").iter().filter_map(|text| text.parse().ok()).collect();
    match <[u64; 3]>::try_from(seconds) {
        Ok(seconds) if seconds.iter().all(|seconds| *seconds > 0) && seconds.is_sorted() => {
            seconds.map(Duration::from_secs)
        }
        Ok(_) | Err(_) => {
            reader.fault("BCM_TIER_TTLS", "must be three rising numbers of seconds, as 3600,86400,604800");
            [Duration::from_secs(1); 3]
        }
    }
}
