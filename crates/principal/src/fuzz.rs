//! The door of `tests/fuzz`: it takes any bytes and panics when a property does not hold for them.

use crate::properties;

/// An access token or a credential, or what shall be signed as one: a header, a line break, claims.
pub fn token(bytes: &[u8]) {
    properties::signed_or_not(&String::from_utf8_lossy(bytes));
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_fuzzing_kept_holds() {
        testkit::arbitrary::try_kept("token", super::token);
    }
}
