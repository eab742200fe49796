//! Answers in words for a reader who was not there.

/// An enum's word, as the beginning of a line.
pub fn capitalised(code: &str) -> String {
    match code {
        "food_beverage" => "Food and beverage".to_owned(),
        "pre_seed" => "Pre-seed".to_owned(),
        _ => match code.strip_prefix("series_") {
            Some(letter) => format!("Series {}", letter.to_uppercase()),
            None => first_upper(&spaced(code)),
        },
    }
}

/// An enum's word inside a line.
pub fn spaced(code: &str) -> String {
    match code {
        "cta" => "call to action".to_owned(),
        _ => code.replace('_', " "),
    }
}

/// A figure with its unit, unless a founder wrote it behind the figure already.
pub fn with_unit(figure: &str, unit: &str) -> String {
    let bare = figure.trim_end().strip_suffix(unit);
    if bare.is_some_and(|bare| unit.is_empty() || !bare.ends_with(char::is_alphabetic)) {
        figure.to_owned()
    } else {
        format!("{figure} {unit}")
    }
}

/// An answer that another sentence may follow.
pub fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?', '।', '…']) { text.to_owned() } else { format!("{text}.") }
}

fn first_upper(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or(String::new(), |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_written_once() {
        let written = [("2", "days"), ("30 %", "%"), ("30%", "%"), ("12 kg", "g"), ("2 lakh", "")];
        let read = written.map(|(figure, unit)| with_unit(figure, unit));
        assert_eq!(read, ["2 days", "30 %", "30%", "12 kg g", "2 lakh"]);
    }

    #[test]
    fn codes_read_as_words() {
        let read = ["pre_seed", "series_a", "real_estate", "food_beverage", "growth"].map(capitalised);
        assert_eq!(read, ["Pre-seed", "Series A", "Real estate", "Food and beverage", "Growth"]);
    }
}
