//! Market figures as people write them, and the share of the total market.

use serde_json::{Number, Value};

use crate::domain::read::Read;

pub fn write_out(data: &mut Value) {
    let currency = data.text("currency").to_owned();
    let total = data.pointer("/tam/value").and_then(Value::as_i64);
    for name in ["tam", "sam", "som"] {
        let Some(market) = data.get_mut(name).and_then(Value::as_object_mut) else { continue };
        market.remove("formatted");
        market.remove("percentage_of_tam");
        let Some(value) = market.get("value").and_then(Value::as_u64) else { continue };
        market.insert("formatted".to_owned(), Value::String(money(value, &currency)));
        if let Some(share) = total.and_then(|total| share(value, total)) {
            market.insert("percentage_of_tam".to_owned(), Value::Number(share));
        }
    }
}

/// Two decimal places.
fn share(value: u64, total: i64) -> Option<Number> {
    let total = u128::try_from(total).ok().filter(|total| *total > 0)?;
    let hundredths = (u128::from(value) * 10_000 + total / 2) / total;
    Number::from_f64(f64::from(u32::try_from(hundredths).ok()?) / 100.0)
}

/// ₹1,00,000 in rupees, USD 100,000 in any other currency.
pub fn money(value: u64, currency: &str) -> String {
    match currency {
        "INR" | "" => format!("₹{}", grouped(value, 2)),
        other => format!("{other} {}", grouped(value, 3)),
    }
}

/// The last three digits stand together, the others in groups of `size`.
fn grouped(value: u64, size: usize) -> String {
    let digits = value.to_string();
    let (head, tail) = digits.split_at(digits.len().saturating_sub(3));
    let mut parts: Vec<&str> = Vec::new();
    let mut rest = head;
    while !rest.is_empty() {
        let (left, right) = rest.split_at(rest.len().saturating_sub(size));
        parts.push(right);
        rest = left;
    }
    parts.reverse();
    parts.push(tail);
    parts.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rupees_are_grouped_the_indian_way() {
        assert_eq!(money(0, "INR"), "₹0");
        assert_eq!(money(999, "INR"), "₹999");
        assert_eq!(money(100_000, "INR"), "₹1,00,000");
        assert_eq!(money(1_234_567_890, "INR"), "₹1,23,45,67,890");
        assert_eq!(money(1_234_567, "USD"), "USD 1,234,567");
    }

    #[test]
    fn shares_are_rounded_to_two_places() {
        let mut data = json!({"tam": {"value": 3}, "sam": {"value": 2}, "som": {"description": "later"}});
        write_out(&mut data);
        assert_eq!(data["sam"]["percentage_of_tam"], json!(66.67));
        assert_eq!(data["tam"]["percentage_of_tam"], json!(100.0));
        assert!(data["som"].get("formatted").is_none());
    }
}
