//! The PhonePe simulator as a process of its own.

use std::{net::SocketAddr, path::PathBuf};

use clap::Parser;
use secrecy::SecretString;
use sims::{
    phonepe::{PhonePe, Settings},
    process,
};

/// Stands in for the PhonePe payment gateway on this machine.
#[derive(Parser)]
#[command(name = "phonepe-sim", version)]
struct Arguments {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// The address browsers reach it by, if it is another.
    #[arg(long)]
    public_url: Option<String>,
    /// The merchant's webhook; without it webhooks are recorded and not sent.
    #[arg(long, env = "PHONEPE_CALLBACK_URL")]
    webhook_url: Option<String>,
    /// OAuth client id.
    #[arg(long, env = "PHONEPE_CLIENT_ID")]
    client_id: String,
    /// OAuth client secret.
    #[arg(long, env = "PHONEPE_CLIENT_SECRET", hide_env_values = true)]
    client_secret: SecretString,
    /// The merchant's id.
    #[arg(long, env = "PHONEPE_MERCHANT_ID")]
    merchant_id: String,
    /// The name shown on the checkout page.
    #[arg(long, default_value = "RaptorFlow")]
    merchant_name: String,
    /// Webhook user name.
    #[arg(long, env = "PHONEPE_WEBHOOK_USERNAME")]
    webhook_username: String,
    /// Webhook password.
    #[arg(long, env = "PHONEPE_WEBHOOK_PASSWORD", hide_env_values = true)]
    webhook_password: SecretString,
    /// Keeps everything here across restarts.
    #[arg(long)]
    state: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    process::log_to_stderr();
    let simulator = PhonePe::start(Arguments::parse().into()).await?;
    process::announce(&format!(
        "phonepe-sim ready: base={} control={} script={}",
        simulator.base(),
        simulator.control_url(),
        simulator.script_url()
    ))?;
    process::asked_to_stop().await?;
    simulator.stop().await;
    Ok(())
}

impl From<Arguments> for Settings {
    fn from(arguments: Arguments) -> Self {
        Self {
            listen: arguments.listen,
            public_url: arguments.public_url.map(|url| url.trim_end_matches('/').to_owned()),
            webhook_url: arguments.webhook_url,
            client_id: arguments.client_id,
            client_secret: arguments.client_secret,
            merchant_id: arguments.merchant_id,
            merchant_name: arguments.merchant_name,
            webhook_username: arguments.webhook_username,
            webhook_password: arguments.webhook_password,
            state: arguments.state,
        }
    }
}
