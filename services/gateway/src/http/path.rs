//! Names in a path. One that nothing can have is replaced by one that nothing has, so that it is answered exactly like
//! an absent one, by whoever knows what exists.

use actix_web::HttpRequest;
use uuid::Uuid;

/// The id in a path, or the nil id.
pub fn id(request: &HttpRequest, name: &str) -> Uuid {
    id_or_nil(request.match_info().get(name).unwrap_or_default())
}

/// The id that a text is, or the nil id.
pub fn id_or_nil(text: &str) -> Uuid {
    let hyphenated = text.len() == 36;
    Uuid::try_parse(text).ok().filter(|_| hyphenated).unwrap_or(Uuid::nil())
}

/// The number of a step, or 0.
pub fn step(request: &HttpRequest) -> u32 {
    let text = request.match_info().get("n").unwrap_or_default();
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits).unwrap_or(0)
}

/// An order's id, or one that no order has.
pub fn order(request: &HttpRequest) -> String {
    word(request, "merchant_order_id", 63).unwrap_or_else(|| "none".to_owned())
}

/// A manifest's version, or one that no manifest has.
pub fn version(request: &HttpRequest) -> String {
    word(request, "version", 32).unwrap_or_else(|| "0.0.0".to_owned())
}

fn word(request: &HttpRequest, name: &str, length: usize) -> Option<String> {
    let text = request.match_info().get(name)?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let sound = text.len() <= length && text.bytes().all(plain);
    sound.then(|| text.to_owned())
}
