use linkify::{LinkFinder, LinkKind};
use mail_parser::{MessageParser, MessagePart, decoders::html::html_to_text};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// A mail as it was received, and what is in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Message {
    /// What the list shows.
    #[serde(flatten)]
    pub summary: Summary,
    /// In the order in which they came, folded lines joined.
    pub headers: Vec<Header>,
    /// The plain-text part.
    pub text: Option<String>,
    /// The HTML part.
    pub html: Option<String>,
    /// Every web address in either part, each once.
    pub links: Vec<String>,
}

/// A mail in a list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Summary {
    /// Counts up from 1.
    pub id: u64,
    /// When it was accepted.
    #[serde(with = "time::serde::rfc3339")]
    pub received_at: OffsetDateTime,
    /// The sender of the envelope.
    pub from: String,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// Decoded.
    pub subject: String,
    /// Bytes.
    pub size: usize,
}

/// One header of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// As it was sent.
    pub name: String,
    /// Not decoded.
    pub value: String,
}

/// What SMTP delivers: who to whom, and bytes.
#[derive(Debug, Clone)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    pub raw: Vec<u8>,
}

impl Message {
    /// Also made of bytes that are no mail: then it has no headers and no parts.
    pub fn read(id: u64, received_at: OffsetDateTime, received: &Received) -> Self {
        let parsed = MessageParser::default().parse(&received.raw);
        let parsed = parsed.as_ref();
        let text =
            parsed.and_then(|mail| mail.text_part(0)).filter(|part| !part.is_text_html()).and_then(content);
        let html =
            parsed.and_then(|mail| mail.html_part(0)).filter(|part| part.is_text_html()).and_then(content);
        let header = |(name, value): (&str, &str)| Header { name: name.to_owned(), value: unfold(value) };
        Self {
            headers: parsed.into_iter().flat_map(|mail| mail.headers_raw().map(header)).collect(),
            links: links(text.as_deref(), html.as_deref()),
            summary: Summary {
                id,
                received_at,
                from: received.from.clone(),
                to: received.to.clone(),
                subject: parsed.and_then(|mail| mail.subject()).unwrap_or_default().to_owned(),
                size: received.raw.len(),
            },
            text,
            html,
        }
    }

    /// Whether one of its recipients has this address, in any spelling of case.
    pub fn is_to(&self, address: &str) -> bool {
        self.summary.to.iter().any(|to| to.eq_ignore_ascii_case(address.trim()))
    }

    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let same = |header: &&Header| header.name.eq_ignore_ascii_case(name);
        self.headers.iter().find(same).map(|header| header.value.as_str())
    }
}

fn content(part: &MessagePart<'_>) -> Option<String> {
    part.text_contents().map(str::to_owned)
}

fn unfold(value: &str) -> String {
    value.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn links(text: Option<&str>, html: Option<&str>) -> Vec<String> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let mut links: Vec<String> = Vec::new();
    let in_html =
        html.into_iter().flat_map(|html| finder.links(html)).map(|link| html_to_text(link.as_str()));
    let in_text = text.into_iter().flat_map(|text| finder.links(text)).map(|link| link.as_str().to_owned());
    for link in in_html.chain(in_text).map(|link| link.trim().to_owned()) {
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> Message {
        let received = Received {
            from: "a@example.com".to_owned(),
            to: vec!["B@example.com".to_owned()],
            raw: raw.replace('\n', "\r\n").into_bytes(),
        };
        Message::read(1, OffsetDateTime::UNIX_EPOCH, &received)
    }

    #[test]
    fn both_parts_are_decoded_and_links_are_found_once() {
        let message = read(concat!(
            "From: a@example.com\nSubject: =?UTF-8?B?4KSo4KSu4KS44KWN4KSk4KWH?=\nMIME-Version: 1.0\n",
            "Content-Type: multipart/alternative; boundary=x\n\n",
            "--x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n",
            "Go to https://shop.example/a?b=3D1&c=3D2 (soon).\n",
            "--x\nContent-Type: text/html; charset=utf-8\n\n",
            "<a href=\"https://shop.example/a?b=1&amp;c=2\">Go</a> <a href='https://shop.example/z'>z</a>\n--x--\n",
        ));
        assert_eq!(message.summary.subject, "नमस्ते");
        assert!(message.text.unwrap().starts_with("Go to https://shop.example/a?b=1&c=2"));
        assert!(message.html.unwrap().starts_with("<a href"));
        assert_eq!(message.links, ["https://shop.example/a?b=1&c=2", "https://shop.example/z"]);
    }

    #[test]
    fn a_plain_mail_has_no_html_and_folded_headers_are_joined() {
        let message = read("Subject: hello\nX-Long: one\n two\n\nbody\n");
        assert_eq!(message.header("x-long"), Some("one two"));
        assert_eq!(message.html, None);
        assert!(message.is_to(" b@EXAMPLE.com"));
    }

    #[test]
    fn bytes_that_are_no_mail_are_kept_all_the_same() {
        let message = read("");
        assert!(message.headers.is_empty());
        assert_eq!(message.summary.size, 0);
    }
}
