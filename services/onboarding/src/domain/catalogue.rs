//! The 23 steps, read from their files.

use jsonschema::Validator;

use super::published::{self, Published};
use super::schema::{Derive, File, Node, Rule, SchemaError, Strictness};
use super::{Phase, StepNumber, limits};

const FILES: [(&str, &str); 23] = [
    ("01_evidence_vault", include_str!("../../steps/01_evidence_vault.json")),
    ("02_brand_synthesis", include_str!("../../steps/02_brand_synthesis.json")),
    ("03_strategic_integrity", include_str!("../../steps/03_strategic_integrity.json")),
    ("04_truth_confirmation", include_str!("../../steps/04_truth_confirmation.json")),
    ("05_the_offer", include_str!("../../steps/05_the_offer.json")),
    ("06_market_intelligence", include_str!("../../steps/06_market_intelligence.json")),
    ("07_competitive_landscape", include_str!("../../steps/07_competitive_landscape.json")),
    ("08_comparative_angle", include_str!("../../steps/08_comparative_angle.json")),
    ("09_market_category", include_str!("../../steps/09_market_category.json")),
    ("10_capabilities", include_str!("../../steps/10_capabilities.json")),
    ("11_perceptual_map", include_str!("../../steps/11_perceptual_map.json")),
    ("12_position_grid", include_str!("../../steps/12_position_grid.json")),
    ("13_gap_analysis", include_str!("../../steps/13_gap_analysis.json")),
    ("14_positioning_statements", include_str!("../../steps/14_positioning_statements.json")),
    ("15_focus_sacrifice", include_str!("../../steps/15_focus_sacrifice.json")),
    ("16_icp_profiles", include_str!("../../steps/16_icp_profiles.json")),
    ("17_market_education", include_str!("../../steps/17_market_education.json")),
    ("18_messaging_rules", include_str!("../../steps/18_messaging_rules.json")),
    ("19_soundbites", include_str!("../../steps/19_soundbites.json")),
    ("20_channel_strategy", include_str!("../../steps/20_channel_strategy.json")),
    ("21_market_size", include_str!("../../steps/21_market_size.json")),
    ("22_validation_tasks", include_str!("../../steps/22_validation_tasks.json")),
    ("23_final_synthesis", include_str!("../../steps/23_final_synthesis.json")),
];

/// A step file is not what [`super::schema`] describes: a defect of the build, found at start.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    #[error("step file {file} cannot be read")]
    Unreadable { file: &'static str, source: serde_json::Error },
    #[error("step file {file} is inconsistent")]
    Inconsistent { file: &'static str, source: SchemaError },
    #[error("step file {file} has number {number}")]
    Misplaced { file: &'static str, number: u32 },
    #[error("step file {file} is not a usable schema: {reason}")]
    Uncompilable { file: &'static str, reason: String },
}

/// One step: what it is and the rules its answers follow.
#[derive(Debug)]
pub struct Step {
    pub number: StepNumber,
    pub id: String,
    pub title: String,
    pub purpose: String,
    pub phase: Phase,
    pub required: bool,
    pub weight: u32,
    /// The first one is what a run without a name means.
    pub assists: Vec<String>,
    pub version: u32,
    pub(super) shape: Node,
    pub(super) derive: Vec<Derive>,
    pub(super) rules: Vec<Rule>,
    pub(super) draft: Validator,
    pub(super) complete: Validator,
}

/// All steps in order, and their published description.
#[derive(Debug)]
pub struct Catalogue {
    steps: Vec<Step>,
    published: Published,
}

impl Catalogue {
    pub fn load() -> Result<Self, CatalogueError> {
        let steps = StepNumber::all()
            .zip(FILES)
            .map(|(number, (file, text))| read(number, file, text))
            .collect::<Result<Vec<_>, _>>()?;
        let published = published::publish(&steps);
        Ok(Self { steps, published })
    }

    pub fn step(&self, number: StepNumber) -> &Step {
        &self.steps[number.index()]
    }

    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The document from which a client can render every step.
    pub fn description(&self) -> &Published {
        &self.published
    }
}

fn read(number: StepNumber, file: &'static str, text: &str) -> Result<Step, CatalogueError> {
    let mut parsed: File =
        serde_json::from_str(text).map_err(|source| CatalogueError::Unreadable { file, source })?;
    if StepNumber::try_from(parsed.header.number) != Ok(number) {
        return Err(CatalogueError::Misplaced { file, number: parsed.header.number });
    }
    let shape = parsed.resolve().map_err(|source| CatalogueError::Inconsistent { file, source })?;
    let compile = |strictness| {
        limits::compile(&shape.plain(strictness))
            .map_err(|error| CatalogueError::Uncompilable { file, reason: error.to_string() })
    };
    let (draft, complete) = (compile(Strictness::Draft)?, compile(Strictness::Complete)?);
    let header = parsed.header;
    Ok(Step {
        number,
        id: header.id,
        title: parsed.title,
        purpose: parsed.description,
        phase: header.phase,
        required: header.required,
        weight: header.weight,
        assists: header.assists,
        version: header.version,
        shape,
        derive: parsed.derive,
        rules: parsed.completion,
        draft,
        complete,
    })
}
