use std::sync::Arc;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use time::{OffsetDateTime, macros::format_description};

use super::message::Message;

const STYLE: &str = "
:root { color-scheme: light; font: 16px/1.5 system-ui, sans-serif; color: #1c2330; background: #f4f6f9 }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem } a { color: #0b57d0 }
table { width: 100%; border-collapse: collapse; background: #fff; border-radius: .5rem; overflow: hidden }
th, td { text-align: left; padding: .6rem .8rem; border-bottom: 1px solid #e4e8ee; overflow-wrap: anywhere }
th { font-size: .8rem; color: #5b6577 }
input, button { font: inherit; padding: .4rem .6rem; border: 1px solid #b9c2d0; border-radius: .4rem; background: #fff }
dl { display: grid; grid-template-columns: auto 1fr; gap: .2rem 1rem } dt { color: #5b6577 } dd { margin: 0; overflow-wrap: anywhere }
iframe { width: 100%; height: 30rem; border: 1px solid #d5dbe5; border-radius: .5rem; background: #fff }
pre { background: #fff; border: 1px solid #d5dbe5; border-radius: .5rem; padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere }
";

pub fn list(messages: &[Arc<Message>], to: Option<&str>) -> Markup {
    layout(
        "Mail box",
        &html! {
            h1 { "Mail box" }
            form method="get" action="/" {
                input name="to" type="search" placeholder="recipient" aria-label="Recipient" value=(to.unwrap_or_default());
                " " button { "Filter" }
            }
            @if messages.is_empty() {
                p { "No mail yet." }
            } @else {
                table {
                    thead { tr { th { "Received (UTC)" } th { "To" } th { "Subject" } th { "From" } } }
                    tbody {
                        @for message in messages {
                            @let summary = &message.summary;
                            tr {
                                td { (time_of(summary.received_at)) }
                                td { (summary.to.join(", ")) }
                                td { a href=(format!("/messages/{}/view", summary.id)) { (subject(message)) } }
                                td { (summary.from) }
                            }
                        }
                    }
                }
            }
        },
    )
}

pub fn message(message: &Message) -> Markup {
    let summary = &message.summary;
    layout(
        subject(message),
        &html! {
            p { a href="/" { "← All mail" } }
            h1 { (subject(message)) }
            dl {
                dt { "From" } dd { (summary.from) }
                dt { "To" } dd { (summary.to.join(", ")) }
                dt { "Received" } dd { (time_of(summary.received_at)) " UTC" }
            }
            @if !message.links.is_empty() {
                h2 { "Links" }
                ul { @for link in &message.links { li { (anchor(link)) } } }
            }
            @if let Some(html) = &message.html {
                h2 { "HTML" }
                // No scripts and no forms of the mail run; its links open outside.
                iframe title="HTML part" sandbox="allow-popups allow-popups-to-escape-sandbox"
                    srcdoc=(format!("<base target=\"_blank\">{html}")) {}
            }
            @if let Some(text) = &message.text { h2 { "Text" } pre { (text) } }
            h2 { "Headers" }
            dl { @for header in &message.headers { dt { (header.name) } dd { (header.value) } } }
            p { a href=(format!("/messages/{}/raw", summary.id)) { "Source" } }
        },
    )
}

fn anchor(link: &str) -> Markup {
    let opens = ["http://", "https://", "mailto:"].iter().any(|scheme| link.starts_with(scheme));
    html! { @if opens { a href=(link) { (link) } } @else { (link) } }
}

fn subject(message: &Message) -> &str {
    let subject = message.summary.subject.trim();
    if subject.is_empty() { "(no subject)" } else { subject }
}

fn time_of(at: OffsetDateTime) -> String {
    at.format(format_description!("[year]-[month]-[day] [hour]:[minute]:[second]")).unwrap_or_default()
}

fn layout(title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                link rel="icon" href="data:,";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { (content) }
        }
    }
}
