//! From a business context to a manifest: a pure function, equal context, equal bytes on every machine.

// Named twice: only behind a plain `cfg(test)` does clippy let tests unwrap.
#[cfg(fuzzing)]
pub mod fixture;
#[cfg(test)]
pub mod fixture;
#[cfg(test)]
mod properties;
#[cfg(any(test, fuzzing))]
pub mod sound;

use super::{
    canonical::checksum,
    compress::{CompressError, Compressed, compress},
    context::BusinessContext,
    extract::{Missing, Notes, reduce},
    manifest::Manifest,
    reduced::Reduced,
};

/// What a build may be told besides the context.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// A manifest has fewer tokens than this.
    pub token_budget: usize,
}

/// Everything that one build yields.
#[derive(Debug, Clone, PartialEq)]
pub struct Built {
    pub reduced: Reduced,
    pub compressed: Compressed,
    /// Of the compressed bytes.
    pub checksum: String,
    pub notes: Notes,
    pub counts: Counts,
}

/// Figures of the source that the manifest's meta shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub facts: usize,
    pub icps: usize,
    pub competitors: usize,
    pub completed_steps: u8,
}

#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    #[error("a manifest cannot be built")]
    Incomplete(#[from] Missing),
    #[error("a manifest cannot be fitted")]
    Compress(#[from] CompressError),
}

/// Builds the manifest of a context.
pub fn build(context: &BusinessContext, options: Options) -> Result<Built, BuildError> {
    let (reduced, notes) = reduce(context)?;
    let manifest = Manifest::assemble(&reduced, &context.meta.links);
    let compressed = compress(manifest, options.token_budget)?;
    Ok(Built {
        checksum: checksum(compressed.bytes.as_bytes()),
        counts: Counts {
            facts: context.intelligence.facts.len(),
            icps: reduced.icps.len(),
            competitors: reduced.competitors.direct.len() + reduced.competitors.indirect.len(),
            completed_steps: context.meta.completed_steps,
        },
        compressed,
        reduced,
        notes,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const OPTIONS: Options = Options { token_budget: 1200 };

    #[test]
    fn a_typical_company_keeps_everything_that_matters() {
        let built = build(&fixture::context(fixture::typical()), OPTIONS).unwrap();
        let manifest: Value = serde_json::from_str(&built.compressed.bytes).unwrap();
        assert!(built.compressed.token_count < 1200);
        assert_eq!(manifest["schema_version"], "2.0");
        assert_eq!(manifest["foundation"]["company"]["name"], "Khata Ledger");
        assert_eq!(manifest["foundation"]["offer"]["pricing_model"], "recurring");
        assert_eq!(manifest["icps"][0]["segment"], "Finance head of a mid-size manufacturer");
        assert_eq!(
            manifest["icps"][0]["pain_points"][0],
            "Month end takes twelve days and blocks every decision"
        );
        assert_eq!(manifest["competitive"]["category"], "Accounting close software");
        assert_eq!(manifest["messaging"]["guardrails"]["banned"], json!(["synergy", "disrupt"]));
        assert_eq!(manifest["messaging"]["soundbites"][0]["kind"], "problem");
        assert_eq!(manifest["channels"]["primary"], json!(["LinkedIn", "Newsletter"]));
        assert!(manifest.get("meta").is_none());
        assert_eq!(built.counts, Counts { facts: 2, icps: 2, competitors: 3, completed_steps: 23 });
    }

    #[test]
    fn a_contradiction_that_was_resolved_is_not_told_to_prompts() {
        let mut document = fixture::typical();
        document["issues"]["contradictions"] = json!([
            {"type": "contradiction", "description": "Two prices are named", "severity": 5},
            {"type": "contradiction", "description": "Two founding years", "severity": 8, "resolution": "2021 holds"},
        ]);
        let built = build(&fixture::context(document), OPTIONS).unwrap();
        let manifest: Value = serde_json::from_str(&built.compressed.bytes).unwrap();
        assert_eq!(
            manifest["issues"]["contradictions"],
            json!([{"description": "Two prices are named", "severity": 5}])
        );
        assert_eq!(built.reduced.issues_data.contradictions.len(), 2);
    }

    #[test]
    fn times_and_identity_are_outside_the_bytes() {
        let mut later = fixture::typical();
        later["generated_at"] = json!("2027-01-01T00:00:00.000Z");
        later["session_id"] = json!("0198c0de-0000-7000-8000-00000000ffff");
        later["analytics"] = json!({"saves": 400});
        let one = build(&fixture::context(fixture::typical()), OPTIONS).unwrap();
        let other = build(&fixture::context(later), OPTIONS).unwrap();
        assert_eq!(one.compressed.bytes, other.compressed.bytes);
        assert_eq!(one.checksum, other.checksum);
    }

    #[test]
    fn a_budget_that_nothing_fits_is_an_error() {
        let context = fixture::context(fixture::maximal("ஒவ்வொரு "));
        let built = build(&context, Options { token_budget: 100 });
        assert!(matches!(built, Err(BuildError::Compress(CompressError::OverBudget))));
    }

    #[test]
    fn a_maximal_context_ends_in_the_emergency_and_says_so() {
        let built = build(&fixture::context(fixture::maximal("ஒவ்வொரு ")), OPTIONS).unwrap();
        assert_eq!(built.compressed.level.as_str(), "emergency");
        assert!(built.compressed.ratio() < 0.05);
        assert!(built.compressed.dropped.contains(&"icps[2]".to_owned()));
    }
}
