use std::fmt;

use sha2::{Digest as _, Sha256};

/// 32 bytes that open something, in hexadecimal on the wire. Only its hash is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

/// A text that is no token of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a token")]
pub struct NoToken;

impl Token {
    pub fn random() -> Self {
        Self(rand::random())
    }

    pub(super) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub fn parse(text: &str) -> Result<Self, NoToken> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| NoToken)?;
        Ok(Self(bytes))
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// What is stored.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0).to_vec()
    }

    /// What the bearer gets.
    pub fn expose(&self) -> String {
        hex::encode(self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_the_wire_and_shows_in_no_log() {
        let token = Token::random();
        assert_eq!(Token::parse(&token.expose()), Ok(token.clone()));
        assert_ne!(token.hash(), token.as_bytes());
        assert_eq!(format!("{token:?}"), "Token(…)");
        for text in ["", "zz", &"a".repeat(63), &"a".repeat(65)] {
            assert_eq!(Token::parse(text), Err(NoToken), "{text}");
        }
    }
}
