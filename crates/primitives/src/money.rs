use std::fmt;

/// An amount of Indian rupees in paise. Prices, charges and refunds are never negative, differences may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money {
    paise: i64,
}

impl Money {
    /// ISO 4217 code of every amount.
    pub const CURRENCY: &'static str = "INR";

    /// An amount of paise.
    #[must_use]
    pub fn from_paise(paise: i64) -> Self {
        Self { paise }
    }

    /// The amount in paise.
    #[must_use]
    pub fn paise(self) -> i64 {
        self.paise
    }
}

/// Rupees with Indian grouping, paise only where there are any: `₹1,00,000`, `₹499.50`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.paise.unsigned_abs();
        let sign = if self.paise < 0 { "-" } else { "" };
        write!(f, "{sign}₹{}", grouped(magnitude / 100))?;
        match magnitude % 100 {
            0 => Ok(()),
            paise => write!(f, ".{paise:02}"),
        }
    }
}

fn grouped(rupees: u64) -> String {
    let digits = rupees.to_string();
    let (head, tail) = digits.split_at(digits.len().saturating_sub(3));
    let mut groups = Vec::new();
    let mut rest = head;
    while !rest.is_empty() {
        let (left, group) = rest.split_at(rest.len().saturating_sub(2));
        groups.insert(0, group);
        rest = left;
    }
    groups.push(tail);
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rupees_are_grouped_the_indian_way() {
        let shown = |paise| Money::from_paise(paise).to_string();
        assert_eq!(shown(0), "₹0");
        assert_eq!(shown(49_950), "₹499.50");
        assert_eq!(shown(500_000), "₹5,000");
        assert_eq!(shown(10_000_000), "₹1,00,000");
        assert_eq!(shown(-1_234_567_890), "-₹1,23,45,678.90");
    }
}
