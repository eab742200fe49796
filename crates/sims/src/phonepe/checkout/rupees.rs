/// Paise as people in India write rupees: the last three digits together, then pairs.
pub fn rupees(paise: u64) -> String {
    let (whole, rest) = ((paise / 100).to_string(), paise % 100);
    let (head, tail) = whole.split_at(whole.len().saturating_sub(3));
    let mut grouped = String::from("₹");
    for (index, digit) in head.chars().enumerate() {
        grouped.push(digit);
        if (head.len() - index) % 2 == 1 {
            grouped.push(',');
        }
    }
    grouped.push_str(tail);
    if rest > 0 {
        grouped.push_str(&format!(".{rest:02}"));
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_the_indian_way() {
        for (paise, shown) in [
            (0, "₹0"),
            (5, "₹0.05"),
            (100, "₹1"),
            (99_900, "₹999"),
            (100_000, "₹1,000"),
            (1_234_500, "₹12,345"),
            (12_345_678, "₹1,23,456.78"),
            (1_234_567_800, "₹1,23,45,678"),
        ] {
            assert_eq!(rupees(paise), shown);
        }
    }
}
