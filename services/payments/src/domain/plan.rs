use std::{fmt, str::FromStr};

use primitives::Money;

use crate::domain::{Limits, UnknownWord};

/// Which plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlanCode {
    Ascent,
    Glide,
    Soar,
}

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cycle {
    Monthly,
    Yearly,
}

/// What somebody wants to pay for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Choice {
    pub plan: PlanCode,
    pub cycle: Cycle,
}

/// A plan as it stands in the table.
#[derive(Debug, Clone)]
pub struct Plan {
    pub code: PlanCode,
    pub rank: u8,
    pub name: String,
    pub monthly: Money,
    pub yearly: Money,
    pub popular: bool,
    pub limits: Limits,
    pub features: Vec<String>,
    /// Whether it can be bought; one that cannot still serves those who have it.
    pub on_sale: bool,
}

/// All plans, lowest rank first.
#[derive(Debug, Clone)]
pub struct Plans(Vec<Plan>);

impl PlanCode {
    const ALL: [Self; 3] = [Self::Ascent, Self::Glide, Self::Soar];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ascent => "ascent",
            Self::Glide => "glide",
            Self::Soar => "soar",
        }
    }

    fn alias(self) -> &'static str {
        match self {
            Self::Ascent => "starter",
            Self::Glide => "growth",
            Self::Soar => "enterprise",
        }
    }
}

impl Cycle {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Yearly => "yearly",
        }
    }
}

impl Plan {
    pub fn price(&self, cycle: Cycle) -> Money {
        match cycle {
            Cycle::Monthly => self.monthly,
            Cycle::Yearly => self.yearly,
        }
    }
}

impl Plans {
    pub fn new(mut plans: Vec<Plan>) -> Self {
        plans.sort_by_key(|plan| plan.rank);
        Self(plans)
    }

    pub fn find(&self, code: PlanCode) -> Option<&Plan> {
        self.0.iter().find(|plan| plan.code == code)
    }

    pub fn on_sale(&self) -> impl Iterator<Item = &Plan> {
        self.0.iter().filter(|plan| plan.on_sale)
    }
}

impl FromStr for PlanCode {
    type Err = UnknownWord;

    /// Accepts the older names too.
    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|plan| plan.as_str() == word || plan.alias() == word)
            .ok_or(UnknownWord { what: "plan" })
    }
}

impl FromStr for Cycle {
    type Err = UnknownWord;

    /// Accepts `annual` too.
    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        match word {
            "monthly" => Ok(Self::Monthly),
            "yearly" | "annual" => Ok(Self::Yearly),
            _ => Err(UnknownWord { what: "billing cycle" }),
        }
    }
}

impl fmt::Display for PlanCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_names_mean_the_same_plans() {
        for (alias, code) in
            [("starter", PlanCode::Ascent), ("growth", PlanCode::Glide), ("enterprise", PlanCode::Soar)]
        {
            assert_eq!(alias.parse(), Ok(code));
            assert_eq!(code.as_str().parse(), Ok(code));
        }
        assert_eq!("annual".parse(), Ok(Cycle::Yearly));
        for word in ["", "Ascent", "soar ", "weekly"] {
            assert!(word.parse::<PlanCode>().is_err() && word.parse::<Cycle>().is_err(), "{word}");
        }
    }
}
