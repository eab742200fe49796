use crate::context::Context;

/// The public keys as a JWK set, current first.
pub fn published_keys(context: &Context) -> Vec<u8> {
    context.keys.encoded().to_vec()
}
