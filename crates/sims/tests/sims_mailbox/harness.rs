use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::MultiPart,
    transport::smtp::{Error, response::Response},
};
use sims::mailbox::{Inbox, MailBox, Settings};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};

pub struct Post {
    pub mailbox: MailBox,
    pub inbox: Inbox,
    pub transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Post {
    pub async fn start() -> Self {
        Self::with(Settings::default()).await
    }

    pub async fn with(settings: Settings) -> Self {
        let mailbox = MailBox::start(settings).await.unwrap();
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&mailbox.smtp_url()).unwrap().build();
        Self { inbox: mailbox.inbox(), mailbox, transport }
    }

    pub async fn send(&self, to: &str, subject: &str) -> Result<Response, Error> {
        self.transport.send(mail(to, subject)).await
    }
}

pub fn mail(to: &str, subject: &str) -> Message {
    Message::builder()
        .from("RaptorFlow <noreply@raptorflow.com>".parse().unwrap())
        .to(to.parse().unwrap())
        .subject(subject)
        .multipart(MultiPart::alternative_plain_html(
            "नमस्ते! Verify: https://app.example/verify?token=a&x=1".to_owned(),
            "<p>नमस्ते! <a href=\"https://app.example/verify?token=a&amp;x=1\">Verify</a></p>".to_owned(),
        ))
        .unwrap()
}

/// A client that speaks byte by byte.
pub struct Line {
    stream: BufReader<TcpStream>,
}

impl Line {
    pub async fn open(mailbox: &MailBox) -> Self {
        let mut line = Self { stream: BufReader::new(TcpStream::connect(mailbox.smtp()).await.unwrap()) };
        assert!(line.reply().await.starts_with("220"));
        line
    }

    pub async fn write(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).await.unwrap();
    }

    /// The last line of the next reply; nothing when the connection has ended.
    pub async fn reply(&mut self) -> String {
        loop {
            let line = self.any_line().await;
            if line.as_bytes().get(3) != Some(&b'-') {
                return line;
            }
        }
    }

    pub async fn any_line(&mut self) -> String {
        let mut line = String::new();
        self.stream.read_line(&mut line).await.unwrap_or(0);
        line.trim_end().to_owned()
    }

    pub async fn say(&mut self, command: &str) -> String {
        self.write(format!("{command}\r\n")).await;
        self.reply().await
    }
}
