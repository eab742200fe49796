use primitives::Money;

const LAKH: u64 = 100_000;
const CRORE: u64 = 100 * LAKH;

/// Rupees as Indians write them, in crore or lakh where nothing is lost by it; other currencies behind their code.
pub fn amount(value: u64, currency: &str) -> String {
    if currency != Money::CURRENCY {
        return format!("{currency} {value}");
    }
    let (unit, name) = match value {
        CRORE.. if value.is_multiple_of(CRORE / 100) => (CRORE, " crore"),
        LAKH.. if value.is_multiple_of(LAKH / 100) => (LAKH, " lakh"),
        _ => (1, ""),
    };
    let whole = i64::try_from(value / unit).unwrap_or(i64::MAX / 100).saturating_mul(100);
    let hundredths = i64::try_from(value % unit * 100 / unit).unwrap_or(0);
    format!("{}{name}", Money::from_paise(whole.saturating_add(hundredths)))
}

/// A price given in the minor unit of its currency.
pub fn price(minor: u64, currency: &str) -> String {
    if currency == Money::CURRENCY {
        return Money::from_paise(i64::try_from(minor).unwrap_or(i64::MAX)).to_string();
    }
    match minor % 100 {
        0 => format!("{currency} {}", minor / 100),
        cents => format!("{currency} {}.{cents:02}", minor / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_exact() {
        assert_eq!(price(3_500_000, "INR"), "₹35,000");
        assert_eq!(price(49_950, "INR"), "₹499.50");
        assert_eq!(price(1_999, "USD"), "USD 19.99");
    }

    #[test]
    fn large_sums_are_written_in_crore_and_lakh() {
        let shown = [
            (42_000_000_000, "₹4,200 crore"),
            (125_000_000, "₹12.50 crore"),
            (350_000, "₹3.50 lakh"),
            (99_999, "₹99,999"),
            (10_000_001, "₹1,00,00,001"),
            (0, "₹0"),
        ];
        for (value, text) in shown {
            assert_eq!(amount(value, "INR"), text);
        }
        assert_eq!(amount(5_000_000, "USD"), "USD 5000000");
        assert!(amount(9_007_199_254_740_991, "INR").starts_with('₹'));
    }
}
