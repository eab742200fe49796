use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use bootstrap::{Environment, Process, settings::Reader};
use ipnet::IpNet;
use url::Url;

/// What the gateway reads besides the common settings.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where HTTP is served.
    pub listen: SocketAddr,
    /// The built web app, served on the same origin.
    pub web_root: Option<PathBuf>,
    /// Origins of pages that may call with cookies.
    pub origins: Vec<String>,
    /// Who may say whom a request came from.
    pub trusted_proxies: Vec<IpNet>,
    /// Every rate limit is so many times its own: for measurements, on a developer's machine only.
    pub rate_limit_factor: u32,
    /// The auth service.
    pub auth_url: Vec<Url>,
    /// The payments service.
    pub payments_url: Vec<Url>,
    /// The onboarding service.
    pub onboarding_url: Vec<Url>,
    /// The bcm service.
    pub bcm_url: Vec<Url>,
}

impl Settings {
    /// Reads the gateway's rows of product section 13.
    pub fn read(reader: &mut Reader, process: &Process) -> Self {
        let grpc = ["http", "https"];
        let web_root = reader.optional("WEB_ROOT").map(PathBuf::from);
        if web_root.as_ref().is_some_and(|root| !root.join("index.html").is_file()) {
            reader.fault("WEB_ROOT", "must be a folder with an index.html");
        }
        Self {
            listen: reader.parsed("GATEWAY_LISTEN", ([0, 0, 0, 0], 3000).into(), "must be host:port"),
            web_root,
            origins: origins(reader, process),
            trusted_proxies: trusted_proxies(reader),
            rate_limit_factor: rate_limit_factor(reader, process.environment),
            auth_url: reader.urls("AUTH_GRPC_URL", &grpc),
            payments_url: reader.urls("PAYMENTS_GRPC_URL", &grpc),
            onboarding_url: reader.urls("ONBOARDING_GRPC_URL", &grpc),
            bcm_url: reader.urls("BCM_GRPC_URL", &grpc),
        }
    }
}

fn origins(reader: &mut Reader, process: &Process) -> Vec<String> {
    let mut origins = Vec::new();
    for text in reader.list("CORS_ORIGINS") {
        match Url::parse(&text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => {
                origins.push(url.origin().ascii_serialization());
            }
            Ok(_) | Err(_) => reader.fault("CORS_ORIGINS", "must be origins such as https://app.example.com"),
        }
    }
    if origins.is_empty() {
        origins.push(process.app_url.origin().ascii_serialization());
    }
    origins
}

fn trusted_proxies(reader: &mut Reader) -> Vec<IpNet> {
    let mut networks = Vec::new();
    for text in reader.list("TRUSTED_PROXIES") {
        match text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)) {
            Ok(network) => networks.push(network),
            Err(_) => reader.fault("TRUSTED_PROXIES", "must be addresses or networks such as 10.0.0.0/8"),
        }
    }
    networks
}

/// Where founders are, limits are what they are.
fn rate_limit_factor(reader: &mut Reader, environment: Environment) -> u32 {
    let factor = reader.number("RATE_LIMIT_FACTOR", 1..=1_000_000);
    if factor != 1 && environment != Environment::Local {
        reader.fault("RATE_LIMIT_FACTOR", "must be 1 where RF_ENV is not local");
    }
    factor
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(environment: Environment, factor: &str) -> (u32, Vec<String>) {
        let variables = [("RATE_LIMIT_FACTOR".to_owned(), factor.to_owned())];
        let mut reader = Reader::new(include_str!("../config/default.toml"), variables).unwrap();
        let factor = rate_limit_factor(&mut reader, environment);
        (factor, reader.finish().0.into_iter().map(|fault| fault.variable).collect())
    }

    #[test]
    fn limits_can_be_widened_on_a_developers_machine_only() {
        assert_eq!(told(Environment::Local, ""), (1, vec![]));
        assert_eq!(told(Environment::Local, "1000"), (1000, vec![]));
        for environment in [Environment::Staging, Environment::Production] {
            assert_eq!(told(environment, "").1, Vec::<String>::new());
            assert_eq!(told(environment, "2").1, ["RATE_LIMIT_FACTOR"]);
        }
    }
}
