//! The stand-ins for the services outside.

use std::ffi::OsString;
use std::path::Path;

use anyhow::Result;

use super::addresses::{Addresses, MAIL_PORT, PHONEPE_PORT, SMTP_PORT};
use super::environment::{Variables, no_proxy};
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
    let args = [("--listen", loopback(port)), ("--state", data.root().join("phonepe.json").into())];
    let env = vec![
        ("PHONEPE_CALLBACK_URL", format!("{}/api/payments/v2/webhook", addresses.gateway)),
        ("PHONEPE_CLIENT_ID", phonepe.client_id.clone()),
        ("PHONEPE_CLIENT_SECRET", phonepe.client_secret.clone()),
        ("PHONEPE_MERCHANT_ID", phonepe.merchant_id.clone()),
        ("PHONEPE_WEBHOOK_USERNAME", phonepe.webhook_username.clone()),
        ("PHONEPE_WEBHOOK_PASSWORD", phonepe.webhook_password.clone()),
        ("NO_PROXY", no_proxy()),
    ];
    Ok(Spec { env, ..simulator(PHONEPE, binaries, args, port) })
}

/// The mail box. It keeps what it was sent.
pub fn mailbox(binaries: &Path, data: &DataDir, ports: &Ports) -> Result<Spec> {
    let port = ports.of(MAIL_PORT)?;
    let args = [
        ("--http", loopback(port)),
        ("--smtp", loopback(ports.of(SMTP_PORT)?)),
        ("--state", data.root().join("mail.jsonl").into()),
    ];
    Ok(simulator(MAILBOX, binaries, args, port))
}

fn simulator<const N: usize>(
    name: &'static str,
    binaries: &Path,
    args: [(&'static str, OsString); N],
    port: u16,
) -> Spec {
    Spec {
        name: name.to_owned(),
        program: binaries.join(name),
        args: args.into_iter().flat_map(|(option, value)| [option.into(), value]).collect(),
        env: Variables::new(),
        account: Account::Own,
        readiness: Readiness::Listening(port),
        stop_by: StopBy::Term,
        tier: Tier::Simulators,
    }
}

fn loopback(port: u16) -> OsString {
    format!("127.0.0.1:{port}").into()
}
