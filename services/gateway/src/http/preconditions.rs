//! Headers by which a client says what it knows already: `If-Match`, `If-None-Match`, `Idempotency-Key`.

use actix_web::{
    HttpRequest,
    http::header::{IF_MATCH, IF_NONE_MATCH},
};

use crate::error::GatewayError;

/// The version that a save starts from: `If-Match: "3"`.
pub fn expected_version(request: &HttpRequest) -> Result<u64, GatewayError> {
    const RULE: &str = "If-Match must be one version in quotes, such as \"3\"";
    let mut values = request.headers().get_all(IF_MATCH);
    let value = values.next().ok_or(GatewayError::VersionRequired)?;
    let text = value.to_str().unwrap_or_default().trim();
    let digits = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or_default();
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.parse() {
        Ok(version) if plain && values.next().is_none() => Ok(version),
        Ok(_) | Err(_) => Err(GatewayError::BadRequest(RULE)),
    }
}

/// The key that makes a repeat recognisable.
pub fn idempotency_key(request: &HttpRequest) -> Result<String, GatewayError> {
    let key = request.headers().get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if (8..=64).contains(&key.len()) && key.bytes().all(word) {
        Ok(key.to_owned())
    } else {
        Err(GatewayError::IdempotencyKeyRequired)
    }
}

/// The `If-None-Match` header as it came, empty when there was none.
pub fn if_none_match(request: &HttpRequest) -> String {
    let values = request.headers().get_all(IF_NONE_MATCH).filter_map(|value| value.to_str().ok());
    values.collect::<Vec<_>>().join(", ")
}

/// Whether the client has this representation already (RFC 9110, section 13.1.2: weak comparison).
pub fn has(request: &HttpRequest, etag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let wanted = opaque(etag);
    if_none_match(request).split(',').any(|tag| tag.trim() == "*" || opaque(tag) == wanted)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn with(name: &'static str, value: &str) -> HttpRequest {
        TestRequest::default().insert_header((name, value)).to_http_request()
    }

    #[test]
    fn a_version_is_one_strong_tag() {
        assert_eq!(expected_version(&with("if-match", "\"17\"")).unwrap(), 17);
        assert!(matches!(
            expected_version(&TestRequest::default().to_http_request()),
            Err(GatewayError::VersionRequired)
        ));
        for text in [
            "*",
            "17",
            "W/\"17\"",
            "\"17\", \"18\"",
            "\"\"",
            "\"+1\"",
            "\"-1\"",
            "\"1a\"",
            "\"99999999999999999999\"",
        ] {
            assert!(
                matches!(expected_version(&with("if-match", text)), Err(GatewayError::BadRequest(_))),
                "{text}"
            );
        }
    }

    #[test]
    fn a_key_has_8_to_64_plain_characters() {
        let long = "k".repeat(65);
        for (text, sound) in [("abcd_-90", true), ("abcdefg", false), ("abcdefg é", false), (&long, false)] {
            assert_eq!(idempotency_key(&with("idempotency-key", text)).is_ok(), sound, "{text}");
        }
    }

    #[test]
    fn tags_are_compared_weakly() {
        for (header, same) in
            [("\"v1\"", true), ("W/\"v1\"", true), ("\"v0\", \"v1\"", true), ("*", true), ("\"v2\"", false)]
        {
            assert_eq!(has(&with("if-none-match", header), "\"v1\""), same, "{header}");
        }
    }
}
