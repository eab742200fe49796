//! The words of our mails, as HTML and as plain text. Whatever a user typed is escaped by the template.

use maud::{DOCTYPE, Markup, html};
use time::{OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

use crate::domain::period;

mod confirmation;
mod failed;

pub use confirmation::Confirmation;
pub use failed::Failed;

/// A mail's words.
#[derive(Debug)]
pub struct Letter {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Rows of facts: a name and what it is.
type Facts<'a> = [(&'a str, &'a str)];

const DAY: &[BorrowedFormatItem<'static>] =
    format_description!("[day padding:none] [month repr:long] [year]");
const MINUTE: &[BorrowedFormatItem<'static>] =
    format_description!("[day padding:none] [month repr:long] [year], [hour]:[minute] IST");

const SMALL: &str = "color:#5c5c57;font-size:13px;overflow-wrap:anywhere";

fn day(at: OffsetDateTime) -> String {
    period::in_india(at).format(DAY).unwrap_or_default()
}

fn minute(at: OffsetDateTime) -> String {
    period::in_india(at).format(MINUTE).unwrap_or_default()
}

/// One line: a name with a line break in it would break out of its place.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn greeting(name: &str) -> String {
    let name = one_line(name);
    if name.is_empty() { "Hello,".to_owned() } else { format!("Hello {name},") }
}

fn facts_text(facts: &Facts<'_>) -> String {
    facts.iter().map(|(name, value)| format!("{name}: {value}\n")).collect()
}

fn facts_html(facts: &Facts<'_>) -> Markup {
    html! {
        table cellpadding="0" cellspacing="0" style="margin:24px 0;border-collapse:collapse" {
            @for (name, value) in facts {
                tr {
                    td style="padding:6px 24px 6px 0;color:#5c5c57;vertical-align:top" { (name) }
                    td style="padding:6px 0" { (value) }
                }
            }
        }
    }
}

/// Its address stands below for readers whose mail program shows no buttons.
fn button(label: &str, url: &str) -> Markup {
    html! {
        p style="margin:24px 0" {
            a href=(url) style="background:#1c1c1a;color:#ffffff;padding:12px 20px;text-decoration:none" { (label) }
        }
        p style=(SMALL) { "If the button does not work, open this address: " (url) }
    }
}

fn list(items: &[String]) -> Markup {
    html! { ul style="padding-left:20px" { @for item in items { li style="margin:4px 0" { (item) } } } }
}

fn page(title: &str, body: &Markup) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
            }
            body style="margin:0;background:#f5f4f0;color:#1c1c1a;font:16px/1.5 Helvetica,Arial,sans-serif" {
                div style="max-width:560px;margin:0 auto;padding:32px 24px" {
                    p style="font-weight:bold;letter-spacing:.04em" { "RaptorFlow" }
                    (body)
                }
            }
        }
    }
    .into_string()
}

#[cfg(test)]
mod tests;
