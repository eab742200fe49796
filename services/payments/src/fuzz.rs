//! Doors of `tests/fuzz`: each takes any bytes and panics when a property does not hold for them.

use crate::{
    clients::phonepe::{self, assert_sound_token},
    domain::webhook,
};

/// A webhook: the value of its `Authorization`, a line break, its body.
pub fn webhook(bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (header, body) = bytes.split_at(end);
    webhook::properties::credential(&String::from_utf8_lossy(header));
    webhook::properties::notice(body.get(1..).unwrap_or_default());
}

/// An answer of the payment provider, whatever was asked.
pub fn provider(bytes: &[u8]) {
    let Ok(body) = serde_json::from_slice(bytes) else { return };
    phonepe::properties::order(&body);
    phonepe::properties::page(&body);
    assert_sound_token(&body);
}

#[cfg(test)]
mod tests {
    use testkit::arbitrary::try_kept;

    #[test]
    fn what_fuzzing_kept_holds() {
        try_kept("webhook", super::webhook);
        try_kept("provider", super::provider);
    }
}
