//! The mails that auth sends. Each has an HTML part, made by maud, which escapes what users typed, and a plain-text part.

mod layout;
mod password_reset;
mod verification;
mod welcome;

pub use password_reset::password_reset;
pub use verification::verification;
pub use welcome::welcome;

/// Subject and both parts of a mail.
#[derive(Debug)]
pub struct Letter {
    pub subject: &'static str,
    pub text: String,
    pub html: String,
}
