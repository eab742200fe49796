use crate::domain::{context::BusinessContext, reduced::Goals};

/// Goals need no rewording: the context holds them as the reduced model does.
pub fn extract(context: &BusinessContext) -> Goals {
    context.goals.clone()
}
