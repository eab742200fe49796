use crate::context::Context;

/// The public keys as a JWK set.
pub fn published_keys(context: &Context) -> Vec<u8> {
    serde_json::to_vec(context.keys.published()).unwrap_or_default()
}
