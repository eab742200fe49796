use principal::Member;
use serde_json::Value;

use super::{
    admit::admit,
    draft::{self, Saved, Target},
};
use crate::{context::Context, error::Result};

/// A merge patch (RFC 7396) on what a step holds.
pub struct PatchStep {
    pub target: Target,
    pub patch: Value,
}

/// Saves as a draft what the patch makes of the draft, else of the submitted data.
#[tracing::instrument(name = "onboarding.patch_step", skip_all,
    fields(session = %command.target.session, step = %command.target.step))]
pub async fn patch_step(context: &Context, member: &Member, command: PatchStep) -> Result<Saved> {
    let PatchStep { target, patch } = command;
    admit(context, member).await?;
    draft::save(context, member, target, |latest| {
        let mut data = latest.clone();
        json_patch::merge(&mut data, &patch);
        Ok(data.into())
    })
    .await
}
