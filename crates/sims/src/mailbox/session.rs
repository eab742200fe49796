use std::{borrow::Cow, sync::Arc, time::Duration};

use smtp_proto::{
    EXT_8BIT_MIME, EXT_PIPELINING, EXT_SIZE, EXT_SMTP_UTF8, EhloResponse, Error, MailFrom, Request,
};

use super::{
    faults::{Action, Stage},
    message::Received,
    room::Room,
};

const NAME: &str = "mailbox.local";
const MAX_RECIPIENTS: usize = 100;

/// What the client is expected to send next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Command,
    Message,
    Close,
}

/// The state of one SMTP conversation, without its socket.
pub struct Session {
    room: Arc<Room>,
    max_size: usize,
    greeted: bool,
    from: Option<String>,
    to: Vec<String>,
    replies: Vec<u8>,
}

impl Session {
    pub fn new(room: Arc<Room>, max_size: usize) -> Self {
        Self { room, max_size, greeted: false, from: None, to: Vec::new(), replies: Vec::new() }
    }

    pub fn max_size(&self) -> usize {
        self.max_size
    }

    pub fn take_replies(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.replies)
    }

    pub async fn greet(&mut self) -> Step {
        match self.fault(Stage::Connect, &[]).await {
            Some(_) => Step::Close,
            None => self.say(220, &format!("{NAME} ESMTP")),
        }
    }

    pub async fn obey(&mut self, request: Request<Cow<'_, str>>) -> Step {
        match request {
            Request::Ehlo { .. } => self.hello(),
            Request::Helo { .. } => {
                self.greeted = true;
                self.forget();
                self.say(250, NAME)
            }
            Request::Mail { from } => self.mail(from).await,
            Request::Rcpt { to } => self.recipient(to.address.into_owned()).await,
            Request::Data => self.data().await,
            Request::Rset => {
                self.forget();
                self.say(250, "OK")
            }
            Request::Noop { .. } => self.say(250, "OK"),
            Request::Vrfy { .. } => self.say(252, "send it and see"),
            Request::Help { .. } => self.say(214, "EHLO MAIL RCPT DATA RSET NOOP QUIT"),
            Request::Quit => {
                self.say(221, "bye");
                Step::Close
            }
            Request::Lhlo { .. }
            | Request::Bdat { .. }
            | Request::Auth { .. }
            | Request::Expn { .. }
            | Request::Etrn { .. }
            | Request::Atrn { .. }
            | Request::Burl { .. }
            | Request::StartTls => self.say(502, "not implemented"),
        }
    }

    pub fn misunderstand(&mut self, error: &Error) -> Step {
        match error {
            Error::UnknownCommand => self.say(500, "unknown command"),
            // What follows cannot be told from the rest of the line.
            Error::ResponseTooLong => {
                self.say(500, "line too long");
                Step::Close
            }
            Error::UnsupportedParameter { .. } => self.say(555, "unsupported parameter"),
            Error::InvalidSenderAddress | Error::InvalidRecipientAddress => {
                self.say(553, "no such form of address")
            }
            Error::SyntaxError { .. }
            | Error::InvalidParameter { .. }
            | Error::NeedsMoreData { .. }
            | Error::InvalidResponse { .. } => self.say(501, "syntax error"),
        }
    }

    pub async fn receive(&mut self, raw: Vec<u8>) -> Step {
        let (from, to) = (self.from.take().unwrap_or_default(), std::mem::take(&mut self.to));
        if let Some(step) = self.fault(Stage::Message, &to).await {
            return step;
        }
        let kept = self.room.keep(Received { from, to: to.clone(), raw }).await;
        if let Err(error) = kept {
            tracing::error!(%error, "a mail could not be kept");
            return self.say(451, "cannot keep it now");
        }
        match self.fault(Stage::Kept, &to).await {
            Some(step) => step,
            None => self.say(250, "kept"),
        }
    }

    pub fn refuse_size(&mut self) -> Step {
        self.forget();
        self.say(552, "message too large")
    }

    fn hello(&mut self) -> Step {
        self.greeted = true;
        self.forget();
        let mut offer = EhloResponse::new(NAME);
        offer.capabilities = EXT_8BIT_MIME | EXT_PIPELINING | EXT_SIZE | EXT_SMTP_UTF8;
        offer.size = self.max_size;
        match offer.write(&mut self.replies) {
            Ok(()) => Step::Command,
            Err(_) => Step::Close,
        }
    }

    async fn mail(&mut self, from: MailFrom<Cow<'_, str>>) -> Step {
        if !self.greeted || self.from.is_some() {
            return self.say(503, "bad sequence of commands");
        }
        if from.size > self.max_size {
            return self.refuse_size();
        }
        if let Some(step) = self.fault(Stage::Sender, &[]).await {
            return step;
        }
        self.from = Some(from.address.into_owned());
        self.say(250, "OK")
    }

    async fn recipient(&mut self, to: String) -> Step {
        if self.from.is_none() {
            return self.say(503, "bad sequence of commands");
        }
        if self.to.len() >= MAX_RECIPIENTS {
            return self.say(452, "too many recipients");
        }
        let to = [to];
        if let Some(step) = self.fault(Stage::Recipient, &to).await {
            return step;
        }
        self.to.extend(to);
        self.say(250, "OK")
    }

    async fn data(&mut self) -> Step {
        if self.to.is_empty() {
            return self.say(503, "bad sequence of commands");
        }
        let to = self.to.clone();
        if let Some(step) = self.fault(Stage::Data, &to).await {
            return step;
        }
        self.say(354, "go on, and end with a single dot");
        Step::Message
    }

    /// Where the conversation goes when something was planned for this moment that keeps it from going on.
    async fn fault(&mut self, stage: Stage, recipients: &[String]) -> Option<Step> {
        match self.room.take_fault(stage, recipients).await? {
            Action::Refuse { code, text } => {
                if stage == Stage::Sender || stage == Stage::Data {
                    self.forget();
                }
                Some(self.say(code, &text))
            }
            Action::Slow { milliseconds } => {
                tokio::time::sleep(Duration::from_millis(milliseconds)).await;
                None
            }
            Action::Drop => Some(Step::Close),
        }
    }

    fn forget(&mut self) {
        self.from = None;
        self.to.clear();
    }

    fn say(&mut self, code: u16, text: &str) -> Step {
        self.replies.extend_from_slice(format!("{code} {text}\r\n").as_bytes());
        Step::Command
    }
}
