//! One HTTP/1.1 connection, with as little as can be between a call and its socket.

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{CONTENT_TYPE, HOST};
use hyper::{HeaderMap, Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

pub type Call = Request<Full<Bytes>>;

#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    /// The answer of a call that cannot go wrong, in words.
    pub fn unexpected(&self) -> String {
        format!("{}: {}", self.status, String::from_utf8_lossy(&self.body))
    }
}

/// Kept between calls, and opened again when the server has closed it meanwhile.
pub struct Connection {
    authority: String,
    sender: SendRequest<Full<Bytes>>,
}

impl Connection {
    pub async fn open(authority: &str) -> Result<Self> {
        Ok(Self { authority: authority.to_owned(), sender: connect(authority).await? })
    }

    pub async fn send(&mut self, call: Call) -> Result<Answer> {
        if self.sender.ready().await.is_err() {
            self.sender = connect(&self.authority).await?;
        }
        let answer = self.sender.send_request(call).await.context("no answer")?;
        let (head, body) = answer.into_parts();
        let body = body.collect().await.context("the answer broke off")?.to_bytes();
        Ok(Answer { status: head.status, headers: head.headers, body })
    }
}

async fn connect(authority: &str) -> Result<SendRequest<Full<Bytes>>> {
    let stream =
        TcpStream::connect(authority).await.with_context(|| format!("{authority} does not listen"))?;
    stream.set_nodelay(true)?;
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

/// A call to be sent over a connection, as often as one likes.
pub fn call(method: Method, host: &str, path: &str, headers: &[(&str, &str)], body: Bytes) -> Result<Call> {
    let mut request = Request::builder().method(method).uri(path).header(HOST, host);
    if !body.is_empty() {
        request = request.header(CONTENT_TYPE, "application/json");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Ok(request.body(Full::new(body))?)
}

/// `host:port` of an address.
pub fn authority(url: &str) -> Result<&str> {
    match url.strip_prefix("http://") {
        Some(rest) => Ok(rest.trim_end_matches('/')),
        None => bail!("{url} is no http:// address"),
    }
}
