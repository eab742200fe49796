use maud::html;

use super::{Letter, layout};

/// To somebody who asked for a new password.
pub fn password_reset(name: &str, link: &str) -> Letter {
    let subject = "Set a new password";
    let aside = "If you did not ask for this, ignore this mail: your password stays as it is.";
    let body = html! {
        p { "Hello " (name) "," }
        p { "Somebody, most likely you, asked to set a new password. The link works for 1 hour and once. Every device \
             is signed out when the new password is set." }
        (layout::button("Set a new password", link))
        (layout::note(aside))
    };
    let text = format!(
        "Hello {name},\n\n\
         Somebody, most likely you, asked to set a new password. The link works for 1 hour and once. Every device is \
         signed out when the new password is set.\n\
         {link}\n\n\
         {aside}\n\n\
         RaptorFlow\n"
    );
    Letter { subject, text, html: layout::page(subject, &body) }
}
