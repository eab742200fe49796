use std::fmt;

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use jsonwebtoken::{
    Algorithm, EncodingKey, Header,
    jwk::{
        AlgorithmParameters, CommonParameters, EllipticCurve, Jwk, JwkSet, KeyAlgorithm,
        OctetKeyPairParameters, OctetKeyPairType, PublicKeyUse, ThumbprintHash,
    },
};
use principal::AccessClaims;
use secrecy::{ExposeSecret as _, SecretString};

use super::secrets::Secrets;

/// ASN.1 of an Ed25519 private key (PKCS#8, RFC 8410) before its 32 bytes.
const PRIVATE_HEAD: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
/// The same of a public key (SubjectPublicKeyInfo).
const PUBLIC_HEAD: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// A key that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// `JWT_SIGNING_KEY`
    #[error("must be base64 of an Ed25519 private key (PKCS#8 DER)")]
    Signing,
    /// `JWT_PREVIOUS_KEYS`
    #[error("must be base64 of Ed25519 public keys (SubjectPublicKeyInfo DER), separated by commas")]
    Retired,
}

impl KeyError {
    pub(crate) fn variable(&self) -> &'static str {
        match self {
            Self::Signing => "JWT_SIGNING_KEY",
            Self::Retired => "JWT_PREVIOUS_KEYS",
        }
    }
}

/// The key that signs access tokens, and the public keys that are told to whoever checks them.
#[derive(Clone)]
pub struct SigningKeys {
    signing: EncodingKey,
    id: String,
    published: JwkSet,
    encoded: Vec<u8>,
    secrets: Secrets,
}

impl SigningKeys {
    /// Reads the current private key and the retired public ones.
    ///
    /// # Errors
    /// Which of the settings is unusable.
    pub fn new(current: &SecretString, retired: &[String]) -> Result<Self, KeyError> {
        let der = STANDARD.decode(current.expose_secret()).map_err(|_| KeyError::Signing)?;
        if der.len() != PRIVATE_HEAD.len() + 32 || !der.starts_with(&PRIVATE_HEAD) {
            return Err(KeyError::Signing);
        }
        let signing = EncodingKey::from_ed_der(&der);
        let own = Jwk::from_encoding_key(&signing, Algorithm::EdDSA).map_err(|_| KeyError::Signing)?;
        let (id, own) = named(own).ok_or(KeyError::Signing)?;
        let mut keys = vec![own];
        for text in retired {
            keys.push(named(public(text)?).ok_or(KeyError::Retired)?.1);
        }
        let secrets = Secrets::new(&der).map_err(|_| KeyError::Signing)?;
        let published = JwkSet { keys };
        let encoded = serde_json::to_vec(&published).map_err(|_| KeyError::Signing)?;
        Ok(Self { signing, id, published, encoded, secrets })
    }

    /// A private key that nobody else has, for a machine without one.
    #[must_use]
    pub fn fresh_key() -> SecretString {
        let mut der = PRIVATE_HEAD.to_vec();
        der.extend(rand::random::<[u8; 32]>());
        STANDARD.encode(der).into()
    }

    /// The public keys, current first.
    pub(crate) fn published(&self) -> &JwkSet {
        &self.published
    }

    /// The same as JSON (RFC 7517).
    pub(crate) fn encoded(&self) -> &[u8] {
        &self.encoded
    }

    /// What else is derived from the private key.
    pub(crate) fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// A signed access token.
    pub(crate) fn sign(&self, claims: &AccessClaims) -> Result<String, jsonwebtoken::errors::Error> {
        let header = Header { kid: Some(self.id.clone()), ..Header::new(Algorithm::EdDSA) };
        jsonwebtoken::encode(&header, claims, &self.signing)
    }
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKeys({})", self.id)
    }
}

/// The key with its use, and its thumbprint (RFC 7638) as id.
fn named(mut key: Jwk) -> Option<(String, Jwk)> {
    let id = key.thumbprint(ThumbprintHash::SHA256).ok()?;
    key.common.key_id = Some(id.clone());
    key.common.public_key_use = Some(PublicKeyUse::Signature);
    Some((id, key))
}

fn public(text: &str) -> Result<Jwk, KeyError> {
    let der = STANDARD.decode(text).map_err(|_| KeyError::Retired)?;
    let bytes = der.strip_prefix(&PUBLIC_HEAD).filter(|bytes| bytes.len() == 32).ok_or(KeyError::Retired)?;
    Ok(Jwk {
        common: CommonParameters { key_algorithm: Some(KeyAlgorithm::EdDSA), ..CommonParameters::default() },
        algorithm: AlgorithmParameters::OctetKeyPair(OctetKeyPairParameters {
            key_type: OctetKeyPairType::OctetKeyPair,
            curve: EllipticCurve::Ed25519,
            x: URL_SAFE_NO_PAD.encode(bytes),
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key pair of RFC 8037 appendix A, whose thumbprint the appendix gives.
    const D: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
    const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    const THUMBPRINT: &str = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";

    fn der(head: &[u8], key: &str) -> String {
        STANDARD.encode([head, &URL_SAFE_NO_PAD.decode(key).unwrap()].concat())
    }

    #[test]
    fn a_key_is_named_by_its_thumbprint_and_retired_ones_follow() {
        let keys = SigningKeys::new(&der(&PRIVATE_HEAD, D).into(), &[]).unwrap();
        assert_eq!(keys.published().keys[0].common.key_id.as_deref(), Some(THUMBPRINT));
        let later = SigningKeys::new(&SigningKeys::fresh_key(), &[der(&PUBLIC_HEAD, X)]).unwrap();
        assert_eq!(later.published().keys[1], keys.published().keys[0]);
    }

    #[test]
    fn the_published_keys_hold_nothing_private() {
        let keys = SigningKeys::new(&der(&PRIVATE_HEAD, D).into(), &[]).unwrap();
        let told = serde_json::to_value(keys.published()).unwrap();
        assert_eq!(told["keys"][0]["x"], X);
        assert_eq!(told["keys"][0].get("d"), None);
        assert!(!format!("{keys:?}").contains(D));
    }

    #[test]
    fn unusable_keys_name_their_variable() {
        let good = SigningKeys::fresh_key();
        for bad in ["", "x", &STANDARD.encode([0; 48])] {
            assert_eq!(SigningKeys::new(&bad.to_owned().into(), &[]).map(drop), Err(KeyError::Signing));
            assert_eq!(SigningKeys::new(&good, &[bad.to_owned()]).map(drop), Err(KeyError::Retired));
        }
    }
}
