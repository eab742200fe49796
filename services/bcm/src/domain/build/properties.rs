//! What holds for every valid context.

use proptest::prelude::*;
use serde_json::Value;
use testkit::arbitrary::{cases, changed, json_with};

use super::{
    Built, fixture,
    sound::{self, thinned},
};
use crate::domain::{canonical::checksum, context::BusinessContext};

fn built(document: Value) -> Built {
    sound::built(&fixture::context(document)).unwrap()
}

/// Pieces that texts are made of: scripts that cost many tokens, sequences that must not be cut, escapes.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("हर महीने की किताबें ".to_owned()),
        Just("ஒவ்வொருமாதமும்".to_owned()),
        Just("close the books faster ".to_owned()),
        Just("Donaudampfschifffahrtsgesellschaft".to_owned()),
        Just("👩‍👩‍👧‍👦".to_owned()),
        Just("🏳️‍🌈🇮🇳👍🏽".to_owned()),
        Just("a\u{301}\u{327}\u{30a}".to_owned()),
        Just("𓀀𐍈𝔘".to_owned()),
        Just("\u{1}\u{7f}\u{2028}".to_owned()),
        Just("\"\\/".to_owned()),
        Just("\n\t  ".to_owned()),
        Just("9".to_owned()),
        Just("'s'll".to_owned()),
        "\\PC{1,24}",
        "[ -~]{1,24}",
        "[\u{900}-\u{97f}]{1,24}",
        "[\u{b80}-\u{bff}]{1,24}",
        "[\u{4e00}-\u{9fff}\u{20000}-\u{2a6df}]{1,24}",
        prop::collection::vec(any::<char>(), 1..16).prop_map(|piece| piece
            .into_iter()
            .filter(|c| *c != '\0')
            .collect::<String>()
            + "x"),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 40, ..cases(24) })]

    #[test]
    fn every_context_at_its_limits_fits_and_keeps_what_is_never_dropped(pieces in prop::collection::vec(piece(), 1..6)) {
        let mut next = pieces.iter().cycle();
        built(fixture::filled(&mut |_| next.next().unwrap().clone()));
    }

    #[test]
    fn every_context_between_nothing_and_its_limits_fits(
        pieces in prop::collection::vec(piece(), 1..6),
        shares in prop::collection::vec(any::<u8>(), 1..64),
        scale in 1..=8u8,
    ) {
        let mut next = pieces.iter().cycle();
        let full = fixture::filled(&mut |_| next.next().unwrap().clone());
        let mut share = shares.iter().cycle();
        built(thinned(&full, &mut || share.next().unwrap() / scale, 0));
    }

    #[test]
    fn equal_contexts_give_equal_bytes_however_they_are_written(
        pieces in prop::collection::vec(piece(), 1..4),
        share in any::<u8>(),
    ) {
        let mut next = pieces.iter().cycle();
        let document = thinned(&fixture::filled(&mut |_| next.next().unwrap().clone()), &mut || share / 6, 0);
        prop_assert!(sound::document(document));
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn whatever_is_changed_in_a_context_is_refused_by_pointer_or_fits(document in changed(fixture::typical())) {
        sound::document(document);
    }

    #[test]
    fn any_json_is_a_context_or_refused(
        document in json_with(&["company_profile", "foundation", "intelligence", "icps", "meta", "name"]),
        has_version: bool,
    ) {
        let mut document = document;
        if has_version && document.is_object() {
            document["version"] = "2.0".into();
        }
        prop_assert!(BusinessContext::parse(document.to_string().as_bytes()).is_err());
    }

    #[test]
    fn any_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(BusinessContext::parse(&bytes).is_err());
    }
}

#[test]
fn every_script_at_every_limit_fits() {
    for piece in ["हर महीने की ", "ஒவ்வொரு", "👩‍👩‍👧‍👦", "\u{1}", "\"", "\u{10ffff}", "e\u{301}", "x", "\u{2a6d6}"]
    {
        built(fixture::maximal(piece));
    }
}

/// What was built yesterday has the same checksum today: tags, the cache and "unchanged" rest on it.
#[test]
fn contexts_keep_their_checksums() {
    const PIECES: [&str; 8] = [
        "हर महीने की किताबें ",
        "ஒவ்வொரு மாதமும்",
        "close the books faster ",
        "👩‍👩‍👧‍👦",
        "\"\\/\n",
        "a\u{301}\u{327}",
        "₹5,000 per month's ",
        "\u{2a6d6}",
    ];
    let mut checksums = built(fixture::typical()).checksum;
    for piece in PIECES {
        checksums.push_str(&built(fixture::maximal(piece)).checksum);
    }
    for seed in 0..40_u64 {
        let mut drawn = seed;
        let mut draw = move || {
            drawn = (drawn * 1_103_515_245 + 12_345) % (1 << 31);
            drawn >> 16
        };
        let full =
            fixture::filled(&mut |_| PIECES[usize::try_from(draw()).unwrap() % PIECES.len()].to_owned());
        let scale = 1 + seed % 9;
        let share = &mut || u8::try_from(draw() % 256 / scale).unwrap();
        checksums.push_str(&built(thinned(&full, share, 0)).checksum);
    }
    assert_eq!(
        checksum(checksums.as_bytes()),
        "672d177f394c351b5ab423c3af221b12fe58053900ff3711be6f272e032cc08f"
    );
}
