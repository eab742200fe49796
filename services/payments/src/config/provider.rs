use bootstrap::{Environment, Process, settings::Reader};
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use crate::{
    clients::phonepe::{Credentials, Settings},
    domain::webhook::Credential,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Provider {
    Simulator,
    Sandbox,
    Production,
}

const WORDS: [(&str, Provider); 4] = [
    ("simulator", Provider::Simulator),
    ("sandbox", Provider::Sandbox),
    ("uat", Provider::Sandbox),
    ("production", Provider::Production),
];
const SANDBOX: &str = "https://api-preprod.phonepe.com/apis/pg-sandbox";
const PRODUCTION_AUTH: &str = "https://api.phonepe.com/apis/identity-manager";
const PRODUCTION_PG: &str = "https://api.phonepe.com/apis/pg";

pub fn read(reader: &mut Reader, process: &Process) -> Settings {
    let provider = provider(reader, process.environment);
    let (auth, pg) = match provider {
        Provider::Simulator => (None, None),
        Provider::Sandbox => (Some(SANDBOX), Some(SANDBOX)),
        Provider::Production => (Some(PRODUCTION_AUTH), Some(PRODUCTION_PG)),
    };
    let secure = process.environment != Environment::Local;
    let return_to =
        public_address(reader, "PHONEPE_REDIRECT_URL", &process.app_url, "onboarding/payment/status");
    check_https(reader, "PHONEPE_REDIRECT_URL", &return_to, secure);
    let callback =
        public_address(reader, "PHONEPE_CALLBACK_URL", &process.api_url, "api/payments/v2/webhook");
    check_https(reader, "PHONEPE_CALLBACK_URL", &callback, secure);
    Settings {
        auth_base: base_url(reader, "PHONEPE_AUTH_BASE_URL", auth, secure && provider != Provider::Simulator),
        pg_base: base_url(reader, "PHONEPE_PG_BASE_URL", pg, secure && provider != Provider::Simulator),
        credentials: credentials(reader, process.environment, provider),
        return_to,
        timeout: reader.seconds("PHONEPE_TIMEOUT_SECONDS", 1..=60),
        retries: reader.number("PHONEPE_RETRY", 0..=10),
    }
}

fn provider(reader: &mut Reader, environment: Environment) -> Provider {
    if reader.optional("PHONEPE_ENV").is_none() {
        if environment == Environment::Local {
            return Provider::Simulator;
        }
        reader.fault("PHONEPE_ENV", "is missing");
        return Provider::Production;
    }
    let provider = reader.one_of("PHONEPE_ENV", &WORDS);
    if provider == Provider::Simulator && environment == Environment::Production {
        reader.fault("PHONEPE_ENV", "simulator is refused in production");
    }
    provider
}

fn base_url(reader: &mut Reader, variable: &str, otherwise: Option<&str>, secure: bool) -> Url {
    let given = reader.optional_url(variable, &["http", "https"]);
    let usual = otherwise.and_then(|url| Url::parse(url).ok());
    let url = match given.or(usual) {
        Some(url) => url,
        None => reader.url(variable, &["http", "https"]),
    };
    check_https(reader, variable, &url, secure);
    url
}

fn public_address(reader: &mut Reader, variable: &str, site: &Url, path: &str) -> Url {
    if let Some(url) = reader.optional_url(variable, &["http", "https"]) {
        return url;
    }
    let mut url = site.clone();
    url.set_path(path);
    url
}

fn check_https(reader: &mut Reader, variable: &str, url: &Url, secure: bool) {
    if secure && url.scheme() != "https" {
        reader.fault(variable, "must be https outside local");
    }
}

/// Locally the service starts without them and says so with each checkout that is asked for.
fn credentials(reader: &mut Reader, environment: Environment, provider: Provider) -> Option<Credentials> {
    let id = secret(reader, "PHONEPE_CLIENT_ID", "PHONEPE_MERCHANT_KEY", environment);
    let client_secret = secret(reader, "PHONEPE_CLIENT_SECRET", "PHONEPE_MERCHANT_SECRET", environment);
    let version = match (reader.optional("PHONEPE_CLIENT_VERSION"), provider) {
        // The sandbox knows one version; that of production comes with its credentials.
        (None, Provider::Simulator | Provider::Sandbox) => 1,
        (Some(_), _) | (None, Provider::Production) => reader.number("PHONEPE_CLIENT_VERSION", 1..=1_000_000),
    };
    Some(Credentials { id: id?, secret: client_secret?, version })
}

fn secret(
    reader: &mut Reader,
    variable: &str,
    alias: &str,
    environment: Environment,
) -> Option<SecretString> {
    let Some(text) = reader.optional_alias(variable, alias) else {
        missing(reader, variable, environment);
        return None;
    };
    // A line break from a copied secret makes the provider answer 401, and nobody sees why.
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        reader.fault(variable, "must not contain white space");
    }
    Some(text.into())
}

fn missing(reader: &mut Reader, variable: &str, environment: Environment) {
    match environment {
        Environment::Local => reader.warn(variable, "is missing; payments cannot be made"),
        Environment::Staging | Environment::Production => reader.fault(variable, "is missing"),
    }
}

pub fn webhook_credential(reader: &mut Reader, environment: Environment) -> Option<Credential> {
    let username = checked(reader, "PHONEPE_WEBHOOK_USERNAME", environment, |name| {
        (5..=20).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    });
    let password = checked(reader, "PHONEPE_WEBHOOK_PASSWORD", environment, |word| {
        (8..=20).contains(&word.len())
            && word.bytes().all(|b| b.is_ascii_alphanumeric())
            && word.bytes().any(|b| b.is_ascii_digit())
            && word.bytes().any(|b| b.is_ascii_alphabetic())
    });
    let (username, password) = (username?, password?);
    Some(Credential::new(username.expose_secret(), password.expose_secret()))
}

fn checked(
    reader: &mut Reader,
    variable: &str,
    environment: Environment,
    sound: impl Fn(&str) -> bool,
) -> Option<SecretString> {
    let Some(text) = reader.optional_secret(variable) else {
        missing(reader, variable, environment);
        return None;
    };
    if !sound(text.expose_secret()) {
        let rule = match variable {
            "PHONEPE_WEBHOOK_USERNAME" => "must be 5 to 20 letters, digits or underscores",
            _ => "must be 8 to 20 letters and digits, some of each",
        };
        reader.fault(variable, rule);
    }
    Some(text)
}
