//! What becomes of an answer before it is stored: texts, lists, ids, numbers and what the client may not say.

use serde_json::{Value, json};

use super::Answers;
use super::fixtures::{answers, prepare, prepare_over, told};

#[test]
fn texts_are_trimmed_composed_and_counted_in_code_points() {
    let prepared =
        prepare(1, json!({"company_name": "  Cafe\u{301} दाना ", "notes": "", "website": null})).unwrap();
    assert_eq!(prepared.data["company_name"], "Café दाना");
    assert!(prepared.data.get("notes").is_none() && prepared.data.get("website").is_none());
}

#[test]
fn a_text_that_shows_nothing_is_no_answer() {
    for nothing in [
        "\u{200b}",
        "\u{200c}\u{200d}",
        " \u{2060}\u{feff} ",
        "\u{ad}\u{ad}",
        "\u{202e}\u{2066}\u{200f}",
        "\u{3164}\u{115f}\u{ffa0}",
        "\u{e0041}\u{fe0f}\u{34f}",
        "\u{301}\u{93f}",
    ] {
        let data = json!({ "company_name": nothing.repeat(3), "notes": nothing });
        assert_eq!(prepare(1, data).unwrap().data, prepare(1, json!({})).unwrap().data, "{nothing:?}");
        let list = prepare(18, json!({ "tone": ["calm", nothing] })).unwrap();
        assert_eq!(list.data["tone"], json!(["calm"]), "{nothing:?}");
    }
}

#[test]
fn joiners_inside_words_and_emoji_stay_as_they_are() {
    for text in [
        "क्\u{200d}ष",
        "नमस्\u{200c}ते",
        "👨\u{200d}👩\u{200d}👧",
        "❤\u{fe0f}",
        "क्\u{200d}",
        "2\u{fe0f}\u{20e3}",
    ] {
        assert_eq!(prepare(1, json!({ "notes": text })).unwrap().data["notes"], text);
    }
}

#[test]
fn text_lists_lose_empty_and_repeated_entries() {
    let prepared = prepare(18, json!({"tone": [" plain ", "", "plain", "warm"]})).unwrap();
    assert_eq!(prepared.data["tone"], json!(["plain", "warm"]));
}

#[test]
fn unknown_fields_are_left_out_with_a_warning() {
    let prepared = prepare(1, json!({"colour": "red", "evidence": [{"type": "url", "a/b": 1}]})).unwrap();
    assert_eq!(
        told(&prepared.warnings),
        [("/evidence/0/a~1b", "UNKNOWN_FIELD"), ("/colour", "UNKNOWN_FIELD")]
    );
    assert!(prepared.data.get("colour").is_none());
}

#[test]
fn what_the_server_sets_is_kept_and_a_clients_value_ignored_with_a_warning() {
    let first =
        prepare(2, json!({"facts": [{"category": "proof", "label": "Size", "value": "12 people"}]})).unwrap();
    assert_eq!(first.data["facts"][0]["code"], "FACT-01");
    let mut echo = first.data.clone();
    let same = prepare_over(2, echo.clone(), Some(&first.data), &Answers::default()).unwrap();
    assert_eq!((same.data, same.warnings), (first.data.clone(), vec![]), "an echo is no attempt to set it");
    echo["facts"][0]["code"] = json!("MINE");
    let ignored = prepare_over(2, echo, Some(&first.data), &Answers::default()).unwrap();
    assert_eq!(told(&ignored.warnings), [("/facts/0/code", "SERVER_FIELD")]);
    assert_eq!(ignored.data, first.data);
}

#[test]
fn items_get_ids_keep_them_and_may_not_share_one() {
    let input = json!({"alternatives": [{"name": "Excel", "type": "status_quo"}, {"name": "Rival", "type": "direct"}]});
    let first = prepare(7, input.clone()).unwrap();
    let repeated = prepare_over(7, input, Some(&first.data), &Answers::default()).unwrap();
    assert_eq!(repeated.data, first.data, "the same list without ids is the same list");
    let own = "018f0000-0000-7000-8000-00000000abcd";
    let mut items = first.data["alternatives"].as_array().unwrap().clone();
    items[0]["id"] = json!(own.to_uppercase());
    items[1]["id"] = json!(own);
    let refused = prepare(7, json!({"alternatives": items})).unwrap_err();
    assert_eq!(told(&refused), [("/alternatives/1/id", "DUPLICATE")]);
}

#[test]
fn evidence_is_not_added_twice() {
    let link = |url: &str| json!({"type": "url", "name": "Site", "url": url});
    let twice = json!({"evidence": [link("https://katori.example/"), link("https://KATORI.example")]});
    assert_eq!(told(&prepare(1, twice).unwrap_err()), [("/evidence/1", "DUPLICATE_EVIDENCE")]);
}

#[test]
fn at_most_20_links_and_50_files_are_evidence() {
    let links: Vec<Value> = (0..21)
        .map(|n| json!({"type": "url", "name": "L", "url": format!("https://a.example/{n}")}))
        .collect();
    assert_eq!(told(&prepare(1, json!({"evidence": links})).unwrap_err()), [("/evidence", "TOO_MANY")]);
    let files: Vec<Value> = (0..50).map(|n| json!({"type": "file", "name": format!("f{n}")})).collect();
    assert!(prepare(1, json!({"evidence": files})).is_ok());
}

#[test]
fn severity_words_become_their_number() {
    let with = |severity: Value| prepare(16, json!({"icps": [{"pains": [{"severity": severity}]}]}));
    for (word, number) in [("low", 3), ("Moderate", 5), ("severe", 8), ("extreme", 10)] {
        assert_eq!(with(json!(word)).unwrap().data["icps"][0]["pains"][0]["severity"], number);
    }
    assert_eq!(with(json!(null)).unwrap().data["icps"][0]["pains"][0]["severity"], 5);
    assert_eq!(told(&with(json!("awful")).unwrap_err()), [("/icps/0/pains/0/severity", "WRONG_TYPE")]);
}

#[test]
fn defaults_come_from_the_file_the_clock_and_earlier_steps() {
    let earlier = answers([
        (2, json!({"value_proposition": "Cost tonight"})),
        (9, json!({"category": "Cost control"})),
    ]);
    let with = |number, input| prepare_over(number, input, None, &earlier).unwrap().data;
    assert_eq!(with(21, json!({})), json!({"currency": "INR", "year": 2026}));
    assert_eq!(with(14, json!({}))["uvp"], "Cost tonight");
    assert_eq!(with(12, json!({}))["category"], "Cost control");
    assert_eq!(with(18, json!({}))["dos"].as_array().unwrap().len(), 3);
}

#[test]
fn decimals_have_two_places_and_whole_floats_are_integers() {
    assert_eq!(
        told(&prepare(21, json!({"tam": {"growth_rate": 12.345}})).unwrap_err()),
        [("/tam/growth_rate", "OUT_OF_RANGE")]
    );
    assert!(prepare(21, json!({"tam": {"growth_rate": -0.07, "value": 5.0}})).is_ok());
    for hundredths in -10_000..=2_000 {
        let rate = f64::from(hundredths) / 100.0;
        assert!(prepare(21, json!({"tam": {"growth_rate": rate}})).is_ok(), "{rate}");
    }
}
