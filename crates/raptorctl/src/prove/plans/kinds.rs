//! Types of parameters. The log has values without their types, and where they stand the server does not always know them.

use serde_json::Value;

use super::statements::Sample;

type Kind = (&'static str, fn(&str) -> bool);

/// Types and whether a text can be a value of them; what fewer texts can be comes first.
const KINDS: [Kind; 13] = [
    ("uuid", is_uuid),
    ("date", is_date),
    ("timestamptz", is_time),
    ("integer", |text| text.parse::<i32>().is_ok()),
    ("bigint", |text| text.parse::<i64>().is_ok()),
    ("numeric", |text| text.parse::<f64>().is_ok()),
    ("boolean", is_boolean),
    ("jsonb", |text| text.starts_with(['{', '[']) && serde_json::from_str::<Value>(text).is_ok()),
    ("uuid[]", |text| is_list(text, is_uuid)),
    ("integer[]", |text| is_list(text, |item| item.parse::<i32>().is_ok())),
    ("boolean[]", |text| is_list(text, is_boolean)),
    ("text[]", |text| is_list(text, |_| true)),
    ("text", |_| true),
];
/// How many parameters of one statement may have another type than the first that fits all their values. `NULL` fits all.
const OTHERS: usize = 2;

/// Which types a statement's parameters may have, likeliest first.
pub fn typings(samples: &[Sample]) -> Vec<Vec<&'static str>> {
    let places = samples.iter().map(|sample| sample.parameters.len()).max().unwrap_or_default();
    let fitting: Vec<Vec<&str>> = (0..places).map(|place| kinds_of(samples, place)).collect();
    let likeliest: Vec<&str> = fitting.iter().filter_map(|kinds| kinds.first().copied()).collect();
    let mut found = vec![likeliest.clone()];
    let mut last = vec![(likeliest, 0)];
    for _ in 0..OTHERS {
        let mut next = Vec::new();
        for (typing, from) in &last {
            for (place, kinds) in fitting.iter().enumerate().skip(*from) {
                for kind in kinds.iter().skip(1) {
                    let mut typing = typing.clone();
                    typing[place] = *kind;
                    next.push((typing, place + 1));
                }
            }
        }
        found.extend(next.iter().map(|(typing, _)| typing.clone()));
        last = next;
    }
    found
}

/// Types that all values of this parameter can have.
fn kinds_of(samples: &[Sample], place: usize) -> Vec<&'static str> {
    let texts: Vec<String> =
        samples.iter().filter_map(|sample| text(sample.parameters.get(place)?)).collect();
    let fitting = KINDS.iter().filter(|(_, fits)| texts.iter().all(|text| fits(text)));
    fitting.map(|(kind, _)| *kind).collect()
}

/// What a value says; none for `NULL`.
fn text(value: &str) -> Option<String> {
    Some(value.strip_prefix('\'')?.strip_suffix('\'')?.replace("''", "'"))
}

fn is_uuid(text: &str) -> bool {
    uuid::Uuid::try_parse(text).is_ok()
}

fn is_date(text: &str) -> bool {
    text.split('-').map(str::len).eq([4, 2, 2]) && text.split('-').all(is_digits)
}

fn is_time(text: &str) -> bool {
    let parts = text.split_once(' ');
    parts.is_some_and(|(date, time)| is_date(date) && time.split([':', '.', '+', '-']).all(is_digits))
}

fn is_boolean(text: &str) -> bool {
    matches!(text, "t" | "f")
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_list(text: &str, fits: fn(&str) -> bool) -> bool {
    let inner = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    inner.is_some_and(|inner| inner.is_empty() || inner.split(',').all(fits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(values: &[&str]) -> Sample {
        let parameters = values.iter().map(|value| (*value).to_owned()).collect();
        Sample { scope: String::new(), parameters }
    }

    #[test]
    fn values_are_known_by_their_looks() {
        for (value, kind) in [
            ("'0193a4c1-e200-7f38-bdbd-071a2cb0f941'", "uuid"),
            ("'2026-11-19'", "date"),
            ("'2026-11-20 10:00:00.25+00'", "timestamptz"),
            ("'7'", "integer"),
            ("'7000000000'", "bigint"),
            ("'0.5'", "numeric"),
            ("'t'", "boolean"),
            ("'{1,2}'", "integer[]"),
            ("'{t,f}'", "boolean[]"),
            ("'{one,two}'", "text[]"),
            ("'{\"a\": \"it''s\"}'", "jsonb"),
            ("'some words'", "text"),
        ] {
            assert_eq!(typings(&[sample(&[value])])[0], [kind], "{value}");
        }
    }

    #[test]
    fn a_type_has_to_fit_all_samples_and_null_fits_every_type() {
        assert_eq!(typings(&[sample(&["NULL"]), sample(&["'7'"])])[0], ["integer"]);
        assert_eq!(typings(&[sample(&["'7'"]), sample(&["'seven'"])]), [["text"]]);
        assert_eq!(typings(&[sample(&["NULL"])]).len(), KINDS.len());
    }

    #[test]
    fn two_parameters_may_have_another_type_than_they_look_like() {
        let typings = typings(&[sample(&["'7'", "'{}'", "NULL"])]);
        assert_eq!(typings[0], ["integer", "jsonb", "uuid"]);
        assert!(typings.contains(&vec!["integer", "jsonb", "timestamptz"]));
        assert!(typings.contains(&vec!["integer", "text[]", "jsonb"]));
        assert!(!typings.contains(&vec!["bigint", "text[]", "jsonb"]), "three");
    }

    #[test]
    fn a_statement_without_parameters_has_one_typing() {
        assert_eq!(typings(&[sample(&[])]), [Vec::<&str>::new()]);
    }
}
