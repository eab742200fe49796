use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use uuid::Uuid;

use super::{sign_in_name::SignInName, token::Token};

/// Tokens and names that can be computed again, and by nobody else, so that nothing secret is stored.
///
/// A new signing key changes all of them: a retried refresh of that moment and mails not sent yet are then void.
#[derive(Clone)]
pub struct Secrets {
    mac: Hmac<Sha256>,
}

/// What a mailed token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    EmailVerify,
    PasswordReset,
}

impl Purpose {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EmailVerify => "email_verify",
            Self::PasswordReset => "password_reset",
        }
    }
}

impl Secrets {
    pub(super) fn new(signing_key: &[u8]) -> Result<Self, hmac::digest::InvalidLength> {
        Ok(Self { mac: Hmac::new_from_slice(signing_key)? })
    }

    /// The token that replaces `token`: the same however often it is asked for.
    pub fn successor(&self, token: &Token) -> Token {
        Token::from_bytes(self.derive("refresh", token.as_bytes()))
    }

    /// The token that a mail carries, from the id it is stored under.
    pub fn mailed(&self, purpose: Purpose, id: Uuid) -> Token {
        Token::from_bytes(self.derive(purpose.as_str(), id.as_bytes()))
    }

    /// What stands for a name in the count of wrong passwords.
    pub fn counted(&self, name: &SignInName) -> Vec<u8> {
        self.derive("password_tries", name.as_str().as_bytes()).to_vec()
    }

    fn derive(&self, label: &str, input: &[u8]) -> [u8; 32] {
        let mut mac = self.mac.clone();
        mac.update(label.as_bytes());
        mac.update(b":");
        mac.update(input);
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_tokens_repeat_but_differ_by_input_purpose_and_key() {
        let (ours, theirs) = (Secrets::new(b"ours").unwrap(), Secrets::new(b"theirs").unwrap());
        let (token, id) = (Token::random(), Uuid::nil());
        assert_eq!(ours.successor(&token), ours.successor(&token));
        assert_ne!(ours.successor(&token), theirs.successor(&token));
        assert_ne!(ours.successor(&token), token);
        assert_ne!(ours.mailed(Purpose::EmailVerify, id), ours.mailed(Purpose::PasswordReset, id));
    }
}
