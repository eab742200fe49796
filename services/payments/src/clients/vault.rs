use aws_lc_rs::aead::{AES_256_GCM, Aad, RandomizedNonceKey};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use crate::domain::TransactionId;

/// Seals what identifies a payer (AES-256-GCM): nonce, then cipher text and tag, bound to the payment.
pub struct Vault {
    key: RandomizedNonceKey,
}

impl Vault {
    /// `key` is 32 bytes in base64.
    pub fn new(key: &SecretString) -> anyhow::Result<Self> {
        let bytes = STANDARD.decode(key.expose_secret())?;
        let key = RandomizedNonceKey::new(&AES_256_GCM, &bytes);
        Ok(Self {
            key: key.map_err(|_| anyhow::anyhow!("INSTRUMENT_ENCRYPTION_KEY must be 32 bytes in base64"))?,
        })
    }

    /// Nothing when sealing fails: then nothing is kept.
    pub fn seal(&self, payment: TransactionId, private: &Value) -> Option<Vec<u8>> {
        let mut text = private.to_string().into_bytes();
        let nonce = self.key.seal_in_place_append_tag(Aad::from(payment.0.as_bytes()), &mut text).ok()?;
        let mut sealed = nonce.as_ref().to_vec();
        sealed.append(&mut text);
        Some(sealed)
    }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::aead::Nonce;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_key_and_the_payment_only() {
        let vault = Vault::new(&STANDARD.encode([7; 32]).into()).unwrap();
        let payment = TransactionId(Uuid::new_v4());
        let sealed = vault.seal(payment, &json!({ "vpa": "ada@ybl" })).unwrap();
        assert!(!sealed.windows(3).any(|part| part == b"ada"));
        let open = |aad: &[u8]| {
            let nonce = Nonce::try_assume_unique_for_key(&sealed[..12]).unwrap();
            let mut text = sealed[12..].to_vec();
            vault.key.open_in_place(nonce, Aad::from(aad), &mut text).map(|text| text.to_vec())
        };
        assert_eq!(open(payment.0.as_bytes()).unwrap(), br#"{"vpa":"ada@ybl"}"#);
        assert!(open(Uuid::new_v4().as_bytes()).is_err());
    }
}
