//! The look of our mails, the same as of those that payments sends.

use maud::{DOCTYPE, Markup, html};

const PAGE: &str = "margin:0;background:#f5f4f0;color:#1c1c1a;font:16px/1.5 Helvetica,Arial,sans-serif";
const COLUMN: &str = "max-width:560px;margin:0 auto;padding:32px 24px";
const BRAND: &str = "font-weight:bold;letter-spacing:.04em";
const BUTTON: &str = "background:#1c1c1a;color:#ffffff;padding:12px 20px;text-decoration:none";
const SMALL: &str = "color:#5c5c57;font-size:13px;overflow-wrap:anywhere";

/// A whole mail around its text.
pub fn page(title: &str, body: &Markup) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
            }
            body style=(PAGE) {
                div style=(COLUMN) {
                    p style=(BRAND) { "RaptorFlow" }
                    (body)
                }
            }
        }
    }
    .into_string()
}

/// One thing to do, and its address for readers whose mail program shows no buttons.
pub fn button(label: &str, link: &str) -> Markup {
    html! {
        p style="margin:24px 0" { a href=(link) style=(BUTTON) { (label) } }
        p style=(SMALL) { "If the button does not work, open this address: " (link) }
    }
}

/// What matters less.
pub fn note(text: &str) -> Markup {
    html! { p style=(SMALL) { (text) } }
}
