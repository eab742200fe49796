//! How a request ends before it is answered.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use contracts::onboarding::v1 as onboarding;
use principal::ServiceName;
use prost::Message as _;
use secrecy::ExposeSecret;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tonic::Code;

use super::super::Stage;
use super::super::account::Account;
use super::super::cast::Target;
use super::super::methods::Doors;
use super::super::methods::caller::Speaker;
use super::works::{Way, Work};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The client of the gateway closes its connection.
    ClientGone,
    /// The caller of a service gives the call up.
    CallDropped,
    /// The call's deadline passes.
    DeadlinePassed,
}

impl End {
    pub const ALL: [Self; 3] = [Self::ClientGone, Self::CallDropped, Self::DeadlinePassed];
}

#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    Answered,
    BrokenOff,
    /// With what was said.
    Refused(String),
}

impl Ended {
    pub fn completed(self) -> Result<()> {
        ensure!(self == Self::Answered, "{self:?}");
        Ok(())
    }
}

/// The ways in which the author's requests go.
pub struct Ways<'a> {
    pub stage: &'a Stage<'a>,
    pub doors: &'a Doors,
    pub speaker: &'a Speaker<'a>,
    pub author: &'a Account,
}

impl Ways<'_> {
    /// Runs the work to its answer, or to an end after so long.
    pub async fn run(&self, work: &Work, target: &Target, end: Option<(End, Duration)>) -> Result<Ended> {
        match &work.way {
            Way::Service { path, message } => {
                Ok(self.call(work.probe.service, path, message(target), end).await)
            }
            Way::Gateway { line, body } => {
                let request = self.text(line(target), &body(), target);
                self.send(&request, end.map(|(_, delay)| delay)).await
            }
        }
    }

    async fn call(
        &self,
        service: ServiceName,
        path: &str,
        message: Vec<u8>,
        end: Option<(End, Duration)>,
    ) -> Ended {
        let mut request = self.speaker.at_home(self.author, service, message);
        if let Some((End::DeadlinePassed, delay)) = end {
            request.set_timeout(delay);
        }
        let calling = self.doors.call(service, path, request);
        let answer = match end {
            Some((End::CallDropped, delay)) => match tokio::time::timeout(delay, calling).await {
                Ok(answer) => answer,
                Err(_) => return Ended::BrokenOff,
            },
            Some((End::ClientGone | End::DeadlinePassed, _)) | None => calling.await,
        };
        match answer {
            Ok(_) => Ended::Answered,
            Err(status) if matches!(status.code(), Code::DeadlineExceeded | Code::Cancelled) => {
                Ended::BrokenOff
            }
            Err(status) => Ended::Refused(status.to_string()),
        }
    }

    /// Sends a request to the gateway over a connection of its own, which closes when the time has come.
    async fn send(&self, request: &str, after: Option<Duration>) -> Result<Ended> {
        let gateway = &self.stage.system.addresses.gateway;
        let (_, port) = gateway.rsplit_once(':').context("the gateway has no port")?;
        let mut stream = TcpStream::connect(("127.0.0.1", port.parse()?)).await?;
        stream.set_nodelay(true)?;
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        let reading = stream.read_to_end(&mut answer);
        match after {
            Some(delay) => match tokio::time::timeout(delay, reading).await {
                Ok(read) => read?,
                Err(_) => return Ok(Ended::BrokenOff),
            },
            None => reading.await?,
        };
        let answer = String::from_utf8_lossy(&answer);
        let Some((line, _)) = answer.split_once("\r\n") else { bail!("the gateway said {answer}") };
        let succeeded = line.split(' ').nth(1).is_some_and(|status| status.starts_with('2'));
        Ok(if succeeded { Ended::Answered } else { Ended::Refused(line.to_owned()) })
    }

    fn text(&self, (method, path): (&str, String), body: &Value, target: &Target) -> String {
        let media_type = if method == "PATCH" { "application/merge-patch+json" } else { "application/json" };
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let headers = [
            format!("{method} {path} HTTP/1.1"),
            "Host: localhost".to_owned(),
            "Connection: close".to_owned(),
            format!("Authorization: Bearer {}", self.author.token.expose_secret()),
            format!("X-Workspace-Id: {}", self.author.workspace),
            format!("Idempotency-Key: {}", uuid::Uuid::now_v7().simple()),
            format!("If-Match: \"{}\"", target.step_version),
            format!("Content-Type: {media_type}"),
            format!("Content-Length: {}", body.len()),
        ];
        format!("{}\r\n\r\n{body}", headers.join("\r\n"))
    }

    /// The target with the version from which its step is changed next.
    pub async fn current(&self, target: &Target) -> Result<Target> {
        let message = onboarding::GetStepRequest { session_id: target.onboarding.to_string(), n: 1 };
        let service = ServiceName::Onboarding;
        let request = self.speaker.at_home(self.author, service, message.encode_to_vec());
        let path = "/raptorflow.onboarding.v1.OnboardingService/GetStep";
        let answer = self.doors.call(service, path, request).await?;
        let answer = onboarding::GetStepResponse::decode(answer.as_slice())?;
        let step_version = answer.step.context("a step without a state")?.version;
        Ok(Target { step_version, ..target.clone() })
    }
}
