//! The mail box as a process of its own.

use std::{net::SocketAddr, path::PathBuf};

use clap::Parser;
use sims::{
    mailbox::{MailBox, Settings},
    process,
};

/// Takes mail over SMTP and shows it over HTTP; nothing leaves this machine.
#[derive(Parser)]
#[command(name = "mailbox", version)]
struct Arguments {
    /// Where to take mail; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    smtp: SocketAddr,
    /// Where to show it; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    http: SocketAddr,
    /// Keeps the mail here across restarts.
    #[arg(long)]
    state: Option<PathBuf>,
    /// The largest mail in bytes.
    #[arg(long, default_value_t = Settings::default().max_size)]
    max_size: usize,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    process::log_to_stderr();
    let Arguments { smtp, http, state, max_size } = Arguments::parse();
    let mailbox = MailBox::start(Settings { smtp, http, state, max_size }).await?;
    process::announce(&format!("mailbox ready: smtp={} http={}", mailbox.smtp_url(), mailbox.http()))?;
    process::asked_to_stop().await?;
    mailbox.stop().await;
    Ok(())
}
