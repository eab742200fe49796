use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use secrecy::SecretString;

/// Where the simulator listens and the one merchant account that it knows.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Port 0 takes a free one.
    pub listen: SocketAddr,
    /// The address browsers and clients reach it by, when it is not the listening one.
    pub public_url: Option<String>,
    /// The merchant's webhook as entered in the dashboard; without it webhooks are recorded and not sent.
    pub webhook_url: Option<String>,
    /// OAuth client id.
    pub client_id: String,
    /// OAuth client secret.
    pub client_secret: SecretString,
    /// Stands in tokens, webhooks and refunds.
    pub merchant_id: String,
    /// The name that the merchant is shown by on the checkout page.
    pub merchant_name: String,
    /// Webhook user name of the dashboard.
    pub webhook_username: String,
    /// Webhook password of the dashboard.
    pub webhook_password: SecretString,
    /// Everything known is kept here and survives a restart.
    pub state: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            public_url: None,
            webhook_url: None,
            client_id: "SIMULATED_CLIENT".to_owned(),
            client_secret: SecretString::from("simulated-client-secret"),
            merchant_id: "SIMULATEDMERCHANT".to_owned(),
            merchant_name: "RaptorFlow".to_owned(),
            webhook_username: "simulated_hook".to_owned(),
            webhook_password: SecretString::from("simulated1Hook"),
            state: None,
        }
    }
}
