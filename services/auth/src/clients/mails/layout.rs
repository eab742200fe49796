use maud::{DOCTYPE, Markup, html};

const PAGE: &str = "margin:0;padding:32px 16px;background:#f6f5f2;color:#1d1d1b;\
                    font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5";
const SHEET: &str = "max-width:560px;margin:0 auto;padding:32px;background:#ffffff;border:1px solid #e4e2dc";
const BUTTON: &str =
    "display:inline-block;padding:12px 20px;background:#1d1d1b;color:#ffffff;text-decoration:none";
const SMALL: &str = "font-size:13px;color:#6b6a66;overflow-wrap:anywhere";

/// A whole mail around its text.
pub fn sheet(title: &str, body: &Markup) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { (title) }
            }
            body style=(PAGE) {
                div style=(SHEET) {
                    p style="margin-top:0;letter-spacing:0.08em;font-size:13px" { "RAPTORFLOW" }
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
        p { a style=(BUTTON) href=(link) { (label) } }
        p style=(SMALL) { "If the button does not work, open this address: " (link) }
    }
}

/// What matters less.
pub fn note(text: &str) -> Markup {
    html! { p style=(SMALL) { (text) } }
}
