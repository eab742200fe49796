//! What holds for whatever is sent as an access token or as a credential: it opens only what our keys have signed.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, crypto::sign};
use secrecy::SecretString;
use serde_json::value::RawValue;
use time::{OffsetDateTime, macros::datetime};

use crate::{AccessClaims, ServiceKey, ServiceName, access};

pub(crate) const NOW: OffsetDateTime = datetime!(2026-03-01 10:00 UTC);
const ISSUER: &str = "https://api.raptorflow.example";
const SECRET: &str = "0123456789abcdef0123456789abcdef";
/// The key pair of RFC 8037 appendix A, as PKCS#8 and as it stands in a key set.
const PRIVATE: [u8; 48] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20, 0x9d,
    0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49,
    0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
];
const PUBLIC: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

fn access_key() -> EncodingKey {
    EncodingKey::from_ed_der(&PRIVATE)
}

fn service_key() -> EncodingKey {
    EncodingKey::from_secret(SECRET.as_bytes())
}

/// Whether a text is taken as an access token. Then it is one of those that we have signed.
pub(crate) fn access_token(text: &str) -> bool {
    let Ok(public) = DecodingKey::from_ed_components(PUBLIC) else { return false };
    let read = access::key_id(text).and_then(|_| access::read(text, &public, ISSUER));
    let Ok(claims) = read else { return false };
    assert_signed(text, &access_key(), Algorithm::EdDSA);
    assert_eq!((claims.iss.as_str(), claims.aud.as_str()), (ISSUER, AccessClaims::AUDIENCE));
    true
}

/// Whether a text is taken as a credential by bcm. Then it is one of those that we have signed, for bcm and for now.
pub(crate) fn credential(text: &str) -> bool {
    let ours = ServiceKey::new(&SecretString::from(SECRET));
    let Ok(credential) = ours.check(text, ServiceName::Bcm, NOW) else { return false };
    assert_signed(text, &service_key(), Algorithm::HS256);
    assert_eq!(credential.aud, ServiceName::Bcm);
    let now = NOW.unix_timestamp();
    assert!(credential.exp > now && credential.iat <= now + 5, "{credential:?}");
    true
}

/// A key gives a message one signature, and a signature one spelling.
fn assert_signed(text: &str, key: &EncodingKey, algorithm: Algorithm) {
    let signed = text.rsplit_once('.').map(|(message, signature)| {
        sign(message.as_bytes(), key, algorithm).is_ok_and(|own| own == signature)
    });
    assert_eq!(signed, Some(true), "{text}");
}

/// A header, a line break, claims: taken as they are, and as tokens and credentials with this header and these claims
/// that were signed with the right key.
pub(crate) fn signed_or_not(text: &str) {
    access_token(text);
    credential(text);
    let Some((header, claims)) = text.split_once('\n') else { return };
    let (Ok(header), Ok(claims)) =
        (serde_json::from_str::<Header>(header), serde_json::from_str::<&RawValue>(claims))
    else {
        return;
    };
    if let Ok(token) = jsonwebtoken::encode(&header, &claims, &access_key()) {
        access_token(&token);
    }
    if let Ok(token) = jsonwebtoken::encode(&header, &claims, &service_key()) {
        credential(&token);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_token_for_our_api_is_taken_and_no_other() {
        let header = Header { kid: Some("test".to_owned()), ..Header::new(Algorithm::EdDSA) };
        let id = "0198c0de-0000-7000-8000-000000000001";
        let taken = |issuer: &str, audience: &str| {
            let claims = json!({
                "sub": id, "sid": id, "epoch": 0, "role": "user",
                "iss": issuer, "aud": audience, "iat": 0, "exp": 300,
            });
            access_token(&jsonwebtoken::encode(&header, &claims, &access_key()).unwrap())
        };
        assert!(taken(ISSUER, AccessClaims::AUDIENCE));
        assert!(!taken("https://elsewhere.example", AccessClaims::AUDIENCE));
        assert!(!taken(ISSUER, "somebody"));
    }
}
