//! Fits a manifest under the token budget: fixed operations in a fixed order, counted after each, the least important
//! content first.

mod emergency;
mod shorten;
mod steps;
mod trail;

use super::{canonical::canonical, manifest::Manifest, tokens};
pub use trail::Trail;

/// A manifest's bytes under the budget, and what was lost on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Compressed {
    pub bytes: String,
    pub token_count: usize,
    pub original_token_count: usize,
    pub level: Level,
    /// Paths removed or shortened, in the order in which that happened.
    pub dropped: Vec<String>,
}

impl Compressed {
    pub fn applied(&self) -> bool {
        !self.dropped.is_empty()
    }

    /// What is left of the original, 1 when nothing was taken.
    pub fn ratio(&self) -> f64 {
        let count = |tokens: usize| f64::from(u32::try_from(tokens).unwrap_or(u32::MAX));
        (count(self.token_count) / count(self.original_token_count.max(1)) * 10_000.0).round() / 10_000.0
    }
}

/// By how much the original was over the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    None,
    Light,
    Medium,
    Heavy,
    Aggressive,
    /// The last operation was needed.
    Emergency,
}

impl Level {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Light => "light",
            Self::Medium => "medium",
            Self::Heavy => "heavy",
            Self::Aggressive => "aggressive",
            Self::Emergency => "emergency",
        }
    }

    fn of_overrun(original: usize, budget: usize) -> Self {
        let percent_at_most = |percent: usize| original * 100 <= budget * (100 + percent);
        if original < budget {
            Self::None
        } else if percent_at_most(10) {
            Self::Light
        } else if percent_at_most(25) {
            Self::Medium
        } else if percent_at_most(50) {
            Self::Heavy
        } else {
            Self::Aggressive
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum CompressError {
    #[error("the manifest does not fit the token budget")]
    OverBudget,
    #[error("the manifest cannot be written as JSON")]
    Unwritable(#[from] serde_json::Error),
}

/// Takes a manifest below the budget.
pub fn compress(mut manifest: Manifest, budget: usize) -> Result<Compressed, CompressError> {
    let bytes = canonical(&manifest)?;
    let original = tokens::count(&bytes);
    let mut level = Level::of_overrun(original, budget);
    let mut trail = Trail::default();
    let mut fitting = (original < budget).then_some((bytes, original));
    for (operation, step) in steps::STEPS {
        if fitting.is_some() {
            break;
        }
        let before = trail.changes();
        step(&mut manifest, &mut trail);
        if *operation == steps::EMERGENCY {
            level = Level::Emergency;
        }
        if trail.changes() > before {
            let bytes = canonical(&manifest)?;
            fitting = tokens::count_below(&bytes, budget).map(|tokens| (bytes, tokens));
        }
    }
    let (bytes, token_count) = fitting.ok_or(CompressError::OverBudget)?;
    Ok(Compressed { bytes, token_count, original_token_count: original, level, dropped: trail.into_paths() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_tells_the_original_overrun() {
        let levels = [
            (1199, "none"),
            (1200, "light"),
            (1320, "light"),
            (1321, "medium"),
            (1500, "medium"),
            (1501, "heavy"),
            (1800, "heavy"),
            (1801, "aggressive"),
        ];
        for (original, level) in levels {
            assert_eq!(Level::of_overrun(original, 1200).as_str(), level, "{original}");
        }
    }
}
