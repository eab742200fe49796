//! Secrets of one local stack: made once, kept in a file that only its owner can read.

use std::path::Path;

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::data_dir::{read_json, write_private};

/// ASN.1 head of a PKCS#8 version 1 Ed25519 private key; the 32 bytes of the seed follow it.
const ED25519_PKCS8_HEAD: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
const ALPHANUMERIC: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

#[derive(Clone, Serialize, Deserialize)]
pub struct Secrets {
    pub postgres_password: String,
    pub auth_database_password: String,
    pub payments_database_password: String,
    pub onboarding_database_password: String,
    pub bcm_database_password: String,
    pub redis_password: String,
    pub internal_service_key: String,
    pub jwt_signing_key: String,
    pub totp_encryption_key: String,
    pub instrument_encryption_key: String,
    pub phonepe_client_id: String,
    pub phonepe_client_secret: String,
    pub phonepe_merchant_id: String,
    pub phonepe_webhook_username: String,
    pub phonepe_webhook_password: String,
}

impl Secrets {
    /// The stored ones, else new ones.
    pub fn load_or_generate(path: &Path) -> Result<Self> {
        if path.exists() {
            return read_json(path);
        }
        let secrets = Self::generate();
        write_private(path, &serde_json::to_vec_pretty(&secrets)?)?;
        Ok(secrets)
    }

    pub fn generate() -> Self {
        Self {
            postgres_password: text(32),
            auth_database_password: text(32),
            payments_database_password: text(32),
            onboarding_database_password: text(32),
            bcm_database_password: text(32),
            redis_password: text(32),
            internal_service_key: text(48),
            jwt_signing_key: signing_key(),
            totp_encryption_key: STANDARD.encode(bytes()),
            instrument_encryption_key: STANDARD.encode(bytes()),
            phonepe_client_id: format!("RAPTORFLOW_{}", text(12)),
            phonepe_client_secret: text(36),
            phonepe_merchant_id: "RAPTORFLOWLOCAL".to_owned(),
            phonepe_webhook_username: format!("raptor_{}", text(8)),
            // the provider asks for letters and digits, both
            phonepe_webhook_password: format!("{}A7", text(16)),
        }
    }
}

fn bytes() -> [u8; 32] {
    rand::random()
}

/// Letters and digits only, so that it stands in any address unescaped.
pub fn text(length: usize) -> String {
    (0..length).map(|_| char::from(ALPHANUMERIC[rand::random_range(0..ALPHANUMERIC.len())])).collect()
}

fn signing_key() -> String {
    let mut der = ED25519_PKCS8_HEAD.to_vec();
    der.extend_from_slice(&bytes());
    STANDARD.encode(der)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_made_once_and_read_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.json");
        let first = Secrets::load_or_generate(&path).unwrap();
        let second = Secrets::load_or_generate(&path).unwrap();
        assert_eq!(first.internal_service_key, second.internal_service_key);
        assert_ne!(first.internal_service_key, Secrets::generate().internal_service_key);
    }

    #[test]
    fn webhook_credentials_obey_the_rules_of_the_provider() {
        let secrets = Secrets::generate();
        let (user, password) = (secrets.phonepe_webhook_username, secrets.phonepe_webhook_password);
        assert!((5..=20).contains(&user.len()));
        assert!(user.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
        assert!((8..=20).contains(&password.len()));
        assert!(password.chars().any(|c| c.is_ascii_digit()) && password.chars().any(char::is_alphabetic));
    }

    #[test]
    fn the_signing_key_is_a_whole_pkcs8_document() {
        let der = STANDARD.decode(signing_key()).unwrap();
        assert_eq!(der.len(), 48);
        assert_eq!(usize::from(der[1]), der.len() - 2);
    }
}
