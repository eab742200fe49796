//! Doors of `tests/fuzz`: each takes any bytes and panics when a property does not hold for them.

use crate::domain::build::{fixture, sound};

/// What a caller sends as a business context.
pub fn context(bytes: &[u8]) {
    sound::bytes(bytes);
}

/// A context of every member there is: the first line says how little of each is kept, the others are what its texts are
/// made of.
pub fn compress(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).replace('\0', "");
    let (shares, pieces) = text.split_once('\n').unwrap_or((&text, ""));
    let mut pieces = pieces.split('\n').filter(|piece| !piece.trim().is_empty()).cycle();
    let filled = fixture::filled(&mut |_| pieces.next().unwrap_or("x").to_owned());
    // all of everything is for the property tests: it takes a second
    let mut shares = shares.bytes().map(|share| share / 8).chain([1]).cycle();
    let thinned = sound::thinned(filled, &mut || shares.next().unwrap_or(1), 0);
    assert!(sound::document(thinned), "a context at its limits is refused");
}

#[cfg(test)]
mod tests {
    use testkit::arbitrary::try_kept;

    #[test]
    fn what_fuzzing_kept_holds() {
        try_kept("context", super::context);
        try_kept("compress", super::compress);
    }
}
