//! The stand-ins for the services outside.

use std::path::Path;

use anyhow::Result;

use super::addresses::{Addresses, MAIL_PORT, PHONEPE_PORT, SMTP_PORT};
use crate::data_dir::DataDir;
use crate::ports::Ports;
use crate::processes::{Readiness, Spec, StopBy, Tier};
use crate::servers::Account;

pub const PHONEPE: &str = "phonepe-sim";
pub const MAILBOX: &str = "mailbox";

/// The PhonePe simulator. It remembers its orders, and sends webhooks to the gateway as the provider would.
pub fn phonepe(binaries: &Path, data: &DataDir, ports: &Ports, addresses: &Addresses) -> Result<Spec> {
    let phonepe = &addresses.phonepe;
    let port = ports.of(PHONEPE_PORT)?;
    let env = vec![
        ("PHONEPE_SIM_LISTEN", format!("127.0.0.1:{port}")),
        ("PHONEPE_SIM_STATE", data.root().join("phonepe.json").to_string_lossy().into_owned()),
        ("PHONEPE_CALLBACK_URL", format!("{}/api/payments/v2/webhook", addresses.gateway)),
        ("PHONEPE_CLIENT_ID", phonepe.client_id.clone()),
        ("PHONEPE_CLIENT_SECRET", phonepe.client_secret.clone()),
        ("PHONEPE_MERCHANT_ID", phonepe.merchant_id.clone()),
        ("PHONEPE_WEBHOOK_USERNAME", phonepe.webhook_username.clone()),
        ("PHONEPE_WEBHOOK_PASSWORD", phonepe.webhook_password.clone()),
    ];
    Ok(simulator(PHONEPE, binaries, env, port))
}

/// The mail box.
pub fn mailbox(binaries: &Path, data: &DataDir, ports: &Ports) -> Result<Spec> {
    let port = ports.of(MAIL_PORT)?;
    let env = vec![
        ("MAILBOX_SMTP", format!("127.0.0.1:{}", ports.of(SMTP_PORT)?)),
        ("MAILBOX_HTTP", format!("127.0.0.1:{port}")),
        ("MAILBOX_STATE", data.root().join("mail").to_string_lossy().into_owned()),
    ];
    Ok(simulator(MAILBOX, binaries, env, port))
}

fn simulator(name: &'static str, binaries: &Path, env: Vec<(&'static str, String)>, port: u16) -> Spec {
    Spec {
        name,
        program: binaries.join(name),
        args: Vec::new(),
        env,
        account: Account::Own,
        readiness: Readiness::Listening(port),
        stop_by: StopBy::Term,
        tier: Tier::Simulators,
    }
}
