use super::{Missing, confidence::Confidence};
use crate::domain::{
    context::{self, BusinessContext},
    reduced::Icp,
};

const MOST_ICPS: usize = 3;

/// The best described ICPs, best first. When none is described well enough the best one stays.
pub fn extract(context: &BusinessContext) -> Result<Vec<Icp>, Missing> {
    let mut ranked: Vec<(Confidence, &context::Icp)> =
        context.intelligence.icps.iter().map(|icp| (Confidence::of(icp), icp)).collect();
    ranked.sort_by(|(a, _), (b, _)| b.cmp(a));
    let enough = ranked.iter().filter(|(confidence, _)| *confidence >= Confidence::ENOUGH).count();
    ranked.truncate(enough.clamp(1, MOST_ICPS));
    if ranked.is_empty() {
        return Err(Missing { field: "intelligence.icps" });
    }
    Ok(ranked.into_iter().map(|(confidence, icp)| reduced(icp, confidence)).collect())
}

fn reduced(icp: &context::Icp, confidence: Confidence) -> Icp {
    Icp {
        name: icp.name.clone(),
        description: icp.description.clone(),
        company_size: icp.company_size.clone(),
        vertical: icp.vertical.clone(),
        geography: icp.geography.clone(),
        pains: icp.pains.clone(),
        goals: icp.goals.clone(),
        objections: icp.objections.clone(),
        triggers: icp.triggers.clone(),
        channels: icp.channels.clone(),
        confidence_score: confidence.score(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::build::fixture;

    fn names(icps: Value) -> Vec<String> {
        let mut document = fixture::typical();
        document["intelligence"]["icps"] = icps;
        extract(&fixture::context(document)).unwrap().into_iter().map(|icp| icp.name).collect()
    }

    fn icp(name: &str, pains: usize) -> Value {
        let pain = json!({"description": "slow month end"});
        json!({"name": name, "vertical": "retail", "pains": vec![pain.clone(); pains], "goals": [pain]})
    }

    #[test]
    fn the_highest_confidence_comes_first_and_ties_keep_their_order() {
        assert_eq!(names(json!([icp("a", 1), icp("b", 3), icp("c", 3)])), ["b", "c", "a"]);
    }

    #[test]
    fn thin_profiles_are_left_out_unless_nothing_else_is_there() {
        let thin = |name| json!({"name": name, "pains": [{"description": "slow books"}], "goals": [{"description": "quick books"}]});
        assert_eq!(names(json!([thin("thin"), icp("full", 2)])), ["full"]);
        assert_eq!(names(json!([thin("first"), thin("second")])), ["first"]);
    }
}
