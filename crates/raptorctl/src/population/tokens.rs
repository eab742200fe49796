//! Access tokens for twins, who never signed in: signed as auth does, for sessions that were copied with them.

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::Value;

use super::stencil::Stencil;

/// Longer than any measurement.
const LIFE: i64 = 6 * 60 * 60;

pub struct Tokens {
    key: EncodingKey,
    header: Header,
    claims: Stencil,
}

impl Tokens {
    /// Like a token that auth gave to the founder. `signing_key` is what auth signs with.
    pub fn like(token: &str, signing_key: &str) -> Result<Self> {
        let der = STANDARD.decode(signing_key).context("the signing key is no base64")?;
        let header = jsonwebtoken::decode_header(token).context("the founder's token has no header")?;
        let claims = token.split('.').nth(1).context("the founder's token has no claims")?;
        let claims = URL_SAFE_NO_PAD.decode(claims).context("the founder's claims are no base64")?;
        let mut claims: Value =
            serde_json::from_slice(&claims).context("the founder's claims are no JSON")?;
        let issued = claims["iat"].as_i64().context("the founder's token has no time")?;
        claims["exp"] = (issued + LIFE).into();
        let claims = Stencil::cut(claims.to_string().as_bytes(), &[]);
        Ok(Self { key: EncodingKey::from_ed_der(&der), header, claims })
    }

    /// The session of the founder.
    pub fn session(&self) -> Result<String> {
        let claims: Value = serde_json::from_slice(&self.claims.twin(0))?;
        Ok(claims["sid"].as_str().context("the founder's token has no session")?.to_owned())
    }

    pub fn of(&self, twin: u64) -> Result<String> {
        let claims: Value = serde_json::from_slice(&self.claims.twin(twin))?;
        encode(&self.header, &claims, &self.key).context("a token cannot be signed")
    }
}
