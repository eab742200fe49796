use std::sync::Arc;

use principal::Member;
use serde_json::Value;

use super::{
    admit::admit,
    complete_step::{CompleteStep, complete_step},
    draft::{self, Saved, Target},
};
use crate::{context::Context, error::Result};

/// A whole document for a step.
pub struct SaveStep {
    pub target: Target,
    pub data: Value,
    /// Otherwise the step is completed with it.
    pub draft: bool,
}

/// Saves a step's document; acknowledged when it is in the journal.
#[tracing::instrument(name = "onboarding.save_step", skip_all,
    fields(session = %command.target.session, step = %command.target.step))]
pub async fn save_step(context: &Arc<Context>, member: &Member, command: SaveStep) -> Result<Saved> {
    let SaveStep { target, data, draft } = command;
    if draft {
        admit(context, member).await?;
        return draft::save(context, member, target, |_| Ok(data.into())).await;
    }
    let completed = complete_step(context, member, CompleteStep { target, data: Some(data) }).await?;
    Ok(Saved {
        step: completed.journey.step(target.step).clone(),
        step_id: context.catalogue.step(target.step).id.clone(),
        issues: Vec::new(),
        warnings: completed.warnings,
        progress: completed.journey.progress(),
        started_at: completed.journey.session.started_at,
    })
}
