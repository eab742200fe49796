use primitives::WorkspaceId;
use serde_json::{Value, json};

use super::shared::{belongs_to, build_off_thread};
use crate::{
    context::Context,
    domain::{
        context::BusinessContext,
        snapshot::{Body, Source},
    },
    error::BcmError,
};

/// Builds a context in memory and keeps nothing.
#[tracing::instrument(name = "bcm.preview", skip_all, fields(%workspace))]
pub async fn preview(
    context: &Context,
    workspace: WorkspaceId,
    business: BusinessContext,
) -> Result<Vec<u8>, BcmError> {
    belongs_to(&business, workspace)?;
    let (_, built) = build_off_thread(context, business).await?;
    let body = Body::of(&built, Source::Onboarding, context.rules.token_budget);
    let manifest: Value =
        serde_json::from_str(&body.document()).map_err(|error| BcmError::RebuildFailed(error.into()))?;
    let preview = json!({
        "manifest": manifest,
        "checksum": built.checksum,
        "token_count": built.compressed.token_count,
        "original_token_count": built.compressed.original_token_count,
        "compression_level": built.compressed.level.as_str(),
        "dropped": built.compressed.dropped,
        "warnings": built.notes.warnings,
        "missing_fields": built.notes.missing_fields,
    });
    Ok(preview.to_string().into_bytes())
}
