//! Numbers in running text: 410, 1,85,000, 36.4 %, 2.4 lakh, १२६.

/// A number and where it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure<'a> {
    pub value: f64,
    /// As written.
    pub text: &'a str,
    /// What follows it.
    pub after: &'a str,
}

impl Figure<'_> {
    /// A year of our time, written as one.
    pub fn is_year(&self) -> bool {
        self.text.len() == 4 && (1800.0..=2100.0).contains(&self.value)
    }
}

/// All numbers of a text in order.
pub fn figures(text: &str) -> Vec<Figure<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| digit(c).is_some()) {
        let in_word = rest[..start].ends_with(|c: char| c.is_alphabetic());
        let number = &rest[start..];
        let length = number
            .char_indices()
            .take_while(|(at, c)| digit(*c).is_some() || is_separator(number, *at, *c))
            .last()
            .map_or(0, |(at, c)| at + c.len_utf8());
        let (written, after) = number.split_at(length);
        let ordinal = after.starts_with(char::is_alphabetic);
        if !(in_word || ordinal)
            && let Some(value) = parse(written)
        {
            let (scale, after) = scaled(after);
            found.push(Figure { value: value * scale, text: written, after });
        }
        rest = &number[length..];
    }
    found
}

/// Digits of ASCII and Devanagari.
fn digit(c: char) -> Option<u32> {
    let devanagari = u32::from(c).checked_sub(u32::from('०')).filter(|digit| *digit < 10);
    c.to_digit(10).or(devanagari)
}

fn is_separator(number: &str, at: usize, c: char) -> bool {
    matches!(c, ',' | '.') && number[at + 1..].starts_with(|next| digit(next).is_some())
}

fn parse(written: &str) -> Option<f64> {
    let plain: String = written
        .chars()
        .filter(|c| *c != ',')
        .filter_map(|c| if c == '.' { Some('.') } else { char::from_digit(digit(c)?, 10) })
        .collect();
    plain.parse().ok()
}

fn scaled(after: &str) -> (f64, &str) {
    let word = after.trim_start();
    let units =
        [("lakh", 1e5), ("crore", 1e7), ("million", 1e6), ("thousand", 1e3), ("लाख", 1e5), ("करोड़", 1e7)];
    units.iter().find_map(|(unit, scale)| Some((*scale, word.strip_prefix(unit)?))).unwrap_or((1.0, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<f64> {
        figures(text).iter().map(|figure| figure.value).collect()
    }

    #[test]
    fn numbers_are_read_as_indians_write_them() {
        assert_eq!(values("1,85,000 outlets at ₹3.5 lakh, १२६ परिवार"), [185_000.0, 350_000.0, 126.0]);
        assert_eq!(values("from 36.4 % to 31.8 %."), [36.4, 31.8]);
        assert_eq!(values("2 करोड़ and 1.2 crore"), [2e7, 1.2e7]);
    }

    #[test]
    fn digits_inside_a_word_are_no_figure() {
        assert!(values("B2B, GSTR3 and the 20th").is_empty());
    }

    #[test]
    fn years_are_known_by_their_form() {
        let found = figures("since 2015 with 2,015 clients");
        assert!(found[0].is_year() && !found[1].is_year());
    }
}
