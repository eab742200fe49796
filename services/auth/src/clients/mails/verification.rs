use maud::html;

use super::{Letter, layout};

/// To prove that an address is its user's.
pub fn verification(name: &str, link: &str) -> Letter {
    let subject = "Confirm your email address";
    let aside = "If you did not open an account at RaptorFlow, ignore this mail.";
    let body = html! {
        p { "Hello " (name) "," }
        p { "Please confirm that this address is yours. The link works for 24 hours and once." }
        (layout::button("Confirm address", link))
        (layout::note(aside))
    };
    let text = format!(
        "Hello {name},\n\n\
         Please confirm that this address is yours. The link works for 24 hours and once:\n\
         {link}\n\n\
         {aside}\n\n\
         RaptorFlow\n"
    );
    Letter { subject, text, html: layout::page(subject, &body) }
}
