use crate::domain::{context::BusinessContext, reduced::Issues};

/// Contradictions by severity, the worst first; ties keep their order.
pub fn extract(context: &BusinessContext) -> Issues {
    let mut issues = context.issues.clone();
    issues.contradictions.sort_by_key(|contradiction| std::cmp::Reverse(contradiction.severity));
    issues
}
