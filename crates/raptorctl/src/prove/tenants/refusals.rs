//! Calls of everybody who must not be served: each has to be refused, and what they are about has to stay as it was.

use std::time::Instant;

use anyhow::Result;

use super::Stage;
use super::cast::Target;
use super::snapshot::{self, Snapshot};
use crate::prove::{Part, Tally};

/// Everything that can be called in one way.
pub trait Calls {
    type Caller: 'static;
    /// In words.
    const WHAT: &'static str;
    const OUTSIDERS: &'static [Self::Caller];
    /// Who belongs to the workspace.
    const INSIDERS: &'static [Self::Caller];

    /// Calls everything as each of these.
    async fn make(&self, callers: &[Self::Caller], tally: &mut Tally) -> Result<()>;
}

/// Makes all these calls. What became of them is a part even where nothing comes to rest after them: a call that was
/// served in place of being refused can leave work behind that has no end.
pub async fn prove<C: Calls>(
    calls: &C,
    stage: &Stage<'_>,
    target: &Target,
    parts: &mut Vec<Part>,
) -> Result<()> {
    let before = Snapshot::at_rest(stage, target).await?;
    let since = Instant::now();
    let mut tally = Tally::default();
    let later = async {
        calls.make(C::OUTSIDERS, &mut tally).await?;
        let between = Snapshot::at_rest(stage, target).await?;
        calls.make(C::INSIDERS, &mut tally).await?;
        anyhow::Ok((between, Snapshot::at_rest(stage, target).await?))
    };
    let later = later.await;
    parts.push(tally.part(C::WHAT, since));
    let (between, after) = later?;
    parts.push(snapshot::untouched([&before, &between, &after]));
    Ok(())
}
