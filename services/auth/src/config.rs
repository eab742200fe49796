use std::{net::SocketAddr, thread::available_parallelism};

use bootstrap::{Environment, Process, grpc, mail, settings::Reader};
use database::Schema;
use secrecy::SecretString;
use time::Duration;
use url::Url;

use crate::domain::{session::SessionLimits, signing::SigningKeys};

/// What auth reads besides the common settings.
#[derive(Clone)]
pub struct Settings {
    /// Where the calls come in.
    pub listen: SocketAddr,
    /// `AUTH_DATABASE_URL` and what belongs to it.
    pub database: database::Settings,
    /// The payments service.
    pub payments: Vec<Url>,
    /// The onboarding service.
    pub onboarding: Vec<Url>,
    /// What access tokens are signed with: private key and retired public keys.
    pub jwt: (SecretString, Vec<String>),
    /// How long sessions live.
    pub sessions: SessionLimits,
    /// What a password costs.
    pub hashing: HashSettings,
    /// Where mails go.
    pub mail: mail::Settings,
    /// Hold sign-in until the mail address is verified.
    pub require_email_verification: bool,
}

/// Cost of argon2id, and how many hashes run at once.
#[derive(Debug, Clone, Copy)]
pub struct HashSettings {
    /// m
    pub memory_kib: u32,
    /// t
    pub iterations: u32,
    /// p
    pub parallelism: u32,
    /// Hashes at once.
    pub workers: usize,
}

impl Settings {
    pub(crate) fn read(reader: &mut Reader, process: &Process) -> Self {
        Self {
            listen: grpc::read_listen(reader),
            database: database::Settings::read(reader, Schema::Auth),
            payments: reader.urls("PAYMENTS_GRPC_URL", &["http", "https"]),
            onboarding: reader.urls("ONBOARDING_GRPC_URL", &["http", "https"]),
            jwt: jwt(reader, process.environment),
            sessions: session_limits(reader),
            hashing: HashSettings::read(reader),
            mail: mail::Settings::read(reader, process),
            require_email_verification: reader.flag("REQUIRE_EMAIL_VERIFICATION"),
        }
    }
}

/// An access token must be void before Redis forgets that its session was ended, which is after ten minutes.
const LONGEST_ACCESS_SECONDS: i64 = 540;

fn session_limits(reader: &mut Reader) -> SessionLimits {
    let limits = SessionLimits {
        access: Duration::seconds(reader.number("ACCESS_TOKEN_SECONDS", 30..=LONGEST_ACCESS_SECONDS)),
        idle: Duration::days(reader.number("REFRESH_IDLE_DAYS", 1..=365)),
        longest: Duration::days(reader.number("SESSION_MAX_DAYS", 1..=365)),
        most: reader.number("SESSION_MAX_COUNT", 1..=100),
    };
    if limits.idle > limits.longest {
        reader.fault("REFRESH_IDLE_DAYS", "must not be more than SESSION_MAX_DAYS");
    }
    limits
}

impl HashSettings {
    fn read(reader: &mut Reader) -> Self {
        let cores = available_parallelism().map_or(1, usize::from);
        let workers = match reader.optional("HASH_WORKERS") {
            Some(_) => reader.number("HASH_WORKERS", 1..=256),
            None => cores,
        };
        Self {
            memory_kib: reader.number("ARGON2_MEMORY_KIB", 19_456..=4_194_304),
            iterations: reader.number("ARGON2_ITERATIONS", 2..=100),
            parallelism: reader.number("ARGON2_PARALLELISM", 1..=64),
            workers,
        }
    }
}

fn jwt(reader: &mut Reader, environment: Environment) -> (SecretString, Vec<String>) {
    let current = reader.optional_secret("JWT_SIGNING_KEY");
    if current.is_none() && environment != Environment::Local {
        reader.fault("JWT_SIGNING_KEY", "is missing");
    }
    let jwt = (current.unwrap_or_else(SigningKeys::fresh_key), reader.list("JWT_PREVIOUS_KEYS"));
    if let Err(error) = SigningKeys::new(&jwt.0, &jwt.1) {
        reader.fault(error.variable(), error.to_string());
    }
    jwt
}
