use std::time::{Duration, Instant};

use super::{
    faults::Fault,
    message::{Message, Summary},
};

/// A client of a running mail box, in this process or another.
#[derive(Debug, Clone)]
pub struct Inbox {
    url: String,
    http: reqwest::Client,
}

/// A mail box that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    /// It does not answer, or not as it should.
    #[error("the mail box does not answer")]
    Away(#[from] reqwest::Error),
    /// The mail that was waited for did not come.
    #[error("no mail to {to} with {subject:?} in its subject came within {within:?}")]
    NoSuchMail {
        /// Recipient.
        to: String,
        /// Part of the subject.
        subject: String,
        /// How long it was waited for.
        within: Duration,
    },
}

impl Inbox {
    /// Of the mail box at this address, such as `http://127.0.0.1:4001`.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), http: reqwest::Client::new() }
    }

    /// All mail, newest first.
    ///
    /// # Errors
    /// Like every call here: when the mail box is away.
    pub async fn all(&self) -> Result<Vec<Summary>, InboxError> {
        self.get("messages", &[]).await
    }

    /// The mail to this address, newest first.
    ///
    /// # Errors
    /// When the mail box is away.
    pub async fn to(&self, address: &str) -> Result<Vec<Summary>, InboxError> {
        self.get("messages", &[("to", address)]).await
    }

    /// One mail with everything in it.
    ///
    /// # Errors
    /// When there is none with this id.
    pub async fn read(&self, id: u64) -> Result<Message, InboxError> {
        self.get(&format!("messages/{id}"), &[]).await
    }

    /// Waits for a mail to this address with these words in its subject, and reads the newest.
    ///
    /// # Errors
    /// When none comes in time.
    pub async fn wait_for(&self, to: &str, subject: &str, within: Duration) -> Result<Message, InboxError> {
        let deadline = Instant::now() + within;
        loop {
            if let Some(found) = self.to(to).await?.iter().find(|mail| mail.subject.contains(subject)) {
                return self.read(found.id).await;
            }
            if Instant::now() >= deadline {
                let (to, subject) = (to.to_owned(), subject.to_owned());
                return Err(InboxError::NoSuchMail { to, subject, within });
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Throws all mail away.
    ///
    /// # Errors
    /// When the mail box is away.
    pub async fn clear(&self) -> Result<(), InboxError> {
        self.http.delete(format!("{}/messages", self.url)).send().await?.error_for_status()?;
        Ok(())
    }

    /// Replaces the faults planned; none clears them.
    ///
    /// # Errors
    /// When the mail box is away.
    pub async fn set_faults(&self, faults: &[Fault]) -> Result<(), InboxError> {
        self.http.put(format!("{}/faults", self.url)).json(faults).send().await?.error_for_status()?;
        Ok(())
    }

    async fn get<T: serde::de::DeserializeOwned>(
        &self,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<T, InboxError> {
        let request = self.http.get(format!("{}/{path}", self.url)).query(query);
        Ok(request.send().await?.error_for_status()?.json().await?)
    }
}
