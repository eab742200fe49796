//! Where copies of a manifest lie, from hot to cold, and the database, which is the truth.

/// A cached copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    Zero,
    One,
    Two,
}

impl Tier {
    pub const ALL: [Self; 3] = [Self::Zero, Self::One, Self::Two];

    /// This tier and the colder ones, in reading order.
    pub fn downwards(self) -> &'static [Self] {
        match self {
            Self::Zero => &Self::ALL,
            Self::One => &[Self::One, Self::Two],
            Self::Two => &[Self::Two],
        }
    }

    /// The next hotter tier, which a hit here is copied to.
    pub fn above(self) -> Option<Self> {
        match self {
            Self::Zero => None,
            Self::One => Some(Self::Zero),
            Self::Two => Some(Self::One),
        }
    }

    /// Its place in [`Tier::ALL`].
    pub fn index(self) -> usize {
        match self {
            Self::Zero => 0,
            Self::One => 1,
            Self::Two => 2,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Zero => "tier0",
            Self::One => "tier1",
            Self::Two => "tier2",
        }
    }
}

/// Where an answer came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Cache(Tier),
    Database,
}

impl Place {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cache(tier) => tier.as_str(),
            Self::Database => "database",
        }
    }
}
