use std::time::Duration;

use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, MultiPart, header},
    transport::smtp::Error as SmtpError,
};
use secrecy::{ExposeSecret as _, SecretString};

use crate::{Environment, Process, settings::Reader};

/// A mail to send.
#[derive(Debug)]
pub struct Mail<'a> {
    /// Makes the mail unique: a second try carries the same Message-ID.
    pub event_key: &'a str,
    /// Whom to.
    pub to: &'a str,
    /// How they are called.
    pub to_name: &'a str,
    /// The subject line.
    pub subject: &'a str,
    /// The plain-text part.
    pub text: String,
    /// The HTML part; user input in it is escaped by who made it.
    pub html: String,
}

/// Why a mail was not sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// Trying again is of no use.
    #[error("the mail was refused for good: {0}")]
    Permanent(String),
    /// Worth another try later.
    #[error("the mail could not be handed over: {0}")]
    Passing(String),
}

impl MailError {
    /// Whether trying again is of no use.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Permanent(_) => true,
            Self::Passing(_) => false,
        }
    }
}

/// Where mails go and whom they come from.
#[derive(Clone)]
pub struct Settings {
    url: SecretString,
    from: Mailbox,
    reply_to: Option<Mailbox>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Backend {
    Smtp,
    Resend,
    Sink,
}

impl Settings {
    /// Reads the mail rows of product section 13.
    pub fn read(reader: &mut Reader, process: &Process) -> Self {
        let words = [("smtp", Backend::Smtp), ("resend", Backend::Resend), ("sink", Backend::Sink)];
        let backend = reader.one_of("MAIL_BACKEND", &words);
        if backend == Backend::Sink && process.environment == Environment::Production {
            reader.fault("MAIL_BACKEND", "sink is refused in production");
        }
        let url = match (backend, reader.optional_secret("RESEND_API_KEY")) {
            (Backend::Smtp | Backend::Sink, _) => reader.secret("SMTP_URL"),
            (Backend::Resend, Some(key)) => {
                format!("smtps://resend:{}@smtp.resend.com:465", key.expose_secret()).into()
            }
            (Backend::Resend, None) => {
                reader.fault("RESEND_API_KEY", "is missing");
                SecretString::default()
            }
        };
        let name = reader.text("RESEND_FROM_NAME");
        let from = reader.optional_alias("RESEND_FROM_EMAIL", "FROM_EMAIL").unwrap_or_default();
        let from = mailbox(reader, "RESEND_FROM_EMAIL", Some(name), &from);
        let reply_to = reader.optional("RESEND_REPLY_TO");
        let reply_to = reply_to.map(|address| mailbox(reader, "RESEND_REPLY_TO", None, &address));
        Self { url, from, reply_to }
    }
}

fn mailbox(reader: &mut Reader, variable: &str, name: Option<String>, address: &str) -> Mailbox {
    let parsed = address.parse::<Address>().unwrap_or_else(|_| {
        reader.fault(variable, "must be a mail address");
        Address::new("noreply", "invalid.invalid").unwrap_or_else(|_| unreachable!("a constant address"))
    });
    Mailbox::new(name, parsed)
}

/// Hands mails to an SMTP server. Clones share its connections.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    reply_to: Option<Mailbox>,
}

const PATIENCE: Duration = Duration::from_secs(10);

impl Mailer {
    /// Opens no connection yet.
    ///
    /// # Errors
    /// When `SMTP_URL` is unusable.
    pub fn new(settings: &Settings) -> anyhow::Result<Self> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(settings.url.expose_secret())?;
        let transport = transport.timeout(Some(PATIENCE)).build();
        Ok(Self { transport, from: settings.from.clone(), reply_to: settings.reply_to.clone() })
    }

    /// Sends a mail and tells its Message-ID.
    ///
    /// # Errors
    /// When the server refused it or could not be reached.
    pub async fn send(&self, mail: Mail<'_>) -> Result<String, MailError> {
        let permanent = |error: &dyn std::fmt::Display| MailError::Permanent(error.to_string());
        let to = mail.to.parse::<Address>().map_err(|error| permanent(&error))?;
        let id = format!("<{}@raptorflow.com>", message_id(mail.event_key));
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(display_name(mail.to_name), to))
            .subject(mail.subject)
            .message_id(Some(id.clone()))
            .header(header::MIME_VERSION_1_0);
        if let Some(reply_to) = &self.reply_to {
            message = message.reply_to(reply_to.clone());
        }
        let message = message
            .multipart(MultiPart::alternative_plain_html(mail.text, mail.html))
            .map_err(|error| permanent(&error))?;
        // A task of its own: a connection whose caller went away in mid-conversation would go back to the pool like that.
        let transport = self.transport.clone();
        let sent = tokio::spawn(async move { transport.send(message).await }).await;
        sent.map_err(|error| MailError::Passing(error.to_string()))?.map_err(|error| classify(&error))?;
        Ok(id)
    }

    /// Whether the server answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), MailError> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(MailError::Passing("the server does not take mails".to_owned())),
            Err(error) => Err(classify(&error)),
        }
    }
}

fn classify(error: &SmtpError) -> MailError {
    let mut text = error.to_string();
    if let Some(source) = std::error::Error::source(error) {
        text = format!("{text}: {source}");
    }
    // "Bad sequence of commands" (RFC 5321 section 4.2.3) is about the conversation, not about the mail.
    let out_of_sequence = error.status().is_some_and(|code| u16::from(code) == 503);
    if error.is_permanent() && !out_of_sequence {
        MailError::Permanent(text)
    } else {
        MailError::Passing(text)
    }
}

/// A name as it may stand in a header; line breaks there would end it.
fn display_name(name: &str) -> Option<String> {
    let name = name.split(char::is_control).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    Some(name).filter(|name| !name.trim().is_empty())
}

/// Event keys hold colons and the like; a Message-ID must not (RFC 5322, dot-atom).
fn message_id(event_key: &str) -> String {
    event_key.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '.' }).collect()
}
